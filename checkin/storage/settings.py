# SPDX-License-Identifier: GPL-3.0-or-later
"""Keeps this computer's settings in the event file. They are never copied to other desks."""

import json
from dataclasses import asdict
from typing import Any

from sqlite_utils import Database

from checkin.core.settings import Settings
from checkin.storage.connection import rows, write


def load(db: Database) -> Settings:
    """The settings kept in the file; what is missing or no longer known has its default."""
    kept = {name: json.loads(value) for name, value in rows(db, "SELECT name, value FROM settings")}
    defaults: dict[str, Any] = asdict(Settings())
    return Settings(**{n: kept[n] if type(kept.get(n)) is type(d) else d for n, d in defaults.items()})


def save(db: Database, settings: Settings) -> None:
    with write(db):
        db.conn.executemany(
            "INSERT OR REPLACE INTO settings VALUES (?, ?)",
            [(name, json.dumps(value)) for name, value in asdict(settings).items()],
        )
