# SPDX-License-Identifier: GPL-3.0-or-later
"""The event file, opened: its journal, its people, its key, its programme."""

import secrets
from collections.abc import Callable, Iterator, Sequence
from contextlib import AbstractContextManager, closing, contextmanager
from dataclasses import dataclass, replace
from datetime import UTC, datetime, tzinfo
from pathlib import Path

from checkin.core.entries import EntryKind
from checkin.core.lists.progress import ReportProgress
from checkin.core.local_time import find_zone
from checkin.core.programme import programme_entries as programme_entries
from checkin.core.programme.programme import Event, Programme
from checkin.core.tokens import ID_BYTES, EventKey, Token
from checkin.storage import database
from checkin.storage.attendees import Attendees
from checkin.storage.connection import EventDatabase, transaction
from checkin.storage.file_guard import FileGuard
from checkin.storage.journal import Journal
from checkin.storage.row_decoding import fetch_rows
from checkin.storage.staged_rows import remember_tables, staged_rows

PROGRAMME_KINDS = (
    EntryKind.EVENT_DESCRIBED,
    EntryKind.CATEGORY_PLANNED,
    EntryKind.SESSION_PLANNED,
    EntryKind.SPEAKER_PLANNED,
    EntryKind.CONTROL_POINT_PLANNED,
)


@dataclass(frozen=True, slots=True)
class EventFile:
    """An open event file: `journal` (the entries), `attendees` (the tables read from them), `key` (signs codes).

    Belongs to the thread that opened it; every other thread opens its own. Nothing is changed outside `transaction`:
    when its block ends, all of it is committed and on disk, or nothing. `open` and `create` raise `UserError` (not
    an event, incomplete, of a newer version) or `StorageError` (damaged, unreadable), each with the sentence to show.

        with closing(EventFile.open(path)) as event:
            with event.transaction():
                event.journal.append(kind, subject, body, at=now(), desk="Desk 1")
            with event.snapshot() as still:  # several readings that must agree
                …
    """

    path: Path
    db: EventDatabase
    key: EventKey
    attendees: Attendees
    journal: Journal
    guard: FileGuard

    @classmethod
    def open(cls, path: Path) -> "EventFile":
        """Open an event file. Raises `UserError` or `StorageError` with the sentence to show."""
        return cls._guarded(path, database.open_event(path))

    @classmethod
    def create(cls, path: Path, key: EventKey | None = None) -> "EventFile":
        """Create a new, empty event. `key` is given only where codes are known beforehand (the demo)."""
        fresh = EventKey(secrets.token_hex(8), secrets.token_bytes(32))
        return cls._guarded(path, database.create(path, key or fresh))

    @classmethod
    @contextmanager
    def create_atomically(cls, path: Path, key: EventKey) -> Iterator["EventFile"]:
        """Create an event file under a draft name, for the caller to fill; it gets its own name at the end.

        The yielded event is closed when the block ends. An exception leaves no file; a draft left by a killed process
        is replaced by the next one.
        """
        draft = database.draft_path(path)
        event = cls.create(draft, key)
        try:
            yield event
            event.close()
            database.finish_draft(draft, path)
        except BaseException:
            event.close()
            cls.remove(draft)
            raise

    @staticmethod
    def remove(path: Path) -> None:
        """Remove a file that was just created and closed."""
        database.remove(path)

    @classmethod
    def _guarded(cls, path: Path, db: EventDatabase) -> "EventFile":
        return cls._of(path, db, FileGuard(db))

    @classmethod
    def _of(cls, path: Path, db: EventDatabase, guard: FileGuard) -> "EventFile":
        attendees = Attendees(db)
        return cls(path, db, database.event_key(db), attendees, Journal(db, attendees), guard)

    def programme(self) -> Programme:
        """Return the programme; an event without a title is called after its file."""
        planned = self.planned()
        return planned if planned.event.title else replace(planned, event=Event(title=self.path.stem))

    def planned(self) -> Programme:
        """Return the programme as the entries have it: without a title while none was planned."""
        return programme_entries.fold_programme(self.journal.entries_of_kinds(PROGRAMME_KINDS))

    def clock(self) -> Callable[[], datetime]:
        """Return the computer's clock in the event's time zone."""
        zone = zone_of(self.programme().event)
        return lambda: datetime.now(zone)

    def issue_code(self, randomness: Callable[[int], bytes] = secrets.token_bytes) -> Token:
        """Return a new code that no attendee of this event has."""
        token = self.key.issue(randomness(ID_BYTES))
        while self.attendees.by_code(token.code) or self.attendees.get(token.id):
            token = self.key.issue(randomness(ID_BYTES))
        return token

    def plan(self, new: Programme, *, at: datetime, desk: str) -> None:
        """Change the programme to `new`: only what differs is written."""
        with self.transaction():
            self.journal.append_all(programme_entries.change_entries(self.planned(), new), at=at, desk=desk)

    def transaction(self) -> AbstractContextManager[None]:
        """Return one all-or-nothing write: committed and on disk when the block ends, or nothing of it.

        Raises `StorageError` if the file is no longer the one that was opened, or cannot be written.
        """
        return transaction(self.db)

    @contextmanager
    def snapshot(self) -> Iterator["EventFile"]:
        """Yield a copy of the event at this moment, in memory, for reading. Later commits are in no part of it."""
        with closing(self.db.copied()) as copy:
            yield EventFile._of(self.path, copy, self.guard)

    @contextmanager
    def staged(self) -> Iterator["EventFile"]:
        """Yield a copy in memory that may be written, to compute a long write without holding the file's lock
        (docs/adr/0071). `commit_staged` puts what was written there into the file; without it nothing of it remains.
        """
        with closing(self.db.copied()) as copy:
            copy.conn.execute("PRAGMA query_only = OFF")
            remember_tables(copy)
            yield EventFile._of(self.path, copy, self.guard)

    def commit_staged(
        self, copy: "EventFile", since: int, disturbing: Sequence[EntryKind], report: ReportProgress
    ) -> bool:
        """Commit everything written into `copy` since its newest place was `since`, in one transaction.

        False, writing nothing, if an entry of a `disturbing` kind came into the file meanwhile, or the copy is of an
        earlier edition. Nothing is written either if `report` raises.
        """
        rows = staged_rows(copy.db, since)
        with self.transaction():
            if self.db.edition() != copy.db.edition() or self.journal.has_entry_since(disturbing, since):
                return False
            self.journal.insert_staged(rows, since, report)
        return True

    def data_version(self) -> int:
        """Return a number that changes when another connection writes to the file."""
        return int(fetch_rows(self.db, "PRAGMA data_version")[0][0])

    def relock(self) -> None:
        """Take SQLite's locks again after this process may have opened a file beside the event (docs/adr/0010)."""
        self.guard.relock()

    def checkpoint_wal(self) -> None:
        """Move the WAL into the file, before it is copied while open. Costs as much as a few scans."""
        self.db.checkpoint_wal()

    def close(self) -> None:
        self.db.close()


def zone_of(event: Event) -> tzinfo:
    """Return the event's time zone, or the computer's own if this computer does not know it."""
    return find_zone(event.timezone) or datetime.now().astimezone().tzinfo or UTC
