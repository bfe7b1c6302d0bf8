# SPDX-License-Identifier: GPL-3.0-or-later
"""The tables beside the journal: each row that differs is counted; merged records; and how many people's seats no
desk counted."""

from dataclasses import replace
from datetime import timedelta
from secrets import token_hex

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from checkin.core.attendee import Status
from checkin.core.decision import Reason
from checkin.core.entries import EntryKind
from checkin.core.people.registration_form import RegistrationForm
from checkin.core.print_jobs import PrintRequest
from checkin.core.programme.programme import Session
from checkin.services.desk import Desk
from checkin.services.event_file import EventFile
from checkin.services.file_check import check_file
from checkin.storage.attendees import ConflictTable
from checkin.storage.connection import transaction
from checkin.storage.outbox import Outbox
from checkin.storage.print_queue import PrintQueue
from checkin.storage.sqlite_library import fetch_rows
from tests.builders import KEY, MORNING, a_programme, an_attendee
from tests.conftest import add_people
from tests.services.lists import tables
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


ONE, TWO, THREE = (an_attendee(n) for n in (1, 2, 3))


@pytest.fixture
def say(event, clock):
    def say(kind, who, **body):
        with transaction(event.db):
            return event.journal.append(kind, who.id, body, at=clock(), desk="Accueil 1")

    return say


@pytest.fixture
def merge(say):
    return lambda drop, keep: say(EntryKind.ATTENDEE_MERGED, drop, into=keep.id)


@pytest.fixture
def arrive(say):
    return lambda who: say(EntryKind.CHECKED_IN, who, control_point="accueil", how="code")


def differences(event):
    return {table: count for table, count in event.journal.differences().items() if count}


def test_a_merged_record_leaves_the_tables_and_its_codes_are_the_persons(event, merge, arrive):
    arrive(TWO)
    merge(TWO, ONE)
    assert event.attendees.count() == 2
    assert set(event.journal.people()) == {ONE.id, THREE.id}
    assert event.attendees.holders(TWO.ticket_code) == [ONE.id]
    assert [v.attendee for v in event.attendees.visits()] == [ONE.id]
    assert event.attendees.search(TWO.ticket_code[:6])[0].id == ONE.id
    assert event.attendees.search("fournière") == []
    assert differences(event) == {}


def test_whoever_asks_for_the_merged_record_is_told_of_the_person(event, merge):
    merge(TWO, ONE)
    merge(THREE, TWO)
    for record in (ONE, TWO, THREE):
        assert event.journal.person(record.id) == ONE.id
        assert event.journal.history(record.id) == event.journal.history(ONE.id)
        assert event.attendees.get(record.id).id == ONE.id
    assert len(event.journal.about(THREE.id)) == 5
    assert [e.subject for e in event.journal.of_record(TWO.id)] == [TWO.id] * 2


def test_an_arrival_that_comes_later_under_the_merged_record_is_the_persons(event, merge, arrive):
    merge(TWO, ONE)
    first = arrive(TWO)
    arrive(ONE)
    assert event.attendees.arrived("accueil") == 1
    assert event.journal.history(ONE.id).visit("accueil").arrived == first
    assert differences(event) == {}


def test_an_undone_merge_gives_both_back(event, say, merge, arrive):
    arrive(TWO)
    before = tables(event)
    entry = merge(TWO, ONE)
    say(EntryKind.UNDONE, TWO, targets=[entry.id.hex()])
    assert tables(event) == before
    assert differences(event) == {}


def test_a_damaged_table_of_merges_is_noticed_and_mended(event, merge):
    merge(TWO, ONE)
    before = tables(event)
    event.db.conn.execute("DELETE FROM merged")
    assert differences(event) == {"merged": 1}
    assert [fields for _, fields in check_file(event).problems] == [{"table": "merged", "rows": 1}]
    with transaction(event.db):
        event.journal.rebuild()
    assert tables(event) == before
    assert differences(event) == {}


def test_the_badge_of_a_merged_record_is_the_persons(event, clock, merge):
    queue = PrintQueue(event.db)
    with transaction(event.db):
        job = queue.add(PrintRequest(TWO.id, "a6", "file:", is_urgent=False), clock())
    merge(TWO, ONE)
    for record in (ONE, TWO):
        assert [j.id for j in queue.of(record.id)] == [job]
    with transaction(event.db):
        again = queue.add(PrintRequest(ONE.id, "a6", "file:", is_urgent=False), clock())
    assert queue.job(again).copy == 2


