# SPDX-License-Identifier: GPL-3.0-or-later
"""Rescuing an event whose file was replaced or damaged while open: in memory, as a copy, and as a new event file.

Entries are collected from all sources: the old file, which SQLite still has open, if it is sound; else every entry that
can be read from it; and those that this process recorded itself (`OpenFileRecord.acknowledged`).
"""

import contextlib
import logging
import os
import time
from collections.abc import Iterable, Iterator
from itertools import count
from pathlib import Path

from checkin.core.entries import EntryKind, parse_stored_moment
from checkin.core.message import Message, StorageError
from checkin.core.sync.sealed_entry import SealedEntry, read_sealed, rule_of
from checkin.storage import journal_purge, regular_files
from checkin.storage.attendees import Attendees
from checkin.storage.connection import EventDatabase, read_only, transaction
from checkin.storage.journal import Journal
from checkin.storage.migrations import migrate
from checkin.storage.regular_files import FileTrouble, OpenFileRecord, read_file_state, remove_path, replace_path
from checkin.storage.sqlite_library import Database, fetch_rows, put_setting_rows, sqlite3, translated_sqlite_errors

RESCUED, REPLACED, OTHER = "rescued", "replaced", "other"
"""Parts of file names: what this desk knew; a file of the same event that lay in the event file's place (a purge
deletes both, `journal_purge.backups`); a file of another event.
"""

_AT_ONCE = 500
_PARTS = ("", "-wal", "-shm", "-journal")
_BROKEN = (sqlite3.Error, StorageError, UnicodeDecodeError, OverflowError)
"""Errors that reading a damaged file may raise."""
_MISTAKES = (sqlite3.ProgrammingError, sqlite3.InterfaceError, sqlite3.NotSupportedError)
"""Errors of wrong use of SQLite, whatever the file contains."""
_ENTRY = "SELECT id, kind, subject, desk, at, body FROM journal"
_log = logging.getLogger(__name__)


@contextlib.contextmanager
def passing_over_damage() -> Iterator[None]:
    """Skip the rest of the block at a damaged place, and log it. Programming errors are raised."""
    try:
        yield
    except _BROKEN as error:
        if isinstance(error.__cause__ or error, _MISTAKES):
            raise
        _log.warning("what is damaged is passed over: %s", type(error.__cause__ or error).__name__)


def copy_in_memory(db: EventDatabase) -> EventDatabase:
    """Return an in-memory copy of all that is known through a connection whose file was changed by others. If it could
    not reconnect, that is what this process recorded and received.
    """
    if db.is_connected:
        copy = EventDatabase(db.path, mode="memory")
        with passing_over_damage():
            db.conn.backup(copy.conn)
            is_ours = fetch_rows(copy, "SELECT id FROM event") == [(db.held.key[0],)]
            if is_ours and is_sound(copy) and present_ids(copy, {db.held.newest} - {b""}) == {db.held.newest} - {b""}:
                add(copy, db.held.acknowledged())
                return copy
        copy.conn.close()
        with passing_over_damage():  # what can be read may be no entry at all
            if not _is_overwritten(db):
                return rebuild_in_memory(db.path, db.held, readable_entries(db))
    return rebuild_in_memory(db.path, db.held, [])


def is_sound(db: Database) -> bool:
    """Whether SQLite finds no damage. It does not look into the texts of a table without row ids by itself."""
    if fetch_rows(db, "PRAGMA quick_check(1)") != [("ok",)]:
        return False
    if fetch_rows(db, "SELECT 1 FROM journal WHERE NOT json_valid(body) LIMIT 1"):
        return False
    unusual = fetch_rows(db, "SELECT at FROM journal WHERE at NOT GLOB ? AND at NOT GLOB ?", _USUAL_TIMES)
    return all(_is_time(at) for (at,) in unusual)


def _is_time(text: str) -> bool:
    try:
        parse_stored_moment(text)
    except ValueError:
        return False
    return True


