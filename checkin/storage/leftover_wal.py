# SPDX-License-Identifier: GPL-3.0-or-later
"""A WAL (write-ahead log) left by a crash beside an event file that was since replaced by a backup.

SQLite would apply the WAL to the wrong file, and damage it or hide its arrivals (docs/adr/0051).
"""

import contextlib
import os
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from checkin.core.message import StorageError
from checkin.core.sync.sealed_entry import SealedEntry, read_sealed
from checkin.storage import regular_files, sqlite_library
from checkin.storage.connection import EventDatabase, read_only, transaction
from checkin.storage.rescue import ids_in, readable_entries, rebuild_in_memory, set_stray_wal_aside, write_rescue_copy

# The header of an event file, read from the disk without SQLite, which would create a WAL.
# Reading it closes the file, and on POSIX systems that drops the locks that SQLite holds on it in this process
# (docs/adr/0010): only for files that this process does not have open.

_SIZE = 100
_MARK, _MARKED = slice(18, 20), b"\x02\x02"
"""Place and value of the bytes that say that the file is in WAL mode."""


def read_header(path: Path) -> bytes:
    """Return the header; empty if the file cannot be read. It has a counter, which rises when WAL mode begins or ends:
    between two equal headers neither happened.
    """
    try:
        return regular_files.read_regular_file(path, _SIZE)
    except OSError:
        return b""


def says_wal_mode(header: bytes) -> bool:
    return header[_MARK] == _MARKED


# Detecting an event file that was copied while the event was open, and may lack entries (docs/adr/0050).
# While an event is open its newest entries may be in the WAL alone, and the file's header says WAL mode. The last
# program to close it writes the WAL into the file and clears that mark. So a file with the mark and without a log
# beside it was copied while it was open, or separated from its WAL by accident; programs that open and close the
# event never leave it so, not for a moment (`storage.regular_files`). A file and a WAL under another inode number than
# that of the file that was opened were copied one after the other, and entries that moved from WAL to file in between
# may be in neither.

MARKS, COPIED, NUMBER = (
    sqlite_library.Setting("is_marked_while_open"),
    sqlite_library.Setting("copied_while_open"),
    sqlite_library.Setting("opened_as"),
)
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
    if regular_files.open_file_records.known(path):
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


def is_marked(db: sqlite_library.Database) -> bool:
    """Whether the header of the file says WAL mode."""
    return bool(db.conn.execute("PRAGMA journal_mode").fetchone()[0] == "wal")


def may_be_copied_with_wal(db: EventDatabase, before: ClosedFileState) -> bool:
    """Whether a file with a WAL beside it is not the one that was opened: a copy, or on a disk that renumbers files
    (FAT).
    """
    if not before.has_log or not sqlite_library.fetch_rows(db, "SELECT 1 FROM sqlite_master WHERE name = 'settings'"):
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
        newest = sqlite_library.fetch_rows(db, "SELECT at FROM journal ORDER BY id DESC LIMIT 1")
        COPIED.write(db, None if with_log else newest[0][0] if newest else "")


@dataclass(frozen=True, slots=True)
class OpenCopy:
    """A notice that this file was copied while its event was open: entries after `newest` may be missing, with
    `has_gaps` earlier ones too.
    """

    newest: datetime | None
    has_gaps: bool = False


def read_open_copy(db: sqlite_library.Database) -> OpenCopy | None:
    """Return the notice about a copy; None if the file is no copy or the notice was dismissed."""
    if not COPIED.is_set(db):
        return None
    at = COPIED.read(db)
    return OpenCopy(datetime.fromisoformat(at) if at else None, at is None)


def dismiss_open_copy(db: sqlite_library.Database) -> None:
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
    return not regular_files.is_open_elsewhere(db.path) and regular_files.is_left_whole(db.conn)


# Reading entries from the pages of an SQLite WAL whose event file is missing.
# The format is SQLite's, and fixed (https://www.sqlite.org/fileformat2.html, sections 1.6, 2.1 and 4.1). A row of the
# journal lies whole in one cell of its tree. A cell that continues on other pages (a picture, a signature) is
# skipped; that of an arrival never does.

_LOG_HEADER, _FRAME_HEADER = 32, 24
_PAGE_SIZES = frozenset(1 << power for power in range(9, 17))
_CELLS_FROM = {0x0A: (8, 0), 0x02: (12, 4)}
"""For a leaf or inner page of an index tree: offset of its list of cells, and the number of bytes in each cell before
its length.
"""
_BLOB, _TEXT = 12, 13
_COLUMNS = 7
"""Columns of the journal: those of an entry, and its position in a hub's shared journal."""


def entries_in_wal(wal: Path) -> Iterator[SealedEntry]:
    """Yield every entry in the WAL, of any moment, some more than once. Raises `OSError`."""
    with open(regular_files.open_regular_file(wal), "rb") as file:
        size = int.from_bytes(file.read(_LOG_HEADER)[8:12])
        if size not in _PAGE_SIZES:
            return
        while len(frame := file.read(_FRAME_HEADER + size)) == _FRAME_HEADER + size:
            yield from _entries_on(frame[_FRAME_HEADER:])


def _entries_on(page: bytes) -> Iterator[SealedEntry]:
    if page[0] not in _CELLS_FROM:
        return
    begin, before = _CELLS_FROM[page[0]]
    for number in range(int.from_bytes(page[3:5])):
        at = begin + 2 * number
        cell = int.from_bytes(page[at : at + 2]) + before
        if entry := _entry(page, cell):
            yield entry


