# SPDX-License-Identifier: GPL-3.0-or-later
"""Purging people from the event file: the only code that changes entries (docs/adr/0031). It empties them, and fills
again what another desk told emptied without a purge (docs/adr/0052).

Two steps. In the transaction that adds the purge to the journal, all entries before it are made anonymous and the
tables are rebuilt. After the commit the old bytes are removed from the file and its backups; if the computer stops in
between, this happens when the file is opened again.
"""

import contextlib
import os
import re
from collections.abc import Iterable, Iterator, Sequence
from contextlib import nullcontext, suppress
from dataclasses import dataclass
from itertools import islice
from pathlib import Path

from checkin.core.entries import EntryKind
from checkin.core.message import BATCH, CheckinError, Message, ReportProgress, UserError, ignore_progress, report_while
from checkin.core.purge import (
    IMPERSONAL_KINDS,
    PREFIX,
    anonymise_before_purge,
    anonymise_entry,
    anonymous_field_names,
    anonymous_person_of,
    anonymous_subject,
)
from checkin.core.sync.sealed_entry import SealedEntry
from checkin.storage.connection import LAST_PURGE, EventDatabase, read_only
from checkin.storage.regular_files import BUSY_TIMEOUT_MS, remove_path, retry_while_held
from checkin.storage.sqlite_library import (
    APPLICATION_ID,
    Database,
    Setting,
    fetch_rows,
    sqlite3,
    stored_body,
    translated_decoding_errors,
    translated_sqlite_errors,
)

# Other files of an event beside its file: the backups that Checkin made, and copies that a user made.
# An event may have been renamed since a backup was made, so the id inside decides, not the name. A file that cannot
# be read as an event is ours only by this event's name.

MOST_NAMES = 100_000
"""Names of a folder that are looked at; a folder of events has a few."""

SUFFIX = ".checkin"

_BACKUP = re.compile(
    r"(?P<whole>(?P<stem>.+)\.(?:schema-\d+\.backup|(?:rescued|replaced)[-\d]*)(?P<suffix>\.\w+?)?)(?:-\w+|\.part)?"
)


@dataclass(frozen=True, slots=True)
class FilesBeside:
    """The files beside an event: `backups` are those of this event, `unknown` might be, `copies` are event files of
    the same event that still name people. Not `is_whole`: the folder has more names than are looked at.
    """

    backups: tuple[Path, ...] = ()
    unknown: tuple[Path, ...] = ()
    copies: tuple[Path, ...] = ()
    is_whole: bool = True


def files_beside(path: Path, event: str) -> FilesBeside:
    """Return what lies beside the file of the event with this id. Raises `OSError` if its folder cannot be read."""
    backups, unknown, copies = list[Path](), list[Path](), list[Path]()
    names = _names(path.parent)
    for each in islice(names, MOST_NAMES):
        if found := _backup_of(each):
            inside = event_inside(each.with_name(found["whole"]))
            if inside == event or (inside is None and found["stem"] == path.stem):
                backups.append(each)
            elif inside is None:
                unknown.append(each)
        elif each.name != path.name and each.suffix.lower() == SUFFIX and event_inside(each, with_people=True) == event:
            copies.append(each)
    return FilesBeside(tuple(sorted(backups)), tuple(sorted(unknown)), tuple(sorted(copies)), next(names, None) is None)


def backups(path: Path) -> list[Path]:
    """Return the backups that Checkin made beside this event file under its present name, unfinished ones too, and
    files that lay in its place (`storage.rescue`).
    """
    found = ((each, _backup_of(each)) for each in _names(path.parent))
    return sorted(each for each, backup in found if backup and backup["stem"] == path.stem)


def _names(folder: Path) -> Iterator[Path]:
    """Yield the files in a folder. A link is none: Checkin makes no links."""
    with os.scandir(folder) as names:
        for each in names:
            if each.is_file(follow_symlinks=False):
                yield Path(each.path)


def _backup_of(path: Path) -> re.Match[str] | None:
    found = _BACKUP.fullmatch(path.name)
    is_ours = found and (found["suffix"] is not None or path.name.endswith(".part"))
    return found if is_ours else None


