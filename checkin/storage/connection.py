# SPDX-License-Identifier: GPL-3.0-or-later
"""The connection to an event file: its transactions, and the check that the file is still the same.

A connection belongs to the thread that opened it. SQLite errors leave this package as `StorageError`.
"""

import contextlib
import json
import os
import re
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from functools import cache
from pathlib import Path
from typing import Any

from checkin.core.message import Message, StorageError
from checkin.core.sync.sealed_entry import SealedEntry
from checkin.resource_folder import resources
from checkin.storage import regular_files, sqlite_library

# The tables, indexes and triggers of an event file beside those that Checkin makes.
# A file may come from anywhere. A view in the place of a table can keep a query busy for ever, and a trigger writes
# what it likes; without a trigger of ours entries would never reach the other desks. So the schema is compared before
# the first query. `scripts/event_file_schema.py` writes what it is compared with.

FILE = "event_file.json"
PATIENCE_S = 20.0
"""Seconds after which a file whose schema is still being read is refused: a schema of ours takes milliseconds."""
STEPS = 10_000
"""Instructions of SQLite between two looks at the clock."""
MOST = 500
"""Tables, indexes and triggers that are looked at; ours are fewer than a hundred."""

_STATISTICS = ("sqlite_stat1", "sqlite_stat4")
_MADE_BY_LIBRARIES = re.compile(r"_sqlite_migrations|(column_)?search_(data|idx|config)")
"""Tables whose text is not ours, and may differ with the version of a library."""
_COMPUTES = re.compile(r"\b(AS|GENERATED)\b", re.IGNORECASE)
_KINDS = re.compile(r"CREATE ((VIRTUAL )?TABLE|(UNIQUE )?INDEX|TRIGGER) ", re.IGNORECASE)

Schema = dict[str, tuple[str, str]]
"""Kind and text of each object, by name."""


def plain(sql: str) -> str:
    """Return the text of a definition without its line breaks."""
    return " ".join(sql.split())


def read_schema(db: sqlite_library.Database) -> Schema:
    """Return the schema. Raises `StorageError` for a file whose schema no Checkin made, or that takes too long."""
    until = time.monotonic() + PATIENCE_S
    with _within(db, until):
        rows = sqlite_library.fetch_rows(
            db, f"SELECT name, type, coalesce(sql, '') FROM sqlite_master LIMIT {MOST + 1}"
        )
    schema = {str(name): (str(kind), plain(str(sql))) for name, kind, sql in rows if sql}
    if len(rows) > MOST or any(_may_last(name, text) for name, (_, text) in schema.items()):
        raise StorageError(STRANGE)
    return schema


def refuse_strange(schema: Schema) -> None:
    """Raise `StorageError` if a file has a table that is not ours, or an index or trigger of another name. Call for a
    file that no newer version made.
    """
    if any(_is_strange(name, *schema[name]) for name in schema):
        raise StorageError(STRANGE)


def differing(schema: Schema) -> list[str]:
    """Return the names of indexes and triggers that are missing, or not as Checkin makes them, and of tables with
    SQLite's own statistics, which may be false.
    """
    wanted: dict[str, str] = _known()["others"]
    wrong = [name for name, text in wanted.items() if schema.get(name, ("", ""))[1] != text]
    return wrong + [name for name in _STATISTICS if name in schema]


def put_back(db: sqlite_library.Database, schema: Schema, names: Sequence[str]) -> None:
    """Make these as Checkin makes them, in the transaction of the caller."""
    wanted: dict[str, str] = _known()["others"]
    for name in names:
        if name in schema:
            db.conn.execute(f'DROP {schema[name][0]} "{name}"')
        if name in wanted:
            db.conn.execute(wanted[name])


UNORDERED = "FROM journal WHERE id NOT IN (SELECT id FROM journal_order)"


