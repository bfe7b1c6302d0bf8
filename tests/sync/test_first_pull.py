# SPDX-License-Identifier: GPL-3.0-or-later
"""A desk that joins reads everything in one transaction, and its tables are those of one that heard it day by day."""

import random

import pytest

from checkin.core.attendee import attendee_body
from checkin.core.entries import EntryKind
from checkin.core.message import Message, SyncError
from checkin.services.event_file import EventFile
from checkin.services.file_check import check_file
from checkin.storage.outbox import Outbox
from checkin.storage.search_index import KEPT_TEXTS
from checkin.storage.sqlite_library import fetch_rows
from checkin.sync.exchange import Exchange
from checkin.sync.peer import START, Cursor
from tests.builders import KEY, MORNING, an_attendee
from tests.sync.desks import SyncDesk, ticking
from tests.sync.memory import MemoryLog, MemoryPeer

ONE, TWO, THREE = (an_attendee(number) for number in (1, 2, 3))


@pytest.fixture
def log():
    """People, arrivals, an undone one, a correction, and two records made one."""
    desk = SyncDesk("Accueil 1", ticking(), random.Random(1).randbytes)
    for person in (ONE, TWO, THREE):
        desk.append(EntryKind.ATTENDEE_ADDED, person.id, **attendee_body(person))
    mistaken = desk.check_in(ONE.id)
    desk.append(EntryKind.UNDONE, ONE.id, targets=[mistaken.id.hex()])
    desk.check_in(TWO.id)
    desk.append(EntryKind.ATTENDEE_CORRECTED, TWO.id, changes={"last_name": [TWO.last_name, "Autre"]})
    desk.append(EntryKind.ATTENDEE_MERGED, THREE.id, into=TWO.id)
    made = MemoryLog()
    desk.exchange(MemoryPeer(made)).run_round()
    return made


@pytest.fixture
def fresh(tmp_path):
    made = []

    def create(name):
        made.append(EventFile.create(tmp_path / name, KEY))
        return made[-1]

    yield create
    for event in made:
        event.close()


TABLES = "merged visits tickets attendees waiting conflicts expected_counts visit_counts arrival_counts vocabulary"
COLUMNS = dict.fromkeys(TABLES.split(), "*") | {"spellings": f"attendee, {KEPT_TEXTS}"}


def exchange_of(event, peer):
    outbox = Outbox(event.db, event.journal)
    return outbox, Exchange(outbox, peer, lambda: MORNING)


def tables(event):
    return {table: fetch_rows(event.db, f"SELECT {columns} FROM {table}") for table, columns in COLUMNS.items()}


def test_it_is_the_same_as_page_by_page(log, fresh):
    paged, whole = fresh("paged.checkin"), fresh("whole.checkin")
    exchange_of(paged, MemoryPeer(log))[1].run_round()
    outbox, exchange = exchange_of(whole, MemoryPeer(log))
    with outbox.all_at_once():
        assert exchange.run_round().received == len(log.entries)
    assert {name: sorted(found, key=repr) for name, found in tables(whole).items()} == {
        name: sorted(found, key=repr) for name, found in tables(paged).items()
    }
    assert whole.attendees.count() == 2
    assert check_file(whole).problems == ()
    assert exchange.waiting == 0


def test_afterwards_each_page_is_brought_to_the_tables_at_once(log, fresh):
    event = fresh("whole.checkin")
    outbox, exchange = exchange_of(event, MemoryPeer(log))
    with outbox.all_at_once():
        exchange.run_round()
    other = SyncDesk("Accueil 2", ticking(MORNING.replace(year=2024)), random.Random(2).randbytes)
    other.check_in(ONE.id)
    other.exchange(MemoryPeer(log)).run_round()
    exchange.run_round()
    assert event.attendees.visit(ONE.id, "accueil")


def test_what_fails_in_the_middle_leaves_nothing(log, fresh):
    event = fresh("whole.checkin")
    outbox, exchange = exchange_of(event, CutPeer(log))
    with pytest.raises(SyncError), outbox.all_at_once():
        exchange.run_round()
    assert event.journal.count() == 0
    assert Cursor(*outbox.cursor("hub")) == START
    exchange_of(event, MemoryPeer(log))[1].run_round()
    assert check_file(event).problems == ()


class CutPeer(MemoryPeer):
    def pull(self, cursor):
        if cursor.position >= 3:
            raise SyncError(Message("test", "cut"))
        return super().pull(cursor)


def test_a_purge_that_is_part_of_it_is_done(log, fresh):
    desk = SyncDesk("Accueil 9", ticking(MORNING.replace(year=2024)), random.Random(3).randbytes)
    desk.exchange(MemoryPeer(log)).run_round()
    desk.append(EntryKind.EVENT_PURGED, "")
    desk.exchange(MemoryPeer(log)).run_round()
    event = fresh("whole.checkin")
    outbox, exchange = exchange_of(event, MemoryPeer(log))
    with outbox.all_at_once():
        exchange.run_round()
    assert "Éléonore" not in "".join(body for (body,) in fetch_rows(event.db, "SELECT body FROM journal"))
    assert b"Autre" not in event.path.read_bytes()
    assert check_file(event).problems == ()
