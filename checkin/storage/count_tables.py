# SPDX-License-Identifier: GPL-3.0-or-later
"""The tables of counts: how many people are expected, and how many came to each control point.

They are sums over `attendees` and `visits`, moved in the transaction that changes those, so that no count reads all
people. Who is counted at a control point is said in `counted_people`.
"""

import json
from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

from checkin.storage.projection_rows import Row
from checkin.storage.row_decoding import marks
from checkin.storage.sql_terms import UNEXPECTED_PRESENCE, UNEXPECTED_STATUSES
from checkin.storage.sqlite_library import Database

_COLUMNS = {
    "expected_counts": (("session", "category"), ("places",)),
    "visit_counts": (("control_point", "session", "category"), ("people", "inside", "expected", "places")),
    "arrival_counts": (("control_point", "minute", "desk"), ("people",)),
}
"""The tables, each with the columns of its key and those that are sums."""
_ADD = {
    table: f"INSERT INTO {table} VALUES ({marks([*key, *sums])}) ON CONFLICT DO UPDATE SET "
    + ", ".join(f"{name} = {name} + excluded.{name}" for name in sums)
    for table, (key, sums) in _COLUMNS.items()
}
_REMOVE_EMPTY = {
    table: f"DELETE FROM {table} WHERE "
    + " AND ".join([*(f"{name} = ?" for name in key), *(f"{name} = 0" for name in sums)])
    for table, (key, sums) in _COLUMNS.items()
}

COUNT_TABLES = (*_COLUMNS,)
MINUTE_MS = 60_000

Sums = dict[tuple[str | int, ...], list[int]]
"""Rows of the tables of counts: by table and key, the sums."""


class CountedRows(NamedTuple):
    """The rows of one person that count: that of `attendees`, and those of `visits`."""

    attendee: Row | None
    visits: set[Row]


NOTHING = CountedRows(None, set())
"""The rows of one who is not in the tables yet, as most are whom a list brings."""


class CountTables:
    """The tables `expected_counts`, `visit_counts` and `arrival_counts`. Write inside `connection.transaction`.

    The first two are by session and category; the session "" stands for everyone. `expected_counts` has the places of
    expected people. `visit_counts` is by control point too: `people` came and `inside` are there now; of the expected
    ones among them, `expected` came within their places, and `places` are all of theirs. `arrival_counts` has the
    people who came, by control point, minute since 1970 and desk.
    """

    def __init__(self, db: Database) -> None:
        self._db = db

    def move(self, before: Iterable[CountedRows], now: Iterable[CountedRows]) -> None:
        """Take the rows of `before` out of the counts, and add those of `now`."""
        sums: Sums = {}
        for rows in before:
            add_counts(sums, rows, -1)
        for rows in now:
            add_counts(sums, rows)
        for key, counts in sums.items():
            if any(counts):
                self._add(str(key[0]), key[1:], counts)

    def clear(self) -> None:
        for table in _COLUMNS:
            self._db.conn.execute(f"DELETE FROM {table}")

    def _add(self, table: str, key: Sequence[str | int], counts: Sequence[int]) -> None:
        """Add to the sums of this row, which goes if all of them are zero by then."""
        self._db.conn.execute(_ADD[table], [*key, *counts])
        if min(counts) < 0:
            self._db.conn.execute(_REMOVE_EMPTY[table], key)


def add_counts(sums: Sums, rows: CountedRows, sign: int = 1) -> None:
    """Add what one person counts to these sums, or take it out of them with -1 as `sign`."""
    for key, share in _shares(rows):
        known = sums.setdefault(key, [0] * len(share))
        for place, more in enumerate(share):
            known[place] += sign * more


def _shares(rows: CountedRows) -> Iterator[tuple[tuple[str | int, ...], tuple[int, ...]]]:
    """Yield the rows of the tables to which one person adds, by table and key, and what they add to the sums."""
    category, places, sessions = "", 0, {""}
    if rows == NOTHING:
        return
    if rows.attendee:
        _, _, category, status, presence, body, _, places, _ = rows.attendee
        places = places if status not in UNEXPECTED_STATUSES and presence != UNEXPECTED_PRESENCE else 0
        sessions |= _sessions(body)
    for session in sessions:
        yield ("expected_counts", session, category), (places,)
    for point, _, _, milliseconds, desk, _, _, is_inside, _, people in rows.visits:
        counts = people, people if is_inside else 0, min(people, places), places
        for session in sessions:
            yield ("visit_counts", point, session, category), counts
        yield ("arrival_counts", point, milliseconds // MINUTE_MS, desk), (people,)


def _sessions(body: str) -> set[str]:
    """Return the sessions in the body of a row of `attendees`; none of a damaged one, which is about to be replaced."""
    if '"sessions"' not in body:  # most people have booked none, and there are many people
        return set()
    try:
        return {*json.loads(body)["sessions"]}
    except (ValueError, TypeError, LookupError):
        return set()
