# SPDX-License-Identifier: GPL-3.0-or-later
"""Who allows it, and why: a reason always, a PIN once a supervisor is named, by hand and not too often."""

from dataclasses import replace

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QApplication, QDialogButtonBox, QLabel, QLineEdit

from checkin.core.entries import EntryKind
from checkin.core.supervisor import Authority
from checkin.devices.keyboard_wedge import KeyboardWedge
from checkin.services.supervision import Supervision
from checkin.ui.supervision.supervision_flow import AuthorityDialog, AuthorityRequest
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
    def open_for(supervision):
        dialog = AuthorityDialog(supervision, REQUEST)
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


def test_the_name_of_the_desk_is_not_broken_over_two_lines(supervision, opened):
    dialog = opened(supervision)
    told = "".join(each.text() for each in dialog.findChildren(QLabel))
    assert "“Accueil\u00a01”" in told


def test_without_a_supervisor_a_reason_is_enough_and_no_pin_is_asked(supervision, opened, qtbot):
    dialog = opened(supervision)
    assert not dialog.pin.isVisible()
    assert dialog.why.hasFocus()
    qtbot.keyClick(dialog.why, Qt.Key.Key_Down)
    qtbot.keyClick(dialog.why, Qt.Key.Key_Return)
    assert dialog.authority == Authority("Accueil 1", "Supervisor agreed")
    assert not dialog.isVisible()


def test_no_reason_no_authority(supervision, opened, qtbot):
    dialog = opened(supervision)
    qtbot.keyClick(dialog.why, Qt.Key.Key_Return)
    assert dialog.authority is None
    assert dialog.isVisible()
    assert "why" in dialog.notice.text()


def test_a_pin_typed_at_once_is_never_shown_and_enter_then_allows_for_the_first_reason(named, event, opened, qtbot):
    dialog = opened(named)
    qtbot.keyClicks(dialog.focusWidget(), "4071")
    assert "4071" not in dialog.why.currentText()
    assert dialog.pin.displayText() == "●●●●"
    qtbot.keyClick(dialog.focusWidget(), Qt.Key.Key_Return)
    assert dialog.authority == Authority("Ana", "Supervisor agreed")
    assert dialog.pin.text() == ""
    assert tries(event) == 0


def test_tab_leads_from_the_pin_to_the_reason_and_enter_there_to_the_pin_that_is_missing(named, event, opened, qtbot):
    dialog = opened(named)
    qtbot.keyClick(dialog.pin, Qt.Key.Key_Tab)
    assert dialog.why.hasFocus()
    dialog.why.lineEdit().selectAll()
    qtbot.keyClicks(dialog.why.lineEdit(), "Invite par Zoe")
    qtbot.keyClick(dialog.why, Qt.Key.Key_Return)
    assert dialog.pin.hasFocus()
    qtbot.keyClicks(dialog.pin, "4071")
    qtbot.keyClick(dialog.pin, Qt.Key.Key_Return)
    assert dialog.authority == Authority("Ana", "Invite par Zoe")
    assert tries(event) == 0


@pytest.mark.parametrize("typed", ["4071", "40 71", "pin 4071", "le 40-71"])
def test_a_reason_that_may_hold_a_pin_is_neither_taken_nor_left_on_the_screen(named, event, opened, qtbot, typed):
    dialog = opened(named)
    enter(qtbot, dialog, "4071", why=typed)
    assert dialog.authority is None
    assert dialog.why.currentText() == ""
    assert dialog.why.hasFocus()
    assert "words" in dialog.notice.text()
    assert tries(event) == 0
    qtbot.keyClicks(dialog.why.lineEdit(), "Paid at table 4")
    qtbot.keyClick(dialog.why, Qt.Key.Key_Return)
    assert dialog.authority == Authority("Ana", "Paid at table 4")


def test_a_reason_of_digits_alone_is_not_taken_before_a_supervisor_is_named_either(supervision, opened, qtbot):
    dialog = opened(supervision)
    qtbot.keyClicks(dialog.why.lineEdit(), "4071")
    qtbot.keyClick(dialog.why, Qt.Key.Key_Return)
    assert (dialog.authority, dialog.why.currentText()) == (None, "")


