# SPDX-License-Identifier: GPL-3.0-or-later
"""Ids of the processes that synchronised this event file, to detect a copy of it on another computer.

A copy does not know the sessions that began after it was made. Never copied to other desks.
"""

import json
import secrets

from checkin.storage.connection import EventDatabase, fetch_rows, transaction
from checkin.storage.stored import stored_setting

KEPT = 100
"""Number of newest sessions kept: more than a day of synchronising."""
_NAME = "processes"


def begin_session(db: EventDatabase) -> str:
    """Return a new session id, stored before any other desk hears of it."""
    process = secrets.token_hex(6)
    with transaction(db):
        known = [*_read(db), process][-KEPT:]
        db.conn.execute("INSERT OR REPLACE INTO settings VALUES (?, ?)", [_NAME, json.dumps(known)])
    return process


def known_sessions(db: EventDatabase) -> frozenset[str]:
    return frozenset(_read(db))


def _read(db: EventDatabase) -> list[str]:
    found = fetch_rows(db, "SELECT value FROM settings WHERE name = ?", [_NAME])
    kept = stored_setting(found[0][0]) if found else []
    return [str(process) for process in kept] if isinstance(kept, list) else []
