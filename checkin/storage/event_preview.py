# SPDX-License-Identifier: GPL-3.0-or-later
"""A preview of an event file that is not opened. It writes, migrates and locks nothing."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from checkin.core.entries import Entry, EntryKind
from checkin.core.message import StorageError, UserError
from checkin.storage.attendees import Attendees
from checkin.storage.connection import read_only
from checkin.storage.database import NOT_OURS, event_key
from checkin.storage.journal import Journal
from checkin.storage.journal_purge import has_people, newest_purge
from checkin.storage.sqlite_library import APPLICATION_ID, Database, fetch_rows


@dataclass(frozen=True, slots=True)
class EventPreview:
    """The description of an unopened event file: `event` is its public id, `described` the entries with the event's
    name and dates, `people` the number of attendees. `erased_at` is when all were purged, None while some are known.
    """

    event: str
    described: tuple[Entry, ...]
    people: int
    erased_at: datetime | None = None


def read_event_preview(path: Path) -> EventPreview:
    """Return the preview of a file. Raises `UserError` if it is no event, `StorageError` if it cannot be read."""
    with _reading(path) as db:
        attendees = Attendees(db)
        journal = Journal(db, attendees)
        purge = None if has_people(db) else journal.entry(newest_purge(db))
        return EventPreview(
            event_key(db).event,
            tuple(journal.entries_of_kinds([EntryKind.EVENT_DESCRIBED])),
            attendees.count(),
            purge.at if purge else None,
        )


@contextmanager
def _reading(path: Path) -> Iterator[Database]:
    try:
        with read_only(path) as db:
            if fetch_rows(db, "PRAGMA application_id") != [(APPLICATION_ID,)]:
                raise UserError(NOT_OURS, name=path.name)
            yield db
    except StorageError as error:
        if "not a database" in str(error.__cause__):
            raise UserError(NOT_OURS, name=path.name) from error
        raise
