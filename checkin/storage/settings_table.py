# SPDX-License-Identifier: GPL-3.0-or-later
"""The table `settings`: JSON values by name, about this computer alone and never copied to other desks."""

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from checkin.storage.row_decoding import fetch_rows
from checkin.storage.sqlite_library import Database


@dataclass(frozen=True, slots=True)
class Setting:
    """One row of the table, by its name, which is for ever. `write` and `remove` belong inside
    `connection.transaction`.

        _PRACTICE = Setting("practice")
        _PRACTICE.write(db, True)
    """

    name: str

    def is_set(self, db: Database) -> bool:
        """Whether there is a value, even one that cannot be read."""
        return bool(fetch_rows(db, "SELECT 1 FROM settings WHERE name = ?", [self.name]))

    def read(self, db: Database) -> Any:
        """Return the value; None, as for a missing one, if it cannot be read."""
        found = fetch_rows(db, "SELECT value FROM settings WHERE name = ?", [self.name])
        return _decoded(found[0][0]) if found else None

    def write(self, db: Database, value: object) -> None:
        """Set the value; a value that is there already leaves the file as it is."""
        changed = "ON CONFLICT (name) DO UPDATE SET value = excluded.value WHERE value <> excluded.value"
        db.conn.execute(f"INSERT INTO settings VALUES (?, ?) {changed}", [self.name, json.dumps(value)])

    def remove(self, db: Database) -> None:
        db.conn.execute("DELETE FROM settings WHERE name = ?", [self.name])


def settings_with_prefix(db: Database, prefix: str) -> list[Setting]:
    """Return the settings whose names begin with `prefix`, which holds no wildcard of GLOB."""
    return [Setting(name) for (name,) in fetch_rows(db, "SELECT name FROM settings WHERE name GLOB ?", [f"{prefix}*"])]


def read_settings(db: Database) -> dict[str, Any]:
    """Return all values by name; None for one that cannot be read."""
    return {name: _decoded(value) for name, value in setting_rows(db)}


def write_settings(db: Database, values: Mapping[str, object]) -> None:
    """Set these values. Call inside `connection.transaction`."""
    for name, value in values.items():
        Setting(name).write(db, value)


def setting_rows(db: Database) -> list[tuple[str, str]]:
    """Return the rows as they are stored, to be put into another file by `put_setting_rows`."""
    return [(name, value) for name, value in fetch_rows(db, "SELECT name, value FROM settings")]


def put_setting_rows(db: Database, rows: Iterable[tuple[str, str]]) -> None:
    db.conn.executemany("INSERT OR REPLACE INTO settings VALUES (?, ?)", rows)


def _decoded(text: str) -> Any:
    try:
        return json.loads(text)
    except (ValueError, TypeError):
        return None
