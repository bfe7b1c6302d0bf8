# SPDX-License-Identifier: GPL-3.0-or-later
"""Counts of what an event file contains, for problem reports: kinds, reasons, states and sizes.

Only numbers and Checkin's own words, never a text that a user typed or a list contained.
"""

from collections.abc import Iterable
from enum import StrEnum

from checkin.core.attendee import CheckInMethod
from checkin.core.decision import Reason
from checkin.core.entries import EntryKind
from checkin.core.mail.mail_jobs import MailState
from checkin.core.print_jobs import JobState
from checkin.storage import migrations
from checkin.storage.connection import EventDatabase
from checkin.storage.sqlite_library import fetch_rows

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
    for word, count in counted:
        name = "none" if word in (None, "") else word if isinstance(word, str) and word in known else OTHERS
        found[name] = found.get(name, 0) + count
    return found
