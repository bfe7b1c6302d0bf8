# SPDX-License-Identifier: GPL-3.0-or-later
"""After an outage, in the program as it is built: a time once, then the ticked lines; and everything back as it was."""

from datetime import timedelta

import pytest
from PySide6.QtWidgets import QInputDialog

from checkin import translation
from checkin.application import desk_program
from checkin.core.attendee import CheckInMethod
from checkin.core.message import UserError
from tests.builders import MORNING, an_attendee

ONE, TWO = an_attendee(1), an_attendee(2)


@pytest.fixture
def program(qapp, event, clock):
    clock.at = MORNING + timedelta(hours=2)
    made = desk_program.DeskProgram(event, clock, "fr")
    made.shell.show()
    yield made
    made.shell.close()
    made.stop()
    translation.install(qapp, "en")


def typed(monkeypatch, text):
    monkeypatch.setattr(QInputDialog, "getText", lambda *_: (text, True))


def test_a_series_with_one_time_then_another(program, event, monkeypatch):
    window, answers = program.window, []
    window.answered.connect(answers.append)
    assert not window.paper.isVisible()
    typed(monkeypatch, "8h45")
    program.built.menu.paper_wanted.emit()
    assert window.paper.isVisible()
    assert "08:45" in window.paper.accessibleName()
    window.take_code(ONE.ticket_code)
    typed(monkeypatch, "9:05")
    window.paper.another.click()
    window.operations.check_in(TWO.id)
    zone = program.desk.now().tzinfo
    times = [f"{event.attendees.visit(a.id, 'accueil').arrived_at.astimezone(zone):%H:%M}" for a in (ONE, TWO)]
    assert (times, [a.how for a in answers]) == (["08:45", "09:05"], [CheckInMethod.PAPER, CheckInMethod.PAPER])
    window.desk_actions.undo_key.press()
    assert event.attendees.visit(TWO.id, "accueil") is None
    window.paper.end.click()
    assert not window.paper.isVisible()
    window.operations.check_in(TWO.id)
    assert answers[-1].how is CheckInMethod.SEARCH


def test_no_time_changes_nothing_and_the_camera_rests(program, event, monkeypatch):
    typed(monkeypatch, "tout à l’heure")
    with pytest.raises(UserError):
        program.window.paper.ask()
    assert not program.window.paper.isVisible()
    typed(monkeypatch, "8:45")
    program.window.paper.ask()
    program.window.take_seen_code(ONE.ticket_code)
    assert event.attendees.arrived("accueil") == 0
    assert "lecteur" in program.window.footer.accessibleDescription()
