# SPDX-License-Identifier: GPL-3.0-or-later
"""Keeps in the event file what this computer did or was told, and when. Never copied to other desks."""

import json

from sqlite_utils import Database

from checkin.storage.connection import fetch_rows, transaction
from checkin.storage.stored import stored_setting

REMINDED, PUT_OFF = "reminded_on", "purge_put_off_on"
EXPORTED, EXPORTED_AT = "exported_at_place", "exported_at"
"""Up to which place of the journal, and when."""


def noted(db: Database, name: str) -> str:
    """Nothing for what never was."""
    found = fetch_rows(db, "SELECT value FROM settings WHERE name = ?", [name])
    return str(stored_setting(found[0][0]) or "") if found else ""


def note(db: Database, name: str, value: str) -> None:
    with transaction(db):
        db.conn.execute("INSERT OR REPLACE INTO settings VALUES (?, ?)", [name, json.dumps(value)])
