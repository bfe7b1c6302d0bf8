# SPDX-License-Identifier: GPL-3.0-or-later
"""A door that nobody held is said before it costs anybody an afternoon; the answer stands in the programme."""

from datetime import timedelta

import pytest
from PySide6.QtWidgets import QLabel

from checkin.core.entries import EntryKind
from checkin.services.attendance.attendance_evidence import AttendanceEvidence
from checkin.services.supervision import Supervision
from checkin.ui.closing.closing_screen import ClosingContext, ClosingScreen
from tests.builders import MORNING, an_attendee

WORKSHOP = timedelta(hours=2)


@pytest.fixture
def closing(qtbot, event, desk, clock):
    """Attendee 3 booked workshop B and came to the event; nobody scanned at the workshop's door."""
    desk.check_in(an_attendee(3).id)
    clock.at = MORNING + WORKSHOP
    screen = ClosingScreen(ClosingContext(event, desk, "fr"))
    qtbot.addWidget(screen)
    screen.resize(1100, 640)
    screen.show()
    screen.refresh()
    return screen


def minutes(event, clock):
    people = AttendanceEvidence(event, clock()).all_people()
    return {p.history.attendee.id: p.attendance.minutes for p in people if p.history.attendee}[an_attendee(3).id]


def door_row(closing):
    """Return the figures of the workshop's door in the table of control points."""
    shown = [label.text() for label in closing.day_report.categories.findChildren(QLabel) if label.isVisible()]
    at = shown.index("Atelier B") if "Atelier B" in shown else len(shown)
    return shown[at : at + 5]


def test_who_was_at_the_event_is_asked_about_before_they_count_as_away(closing, event, clock, qtbot):
    qtbot.waitUntil(closing.doors.isVisible)
    assert "Atelier B (1 registered)" in closing.doors.unread.text()
    assert closing.doors.y() < closing.day_report.y()
    assert minutes(event, clock) == 0
    qtbot.waitUntil(lambda: door_row(closing)[1:4] == ["1", "0", "1"])
    closing.doors.leave.click()
    assert minutes(event, clock) == 120
    qtbot.waitUntil(closing.doors.require.isVisible)
    assert not closing.doors.leave.isVisible()
    qtbot.waitUntil(lambda: door_row(closing)[1:4] == ["1", "0", "no badge required"])
    closing.doors.require.click()
    assert minutes(event, clock) == 0
    qtbot.waitUntil(closing.doors.leave.isVisible)


def test_a_door_that_was_held_is_not_asked_about_nor_one_whose_session_goes_on(closing, event, desk, clock, qtbot):
    clock.at = MORNING + WORKSHOP / 2
    closing.refresh()
    qtbot.waitUntil(lambda: not closing.doors.isVisible())
    desk.move_to("atelier-b")
    desk.check_in(an_attendee(3).id)
    clock.at = MORNING + WORKSHOP
    closing.refresh()
    qtbot.waitUntil(lambda: not closing.doors.isVisible())
    assert minutes(event, clock) == 120


def test_at_an_event_to_which_nobody_came_no_door_is_asked_about(closing, event, desk, qtbot):
    qtbot.waitUntil(closing.doors.isVisible)
    (arrival,) = event.journal.entries_of_kinds([EntryKind.CHECKED_IN])
    desk.undo(arrival.id)
    closing.refresh()
    qtbot.waitUntil(lambda: not closing.doors.isVisible())


def test_where_supervisors_are_named_one_of_them_signs(closing, event, desk, clock, monkeypatch):
    supervision = Supervision(event, desk)
    supervision.name("Ana Lys", "471100", supervision.authority("organiser"))
    asked = []
    monkeypatch.setattr("checkin.ui.supervision.supervision_flow.ask_authority", lambda *about: asked.append(about[1]))
    closing.doors.leave.click()
    assert "Atelier B" in asked[0].what
    assert minutes(event, clock) == 0, "nobody signed"
