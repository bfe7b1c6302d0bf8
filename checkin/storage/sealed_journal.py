# SPDX-License-Identifier: GPL-3.0-or-later
"""The whole journal letter by letter, as it was stored: to prove which it is. Reads only."""

from sqlite_utils import Database

from checkin.core.entries import parse_stored_moment, readable_body
from checkin.core.sync.sealed_entry import SealedEntry
from checkin.storage.connection import fetch_rows


def entries_by_arrival(db: Database) -> list[SealedEntry]:
    """Every entry, in the order in which it came to this file."""
    sql = "SELECT id, kind, subject, desk, at, body FROM journal_order JOIN journal USING (id) ORDER BY place"
    return [SealedEntry(*row) for row in fetch_rows(db, sql)]


def unreadable_positions(db: Database) -> list[int]:
    """The places of entries that nobody can read any more, in the order in which they came."""
    texts = ", ".join(f"CAST({column} AS BLOB)" for column in ("kind", "subject", "desk", "at", "body"))
    sql = f"SELECT place, {texts} FROM journal_order JOIN journal USING (id) ORDER BY place"
    return [place for place, *said in fetch_rows(db, sql) if not _can_be_read(said)]


def _can_be_read(said: list[bytes]) -> bool:
    try:
        *_, at, body = (text.decode() for text in said)
        parse_stored_moment(at)
        readable_body(body)
    except ValueError:
        return False
    return True


def count_missing(db: Database) -> int:
    """How many entries came to this file and are in it no more: nothing of ours takes one out. Whoever took them out by
    hand may have mended the order in which they came as well; then only a control line of before tells.
    """
    lost = "SELECT count(*) FROM journal_order LEFT JOIN journal USING (id) WHERE journal.id IS NULL"
    gaps = "SELECT coalesce(max(place), 0) - count(*) FROM journal_order"
    return int(fetch_rows(db, f"SELECT ({lost}) + ({gaps})")[0][0])
