# SPDX-License-Identifier: GPL-3.0-or-later
"""The waiting list of each session, in order of arrival; read from the journal like `attendees`."""

from sqlite_utils import Database

from checkin.core.history import History
from checkin.storage.connection import fetch_rows
from checkin.storage.schema import EXPECTED

_LINE = f"SELECT attendee FROM waiting JOIN attendees ON id = attendee WHERE session = ? AND {EXPECTED}"


class WaitingList:
    """The table `waiting`. Cancelled people are skipped, and regain their place if the cancellation is undone."""

    def __init__(self, db: Database) -> None:
        self._db = db

    def of(self, session: str) -> list[str]:
        """Return the attendees who wait for a session, first come first."""
        return [row[0] for row in fetch_rows(self._db, f"{_LINE} ORDER BY since", [session])]

    def replace(self, subject: str, history: History) -> None:
        """Replace a person's places in the waiting lists; called by the journal, inside its transaction."""
        self._db.conn.execute("DELETE FROM waiting WHERE attendee = ?", [subject])
        waits = [(session, subject, entry.id) for session, entry in history.waiting.items()]
        self._db.conn.executemany("INSERT INTO waiting VALUES (?, ?, ?)", waits)
