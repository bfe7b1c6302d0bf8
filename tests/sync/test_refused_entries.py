# SPDX-License-Identifier: GPL-3.0-or-later
"""What a peer says no to, round after round: it holds up nothing, and nobody works for it each second."""

import random
from datetime import timedelta

import pytest

from checkin.core.entries import EntryKind
from checkin.core.message import Message
from checkin.storage import journal_purge
from checkin.storage.connection import transaction
from checkin.storage.sqlite_library import fetch_rows
from checkin.sync.exchange import PURGE_PAUSE, RETRIED
from checkin.sync.peer import SyncRejectedError
from tests.sync.desks import START, SyncDesk
from tests.sync.memory import MemoryLog, MemoryPeer

NO = Message("test", "no")


class Strict(MemoryPeer):
    """Says no to some kinds, and to purges with them; notes what it was asked."""

    def __init__(self, *refused):
        super().__init__(MemoryLog(), page=100)
        self.refused, self.asked = set(refused), []

    def push(self, entries):
        self.asked += [entry.id for entry in entries]
        if self.refused & {entry.kind for entry in entries}:
            raise SyncRejectedError(NO)
        super().push(entries)

    def forget(self, purge, emptied):
        self.asked.append(b"forget")
        if EntryKind.EVENT_PURGED in self.refused:
            raise SyncRejectedError(NO)
        super().forget(purge, emptied)


@pytest.fixture
def now():
    return [START]


@pytest.fixture
def desk(now):
    return SyncDesk("Accueil 1", lambda: now[0], random.Random(1).randbytes, has_tables=True)


def rounds(exchange, peer, desk, now, count=10):
    """Each a second after the other: what the peer was asked, and how many rows were written."""
    asked, written = len(peer.asked), desk.db.conn.total_changes
    for _ in range(count):
        now[0] += timedelta(seconds=1)
        exchange.run_round()
    return peer.asked[asked:], desk.db.conn.total_changes - written


def test_a_desk_that_may_not_purge_asks_every_few_minutes_and_is_quiet_between(desk, now):
    desk.append(EntryKind.ATTENDEE_ADDED, "P0", first_name="Odile", last_name="Odile")
    with transaction(desk.db):
        desk.journal.append(EntryKind.EVENT_PURGED, "", {}, at=now[0], desk=desk.name)
        desk.journal.empty()
    journal_purge.remove_old_bytes(desk.db)
    peer = Strict(EntryKind.EVENT_PURGED)
    exchange = desk.exchange(peer)
    exchange.run_round()
    assert rounds(exchange, peer, desk, now) == ([], 0)
    assert (exchange.refusal.words, exchange.waiting) == (NO, 1)
    now[0] += PURGE_PAUSE
    asked, written = rounds(exchange, peer, desk, now)
    assert (len(asked), asked.count(b"forget"), written) == (2, 1, 0)
    peer.refused.clear()
    now[0] -= timedelta(days=1)  # a clock that is put right
    rounds(exchange, peer, desk, now, 1)
    assert (exchange.refusal, exchange.waiting) == (None, 0)
    assert rounds(exchange, peer, desk, now) == ([], 0)  # it was carried out


def test_each_of_many_refused_is_tried_again_and_writes_nothing(desk, now):
    kept = [desk.append("hologram_shown", f"P{n}") for n in range(2 * RETRIED + 1)]
    peer = Strict("hologram_shown")
    exchange = desk.exchange(peer)
    exchange.run_round()
    asked, written = rounds(exchange, peer, desk, now, 3)
    assert (sorted(set(asked)), written) == (sorted(entry.id for entry in kept), 0)
    peer.refused.clear()
    rounds(exchange, peer, desk, now, 4)
    assert (exchange.waiting, fetch_rows(desk.db, "SELECT * FROM refused")) == (0, [])
