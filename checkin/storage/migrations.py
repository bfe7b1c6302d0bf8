# SPDX-License-Identifier: GPL-3.0-or-later
"""Migrations of an event file: functions that change its tables, each run once, in order, under its own name."""

from collections.abc import Callable
from datetime import UTC, datetime

from checkin.storage.row_decoding import fetch_rows
from checkin.storage.sqlite_library import Database

Migration = Callable[[Database], None]

_SET = "checkin"
"""The value of `migration_set` in the table, whose name and columns are those that sqlite-utils gave them."""


class Migrations:
    """The migrations there are. Decorate a function to add it: `@schema`, if that is the name of this object."""

    def __init__(self) -> None:
        self._known: dict[str, Migration] = {}

    def __call__(self, migration: Migration) -> Migration:
        self._known[migration.__name__] = migration
        return migration

    def names(self) -> list[str]:
        """Return the names of all migrations this program knows."""
        return list(self._known)

    def applied(self, db: Database) -> list[str]:
        """Return the names of the migrations that the file had, those of newer programs too, in their order."""
        if not fetch_rows(db, "SELECT 1 FROM sqlite_master WHERE name = '_sqlite_migrations'"):
            return []
        sql = "SELECT name FROM _sqlite_migrations WHERE migration_set = ? ORDER BY rowid"
        return [row[0] for row in fetch_rows(db, sql, [_SET])]

    def pending(self, db: Database) -> list[str]:
        """Return the names of the migrations that the file lacks."""
        applied = set(self.applied(db))
        return [name for name in self._known if name not in applied]

    def apply(self, db: Database, stop_before: str = "") -> None:
        """Run the migrations that the file lacks, in the transaction of the caller; those before `stop_before`."""
        db.execute(
            """CREATE TABLE IF NOT EXISTS "_sqlite_migrations" (
                 id INTEGER PRIMARY KEY, migration_set TEXT, name TEXT, applied_at TEXT
               )"""
        )
        db.execute(
            "CREATE UNIQUE INDEX IF NOT EXISTS idx__sqlite_migrations_migration_set_name "
            "ON _sqlite_migrations (migration_set, name)"
        )
        sql = "INSERT INTO _sqlite_migrations (migration_set, name, applied_at) VALUES (?, ?, ?)"
        for name in self.pending(db):
            if name == stop_before:
                return
            self._known[name](db)
            db.execute(sql, [_SET, name, str(datetime.now(UTC))])
