# SPDX-License-Identifier: GPL-3.0-or-later
"""Desks without a window: a journal in memory, its outbox, and a clock and chance of one's own."""

from datetime import UTC, datetime, timedelta
from functools import cache

from checkin.core.entries import EntryKind
from checkin.storage.attendees import Attendees
from checkin.storage.connection import transaction
from checkin.storage.journal import Journal
from checkin.storage.migrations import migrate
from checkin.storage.outbox import Outbox
from checkin.storage.sqlite_library import Database, sqlite3
from checkin.sync.exchange import Exchange
from tests.builders import KEY

START = datetime(2023, 7, 4, 6, 30, tzinfo=UTC)


class NoTables:
    """Instead of `Attendees` where only the journal is looked at: ten times as fast."""

    def rows(self, histories):
        return {}

    def refresh(self, subjects, histories):
        pass


class SyncDesk:
    """`clock` gives aware times; `randomness` bytes. `copy_of` is another desk's connection: a backup or a clone."""

    def __init__(self, name, clock, randomness, *, copy_of=None, has_tables=False):
        self.name, self.clock = name, clock
        self.db = Database(copied(copy_of or _empty()))
        attendees = Attendees(self.db) if has_tables else NoTables()
        self.journal = Journal(self.db, attendees, randomness, lambda: int(clock().timestamp() * 1000) * 1_000_000)
        self.outbox = Outbox(self.db, self.journal)

    def append(self, kind, subject, **body):
        with transaction(self.db):
            return self.journal.append(kind, subject, body, at=self.clock(), desk=self.name)

    def check_in(self, subject, **body):
        return self.append(EntryKind.CHECKED_IN, subject, control_point="accueil", **body)

    def exchange(self, peer):
        return Exchange(self.outbox, peer, self.clock)

    def ids(self):
        return [row[0] for row in self.db.conn.execute("SELECT id FROM journal ORDER BY id")]

    def entries(self):
        return self.db.conn.execute("SELECT id, kind, subject, desk, at, body FROM journal ORDER BY id").fetchall()


@cache
def _empty():
    db = Database(sqlite3.connect(":memory:", isolation_level=None, check_same_thread=False))
    with transaction(db):
        migrate(db)
        db.conn.execute("INSERT INTO event VALUES (?, ?)", [KEY.event, KEY.secret])
    return db.conn


def copied(connection):
    made = sqlite3.connect(":memory:", isolation_level=None, check_same_thread=False)
    connection.backup(made)
    return made


def ticking(start=START):
    """A clock that goes on by a second each time it is looked at."""
    now = [start]

    def look():
        now[0] += timedelta(seconds=1)
        return now[0]

    return look


def some_entries(count=1):
    """As they travel."""
    desk = SyncDesk("Accueil", ticking(), bytes)
    for number in range(count):
        desk.check_in(f"P{number}")
    return [entry for _, entry in desk.outbox.since(0, count)]
