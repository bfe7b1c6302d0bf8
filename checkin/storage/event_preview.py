# SPDX-License-Identifier: GPL-3.0-or-later
"""A preview of an event file that is not opened, and counts of what one contains, for problem reports.

A preview writes, migrates and locks nothing.
"""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from pathlib import Path

from checkin.core.attendee import CheckInMethod
from checkin.core.decision import Reason
from checkin.core.entries import Entry, EntryKind
from checkin.core.mail.mail_jobs import MailState
from checkin.core.message import StorageError, UserError
from checkin.core.print_jobs import JobState
from checkin.storage import migrations
from checkin.storage.attendees import Attendees
from checkin.storage.connection import EventDatabase, read_only
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


# Counts of what an event file contains, for problem reports: kinds, reasons, states and sizes.
# Only numbers and Checkin's own words, never a text that a user typed or a list contained.

OTHERS = "others"
"""Counter for words that this version does not know: a newer version's, or anything."""

_TABLES = ("attendees", "tickets", "visits", "merged", "waiting", "rolls", "conflicts", "peers", "refused")


def journal(db: EventDatabase) -> dict[str, dict[str, int]]:
    """Return the number of entries by kind, and of check-ins and refusals by reason and by method."""
    at_the_door = "FROM journal WHERE kind IN ('checked_in', 'refused') GROUP BY 1"
    return {
        "entries": _known(fetch_rows(db, "SELECT kind, count(*) FROM journal GROUP BY kind"), EntryKind),
        "reasons": _known(fetch_rows(db, f"SELECT body ->> '$.reason', count(*) {at_the_door}"), Reason),
        "found by": _known(fetch_rows(db, f"SELECT body ->> '$.how', count(*) {at_the_door}"), CheckInMethod),
    }


def tables(db: EventDatabase) -> dict[str, int]:
    """Return the number of rows by table, without the journal."""
    return {table: int(fetch_rows(db, f"SELECT count(*) FROM {table}")[0][0]) for table in _TABLES}


def badges(db: EventDatabase) -> dict[str, int]:
    """Return the number of print jobs by state."""
    return _known(fetch_rows(db, "SELECT state, count(*) FROM print_jobs GROUP BY state"), JobState)


def messages(db: EventDatabase) -> dict[str, int]:
    """Return the number of messages with tickets by state."""
    return _known(fetch_rows(db, "SELECT state, count(*) FROM mail_jobs GROUP BY state"), MailState)


def exchange(db: EventDatabase) -> dict[str, int]:
    """Return the number of entries, of those seen in another desk's journal, and of desks that wrote them."""
    counted = fetch_rows(db, "SELECT count(*), count(position), count(DISTINCT desk) FROM journal")[0]
    return {"entries": counted[0], "told": counted[1], "desks": counted[2]}


def sizes(db: EventDatabase) -> dict[str, int | str]:
    """Return the sizes of the file and its SQLite parts in bytes, its page counts, and its newest known migration."""
    applied = [name for name in migrations.applied(db) if name in migrations.NAMES]
    parts = {end or "file": db.path.with_name(db.path.name + end) for end in ("", "-wal", "-shm", "-journal")}
    found: dict[str, int | str] = {name: part.stat().st_size for name, part in parts.items() if part.exists()}
    pages = {
        name: int(fetch_rows(db, f"PRAGMA {name}")[0][0]) for name in ("page_count", "freelist_count", "page_size")
    }
    return found | pages | {"schema": applied[-1] if applied else "", "migrations": len(applied)}


def _known(counted: Iterable[tuple[object, int]], words: type[StrEnum]) -> dict[str, int]:
    known = {str(word) for word in words}
    found: dict[str, int] = {}
    for counted_rows, count in counted:
        word = (
            counted_rows
            if isinstance(counted_rows, str) and counted_rows in known
            else ""
            if counted_rows in (None, "")
            else OTHERS
        )
        found[word or "none"] = found.get(word or "none", 0) + count
    return found