def test_a_wrong_pin_is_told_with_the_tries_left_and_may_be_typed_again(named, opened, qtbot):
    dialog = opened(named)
    for left in (4, 3, 2):
        enter(qtbot, dialog, "9042")
        assert f"left: {left}" in dialog.notice.text()
        assert dialog.pin.text() == ""
    enter(qtbot, dialog, "4071")
    assert dialog.authority.name == "Ana"


def test_a_missing_reason_costs_no_try_and_keeps_the_pin(named, event, opened, qtbot):
    dialog = opened(named)
    enter(qtbot, dialog, "9042", why=" ")
    assert tries(event) == 0
    assert dialog.pin.text() == "9042"
    assert dialog.why.hasFocus()


def test_the_sentence_about_a_missing_reason_goes_once_there_is_one(named, opened, qtbot):
    dialog = opened(named)
    enter(qtbot, dialog, "4071", why="")
    assert dialog.notice.text()
    qtbot.keyClicks(dialog.why.lineEdit(), "P")
    assert dialog.notice.text() == ""


def test_five_wrong_pins_lock_every_window_until_the_time_is_over(named, event, clock, opened, qtbot):
    dialog = opened(named)
    for _ in range(5):
        enter(qtbot, dialog, "9042")
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
    assert again.pin.isEnabled()
    assert again.notice.text() == ""
    enter(qtbot, again, "4071")
    assert again.authority.name == "Ana"


def test_escape_gives_nothing(named, opened, qtbot):
    dialog = opened(named)
    dialog.pin.setText("4071")
    qtbot.keyClick(dialog, Qt.Key.Key_Escape)
    assert dialog.authority is None
    assert dialog.pin.text() == ""


def test_only_digits_are_taken_and_never_shown(named, opened, qtbot):
    dialog = opened(named)
    qtbot.keyClicks(dialog.pin, "4a0 7b1x")
    assert dialog.pin.text() == "4071"
    assert dialog.pin.echoMode() is QLineEdit.EchoMode.Password


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


@pytest.mark.parametrize(("text", "gap", "is_scanned"), [("4071", 60, False), ("4071", 30, False), ("40715", 15, True)])
def test_a_fast_hand_is_no_scanner(qtbot, text, gap, is_scanned):
    field = PinField()
    qtbot.addWidget(field)
    scanner_types(field, text, gap)
    assert field.was_scanned is is_scanned


def test_a_slow_scanner_is_told_by_how_much_it_types(qtbot):
    field = PinField()
    qtbot.addWidget(field)
    scanner_types(field, "3760123456789", gap=30)
    assert field.was_scanned


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


def test_a_field_that_is_told_no_times_takes_no_hand_for_a_scanner(qtbot):
    field = PinField(clock=lambda event: 0)
    qtbot.addWidget(field)
    qtbot.keyClicks(field, "4071")
    assert not field.was_scanned


def test_enter_in_the_reason_of_what_cannot_be_undone_only_chooses_it(supervision, qtbot):
    dialog = AuthorityDialog(supervision, replace(REQUEST, is_danger=True))
    qtbot.addWidget(dialog)
    with qtbot.waitActive(dialog):
        dialog.show()
        dialog.activateWindow()
    qtbot.keyClick(dialog.why, Qt.Key.Key_Down)
    qtbot.keyClick(dialog.focusWidget(), Qt.Key.Key_Return)
    assert (dialog.isVisible(), dialog.authority) == (True, None)
    assert dialog.why.currentText() == "Supervisor agreed"
    qtbot.keyClick(dialog.focusWidget(), Qt.Key.Key_Return)
    assert dialog.authority == Authority("Accueil 1", "Supervisor agreed")


def test_enter_in_the_reason_of_what_cannot_be_undone_goes_to_the_pin(named, qtbot):
    dialog = AuthorityDialog(named, replace(REQUEST, is_danger=True))
    qtbot.addWidget(dialog)
    with qtbot.waitActive(dialog):
        dialog.show()
        dialog.activateWindow()
    dialog.why.setFocus()
    qtbot.keyClick(dialog.focusWidget(), Qt.Key.Key_Return)
    assert dialog.focusWidget() is dialog.pin
