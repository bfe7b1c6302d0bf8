# SPDX-License-Identifier: GPL-3.0-or-later
"""The windows of an event on a USB key: what they say of keys that come and go, and what they ask."""

from dataclasses import replace

import pytest
from PySide6.QtWidgets import QFileDialog

from checkin.core.sync.invitation import CarriedEvent, Invitation, UsbDriveContents, Volume
from checkin.core.tokens import EventKey
from checkin.ui.sync.progress_dialog import UsbEventDialog
from checkin.ui.welcome.join_from_usb import UsbJoinDialog
from tests.builders import MORNING

CLE, OTHER = Volume("/media/anne/CLE", "CLE", 14_200_000_000), Volume("/media/anne/DOS", "DOS", 900)
GALA = CarriedEvent(Invitation("Gala", EventKey("1f", bytes(32))), MORNING, 332, 9, ("Accueil 1", "Accueil 2"))
FORUM = replace(GALA, invitation=Invitation("Forum", EventKey("2f", bytes(32))), desks=("Porte A",), people=1)


@pytest.fixture
def carry(qtbot):
    made = UsbEventDialog("1f")
    qtbot.addWidget(made)
    made.show()
    return made


@pytest.fixture
def join(qtbot, tmp_path):
    made = UsbJoinDialog(tmp_path, {})
    qtbot.addWidget(made)
    made.show()
    return made


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


def test_a_key_of_an_exchange_says_that_names_are_on_it_and_can_be_cleared(carry, qtbot):
    carry.show_contents((UsbDriveContents(CLE, has_entries=True), UsbDriveContents(OTHER)))
    has, lacks = carry.rows.values()
    assert has.state.text() == "It holds the event’s entries, with names: it was used to exchange."
    assert (has.removal.isHidden(), lacks.removal.isHidden()) == (False, True)
    assert [carry.asks_before_removal(key) for key in (CLE, OTHER)] == [True, False]
    carry.show_contents((UsbDriveContents(CLE, (GALA,), has_entries=True),))
    assert not carry.asks_before_removal(CLE)


def test_after_a_purge_taking_the_event_off_is_what_enter_does(qtbot):
    made = UsbEventDialog("1f", is_erased=True)
    qtbot.addWidget(made)
    made.show()
    made.show_contents((UsbDriveContents(OTHER), UsbDriveContents(CLE, (GALA,))))
    assert made.focusWidget() is made.rows[CLE.root].removal


def test_before_a_purge_putting_the_event_on_is(carry):
    carry.show_contents((UsbDriveContents(CLE, (GALA,)), UsbDriveContents(OTHER)))
    assert carry.focusWidget() is carry.rows[CLE.root].put


def test_a_folder_that_is_looked_up_is_taken_as_a_key_and_stays_in_the_list(carry, qtbot, monkeypatch, tmp_path):
    monkeypatch.setattr(QFileDialog, "getExistingDirectory", lambda *_: str(tmp_path))
    asked = []
    with qtbot.waitSignal(carry.put_wanted) as put:
        carry.other.click()
    carry.watch(lambda looked_up: asked.append(looked_up) or tuple(map(UsbDriveContents, looked_up)))
    qtbot.waitUntil(lambda: list(carry.rows) == [tmp_path.as_posix()])
    assert put.args == [asked[0][0]]


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
    assert join.result() == join.DialogCode.Accepted
    assert join.chosen == (CLE, GALA)


def test_a_name_that_was_typed_stays_while_the_key_is_looked_at_again(join):
    join.show_contents((UsbDriveContents(CLE, (GALA,)),))
    join.name.setText("Porte B")
    join.show_contents((UsbDriveContents(CLE, (replace(GALA, people=333),)),))
    assert join.desk == "Porte B"
    assert "333 registrations" in join.detail.text()


def test_of_several_events_one_is_chosen_and_stays_chosen(join):
    join.show_contents((UsbDriveContents(CLE, (GALA, FORUM)),))
    assert join.choice.isVisible()
    join.choice.setCurrentIndex(1)
    assert (join.title.text(), join.desk) == ("Forum", "Porte A 2")
    join.show_contents((UsbDriveContents(OTHER, (GALA,)), UsbDriveContents(CLE, (GALA, FORUM))))
    assert join.chosen == (CLE, FORUM)
    join.show_contents((UsbDriveContents(OTHER, (GALA,)),))
    assert join.chosen == (OTHER, GALA)
    join.show_contents(())
    assert join.chosen is None


def test_an_event_that_is_here_already_is_opened_and_not_made_twice(qtbot, tmp_path):
    dialog = UsbJoinDialog(tmp_path, {"1f": tmp_path / "gala.checkin"})
    qtbot.addWidget(dialog)
    dialog.show()
    dialog.show_contents((UsbDriveContents(CLE, (GALA,)),))
    assert dialog.is_known
    assert dialog.path == tmp_path / "gala.checkin"
    assert (dialog.new.isVisible(), dialog.go_on.text()) == (False, "Open it")


def test_a_key_without_an_event_says_what_to_do_at_the_other_desk(join):
    join.show_contents((UsbDriveContents(CLE),))
    assert "CLE" in join.state.text()
    assert "Take the event on a USB drive" in join.state.text()


def test_half_an_invitation_is_told_loudly(join):
    join.show_contents((UsbDriveContents(CLE, unreadable=1),))
    assert join.trouble.isVisible()
    assert not join.go_on.isEnabled()


def test_without_a_name_nobody_joins(join):
    join.show_contents((UsbDriveContents(CLE, (GALA,)),))
    join.name.setText("  ")
    join.go_on.click()
    assert join.isVisible()
    assert join.focusWidget() is join.name


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
