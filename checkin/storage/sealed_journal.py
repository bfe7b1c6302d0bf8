# SPDX-License-Identifier: GPL-3.0-or-later
"""The whole journal exactly as stored, for its fingerprint and integrity checks. Reads only."""

from collections.abc import Iterator

from checkin.core.entries import parse_stored_moment, readable_body
from checkin.core.sync.sealed_entry import SealedEntry
from checkin.storage.row_decoding import fetch_rows, stream_rows
from checkin.storage.sqlite_library import Database


def entries_by_arrival(db: Database) -> list[SealedEntry]:
    """Return all entries, in the order in which they were inserted into this file."""
    sql = "SELECT id, kind, subject, desk, at, body FROM journal_order JOIN journal USING (id) ORDER BY place"
    return [SealedEntry(*row) for row in fetch_rows(db, sql)]


def entries_by_id(db: Database) -> Iterator[SealedEntry]:
    """Yield all entries in the order of their ids, as they are at one moment."""
    sql = "SELECT id, kind, subject, desk, at, body FROM journal ORDER BY id"
    return (SealedEntry(*row) for row in stream_rows(db, sql))


def unreadable_positions(db: Database) -> list[int]:
    """Return the places of unreadable entries, in order of insertion."""
    texts = ", ".join(f"CAST({column} AS BLOB)" for column in ("kind", "subject", "desk", "at", "body"))
    sql = f"SELECT place, {texts} FROM journal_order JOIN journal USING (id) ORDER BY place"
    return [place for place, *rows in fetch_rows(db, sql) if not _can_be_read(rows)]


def _can_be_read(rows: list[bytes]) -> bool:
    try:
        *_, at, body = (text.decode() for text in rows)
        parse_stored_moment(at)
        readable_body(body)
    except ValueError:
        return False
    return True


def count_missing(db: Database) -> int:
    """Return the number of entries that were inserted and are gone, though Checkin deletes none.

    An edit by hand may have repaired the insertion order as well; then only an earlier fingerprint shows the loss.
    """
    lost = "SELECT count(*) FROM journal_order LEFT JOIN journal USING (id) WHERE journal.id IS NULL"
    gaps = "SELECT coalesce(max(place), 0) - count(*) FROM journal_order"
    return int(fetch_rows(db, f"SELECT ({lost}) + ({gaps})")[0][0])
