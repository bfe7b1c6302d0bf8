# SPDX-License-Identifier: GPL-3.0-or-later
"""Totals over all people: organisations, bookings, people inside, categories. Bookings and visits are in the tables of
counts; every other function reads everyone once.
"""

from collections.abc import Collection, Mapping
from typing import NamedTuple

from checkin.storage.row_decoding import fetch_rows
from checkin.storage.sql_terms import EXPECTED
from checkin.storage.sqlite_library import Database


def organisations(db: Database) -> list[str]:
    """Return the organisations as written on the list, those with most people first."""
    sql = (
        "SELECT body ->> '$.organisation' AS organisation FROM attendees WHERE organisation <> '' "
        "GROUP BY organisation ORDER BY count(*) DESC, organisation"
    )
    return [str(row[0]) for row in fetch_rows(db, sql)]


class SessionBookings(NamedTuple):
    """The people registered for a session, and those who have not yet arrived at its control point."""

    registered: int = 0
    awaited: int = 0


def bookings(db: Database, points: Mapping[str, str]) -> dict[str, SessionBookings]:
    """Return bookings by session, of expected people. `points`: session → control point."""
    registered = "SELECT session, sum(places) FROM expected_counts WHERE session <> '' GROUP BY session"
    here = "SELECT control_point, session, sum(places) FROM visit_counts GROUP BY control_point, session"
    came = {(point, session): places for point, session, places in fetch_rows(db, here)}
    return {
        session: SessionBookings(places, places - came.get((points.get(session), session), 0))
        for session, places in fetch_rows(db, registered)
    }


def awaited(db: Database, points: Mapping[str, str]) -> dict[str, int]:
    """Return by session the registered people who have not yet arrived. `points`: session → control point."""
    return {session: booking.awaited for session, booking in bookings(db, points).items()}


def inside(db: Database) -> dict[str, int]:
    """Return the number of people inside now, by control point."""
    return _by_point(db, "inside")


def count_admitted(db: Database) -> dict[str, int]:
    """Return the number of people ever let in, by control point."""
    return _by_point(db, "people")


def _by_point(db: Database, column: str) -> dict[str, int]:
    sql = f"SELECT control_point, sum({column}) FROM visit_counts WHERE session = '' GROUP BY control_point"
    return {point: people for point, people in fetch_rows(db, sql) if people}


def categories(db: Database) -> dict[str, int]:
    """Return by category, as it stands with people, how many they are, as for sessions without those cancelled."""
    registered = "total(places) FILTER (WHERE status NOT IN ('cancelled', 'blocked'))"
    found = fetch_rows(db, f"SELECT category, {registered} FROM attendees WHERE category <> '' GROUP BY category")
    return {str(category): int(people) for category, people in found}


def custom_texts(db: Database, titles: Collection[str]) -> list[tuple[str, str]]:
    """Return (title, text) of these custom columns of the lists, each once."""
    sql = (
        "SELECT DISTINCT other.key, other.value FROM attendees, json_each(body, '$.custom') AS other "
        f"WHERE other.key IN ({','.join('?' * len(titles))}) ORDER BY 1, 2"
    )
    return [(str(title), str(text)) for title, text in fetch_rows(db, sql, [*titles])]


def people_of_texts(db: Database, titles: Collection[str]) -> list[tuple[str, str, int]]:
    """Return (title, text, expected people) of these custom columns of the lists, each text once."""
    sql = (
        "SELECT other.key, other.value, total(places) FROM attendees, json_each(body, '$.custom') AS other "
        f"WHERE {EXPECTED} AND other.key IN ({','.join('?' * len(titles))}) GROUP BY 1, 2"
    )
    return [(str(title), str(text), int(people)) for title, text, people in fetch_rows(db, sql, [*titles])]


def custom_fields(db: Database) -> list[str]:
    """Return the titles of the custom columns of the lists, those with most people first."""
    sql = (
        "SELECT other.key FROM attendees, json_each(body, '$.custom') AS other "
        "GROUP BY other.key ORDER BY count(*) DESC, other.key"
    )
    return [str(row[0]) for row in fetch_rows(db, sql)]
