# SPDX-License-Identifier: GPL-3.0-or-later
"""USB drives in the windows: what is said of drives that come and go, which one was pressed, what is asked."""

from dataclasses import replace
from threading import Event

import pytest
from PySide6.QtWidgets import QFileDialog

from checkin.core.sync.invitation import CarriedEvent, Invitation, UsbDriveContents, Volume
from checkin.core.tokens import EventKey
from checkin.services.threads import wait_for_all
from checkin.ui.sync.progress_dialog import UsbEventDialog
from checkin.ui.sync.sync_dialog import UsbDriveChoice
from checkin.ui.welcome.join_event import UsbJoinDialog
from tests.builders import MORNING
from tests.patience import PATIENCE_S

CLE, OTHER = Volume("/media/anne/CLE", "CLE", 14_200_000_000), Volume("/media/anne/1234", "Ma clé & moi", 900)
GALA = CarriedEvent(Invitation("Gala", EventKey("1f", bytes(32))), MORNING, 332, 9, ("Accueil 1", "Accueil 2"))
FORUM = replace(GALA, invitation=Invitation("Forum", EventKey("2f", bytes(32))), desks=("Porte A",), people=1)


@pytest.fixture
def shown(qtbot):
    def show(dialog):
        qtbot.addWidget(dialog)
        dialog.show()
        return dialog

    return show


# The choice of a drive


@pytest.fixture
def choice(qtbot):
    made = UsbDriveChoice()
    qtbot.addWidget(made)
    made.chosen_keys = []
    made.chosen.connect(made.chosen_keys.append)
    return made


def test_each_key_is_a_button_with_its_name_and_room_and_without_one_it_says_what_to_do(choice):
    assert "No USB drive" in choice._hint.text()
    choice.show_drives((CLE, OTHER))
    assert "No USB drive" not in choice._hint.text()
    written = [button.accessibleName() for button in choice.buttons.values()]
    assert written == ["CLE · 14 GB free", "Ma clé & moi · 900 bytes free"]
    assert choice.buttons[OTHER.root].text() == "Ma clé && moi · 900 bytes free"
    assert OTHER.root in choice.buttons[OTHER.root].toolTip()
    choice.buttons[OTHER.root].click()
    assert choice.chosen_keys == [OTHER]


def test_a_very_long_name_is_cut_on_the_button_and_whole_for_whoever_asks(choice):
    name = "Présidence de l’université " * 4
    choice.show_drives((Volume("/media/anne/x", name),))
    (button,) = choice.buttons.values()
    assert ("…" in button.text(), button.text().endswith("free")) == (True, True)
    assert name in button.accessibleName()


def test_a_button_under_somebodys_finger_stays_that_of_its_key(choice):
    choice.show_drives((OTHER,))
    pressed, fuller = choice.buttons[OTHER.root], replace(OTHER, free=100)
    choice.show_drives((CLE, fuller))
    pressed.click()
    assert choice.chosen_keys == [fuller]
    choice.show_drives((CLE,))
    assert list(choice.buttons) == [CLE.root]


def test_a_key_that_is_put_in_appears_and_one_that_is_pulled_out_goes(choice, qtbot):
    choice.watcher.timer.setInterval(10)
    here = [()]
    choice.watch(lambda: here[0])
    choice.show()
    assert not choice.buttons
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
    answers = [str(tmp_path), ""]
    monkeypatch.setattr(QFileDialog, "getExistingDirectory", lambda *_: answers.pop(0))
    for _ in range(2):
        choice.other.click()
    assert [(key.root, key.name) for key in choice.chosen_keys] == [(tmp_path.as_posix(), tmp_path.name)]


# The event put on a drive


@pytest.fixture
def carry(shown):
    return shown(UsbEventDialog("1f"))


def test_each_key_says_whether_the_event_is_on_it_and_what_can_be_done(carry, qtbot):
    carry.show_contents((UsbDriveContents(CLE, (GALA, FORUM)), UsbDriveContents(OTHER, (FORUM,))))
    has, lacks = carry.rows.values()
    assert "332 registrations" in has.state.text()
    assert (has.removal.isHidden(), lacks.removal.isHidden()) == (False, True)
    with qtbot.waitSignal(carry.put_wanted) as put:
        lacks.put.click()
    with qtbot.waitSignal(carry.removal_wanted) as removal:
        has.removal.click()
    assert (put.args, removal.args) == ([OTHER], [CLE])
    carry.show_contents((UsbDriveContents(OTHER),))
    assert list(carry.rows) == [OTHER.root]
    carry.show_contents(())
    assert carry._none.isVisible()


def test_a_key_of_an_exchange_says_that_names_are_on_it_and_can_be_cleared(carry):
    carry.show_contents((UsbDriveContents(CLE, has_entries=True), UsbDriveContents(OTHER)))
    has, lacks = carry.rows.values()
    assert "with names" in has.state.text()
    assert (has.removal.isHidden(), lacks.removal.isHidden()) == (False, True)
    assert [carry.asks_before_removal(key) for key in (CLE, OTHER)] == [True, False]
    carry.show_contents((UsbDriveContents(CLE, (GALA,), has_entries=True),))
    assert not carry.asks_before_removal(CLE)


