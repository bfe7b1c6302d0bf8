# SPDX-License-Identifier: GPL-3.0-or-later
"""The program as it is built: a guest who forgot the code, a name that was misspelt, a question at the desk."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from checkin.application import desk_program
from checkin.core.attendee import Status
from checkin.core.decision import Reason
from checkin.devices.decoder import decode_image
from checkin.services.event_file import EventFile
from checkin.ui.widgets.screen_page import PARTICIPANTS
from tests.builders import an_attendee
from tests.conftest import add_people

CONTROL = Qt.KeyboardModifier.ControlModifier


@pytest.fixture
def program(qapp, event, clock, qtbot):
    add_people(event, clock(), an_attendee(8, first_name="Max", last_name="Kermarec"))
    made = desk_program.DeskProgram(EventFile.open(event.path), clock, "en")
    made.shell.show()
    made.shell.activateWindow()
    qtbot.waitUntil(lambda: QApplication.activeWindow() is made.shell)
    made.answers = []
    made.window.answered.connect(made.answers.append)
    yield made
    made.shell.close()
    made.stop()


def press(key, modifiers=Qt.KeyboardModifier.NoModifier):
    QTest.keyClick(QApplication.focusWidget(), key, modifiers)
    QApplication.processEvents()


def type_in(text):
    QTest.keyClicks(QApplication.focusWidget(), text)
    QApplication.processEvents()


def screen(program):
    return program.shell.enter_by_name(PARTICIPANTS)


def told(program):
    return program.shell._status.accessibleDescription()


def test_a_guest_without_a_code_is_checked_in_and_photographs_a_new_one(program, event, tmp_path):
    press(Qt.Key.Key_2, CONTROL)
    type_in("kermarec")
    press(Qt.Key.Key_Down)
    press(Qt.Key.Key_F7)
    assert told(program) == "Max Kermarec has arrived: Accueil, 08:40."
    press(Qt.Key.Key_R, CONTROL | Qt.KeyboardModifier.ShiftModifier)
    press(Qt.Key.Key_Return)
    program.shell.grab().save(str(tmp_path / "code.png"))
    (seen,) = decode_image(tmp_path / "code.png")
    program.window.take_code(an_attendee(8).ticket_code)
    assert (program.shell.current, program.answers[-1].reason) == (0, Reason.CODE_REPLACED)
    assert event.attendees.get(an_attendee(8).id).ticket_code == seen.text
    assert event.attendees.arrived("accueil") == 1


def test_a_misspelt_name_is_corrected_at_the_desk_and_the_next_scan_has_it_right(program, clock, qtbot):
    code = an_attendee(8).ticket_code
    program.window.take_code(code)
    press(Qt.Key.Key_P, CONTROL)
    assert screen(program).list.person.attendee.name == "Max Kermarec"
    press(Qt.Key.Key_F4)
    press(Qt.Key.Key_Tab)
    type_in("Kermarrec")
    press(Qt.Key.Key_Return)
    assert told(program) == "Max Kermarrec is corrected: Last name."
    press(Qt.Key.Key_Escape)
    assert program.shell.current == 0
    clock.pass_by(minutes=1)
    program.window.take_code(code)
    qtbot.waitUntil(lambda: len(program.answers) == 2)
    assert program.answers[-1].attendee.name == "Max Kermarrec"


def test_f4_at_the_desk_corrects_the_person_shown(program):
    program.window.take_code(an_attendee(8).ticket_code)
    press(Qt.Key.Key_F4)
    press(Qt.Key.Key_Tab)
    type_in("Kermarrec")
    press(Qt.Key.Key_Return)
    assert told(program) == "Max Kermarrec is corrected: Last name."


def test_ctrl_p_without_a_person_says_so(program):
    press(Qt.Key.Key_P, CONTROL)
    assert program.shell.current == 0
    assert "Nobody is shown" in program.window.stage.replied


def test_what_has_to_be_settled_comes_to_the_desk_and_the_count_is_right_there(program, event):
    program.desk.registration.set_status({an_attendee(8).id: Status.PENDING})
    program.window.desk_actions.person_wanted.emit(an_attendee(8).id)
    press(Qt.Key.Key_F7)
    assert (program.shell.current, program.answers[-1].reason) == (0, Reason.PENDING)
    press(Qt.Key.Key_F7)
    assert event.attendees.arrived("accueil") == 1


def test_f2_registers_whom_the_list_has_not(program):
    press(Qt.Key.Key_2, CONTROL)
    type_in("zoe durand")
    press(Qt.Key.Key_F2)
    assert program.shell.current == 0
    press(Qt.Key.Key_Return)
    assert program.answers[-1].attendee.name == "Zoe Durand"
    assert screen(program).list.counts.accessibleName().endswith("of 5 registrations")
