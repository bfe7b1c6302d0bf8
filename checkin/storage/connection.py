# SPDX-License-Identifier: GPL-3.0-or-later
"""A connection to the event file: its settings, the one way to write, the guard that it is still the file on the disk.

A connection belongs to the thread that opened it. Errors of SQLite leave this package as `StorageError`.
"""

import contextlib
import time
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any

from sqlite_utils import Database
from sqlite_utils.utils import sqlite3  # type: ignore[attr-defined]  # pysqlite3 where there is one

from checkin.core.errors import StorageError
from checkin.core.message import Message
from checkin.core.sync.sealed_entry import SealedEntry
from checkin.storage.event_lock import is_open_elsewhere
from checkin.storage.open_file_record import FileState, OpenFileRecord, open_file_records, read_file_state

SQLITE_VERSION: tuple[int, ...] = sqlite3.sqlite_version_info
SQLITE_ERRORS = (sqlite3.Error, UnicodeDecodeError)
"""What it says of a damaged schema may quote bytes that are no text."""
BUSY_TIMEOUT_MS = 5_000
PAUSE_S = 0.01
"""Before the log is asked for again."""

# SQLite before these has a race in which a WAL reset loses commits of a second connection
# (https://www.sqlite.org/wal.html#walreset); there a rollback journal, truncated and synced, keeps every commit.
_WAL_IS_SOUND_FROM = (3, 51, 3)
_WAL_IS_SOUND_IN = ((3, 50, 7), (3, 44, 6))


