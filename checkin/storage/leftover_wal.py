# SPDX-License-Identifier: GPL-3.0-or-later
"""A WAL (write-ahead log) left by a crash beside an event file that was since replaced by a backup.

SQLite would apply the WAL to the wrong file, and damage it or hide its arrivals (docs/adr/0051).
"""

import contextlib
from collections.abc import Iterable
from pathlib import Path

from checkin.core.errors import StorageError
from checkin.core.sync.sealed_entry import SealedEntry
from checkin.storage.connection import EventDatabase, read_only
from checkin.storage.event_lock import is_open_elsewhere
from checkin.storage.file_header import read_header, says_wal_mode
from checkin.storage.open_copy import NUMBER
from checkin.storage.open_file_record import OpenFileRecord, open_file_records
from checkin.storage.rescue import ids_in, readable_entries, rebuild_in_memory, set_stray_wal_aside, write_rescue_copy
from checkin.storage.row_decoding import fetch_rows
from checkin.storage.settings_table import setting_rows
from checkin.storage.sql_terms import APPLICATION_ID
from checkin.storage.sqlite_errors import CANNOT_BE_WRITTEN
from checkin.storage.sqlite_library import Database
from checkin.storage.wal_entries import entries_in_wal


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
            raise StorageError(CANNOT_BE_WRITTEN)
    set_stray_wal_aside(path)
    if wal.exists():
        raise StorageError(CANNOT_BE_WRITTEN)


def _is_left(path: Path, wal: Path) -> bool:
    """Whether there is a WAL while no program has the file open."""
    try:
        has_log = wal.stat().st_size > 0
    except OSError:
        return False
    return has_log and open_file_records.known(path) is None and not is_open_elsewhere(path)


def _is_of_another_file(path: Path) -> bool:
    """Whether the WAL belongs to another file than the event file at `path`.

    True if the event file is whole without the WAL, and either is not in WAL mode (a saved copy, or a closed event) or
    is damaged when read with the WAL (copied from an open event). A file with another inode number is a copy of both
    files, which `storage.open_copy` handles.
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
            is_ours = fetch_rows(db, "PRAGMA application_id") == [(APPLICATION_ID,)]
            return is_ours and fetch_rows(db, "PRAGMA integrity_check(1)") == [("ok",)]
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
        raise StorageError(CANNOT_BE_WRITTEN) from exc
    with read_only(path, has_log=False) as db:
        known = ids_in(db)
        if found.keys() <= known or not (found.keys() & known or _knows_somebody_of(db, found.values())):
            return None
        held = OpenFileRecord()
        held.key = fetch_rows(db, "SELECT id, secret FROM event")[0]
        held.settings = setting_rows(db)
        return rebuild_in_memory(path, held, [*readable_entries(db), *found.values()])


def _knows_somebody_of(db: Database, entries: Iterable[SealedEntry]) -> bool:
    """Whether an entry is about a person of this event; ids of people are unique across events."""
    people = {row[0] for row in fetch_rows(db, "SELECT id FROM attendees")}
    return any(entry.subject in people for entry in entries)
