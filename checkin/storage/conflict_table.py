# SPDX-License-Identifier: GPL-3.0-or-later
"""The conflicts of all people, and the walk-ins: a reading of the journal like `attendees`."""

from typing import NamedTuple

from sqlite_utils import Database

from checkin.core.history import History
from checkin.core.walk_ins import BESIDE, WalkIn
from checkin.storage.connection import fetch_rows
from checkin.storage.schema import EXPECTED
from checkin.storage.stored import stored_attendee, stored_body


class ConflictRow(NamedTuple):
    """`first` and `second` are the ids of its entries."""

    key: str
    attendee: str
    kind: str
    first: bytes
    second: bytes
    field: str


class ConflictTable:
    """Writing wants to be inside `connection.write`."""

    def __init__(self, db: Database) -> None:
        self._db = db

    def all(self) -> list[ConflictRow]:
        """In the order of their second entries: when each became one."""
        columns = ", ".join(ConflictRow._fields)
        return [
            ConflictRow(*row) for row in fetch_rows(self._db, f"SELECT {columns} FROM conflicts ORDER BY second, key")
        ]

    def count(self) -> int:
        return int(fetch_rows(self._db, "SELECT count(*) FROM conflicts")[0][0])

    def replace(self, subject: str, history: History) -> None:
        """From the journal only."""
        self._db.conn.execute("DELETE FROM conflicts WHERE attendee = ?", [subject])
        found = [(c.key, subject, c.kind, c.first.id, c.second.id, c.field) for c in history.open_conflicts]
        self._db.conn.executemany("INSERT OR REPLACE INTO conflicts VALUES (?, ?, ?, ?, ?, ?)", found)

    def count_overridden_inside(self, control_point: str, reason: str) -> int:
        """People inside whom somebody let in over `reason`: they knew."""
        sql = "SELECT total(people) FROM visits WHERE control_point = ? AND is_inside = 1 AND over = ?"
        return int(fetch_rows(self._db, sql, [control_point, reason])[0][0])

    def booked(self, session: str) -> int:
        """People whose seat nobody at a desk counted: not those who were registered for it or sent to it there while it
        had one left, as another desk may have done with the same.
        """
        has_booked = "EXISTS (SELECT 1 FROM json_each(attendees.body, '$.sessions') WHERE value = ?)"
        given = (
            "SELECT 1 FROM journal WHERE subject = attendees.id AND (journal.body ->> '$.moved_to' = ? "
            "OR kind = 'attendee_added' AND journal.body ->> '$.how' = 'walk_in' "
            "AND journal.body ->> '$.replaces' IS NULL)"
        )
        sql = f"SELECT total(places) FROM attendees WHERE {EXPECTED} AND {has_booked} AND NOT EXISTS ({given})"
        return int(fetch_rows(self._db, sql, [session, session])[0][0])

    def walk_ins(self) -> list[WalkIn]:
        """Whoever was registered at a desk, and is a person still."""
        sql = (
            "SELECT attendees.id, attendees.body, desk, journal.body FROM journal "
            "JOIN attendees ON attendees.id = subject "
            "WHERE kind = 'attendee_added' AND journal.body ->> '$.how' = 'walk_in'"
        )
        found = fetch_rows(self._db, sql)
        return [WalkIn(stored_attendee(who, body), desk, _beside(said)) for who, body, desk, said in found]


def _beside(body: str) -> list[str] | None:
    said = stored_body(body).get(BESIDE)
    return [str(each) for each in said] if isinstance(said, list) else None
