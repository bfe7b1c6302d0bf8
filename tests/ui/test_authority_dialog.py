# SPDX-License-Identifier: GPL-3.0-or-later
"""Who allows it, and why: a reason always, a PIN once a supervisor is named, by hand and not too often."""

from dataclasses import replace

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QApplication, QDialogButtonBox, QLabel

from checkin.core.attendee import Status
from checkin.core.entries import EntryKind
from checkin.core.supervisor import Authority
from checkin.devices.keyboard_wedge import KeyboardWedge
from checkin.services.supervision import Supervision
from checkin.ui.supervision.supervision_flow import MOST_NAMED, AuthorityDialog, AuthorityRequest, status_request
from checkin.ui.widgets.payment_dialog import PinField
from tests.builders import an_attendee

REQUEST = AuthorityRequest("Let in <b>Éléonore</b>?", "Admit anyway", ("Supervisor agreed", "Paid at the desk"), "Full")
DESK = Authority("Accueil 1", "First supervisor")


@pytest.fixture
def supervision(event, desk):
    return Supervision(event, desk)


@pytest.fixture
def named(supervision):
    supervision.name("Ana", "4071", DESK)
    return supervision


@pytest.fixture
def opened(qtbot):
    def open_for(supervision, request=REQUEST):
        dialog = AuthorityDialog(supervision, request)
        qtbot.addWidget(dialog)
        with qtbot.waitActive(dialog):
            dialog.show()
            dialog.activateWindow()
        return dialog

    return open_for


def enter(qtbot, dialog, pin="", why="Payé"):
    dialog.why.setEditText(why)
    qtbot.keyClicks(dialog.pin, pin)
    qtbot.keyClick(dialog.pin, Qt.Key.Key_Return)


def tries(event):
    return len(event.journal.entries_of_kinds([EntryKind.SUPERVISOR_REFUSED]))


def press(qtbot, widget, *keys):
    for key in keys:
        qtbot.keyClick(widget, key)


RETURN, DOWN, TAB = Qt.Key.Key_Return, Qt.Key.Key_Down, Qt.Key.Key_Tab
AGREED = "Supervisor agreed"


def test_without_a_supervisor_a_reason_is_enough_and_no_pin_is_asked(supervision, opened, qtbot):
    dialog = opened(supervision)
    assert "“Accueil\u00a01”" in "".join(each.text() for each in dialog.findChildren(QLabel))
    assert not dialog.pin.isVisible()
    assert dialog.why.hasFocus()
    press(qtbot, dialog.why, RETURN)
    assert (dialog.authority, dialog.isVisible(), "why" in dialog.notice.text()) == (None, True, True)
    qtbot.keyClicks(dialog.why.lineEdit(), "4071")
    press(qtbot, dialog.why, RETURN)
    assert (dialog.authority, dialog.why.currentText()) == (None, ""), "digits alone may be a PIN"
    press(qtbot, dialog.why, DOWN, RETURN)
    assert dialog.authority == Authority("Accueil 1", AGREED)
    assert not dialog.isVisible()


def test_a_pin_typed_at_once_is_never_shown_and_enter_then_allows_for_the_first_reason(named, event, opened, qtbot):
    dialog = opened(named)
    qtbot.keyClicks(dialog.focusWidget(), "4a0 7b1x")
    assert dialog.why.currentText() == AGREED
    assert (dialog.pin.text(), dialog.pin.displayText()) == ("4071", "●●●●"), "only digits, and none is shown"
    press(qtbot, dialog.focusWidget(), RETURN)
    assert dialog.authority == Authority("Ana", AGREED)
    assert (dialog.pin.text(), tries(event)) == ("", 0)


def test_tab_leads_from_the_pin_to_the_reason_and_enter_there_to_the_pin_that_is_missing(named, event, opened, qtbot):
    dialog = opened(named)
    press(qtbot, dialog.pin, TAB)
    assert dialog.why.hasFocus()
    dialog.why.lineEdit().selectAll()
    qtbot.keyClicks(dialog.why.lineEdit(), "Invite par Zoe")
    press(qtbot, dialog.why, RETURN)
    assert dialog.pin.hasFocus()
    qtbot.keyClicks(dialog.pin, "4071")
    press(qtbot, dialog.pin, RETURN)
    assert dialog.authority == Authority("Ana", "Invite par Zoe")
    assert tries(event) == 0


def test_enter_without_a_pin_says_that_it_is_missing_until_it_is_typed(named, event, opened, qtbot):
    dialog = opened(named)
    press(qtbot, dialog.pin, RETURN)
    assert "PIN" in dialog.notice.text()
    qtbot.keyClicks(dialog.pin, "4")
    assert (dialog.notice.text(), tries(event), dialog.authority) == ("", 0, None)


@pytest.mark.parametrize("typed", ["4071", "40 71", "pin 4071", "le 40-71"])
def test_a_reason_that_may_hold_a_pin_is_neither_taken_nor_left_on_the_screen(named, event, opened, qtbot, typed):
    dialog = opened(named)
    enter(qtbot, dialog, "4071", why=typed)
    assert (dialog.authority, dialog.why.currentText(), dialog.why.hasFocus()) == (None, "", True)
    assert "words" in dialog.notice.text()
    assert tries(event) == 0
    qtbot.keyClicks(dialog.why.lineEdit(), "Paid at table 4")
    press(qtbot, dialog.why, RETURN)
    assert dialog.authority == Authority("Ana", "Paid at table 4")


