# SPDX-License-Identifier: GPL-3.0-or-later
"""Opening, checking and backing up the event file, and the one way to write to it.

A connection belongs to the thread that opened it. Errors of SQLite leave this package as `StorageError`.
"""

import contextlib
import os
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from sqlite_utils import Database
from sqlite_utils.utils import sqlite3  # type: ignore[attr-defined]  # pysqlite3 where there is one

from checkin.core.errors import StorageError, UserError
from checkin.core.tokens import EventKey
from checkin.core.words import Words
from checkin.storage.schema import APPLICATION_ID, names, schema

BUSY_TIMEOUT_MS = 5_000

# SQLite before these has a race in which a WAL reset loses commits of a second connection
# (https://www.sqlite.org/wal.html#walreset); there a rollback journal, truncated and synced, keeps every commit.
_WAL_IS_SOUND_FROM = (3, 51, 3)
_WAL_IS_SOUND_IN = ((3, 50, 7), (3, 44, 6))


def create(path: Path, key: EventKey) -> Database:
    """A new event file at `path`. Raises `UserError` if something is there already."""
    if path.exists():
        raise UserError(
            Words("event file", "“{name}” already exists. Nothing was changed; choose another name."),
            name=path.name,
        )
    db = _connect(path)
    with translated_errors():
        prepare(db)
        with write(db):
            schema.apply(db)
            db.execute("INSERT INTO event (id, secret) VALUES (?, ?)", [key.event, key.secret])
    return db


def open_event(path: Path) -> Database:
    """The event file at `path`, brought to today's schema; before that a backup is kept beside it.

    Raises `UserError` for a file that is not one of ours or was made by a newer program, `StorageError` if the
    disk does not let us write.
    """
    _refuse_what_is_no_event(path)
    db = _connect(path)
    with translated_errors():
        _refuse_foreign_or_newer(db, path)
        prepare(db)
        if schema.pending(db):
            back_up(db, _backup_name(path, len(schema.applied(db))))
            with write(db):
                schema.apply(db)
        with write(db):  # a read-only folder or medium is found now, not at the first guest
            db.execute("DELETE FROM settings WHERE name = ''")
    return db


def event_key(db: Database) -> EventKey:
    event, secret = db.execute("SELECT id, secret FROM event").fetchone()
    return EventKey(event, secret)


@contextlib.contextmanager
def write(db: Database) -> Iterator[None]:
    """One all-or-nothing write. Locks first, so that what is read inside stays true until the commit.

    (A deferred transaction that reads and then writes fails at once when another connection wrote in between;
    the busy timeout does not help it.) On leaving without an error everything is on the disk.
    """
    with translated_errors():
        db.conn.execute("BEGIN IMMEDIATE")
        try:
            yield
            db.conn.execute("COMMIT")
        except BaseException:
            if db.conn.in_transaction:
                db.conn.execute("ROLLBACK")
            raise


def rows(db: Database, sql: str, arguments: Sequence[object] = ()) -> list[tuple[Any, ...]]:
    """Every row of a query. Reading can fail as writing can: a damaged page, a medium that was pulled."""
    with translated_errors():
        return db.conn.execute(sql, tuple(arguments)).fetchall()


@contextlib.contextmanager
def translated_errors() -> Iterator[None]:
    """Turns SQLite's errors into the sentence for the person at the desk."""
    try:
        yield
    except sqlite3.Error as exc:
        raise StorageError(_sentence_for(str(exc))) from exc


def back_up(db: Database, target: Path) -> Path:
    """A consistent copy at `target`, complete or absent. It is not in WAL mode: a read-only medium can open it."""
    part = target.with_name(target.name + ".part")
    part.unlink(missing_ok=True)
    with translated_errors():
        db.conn.execute("VACUUM INTO ?", [str(part)])
    os.replace(part, target)
    return target


def integrity_problems(db: Database) -> list[str]:
    """What SQLite finds wrong with the file; empty when it is sound."""
    with translated_errors():
        return [row[0] for row in db.execute("PRAGMA integrity_check") if row[0] != "ok"]


def wal_is_sound(version: tuple[int, ...]) -> bool:
    patched = any(version[:2] == fix[:2] and version >= fix for fix in _WAL_IS_SOUND_IN)
    return patched or version >= _WAL_IS_SOUND_FROM


def _connect(path: Path) -> Database:
    with translated_errors():
        connection = sqlite3.connect(str(path), isolation_level=None, timeout=BUSY_TIMEOUT_MS / 1000)
        return Database(connection, execute_plugins=False)


def prepare(db: Database) -> None:
    """The settings of a connection under which a commit survives a power cut (docs/adr/0002)."""
    mode = "WAL" if wal_is_sound(sqlite3.sqlite_version_info) else "TRUNCATE"
    for pragma in (
        f"journal_mode = {mode}",
        "synchronous = FULL",  # in WAL mode NORMAL loses the last commits at a power cut (docs/adr/0002)
        "fullfsync = ON",  # on macOS a plain fsync stops at the drive's cache
        "checkpoint_fullfsync = ON",
        "trusted_schema = OFF",
        "cell_size_check = ON",
    ):
        db.conn.execute(f"PRAGMA {pragma}")


def _refuse_what_is_no_event(path: Path) -> None:
    try:
        with path.open("rb") as file:
            header = file.read(16)
    except FileNotFoundError as exc:
        raise UserError(Words("event file", "“{name}” is not there. Check the name."), name=path.name) from exc
    except OSError as exc:
        raise UserError(
            Words("event file", "“{name}” cannot be read. Check that you may open it."), name=path.name
        ) from exc
    if header != b"SQLite format 3\0":
        raise UserError(_NOT_OURS, name=path.name)


def _refuse_foreign_or_newer(db: Database, path: Path) -> None:
    if db.conn.execute("PRAGMA application_id").fetchone()[0] != APPLICATION_ID:
        db.close()
        raise UserError(_NOT_OURS, name=path.name)
    known = names()
    if any(m.name not in known for m in schema.applied(db)):
        db.close()
        raise UserError(
            Words(
                "event file",
                "“{name}” was made by a newer version of Checkin. "
                "Nothing was changed; update Checkin on this computer.",
            ),
            name=path.name,
        )


def _backup_name(path: Path, applied: int) -> Path:
    return path.with_name(f"{path.stem}.schema-{applied}.backup{path.suffix}")


def _sentence_for(message: str) -> Words:
    if "disk is full" in message:
        return Words("storage", "The disk is full: nothing was saved. Free some space, then try again.")
    if "readonly" in message or "unable to open" in message:
        return Words(
            "storage",
            "The event file cannot be written: nothing was saved. "
            "Put it in a folder of this computer where you may write.",
        )
    if "locked" in message or "busy" in message:
        return Words("storage", "Another program is holding the event file: nothing was saved. Try again.")
    if "malformed" in message or "not a database" in message:
        return Words("storage", "The event file is damaged: nothing was saved. Go on with the newest backup beside it.")
    return Words("storage", "The disk did not take it: nothing was saved. Note it on paper and try again.")


_NOT_OURS = Words("event file", "“{name}” is not an event of Checkin. Nothing was changed; choose a .checkin file.")
