# SPDX-License-Identifier: GPL-3.0-or-later
"""What is said after Checkin stopped without warning: it counts the whole event, not one door of it."""

from datetime import timedelta

from checkin.services.computer.crash_recovery import read_recovered_state, recovery_sentence
from checkin.services.event_file import EventFile
from tests.builders import an_attendee
from tests.conftest import add_people


def test_every_arrival_of_the_event_is_counted_wherever_this_desk_stands(event, desk, clock):
    desk.scan(an_attendee(1).ticket_code)
    clock.pass_by(minutes=5)
    desk.scan(an_attendee(2).ticket_code)
    desk.move_to("atelier-b")
    assert read_recovered_state(event).arrivals == 2
    said = recovery_sentence(read_recovered_state(event), clock())
    assert "2 people" in said
    assert "Nothing is lost" not in said, "codes that were read but not answered are"
    assert "scanned again" in said


def test_the_last_arrival_of_another_day_is_said_with_its_day(event, desk, clock):
    desk.scan(an_attendee(1).ticket_code)
    assert "1 person who came to any control point, at 06:40." in recovery_sentence(
        read_recovered_state(event), clock()
    )
    later = clock() + timedelta(days=1)
    assert "1 person who came to any control point, on 04/07 at 06:40." in recovery_sentence(
        read_recovered_state(event), later
    )


def test_whoever_went_to_several_doors_is_one_arrival_and_a_ticket_of_a_stranger_is_one(event, desk, clock):
    desk.scan(an_attendee(1).ticket_code)
    desk.move_to("dejeuner")
    desk.check_in(an_attendee(1).id)
    desk.move_to("accueil")
    desk.admit(desk.scan(an_attendee(60).ticket_code))
    found = read_recovered_state(event)
    assert (event.attendees.visit_count(clock()), found.arrivals) == (3, 2)


def test_an_import_that_was_killed_is_not_said_to_have_lost_nothing(tmp_path, clock):
    """The program died while the list of a new event was written: the event is there, and nobody is in it."""
    event = EventFile.create(tmp_path / "new.checkin")
    told = recovery_sentence(read_recovered_state(event), clock())
    assert "import again" in told
    add_people(event, clock(), an_attendee(1))
    assert "import again" not in recovery_sentence(read_recovered_state(event), clock())
    event.close()