def test_a_missing_reason_costs_no_try_and_keeps_the_pin_and_escape_gives_nothing(named, event, opened, qtbot):
    dialog = opened(named)
    enter(qtbot, dialog, "9042", why=" ")
    assert (tries(event), dialog.pin.text(), dialog.why.hasFocus()) == (0, "9042", True)
    assert dialog.notice.text()
    qtbot.keyClicks(dialog.why.lineEdit(), "P")
    assert dialog.notice.text() == ""
    press(qtbot, dialog, Qt.Key.Key_Escape)
    assert (dialog.authority, dialog.pin.text()) == (None, "")


def test_a_wrong_pin_is_told_with_the_tries_left_and_five_lock_every_window_until_the_time_is_over(
    named, event, clock, opened, qtbot
):
    dialog = opened(named)
    for left in (4, 3, 2, 1, 0):
        enter(qtbot, dialog, "9042")
        assert not left or f"left: {left}" in dialog.notice.text()
        assert dialog.pin.text() == ""
    assert "1:00" in dialog.notice.text()
    assert not dialog.pin.isEnabled()
    dialog.reject()
    again = opened(Supervision(event, named._desk))
    assert not again.pin.isEnabled()
    clock.pass_by(seconds=19)
    again._tick.timeout.emit()
    assert "0:41" in again.notice.text()
    clock.pass_by(seconds=41)
    again._tick.timeout.emit()
    assert (again.pin.isEnabled(), again.notice.text()) == (True, "")
    enter(qtbot, again, "4071")
    assert again.authority.name == "Ana"


# A scanner


def scanner_types(widget, text, gap=8):
    at = 1_000
    for character in text:
        at += gap
        event = QKeyEvent(QKeyEvent.Type.KeyPress, Qt.Key.Key_unknown, Qt.KeyboardModifier.NoModifier, character)
        event.setTimestamp(at)
        QApplication.sendEvent(widget, event)


@pytest.mark.parametrize("text", ["90210", "A7F41"])
def test_what_a_scanner_types_into_it_is_no_try(named, event, opened, qtbot, text):
    dialog = opened(named)
    dialog.why.setEditText("Payé")
    scanner_types(dialog.pin, text)
    qtbot.keyClick(dialog.pin, Qt.Key.Key_Return)
    assert tries(event) == 0
    assert "scanner" in dialog.notice.text()
    assert dialog.pin.text() == ""
    scanner_types(dialog.pin, "4071", gap=140)  # a hand
    qtbot.keyClick(dialog.pin, Qt.Key.Key_Return)
    assert dialog.authority.name == "Ana"


@pytest.mark.parametrize(
    ("text", "gap", "is_scanned"),
    [("4071", 60, False), ("4071", 30, False), ("40715", 15, True), ("3760123456789", 30, True)],
)
def test_a_fast_hand_is_no_scanner_and_a_slow_scanner_is_told_by_how_much_it_types(qtbot, text, gap, is_scanned):
    field, untimed = PinField(), PinField(clock=lambda event: 0)
    for each in (field, untimed):
        qtbot.addWidget(each)
    scanner_types(field, text, gap)
    assert field.was_scanned is is_scanned
    qtbot.keyClicks(untimed, "4071")
    assert not untimed.was_scanned


def test_a_ticket_scanned_while_it_is_open_is_a_ticket_and_leaves_the_pin_as_it_was(named, desk, opened, qtbot):
    wedge = KeyboardWedge(desk.resolve)
    wedge.install(QApplication.instance())
    codes = []
    wedge.code_typed.connect(codes.append)
    dialog = opened(named)
    dialog.pin.setFocus()
    dialog.pin.setText("40")
    for character in an_attendee(1).ticket_code + "\r":
        key = Qt.Key.Key_Return if character == "\r" else Qt.Key(ord(character))
        event = QKeyEvent(QKeyEvent.Type.KeyPress, key, Qt.KeyboardModifier.NoModifier, character)
        QApplication.sendEvent(dialog.windowHandle(), event)
    QApplication.instance().removeEventFilter(wedge)
    assert codes == [an_attendee(1).ticket_code]
    assert dialog.pin.text() == "40"
    assert dialog.isVisible()


def test_everything_has_a_name_for_a_screen_reader_and_texts_are_plain(named, opened):
    dialog = opened(named)
    assert (dialog.why.accessibleName(), dialog.pin.accessibleName()) == ("Why", "PIN of a supervisor")
    assert all(label.textFormat() is Qt.TextFormat.PlainText for label in dialog.findChildren(QLabel))
    assert dialog.findChild(QDialogButtonBox).buttons()[0].isDefault()
    assert not dialog.grab().isNull()


def test_enter_in_the_reason_of_what_cannot_be_undone_only_chooses_it(supervision, opened, qtbot):
    dialog = opened(supervision, replace(REQUEST, is_danger=True))
    press(qtbot, dialog.why, DOWN)
    press(qtbot, dialog.focusWidget(), RETURN)
    assert (dialog.isVisible(), dialog.authority, dialog.why.currentText()) == (True, None, AGREED)
    press(qtbot, dialog.focusWidget(), RETURN)
    assert dialog.authority == Authority("Accueil 1", AGREED)
    supervision.name("Ana", "4071", DESK)
    dialog = opened(supervision, replace(REQUEST, is_danger=True))
    dialog.why.setFocus()
    press(qtbot, dialog.focusWidget(), RETURN)
    assert dialog.focusWidget() is dialog.pin


def test_a_question_about_many_names_some_and_gives_the_number_of_the_others():
    people = [an_attendee(number, last_name=f"Nom{number}") for number in range(1, 8)]
    named, _ = status_request(people, Status.CANCELLED).detail.split("\n")
    assert [person.last_name in named for person in people] == [True] * MOST_NAMED + [False] * (7 - MOST_NAMED)
    assert str(7 - MOST_NAMED) in named.removesuffix("more").split(" and ")[-1]