def has_unordered(db: sqlite_library.Database) -> bool:
    """Whether an entry was written while the trigger was missing that gives each its place. Costs two counts."""
    counts = "SELECT (SELECT count(*) FROM journal) > (SELECT count(*) FROM journal_order)"
    return bool(sqlite_library.fetch_rows(db, counts)[0][0])


def order_entries(db: sqlite_library.Database) -> None:
    """Give a place to the entries that have none: they would never be sent."""
    db.conn.execute(f"INSERT INTO journal_order (id) SELECT id {UNORDERED} ORDER BY id")


def count_unordered(db: sqlite_library.Database) -> int:
    """Return the number of entries that would never be sent."""
    return int(sqlite_library.fetch_rows(db, f"SELECT count(*) {UNORDERED}")[0][0])


def _may_last(name: str, text: str) -> bool:
    """Whether a definition is a view, or a table of ours that computes what is read. SQLite goes by the text alone,
    whatever kind stands beside it.
    """
    if not _KINDS.match(text):
        return True
    is_ours = text in _known()["tables"].get(name, ())
    return not is_ours and name in _known()["tables"] and ("VIRTUAL" in text.upper() or bool(_COMPUTES.search(text)))


def _is_strange(name: str, kind: str, text: str) -> bool:
    if kind != "table":
        return name not in _known()["others"] and text not in _known()["tables"].get(name, ())
    if _MADE_BY_LIBRARIES.fullmatch(name):
        return "VIRTUAL" in text.upper() or bool(_COMPUTES.search(text))
    return name not in _STATISTICS and text not in _known()["tables"].get(name, ())


@cache
def _known() -> dict[str, Any]:
    found: dict[str, Any] = json.loads((resources() / "sql" / FILE).read_text("utf-8"))
    return found


@contextmanager
def _within(db: sqlite_library.Database, until: float) -> Iterator[None]:
    """Interrupt what SQLite does in this block after `until`."""
    db.conn.set_progress_handler(lambda: time.monotonic() > until, STEPS)
    try:
        yield
    except StorageError as error:
        if time.monotonic() > until:
            raise StorageError(STRANGE) from error
        raise
    finally:
        db.conn.set_progress_handler(None, 0)


STRANGE = Message(
    "storage",
    "Another program changed how this event file is built: it is not read. Nothing was changed. Carry on with a "
    "backup, or take the event from another desk.",
)


COMMITS_TO_CHECKPOINT = 200
"""Commits of a connection after which it writes the WAL into the file, unless that was done meanwhile."""

_CLOSINGS_AT_ONCE = 10
"""How often a connection that closes tries to leave WAL mode while others close too. After that the file is whole, but
says WAL mode until it is closed the next time.
"""

COPY = "copy"
"""The mode of a connection to an empty file without a name."""

LAST_PURGE = sqlite_library.Setting("last_purge")
"""A random mark of the last purge of people from this file, whether or not an entry says so."""