@pytest.mark.parametrize(("is_erased", "act"), [(False, "put"), (True, "removal")])
def test_enter_puts_the_event_on_and_after_a_purge_takes_it_off(shown, is_erased, act):
    dialog = shown(UsbEventDialog("1f", is_erased=is_erased))
    dialog.show_contents((UsbDriveContents(OTHER), UsbDriveContents(CLE, (GALA,)))[:: 1 if is_erased else -1])
    assert dialog.focusWidget() is getattr(dialog.rows[CLE.root], act)


def test_a_folder_that_is_looked_up_is_taken_as_a_key_and_stays_in_the_list(carry, qtbot, monkeypatch, tmp_path):
    monkeypatch.setattr(QFileDialog, "getExistingDirectory", lambda *_: str(tmp_path))
    asked = []
    with qtbot.waitSignal(carry.put_wanted) as put:
        carry.other.click()
    carry.watch(lambda looked_up: asked.append(looked_up) or tuple(map(UsbDriveContents, looked_up)))
    qtbot.waitUntil(lambda: list(carry.rows) == [tmp_path.as_posix()])
    assert put.args == [asked[0][0]]


# The event taken from a drive


@pytest.fixture
def join(shown, tmp_path):
    return shown(UsbJoinDialog(tmp_path, {}))


def test_a_key_that_is_put_in_offers_its_event_and_proposes_a_name(join, qtbot, tmp_path):
    here = [()]
    join.watcher.timer.setInterval(10)
    join.watch(lambda _: here[0])
    assert (join.state.isVisible(), join.form.isVisible(), join.go_on.isEnabled()) == (True, False, False)
    here[0] = (UsbDriveContents(CLE, (GALA,)),)
    qtbot.waitUntil(join.form.isVisible)
    assert (join.title.text(), join.desk, join.path) == ("Gala", "Accueil 3", tmp_path / "Gala.checkin")
    assert "332 registrations" in join.detail.text()
    assert not join.choice.isVisible()
    join.go_on.click()
    assert (join.result(), join.chosen) == (join.DialogCode.Accepted, (CLE, GALA))


def test_a_name_that_was_typed_stays_while_the_key_is_looked_at_again_and_without_one_nobody_joins(join):
    join.show_contents((UsbDriveContents(CLE, (GALA,)),))
    join.name.setText("Porte B")
    join.show_contents((UsbDriveContents(CLE, (replace(GALA, people=333),)),))
    assert (join.desk, "333 registrations" in join.detail.text()) == ("Porte B", True)
    join.name.setText("  ")
    join.go_on.click()
    assert (join.isVisible(), join.focusWidget()) == (True, join.name)


def test_of_several_events_one_is_chosen_and_stays_chosen(join):
    both, gala = UsbDriveContents(CLE, (GALA, FORUM)), UsbDriveContents(OTHER, (GALA,))
    join.show_contents((both,))
    assert join.choice.isVisible()
    join.choice.setCurrentIndex(1)
    assert (join.title.text(), join.desk) == ("Forum", "Porte A 2")
    for contents, chosen in (((gala, both), (CLE, FORUM)), ((gala,), (OTHER, GALA)), ((), None)):
        join.show_contents(contents)
        assert join.chosen == chosen


def test_an_event_that_is_here_already_is_opened_and_not_made_twice(shown, tmp_path):
    dialog = shown(UsbJoinDialog(tmp_path, {"1f": tmp_path / "gala.checkin"}))
    dialog.show_contents((UsbDriveContents(CLE, (GALA,)),))
    assert (dialog.is_known, dialog.path) == (True, tmp_path / "gala.checkin")
    assert (dialog.new.isVisible(), dialog.go_on.text()) == (False, "Open it")


def test_what_cannot_be_joined_is_told(join):
    join.show_contents((UsbDriveContents(CLE),))
    assert "CLE" in join.state.text()
    assert "Take the event on a USB drive" in join.state.text()
    join.show_contents((UsbDriveContents(CLE, unreadable=1),))
    assert (join.trouble.isVisible(), join.go_on.isEnabled()) == (True, False)


def test_a_title_that_no_file_can_bear_makes_a_name_that_one_can(join):
    strange = replace(GALA, invitation=Invitation("A/B: «C» ?", EventKey("3f", bytes(32))))
    join.show_contents((UsbDriveContents(CLE, (strange,)),))
    assert not set(join.path.name) & set("/:?«»")


def test_a_fault_in_looking_at_keys_is_admitted_once_and_the_next_look_is_made(join, qtbot):
    looks = []

    def find(_):
        looks.append(1)
        if len(looks) < 3:
            raise TypeError
        return (UsbDriveContents(CLE, (GALA,)),)

    join.watcher.timer.setInterval(10)
    with qtbot.capture_exceptions() as faults:
        join.watch(find)
        qtbot.waitUntil(join.form.isVisible)
    assert [kind for kind, _, _ in faults] == [TypeError]
