# SPDX-License-Identifier: GPL-3.0-or-later
"""Copies of an event file: at one moment, for a rehearsal, and those that a rescue left beside it."""

import contextlib
import re
import shutil
import tempfile
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from checkin.core.entries import EntryKind
from checkin.core.message import Message, StorageError
from checkin.core.sync.sealed_entry import SealedEntry
from checkin.storage import sqlite_library
from checkin.storage.connection import COPY, EventDatabase, read_only, transaction
from checkin.storage.database import back_up
from checkin.storage.journal_purge import overwrite
from checkin.storage.regular_files import read_file_state, remove_path
from checkin.storage.rescue import RESCUED, add, passing_over_damage, present_ids, put_back, readable_entries

CACHE_KB = 32_000
"""Kilobytes of a snapshot that stay in memory; a small event is there as a whole."""


def is_of_one_moment(db: EventDatabase) -> bool:
    """Whether all that this connection reads is of the same moment already."""
    return db.mode == COPY or db.conn.in_transaction


def is_in_wal_mode(db: EventDatabase) -> bool:
    """Whether a long read of the file blocks no write."""
    return str(sqlite_library.fetch_rows(db, "PRAGMA journal_mode")[0][0]) == "wal"


@contextlib.contextmanager
def snapshot(db: EventDatabase) -> Iterator[EventDatabase]:
    """Yield a connection that reads what is committed now, until the block ends.

    Raises `StorageError` if another file lies in the place of this one, or if what was read may be of several moments:
    another program wrote to the file because this process had lost its locks.
    """
    if is_in_wal_mode(db):
        reader = db.reader()
        try:
            with _held_still(reader, db.held.newest):
                yield reader
        finally:
            reader.abandon()
    else:
        with contextlib.closing(copied(db)) as copy:
            yield copy


def copied(db: EventDatabase) -> EventDatabase:
    """Return a copy of the event at this moment, read-only; the caller closes it. For a file without a WAL, a long read
    of which would block every write.

    SQLite keeps the copy in its cache and in a file without a name, which is gone when it is closed; pysqlite3, which
    is built with TEMP_STORE=3, keeps all of it in memory: as much as the event file has.
    """
    copy = EventDatabase(db.path, mode=COPY)
    with sqlite_library.translated_sqlite_errors():
        copy.conn.execute(f"PRAGMA cache_size = -{CACHE_KB}")
        db.conn.backup(copy.conn)
        copy.conn.execute("PRAGMA query_only = ON")
    return copy


@contextlib.contextmanager
def _held_still(reader: EventDatabase, newest: bytes) -> Iterator[None]:
    """Read the file in one transaction. An entry with the id `newest` must be in it."""
    with sqlite_library.translated_sqlite_errors():
        reader.conn.execute(f"PRAGMA cache_size = -{CACHE_KB}")
        reader.conn.execute("BEGIN")
    if newest and not sqlite_library.fetch_rows(reader, "SELECT 1 FROM journal WHERE id = ?", [newest]):
        raise StorageError(FILE_CHANGED)
    before = reader.newest_entry(), read_file_state(reader.path).identity
    try:
        yield
    except StorageError as exc:
        if _has_moved(reader, before):
            raise StorageError(FILE_CHANGED) from exc
        raise
    if _has_moved(reader, before):
        raise StorageError(FILE_CHANGED)


def _has_moved(reader: EventDatabase, before: tuple[object, object]) -> bool:
    identity = read_file_state(reader.path).identity
    try:
        reader.conn.execute("PRAGMA shrink_memory")  # so that the pages are read again
        return before != (reader.newest_entry(), identity)
    except StorageError:
        return before[1] != identity


FILE_CHANGED = Message(
    "storage", "Another program changed the event file while it was being read. Nothing was written; try again."
)


# Rehearsal copies of an event: creating, recognising and erasing them.

PREFIX = "checkin-rehearsal-"
"""Prefix of a rehearsal's folder, before random letters."""

