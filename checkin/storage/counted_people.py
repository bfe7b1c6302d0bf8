# SPDX-License-Identifier: GPL-3.0-or-later
"""The people counted at a control point, in SQL: who is expected there, and which arrivals count. Reads only."""

from collections import Counter
from datetime import datetime
from typing import NamedTuple

from checkin.core.counts import CountedPoint
from checkin.storage.row_decoding import fetch_rows, marks
from checkin.storage.sql_terms import EXPECTED, FIELD, field_path
from checkin.storage.sqlite_library import Database

Clause = tuple[str, list[object]]
"""An SQL condition and its arguments."""


def expected_places(db: Database, counted: CountedPoint) -> dict[str, int]:
    """Return by id the places of who is expected at a control point. Reads everyone."""
    clause, arguments = expected_people(counted)
    return dict(fetch_rows(db, f"SELECT id, places FROM attendees WHERE {clause}", arguments))


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
        clause += f" AND category IN ({marks(counted.categories)})"
        arguments += counted.categories
    for field, texts in counted.texts:
        clause += f" AND {FIELD} IN ({marks(texts)})"
        arguments += [field_path(field), *texts]
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
    meant, names = counted.categories, counted.category_names
    came = "SELECT category, people FROM visit_counts WHERE control_point = ? AND session = ''"
    for category, people in fetch_rows(db, came, [counted.id]):
        arrived[names.get(category, category)] += people
    for category, places, on_list in _of_expected(db, counted):
        if meant is None or category in meant:
            expected[names.get(category, category)] += places
            within[names.get(category, category)] += on_list
    return {
        name: CategoryCount(arrived[name], expected[name], arrived[name] - within[name])
        for name in arrived.keys() | expected.keys()
    }


def _of_expected(db: Database, counted: CountedPoint) -> list[tuple[str, int, int]]:
    """Return by category the expected people, and how many of them arrived; of every category where only those are
    restricted, as the tables of counts have them. A restriction of other fields reads everyone.
    """
    if counted.texts:
        clause, arguments = expected_people(counted)
        sql = (
            "SELECT category, sum(places), coalesce(sum(min(people, places)), 0) FROM attendees "
            f"LEFT JOIN visits ON control_point = ? AND attendee = id WHERE {clause} GROUP BY category"
        )
        return fetch_rows(db, sql, [counted.id, *arguments])
    planned = "SELECT category, places, 0 AS came FROM expected_counts WHERE session = ?"
    came = "SELECT category, 0, expected FROM visit_counts WHERE control_point = ? AND session = ?"
    sql = f"SELECT category, sum(places), sum(came) FROM ({planned} UNION ALL {came}) GROUP BY category"
    return fetch_rows(db, sql, [counted.session, counted.id, counted.session])


class ValueCount(NamedTuple):
    """People with a value in a column of the list: how many arrived and are expected, as in `CategoryCount`;
    `registrations` have it in the whole list.
    """

    title: str
    value: str
    category: str
    arrived: int
    expected: int
    unexpected: int
    registrations: int


def count_by_value(db: Database, counted: CountedPoint) -> list[ValueCount]:
    """Return the counts of every value in the list's own columns, by title, value and category. Reads everyone."""
    clause, arguments = expected_people(counted)
    places = f"CASE WHEN {clause} THEN places ELSE 0 END"
    sql = (
        "SELECT other.key, other.value, category, total(people), total(expected), "
        "total(people - min(people, expected)), count(*) "
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