FIVE = [an_attendee(n) for n in range(1, 6)]
WHO = st.sampled_from(FIVE)
STEPS = st.lists(
    st.one_of(
        st.tuples(st.just(EntryKind.ATTENDEE_MERGED), WHO, WHO),
        st.tuples(st.just(EntryKind.CHECKED_IN), WHO),
        st.tuples(st.sampled_from((EntryKind.WAITING_JOINED, EntryKind.WAITING_LEFT)), WHO),
        st.tuples(st.just(EntryKind.CODE_REPLACED), WHO),
        st.tuples(st.just(EntryKind.UNDONE), st.integers(0, 12)),
    ),
    max_size=12,
)


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    return tmp_path_factory.mktemp("merged")


def a_day(folder, steps):
    """A desk at which `steps` happened."""
    event = EventFile.create(folder / f"{token_hex(8)}.checkin", KEY)
    add_people(event, MORNING, *FIVE)
    written = []
    for number, (kind, *what) in enumerate(steps):
        body = {"control_point": "accueil", "how": "code", "new": f"N{number}", "session": "atelier-b"}
        if kind == EntryKind.ATTENDEE_MERGED:
            body["into"] = what[1].id
        if kind == EntryKind.UNDONE and what[0] >= len(written):
            continue
        target = written[what[0]] if kind == EntryKind.UNDONE else None
        subject = target.subject if target else what[0].id
        body |= {"targets": [target.id.hex()]} if target else {}
        with transaction(event.db):
            written.append(event.journal.append(kind, subject, body, at=MORNING, desk="d"))
    return event


@settings(max_examples=40)
@given(STEPS)
def test_the_tables_kept_entry_by_entry_are_those_of_a_rebuild(folder, steps):
    event = a_day(folder, steps)
    assert differences(event) == {}
    assert event.attendees.count() == len(event.journal.people())
    event.close()


@settings(max_examples=40)
@given(STEPS, st.randoms(), st.integers(1, 6))
def test_desks_that_hear_of_it_in_any_order_come_to_the_same(folder, steps, chance, batch):
    here, there = a_day(folder, steps), EventFile.create(folder / f"{token_hex(8)}.checkin", KEY)
    entries = [sealed for _, sealed in Outbox(here.db, here.journal).since(0, 100)]
    chance.shuffle(entries)
    heard = Outbox(there.db, there.journal)
    for start in range(0, len(entries), batch):
        heard.absorb(entries[start : start + batch])
        assert differences(there) == {}
    assert tables(there) == tables(here)
    rows = "SELECT * FROM merged"
    assert fetch_rows(there.db, rows) == fetch_rows(here.db, rows)
    here.close()
    there.close()


A = Session("atelier-a", "A", MORNING, MORNING + timedelta(hours=1), is_booked=True, capacity=20)
B = Session("atelier-b", "B", MORNING, MORNING + timedelta(hours=1), is_booked=True, capacity=20)


def booked(event, session):
    table = ConflictTable(event.db)
    return table.booked(session, table.touched_at_desks())


def test_who_was_booked_before_counts_and_who_got_a_seat_at_a_desk_does_not(event, clock):
    event.plan(replace(a_programme(), sessions=(A, B)), at=clock(), desk="d")
    add_people(
        event,
        clock(),
        an_attendee(50, sessions=("atelier-a",)),
        an_attendee(51, sessions=("atelier-a",), places=3),
        an_attendee(52, sessions=("atelier-b",)),
        an_attendee(53, sessions=("atelier-a",), status=Status.CANCELLED),
        an_attendee(54, sessions=("atelier-a",)),
    )
    desk = Desk(event, clock, "Accueil 1")
    assert (booked(event, "atelier-a"), booked(event, "atelier-b")) == (5, 2)
    desk.registration.walk_in(RegistrationForm("Zoé", "Île", sessions=("atelier-a",)))
    assert booked(event, "atelier-a") == 5
    desk.move_to("atelier-b")
    moved = desk.admit(desk.check_in(an_attendee(54).id))
    assert moved.reason is Reason.NOT_REGISTERED
    assert (booked(event, "atelier-a"), booked(event, "atelier-b")) == (4, 2)
