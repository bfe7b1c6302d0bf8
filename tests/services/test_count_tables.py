# SPDX-License-Identifier: GPL-3.0-or-later
"""The tables of counts have what counting all people and visits would find, whatever was done."""

import json
from collections import Counter
from contextlib import closing
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from checkin.core.attendee import Presence, Status
from checkin.services.desk import Desk
from checkin.services.event_file import EventFile
from checkin.services.file_check import check_file, rebuild
from checkin.storage.sqlite_library import fetch_rows
from tests.builders import KEY, MORNING, a_programme, an_attendee
from tests.conftest import add_people
from tests.fakes import FakeClock
from tests.services.test_day_report_reading import act, carry_out

PEOPLE = [
    an_attendee(1, category="participant", sessions=("atelier-b", "atelier-c")),
    an_attendee(2, category="Presse", sessions=("atelier-b",), places=2),
    an_attendee(3, places=3),
    an_attendee(4, status=Status.CANCELLED, sessions=("atelier-b",)),
    an_attendee(5, presence=Presence.REMOTE),
]


def kept(event):
    """What the tables of counts have, by table and key."""
    expected = {("expected", *row[:2]): row[2:] for row in fetch_rows(event.db, "SELECT * FROM expected_counts")}
    came = {("came", *row[:3]): row[3:] for row in fetch_rows(event.db, "SELECT * FROM visit_counts")}
    minutes = {("minute", *row[:3]): row[3:] for row in fetch_rows(event.db, "SELECT * FROM arrival_counts")}
    return expected | came | minutes


def counted(event):
    """The same from all people and all visits, one by one."""
    expected, came, minutes = Counter(), {}, Counter()
    people = {}
    for who, category, status, presence, places, body in fetch_rows(
        event.db, "SELECT id, category, status, presence, places, body FROM attendees"
    ):
        is_expected = status not in ("cancelled", "blocked") and presence != "remote"
        sessions = {"", *json.loads(body).get("sessions", [])}
        people[who] = category, places if is_expected else 0, sessions
        for session in sessions:
            expected["expected", session, category] += people[who][1]
    for visit in event.attendees.visits():
        minutes["minute", visit.control_point, int(visit.arrived_at.timestamp()) // 60, visit.desk] += visit.people
        category, places, sessions = people.get(visit.attendee, ("", 0, {""}))
        for session in sessions:
            sums = came.setdefault(("came", visit.control_point, session, category), Counter())
            sums.update(people=visit.people, inside=visit.people * visit.is_inside)
            sums.update(expected=min(visit.people, places), places=places)
    sums = {key: tuple(sums[name] for name in ("people", "inside", "expected", "places")) for key, sums in came.items()}
    return {key: (count,) for key, count in (expected + minutes).items()} | sums


def a_day(event, acts):
    event.plan(a_programme(), at=MORNING, desk="Accueil 1")
    add_people(event, MORNING, *PEOPLE)
    clock = FakeClock(MORNING)
    desk = Desk(event, clock, "Accueil 1")
    for kind, number, point in acts:
        clock.pass_by(minutes=1)
        carry_out(desk, kind, number, point)


@settings(max_examples=40)
@given(st.lists(act, max_size=15))
def test_they_agree_with_a_count_of_all_and_a_rebuild_gives_the_same(acts):
    with TemporaryDirectory() as folder, closing(EventFile.create(Path(folder) / "jour.checkin", KEY)) as event:
        a_day(event, acts)
        found = kept(event)
        assert found == counted(event)
        rebuild(event)
        assert kept(event) == found


@pytest.mark.parametrize(
    "tampering",
    [
        "UPDATE visit_counts SET inside = inside + 1",
        "DELETE FROM arrival_counts",
        "DELETE FROM expected_counts WHERE session = ''",
    ],
)
def test_a_wrong_count_is_found_and_mended(event, desk, tampering):
    desk.scan(an_attendee(1).ticket_code)
    event.db.conn.execute(tampering)
    assert check_file(event).problems
    rebuild(event)
    assert check_file(event).problems == ()


def test_a_damaged_row_holds_no_arrival_up_and_its_counts_are_mended(event, desk):
    person = an_attendee(50, sessions=("atelier-b",))
    add_people(event, MORNING, person)
    event.db.conn.execute("UPDATE attendees SET body = '{\"sessions\": [' WHERE id = ?", [person.id])
    assert desk.scan(person.ticket_code).entry
    assert event.attendees.get(person.id) == person
    rebuild(event)
    assert check_file(event).problems == ()
    assert kept(event) == counted(event)
