# SPDX-License-Identifier: GPL-3.0-or-later
"""The table of open conflicts between desks, and the registered walk-ins, read from the journal."""

import json
from collections.abc import Collection, Mapping
from typing import NamedTuple

from checkin.core.people.walk_ins import BESIDE, WalkIn
from checkin.storage.projection_rows import PersonRows
from checkin.storage.row_decoding import fetch_rows, marks, stored_attendee, stored_body
from checkin.storage.sql_terms import EXPECTED, WALK_IN
from checkin.storage.sqlite_library import Database


class ConflictRow(NamedTuple):
    """An open conflict; `first` and `second` are the ids of its two entries."""

    key: str
    attendee: str
    kind: str
    first: bytes
    second: bytes
    field: str


class ConflictTable:
    """The table `conflicts`. Write inside `connection.transaction`."""

    def __init__(self, db: Database) -> None:
        self._db = db

    def all(self) -> list[ConflictRow]:
        """Return all open conflicts, in the order of their second entries: the order in which they arose."""
        columns = ", ".join(ConflictRow._fields)
        return [
            ConflictRow(*row) for row in fetch_rows(self._db, f"SELECT {columns} FROM conflicts ORDER BY second, key")
        ]

    def count(self) -> int:
        return int(fetch_rows(self._db, "SELECT count(*) FROM conflicts")[0][0])

    def replace(self, people: Mapping[str, PersonRows]) -> None:
        """Replace these people's conflicts; called by the journal only."""
        sql = f"SELECT {', '.join(ConflictRow._fields)} FROM conflicts WHERE attendee IN ({marks(people)})"
        before = set(fetch_rows(self._db, sql, [*people]))
        now = {row for rows in people.values() for row in rows.conflicts}
        self._db.conn.executemany("DELETE FROM conflicts WHERE key = ?", [row[:1] for row in before - now])
        new = [row for rows in people.values() for row in rows.conflicts if row not in before]
        self._db.conn.executemany("INSERT OR REPLACE INTO conflicts VALUES (?, ?, ?, ?, ?, ?)", new)

    def count_overridden_inside(self, control_point: str, reason: str) -> int:
        """Return the number of people inside who were let in over `reason`: those desks knew of the overbooking."""
        sql = "SELECT total(people) FROM visits WHERE control_point = ? AND is_inside = 1 AND over = ?"
        return int(fetch_rows(self._db, sql, [control_point, reason])[0][0])

    def touched_at_desks(self) -> list[str]:
        """Return the ids of the people with corrections, and of walk-ins: nobody else was given a seat by a desk."""
        sql = f"SELECT id FROM attendees WHERE corrections <> '[]' UNION SELECT subject FROM journal WHERE {WALK_IN}"
        return [row[0] for row in fetch_rows(self._db, sql)]

    def booked(self, session: str, touched: Collection[str]) -> int:
        """Return the number of people whose seat no desk counted. Walk-ins and people moved to the session at a desk
        are left out: that desk saw a free seat, and another desk may have given away the same one. They are among those
        `touched_at_desks`.
        """
        has_booked = "EXISTS (SELECT 1 FROM json_each(attendees.body, '$.sessions') WHERE value = ?)"
        given = (
            "SELECT 1 FROM journal WHERE subject = attendees.id AND (journal.body ->> '$.moved_to' = ? "
            "OR kind = 'attendee_added' AND journal.body ->> '$.how' = 'walk_in' "
            "AND journal.body ->> '$.replaces' IS NULL)"
        )
        seated = (
            "SELECT total(places) FROM attendees WHERE id IN (SELECT value FROM json_each(?)) "
            f"AND {EXPECTED} AND {has_booked} AND EXISTS ({given})"
        )
        sql = f"SELECT total(places) - ({seated}) FROM expected_counts WHERE session = ?"
        return int(fetch_rows(self._db, sql, [json.dumps([*touched]), session, session, session])[0][0])

    def walk_ins(self) -> list[WalkIn]:
        """Return the people registered as walk-ins who still have a record of their own."""
        sql = (
            "SELECT attendees.id, attendees.body, desk, journal.body FROM journal "
            "JOIN attendees ON attendees.id = subject "
            "WHERE kind = 'attendee_added' AND journal.body ->> '$.how' = 'walk_in'"
        )
        found = fetch_rows(self._db, sql)
        return [
            WalkIn(stored_attendee(who, body), desk, _beside(certificate)) for who, body, desk, certificate in found
        ]


def _beside(body: str) -> list[str] | None:
    beside = stored_body(body).get(BESIDE)
    return [str(each) for each in beside] if isinstance(beside, list) else None
