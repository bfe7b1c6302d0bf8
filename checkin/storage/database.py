# SPDX-License-Identifier: GPL-3.0-or-later
"""Creating, opening, migrating, checking and backing up event files."""

import logging
import os
from collections.abc import Iterator, Mapping
from contextlib import closing, contextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from types import MappingProxyType

from checkin.core.entries import Entry, EntryKind
from checkin.core.message import Message, StorageError, UserError
from checkin.core.tokens import EventKey
from checkin.storage import connection, journal_purge, leftover_wal, migrations, regular_files, sqlite_library
from checkin.storage.attendees import Attendees
from checkin.storage.connection import EventDatabase, read_only, transaction
from checkin.storage.file_guard import find_examined_record
from checkin.storage.journal import Journal
from checkin.storage.journal_purge import has_people, newest_purge
from checkin.storage.regular_files import prepare, refuse_odd_parts, remove_path, replace_path, retry_while_held
from checkin.storage.sqlite_library import APPLICATION_ID, Database, fetch_rows

_log = logging.getLogger(__name__)


def create(path: Path, key: EventKey) -> EventDatabase:
    """Create an event file at `path`, complete or not at all. Raises `UserError` if the path is taken."""
    _refuse_what_is_there(path)
    regular_files.create_private_file(path)
    db = EventDatabase(path, mode="rwc")
    try:
        with sqlite_library.translated_sqlite_errors():
            prepare(db)
            with transaction(db):
                migrations.migrate(db)
                db.execute("INSERT INTO event (id, secret) VALUES (?, ?)", [key.event, key.secret])
                leftover_wal.note_opened(db)
    except BaseException:
        db.close()
        remove(path)
        raise
    db.checkpoint_wal()
    db.accept_files()
    return db


def draft_path(path: Path) -> Path:
    """Return the path of a temporary file in which to build a new event. Raises `UserError` if `path` is taken."""
    _refuse_what_is_there(path)
    draft = path.with_name(path.name + ".part")
    remove(draft)
    return draft


def finish_draft(draft: Path, path: Path) -> None:
    """Rename a complete and closed draft to `path`. Raises `UserError` if the path is taken by now."""
    _refuse_what_is_there(path)
    retry_while_held(lambda: draft.rename(path))


def remove(path: Path) -> None:
    """Delete an event file that was just created and is not wanted, with its WAL and lock."""
    for part in (path, *(path.with_name(path.name + end) for end in ("-wal", "-shm", "-journal", ".lock"))):
        remove_path(part)


def open_event(path: Path) -> EventDatabase:
    """Open the event file at `path` and migrate it to the current schema, after a backup beside it.

    Raises `UserError` for a file that is no event, was cut off, or was made by a newer program, and `StorageError` if
    the disk cannot be written, or the file was replaced while this process had it open.
    """
    held = find_examined_record(path)
    if not os.path.exists(path):  # nor reached, on a share that does not answer
        raise UserError(Message("event file", "“{name}” cannot be found. Check the name."), name=path.name)
    if not path.is_file():
        raise UserError(NOT_OURS, name=path.name)
    refuse_odd_parts(path)
    regular_files.restrict_to_owner(path)
    leftover_wal.part_from_leftover_wal(path)
    before = leftover_wal.read_closed_state(path)
    db = EventDatabase(path)
    try:
        if held:
            db.join(held)
        _bring_up_to_date(db, before)
    except BaseException:
        if before.is_closed:
            db.close()
        else:
            db.abandon()  # leave it as it was: a file that was refused keeps its WAL, and its mark
        raise
    if not held:
        db.accept_files()
    return db


def _bring_up_to_date(db: EventDatabase, before: leftover_wal.ClosedFileState) -> None:
    with sqlite_library.translated_sqlite_errors():
        _refuse_foreign_or_newer(db, had_log=before.has_log and not before.lacks_wal)
        _refuse_torn(db, before)
        is_copy, with_log = leftover_wal.is_copy_of_open_event(db, before), leftover_wal.is_copied_with_wal(db, before)
        prepare(db)
        if migrations.pending(db):
            back_up(db, _backup_name(db.path, len(migrations.applied(db))))
            with transaction(db):
                migrations.migrate(db)
        _put_schema_right(db)
        with transaction(db):  # so that a read-only folder or medium is noticed now, not at the first guest
            leftover_wal.note_opened(db, is_copy=is_copy, with_log=with_log)
    if journal_purge.is_unfinished(db):
        journal_purge.remove_old_bytes(db)


def _put_schema_right(db: EventDatabase) -> None:
    """Make again what another program took from the schema, or put there to mislead SQLite."""
    schema = connection.read_schema(db)
    db.put_back = tuple(connection.differing(schema))
    if db.put_back:
        _log.warning("made again in the event file: %s", ", ".join(db.put_back))
        with transaction(db):
            connection.put_back(db, schema, db.put_back)
        db.conn.execute("PRAGMA writable_schema = RESET")  # statistics are read again
    if connection.has_unordered(db):
        with transaction(db):
            connection.order_entries(db)


def event_key(db: sqlite_library.Database) -> EventKey:
    event, secret = sqlite_library.fetch_rows(db, "SELECT id, secret FROM event")[0]
    return EventKey(event, secret)


