# SPDX-License-Identifier: GPL-3.0-or-later
"""Which processes met other desks with this event file: by that a copy of the file on another computer is known, since
it knows nothing of those that began after it was made. Never copied to other desks.
"""

import json
import secrets

from checkin.storage.connection import EventDatabase, fetch_rows, transaction
from checkin.storage.stored import stored_setting

KEPT = 100
"""The newest; where desks meet nobody asks longer than a day."""
_NAME = "processes"


def begin_session(db: EventDatabase) -> str:
    """What tells one process apart, noted before anybody hears of it."""
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
