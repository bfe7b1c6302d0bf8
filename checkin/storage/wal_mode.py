# SPDX-License-Identifier: GPL-3.0-or-later
"""The WAL (write-ahead log) of a connection, and the settings of SQLite with which a commit survives a power cut.

A file whose header says WAL mode has a log beside it at every moment, while it is opened and closed too; a copy of it
has none (docs/adr/0050). SQLite alone would leave moments without: it marks the header before it creates the WAL, and
removes the WAL before it clears the mark. An empty file in the place of a log covers them. SQLite ignores an empty log,
makes the WAL of it, and removes the journal with the commit that clears the mark.
"""

import os
import time
from pathlib import Path
from typing import Any

from checkin.storage.file_permissions import create_part
from checkin.storage.held_files import remove_path
from checkin.storage.sqlite_errors import SQLITE_ERRORS
from checkin.storage.sqlite_library import Database, sqlite3

SQLITE_VERSION: tuple[int, ...] = sqlite3.sqlite_version_info
BUSY_TIMEOUT_MS = 5_000
LARGEST_WAL = 4_000
"""Pages, 16 MB, beyond which SQLite itself writes the WAL into the file; a connection does so earlier."""
PAUSE_S = 0.01
"""Seconds before trying again to open the WAL."""

# SQLite before these has a race in which a WAL reset loses commits of a second connection
# (https://www.sqlite.org/wal.html#walreset); there a rollback journal, truncated and synced, keeps every commit.
_WAL_IS_SOUND_FROM = (3, 51, 3)
_WAL_IS_SOUND_IN = ((3, 50, 7), (3, 44, 6))


def wal_is_sound(version: tuple[int, ...]) -> bool:
    patched = any(version[:2] == fix[:2] and version >= fix for fix in _WAL_IS_SOUND_IN)
    return patched or version >= _WAL_IS_SOUND_FROM


def prepare(db: Database) -> None:
    """Set up a connection so that a commit survives a power cut (docs/adr/0002)."""
    if wal_is_sound(SQLITE_VERSION):
        _open_log(db.conn)
    else:
        db.conn.execute("PRAGMA journal_mode = TRUNCATE")
    for pragma in (
        "synchronous = FULL",  # in WAL mode NORMAL loses the last commits at a power cut (docs/adr/0002)
        "fullfsync = ON",  # on macOS a plain fsync stops at the drive's cache
        "checkpoint_fullfsync = ON",
        f"wal_autocheckpoint = {LARGEST_WAL}",
        "cell_size_check = ON",
    ):
        db.conn.execute(f"PRAGMA {pragma}")


def leave_wal_mode(connection: Any) -> None:
    """Write the WAL into the file and clear the WAL mark in its header, before the last connection closes
    (docs/adr/0050).

    Raises one of `SQLITE_ERRORS`, without waiting, if another connection has the file open. The empty journal then
    stays for that connection, which will leave WAL mode, or may be taken by SQLite for the last one that closes.
    """
    if connection.execute("PRAGMA journal_mode").fetchone()[0] == "wal":
        create_part(_file_of(connection), "-journal")  # nobody else can remove it while this connection has the WAL
        connection.execute("PRAGMA busy_timeout = 0")
        try:
            connection.execute("PRAGMA journal_mode = DELETE")
        finally:
            connection.execute(f"PRAGMA busy_timeout = {BUSY_TIMEOUT_MS}")


def is_left_whole(connection: Any) -> bool:
    """Take the file out of WAL mode; False if another connection has it open, which will do it later."""
    try:
        leave_wal_mode(connection)
    except SQLITE_ERRORS:
        return False
    return True


def _open_log(connection: Any) -> None:
    """Switch to WAL mode and open the WAL.

    Another program may close the file at this moment and leave WAL mode; SQLite does not wait for that, so this retries
    for `BUSY_TIMEOUT_MS`. If the file system allows no WAL, a rollback journal is used, as with an older SQLite.
    """
    file, until = _file_of(connection), time.monotonic() + BUSY_TIMEOUT_MS / 1000
    while True:
        try:
            connection.execute("SELECT count(*) FROM sqlite_master").fetchone()  # opens the WAL, if the header says so
            if connection.execute("PRAGMA journal_mode").fetchone()[0] == "wal":
                return
            if not os.access(file, os.W_OK):  # a log of this account would keep the owner of the file out
                raise sqlite3.OperationalError("attempt to write a readonly database")
            create_part(file, "-wal")  # only now: another program that leaves WAL mode removed its own before
            if connection.execute("PRAGMA journal_mode = WAL").fetchone()[0] != "wal":
                remove_path(Path(f"{file}-wal"))
                connection.execute("PRAGMA journal_mode = TRUNCATE")
                return
        except sqlite3.OperationalError as exc:
            if "locked" not in str(exc) or time.monotonic() > until:
                raise
            time.sleep(PAUSE_S)


def _file_of(connection: Any) -> str:
    """Return the path of the file as SQLite resolved it: its logs are beside that one."""
    return str(connection.execute("PRAGMA database_list").fetchone()[2])