def back_up(db: sqlite_library.Database, target: Path, settings: Mapping[str, object] = MappingProxyType({})) -> Path:
    """Write a consistent copy to `target`, complete or not at all, with these `settings` in place of the file's own.
    Not in WAL mode: a read-only medium can open it.
    """
    part = target.with_name(target.name + ".part")
    remove_path(part)
    regular_files.create_private_file(part)
    with sqlite_library.translated_sqlite_errors():
        db.conn.execute("VACUUM INTO ?", [str(part)])
        if settings:
            with closing(
                sqlite_library.Database(sqlite_library.connect(f"{part.absolute().as_uri()}?mode=rw"))
            ) as copy:
                copy.conn.execute("BEGIN IMMEDIATE")
                sqlite_library.write_settings(copy, settings)
                copy.conn.execute("COMMIT")
    replace_path(part, target)
    return target


def integrity_problems(db: sqlite_library.Database) -> list[str]:
    """Return what SQLite finds wrong with the file; empty when it is sound."""
    with sqlite_library.translated_sqlite_errors():
        return [row[0] for row in db.execute("PRAGMA integrity_check") if row[0] != "ok"]


def _refuse_what_is_there(path: Path) -> None:
    if path.exists():
        raise UserError(
            Message("event file", "“{name}” already exists. Nothing was changed; choose another name."), name=path.name
        )


def _refuse_torn(db: EventDatabase, before: leftover_wal.ClosedFileState) -> None:
    """Raise `UserError` for an incomplete copy: made in the middle of a write, or with a WAL of a later moment."""
    may_be_copy = before.lacks_wal or leftover_wal.may_be_copied_with_wal(db, before)
    if may_be_copy and not _is_whole(db):
        raise UserError(_NOT_WHOLE, name=db.path.name)


def _is_whole(db: sqlite_library.Database) -> bool:
    try:
        return not any(map(_is_of_pages, integrity_problems(db)))
    except StorageError as error:  # too damaged for SQLite to list the problems
        if "malformed" in str(error.__cause__):
            return False
        raise


def _is_of_pages(problem: str) -> bool:
    """Whether a copy made in the middle of a write may be the cause. A row that violates a CHECK was written by a
    program.
    """
    return not problem.startswith("CHECK constraint failed")


def _refuse_foreign_or_newer(db: EventDatabase, *, had_log: bool) -> None:
    """Raise `UserError` for a file that is no event or was made by a newer program.

    Asks SQLite instead of opening the file: closing it again would drop SQLite's locks.
    """
    name = db.path.name
    try:
        application = db.conn.execute("PRAGMA application_id").fetchone()[0]
    except sqlite_library.sqlite3.DatabaseError as exc:
        if "not a database" in str(exc):
            raise UserError(NOT_OURS, name=name) from exc
        if "malformed" in str(exc) and not had_log:  # shorter than its header says
            raise UserError(_NOT_WHOLE, name=name) from exc
        raise
    if (
        application == 0 and not had_log and leftover_wal.is_marked(db)
    ):  # the whole content was in a WAL that is missing
        raise UserError(_NOT_WHOLE, name=name)
    if application != sqlite_library.APPLICATION_ID:
        raise UserError(NOT_OURS, name=name)
    schema = connection.read_schema(db)
    if not set(migrations.applied(db)) <= set(migrations.NAMES):
        raise UserError(
            Message(
                "event file",
                "“{name}” was made by a newer version of Checkin. "
                "Nothing was changed; update Checkin on this computer.",
            ),
            name=name,
        )
    connection.refuse_strange(schema)


def _backup_name(path: Path, applied: int) -> Path:
    return path.with_name(f"{path.stem}.schema-{applied}.backup{path.suffix}")


_NOT_WHOLE = Message(
    "event file",
    "“{name}” is incomplete: it was cut off, or copied while the event was open. Nothing was changed. At the "
    "desk that has the event, choose “Save a copy…” (⋮, “Event”), or take the event on a USB drive.",
)
NOT_OURS = Message("event file", "“{name}” is not a Checkin event. Nothing was changed; choose a .checkin file.")


# A preview of an event file that is not opened. It writes, migrates and locks nothing.


@dataclass(frozen=True, slots=True)
class EventPreview:
    """The description of an unopened event file: `event` is its public id, `described` the entries with the event's
    name and dates, `people` the number of attendees. `erased_at` is when all were purged, None while some are known.
    """

    event: str
    described: tuple[Entry, ...]
    people: int
    erased_at: datetime | None = None


def read_event_preview(path: Path) -> EventPreview:
    """Return the preview of a file. Raises `UserError` if it is no event, `StorageError` if it cannot be read."""
    with _reading(path) as db:
        attendees = Attendees(db)
        journal = Journal(db, attendees)
        purge = None if has_people(db) else journal.entry(newest_purge(db))
        return EventPreview(
            event_key(db).event,
            tuple(journal.entries_of_kinds([EntryKind.EVENT_DESCRIBED])),
            attendees.count(),
            purge.at if purge else None,
        )


@contextmanager
def _reading(path: Path) -> Iterator[Database]:
    try:
        with read_only(path) as db:
            if fetch_rows(db, "PRAGMA application_id") != [(APPLICATION_ID,)]:
                raise UserError(NOT_OURS, name=path.name)
            yield db
    except StorageError as error:
        if "not a database" in str(error.__cause__):
            raise UserError(NOT_OURS, name=path.name) from error
        raise
