# SPDX-License-Identifier: GPL-3.0-or-later
"""The people counted at a control point, in SQL: who is expected there, and which arrivals count. Reads only."""

from collections import Counter
from datetime import datetime
from typing import NamedTuple

from checkin.core.counts import CountedPoint
from checkin.storage.row_decoding import fetch_rows
from checkin.storage.sql_terms import EXPECTED
from checkin.storage.sqlite_library import Database

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
    arrived, expected, within = Counter[str](), Counter[str](), Counter[str]()
    meant, names, session = counted.categories, counted.category_names, counted.session
    came = "SELECT category, session, people, expected FROM visit_counts WHERE control_point = ? AND session IN ('', ?)"
    for category, of_session, people, on_list in fetch_rows(db, came, [counted.id, session]):
        name = names.get(category, category)
        arrived[name] += people if of_session == "" else 0
        within[name] += on_list if of_session == session and (meant is None or category in meant) else 0
    for category, places in fetch_rows(db, "SELECT category, places FROM expected_counts WHERE session = ?", [session]):
        if meant is None or category in meant:
            expected[names.get(category, category)] += places
    return {
        name: CategoryCount(arrived[name], expected[name], arrived[name] - within[name])
        for name in arrived.keys() | expected.keys()
    }


class ValueCount(NamedTuple):
    """People with a value in a column of the list: how many arrived and are expected, as in `CategoryCount`."""

    title: str
    value: str
    category: str
    arrived: int
    expected: int
    unexpected: int


def count_by_value(db: Database, counted: CountedPoint) -> list[ValueCount]:
    """Return the counts of every value in the list's own columns, by title, value and category. Reads everyone."""
    clause, arguments = expected_people(counted)
    places = f"CASE WHEN {clause} THEN places ELSE 0 END"
    sql = (
        "SELECT other.key, other.value, category, total(people), total(expected), "
        "total(people - min(people, expected)) "
        f"FROM (SELECT body, category, coalesce(people, 0) AS people, {places} AS expected "
        "FROM attendees LEFT JOIN visits ON control_point = ? AND attendee = id), json_each(body, '$.custom') AS other "
        "GROUP BY other.key, other.value, category"
    )
    found = fetch_rows(db, sql, [*arguments, counted.id])
    return [ValueCount(str(t), str(v), c, *map(int, counts)) for t, v, c, *counts in found]


def arrivals(db: Database, counted: CountedPoint, since: datetime, until: datetime) -> list[Arrivals]:
    """Return the arrivals that count between two full minutes, by desk and minute."""
    counts, arguments = counted_visits(counted)
    sql = f"SELECT desk, minute, people FROM arrival_counts WHERE {counts} AND minute >= ? AND minute < ?"
    found = fetch_rows(db, sql, [*arguments, *(int(moment.timestamp()) // 60 for moment in (since, until))])
    return [Arrivals(*row) for row in found]
