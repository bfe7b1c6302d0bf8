# SPDX-License-Identifier: GPL-3.0-or-later
"""Kiosk settings of this computer, stored in the event file. Never copied to other desks.

Stored apart from the other settings: another window that saves its settings later must not open the kiosk.
"""

import json
from dataclasses import asdict
from typing import Any

from sqlite_utils import Database

from checkin.core.kiosk_answers import GreetingStyle, KioskSettings
from checkin.storage.connection import EventDatabase, fetch_rows, transaction
from checkin.storage.stored import stored_setting

_NAME = "kiosk"


def load(db: Database) -> KioskSettings:
    """Return the stored settings; missing or unknown values have their default."""
    found = fetch_rows(db, "SELECT value FROM settings WHERE name = ?", [_NAME])
    kept: Any = stored_setting(found[0][0]) if found else {}
    if not isinstance(kept, dict):
        return KioskSettings()
    greeting = kept.get("greeting")
    known = GreetingStyle(greeting) if greeting in set(GreetingStyle) else GreetingStyle.INITIAL
    return KioskSettings(kept.get("is_open") is True, known)


def save(db: Database, settings: KioskSettings) -> None:
    with transaction(db):
        db.conn.execute("INSERT OR REPLACE INTO settings VALUES (?, ?)", [_NAME, json.dumps(asdict(settings))])
    if isinstance(db, EventDatabase):
        db.note_settings()