_D = "[0-9]"
_SECOND, _OFFSET = f"{_D * 4}-{_D * 2}-{_D * 2}T{_D * 2}:{_D * 2}:{_D * 2}", f"[+-]{_D * 2}:{_D * 2}"
_USUAL_TIMES = (f"{_SECOND}{_OFFSET}", f"{_SECOND}.{_D * 6}{_OFFSET}")
"""How desks write times; what is none of these is read by itself."""


def _is_overwritten(db: EventDatabase) -> bool:
    """Whether another event was written into the very file that is open: what is read may be of either."""
    now, before = read_file_state(db.path).main, db.held.seen.main
    is_same_file = now is not None and before is not None and now.identity == before.identity
    return is_same_file and is_another_event(db.path, db.held)


def is_another_event(path: Path, held: OpenFileRecord) -> bool:
    """Whether the file, read without its WAL, belongs to another event. A new event file is still empty."""
    try:
        with read_only(path, has_log=False) as db:
            tables = {row[0] for row in fetch_rows(db, "SELECT name FROM sqlite_master WHERE type = 'table'")}
            if "event" not in tables:
                return bool(tables)
            return fetch_rows(db, "SELECT id FROM event") != [(held.key[0],)]
    except (StorageError, OSError):
        return False


def rebuild_in_memory(path: Path, held: OpenFileRecord, entries: Iterable[SealedEntry]) -> EventDatabase:
    """Return a new event file in memory, with these entries, those of this process and this computer's settings."""
    made = EventDatabase(path, mode="memory")
    migrate(made)
    made.execute("INSERT INTO event (id, secret) VALUES (?, ?)", list(held.key))
    put_setting_rows(made, held.settings)
    add(made, [*entries, *held.acknowledged()])
    return made


def readable_entries(db: Database) -> Iterator[SealedEntry]:
    """Yield every readable entry: from the first on and from the last back, up to the damage."""
    for order in ("", "DESC"):
        with passing_over_damage():
            for row in db.conn.execute(f"{_ENTRY} ORDER BY id {order}"):
                if isinstance(row[0], bytes) and (entry := read_sealed((row[0].hex(), *row[1:]))):
                    yield entry


def ids_in(db: Database) -> set[bytes]:
    """Return the ids of all entries."""
    return {row[0] for row in fetch_rows(db, "SELECT id FROM journal")}


def present_ids(db: Database, wanted: Iterable[bytes]) -> set[bytes]:
    """Return those of `wanted` that are in the journal."""
    asked, found = list(wanted), set[bytes]()
    for begin in range(0, len(asked), _AT_ONCE):
        some = asked[begin : begin + _AT_ONCE]
        found |= {
            row[0] for row in fetch_rows(db, f"SELECT id FROM journal WHERE id IN ({','.join('?' * len(some))})", some)
        }
    return found


def add(db: EventDatabase, entries: Iterable[SealedEntry]) -> None:
    """Add the entries that the file lacks. What they decide at their desk they decide no more: whether that was this
    one is not known of a copy.
    """
    journal = Journal(db, Attendees(db))
    by_id = {entry.id: entry for entry in entries}
    known = present_ids(db, by_id)
    new = [entry for entry in by_id.values() if entry.id not in known]
    if not new:
        return
    with transaction(db):
        journal.insert(journal_purge.filter_after_purge(db, new))
        told = [(entry.id,) for entry in new if rule_of(entry.kind).decides_at_its_desk]
        db.conn.executemany("INSERT OR IGNORE INTO told VALUES (?)", told)
        if any(entry.kind == EntryKind.EVENT_PURGED for entry in new):
            journal.empty()


def write_rescue_copy(kept: EventDatabase) -> Path | None:
    """Write a copy beside the event file; return its path, None if nothing can be written (a USB drive was pulled)."""
    try:
        target = _free(kept.path, RESCUED)
        _write(kept, target)
    except (StorageError, OSError):
        return None
    return target


