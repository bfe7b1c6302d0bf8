# SPDX-License-Identifier: GPL-3.0-or-later
"""An event file as it is at one moment, read at length while desks go on recording (docs/adr/0087)."""

import contextlib
from collections.abc import Iterator

from checkin.core.errors import StorageError
from checkin.core.message import Message
from checkin.storage.connection import COPY, EventDatabase
from checkin.storage.open_file_record import read_file_state
from checkin.storage.row_decoding import fetch_rows
from checkin.storage.sqlite_errors import translated_sqlite_errors

CACHE_KB = 32_000
"""Kilobytes of a snapshot that stay in memory; a small event is there as a whole."""


def is_of_one_moment(db: EventDatabase) -> bool:
    """Whether all that this connection reads is of the same moment already."""
    return db.mode == COPY or db.conn.in_transaction


def is_in_wal_mode(db: EventDatabase) -> bool:
    """Whether a long read of the file blocks no write."""
    return str(fetch_rows(db, "PRAGMA journal_mode")[0][0]) == "wal"


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
    with translated_sqlite_errors():
        copy.conn.execute(f"PRAGMA cache_size = -{CACHE_KB}")
        db.conn.backup(copy.conn)
        copy.conn.execute("PRAGMA query_only = ON")
    return copy


@contextlib.contextmanager
def _held_still(reader: EventDatabase, newest: bytes) -> Iterator[None]:
    """Read the file in one transaction. An entry with the id `newest` must be in it."""
    with translated_sqlite_errors():
        reader.conn.execute(f"PRAGMA cache_size = -{CACHE_KB}")
        reader.conn.execute("BEGIN")
    if newest and not fetch_rows(reader, "SELECT 1 FROM journal WHERE id = ?", [newest]):
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
