# SPDX-License-Identifier: GPL-3.0-or-later
"""Figures of the live screen at one control point, counted in SQL without reading all people."""

from collections.abc import Collection
from datetime import datetime
from typing import NamedTuple

from checkin.core.attendee import Attendee
from checkin.core.counts import CountedPoint
from checkin.core.entries import parse_stored_moment
from checkin.storage.counted_people import Clause, counted_visits, expected_people
from checkin.storage.row_decoding import fetch_rows, marks, stored_attendee
from checkin.storage.sqlite_errors import translated_decoding_errors
from checkin.storage.sqlite_library import Database


class LastArrival(NamedTuple):
    """The most recent attendee to arrive, with time and desk."""

    attendee: Attendee
    at: datetime
    desk: str


def change_counter(db: Database) -> int:
    """Return a number that changes when this connection writes; writes of other connections do not change it."""
    return int(db.conn.total_changes)


def absent(db: Database, counted: CountedPoint, categories: Collection[str], limit: int) -> list[Attendee]:
    """Return the first `limit` people of these categories who are expected and have not arrived, by name."""
    absent, arguments = _absent(counted, categories)
    found = fetch_rows(db, f"SELECT id, body {absent} ORDER BY sort_key, id LIMIT {limit}", arguments)
    return [stored_attendee(*row) for row in found]


def count_absent(db: Database, counted: CountedPoint, categories: Collection[str]) -> int:
    """Return the number of people that `absent` would list."""
    absent, arguments = _absent(counted, categories)
    return int(fetch_rows(db, f"SELECT count(*) {absent}", arguments)[0][0])


def _absent(counted: CountedPoint, categories: Collection[str]) -> Clause:
    expected, arguments = expected_people(counted)
    sql = (
        f"FROM attendees WHERE category IN ({marks(categories)}) AND {expected} AND NOT EXISTS "
        "(SELECT 1 FROM visits WHERE control_point = ? AND attendee = id)"
    )
    return sql, [*categories, *arguments, counted.id]


def count_who_came(db: Database, points: Collection[str]) -> int:
    """Return how many people came to any of these control points, everyone once."""
    sql = (
        "SELECT coalesce(sum(people), 0) FROM (SELECT max(people) AS people FROM visits "
        f"WHERE control_point IN ({marks(points)}) GROUP BY attendee)"
    )
    return int(fetch_rows(db, sql, [*points])[0][0])


def last_arrival(db: Database, counted: CountedPoint) -> LastArrival | None:
    """Return the attendee who arrived last of those counted, by the clock of the desk that admitted them."""
    counts, arguments = counted_visits(counted)
    sql = (
        "SELECT id, body, arrived_at, desk FROM visits JOIN attendees ON id = attendee "
        f"WHERE {counts} ORDER BY arrived_ms DESC LIMIT 1"
    )
    found = fetch_rows(db, sql, arguments)
    with translated_decoding_errors():
        return next((LastArrival(stored_attendee(r[0], r[1]), parse_stored_moment(r[2]), r[3]) for r in found), None)
