# SPDX-License-Identifier: GPL-3.0-or-later
"""A certificate of attendance under a scanner, a camera, at a kiosk and on the command line: verified or told where."""

import json

import pytest
from PySide6.QtCore import QCoreApplication, QEvent, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QApplication

from checkin.command_line.main import main
from checkin.core.attendance.attendance_certificate import code
from checkin.core.decision import Reason
from checkin.core.tokens import EventKey, in_groups
from checkin.devices.sound import Sound
from checkin.services.attendance.attendance_evidence import read_fingerprint
from checkin.services.attendance.attendance_papers import issue
from checkin.services.desk import Desk
from checkin.services.event_file import EventFile
from checkin.ui.widgets.screen_page import CLOSING
from tests.builders import an_attendee
from tests.conftest import add_people


@pytest.fixture
def evening(event, desk, clock):
    """The certificates of an event of which the first person was there for two hours."""
    desk.check_in(an_attendee(1).id)
    clock.pass_by(hours=2)
    return issue(event)


@pytest.fixture
def program(event, evening, open_program, qtbot):
    made = open_program(EventFile.open(event.path))
    made.shell.activateWindow()
    qtbot.waitUntil(lambda: QApplication.focusWindow() is made.shell.windowHandle())
    made.played = []
    made.devices.sounds.play = made.played.append
    return made


def scan(text):
    """Type as a scanner does, and Return: all in one moment, however busy the computer is."""
    for key, letter in [*((Qt.Key(ord(letter)), letter) for letter in text), (Qt.Key.Key_Return, "\r")]:
        for kind in (QEvent.Type.KeyPress, QEvent.Type.KeyRelease):
            event = QKeyEvent(kind, key, Qt.KeyboardModifier.NoModifier, letter)
            QCoreApplication.sendEvent(QApplication.focusWindow(), event)


def test_a_certificate_scanned_into_its_field_is_verified_there_and_a_guest_is_let_in_all_the_same(
    program, evening, event
):
    before, section = read_fingerprint(event), program.shell.enter_by_name(CLOSING).certificates
    section.code.setFocus()
    scan(evening[0].code)
    said = section.verdict.accessibleName()
    assert "Genuine and still correct" in said
    assert an_attendee(1).last_name in said
    assert section.code.text() == evening[0].code
    forged = evening[0].code[:-1] + ("B" if evening[0].code[-1] != "B" else "C")
    program.devices.wedge.code_typed.emit(forged)
    assert "Forged" in section.verdict.accessibleName()
    assert section.code.text() == forged
    program.devices.reading.code_seen.emit(evening[0].code)
    assert "Genuine" in section.verdict.accessibleName()
    assert section.isVisible()
    assert (program.answers, program.played, read_fingerprint(event)) == ([], [], before)
    scan(an_attendee(2).ticket_code)
    assert [(answer.reason, answer.attendee.id) for answer in program.answers] == [(Reason.WELCOME, an_attendee(2).id)]
    assert program.window.isVisible()


def test_at_the_desk_it_is_called_what_it_is_and_nothing_is_written(program, evening, event, qtbot):
    before = read_fingerprint(event)
    scan(evening[0].code)
    assert program.window.stage.answer.accessibleName() == "A certificate, not a ticket"
    assert "Closing" in program.window.stage.answer.accessibleDescription()
    program.devices.reading.code_seen.emit(in_groups(evening[0].code).lower())
    qtbot.waitUntil(lambda: len(program.answers) == 2)
    assert {answer.reason for answer in program.answers} == {Reason.CERTIFICATE}
    assert Sound.REFUSE not in program.played
    assert read_fingerprint(event) == before


def test_one_of_another_event_is_told_apart(event, desk, evening):
    before, other = read_fingerprint(event), EventKey("another event", b"x" * 32)
    answer = desk.scan(code(other, evening[0].certificate))
    assert (answer.reason, answer.entry) == (Reason.OTHER_CERTIFICATE, None)
    assert read_fingerprint(event) == before


def test_a_list_may_have_a_code_that_looks_like_one(event, desk, evening):
    add_people(event, desk.now(), an_attendee(8, ticket_code=evening[0].code))
    assert desk.scan(evening[0].code).attendee.id == an_attendee(8).id


def test_the_command_line_says_it_in_words(event, evening, clock, capsys):
    assert main(["scan", str(event.path), evening[0].code, "--language", "en"]) == 0
    told = capsys.readouterr()
    line = json.loads(told.out)
    assert (line["reason"], line["entry"]) == ("certificate", None)
    assert "A certificate, not a ticket: It is verified in Closing" in told.err
    assert Desk(event, clock, "Accueil 1").scan(evening[0].code).reason is Reason.CERTIFICATE