class EventDatabase(sqlite_library.Database):
    """A connection to the event file at `path`, which must exist unless `mode` is "rwc", or to a file without a name
    for `COPY`.

    On POSIX systems any code of this process that opens and closes one of the file's parts, as a file dialog does to
    find its icon, drops SQLite's locks on it (https://www.sqlite.org/howtocorrupt.html, section 2.2). Another process
    may then take itself for the last one and delete the WAL that this connection writes to; later commits
    would be lost. So every write compares the files on the disk with those it has open, before and after its commit;
    `verify_file` decides what a difference means. An open event sets it to `FileGuard.verify_file`
    (`storage.file_guard`).
    """

    def __init__(self, path: Path, *, mode: str = "rw") -> None:
        self.path, self.mode = path, mode
        self.held = regular_files.OpenFileRecord()
        self.verify_file: Callable[[bool], None] = _believe
        self._attached: tuple[object, ...] = ()
        self.put_back: tuple[str, ...] = ()
        """Indexes and triggers that were missing or other ones when the file was opened."""
        self.number = 0
        self._commits_of_others, self._have_committed = 0, False
        self._written: list[SealedEntry] = []
        self._commits = 0
        super().__init__(self._connected(mode))
        self.is_connected = True

    def accept_files(self) -> None:
        """Accept the files that are on the disk now, and all they contain, as the event's."""
        self.held = regular_files.open_file_records.of(self.path)
        self.held.key = sqlite_library.fetch_rows(self, "SELECT id, secret FROM event")[0]
        self._commits_of_others, self.number = self._data_version(), self.held.number
        self.held.newest, self.held.entries = self.newest_entry()
        self.note_settings()
        self.held.seen = regular_files.read_file_state(self.path)
        self._attached = self.held.seen.identity

    def join(self, held: regular_files.OpenFileRecord) -> None:
        """Share the record of the connections that this process has already, before anything is written. A write is
        refused if the file is not the one they know.
        """
        self.held, self.number, self._attached = held, held.number, held.seen.identity
        self._commits_of_others = self._data_version()
        self.verify_file = _refuse_other

    def note_settings(self) -> None:
        """Remember the settings, in case the file has to be rebuilt. If they cannot be read, the last known ones
        stay.
        """
        with contextlib.suppress(StorageError):
            self.held.settings = sqlite_library.setting_rows(self)

    @contextlib.contextmanager
    def turn(self) -> Iterator[None]:
        """Hold the other connections of this process off while this one compares the files or writes.

        SQLite writes the WAL before its commit can be seen: to another connection that would look like a stranger's
        write. It waits in short sleeps, too; here the next connection goes on at once. After `BUSY_TIMEOUT_MS` it goes
        on without, and SQLite decides.
        """
        lock = self.held.turn
        is_ours = lock.acquire(timeout=regular_files.BUSY_TIMEOUT_MS / 1000)
        try:
            yield
        finally:
            if is_ours:
                lock.release()

    @property
    def is_held(self) -> bool:
        return bool(self._attached)

    def edition(self) -> tuple[object, int, object]:
        """Return the edition of the data that this connection reads: another one once the file was replaced, closed in
        between, or people were purged from it.

        What was computed from one edition must not be written into another.
        """
        return self.held.opening, self.number, LAST_PURGE.read(self)

    @property
    def is_outdated(self) -> bool:
        """Whether another connection found that the file was replaced, and this one still reads the earlier one."""
        return self.number != self.held.number

    def is_as_it_was(self) -> bool:
        """Whether only SQLite connections wrote to the files, as far as the system can tell.

        Costs a look at size and time of the files. If the WAL has grown and another connection committed, that explains
        the growth. A commit explains the change it made and no later one.
        """
        now, seen = regular_files.read_file_state(self.path), self.held.seen
        if now.identity != self._attached or self.held.is_suspected:
            return False
        try:
            self._have_committed = self._others_committed()
            if self._have_committed:
                self.held.note_commit(*self.newest_entry())
        except StorageError:
            return False
        if now == seen:
            return True
        if not self._have_committed or not now.has_longer_wal(seen):
            return False
        self.held.seen = now
        return True

    @property
    def has_own_wal(self) -> bool:
        """Whether the WAL on the disk is the one that this connection writes."""
        return (
            self.held.seen.wal is not None and regular_files.read_file_state(self.path).identity[1] == self._attached[1]
        )

    def state_after_checkpoint(self) -> regular_files.FileState | None:
        """Return the state of the files, if a connection may have written the WAL into the event file; else None.

        A WAL that was written without a commit is damaged: how much of it is sound can only be seen by opening it
        alone.
        """
        now, seen = regular_files.read_file_state(self.path), self.held.seen
        is_explained = self._have_committed or now.wal == seen.wal
        return now if is_explained and now.identity == self._attached and now.has_grown(seen) else None

    def accept_file_state(self, state: regular_files.FileState) -> None:
        """Accept this state of the files, which were found whole; drop SQLite's cache, so that pages are read again."""
        self.conn.execute("PRAGMA shrink_memory")
        self.held.seen = state

    def holds_newest(self) -> bool:
        """Whether the file is the event that was opened and contains its newest known entry. Called in every write."""
        sql = "SELECT id, ? = x'' OR EXISTS (SELECT 1 FROM journal WHERE id = ?) FROM event"
        try:
            return sqlite_library.fetch_rows(self, sql, [self.held.newest, self.held.newest]) == [(self.held.key[0], 1)]
        except StorageError:
            return False

    def note(self, entries: Sequence[SealedEntry]) -> None:
        """Remember the entries of this transaction until it is committed (`acknowledge`) or rolled back (`discard`)."""
        self._written += entries

    def acknowledge(self) -> None:
        """Record a commit. Raise `StorageError` if it went to files that are no longer the event's.

        A commit is written to the WAL. A write to the event file itself meanwhile, for instance when SQLite takes the
        log in, is examined at the next check: that reads the whole file. So that it does not come from many small
        commits, this connection takes the log in itself.
        """
        written, self._written = self._written, []
        if not self._attached:
            return
        now = regular_files.read_file_state(self.path)
        if now.identity != self._attached:
            raise StorageError(FILE_REPLACED)
        self.held.seen = now.since(self.held.seen)
        if written:
            self.held.remember(written)
        self._commits += 1
        if self._commits >= COMMITS_TO_CHECKPOINT:
            self.checkpoint_wal()

    def discard(self) -> None:
        """Forget the entries of a transaction that was rolled back."""
        self._written = []

    def abandon(self) -> None:
        """Close the connection without touching the files, which may belong to another event by now.

        A normal close would write this connection's WAL into them. An interrupted connection writes nothing. (SQLite
        has a flag for this, SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, but not every Python can set it.)
        """
        if self.is_connected:  # not connected: `reconnect` failed, and the old connection is closed already
            self.conn.interrupt()
        self.conn.close()
        self.is_connected = False

    def reconnect(self) -> None:
        """Open a new connection, which takes all locks; the old one must be closed. Call outside a transaction."""
        self.is_connected = False
        self.conn = self._connected("rw")
        self.is_connected = True
        with sqlite_library.translated_sqlite_errors():
            regular_files.prepare(self)
            self.conn.execute("SELECT count(*) FROM sqlite_master").fetchone()  # opens the WAL
        self.accept_files()

    def checkpoint_wal(self) -> None:
        """Write the WAL into the file, so that a copy of the file alone is complete (docs/adr/0050).

        A failure does no harm: everything stays in the WAL. Call outside a transaction.
        """
        self._commits = 0
        with self.turn():
            if not self._is_ours():
                return
            with contextlib.suppress(*sqlite_library.SQLITE_ERRORS):
                self.conn.execute("PRAGMA wal_checkpoint(PASSIVE)").fetchall()
            if self.is_held:
                self.note_settings()
                self.held.seen = regular_files.read_file_state(self.path)

    def close(self) -> None:
        """Close the connection. The last connection takes the file out of WAL mode, so that it is complete by
        itself.
        """
        is_ours = self._is_ours() and not regular_files.is_open_elsewhere(self.path)
        is_left = is_ours and regular_files.is_left_whole(self.conn)
        super().close()
        if is_ours and not is_left:
            self._leave_after_all()
        self.held, self.verify_file, self._attached = regular_files.OpenFileRecord(), _believe, ()

    def _is_ours(self) -> bool:
        """Whether the files on the disk may be written without further checks."""
        return not self.held.trouble and (not self.is_held or self.is_as_it_was())

    def _leave_after_all(self) -> None:
        """Leave WAL mode after closing, unless another connection stays: it has the WAL open, and will leave WAL mode.

        Connections that close at once each believe that another one stays, the second time too. The last of them finds
        no WAL again.
        """
        wal, is_left = f"{os.path.realpath(self.path)}-wal", False
        for _ in range(_CLOSINGS_AT_ONCE):
            if is_left or os.path.exists(wal):
                return
            with contextlib.suppress(StorageError), contextlib.closing(self._connected("rw")) as connection:
                is_left = regular_files.is_left_whole(connection)

    def reader(self) -> "EventDatabase":
        """Return another connection to the file, for another thread, which only reads; `abandon` closes it."""
        reader = EventDatabase(self.path, mode="ro")
        reader.held.number = self.number
        return reader

    def newest_entry(self) -> tuple[bytes, int]:
        """Return the id of the entry that was inserted last, and its place; b"" and 0 for an empty journal."""
        found = sqlite_library.fetch_rows(self, "SELECT id, place FROM journal_order ORDER BY place DESC LIMIT 1")
        return found[0] if found else (b"", 0)

    def _others_committed(self) -> bool:
        before, self._commits_of_others = self._commits_of_others, self._data_version()
        return before != self._commits_of_others

    def _data_version(self) -> int:
        return int(sqlite_library.fetch_rows(self, "PRAGMA data_version")[0][0])

    def _connected(self, mode: str) -> sqlite_library.sqlite3.Connection:
        if mode in ("ro", "rw", "rwc"):
            regular_files.refuse_odd_parts(self.path)
        with sqlite_library.translated_sqlite_errors():
            uri = f"{self.path.absolute().as_uri()}?mode={mode}"
            return sqlite_library.connect("" if mode == COPY else uri, regular_files.BUSY_TIMEOUT_MS / 1000)


