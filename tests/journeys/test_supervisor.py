# SPDX-License-Identifier: GPL-3.0-or-later
"""The program as it is built: somebody refused, a supervisor, a reason and a PIN."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication

from checkin.application import desk_program
from checkin.core.attendee import Status
from checkin.core.entries import EntryKind
from checkin.core.supervisor import Authority
from checkin.services.event_file import EventFile
from checkin.services.supervision import Supervision
from tests.builders import an_attendee
from tests.conftest import add_people
from tests.ui.answering import Answering

GONE = an_attendee(80, status=Status.CANCELLED)


@pytest.fixture
def program(qapp, event, clock, desk):
    add_people(event, clock(), GONE)
    Supervision(event, desk).name("Ana", "4071", Authority("Accueil 1", "Premier"))
    made = started(event, clock)
    yield made
    made.shell.close()
    made.stop()


def started(event, clock):
    """A window of its own on the same file, as after a restart."""
    made = desk_program.DeskProgram(EventFile.open(event.path), clock, "en")
    made.shell.show()
    return made


def giving(qtbot, *pins):
    """PINs typed at once, until one is right."""

    def give(dialog):
        for pin in pins:
            qtbot.keyClicks(dialog.pin, pin)
            qtbot.keyClick(dialog.pin, Qt.Key.Key_Return)

    return give


def look_at(notices):
    def look(dialog):
        notices.append(dialog.notice.text())
        dialog.reject()

    return look


def press(program, key, qtbot):
    program.shell.activateWindow()  # as a window manager does when a dialog is gone
    qtbot.waitUntil(lambda: QApplication.activeWindow() is program.shell)
    qtbot.keyClick(program.window, key)


def refuse_and_press_f9(program, qtbot):
    program.window.take_code(GONE.ticket_code)
    press(program, Qt.Key.Key_F9, qtbot)


def test_refused_then_let_in_by_reason_and_pin_and_undone_like_any_other(program, event, qtbot):
    hands = Answering(giving(qtbot, "4071"))
    refuse_and_press_f9(program, qtbot)
    assert len(hands.asked) == 1
    (entry,) = event.journal.entries_of_kinds([EntryKind.CHECKED_IN])
    assert (entry.subject, entry.body["over"]) == (GONE.id, "cancelled")
    assert (entry.body["allowed_by"], entry.body["why"]) == ("Ana", hands.asked[0].authority.why)
    assert program.window.stage.answer.accessibleName() == "Let in"
    press(program, Qt.Key.Key_F9, qtbot)  # nobody is refused any more
    press(program, Qt.Key.Key_F8, qtbot)
    assert event.attendees.arrived("accueil") == 0


def test_a_pin_typed_as_the_reason_is_never_kept(program, event, qtbot):
    def mistake(dialog):
        dialog.why.setEditText("4071")
        for _ in range(2):
            qtbot.keyClicks(dialog.focusWidget(), "4071")
            qtbot.keyClick(dialog.focusWidget(), Qt.Key.Key_Return)
        dialog.reject()

    Answering(mistake)
    refuse_and_press_f9(program, qtbot)
    assert not event.journal.entries_of_kinds([EntryKind.CHECKED_IN])
    assert "4071" not in str([entry.body for entry in event.journal.entries_of_kinds(list(EntryKind))])


def test_three_wrong_pins_are_told_and_five_lock_after_a_restart_too(program, event, clock, qtbot):
    told = []
    hands = Answering(giving(qtbot, "9042", "9042", "9042"), look_at(told))
    refuse_and_press_f9(program, qtbot)
    press(program, Qt.Key.Key_F9, qtbot)
    hands._answers += [giving(qtbot, "9042", "9042"), look_at(told)]
    press(program, Qt.Key.Key_F9, qtbot)
    assert "left: 2" in told[0]
    assert "1:00" in told[1]
    again = started(event, clock)
    hands._answers += [look_at(told)]
    refuse_and_press_f9(again, qtbot)
    assert told[2] == told[1]
    assert event.attendees.arrived("accueil") == 0
    clock.pass_by(seconds=61)
    hands._answers += [giving(qtbot, "4071")]
    press(again, Qt.Key.Key_F9, qtbot)
    assert event.attendees.arrived("accueil") == 1
    again.shell.close()
    again.stop()


def test_a_code_nobody_has_opens_no_question(program, qtbot):
    hands = Answering()
    program.window.take_code("3760123450017")
    press(program, Qt.Key.Key_F9, qtbot)
    assert hands.asked == []
    assert "Nobody is shown" in program.window.stage.answer.accessibleDescription()


def test_the_button_on_the_answer_asks_too(program, qtbot):
    hands = Answering(lambda dialog: dialog.reject())
    program.window.take_code(GONE.ticket_code)
    buttons = program.window.stage.answer._buttons
    next(button for button in buttons if button.step.key == "F9").click()
    assert len(hands.asked) == 1
