# SPDX-License-Identifier: GPL-3.0-or-later
"""Keys that come and go while somebody looks, and which one was pressed."""

from threading import Event

import pytest
from PySide6.QtWidgets import QFileDialog

from checkin.core.sync.invitation import Volume
from checkin.services.event_reading import wait_for_all
from checkin.ui.sync.sync_dialog import UsbDriveChoice
from tests.patience import PATIENCE_S

CLE = Volume("/media/anne/CLE", "CLE", 14_200_000_000)
OTHER = Volume("/media/anne/1234", "Ma clé & moi", 900)


@pytest.fixture
def choice(qtbot):
    made = UsbDriveChoice()
    qtbot.addWidget(made)
    made.chosen_keys = []
    made.chosen.connect(made.chosen_keys.append)
    return made


def written(choice):
    return [button.accessibleName() for button in choice.buttons.values()]


def test_each_key_is_a_button_with_its_name_and_room(choice):
    choice.show_drives((CLE, OTHER))
    assert written(choice) == ["CLE · 14 GB free", "Ma clé & moi · 900 bytes free"]
    assert choice.buttons[OTHER.root].text() == "Ma clé && moi · 900 bytes free"
    assert OTHER.root in choice.buttons[OTHER.root].toolTip()
    choice.buttons[OTHER.root].click()
    assert choice.chosen_keys == [OTHER]


def test_a_very_long_name_is_cut_on_the_button_and_whole_for_whoever_asks(choice):
    choice.show_drives((Volume("/media/anne/x", "Présidence de l’université " * 4),))
    (button,) = choice.buttons.values()
    assert "…" in button.text()
    assert button.text().endswith("free")
    assert "Présidence de l’université " * 4 in button.accessibleName()


def test_without_a_key_it_says_what_to_do(choice):
    assert "No USB drive" in choice._hint.text()
    choice.show_drives((CLE,))
    assert "No USB drive" not in choice._hint.text()


def test_a_button_under_somebodys_finger_stays_that_of_its_key(choice):
    choice.show_drives((OTHER,))
    pressed = choice.buttons[OTHER.root]
    choice.show_drives((CLE, Volume(OTHER.root, OTHER.label, 100)))
    pressed.click()
    assert choice.chosen_keys == [Volume(OTHER.root, OTHER.label, 100)]
    choice.show_drives((CLE,))
    assert list(choice.buttons) == [CLE.root]


def test_a_key_that_is_put_in_appears_and_one_that_is_pulled_out_goes(choice, qtbot):
    choice.watcher.timer.setInterval(10)
    here = [()]
    choice.watch(lambda: here[0])
    choice.show()
    assert written(choice) == []
    here[0] = (CLE,)
    qtbot.waitUntil(lambda: list(choice.buttons) == [CLE.root])
    here[0] = ()
    qtbot.waitUntil(lambda: not choice.buttons)


def test_a_share_that_is_away_holds_up_neither_the_window_nor_whoever_leaves(choice, qtbot):
    hangs, goes_on = Event(), Event()

    def find():
        hangs.set()
        assert goes_on.wait(PATIENCE_S)
        return (CLE,)

    choice.watch(find)
    choice.show()
    assert hangs.wait(PATIENCE_S)
    choice.hide()
    choice.show()
    goes_on.set()
    qtbot.waitUntil(lambda: list(choice.buttons) == [CLE.root])
    choice.hide()
    wait_for_all()


def test_another_folder_is_taken_as_if_it_were_a_key(choice, monkeypatch, tmp_path):
    monkeypatch.setattr(QFileDialog, "getExistingDirectory", lambda *_: str(tmp_path))
    choice.other.click()
    (key,) = choice.chosen_keys
    assert (key.root, key.name) == (tmp_path.as_posix(), tmp_path.name)
    monkeypatch.setattr(QFileDialog, "getExistingDirectory", lambda *_: "")
    choice.other.click()
    assert len(choice.chosen_keys) == 1