def _believe(_is_other: bool) -> None:
    """Accept any file: the default for a file without a guard, such as one that is just being created."""


def _refuse_other(is_other: bool) -> None:
    """Refuse what is not the open event: for a connection that has no guard yet, beside others that have."""
    if is_other:
        raise StorageError(FILE_REPLACED)


@contextlib.contextmanager
def read_only(path: Path, *, has_log: bool = True) -> Iterator[sqlite_library.Database]:
    """Open a connection that changes nothing.

    Without a WAL beside it no program has the file open; it is then opened as immutable, so that not even WAL files are
    created. `has_log=False` ignores a WAL that belongs to another file.

    Raises `StorageError` for a file whose tables may be no tables, whatever it is.
    """
    regular_files.refuse_odd_parts(path)
    alone = "" if has_log and path.with_name(path.name + "-wal").exists() else "&immutable=1"
    with sqlite_library.translated_sqlite_errors():
        db = sqlite_library.Database(sqlite_library.connect(f"{path.absolute().as_uri()}?mode=ro{alone}"))
    try:
        read_schema(db)
        yield db
    finally:
        db.close()


@contextlib.contextmanager
def transaction(db: sqlite_library.Database) -> Iterator[None]:
    """Run the block as one all-or-nothing write; without an error it is on the disk when the block ends.

    The lock is taken first, so that what is read inside stays true until the commit. (A deferred transaction that reads
    and then writes fails at once if another connection wrote in between; the busy timeout does not help.)

    Raises `StorageError` if the file is no longer the event's, or SQLite cannot write it.
    """
    event = db if isinstance(db, EventDatabase) else None
    with event.turn() if event else contextlib.nullcontext():
        with sqlite_library.translated_sqlite_errors():
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


def _begin(db: sqlite_library.Database, event: EventDatabase | None) -> None:
    """Take the write lock, on the file that was opened."""
    if event is None or not event.is_held:
        db.conn.execute("BEGIN IMMEDIATE")
        return
    event.verify_file(False)
    event.conn.execute("BEGIN IMMEDIATE")
    if not event.holds_newest():
        event.conn.execute("ROLLBACK")
        event.verify_file(True)
        event.conn.execute("BEGIN IMMEDIATE")


FILE_REPLACED = Message(
    "storage",
    "The event file was moved or replaced while it was open: nothing was saved. Scan again; if this message "
    "comes back, close the window and open the event again.",
)