def _entry(page: bytes, cell: int) -> SealedEntry | None:
    """Return the entry that begins at `cell`; None if there is none, or it continues on another page."""
    try:
        length, begin = _number_at(page, cell)
        row = page[begin : begin + length]
        if len(row) < length or length > _longest(len(page)):
            return None
        values = _values(row)
        return read_sealed((values[0].hex(), *(value.decode() for value in values[1:]))) if values else None
    except (IndexError, UnicodeDecodeError):
        return None


def _longest(page: int) -> int:
    """Return the greatest length in bytes of a cell that does not continue on another page."""
    return (page - 12) * 64 // 255 - 23


def _values(row: bytes) -> list[bytes]:
    """Return id, kind, subject, desk, time and body of a row of the journal; empty for a row of another table."""
    end, at = _number_at(row, 0)
    kinds = []
    while at < end:
        kind, at = _number_at(row, at)
        kinds.append(kind)
    if len(kinds) != _COLUMNS or kinds[0] != _BLOB + 32 or any(k < _TEXT or k % 2 == 0 for k in kinds[1:6]):
        return []
    values = []
    for kind in kinds[:6]:
        length = (kind - _BLOB) // 2
        values.append(row[at : at + length])
        at += length
    return values


def _number_at(source: bytes, at: int) -> tuple[int, int]:
    """Return an SQLite varint and the offset after it. Raises `IndexError`."""
    value = 0
    for place in range(8):
        byte = source[at + place]
        value = value << 7 | byte & 0x7F
        if byte < 0x80:
            return value, at + place + 1
    return value << 8 | source[at + 8], at + 9


def part_from_leftover_wal(path: Path) -> None:
    """Rescue the entries of a WAL that belongs to another file, and set it aside; call before opening the event file.

    The WAL of a crash of this file stays. Raises `StorageError`, and then nothing was changed.
    """
    wal = path.with_name(path.name + "-wal")
    if not (_is_left(path, wal) and _is_of_another_file(path) and _is_left(path, wal)):
        return  # also if another program opened the file while it was looked at: then nothing that was seen counts
    rescued = _with_its_entries(path, wal)
    if rescued:
        is_kept = write_rescue_copy(rescued)
        rescued.conn.close()
        if not is_kept:
            raise StorageError(sqlite_library.CANNOT_BE_WRITTEN)
    set_stray_wal_aside(path)
    if wal.exists():
        raise StorageError(sqlite_library.CANNOT_BE_WRITTEN)


def _is_left(path: Path, wal: Path) -> bool:
    """Whether there is a WAL while no program has the file open."""
    try:
        has_log = wal.stat().st_size > 0
    except OSError:
        return False
    return has_log and regular_files.open_file_records.known(path) is None and not regular_files.is_open_elsewhere(path)


def _is_of_another_file(path: Path) -> bool:
    """Whether the WAL belongs to another file than the event file at `path`.

    True if the event file is whole without the WAL, and either is not in WAL mode (a saved copy, or a closed event) or
    is damaged when read with the WAL (copied from an open event). A file with another inode number is a copy of both
    files, which `is_copied_with_wal` finds.
    """
    if not _is_whole(path, has_log=False):
        return False
    return _is_out_of_wal_mode(path) or (_has_its_number(path) and not _is_whole(path, has_log=True))


def _is_out_of_wal_mode(path: Path) -> bool:
    """Whether the header does not say WAL mode although there is a WAL. Another program that closes the file meanwhile
    removes its WAL first, and the next one that opens it changes the header before it writes a WAL.
    """
    header, wal = read_header(path), path.with_name(path.name + "-wal")
    return not says_wal_mode(header) and wal.exists() and wal.stat().st_size > 0 and read_header(path) == header


def _is_whole(path: Path, *, has_log: bool) -> bool:
    try:
        with read_only(path, has_log=has_log) as db:
            is_ours = sqlite_library.fetch_rows(db, "PRAGMA application_id") == [(sqlite_library.APPLICATION_ID,)]
            return is_ours and sqlite_library.fetch_rows(db, "PRAGMA integrity_check(1)") == [("ok",)]
    except StorageError:
        return False


def _has_its_number(path: Path) -> bool:
    """Whether it is no copy; not of a file that another program writes at this moment, which can be read as damaged."""
    with contextlib.suppress(StorageError), read_only(path, has_log=False) as db:
        return bool(NUMBER.read(db) == path.stat().st_ino)
    return False


def _with_its_entries(path: Path, wal: Path) -> EventDatabase | None:
    """Return the event in memory, with the entries that only the WAL has; None if there are none, or if no entry shows
    that the WAL belongs to this event. Raises `StorageError`.
    """
    try:
        found = {entry.id: entry for entry in entries_in_wal(wal)}
    except OSError as exc:
        raise StorageError(sqlite_library.CANNOT_BE_WRITTEN) from exc
    with read_only(path, has_log=False) as db:
        known = ids_in(db)
        if found.keys() <= known or not (found.keys() & known or _knows_somebody_of(db, found.values())):
            return None
        held = regular_files.OpenFileRecord()
        held.key = sqlite_library.fetch_rows(db, "SELECT id, secret FROM event")[0]
        held.settings = sqlite_library.setting_rows(db)
        return rebuild_in_memory(path, held, [*readable_entries(db), *found.values()])


def _knows_somebody_of(db: sqlite_library.Database, entries: Iterable[SealedEntry]) -> bool:
    """Whether an entry is about a person of this event; ids of people are unique across events."""
    people = {row[0] for row in sqlite_library.fetch_rows(db, "SELECT id FROM attendees")}
    return any(entry.subject in people for entry in entries)
