# SPDX-License-Identifier: GPL-3.0-or-later
"""The whole journal letter by letter, as it was stored: to prove which it is. Reads only."""

from sqlite_utils import Database

from checkin.core.sealed import Sealed
from checkin.storage.connection import rows


def as_arrived(db: Database) -> list[Sealed]:
    """Every entry, in the order in which it came to this file."""
    sql = "SELECT id, kind, subject, desk, at, body FROM journal_order JOIN journal USING (id) ORDER BY place"
    return [Sealed(*row) for row in rows(db, sql)]
