# SPDX-License-Identifier: GPL-3.0-or-later
"""Detecting an event file that was copied while the event was open, and may lack entries (docs/adr/0050).

While an event is open its newest entries may be in the WAL alone, and the file's header says WAL mode. The
last program to close it writes the WAL into the file and clears that mark. So a file with the mark and without a log
beside it was copied while it was open, or separated from its WAL by accident; programs that open and close the event
never leave it so, not for a moment (`storage.wal_mode`). A file and a WAL under another inode number than
that of the file that was opened were copied one after the other, and entries that moved from WAL to file in between may
be in neither.
"""

import os
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from checkin.storage.connection import EventDatabase, transaction
from checkin.storage.event_lock import is_open_elsewhere
from checkin.storage.file_header import read_header, says_wal_mode
from checkin.storage.open_file_record import open_file_records
from checkin.storage.row_decoding import fetch_rows
from checkin.storage.settings_table import Setting
from checkin.storage.sqlite_library import Database
from checkin.storage.wal_mode import is_left_whole

MARKS, COPIED, NUMBER = Setting("is_marked_while_open"), Setting("copied_while_open"), Setting("opened_as")
"""Programs that clear the mark have closed this file; it was a copy of an open event; the inode
number of the file that was opened last.
"""


@dataclass(frozen=True, slots=True)
class ClosedFileState:
    """A file before this process opens it: whether a WAL or a journal lies beside it, and whether its header says WAL
    mode and the WAL is missing.
    """

    has_log: bool
    lacks_wal: bool = False

    @property
    def is_closed(self) -> bool:
        """Whether the last program closed the file, which is complete."""
        return not self.has_log and not self.lacks_wal

    @property
    def is_parted(self) -> bool:
        """Whether the file is without the log that it has wherever programs open and close it."""
        return self.lacks_wal and not self.has_log


def read_closed_state(path: Path) -> ClosedFileState:
    """Return the state of the file at one instant; call before opening it, which creates a WAL.

    Other programs may open and close it meanwhile. That changes the header: between two equal ones nobody began or left
    WAL mode. Whoever leaves it creates the journal before the WAL goes, so the WAL is looked for first.
    """
    places = {str(path), os.path.realpath(path)}  # SQLite puts a log beside the file that a link leads to
    if open_file_records.known(path):
        return ClosedFileState(_has(places, "-wal") or _has(places, "-journal"))
    while not _has(places, "-wal"):
        header = read_header(path)
        is_without = not _has(places, "-wal")
        has_journal = _has(places, "-journal")
        if not says_wal_mode(header):
            return ClosedFileState(has_journal)
        if is_without and read_header(path) == header:
            return ClosedFileState(has_journal, lacks_wal=True)
    return ClosedFileState(has_log=True)


def is_marked(db: Database) -> bool:
    """Whether the header of the file says WAL mode."""
    return bool(db.conn.execute("PRAGMA journal_mode").fetchone()[0] == "wal")


def may_be_copied_with_wal(db: EventDatabase, before: ClosedFileState) -> bool:
    """Whether a file with a WAL beside it is not the one that was opened: a copy, or on a disk that renumbers files
    (FAT).
    """
    if not before.has_log or not fetch_rows(db, "SELECT 1 FROM sqlite_master WHERE name = 'settings'"):
        return False  # no WAL, or a file that lacks our tables
    return _has_another_number(db)


def is_copied_with_wal(db: EventDatabase, before: ClosedFileState) -> bool:
    """Whether the file was copied with its WAL and no program has it open; its WAL is then written into it."""
    return may_be_copied_with_wal(db, before) and _take_mark_out(db) and may_be_copied_with_wal(db, before)


def is_copy_of_open_event(db: EventDatabase, before: ClosedFileState) -> bool:
    """Whether a file without a log was copied while the event was open. With the number of the file that was opened it
    is one that was copied over it, which no program has open.
    """
    return before.is_parted and MARKS.is_set(db) and (_has_another_number(db) or _take_mark_out(db))


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


def _has_another_number(db: EventDatabase) -> bool:
    return NUMBER.read(db) not in (None, _number(db))


def _has(places: Iterable[str], end: str) -> bool:
    """Whether this log lies at one of the places."""
    return any(os.path.exists(place + end) for place in places)


def _take_mark_out(db: EventDatabase) -> bool:
    return not is_open_elsewhere(db.path) and is_left_whole(db.conn)
