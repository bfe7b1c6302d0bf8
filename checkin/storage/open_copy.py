# SPDX-License-Identifier: GPL-3.0-or-later
"""Detecting an event file that was copied while the event was open, and may lack entries (docs/adr/0050).

While an event is open its newest entries may be in the WAL alone, and the file's header says WAL mode. The
last program to close it writes the WAL into the file and clears that mark. So a file with the mark and without a WAL
was copied while it was open, or separated from its WAL by accident. A file and a WAL under another inode number than
that of the file that was opened were copied one after the other, and entries that moved from WAL to file in between may
be in neither.
"""

import time
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from checkin.storage.connection import EventDatabase, transaction
from checkin.storage.event_lock import is_open_elsewhere
from checkin.storage.row_decoding import fetch_rows
from checkin.storage.settings_table import Setting
from checkin.storage.sqlite_library import Database, sqlite3

LOGS = ("-wal", "-journal")
SETTLING_S = 3.0
"""Seconds that a program on a busy computer may need between the mark and the WAL of a file it opens. They are waited
once, if a file looks like a copy and no other program writes it meanwhile.
"""
LOOK_S = 0.02
MARKS, COPIED, NUMBER = Setting("is_marked_while_open"), Setting("copied_while_open"), Setting("opened_as")
"""Programs that clear the mark have closed this file; it was a copy of an open event; the inode
number of the file that was opened last.
"""


@dataclass(frozen=True, slots=True)
class ClosedFileState:
    """A file before this process opens it: whether a WAL lies beside it, and its modification time in ns."""

    has_wal: bool
    written: int


def read_closed_state(path: Path) -> ClosedFileState:
    """Return the state of the file; call before opening it, which creates a WAL."""
    written = path.stat().st_mtime_ns
    return ClosedFileState(any(path.with_name(path.name + end).exists() for end in LOGS), written)


def is_marked(db: Database) -> bool:
    """Whether the header of the file says WAL mode."""
    return bool(db.conn.execute("PRAGMA journal_mode").fetchone()[0] == "wal")


def may_be_copied_with_wal(db: EventDatabase, before: ClosedFileState) -> bool:
    """Whether a file with a WAL beside it is not the one that was opened: a copy, or on a disk that renumbers files
    (FAT).
    """
    if not before.has_wal or not fetch_rows(db, "SELECT 1 FROM sqlite_master WHERE name = 'settings'"):
        return False  # no WAL, or a file of the first versions
    return NUMBER.read(db) not in (None, _number(db))


def is_copied_with_wal(db: EventDatabase, before: ClosedFileState) -> bool:
    """Whether the file was copied with its WAL and no program has it open; its WAL is then written into it."""
    return may_be_copied_with_wal(db, before) and _take_mark_out(db) and may_be_copied_with_wal(db, before)


def is_copy_of_open_event(db: EventDatabase, before: ClosedFileState) -> bool:
    """Whether a file without a WAL was copied while the event was open.

    Another program that is just opening the event is not mistaken for that: it has written the file or its WAL since,
    or has it open after `SETTLING_S`.
    """
    if before.has_wal or not is_marked(db) or not MARKS.is_set(db):
        return False
    return not _is_written_within(SETTLING_S, db, before) and _take_mark_out(db)


def note_opened(db: EventDatabase, *, is_copy: bool = False, with_log: bool = False) -> None:
    """Note that this file is open, and its inode number; call inside `connection.transaction`.

    For a copy of an open event the time of its newest entry is noted, to be shown until a user has read it; it is
    unknown if the copy came `with_log`.
    """
    MARKS.write(db, True)
    NUMBER.write(db, _number(db))
    if is_copy or with_log:
        newest = fetch_rows(db, "SELECT at FROM journal ORDER BY id DESC LIMIT 1")
        COPIED.write(db, None if with_log else newest[0][0] if newest else "")


@dataclass(frozen=True, slots=True)
class OpenCopy:
    """A notice that this file was copied while its event was open: entries after `newest` may be missing, with
    `has_gaps` earlier ones too.
    """

    newest: datetime | None
    has_gaps: bool = False


def read_open_copy(db: Database) -> OpenCopy | None:
    """Return the notice about a copy; None if the file is no copy or the notice was dismissed."""
    if not COPIED.is_set(db):
        return None
    at = COPIED.read(db)
    return OpenCopy(datetime.fromisoformat(at) if at else None, at is None)


def dismiss_open_copy(db: Database) -> None:
    """Delete the notice, once a user has read it."""
    with transaction(db):
        COPIED.remove(db)


def _number(db: EventDatabase) -> int:
    return db.path.stat().st_ino


def _is_written_within(seconds: float, db: EventDatabase, before: ClosedFileState) -> bool:
    """Whether another program has written the file or its WAL since `before`, or does so within `seconds`; waits until
    then. This process has not written anything yet, so a WAL with content is another program's.
    """
    end, log = time.monotonic() + seconds, db.path.with_name(db.path.name + "-wal")
    while db.path.stat().st_mtime_ns == before.written and not (log.exists() and log.stat().st_size):
        if time.monotonic() >= end:
            return False
        time.sleep(LOOK_S)
    return True


def _take_mark_out(db: EventDatabase) -> bool:
    if is_open_elsewhere(db.path):
        return False
    try:
        return bool(db.conn.execute("PRAGMA journal_mode = DELETE").fetchone()[0] == "delete")
    except sqlite3.OperationalError:
        return False
