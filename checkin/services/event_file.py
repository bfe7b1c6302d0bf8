# SPDX-License-Identifier: GPL-3.0-or-later
"""The event file, opened: its journal, its people, its key, its programme."""

import secrets
from collections.abc import Callable, Iterator, Sequence
from contextlib import AbstractContextManager, contextmanager, suppress
from dataclasses import dataclass, replace
from datetime import UTC, datetime, tzinfo
from pathlib import Path
from typing import TYPE_CHECKING

from checkin.core.entries import EntryKind
from checkin.core.local_time import find_zone
from checkin.core.message import ReportProgress, StorageError
from checkin.core.programme import programme_entries
from checkin.core.programme.programme import Event, Programme
from checkin.core.tokens import ID_BYTES, EventKey, Token
from checkin.storage import copies, database, journal_purge
from checkin.storage.attendees import Attendees
from checkin.storage.connection import FILE_REPLACED, EventDatabase, transaction
from checkin.storage.file_guard import FileGuard
from checkin.storage.journal import Journal, PreparedEntries
from checkin.storage.settings_store import IS_DEMO, noted
from checkin.storage.sqlite_library import fetch_rows

if TYPE_CHECKING:
    from checkin.core.ticketing.pulled import PulledTicketing


PROGRAMME_KINDS = (
    EntryKind.EVENT_DESCRIBED,
    EntryKind.CATEGORY_PLANNED,
    EntryKind.SESSION_PLANNED,
    EntryKind.SPEAKER_PLANNED,
    EntryKind.CONTROL_POINT_PLANNED,
    EntryKind.COLUMN_PLANNED,
)


TICKETING_KINDS = (
    EntryKind.TICKETING_DESCRIBED,
    EntryKind.PRODUCT_PLANNED,
    EntryKind.QUESTION_PLANNED,
    EntryKind.CHECK_IN_LIST_PLANNED,
    EntryKind.TICKETS_REVOKED,
    EntryKind.TICKETING_JOINED,
    EntryKind.TICKETING_LEFT,
)


@dataclass(frozen=True, slots=True)
class JournalMoment:
    """A moment of an event file: the edition of its data, and the place of the newest entry."""

    edition: object
    place: int


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
        return planned if planned.event.title else replace(planned, event=replace(planned.event, title=self.path.stem))

    def planned(self) -> Programme:
        """Return the programme as the entries have it: without a title while none was planned."""
        planned = programme_entries.fold_programme(self.journal.entries_of_kinds(PROGRAMME_KINDS))
        is_demo = bool(noted(self.db, IS_DEMO))
        return replace(planned, event=replace(planned.event, is_demo=True)) if is_demo else planned

    def ticketing(self) -> "PulledTicketing | None":
        """Return what the entries say of a ticketing; None for an event without one."""
        entries = self.journal.entries_of_kinds(TICKETING_KINDS)
        if not entries:
            return None
        from checkin.core.ticketing.pulled import fold_ticketing

        return fold_ticketing(entries)

    def clock(self) -> Callable[[], datetime]:
        """Return the computer's clock in the event's time zone."""
        zone = zone_of(self.programme().event)
        return lambda: datetime.now(zone)

    def issue_code(self, randomness: Callable[[int], bytes] = secrets.token_bytes) -> Token:
        """Return a new code that no attendee of this event has."""
        return self.issue_codes(1, randomness)[0]

    def issue_codes(self, count: int, randomness: Callable[[int], bytes] = secrets.token_bytes) -> list[Token]:
        """Return so many new codes that no attendee of this event has."""
        issued: dict[str, Token] = {}
        while len(issued) < count:
            tokens = [self.key.issue(randomness(ID_BYTES)) for _ in range(count - len(issued))]
            issued |= {token.id: token for token in self.attendees.unused(tokens)}
        return [*issued.values()]

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
        """Yield the event as it is at this moment, for reading: later commits are in no part of it. A snapshot of a
        snapshot is itself.

        A file without a WAL is copied into memory, because a long read would block every write. Raises `StorageError`
        if the file was replaced, or changed by a program that this process could not keep off.
        """
        if copies.is_of_one_moment(self.db):
            yield self
            return
        try:
            with copies.snapshot(self.db) as db:
                yield self._at(db)
        finally:
            self._finish_purge()

    def _finish_purge(self) -> None:
        """Remove the old bytes of a purge that came while a snapshot was read. A failure does no harm: it is done when
        the event is next opened.
        """
        with suppress(StorageError):
            if journal_purge.is_unfinished(self.db):
                journal_purge.remove_old_bytes(self.db)

    @contextmanager
    def reader(self) -> Iterator["EventFile"]:
        """Yield the event on a connection that only reads, in the thread that calls. Each statement sees what is
        committed by then. Raises `StorageError` if another event lies in the place of the file.
        """
        db = self.db.reader()
        try:
            yield self._at(db)
        finally:
            db.abandon()

    def _at(self, db: EventDatabase) -> "EventFile":
        """Return the event on another connection. Raises `StorageError` if that is another event's."""
        event = EventFile._of(self.path, db, self.guard)
        if event.key != self.key:
            raise StorageError(FILE_REPLACED)
        return event

    def moment(self) -> JournalMoment:
        """Return what tells later whether anything was recorded since (`is_unchanged`)."""
        return JournalMoment(self.db.edition(), self.journal.newest_place())

    def is_unchanged(self, since: JournalMoment, kinds: Sequence[EntryKind]) -> bool:
        """Whether the data is of the same edition, and no entry of these kinds came into it after that moment."""
        is_same = not self.db.is_outdated and self.db.edition() == since.edition
        return is_same and not self.journal.has_entry_since(kinds, since.place)

    def commit_prepared(
        self, prepared: PreparedEntries, since: JournalMoment, disturbing: Sequence[EntryKind], report: ReportProgress
    ) -> bool:
        """Commit entries that were prepared since that moment, with their rows, in one transaction (docs/adr/0071).

        False, writing nothing, if an entry of a `disturbing` kind came into the file meanwhile, or its data is of
        another edition. Nothing is written either if `report` raises.
        """
        with self.transaction():
            if not self.is_unchanged(since, disturbing):
                return False
            self.journal.insert_prepared(prepared, report)
        return True

    def data_version(self) -> int:
        """Return a number that changes when another connection writes to the file."""
        return int(fetch_rows(self.db, "PRAGMA data_version")[0][0])

    def written(self) -> tuple[int, object]:
        """Return what has been written, by whatever desk or connection: while it is the same, so is all that is read
        from the journal.
        """
        return self.journal.newest_place(), self.db.edition()

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
