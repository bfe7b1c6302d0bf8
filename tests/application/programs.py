# SPDX-License-Identifier: GPL-3.0-or-later
"""Programs as they are built, of whatever event a test has."""

import pytest
from shiboken6 import isValid

from checkin.application.desk_program import DeskProgram
from checkin.core.supervisor import Authority
from checkin.services.desk import Desk
from checkin.services.supervision import Supervision

PIN = "4711"


class Recorder:
    """Stands for the loudspeaker."""

    is_available = True

    def __init__(self):
        self.note_sound = []

    def play(self, sound):
        self.note_sound.append(sound)


def recorded_answers(window):
    """The answers of this window from now on."""
    answers = []
    window.answered.connect(answers.append)
    return answers


def name_supervisor(event, clock):
    Supervision(event, Desk(event, clock, "Accueil 1")).name("Anne", PIN, Authority("Accueil 1", "First supervisor"))


@pytest.fixture
def open_program(clock, qtbot):
    """What opens the desk of an event: with its devices, or its window alone. All are ended."""
    programs = []

    def opened(event, language="en", now=clock, *, has_devices=True):
        program = DeskProgram(event, now, language)
        programs.append(program)
        if has_devices:
            with qtbot.waitSignal(program.ready):
                program.start()
        else:
            program.shell.show()
        program.answers = recorded_answers(program.window)
        return program

    yield opened
    for program in programs:
        if not isValid(program.shell):  # a test left it
            continue
        if program.kiosk.window:
            program.kiosk.window.dismiss()
        program.shell.close()
        program.stop()
