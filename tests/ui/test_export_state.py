# SPDX-License-Identifier: GPL-3.0-or-later
"""What is said of the last export: when it was, and what came since."""

from datetime import UTC

import pytest

from checkin.services.privacy.purge_day import LastExport, last_export, note_exported
from checkin.ui.closing.purge_flow import export_state_text
from tests.builders import an_attendee


@pytest.fixture
def told(event, desk):
    return lambda: export_state_text(last_export(event), desk.now())


def test_what_was_never_exported_says_so(told):
    assert told() == "Attendance not yet exported from this computer."


def test_whoever_came_since_is_counted_once_the_attendance_was_exported(told, event, desk, clock):
    desk.check_in(an_attendee(1).id)
    note_exported(event, event.journal.newest_place(), clock())
    assert told() == "Attendance exported at 08:40; nothing recorded since."
    desk.check_in(an_attendee(2).id)
    assert told() == "Attendance exported at 08:40; 1 arrival since."
    desk.check_in(an_attendee(3).id)
    assert told() == "Attendance exported at 08:40; 2 arrivals since."


def test_what_was_exported_in_part_is_not_called_everything(told, event, clock):
    note_exported(event, event.journal.newest_place(), clock(), is_part=True)
    assert "Everything" in told()
    note_exported(event, event.journal.newest_place(), clock())
    assert "Everything" not in told()


def test_an_arrival_that_was_taken_back_is_none(told, event, desk, clock):
    note_exported(event, event.journal.newest_place(), clock())
    arrivals = [desk.check_in(an_attendee(number).id).entry for number in (1, 2)]
    desk.undo(arrivals[1])
    assert told() == "Attendance exported at 08:40; 1 arrival since."
    desk.undo(arrivals[0])
    assert told() == "Attendance exported at 08:40; no arrivals since, but something else was recorded."


def test_what_is_no_arrival_is_told_all_the_same(told, event, desk, clock):
    note_exported(event, event.journal.newest_place(), clock())
    desk.registration.correct(an_attendee(1).id, {"organisation": "Région"})
    assert told() == "Attendance exported at 08:40; no arrivals since, but something else was recorded."


def test_on_another_day_the_day_is_said_too(told, event, clock):
    note_exported(event, event.journal.newest_place(), clock())
    clock.pass_by(days=1)
    assert told().startswith("Attendance exported on 04/07 at 08:40;")


def test_the_hour_is_that_of_the_event_wherever_it_was_noted(desk):
    assert (
        export_state_text(LastExport(desk.now().astimezone(UTC)), desk.now())
        == "Attendance exported at 08:40; nothing recorded since."
    )
