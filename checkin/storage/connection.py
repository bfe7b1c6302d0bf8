# SPDX-License-Identifier: GPL-3.0-or-later
"""A connection to the event file: its settings, the one way to write, the guard that it is still the file on the disk.

A connection belongs to the thread that opened it. Errors of SQLite leave this package as `StorageError`.
"""

import contextlib
import os
import time
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from sqlite_utils import Database
from sqlite_utils.utils import sqlite3  # type: ignore[attr-defined]  # pysqlite3 where there is one

from checkin.core.errors import StorageError
from checkin.core.words import Words

SQLITE_VERSION: tuple[int, ...] = sqlite3.sqlite_version_info
BUSY_TIMEOUT_MS = 5_000
PAUSE_S = 0.01
"""Before the log is asked for again."""

# SQLite before these has a race in which a WAL reset loses commits of a second connection
# (https://www.sqlite.org/wal.html#walreset); there a rollback journal, truncated and synced, keeps every commit.
_WAL_IS_SOUND_FROM = (3, 51, 3)
_WAL_IS_SOUND_IN = ((3, 50, 7), (3, 44, 6))

_NO_CHECKPOINT_ON_CLOSE = 1006  # SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE


class EventDatabase(Database):
    """The event file at `path`, which must exist unless `mode` is "rwc".

    On POSIX systems any code of this process that opens and closes one of the file's parts, as a file dialog does to
    find its icon, drops SQLite's locks on it (https://www.sqlite.org/howtocorrupt.html, section 2.2). Another process
    may then take itself for the last one and delete the write-ahead log under us; what we write after that is nobody's.
    So every write first compares the files on the disk with those it is attached to, and again after its commit.
    """

    def __init__(self, path: Path, *, mode: str = "rw") -> None:
        self.path = path
        self._attached: tuple[object, ...] = ()
        super().__init__(self._connected(mode), execute_plugins=False)

    def hold(self) -> None:
        """From now on the files that are there now are ours."""
        self._attached = self._files()

    @property
    def is_attached(self) -> bool:
        return self._attached in ((), self._files())

    def attach_again(self) -> None:
        """A new connection, with all its locks. Nothing may be in a transaction."""
        if hasattr(self.conn, "setconfig") and not self.is_attached:
            self.conn.setconfig(_NO_CHECKPOINT_ON_CLOSE, True)  # the log we hold is no longer this file's
        self.conn.close()
        self.conn = self._connected("rw")
        prepare(self)
        self.conn.execute("SELECT count(*) FROM sqlite_master").fetchone()  # opens the log
        self.hold()

    def bring_in(self) -> None:
        """Take what is in the log into the file, so that a copy of the file alone has it (docs/adr/0050). Nothing hangs
        on it: where it fails, all is in the log as before. Nothing may be in a transaction.
        """
        if self.is_attached:
            with contextlib.suppress(sqlite3.Error):
                self.conn.execute("PRAGMA wal_checkpoint(PASSIVE)").fetchall()
            self.hold()

    def close(self) -> None:
        """Close the connection; whoever closes last leaves a file that is whole by itself, and says so."""
        is_ours = self.is_attached
        is_left = is_ours and _is_left_whole(self.conn)
        super().close()
        if is_ours and not is_left and not self.path.with_name(self.path.name + "-wal").exists():
            self._leave_after_all()

    def _leave_after_all(self) -> None:
        """Two that close at once each take the other for one that stays; SQLite has taken the log in nevertheless."""
        with contextlib.suppress(StorageError):
            connection = self._connected("rw")
            _is_left_whole(connection)
            connection.close()

    def copied(self) -> "EventDatabase":
        """All of it at one moment, in memory, to be read and closed: it takes the file's lock for the copying alone,
        so nobody who writes meanwhile waits until it was read (without a WAL a long reading would keep them out).
        """
        copy = EventDatabase(self.path, mode="memory")
        with translated_errors():
            self.conn.backup(copy.conn)
            copy.conn.execute("PRAGMA query_only = ON")
        return copy

    def _connected(self, mode: str) -> Any:
        with translated_errors():
            uri = f"{self.path.absolute().as_uri()}?mode={mode}"
            return sqlite3.connect(uri, uri=True, isolation_level=None, timeout=BUSY_TIMEOUT_MS / 1000)

    def _files(self) -> tuple[object, ...]:
        """Device and number of the file and of its log."""
        return tuple(map(_identity, (self.path, self.path.with_name(self.path.name + "-wal"))))


def _identity(path: Path) -> tuple[int, int] | None:
    try:
        found = os.stat(path)
    except OSError:
        return None
    return found.st_dev, found.st_ino