def event_inside(path: Path, *, with_people: bool = False) -> str | None:
    """Return the id of the event in a file, None for anything else; `with_people`: only if it still names people."""
    try:
        if not path.is_file():
            return None
        with read_only(path) as db:
            tables = {name for (name,) in fetch_rows(db, "SELECT name FROM sqlite_master WHERE type = 'table'")}
            is_ours = fetch_rows(db, "PRAGMA application_id") == [(APPLICATION_ID,)] and "event" in tables
            if not is_ours or (with_people and "attendees" in tables and not _has_people(db)):
                return None
            ((event,),) = fetch_rows(db, "SELECT id FROM event")
            return str(event)
    except (CheckinError, sqlite3.Error, ValueError, OSError):
        return None


def _has_people(db: Database) -> bool:
    sql = "SELECT EXISTS (SELECT 1 FROM attendees WHERE substr(id, 1, ?) <> ?)"
    return bool(fetch_rows(db, sql, [len(PREFIX), PREFIX])[0][0])


EVERYTHING = b"\xff" * 16
"""Greater than every id: for purging all entries."""

_GUARD = "journal_is_append_only"
_ABOUT_PEOPLE = "id < ? AND kind NOT IN ({})".format(",".join(f"'{kind}'" for kind in sorted(IMPERSONAL_KINDS)))
_TOLD = "purge_told:"
"""The name of a setting, with a peer's name: the newest purge delivered to it."""
_NO_END = b"\xff" * 16
_ANYBODY = PREFIX.__add__
_AFTER_PREFIX = PREFIX[:-1] + chr(ord(PREFIX[-1]) + 1)
"""Sorts directly after all anonymous subjects."""
_UNFINISHED = Setting("purge_is_unfinished")


def newest_purge(db: Database) -> bytes:
    """Return the id of the newest purge in the journal, b"" if there was none: no entry before it is about a person."""
    return fetch_rows(db, f"SELECT max(id) FROM journal WHERE kind = '{EntryKind.EVENT_PURGED}'")[0][0] or b""


def filter_after_purge(db: Database, entries: Sequence[SealedEntry]) -> list[SealedEntry]:
    """Return entries from another desk or file as they may be kept: purged people do not come back.

    An older entry of a desk that does not know of the purge keeps only its id, so that it counts as known.
    """
    purge = newest_purge(db)
    return [anonymise_before_purge(entry, purge) for entry in entries]


def anonymise_entries(db: Database, before: bytes, report: ReportProgress = ignore_progress) -> None:
    """Make all entries before this id anonymous, and delete this computer's other data about people.

    Call inside `connection.transaction`; the journal rebuilds the tables of people.
    """
    _change(db, _emptied(db, before, report))
    for table in ("print_jobs", "mail_jobs", "refused", "ticketing_orders", "ticketing_refused"):
        db.conn.execute(f"DELETE FROM {table}")
    _UNFINISHED.write(db, True)
    LAST_PURGE.write(db, os.urandom(8).hex())
    if isinstance(db, EventDatabase):
        db.held.forget()


def fill_again(db: Database, entries: Iterable[SealedEntry]) -> None:
    """Give entries back the person without whom they were told. Call inside `connection.transaction`."""
    _change(db, ((entry.subject, entry.body, entry.id) for entry in entries))


def _change(db: Database, changes: Iterator[tuple[str, str, bytes]]) -> None:
    """Write subject and body of the entries with these ids."""
    guard = fetch_rows(db, "SELECT sql FROM sqlite_master WHERE type = 'trigger' AND name = ?", [_GUARD])[0][0]
    db.conn.execute(f"DROP TRIGGER {_GUARD}")
    while some := list(islice(changes, BATCH)):  # read before they are changed
        db.conn.executemany("UPDATE journal SET subject = ?, body = ? WHERE id = ?", some)
    db.conn.execute(guard)


def is_unfinished(db: Database) -> bool:
    """Whether old bytes may still be in the files."""
    return _UNFINISHED.is_set(db)


