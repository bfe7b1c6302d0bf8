# SPDX-License-Identifier: GPL-3.0-or-later
"""The people counted at a control point, in SQL: who is expected there, and which arrivals count. Reads only."""

from collections import Counter
from datetime import datetime
from typing import NamedTuple

from checkin.core.counts import CountedPoint
from checkin.storage.row_decoding import fetch_rows
from checkin.storage.sql_terms import EXPECTED
from checkin.storage.sqlite_library import Database

MINUTE_MS = 60_000

Clause = tuple[str, list[object]]
"""An SQL condition and its arguments."""


class CategoryCount(NamedTuple):
    """The people of one category: how many arrived and are expected; `unexpected` of those who arrived are not among
    the expected.
    """

    arrived: int
    expected: int
    unexpected: int


class Arrivals(NamedTuple):
    """The people who arrived at one desk in one minute; `minute` counts from 1970."""

    desk: str
    minute: int
    people: int


def expected_people(counted: CountedPoint) -> Clause:
    """Return the condition for expected people in the table `attendees`."""
    clause, arguments = EXPECTED, list[object]()
    if counted.session:
        clause += " AND EXISTS (SELECT 1 FROM json_each(body, '$.sessions') WHERE value = ?)"
        arguments.append(counted.session)
    if counted.categories is not None:
        clause += f" AND category IN ({','.join('?' * len(counted.categories))})"
        arguments += counted.categories
    return clause, arguments


def counted_visits(counted: CountedPoint) -> Clause:
    """Return the condition for the arrivals that count in the table `visits`."""
    return "control_point = ?", [counted.id]


def count_by_category(db: Database, counted: CountedPoint) -> dict[str, CategoryCount]:
    """Return the counts by the programme's name of the category; "" is for people without one or on no list.

    People are unexpected if their registration was cancelled, if no list names them, or if their group is larger than
    its places.
    """
    arrived, expected, unexpected = Counter[str](), Counter[str](), Counter[str]()
    (is_expected, of_people), (counts, of_visits) = expected_people(counted), counted_visits(counted)
    came = (
        "SELECT coalesce(category, ''), total(people), "
        f"total(people) - total(CASE WHEN {is_expected} THEN min(people, places) ELSE 0 END) "
        f"FROM visits LEFT JOIN attendees ON id = attendee WHERE {counts} GROUP BY 1"
    )
    for category, people, beyond in fetch_rows(db, came, [*of_people, *of_visits]):
        name = counted.category_names.get(category, category)
        arrived[name] += int(people)
        unexpected[name] += int(beyond)
    awaited = f"SELECT category, total(places) FROM attendees WHERE {is_expected} GROUP BY category"
    for category, places in fetch_rows(db, awaited, of_people):
        expected[counted.category_names.get(category, category)] += int(places)
    names = arrived.keys() | expected.keys()
    return {name: CategoryCount(arrived[name], expected[name], unexpected[name]) for name in names}


def arrivals(db: Database, counted: CountedPoint, since: datetime, until: datetime) -> list[Arrivals]:
    """Return the arrivals that count between two moments, by desk and minute."""
    counts, arguments = counted_visits(counted)
    sql = (
        f"SELECT desk, arrived_ms / {MINUTE_MS} AS minute, total(people) FROM visits "
        f"WHERE {counts} AND arrived_ms >= ? AND arrived_ms < ? GROUP BY desk, minute"
    )
    found = fetch_rows(db, sql, [*arguments, *(int(moment.timestamp() * 1000) for moment in (since, until))])
    return [Arrivals(desk, minute, int(people)) for desk, minute, people in found]