_PRACTICE = sqlite_library.Setting("practice")
"""Set in a rehearsal copy."""

_COPY_IN = "practice_in:"
"""The name of a setting, with the folder of a copy: in the original event until the copy is erased."""


def make_private_folder(prefix: str) -> Path:
    """Create a temporary folder that only this account can read. Raises `StorageError`."""
    try:
        return Path(tempfile.mkdtemp(prefix=prefix))
    except OSError as exc:
        raise StorageError(_NO_FOLDER) from exc


def make_rehearsal_copy(db: EventDatabase, target: Path) -> Path:
    """Whole, or `StorageError` and no file. The journal is the same letter by letter; what waits for a printer or for
    sending, and how far other desks' journals were read, stay behind; so does which USB drives were here, and the
    access to a ticketing's server.
    """
    back_up(db, target, {_PRACTICE.name: True})
    copy = EventDatabase(target)
    with sqlite_library.translated_sqlite_errors():
        for table in ("print_jobs", "mail_jobs", "peers", "refused", "ticketing_orders", "ticketing_refused"):
            copy.conn.execute(f"DELETE FROM {table}")
        for prefix in (_COPY_IN, "key_visits", "ticketing_"):
            for setting in sqlite_library.settings_with_prefix(copy, prefix):
                setting.remove(copy)
    copy.close()
    return target


def is_rehearsal_copy(db: sqlite_library.Database) -> bool:
    """Whether this file is a rehearsal copy, by its mark. An entry that says so does not count: it may have come from
    another desk.
    """
    return _PRACTICE.is_set(db)


def note_rehearsal_folder(db: sqlite_library.Database, folder: Path) -> None:
    """Note that a copy of this event is about to be made in `folder`."""
    with transaction(db):
        sqlite_library.Setting(f"{_COPY_IN}{folder}").write(db, True)


def forget_rehearsal_folder(db: sqlite_library.Database, folder: Path) -> None:
    """Forget the folder of a copy that is gone."""
    with transaction(db):
        sqlite_library.Setting(f"{_COPY_IN}{folder}").remove(db)


def rehearsal_folders(db: sqlite_library.Database) -> list[Path]:
    """Return the noted folders; only those with our prefix, whatever the file says, because they will be erased."""
    folders = (Path(noted.name.removeprefix(_COPY_IN)) for noted in sqlite_library.settings_with_prefix(db, _COPY_IN))
    return [folder for folder in folders if folder.name.startswith(PREFIX)]


def erase_rehearsal_folder(folder: Path) -> None:
    """Overwrite and delete everything in the folder; missing files are no error.

    A disk that keeps old blocks (SSD, snapshots) may still have some: docs/ready.md says so.
    """
    for file in sorted(folder.rglob("*")):
        if file.is_file() and not file.is_symlink():
            _overwrite(file)
    shutil.rmtree(folder, ignore_errors=True)


def _overwrite(file: Path) -> None:
    with contextlib.suppress(OSError):  # read-only, or gone: it is deleted all the same
        overwrite(file)


_NO_FOLDER = Message(
    "rehearsal",
    "The copy for the rehearsal cannot be made on this computer’s disk. Nothing was changed; free some space.",
)


# Rescue copies beside an event file: finding them and merging their entries after a restart (docs/adr/0051).
# A desk that ended before its file was put right leaves such a copy (`storage.rescue`); it is merged when a user says
# so.


@dataclass(frozen=True, slots=True)
class RescuedEntries:
    """Rescued entries that the event file lacks, `arrivals` among them; `name`: the first copy that has them."""

    entries: int
    arrivals: int
    name: str


def find_rescued(db: EventDatabase) -> RescuedEntries | None:
    """Return the rescued entries, None if the file lacks none. Reads only."""
    found = _found(db)
    entries = {entry.id: entry.kind for missing in found.values() for entry in missing}
    if not entries:
        return None
    arrivals = sum(kind == EntryKind.CHECKED_IN for kind in entries.values())
    return RescuedEntries(len(entries), arrivals, min(path.name for path in found))


