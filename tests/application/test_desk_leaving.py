# SPDX-License-Identifier: GPL-3.0-or-later
"""Whoever closes the window after the event is told once a day what is left to do, and can always leave."""

import pytest
from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from checkin.application.desk_recovery import DeskLeaving
from checkin.core.mail.mail_jobs import MailState
from checkin.core.supervisor import Authority
from checkin.services.mail.mail_service import MailService
from checkin.services.mail.mail_worker import MailProgress
from checkin.services.privacy import event_purge
from checkin.services.privacy.purge_day import note_exported
from checkin.ui.desk.desk_menu import DeskMenu
from checkin.ui.shell import LeavingDialog, remaining_task_lines
from checkin.ui.widgets.screen_page import CLOSING
from tests.builders import an_attendee
from tests.ui.answering import Answering


class Window(QWidget):
    """As much of a shell as is needed to leave it."""

    stays = Signal()

    def __init__(self):
        super().__init__()
        self.may_close, self.entered, self.is_left = None, [], False

    def leave(self):
        self.is_left = self.may_close()
        if not self.is_left:
            self.stays.emit()

    def enter_by_name(self, words):
        self.entered.append(words)


@pytest.fixture
def window(event, desk, qtbot):
    made = Window()
    qtbot.addWidget(made)
    made.leaving = DeskLeaving(event, desk, MailService(event.path, desk.now))
    made.menu = DeskMenu(made)
    made.leaving.mount(made, made.menu)
    return made


def test_before_anybody_came_nothing_is_asked(window):
    hands = Answering()
    assert window.may_close()
    assert hands.asked == []


@pytest.mark.parametrize("answer", ["Stay", "Close"])
def test_while_people_come_one_click_does_not_close_the_desk(window, desk, clock, answer):
    desk.check_in(an_attendee(1).id)
    clock.pass_by(minutes=20)
    hands = Answering(lambda dialog: next(b for b in dialog.buttons() if b.text() == answer).click())
    assert window.may_close() is (answer == "Close")
    assert len(hands.asked) == 1


def test_hours_after_the_last_arrival_only_what_is_left_to_do_is_asked(window, desk, clock):
    desk.check_in(an_attendee(1).id)
    clock.pass_by(hours=4)
    hands = Answering(LeavingDialog.reject)
    assert window.may_close()
    assert [type(dialog) for dialog in hands.asked] == [LeavingDialog]


@pytest.mark.parametrize("leave", [LeavingDialog.reject, LeavingDialog.close, lambda dialog: dialog.leave.click()])
def test_after_it_once_a_day_and_every_way_out_leaves(window, clock, leave):
    clock.pass_by(hours=3)
    hands = Answering(leave)
    assert window.may_close()
    assert window.may_close()
    assert [type(dialog) for dialog in hands.asked] == [LeavingDialog]
    clock.pass_by(days=1)
    assert window.may_close()
    assert len(hands.asked) == 2


def test_who_rather_does_it_now_is_shown_where(window, clock):
    clock.pass_by(hours=3)
    hands = Answering(lambda dialog: dialog.stay.click())
    window.menu.another.trigger()
    assert (len(hands.asked), window.is_left, window.entered) == (1, False, [CLOSING])
    assert not window.leaving.wants_another  # nor later, when the window is closed
    window.menu.another.trigger()
    assert (window.is_left, window.leaving.wants_another) == (True, True)


def test_what_was_exported_since_the_last_arrival_is_not_asked_for(window, event, desk, clock):
    clock.pass_by(hours=3)
    note_exported(event, event.journal.newest_place(), clock())
    assert window.leaving._leaving.left().is_exported
    desk.check_in(an_attendee(1).id)
    found = window.leaving._leaving.left()
    assert (found.is_exported, str(found.until)) == (False, "2023-07-18")


def test_after_a_purge_nothing_is_left_to_do_and_of_who_came_since_no_day_is_announced(window, event, desk, clock):
    clock.pass_by(days=1)
    event_purge.purge(event, Authority("Accueil 1", "x"), at=clock(), desk="d")
    assert window.leaving._leaving.left() is None
    desk.scan("3760123450017")
    said = remaining_task_lines(window.leaving._leaving.left())
    assert "erased on 05/07/2023" in said[1]
    assert not any("18/07/2023" in line for line in said)


class Sending:
    """A mail service that has something to do."""

    is_at_work, progress = True, MailProgress(counts={MailState.WAITING: 3})


@pytest.mark.parametrize(("answer", "may_close"), [("Go on sending", False), ("Close", True)])
def test_while_tickets_are_sent_the_window_closes_only_after_a_yes(window, event, desk, answer, may_close):
    window.leaving._mail = Sending()

    def press(dialog):
        assert "3 tickets are still to be sent" in dialog.text()
        next(button for button in dialog.buttons() if button.text() == answer).click()

    hands = Answering(press)
    assert window.may_close() is may_close
    assert len(hands.asked) == 1
