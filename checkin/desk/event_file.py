# SPDX-License-Identifier: GPL-3.0-or-later
"""One event, opened: its journal, its people, its key. Belongs to the thread that opened it."""

import secrets
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, closing, contextmanager
from dataclasses import dataclass, replace
from datetime import UTC, datetime, tzinfo
from pathlib import Path

from checkin.core.entries import EntryKind
from checkin.core.local_time import find_zone
from checkin.core.programme import programme_entries as programme_entries
from checkin.core.programme.programme import Event, Programme
from checkin.core.tokens import ID_BYTES, EventKey, Token
from checkin.storage import database
from checkin.storage.attendees import Attendees
from checkin.storage.connection import EventDatabase, fetch_rows, transaction
from checkin.storage.file_guard import FileGuard
from checkin.storage.journal import Journal

PROGRAMME_KINDS = (
    EntryKind.EVENT_DESCRIBED,
    EntryKind.CATEGORY_PLANNED,
    EntryKind.SESSION_PLANNED,
    EntryKind.SPEAKER_PLANNED,
    EntryKind.CONTROL_POINT_PLANNED,
)


@dataclass(frozen=True, slots=True)
class EventFile:
    """`key` signs and reads this event's codes."""

    path: Path
    db: EventDatabase
    key: EventKey
    attendees: Attendees
    journal: Journal
    guard: FileGuard

    @classmethod
    def open(cls, path: Path) -> "EventFile":
        """Raises `UserError` or `StorageError` with the sentence to show."""
        return cls._guarded(path, database.open_event(path))

    @classmethod
    def create(cls, path: Path, key: EventKey | None = None) -> "EventFile":
        """A new, empty event. `key` is given only where codes are known beforehand (the demo)."""
        fresh = EventKey(secrets.token_hex(8), secrets.token_bytes(32))
        return cls._guarded(path, database.create(path, key or fresh))

    @classmethod
    @contextmanager
    def create_atomically(cls, path: Path, key: EventKey) -> Iterator["EventFile"]:
        """Make an event file under a name that is no event's, for the work that fills it; when that is done it is
        closed and has its own. Whatever ends it leaves nothing. (What a kill leaves, the next such work replaces.)
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
        """Take away a file that was just made and closed, and is of no use."""
        database.remove(path)

    @classmethod
    def _guarded(cls, path: Path, db: EventDatabase) -> "EventFile":
        return cls._of(path, db, FileGuard(db))

    @classmethod
    def _of(cls, path: Path, db: EventDatabase, guard: FileGuard) -> "EventFile":
        attendees = Attendees(db)
        return cls(path, db, database.event_key(db), attendees, Journal(db, attendees), guard)

    def programme(self) -> Programme:
        """As planned; an event that nobody described yet is called like its file."""
        planned = self.planned()
        return planned if planned.event.title else replace(planned, event=Event(title=self.path.stem))

    def planned(self) -> Programme:
        """As the entries say: without a title while nobody has described the event."""
        return programme_entries.fold_programme(self.journal.entries_of_kinds(PROGRAMME_KINDS))

    def clock(self) -> Callable[[], datetime]:
        """The computer's clock in the event's time zone."""
        zone = zone_of(self.programme().event)
        return lambda: datetime.now(zone)

    def issue_code(self, randomness: Callable[[int], bytes] = secrets.token_bytes) -> Token:
        """A code nobody of this event has."""
        token = self.key.issue(randomness(ID_BYTES))
        while self.attendees.by_code(token.code) or self.attendees.get(token.id):
            token = self.key.issue(randomness(ID_BYTES))
        return token

    def plan(self, new: Programme, *, at: datetime, desk: str) -> None:
        """Make the programme `new`: what differs is written."""
        with transaction(self.db):
            self.journal.append_all(programme_entries.change_entries(self.planned(), new), at=at, desk=desk)

    def writing(self) -> AbstractContextManager[None]:
        """One all-or-nothing write (`storage.connection.write`)."""
        return transaction(self.db)

    @contextmanager
    def snapshot(self) -> Iterator["EventFile"]:
        """The event of this moment, to read: what another connection commits meanwhile is not in any part of it."""
        with closing(self.db.copied()) as copy:
            yield EventFile._of(self.path, copy, self.guard)

    def data_version(self) -> int:
        """A number that differs when another connection wrote to the file since the last call."""
        return int(fetch_rows(self.db, "PRAGMA data_version")[0][0])

    def hold_again(self) -> None:
        """After anything of this process may have opened the file's folder: take SQLite's locks again."""
        self.guard.hold_again()

    def bring_in(self) -> None:
        """Take everything into the file, for whoever copies it while it is open. Costs as much as a few scans."""
        self.db.bring_in()

    def close(self) -> None:
        self.db.close()


def zone_of(event: Event) -> tzinfo:
    """Where the event takes place; the computer's own zone if this computer does not know it."""
    return find_zone(event.timezone) or datetime.now().astimezone().tzinfo or UTC
