# SPDX-License-Identifier: GPL-3.0-or-later
"""Two records of one person in the tables: one row, every code theirs, and both back when the merge is undone."""

from secrets import token_hex

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from checkin.core.entries import EntryKind
from checkin.core.print_jobs import PrintRequest
from checkin.services.event_file import EventFile
from checkin.services.file_check import check_file
from checkin.storage.database import transaction
from checkin.storage.outbox import Outbox
from checkin.storage.print_queue import PrintQueue
from checkin.storage.sqlite_library import fetch_rows
from tests.builders import KEY, MORNING, an_attendee
from tests.conftest import add_people
from tests.services.lists import tables

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


def test_people_are_counted_once(event, merge):
    merge(TWO, ONE)
    assert set(event.journal.people()) == {ONE.id, THREE.id}


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
