# SPDX-License-Identifier: GPL-3.0-or-later
"""Who waits for a seat in a session, in the order in which they came: a reading of the journal like `attendees`."""

from sqlite_utils import Database

from checkin.core.history import History
from checkin.storage.connection import fetch_rows
from checkin.storage.schema import EXPECTED

_LINE = f"SELECT attendee FROM waiting JOIN attendees ON id = attendee WHERE session = ? AND {EXPECTED}"


class WaitingList:
    """Whoever was cancelled meanwhile is passed over, and back in their place when that is undone."""

    def __init__(self, db: Database) -> None:
        self._db = db

    def of(self, session: str) -> list[str]:
        """The attendees who wait, first come first."""
        return [row[0] for row in fetch_rows(self._db, f"{_LINE} ORDER BY since", [session])]

    def replace(self, subject: str, history: History) -> None:
        """From the journal only, inside its transaction."""
        self._db.conn.execute("DELETE FROM waiting WHERE attendee = ?", [subject])
        waits = [(session, subject, entry.id) for session, entry in history.waiting.items()]
        self._db.conn.executemany("INSERT INTO waiting VALUES (?, ?, ?)", waits)
