# SPDX-License-Identifier: GPL-3.0-or-later
"""The last visit of the event's USB drive to this computer, and how much of the journal was on it then.

A row of its own beside the settings, because another thread writes it. Never copied to other desks.
"""

import json
from datetime import datetime
from typing import Any

from sqlite_utils import Database

from checkin.core.sync.key_visit import UsbDriveVisit
from checkin.storage.connection import fetch_rows, transaction
from checkin.storage.journal_purge import newest_purge
from checkin.storage.stored import stored_setting

_NAME = "key_visit"


def load(db: Database) -> UsbDriveVisit | None:
    """Return the last visit, None if there was none. Its cost does not grow with the journal."""
    found = fetch_rows(db, "SELECT value FROM settings WHERE name = ?", [_NAME])
    kept: Any = stored_setting(found[0][0]) if found else None
    match kept:
        case {"key": str(key), "at": str(at), "told": int(told)}:
            since = max(0, entries(db) - told)
            return UsbDriveVisit(key, datetime.fromisoformat(at), since, is_before_purge=_place_of_purge(db) > told)
    return None


def save(db: Database, key: str, at: datetime, told: int) -> None:
    """Store a visit; `told` is the number of `entries` on the drive when it left."""
    value = json.dumps({"key": key, "at": at.isoformat(), "told": told})
    with transaction(db):
        db.conn.execute("INSERT OR REPLACE INTO settings VALUES (?, ?)", [_NAME, value])


def entries(db: Database) -> int:
    """Return the number of entries. Places are consecutive and no entry is ever deleted, so the last place is the
    count."""
    return int(fetch_rows(db, "SELECT coalesce(max(place), 0) FROM journal_order")[0][0])


def _place_of_purge(db: Database) -> int:
    """Return the place of the newest purge; 0 if there was none."""
    found = fetch_rows(db, "SELECT place FROM journal_order WHERE id = ?", [newest_purge(db)])
    return int(found[0][0]) if found else 0
