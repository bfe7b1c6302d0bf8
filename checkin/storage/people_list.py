# SPDX-License-Identifier: GPL-3.0-or-later
"""The list of people for a table: the sorted ids of all, and the records of the few rows on screen. Reads only.

An order is all ids, read once (40 ms for 100,000); the visible rows are read by id, wherever the user scrolls to.
"""

import json
from collections.abc import Collection

from checkin.core.attendee import Attendee
from checkin.core.counts import CountedPoint
from checkin.core.people.people_filter import AttendanceFilter, AttendeeColumn, AttendeeFilter, AttendeeOrder
from checkin.storage.counted_people import Clause, expected_people
from checkin.storage.people_search import PeopleSearch
from checkin.storage.row_decoding import fetch_rows, stored_attendee
from checkin.storage.sql_terms import WALK_IN
from checkin.storage.sqlite_library import Database

_KEYS = {
    AttendeeColumn.NAME: "sort_key",
    AttendeeColumn.ORGANISATION: "organisation_key",
    AttendeeColumn.CATEGORY: "category",
    AttendeeColumn.STATE: "arrived_ms",
    AttendeeColumn.SESSIONS: "coalesce(body ->> '$.sessions', 'none')",  # a list begins with a bracket
    AttendeeColumn.CODE: "substr(body ->> '$.ticket_code', -4)",
}
_HERE = "EXISTS (SELECT 1 FROM visits WHERE control_point = ? AND attendee = id)"
_INSIDE = "EXISTS (SELECT 1 FROM visits WHERE control_point = ? AND attendee = id AND is_inside = 1)"
_WALK_INS = f"SELECT subject FROM journal WHERE {WALK_IN}"


class PeopleList:
    """The people of one event file, filtered and sorted."""

    def __init__(self, db: Database) -> None:
        self._db = db
        self._search = PeopleSearch(db)

    def order(self, wanted: AttendeeFilter, order: AttendeeOrder, counted: CountedPoint) -> list[str]:
        """Return the ids of the people who match the filter, in this order."""
        clause, arguments = _where(wanted, counted)
        source = "attendees"
        if order.column is AttendeeColumn.STATE:
            source += " LEFT JOIN visits ON control_point = ? AND attendee = id"
            arguments.insert(0, counted.id)
        way = "DESC" if order.is_descending else "ASC"
        rest = "" if order.column is AttendeeColumn.NAME else "sort_key, "
        sql = f"SELECT id FROM {source} WHERE {clause} ORDER BY {_KEYS[order.column]} {way}, {rest}id"
        return [row[0] for row in fetch_rows(self._db, sql, arguments)]

    def count_people(self, ids: Collection[str], wanted: AttendanceFilter, point: str) -> int:
        """Return how many people these registrations are: those who came to a control point, or all of each."""
        chosen = "IN (SELECT value FROM json_each(?))"
        if wanted in (AttendanceFilter.ARRIVED, AttendanceFilter.INSIDE):
            sql, arguments = f"SELECT sum(people) FROM visits WHERE attendee {chosen} AND control_point = ?", [point]
        else:
            sql, arguments = f"SELECT sum(places) FROM attendees WHERE id {chosen}", []
        return int(fetch_rows(self._db, sql, [json.dumps([*ids]), *arguments])[0][0] or 0)

    def matching_ids(self, text: str) -> set[str] | None:
        """Return the ids of all people who match the search text; None if the text asks for nothing yet."""
        return self._search.all_ids(text)

    def people(self, ids: Collection[str]) -> dict[str, Attendee]:
        """Return the people of `ids` who still exist, by id."""
        sql = f"SELECT id, body FROM attendees WHERE id IN ({','.join('?' * len(ids))})"
        return {row[0]: stored_attendee(*row) for row in fetch_rows(self._db, sql, [*ids])}


def _where(wanted: AttendeeFilter, counted: CountedPoint) -> Clause:
    clauses, arguments = ["true"], list[object]()
    if wanted.category is not None:
        clauses.append("category = ?")
        arguments.append(wanted.category)
    if wanted.status is not None:
        clauses.append("status = ?")
        arguments.append(str(wanted.status))
    if wanted.session:
        clauses.append("EXISTS (SELECT 1 FROM json_each(body, '$.sessions') WHERE value = ?)")
        arguments.append(wanted.session)
    clause, more = _attendance(wanted.attendance, counted)
    return " AND ".join([*clauses, clause]), [*arguments, *more]


def _attendance(wanted: AttendanceFilter, counted: CountedPoint) -> Clause:
    match wanted:
        case AttendanceFilter.ARRIVED:
            return _HERE, [counted.id]
        case AttendanceFilter.INSIDE:
            return _INSIDE, [counted.id]
        case AttendanceFilter.EXPECTED:
            return expected_people(counted)
        case AttendanceFilter.TO_COME:
            clause, arguments = expected_people(counted)
            return f"{clause} AND NOT {_HERE}", [*arguments, counted.id]
        case AttendanceFilter.WALK_IN:
            return f"id IN ({_WALK_INS})", []
        case AttendanceFilter.REMOTE:
            return "presence = 'remote'", []
        case AttendanceFilter.ALL:
            return "true", []