def set_stray_wal_aside(path: Path) -> None:
    """Move an event's WAL away from beside another event's file; its content is already rescued. The empty journal of
    an open event goes too (`storage.regular_files`).
    """
    journal = path.with_name(path.name + "-journal")
    with contextlib.suppress(OSError):
        replace_path(path.with_name(path.name + "-wal"), _free(path, RESCUED).with_suffix(".part"))
        remove_path(path.with_name(path.name + "-shm"))
        if journal.stat().st_size == 0:
            remove_path(journal)


def remove_rescue_copy(held: OpenFileRecord) -> None:
    """Delete the rescue copy, once the event file is right again."""
    if held.rescue:
        with contextlib.suppress(OSError):
            remove_path(held.rescue)
    held.rescue = None


def replace_event_file(kept: EventDatabase, held: OpenFileRecord) -> Path | None:
    """Rebuild the event file from `kept` and the entries of the same event in the present file. Return the path of the
    present file after it was set aside. Raises `StorageError`, and then the present file stays.
    """
    path = kept.path
    add(kept, _entries_of_same_event(path, held))
    part = path.with_name(f"{path.stem}.{RESCUED}.part")
    _write(kept, part)
    try:
        return _take_place(part, path, OTHER if held.trouble is FileTrouble.FOREIGN else REPLACED)
    except StorageError:
        with contextlib.suppress(OSError):
            remove_path(part)
        raise


def put_back(copy: Path, path: Path) -> Path | None:
    """Rename a rescue copy to the event file, which no program has open. Return the path of the file set aside. Raises
    `StorageError`, and then that file is in its place.
    """
    return _take_place(copy, path, REPLACED)


def _entries_of_same_event(path: Path, held: OpenFileRecord) -> list[SealedEntry]:
    with passing_over_damage(), read_only(path) as db:
        if fetch_rows(db, "SELECT id FROM event") == [(held.key[0],)]:
            return list(readable_entries(db))
    return []


def _write(kept: EventDatabase, target: Path) -> None:
    """Write the copy, complete and on the disk when this returns; else raise `StorageError` and leave no file."""
    remove_path(target)
    regular_files.create_private_file(target)
    try:
        with translated_sqlite_errors():
            kept.conn.execute("VACUUM INTO ?", [str(target)])
        with target.open("r+b") as file:  # no connection has this file open: closing it drops no lock
            os.fsync(file.fileno())
    except OSError as exc:
        raise StorageError(_NOT_PUT_RIGHT) from exc
    except StorageError:
        remove_path(target)
        raise


def _take_place(new: Path, path: Path, what: str) -> Path | None:
    """Rename `new` to `path`; return the path of the file that was there, None if there was none.

    It is set aside with its WAL, which SQLite would apply to the new file; the WAL may be there alone. Raises
    `StorageError` and moves everything back if another program holds one of them.
    """
    kept = _free(path, what)
    moves = [(path.with_name(path.name + end), kept.with_name(kept.name + end)) for end in _PARTS]
    done: list[tuple[Path, Path]] = []
    try:
        for source, target in [*((source, target) for source, target in moves if source.exists()), (new, path)]:
            replace_path(source, target)
            done.append((source, target))
    except OSError as exc:
        with contextlib.suppress(OSError):
            for source, target in reversed(done):
                replace_path(target, source)
        raise StorageError(_NOT_PUT_RIGHT) from exc
    regular_files.sync_folder(path.parent)
    return kept if kept.exists() else None


def _free(path: Path, what: str) -> Path:
    """Return a free name beside the event file."""
    stamp = time.strftime("%Y%m%d-%H%M%S")
    names = (path.with_name(f"{path.stem}.{what}-{stamp}-{number}{path.suffix}") for number in count(1))
    return next(name for name in names if not name.exists())


_NOT_PUT_RIGHT = Message(
    "storage",
    "The event file could not be restored: its folder is full, or cannot be written to. What this desk "
    "recorded is kept as long as this window is open; make room, then try again.",
)