def merge_rescued(db: EventDatabase) -> None:
    """Add all rescued entries in one transaction, then delete the copies that have nothing more. Raises
    `StorageError`.
    """
    found = _found(db)
    add(db, [entry for missing in found.values() for entry in missing])
    for path in found:
        if _is_sound(path) and not _missing(db, path):
            with contextlib.suppress(OSError):
                remove_path(path)


def stranded(path: Path) -> Path | None:
    """Return the rescue copy to use if the event file at `path` is gone or unreadable: the whole copy with most
    entries, of several the first. None if there is none. Reads only.
    """
    counted = [(count, copy) for copy in _copies(path) if (count := _entries_of_whole(copy))]
    return max(counted, key=lambda found: found[0])[1] if counted else None


def go_on_with(path: Path) -> None:
    """Make the copy from `stranded` the event file and set the present file aside; a readable file stays. Raises
    `StorageError`.
    """
    if not _entries_of_whole(path) and (copy := stranded(path)):
        put_back(copy, path)


def _entries_of_whole(path: Path) -> int:
    """Return the number of entries in a whole event file; 0 for anything else."""
    with passing_over_damage():
        if path.is_file() and _is_sound(path):
            with read_only(path) as db:
                is_ours = sqlite_library.fetch_rows(db, "PRAGMA application_id") == [(sqlite_library.APPLICATION_ID,)]
                return int(sqlite_library.fetch_rows(db, "SELECT count(*) FROM journal")[0][0]) if is_ours else 0
    return 0


def _found(db: EventDatabase) -> dict[Path, list[SealedEntry]]:
    """Return, by copy, the entries that the event file lacks."""
    found = {path: _missing(db, path) for path in _copies(db.path)}
    return {path: missing for path, missing in found.items() if missing}


def _copies(path: Path) -> list[Path]:
    ours = re.compile(rf"{re.escape(_same(path.stem))}\.{RESCUED}-[-\d]+{re.escape(_same(path.suffix))}")
    with contextlib.suppress(OSError):
        return sorted(each for each in path.parent.iterdir() if ours.fullmatch(_same(each.name)))
    return []


def _same(name: str) -> str:
    """Return a name without what a file system may change in it: how accents are written, and capitals."""
    return unicodedata.normalize("NFC", name).casefold()


def _missing(db: EventDatabase, copy: Path) -> list[SealedEntry]:
    """Return the entries that the file lacks; none if the copy is unreadable, or only one of the two is a rehearsal."""
    with passing_over_damage(), read_only(copy) as there:
        event = "SELECT id FROM event"
        if sqlite_library.fetch_rows(there, event) == sqlite_library.fetch_rows(db, event) and is_rehearsal_copy(
            there
        ) == is_rehearsal_copy(db):
            entries = {entry.id: entry for entry in readable_entries(there)}
            known = present_ids(db, entries)
            return [entry for entry in entries.values() if entry.id not in known]
    return []


def _is_sound(copy: Path) -> bool:
    problems: list[tuple[object, ...]] = []
    with passing_over_damage(), read_only(copy) as there:
        problems = sqlite_library.fetch_rows(there, "PRAGMA quick_check(1)")
    return problems == [("ok",)]


LACKING = Message(
    "storage",
    "This event file lacks {entries} {entries:entry|entries}, including {arrivals} "
    "{arrivals:arrival|arrivals}: {entries:it is|they are} in “{name}”, next to it. Before the next person, "
    "press “Restore the file” at the top of the desk.",
)
PUT_RIGHT = Message("occasion", "Restore the file")
IS_RIGHT = Message(
    "storage",
    "The event file is restored: {people} {people:registration|registrations}, {entries} {entries:entry|entries}.",
)
