# SPDX-License-Identifier: GPL-3.0-or-later
"""Each row that a table lacks, has too much or has otherwise than the journal is counted, in its own table."""

import pytest

from checkin.core.attendee import Status
from checkin.services.file_check import check_file
from checkin.storage.connection import transaction
from tests.builders import MORNING, an_attendee
from tests.conftest import add_people
from tests.storage.test_connection import in_another_process

EXTRA = {
    "attendees": "INSERT INTO attendees SELECT 'nobody', sort_key, category, status, presence, body, corrections, "
    "places, organisation_key FROM attendees LIMIT 1",
    "tickets": "INSERT INTO tickets VALUES ('3760123450017', 'nobody')",
    "visits": "INSERT INTO visits SELECT control_point, 'nobody', arrived_at, arrived_ms, desk, how, over, is_inside, "
    "left_at, people FROM visits LIMIT 1",
    "waiting": "INSERT INTO waiting VALUES ('atelier-b', 'nobody', x'00')",
    "conflicts": "INSERT INTO conflicts VALUES ('k', 'nobody', 'corrected_twice', x'00', x'01', 'phone')",
    "spellings": "INSERT INTO spellings SELECT 7, 'nobody', last_name, first_name, name_parts, organisation, email, "
    "codes, codes_backwards, columns FROM spellings LIMIT 1",
    "merged": "INSERT INTO merged VALUES ('record', 'nobody')",
    "vocabulary": "INSERT INTO vocabulary VALUES ('zzz')",
    "expected_counts": "INSERT INTO expected_counts VALUES ('atelier-x', 'x', 3)",
    "visit_counts": "INSERT INTO visit_counts VALUES ('elsewhere', '', '', 1, 1, 1, 1)",
    "arrival_counts": "INSERT INTO arrival_counts VALUES ('elsewhere', 1, 'd', 1)",
}
LACKING = (
    "attendees",
    "tickets",
    "visits",
    "spellings",
    "vocabulary",
    "expected_counts",
    "visit_counts",
    "arrival_counts",
)
CHANGED = {
    "attendees": "body = '{}'",
    "visits": "desk = 'another'",
    "spellings": "last_name = 'other'",
    "expected_counts": "places = places + 1",
    "visit_counts": "inside = inside + 1",
    "arrival_counts": "people = people + 1",
}


@pytest.fixture
def lived(event, clock, desk):
    people = [an_attendee(number, status=Status.CONFIRMED) for number in range(1, 6)]
    add_people(event, MORNING, *people)
    for person in people[:2]:
        desk.scan(person.ticket_code)
    assert set(event.journal.differences().values()) == {0}
    return event


def damaged(event, sql):
    with transaction(event.db):
        event.db.conn.execute(sql)
    found = {table: rows for table, rows in event.journal.differences().items() if rows}
    with transaction(event.db):
        event.journal.rebuild()
    assert set(event.journal.differences().values()) == {0}, "rebuilt"
    return found


def one_of(event, table):
    columns = [row[1] for row in event.db.conn.execute(f"PRAGMA table_info({table})")]
    values = event.db.conn.execute(f"SELECT {', '.join(f'quote({name})' for name in columns)} FROM {table}").fetchone()
    return " AND ".join(f"{name} IS {value}" for name, value in zip(columns, values, strict=True))


@pytest.mark.parametrize("table", EXTRA)
def test_a_row_of_nobody_is_counted(lived, table):
    assert damaged(lived, EXTRA[table]) == {table: 1}


@pytest.mark.parametrize("table", LACKING)
def test_a_row_that_is_lacking_is_counted(lived, table):
    assert damaged(lived, f"DELETE FROM {table} WHERE {one_of(lived, table)}") == {table: 1}


@pytest.mark.parametrize("table", CHANGED)
def test_a_changed_row_is_one_too_much_and_one_lacking(lived, table):
    assert damaged(lived, f"UPDATE {table} SET {CHANGED[table]} WHERE {one_of(lived, table)}") == {table: 2}


def test_an_index_that_another_process_made_anew_is_not_called_corrupt(lived):
    """SQLite keeps the structure of the index for as long as a connection is open."""
    for _ in range(2):
        assert check_file(lived).problems == ()
        in_another_process(lived, "\nwith e.transaction():\n    e.journal.rebuild()\ne.close()")
    assert check_file(lived).problems == ()
