# SPDX-License-Identifier: GPL-3.0-or-later
"""Whether an event file is whole by itself, and a copy that was made while it was open is told (docs/adr/0050).

While an event is open its newest entries may be in the write-ahead log alone, and the header of the file says that it
has one. Whoever closes last takes the log into the file and the mark out of the header. So a file that has the mark and
no log beside it was copied while it was open, or parted from its log after an accident. And where both lie there, but
under another number of the disk than that of the file that was opened, they were copied one after the other, and what
was taken into the file between may be in neither.
"""

import json
import time
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from sqlite_utils import Database
from sqlite_utils.utils import sqlite3  # type: ignore[attr-defined]  # pysqlite3 where there is one

from checkin.storage.connection import EventDatabase, fetch_rows, transaction
from checkin.storage.event_lock import is_open_elsewhere

LOGS = ("-wal", "-journal")
SETTLING_S = 1.0
"""Between the mark and the log of a program that opens a file. Waited for once, where a file looks like a copy."""
MARKS, COPIED, NUMBER = "is_marked_while_open", "copied_while_open", "opened_as"
"""Rows of the settings: this file is closed by programs that take the mark out; it was a copy of an open event; the
number that the disk gave the file that was opened last.
"""


@dataclass(frozen=True, slots=True)
class ClosedFileState:
    """A file before this process opens it: whether a log of SQLite lies beside it, and when it was written last."""

    has_log: bool
    written: int


def read_closed_state(path: Path) -> ClosedFileState:
    """Return what is there before the file is opened: opening makes a log."""
    written = path.stat().st_mtime_ns
    return ClosedFileState(any(path.with_name(path.name + end).exists() for end in LOGS), written)


def is_marked(db: Database) -> bool:
    """Whether the header of the file says that its log belongs to it."""
    return bool(db.conn.execute("PRAGMA journal_mode").fetchone()[0] == "wal")


def may_be_copied_with_log(db: EventDatabase, before: ClosedFileState) -> bool:
    """Whether a file with a log beside it is not the one that was opened: a copy, or one of a disk that gives numbers
    anew (FAT).
    """
    if not before.has_log or not fetch_rows(db, "SELECT 1 FROM sqlite_master WHERE name = 'settings'"):
        return False  # of no log, or of the first programs
    return fetch_rows(db, "SELECT value FROM settings WHERE name = ?", [NUMBER]) not in ([], [(_number(db),)])


def is_copied_with_log(db: EventDatabase, before: ClosedFileState) -> bool:
    """Whether that is so, and nobody has the file open: then its log is in it from now on."""
    return may_be_copied_with_log(db, before) and _take_mark_out(db) and may_be_copied_with_log(db, before)


def is_copy_of_open_event(db: EventDatabase, before: ClosedFileState) -> bool:
    """Whether a file that had no log beside it was copied while the event was open. Another program that opens the
    event at this moment is not taken for that: it has written the mark since, or has the file open in a moment.
    """
    if before.has_log or not is_marked(db) or not fetch_rows(db, "SELECT 1 FROM settings WHERE name = ?", [MARKS]):
        return False
    time.sleep(SETTLING_S)
    return db.path.stat().st_mtime_ns == before.written and _take_mark_out(db)


def note_opened(db: EventDatabase, *, is_copy: bool = False, with_log: bool = False) -> None:
    """Keep that this file is marked while it is open, and which one it is; of a copy of an open event up to when it has
    entries, which nobody knows of one `with_log`, until somebody has read it. Inside `write`.
    """
    db.conn.execute("INSERT OR IGNORE INTO settings VALUES (?, 'true')", [MARKS])
    changed = "ON CONFLICT (name) DO UPDATE SET value = excluded.value WHERE value <> excluded.value"
    db.conn.execute(f"INSERT INTO settings VALUES (?, ?) {changed}", [NUMBER, _number(db)])
    if is_copy or with_log:
        newest = fetch_rows(db, "SELECT at FROM journal ORDER BY id DESC LIMIT 1")
        at = json.dumps(None if with_log else newest[0][0] if newest else "")
        db.conn.execute("INSERT OR REPLACE INTO settings VALUES (?, ?)", [COPIED, at])


@dataclass(frozen=True, slots=True)
class OpenCopy:
    """This file was copied while its event was open: what came after its newest entry may be missing. `has_gaps`: also
    what came before it.
    """

    newest: datetime | None
    has_gaps: bool = False


def read_open_copy(db: Database) -> OpenCopy | None:
    """Return what somebody is to be told of a copy; None for a file that is none, or of which it was read."""
    found = fetch_rows(db, "SELECT value FROM settings WHERE name = ?", [COPIED])
    if not found:
        return None
    at: Any = json.loads(found[0][0])
    return OpenCopy(datetime.fromisoformat(at) if at else None, at is None)


def dismiss_open_copy(db: Database) -> None:
    """Somebody has read it."""
    with transaction(db):
        db.conn.execute("DELETE FROM settings WHERE name = ?", [COPIED])


def _number(db: EventDatabase) -> str:
    return str(db.path.stat().st_ino)


def _take_mark_out(db: EventDatabase) -> bool:
    if is_open_elsewhere(db.path):
        return False
    try:
        return bool(db.conn.execute("PRAGMA journal_mode = DELETE").fetchone()[0] == "delete")
    except sqlite3.OperationalError:
        return False