class EventDatabase(Database):
    """A connection to the event file at `path`, which must exist unless `mode` is "rwc".

    On POSIX systems any code of this process that opens and closes one of the file's parts, as a file dialog does to
    find its icon, drops SQLite's locks on it (https://www.sqlite.org/howtocorrupt.html, section 2.2). Another process
    may then take itself for the last one and delete the write-ahead log under us; what we write after that is nobody's.
    So every write first compares the files on the disk with those it is attached to, and again after its commit; what
    follows from a difference is decided by `be_sure` (`storage.file_guard`), which an opened event has.
    """

    def __init__(self, path: Path, *, mode: str = "rw") -> None:
        self.path = path
        self.held = OpenFileRecord()
        self.be_sure: Callable[[bool], None] = _believe
        self._attached: tuple[object, ...] = ()
        self.number = 0
        self._commits_of_others, self._have_committed = 0, False
        self._written: list[SealedEntry] = []
        super().__init__(self._connected(mode), execute_plugins=False)
        self.is_connected = True

    def hold(self) -> None:
        """Take the files that are there now for the event's, with everything that is in them."""
        self.held = open_file_records.of(self.path)
        self.held.key = fetch_rows(self, "SELECT id, secret FROM event")[0]
        self._commits_of_others, self.number = self._data_version(), self.held.number
        self.held.newest, self.held.entries = self._newest()
        self.note_settings()
        self.held.seen = read_file_state(self.path)
        self._attached = self.held.seen.identity

    def note_settings(self) -> None:
        """As they are now, for a file that is made anew. Those of a damaged one stay what they were."""
        with contextlib.suppress(StorageError):
            self.held.settings = fetch_rows(self, "SELECT name, value FROM settings")

    @property
    def is_held(self) -> bool:
        return bool(self._attached)

    @property
    def is_attached(self) -> bool:
        """Whether the files that are there are those that this connection opened."""
        return self._attached in ((), read_file_state(self.path).identity)

    def is_as_it_was(self) -> bool:
        """Whether nobody wrote to the files but connections of SQLite, as far as the system tells. Costs a look at
        their size and time; where the log has grown and another connection committed, that is why. A commit explains
        what it changed, and nothing that comes later.
        """
        now, seen = read_file_state(self.path), self.held.seen
        if now.identity != self._attached:
            return False
        try:
            self._have_committed = self._others_committed()
            if self._have_committed:
                self.held.has_come(*self._newest())
        except StorageError:
            return False
        if now == seen:
            return True
        if not self._have_committed or not now.has_longer_log(seen):
            return False
        self.held.seen = now
        return True

    @property
    def has_own_log(self) -> bool:
        """Whether the log that is there is the one that this connection writes."""
        return self.held.seen.log is not None and read_file_state(self.path).identity[1] == self._attached[1]

    def state_after_checkpoint(self) -> FileState | None:
        """How the files are, if the event file may have been written because a connection took the log in. A log that
        was written although nobody committed is damaged: only who opens it alone sees how far it is sound.
        """
        now, seen = read_file_state(self.path), self.held.seen
        is_explained = self._have_committed or now.log == seen.log
        return now if is_explained and now.identity == self._attached and now.has_grown(seen) else None

    def accept_file_state(self, state: FileState) -> None:
        """The files were found whole, as they were then; what was read of them before is read again."""
        self.conn.execute("PRAGMA shrink_memory")
        self.held.seen = state

    def holds_newest(self) -> bool:
        """Whether the file is of the event that was opened, and holds its newest entry. Asked in every write."""
        sql = "SELECT id, ? = x'' OR EXISTS (SELECT 1 FROM journal WHERE id = ?) FROM event"
        try:
            return fetch_rows(self, sql, [self.held.newest, self.held.newest]) == [(self.held.key[0], 1)]
        except StorageError:
            return False

    def note(self, entries: Sequence[SealedEntry]) -> None:
        """Remember what this transaction records, once it is committed."""
        self._written += entries

    def acknowledge(self) -> None:
        """After a commit. Raises `StorageError` if it went to files that are no longer the event's.

        A commit is written to the log. What was written to the file meanwhile, be it by SQLite that took the log in, is
        for the next look.
        """
        written, self._written = self._written, []
        if not self._attached:
            return
        now = read_file_state(self.path)
        if now.identity != self._attached:
            raise StorageError(_REPLACED)
        self.held.seen = now.since(self.held.seen)
        if written:
            self.held.remember(written)

    def discard(self) -> None:
        """After a transaction that was rolled back."""
        self._written = []

    def let_go(self) -> None:
        """Close the connection, and leave the files as they are: they may be another event's by now, and closing would
        carry the log that we hold into them. (An interrupted connection carries nothing; SQLite's flag for it,
        SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, cannot be reached from every Python.)
        """
        if self.is_connected:  # else it could not connect again, and is closed since
            self.conn.interrupt()
        self.conn.close()
        self.is_connected = False

    def reconnect(self) -> None:
        """Connect anew, with all locks; the connection of before is closed. Nothing may be in a transaction."""
        self.is_connected = False
        self.conn = self._connected("rw")
        self.is_connected = True
        with translated_sqlite_errors():
            prepare(self)
            self.conn.execute("SELECT count(*) FROM sqlite_master").fetchone()  # opens the log
        self.hold()

    def bring_in(self) -> None:
        """Take what is in the log into the file, so that a copy of the file alone has it (docs/adr/0050). Nothing hangs
        on it: where it fails, all is in the log as before. Nothing may be in a transaction.
        """
        if not self._is_ours():
            return
        with contextlib.suppress(*SQLITE_ERRORS):
            self.conn.execute("PRAGMA wal_checkpoint(PASSIVE)").fetchall()
        if self.is_held:
            self.note_settings()
            self.held.seen = read_file_state(self.path)

    def close(self) -> None:
        """Close the connection; the last one leaves a file that is whole by itself, and says so. What is known of the
        file goes with it.
        """
        is_ours = self._is_ours() and not is_open_elsewhere(self.path)
        is_left = is_ours and _is_left_whole(self.conn)
        super().close()
        if is_ours and not is_left and not self.path.with_name(self.path.name + "-wal").exists():
            self._leave_after_all()
        self.held, self.be_sure, self._attached = OpenFileRecord(), _believe, ()

    def _is_ours(self) -> bool:
        """Whether the files that are there may be written without being looked at further."""
        return not self.held.trouble and (not self.is_held or self.is_as_it_was())

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
        with translated_sqlite_errors():
            self.conn.backup(copy.conn)
            copy.conn.execute("PRAGMA query_only = ON")
        return copy

    def _newest(self) -> tuple[bytes, int]:
        found = fetch_rows(self, "SELECT id, place FROM journal_order ORDER BY place DESC LIMIT 1")
        return found[0] if found else (b"", 0)

    def _others_committed(self) -> bool:
        before, self._commits_of_others = self._commits_of_others, self._data_version()
        return before != self._commits_of_others

    def _data_version(self) -> int:
        return int(fetch_rows(self, "PRAGMA data_version")[0][0])

    def _connected(self, mode: str) -> Any:
        with translated_sqlite_errors():
            uri = f"{self.path.absolute().as_uri()}?mode={mode}"
            return sqlite3.connect(uri, uri=True, isolation_level=None, timeout=BUSY_TIMEOUT_MS / 1000)


def _believe(_is_other: bool) -> None:
    """Of a file that nobody guards: one that is just being made."""


