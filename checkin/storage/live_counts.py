# SPDX-License-Identifier: GPL-3.0-or-later
"""Figures of the live screen at one control point, counted in SQL without reading all people."""

from collections.abc import Collection
from datetime import datetime
from typing import NamedTuple

from sqlite_utils import Database

from checkin.core.attendee import Attendee
from checkin.core.entries import parse_stored_moment
from checkin.storage.attendees import expected_clause
from checkin.storage.schema import EXPECTED
from checkin.storage.sqlite_errors import translated_decoding_errors
from checkin.storage.stored import fetch_rows, stored_attendee

MINUTE_MS = 60_000


class Arrivals(NamedTuple):
    """The people who arrived at one desk in one minute; `minute` counts from 1970."""

    desk: str
    minute: int
    people: int


class LastArrival(NamedTuple):
    """The most recent attendee to arrive, with time and desk."""

    attendee: Attendee
    at: datetime
    desk: str


def change_counter(db: Database) -> int:
    """Return a number that changes when this connection writes; writes of other connections do not change it."""
    return int(db.conn.total_changes)


def arrivals(db: Database, point: str, since: datetime, until: datetime) -> list[Arrivals]:
    """Return the arrivals at a control point between two moments, by desk and minute."""
    sql = (
        f"SELECT desk, arrived_ms / {MINUTE_MS} AS minute, total(people) FROM visits "
        "WHERE control_point = ? AND arrived_ms >= ? AND arrived_ms < ? GROUP BY desk, minute"
    )
    found = fetch_rows(db, sql, [point, *(int(moment.timestamp() * 1000) for moment in (since, until))])
    return [Arrivals(desk, minute, int(people)) for desk, minute, people in found]


def arrived_by_category(db: Database, point: str) -> dict[str, int]:
    """Return the number of arrivals at a control point by category; "" for people who are on no list."""
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
    """Return the number of people expected at the event, by category."""
    found = fetch_rows(db, f"SELECT category, total(places) FROM attendees WHERE {EXPECTED} GROUP BY category")
    return {category: int(places) for category, places in found}


def absent(db: Database, point: str, categories: Collection[str], limit: int) -> list[Attendee]:
    """Return the first `limit` expected people of these categories who have not arrived at a control point, by name."""
    found = fetch_rows(
        db, f"SELECT id, body {_absent(categories)} ORDER BY sort_key, id LIMIT ?", [*categories, point, limit]
    )
    return [stored_attendee(*row) for row in found]


def count_absent(db: Database, point: str, categories: Collection[str]) -> int:
    """Return the number of people that `absent` would list."""
    return int(fetch_rows(db, f"SELECT count(*) {_absent(categories)}", [*categories, point])[0][0])


def _absent(categories: Collection[str]) -> str:
    return (
        f"FROM attendees WHERE category IN ({','.join('?' * len(categories))}) AND {EXPECTED} AND NOT EXISTS "
        "(SELECT 1 FROM visits WHERE control_point = ? AND attendee = id)"
    )


def last_arrival(db: Database, point: str) -> LastArrival | None:
    """Return the listed attendee who arrived last at a control point, by the clock of the desk that admitted them."""
    sql = (
        "SELECT id, body, arrived_at, desk FROM visits JOIN attendees ON id = attendee "
        "WHERE control_point = ? ORDER BY arrived_ms DESC LIMIT 1"
    )
    found = fetch_rows(db, sql, [point])
    with translated_decoding_errors():
        return next((LastArrival(stored_attendee(r[0], r[1]), parse_stored_moment(r[2]), r[3]) for r in found), None)
