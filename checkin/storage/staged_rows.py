# SPDX-License-Identifier: GPL-3.0-or-later
"""Rows of a long write, computed on a copy of the event in memory and then put into the file in one go (docs/adr/0071).

The write lock is held only while finished rows are stored, so that desks go on recording while they are computed.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from checkin.core.lists.progress import ReportProgress
from checkin.core.sync.sealed_entry import SealedEntry
from checkin.storage.connection import EventDatabase
from checkin.storage.row_decoding import fetch_rows
from checkin.storage.search_index import SearchIndex
from checkin.storage.sqlite_library import Database

KEYS = {
    "merged": "record",
    "visits": "control_point, attendee",
    "tickets": "code",
    "attendees": "id",
    "waiting": "session, attendee",
    "conflicts": "key",
    "spellings": "place",
    "vocabulary": "word",
    "endings": "ending, word",
    "sounds": "sound, word",
}
"""Tables read from the journal, with the columns that identify a row."""

_ENTRY = "id, kind, subject, desk, at, body"
BATCH = 2_000
"""Rows stored between two progress reports."""

_Rows = Sequence[tuple[object, ...]]


@dataclass(frozen=True, slots=True)
class StagedRows:
    """New journal entries, and by table the keys of rows to delete and the whole rows to insert."""

    entries: Sequence[SealedEntry]
    deleted: Mapping[str, _Rows]
    inserted: Mapping[str, _Rows]
    unsearched: _Rows
    """The rows of `spellings` that leave the search index, whole."""


def remember_tables(copy: EventDatabase) -> None:
    """Remember the tables of a writable copy, before anything is written into it."""
    for table in KEYS:
        copy.conn.execute(f"CREATE TEMP TABLE before_{table} AS SELECT * FROM main.{table}")


def staged_rows(copy: EventDatabase, since: int) -> StagedRows:
    """Return everything written into the copy after `remember_tables`, when its newest place was `since`."""
    deleted, inserted = dict[str, _Rows](), dict[str, _Rows]()
    for table, key in KEYS.items():
        now, before = f"SELECT * FROM main.{table}", f"SELECT * FROM before_{table}"
        inserted[table] = fetch_rows(copy, f"{now} EXCEPT {before}")
        deleted[table] = fetch_rows(copy, f"SELECT {key} FROM ({before} EXCEPT {now})")
    unsearched = fetch_rows(copy, "SELECT * FROM before_spellings EXCEPT SELECT * FROM main.spellings")
    new = f"SELECT {_ENTRY} FROM journal WHERE id IN (SELECT id FROM journal_order WHERE place > ?) ORDER BY id"
    entries = [SealedEntry(*row) for row in fetch_rows(copy, new, [since])]
    return StagedRows(entries, deleted, inserted, unsearched)


def put_tables(db: Database, staged: StagedRows, report: ReportProgress) -> None:
    """Store the rows of the tables. Call inside `connection.transaction`; `report` may raise, which rolls it back."""
    index, searched = SearchIndex(db), staged.inserted["spellings"]
    total = sum(map(len, staged.inserted.values())) + len(searched)
    done = 0
    index.take_out_rows(staged.unsearched)
    for table, key in KEYS.items():
        is_it = " AND ".join(f"{column} = ?" for column in key.split(", "))
        db.conn.executemany(f"DELETE FROM {table} WHERE {is_it}", staged.deleted[table])
        for rows in _batches(staged.inserted[table]):
            report(done, total)
            marks = ", ".join("?" * len(rows[0]))
            db.conn.executemany(f"INSERT OR REPLACE INTO {table} VALUES ({marks})", rows)
            done += len(rows)
    for rows in _batches(searched):  # EXCEPT has sorted them by place, which halves the cost in FTS5
        report(done, total)
        index.put_rows(rows)
        done += len(rows)


def _batches(rows: _Rows) -> Iterable[_Rows]:
    return (rows[start : start + BATCH] for start in range(0, len(rows), BATCH))