def remove_old_bytes(db: Database) -> bool:
    """Remove the old bytes from the file, its WAL and the backups beside it; call outside a transaction.

    False if another window or program holds them, or somebody reads: then it is repeated when a snapshot ends
    (`EventFile.snapshot`), and when the file is next opened.
    """
    are_removed = not isinstance(db, EventDatabase) or _backups_are_removed(db)
    with db.turn() if isinstance(db, EventDatabase) else nullcontext(), translated_sqlite_errors():
        try:
            is_clean = _rewritten(db) and are_removed
        except sqlite3.OperationalError as exc:
            if not re.search("locked|busy", str(exc)):
                raise
            return False
        if is_clean:
            _UNFINISHED.remove(db)
        if isinstance(db, EventDatabase) and db.is_held:
            db.accept_files()  # VACUUM by this process rewrote the file
    return is_clean


def beside(db: EventDatabase) -> FilesBeside:
    """Return the backups and copies of an open event beside its file; nothing if its folder cannot be read."""
    try:
        return files_beside(db.path, str(fetch_rows(db, "SELECT id FROM event")[0][0]))
    except OSError:
        return FilesBeside(is_whole=False)


def _backups_are_removed(db: EventDatabase) -> bool:
    found = beside(db)
    for backup in found.backups:
        with suppress(OSError):
            remove_path(backup)
    return found.is_whole and not any(backup.exists() for backup in found.backups)


def has_new_texts(db: Database) -> bool:
    """Whether an entry since the newest purge contains something that another purge would remove."""
    since = entries_about_people(db, _NO_END, newest_purge(db))
    return any(_subject_and_body(entry) != _subject_and_body(anonymise_entry(entry, _ANYBODY)) for entry in since)


def entries_about_people(db: Database, before: bytes, last: bytes = b"") -> Iterator[SealedEntry]:
    """Yield the entries about people with ids between `last` and `before`, in order, 500 at a time: others may
    write.
    """
    columns = "id, kind, subject, desk, at, body"
    while some := fetch_rows(
        db, f"SELECT {columns} FROM journal WHERE {_ABOUT_PEOPLE} AND id > ? ORDER BY id LIMIT 500", [before, last]
    ):
        yield from (SealedEntry(*row) for row in some)
        last = some[-1][0]


def delivered_purge(db: Database, peer: str) -> bytes:
    """Return the newest purge that was delivered to this peer, b"" if none."""
    delivered = Setting(_TOLD + peer)
    with translated_decoding_errors():
        return bytes.fromhex(delivered.read(db)) if delivered.is_set(db) else b""


def note_purge_delivered(db: Database, peer: str, purge: bytes) -> None:
    """Note that a purge was delivered to this peer. Call inside `connection.transaction`."""
    Setting(_TOLD + peer).write(db, purge.hex())


def _subject_and_body(entry: SealedEntry) -> tuple[str, object]:
    return entry.subject, stored_body(entry.body)


def _emptied(db: Database, purge: bytes, report: ReportProgress) -> Iterator[tuple[str, str, bytes]]:
    """Yield subject, body and id of the entries that change when they are made anonymous."""
    names, fields = _anonymous_subjects(db, purge), _anonymous_fields(db, purge)
    count = int(fetch_rows(db, f"SELECT count(*) FROM journal WHERE {_ABOUT_PEOPLE}", [purge])[0][0])
    for old in report_while(entries_about_people(db, purge), report, count):
        new = anonymise_entry(old, lambda subject: names.get(subject, ""), fields)
        if new != old:
            yield new.subject, new.body, new.id


def _anonymous_fields(db: Database, purge: bytes) -> dict[str, dict[str, str]]:
    """Return the names that the fields of corrections get, by the hex id of the correction."""
    columns, corrected = "id, kind, subject, desk, at, body", EntryKind.ATTENDEE_CORRECTED
    found = fetch_rows(db, f"SELECT {columns} FROM journal WHERE id < ? AND kind = '{corrected}'", [purge])
    return {row[0].hex(): anonymous_field_names(SealedEntry(*row)) for row in found}


