# SPDX-License-Identifier: GPL-3.0-or-later
"""The figures of a day at one control point, counted by SQLite: nobody is read but those who are named."""

from collections.abc import Collection
from datetime import datetime
from typing import NamedTuple

from sqlite_utils import Database

from checkin.core.attendee import Attendee
from checkin.core.entries import parse_stored_moment
from checkin.storage.attendees import expected_clause
from checkin.storage.connection import fetch_rows, translated_decoding_errors
from checkin.storage.schema import EXPECTED
from checkin.storage.stored import stored_attendee

MINUTE_MS = 60_000


class Arrivals(NamedTuple):
    """People who came through one desk in one minute, counted since 1970."""

    desk: str
    minute: int
    people: int


class LastArrival(NamedTuple):
    """Somebody who arrived, and where."""

    attendee: Attendee
    at: datetime
    desk: str


def change_counter(db: Database) -> int:
    """A number that differs when this connection wrote since the last call; `change_count` tells of the others."""
    return int(db.conn.total_changes)


def arrivals(db: Database, point: str, since: datetime, until: datetime) -> list[Arrivals]:
    """At a control point between two moments, by desk and minute."""
    sql = (
        f"SELECT desk, arrived_ms / {MINUTE_MS} AS minute, total(people) FROM visits "
        "WHERE control_point = ? AND arrived_ms >= ? AND arrived_ms < ? GROUP BY desk, minute"
    )
    found = fetch_rows(db, sql, [point, *(int(moment.timestamp() * 1000) for moment in (since, until))])
    return [Arrivals(desk, minute, int(people)) for desk, minute, people in found]


def arrived_by_category(db: Database, point: str) -> dict[str, int]:
    """Whoever has come through a control point; one whom no list names has the category ""."""
    sql = (
        "SELECT coalesce(category, ''), total(people) FROM visits LEFT JOIN attendees ON id = attendee "
        "WHERE control_point = ? GROUP BY 1"
    )
    return {category: int(people) for category, people in fetch_rows(db, sql, [point])}


def unexpected_by_category(db: Database, point: str, categories: Collection[str]) -> dict[str, int]:
    """Return by category how many of those who came are not expected, as `Attendees.unexpected` counts them."""
    clause, arguments = expected_clause("", categories)
    sql = (
        f"SELECT coalesce(category, ''), total(people) - total(CASE WHEN {clause} THEN min(people, places) ELSE 0 END) "
        "FROM visits LEFT JOIN attendees ON id = attendee WHERE control_point = ? GROUP BY 1"
    )
    return {category: int(people) for category, people in fetch_rows(db, sql, [*arguments, point])}


def expected_by_category(db: Database) -> dict[str, int]:
    """Whom the list leads one to expect at the event."""
    found = fetch_rows(db, f"SELECT category, total(places) FROM attendees WHERE {EXPECTED} GROUP BY category")
    return {category: int(places) for category, places in found}


def absent(db: Database, point: str, categories: Collection[str], limit: int) -> list[Attendee]:
    """The first of everyone expected, of these categories, who has not come through a control point; by name."""
    found = fetch_rows(
        db, f"SELECT id, body {_absent(categories)} ORDER BY sort_key, id LIMIT ?", [*categories, point, limit]
    )
    return [stored_attendee(*row) for row in found]


def count_absent(db: Database, point: str, categories: Collection[str]) -> int:
    """How many they are in all."""
    return int(fetch_rows(db, f"SELECT count(*) {_absent(categories)}", [*categories, point])[0][0])


def _absent(categories: Collection[str]) -> str:
    return (
        f"FROM attendees WHERE category IN ({','.join('?' * len(categories))}) AND {EXPECTED} AND NOT EXISTS "
        "(SELECT 1 FROM visits WHERE control_point = ? AND attendee = id)"
    )


def last_arrival(db: Database, point: str) -> LastArrival | None:
    """Whoever of the list came through a control point last, by the clock of the desk where they did."""
    sql = (
        "SELECT id, body, arrived_at, desk FROM visits JOIN attendees ON id = attendee "
        "WHERE control_point = ? ORDER BY arrived_ms DESC LIMIT 1"
    )
    found = fetch_rows(db, sql, [point])
    with translated_decoding_errors():
        return next((LastArrival(stored_attendee(r[0], r[1]), parse_stored_moment(r[2]), r[3]) for r in found), None)