@contextlib.contextmanager
def read_only(path: Path, *, has_log: bool = True) -> Iterator[Database]:
    """A connection that changes nothing. Without a log beside it nobody has the file open: then not even the log's own
    files are made. Nor is a log read that is not this file's (`has_log`).
    """
    alone = "" if has_log and path.with_name(path.name + "-wal").exists() else "&immutable=1"
    with translated_sqlite_errors():
        connection = sqlite3.connect(f"{path.absolute().as_uri()}?mode=ro{alone}", uri=True, isolation_level=None)
    db = Database(connection, execute_plugins=False)
    try:
        yield db
    finally:
        db.close()


@contextlib.contextmanager
def transaction(db: Database) -> Iterator[None]:
    """One all-or-nothing write. Locks first, so that what is read inside stays true until the commit.

    (A deferred transaction that reads and then writes fails at once when another connection wrote in between;
    the busy timeout does not help it.) On leaving without an error everything is on the disk.
    """
    event = db if isinstance(db, EventDatabase) else None
    with translated_sqlite_errors():
        _begin(db, event)
        try:
            yield
            db.conn.execute("COMMIT")
        except BaseException:
            if event:
                event.discard()
            if db.conn.in_transaction:
                db.conn.execute("ROLLBACK")
            raise
    if event:
        event.acknowledge()


def _begin(db: Database, event: EventDatabase | None) -> None:
    """Take the lock, of the file that was opened."""
    if event is None or not event.is_held:
        db.conn.execute("BEGIN IMMEDIATE")
        return
    event.be_sure(False)
    event.conn.execute("BEGIN IMMEDIATE")
    if not event.holds_newest():
        event.conn.execute("ROLLBACK")
        event.be_sure(True)
        event.conn.execute("BEGIN IMMEDIATE")


def fetch_rows(db: Database, sql: str, arguments: Sequence[object] = ()) -> list[tuple[Any, ...]]:
    """Every row of a query. Reading can fail as writing can: a damaged page, a medium that was pulled."""
    with translated_sqlite_errors(), translated_decoding_errors():
        return db.conn.execute(sql, tuple(arguments)).fetchall()


@contextlib.contextmanager
def translated_decoding_errors() -> Iterator[None]:
    """Around turning what is stored into values: only a damaged file holds a text that is not what we wrote."""
    try:
        yield
    except (ValueError, TypeError) as exc:
        raise StorageError(DAMAGED) from exc


@contextlib.contextmanager
def translated_sqlite_errors() -> Iterator[None]:
    """Turns SQLite's errors into the sentence for the person at the desk."""
    try:
        yield
    except sqlite3.Error as exc:
        raise StorageError(_sentence_for(str(exc))) from exc
    except UnicodeDecodeError as exc:  # SAID_BY_SQLITE
        raise StorageError(DAMAGED) from exc


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


def leave_wal_mode(connection: Any) -> None:
    """Take the log into the file and its mark out of the header, before the last connection closes (docs/adr/0050).
    Raises one of `SQLITE_ERRORS`, at once, if another connection has the file open.
    """
    if connection.execute("PRAGMA journal_mode").fetchone()[0] == "wal":
        connection.execute("PRAGMA busy_timeout = 0")
        connection.execute("PRAGMA journal_mode = DELETE")


def _is_left_whole(connection: Any) -> bool:
    """False where another connection has the file open: that one does it."""
    try:
        leave_wal_mode(connection)
    except SQLITE_ERRORS:
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


def _sentence_for(message: str) -> Message:
    if "disk is full" in message:
        return Message("storage", "The disk is full: nothing was saved. Free some space, then try again.")
    if "readonly" in message or "unable to open" in message:
        return CANNOT_BE_WRITTEN
    if "locked" in message or "busy" in message:
        return Message("storage", "Another program is holding the event file: nothing was saved. Try again.")
    if "malformed" in message or "not a database" in message or "codec" in message:
        return Message(
            "storage", "The event file is damaged: nothing was saved. Go on with the newest backup beside it."
        )
    return Message("storage", "The disk did not take it: nothing was saved. Note it on paper and try again.")


CANNOT_BE_WRITTEN = Message(
    "storage",
    "The event file cannot be written: nothing was saved. Put it in a folder of this computer where you may write.",
)
DAMAGED = Message(
    "storage", "The event file is damaged: nothing was saved. Go on with a copy of it, or note arrivals on paper."
)
_REPLACED = Message(
    "storage",
    "The event file was moved or replaced while it was open: nothing was saved. Scan again; "
    "if this comes back, close the window and open the event again.",
)
