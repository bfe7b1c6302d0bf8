# SPDX-License-Identifier: GPL-3.0-or-later
"""Small notes of this computer in the event file: what it did or showed, and when. Never copied to other desks."""

import json

from sqlite_utils import Database

from checkin.storage.connection import fetch_rows, transaction
from checkin.storage.stored import stored_setting

REMINDED, PUT_OFF = "reminded_on", "purge_put_off_on"
EXPORTED, EXPORTED_AT = "exported_at_place", "exported_at"
"""The place of the journal up to which entries were exported, and when."""


def noted(db: Database, name: str) -> str:
    """Return the noted value, "" if there is none."""
    found = fetch_rows(db, "SELECT value FROM settings WHERE name = ?", [name])
    return str(stored_setting(found[0][0]) or "") if found else ""


def note(db: Database, name: str, value: str) -> None:
    with transaction(db):
        db.conn.execute("INSERT OR REPLACE INTO settings VALUES (?, ?)", [name, json.dumps(value)])
