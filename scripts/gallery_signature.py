# SPDX-License-Identifier: GPL-3.0-or-later
"""Somebody signs on the desk's screen: before, after, with the longest name; and the answer that asks for it."""

import math
from collections.abc import Iterator

from PySide6.QtCore import QPointF, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QWidget

from checkin.application.desk_program import DeskProgram
from checkin.core.attendee import Attendee
from checkin.core.people.registration_form import RegistrationForm
from checkin.core.signature import Signature, capture_signature
from checkin.ui.signing.signature_dialog import SignatureDialog
from scripts import backstage

LONG_NAME = RegistrationForm("Marie-Françoise Bernadette", "de Rochechouart-Montmorency-Laval de La Trémoille")


def scenes() -> Iterator[tuple[str, backstage.Maker]]:
    yield "asked", asked
    yield "empty", lambda: pad(*_desk_and_people())
    yield "signed", signed
    yield "long", long_name


def asked() -> QWidget:
    program, people = _desk_and_people()
    program.window.operations.check_in(people[0].id)
    return program.shell


def signed() -> QWidget:
    program, people = _desk_and_people()
    signing = program.desk.signing
    signing.sign(people[0].id, signing.occasions()[0].id, signature())
    return pad(program, people)


def long_name() -> QWidget:
    """It is written with a mouse, as a person does."""
    program, _ = _desk_and_people()
    person = program.desk.registration.walk_in(LONG_NAME).attendee
    assert person
    dialog = pad(program, [person])
    dialog.show()
    backstage.settle()
    _write_on(dialog)
    return dialog


def pad(program: DeskProgram, people: list[Attendee]) -> SignatureDialog:
    dialog = SignatureDialog(program.desk, people[0])
    dialog.resize(program.shell.size())
    return dialog


def _desk_and_people() -> tuple[DeskProgram, list[Attendee]]:
    event, now = backstage.demo()
    program = backstage.program(event, now)
    program.desk.signing.is_wanted = True
    return program, [person for person, _ in event.attendees.all()]


def written(number: int) -> list[list[tuple[float, float, float]]]:
    """Something like a name written fast, another one for each number."""
    slant, wide = 0.1 + number % 5 * 0.04, 0.36 + number % 7 * 0.04

    def at(n: int) -> tuple[float, float, float]:
        share = n / 160
        x = 0.5 - wide / 2 + share * wide + 0.02 * math.sin(share * (30 + number % 3 * 9))
        y = 0.24 - slant * (share - 0.5) + 0.06 * math.cos(share * (30 + number * 5 % 17)) * (1.2 - share)
        return x, y, 0.3 + 0.5 * abs(math.sin(share * 20))

    below = [(0.35 + n * 0.01, 0.33 - n * 0.0016, 0.2 + n * 0.02) for n in range(33)]
    return [[at(n) for n in range(160)], below]


def signature(number: int = 1) -> Signature:
    found = capture_signature(written(number), 0.4)
    assert found
    return found


def _write_on(dialog: SignatureDialog) -> None:
    wide, high = dialog.pad.width(), dialog.pad.height() * 2.3
    for stroke in written(3):
        places = [QPointF(x * wide, y * high).toPoint() for x, y, _ in stroke]
        QTest.mousePress(dialog.pad, Qt.MouseButton.LeftButton, pos=places[0])
        for place in places[1:]:
            QTest.mouseMove(dialog.pad, place)
        QTest.mouseRelease(dialog.pad, Qt.MouseButton.LeftButton, pos=places[-1])
