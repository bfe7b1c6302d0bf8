# SPDX-License-Identifier: GPL-3.0-or-later
"""The migrations of an event file: which it had, which it lacks, and running those. What each does is in `schema`."""

from checkin.storage.sqlite_library import Database, fetch_rows

_SET = "checkin"
"""The name under which sqlite-utils notes those of `schema` in the file, in its table `_sqlite_migrations`."""

NAMES = ("m0001_event_file",)
"""All migrations of `schema`, in their order, so that a file that lacks none is opened without loading it."""


def applied(db: Database) -> list[str]:
    """Return the names of the migrations that the file had, those of newer programs too, in their order."""
    if not fetch_rows(db, "SELECT 1 FROM sqlite_master WHERE name = '_sqlite_migrations'"):
        return []
    sql = "SELECT name FROM _sqlite_migrations WHERE migration_set = ? ORDER BY rowid"
    return [row[0] for row in fetch_rows(db, sql, [_SET])]


def pending(db: Database) -> list[str]:
    """Return the names of the migrations that the file lacks."""
    done = set(applied(db))
    return [name for name in NAMES if name not in done]


def migrate(db: Database, stop_before: str | None = None) -> None:
    """Run the migrations that the file lacks, in the transaction of the caller; those before `stop_before`."""
    import sqlite_utils

    from checkin.storage.schema import schema

    schema.apply(sqlite_utils.Database(db.conn, execute_plugins=False), stop_before=stop_before)
