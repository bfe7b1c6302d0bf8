# SPDX-License-Identifier: GPL-3.0-or-later
"""How much of what is in an event file: kinds, reasons, states and sizes. Counts only, and words of ours: never a text
that somebody typed or a list brought.
"""

from collections.abc import Iterable
from enum import StrEnum

from checkin.core.admission import Reason
from checkin.core.attendee import CheckInMethod
from checkin.core.entries import EntryKind
from checkin.core.print_jobs import JobState
from checkin.storage.connection import EventDatabase, fetch_rows
from checkin.storage.schema import names, schema

OTHERS = "others"
"""Words that this version does not know: they may be a newer one's, or anything."""

_TABLES = ("attendees", "tickets", "visits", "merged", "waiting", "rolls", "conflicts", "peers", "refused")


def journal(db: EventDatabase) -> dict[str, dict[str, int]]:
    """Its entries by kind, and those of the door by reason and by how the person was found."""
    at_the_door = "FROM journal WHERE kind IN ('checked_in', 'refused') GROUP BY 1"
    return {
        "entries": _known(fetch_rows(db, "SELECT kind, count(*) FROM journal GROUP BY kind"), EntryKind),
        "reasons": _known(fetch_rows(db, f"SELECT body ->> '$.reason', count(*) {at_the_door}"), Reason),
        "found by": _known(fetch_rows(db, f"SELECT body ->> '$.how', count(*) {at_the_door}"), CheckInMethod),
    }


def tables(db: EventDatabase) -> dict[str, int]:
    """Rows of the tables beside it."""
    return {table: int(fetch_rows(db, f"SELECT count(*) FROM {table}")[0][0]) for table in _TABLES}


def badges(db: EventDatabase) -> dict[str, int]:
    """What was asked of printers, by what became of it."""
    return _known(fetch_rows(db, "SELECT state, count(*) FROM print_jobs GROUP BY state"), JobState)


def exchange(db: EventDatabase) -> dict[str, int]:
    """How it stands with the logs that desks share: entries by whether one of them has shown it."""
    counted = fetch_rows(db, "SELECT count(*), count(position), count(DISTINCT desk) FROM journal")[0]
    return {"entries": counted[0], "told": counted[1], "desks": counted[2]}


def sizes(db: EventDatabase) -> dict[str, int | str]:
    """Of the file and what SQLite keeps beside it, in bytes; its pages, and what the last is that was migrated."""
    known = set(names())
    applied = [m.name for m in schema.applied(db) if m.name in known]
    parts = {end or "file": db.path.with_name(db.path.name + end) for end in ("", "-wal", "-shm", "-journal")}
    found: dict[str, int | str] = {name: part.stat().st_size for name, part in parts.items() if part.exists()}
    pages = {
        name: int(fetch_rows(db, f"PRAGMA {name}")[0][0]) for name in ("page_count", "freelist_count", "page_size")
    }
    return found | pages | {"schema": applied[-1] if applied else "", "migrations": len(applied)}


def _known(counted: Iterable[tuple[object, int]], words: type[StrEnum]) -> dict[str, int]:
    known = {str(word) for word in words}
    found: dict[str, int] = {}
    for said, count in counted:
        word = said if isinstance(said, str) and said in known else "" if said in (None, "") else OTHERS
        found[word or "none"] = found.get(word or "none", 0) + count
    return found
