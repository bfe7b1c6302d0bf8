# SPDX-License-Identifier: GPL-3.0-or-later
"""The tables of counts: how many people are expected, and how many came to each control point.

They are sums over `attendees` and `visits`, moved in the transaction that changes those, so that no count reads all
people. Who is counted at a control point is said by `expected_places`.
"""

import json
from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, NamedTuple

from checkin.core.attendee import Attendee, addon_codes, attendee_body
from checkin.core.counts import CountedPoint
from checkin.core.entries import Entry, parse_stored_moment
from checkin.core.history import History, Visit
from checkin.core.search_terms import SearchTerms, build_search_terms
from checkin.core.text_folding import fold_text
from checkin.storage.sqlite_library import (
    EXPECTED,
    FIELD,
    UNEXPECTED_PRESENCE,
    UNEXPECTED_STATUSES,
    Database,
    fetch_rows,
    field_path,
    marks,
    organisation_key,
    stored_attendee,
    translated_decoding_errors,
)

# The people counted at a control point, in SQL: who is expected there, and which arrivals count. Reads only.

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


# Totals over all people: organisations, bookings, people inside, categories. Bookings and visits are in the tables of
# counts; every other function reads everyone once.


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


# Figures of the live screen at one control point, counted in SQL without reading all people.


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


# The rows of the tables that one person's history makes. Pure: they are computed before a lock is taken.

Row = tuple[Any, ...]

_ENCODER = json.JSONEncoder(ensure_ascii=False)


@dataclass(frozen=True, slots=True)
class PersonRows:
    """The rows of one person. `attendee` is None for a history without an attendee (never added here, undone import, or
    merged into another person). `terms` are those of the search. Where these may not be wanted, as after an arrival,
    `person` is there to make them of.
    """

    subject: str
    attendee: Row | None
    codes: tuple[str, ...]
    visits: Sequence[Row]
    waits: Sequence[Row]
    conflicts: Sequence[Row]
    terms: SearchTerms | None = None
    person: Attendee | None = None

    @classmethod
    def of(cls, subject: str, history: History, *, is_searched: bool = False) -> "PersonRows":
        """Return the rows of a person, with their search terms if `is_searched`."""
        attendee, codes = history.attendee, _codes(history)
        return cls(
            subject,
            _attendee_row(attendee, history) if attendee else None,
            codes,
            tuple(_visit_row(point, subject, visit) for point, visit in history.visits.items() if visit.arrived),
            tuple((session, subject, entry.id) for session, entry in history.waiting.items()),
            tuple((c.key, subject, c.kind, c.first.id, c.second.id, c.field) for c in history.open_conflicts),
            build_search_terms(attendee, codes) if attendee and is_searched else None,
            None if is_searched else attendee,
        )

    def search_terms(self) -> SearchTerms | None:
        """Return the search terms, made now where `of` made none; None without a person."""
        return self.terms or (build_search_terms(self.person, self.codes) if self.person else None)


def _codes(history: History) -> tuple[str, ...]:
    """Return all codes that a person ever had, in the order in which they count."""
    attendee = history.attendee
    if attendee is None:
        return ()
    codes = [attendee.ticket_code, *history.revoked_codes, *history.other_codes]
    codes += addon_codes(attendee)
    return tuple(dict.fromkeys(filter(None, codes)))


def _attendee_row(attendee: Attendee, history: History) -> Row:
    corrections = history.corrections
    return (
        attendee.id,
        fold_text(f"{attendee.last_name} {attendee.first_name}"),
        attendee.category,
        attendee.status,
        attendee.presence,
        _ENCODER.encode(attendee_body(attendee)),
        json.dumps([(c.field, c.old, c.new, c.at.isoformat(), c.desk) for c in corrections]) if corrections else "[]",
        attendee.places,
        organisation_key(attendee.organisation),
    )


def _visit_row(point: str, subject: str, visit: Visit) -> Row:
    arrived = visit.arrived
    assert arrived
    left = _exit_time(visit.last_exit)
    how, over = str(arrived.body.get("how", "")), str(arrived.body.get("over", ""))
    at = arrived.happened_at
    moment = (at.isoformat(), milliseconds(at))
    return (point, subject, *moment, arrived.desk, how, over, visit.is_inside, left, visit.people)


def _exit_time(entry: Entry | None) -> str | None:
    return entry.happened_at.isoformat() if entry else None


def milliseconds(at: datetime) -> int:
    return int(at.timestamp() * 1000)


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