def _anonymous_subjects(db: Database, purge: bytes) -> dict[str, str]:
    """Return the anonymous subject by subject. Some people are known only because a record was merged into theirs."""
    first = f"SELECT subject, min(id) FROM journal WHERE {_ABOUT_PEOPLE} AND subject <> '' GROUP BY subject"
    merges = f"SELECT body, id FROM journal WHERE {_ABOUT_PEOPLE} AND kind = ? ORDER BY id DESC"
    found = (
        (stored_body(body).get("into"), entry)
        for body, entry in fetch_rows(db, merges, [purge, EntryKind.ATTENDEE_MERGED])
    )
    merged = {into: anonymous_person_of(entry) for into, entry in found if isinstance(into, str)}
    return merged | {subject: anonymous_subject(entry) for subject, entry in fetch_rows(db, first, [purge])}


def _rewritten(db: Database) -> bool:
    """Rewrite the file without its old bytes; return whether that could be done.

    The WAL is emptied before VACUUM, so that its data is gone even if there is no room for the rest, and again after
    it: VACUUM writes the whole file through the WAL. While somebody reads, as for an export, the WAL cannot be emptied;
    to wait for them would keep every desk from recording.
    """
    db.conn.execute("PRAGMA secure_delete = ON")
    if not _is_wal_emptied(db):
        return False
    db.conn.execute("VACUUM")
    return _is_wal_emptied(db)


def _is_wal_emptied(db: Database) -> bool:
    db.conn.execute("PRAGMA busy_timeout = 0")
    try:
        return not db.conn.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()[0]
    finally:
        db.conn.execute(f"PRAGMA busy_timeout = {BUSY_TIMEOUT_MS}")


def has_people(db: Database) -> bool:
    """Whether people were added since the last purge, if there was one. Called at scans: two ranges of the key, which
    skip anonymous people.
    """
    sides = "EXISTS (SELECT 1 FROM attendees WHERE id < ?) OR EXISTS (SELECT 1 FROM attendees WHERE id >= ?)"
    return bool(fetch_rows(db, f"SELECT {sides}", [PREFIX, _AFTER_PREFIX])[0][0])


def people(db: Database) -> int:
    """Return the number of people that the file still names."""
    return int(fetch_rows(db, "SELECT count(*) FROM attendees WHERE id < ? OR id >= ?", [PREFIX, _AFTER_PREFIX])[0][0])


# Secure deletion of files: their bytes are overwritten before they are deleted.
# Copies, snapshots and the spare blocks of a solid-state disk may still hold old data; no program can reach those.

CHUNK = 1 << 20
PARTS = ("", "-wal", "-shm", "-journal", ".lock")


def event_file_parts(path: Path) -> list[Path]:
    """Return the existing files of an event: itself, its SQLite and lock files, and the backups that Checkin made."""
    beside = backups(path) if path.parent.is_dir() else []
    wanted = [*(path.with_name(path.name + end) for end in PARTS), *beside]
    return [part for part in wanted if part.is_file()]


def erase_files(paths: Iterable[Path]) -> int:
    """Erase files; return how many existed. Raises `UserError` at the first that cannot be erased; earlier ones are
    gone.
    """
    count = 0
    for path in paths:
        try:
            count += erase_file(path)
        except OSError as exc:
            raise UserError(_IN_USE, name=path.name) from exc
    return count


def erase_folder(folder: Path) -> int:
    """Erase a folder and everything below it; return the number of files. Links are deleted, their targets are not."""
    count = erase_files(path for path in sorted(folder.rglob("*")) if path.is_symlink() or path.is_file())
    for below in sorted((path for path in folder.rglob("*") if path.is_dir()), reverse=True):
        with contextlib.suppress(OSError):
            below.rmdir()
    with contextlib.suppress(OSError):
        folder.rmdir()
    return count


def erase_file(path: Path) -> bool:
    """Overwrite and delete a file; return whether it existed. Of a link, delete only the link. Raises `OSError`."""
    if not path.is_symlink():
        try:
            retry_while_held(lambda: overwrite(path))
        except FileNotFoundError:
            return False
    remove_path(path)
    return True


def overwrite(path: Path) -> None:
    """Overwrite a file with zeros, on the disk when this returns. Raises `OSError`."""
    with path.open("r+b", buffering=0) as file:
        left = os.fstat(file.fileno()).st_size
        while left > 0:
            left -= file.write(bytes(min(CHUNK, left)))
        os.fsync(file.fileno())


_IN_USE = Message(
    "removal",
    "“{name}” cannot be removed: it may be open in another window, or belong to someone else. Close it and try again.",
)