@contextlib.contextmanager
def write(db: Database) -> Iterator[None]:
    """One all-or-nothing write. Locks first, so that what is read inside stays true until the commit.

    (A deferred transaction that reads and then writes fails at once when another connection wrote in between;
    the busy timeout does not help it.) On leaving without an error everything is on the disk.
    """
    with translated_errors():
        if isinstance(db, EventDatabase) and not db.is_attached:
            db.attach_again()
        db.conn.execute("BEGIN IMMEDIATE")
        try:
            yield
            db.conn.execute("COMMIT")
        except BaseException:
            if db.conn.in_transaction:
                db.conn.execute("ROLLBACK")
            raise
    if isinstance(db, EventDatabase) and not db.is_attached:
        raise StorageError(_REPLACED)


def rows(db: Database, sql: str, arguments: Sequence[object] = ()) -> list[tuple[Any, ...]]:
    """Every row of a query. Reading can fail as writing can: a damaged page, a medium that was pulled."""
    with translated_errors(), reading_stored_text():
        return db.conn.execute(sql, tuple(arguments)).fetchall()


@contextlib.contextmanager
def reading_stored_text() -> Iterator[None]:
    """Around turning what is stored into values: only a damaged file holds a text that is not what we wrote."""
    try:
        yield
    except (ValueError, TypeError) as exc:
        raise StorageError(_DAMAGED) from exc


@contextlib.contextmanager
def translated_errors() -> Iterator[None]:
    """Turns SQLite's errors into the sentence for the person at the desk."""
    try:
        yield
    except sqlite3.Error as exc:
        raise StorageError(_sentence_for(str(exc))) from exc


def wal_is_sound(version: tuple[int, ...]) -> bool:
    patched = any(version[:2] == fix[:2] and version >= fix for fix in _WAL_IS_SOUND_IN)
    return patched or version >= _WAL_IS_SOUND_FROM


def prepare(db: Database) -> None:
    """The settings of a connection under which a commit survives a power cut (docs/adr/0002)."""
    if wal_is_sound(SQLITE_VERSION):
        _open_log(db.conn)
    else:
        db.conn.execute("PRAGMA journal_mode = TRUNCATE")
    for pragma in (
        "synchronous = FULL",  # in WAL mode NORMAL loses the last commits at a power cut (docs/adr/0002)
        "fullfsync = ON",  # on macOS a plain fsync stops at the drive's cache
        "checkpoint_fullfsync = ON",
        "trusted_schema = OFF",
        "cell_size_check = ON",
    ):
        db.conn.execute(f"PRAGMA {pragma}")


def leave_whole(connection: Any) -> None:
    """Take the log into the file and its mark out of the header, before the last connection closes (docs/adr/0050).
    Raises `sqlite3.Error`, at once, if another connection has the file open.
    """
    if connection.execute("PRAGMA journal_mode").fetchone()[0] == "wal":
        connection.execute("PRAGMA busy_timeout = 0")
        connection.execute("PRAGMA journal_mode = DELETE")


def _is_left_whole(connection: Any) -> bool:
    """False where another connection has the file open: that one does it."""
    try:
        leave_whole(connection)
    except sqlite3.Error:
        return False
    return True


def _open_log(connection: Any) -> None:
    """Go into WAL mode, and hold the log from now on. Another program may close the file at this moment and leave the
    mode again: until the log is held, it is asked for again, and SQLite itself does not wait for that. Where a file
    system allows no WAL, each commit is synced as with an older SQLite.
    """
    until = time.monotonic() + BUSY_TIMEOUT_MS / 1000
    while True:
        try:
            if connection.execute("PRAGMA journal_mode = WAL").fetchone()[0] != "wal":
                connection.execute("PRAGMA journal_mode = TRUNCATE")
                return
            connection.execute("SELECT count(*) FROM sqlite_master").fetchone()
            if connection.execute("PRAGMA journal_mode").fetchone()[0] == "wal":
                return
        except sqlite3.OperationalError as exc:
            if "locked" not in str(exc) or time.monotonic() > until:
                raise
        time.sleep(PAUSE_S)


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
    if "malformed" in message or "not a database" in message or "codec" in message:
        return Words("storage", "The event file is damaged: nothing was saved. Go on with the newest backup beside it.")
    return Words("storage", "The disk did not take it: nothing was saved. Note it on paper and try again.")


_DAMAGED = Words(
    "storage", "The event file is damaged: nothing was saved. Go on with a copy of it, or note arrivals on paper."
)
_REPLACED = Words(
    "storage",
    "The event file was moved or replaced while it was open: nothing was saved. Scan again; "
    "if this comes back, close the window and open the event again.",
)
