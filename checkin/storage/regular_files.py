# SPDX-License-Identifier: GPL-3.0-or-later
"""Files on the disk: opened only if regular, patient with other programs, private, and watched while open.

The program looks for files by itself: a pipe, a device or a folder in the place of one is refused. Opening a pipe waits
for its other end, and a device may never end.
"""

import contextlib
import errno
import json
import os
import stat
import sys
import time
import zlib
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from pathlib import Path
from threading import Lock, RLock
from typing import Any, TypeVar
from weakref import WeakValueDictionary

from checkin.core.message import Message, StorageError
from checkin.core.sync.sealed_entry import SealedEntry
from checkin.storage.sqlite_library import SQLITE_ERRORS, Database, sqlite3

PARTS = ("-wal", "-shm", "-journal")
"""What SQLite opens beside an event file, by itself."""
_LOCK = ".lock"

_QUIET = sum(getattr(os, name, 0) for name in ("O_NONBLOCK", "O_BINARY", "O_CLOEXEC", "O_NOCTTY"))
"""Flags, as far as the system has them: opening does not wait, and bytes stay as they are."""
_NO_LINK: int = getattr(os, "O_NOFOLLOW", 0)


def open_regular_file(file: Path, flags: int = os.O_RDONLY, *, follows_link: bool = False) -> int:
    """Return a file descriptor. Raises `OSError` for anything but a regular file, and for a link unless
    `follows_link`.
    """
    descriptor = os.open(file, flags | _QUIET | (0 if follows_link else _NO_LINK), 0o666)
    if not stat.S_ISREG(os.fstat(descriptor).st_mode):
        os.close(descriptor)
        raise OSError(errno.EINVAL, "no plain file", str(file))
    return descriptor


def read_regular_file(file: Path, most: int) -> bytes:
    """Return the first `most` bytes of a file or of what a link leads to. Raises `OSError`, for anything but a regular
    file too.
    """
    with open(open_regular_file(file, follows_link=True), "rb", buffering=0) as opened:
        return opened.read(most)


def refuse_odd_parts(path: Path) -> None:
    """Raise `StorageError` if the event file is there and no regular file, or one of its parts or its lock is a link, a
    pipe or a folder: SQLite or Qt would wait for it, or write into what a link leads to. Call before SQLite opens the
    file.
    """
    real = os.path.realpath(path)
    if os.path.exists(real) and not os.path.isfile(real):
        raise StorageError(_ODD, name=path.name)
    for part in (*(f"{real}{end}" for end in PARTS), f"{path}{_LOCK}"):
        if is_odd(Path(part)):
            raise StorageError(_ODD, name=os.path.basename(part))


def is_odd(path: Path) -> bool:
    """Whether something lies there that is no regular file."""
    try:
        return not stat.S_ISREG(os.lstat(path).st_mode)
    except OSError:
        return False


_ODD = Message(
    "storage",
    "“{name}” is no ordinary file, but a link, a pipe or a folder in its place: the event was not opened, and nothing "
    "was changed. Remove it, then open the event again.",
)


# Patience with files that another program holds open.
# Windows refuses to replace, rename or delete such a file, and for a moment nearly every new file is held: by a virus
# scanner, a program that synchronises the folder, another desk that reads it. Other systems never refuse it.

_Made = TypeVar("_Made")

WAITS_S = (0.005, 0.01, 0.02, 0.04, 0.08, 0.16, 0.32, 0.64, 1.28)
"""Seconds between the tries: 2.5 in all."""
_HELD = (5, 32, 33)
"""ERROR_ACCESS_DENIED, ERROR_SHARING_VIOLATION and ERROR_LOCK_VIOLATION of Windows."""


def retry_while_held(work: Callable[[], _Made]) -> _Made:
    """Return `work()`, which is tried again for a moment while Windows says that the file is in use.

    Raises what `work` raises: at once if it is anything else, and at the end if the file is still held. `work` must
    have changed nothing when it raises.
    """
    for wait in WAITS_S:
        try:
            return work()
        except OSError as exc:
            if not _is_held(exc):
                raise
        time.sleep(wait)
    return work()


def replace_path(source: Path, target: Path) -> None:
    """Rename `source` to `target`, in the place of what is there; wait while another program holds one of them."""
    retry_while_held(lambda: os.replace(source, target))


def sync_folder(folder: Path) -> None:
    """Make a new name survive unplugging or a power cut; does nothing where folders cannot be synced (Windows)."""
    with contextlib.suppress(OSError):
        descriptor = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)


def remove_path(path: Path) -> None:
    """Delete a file; wait while another program holds it. A missing file is no error."""
    retry_while_held(lambda: path.unlink(missing_ok=True))


def _is_held(error: OSError) -> bool:
    """Whether Windows says that the file is in use. Where Python opens a file it hands on no number of Windows."""
    code = getattr(error, "winerror", None)
    return code in _HELD or (sys.platform == "win32" and code is None and error.errno == errno.EACCES)


# Permissions of event files: readable by the owner's account alone.
# Event files hold names, the event's secret and hashes of PINs. SQLite gives its WAL and index the permissions of the
# event file. On Windows a file has the permissions of its folder, and a user's folders are private already.

_OF_OTHERS = stat.S_IRWXG | stat.S_IRWXO


def create_private_file(path: Path) -> None:
    """Create an empty file that no other account can open. Errors are ignored: SQLite reports them when it opens it."""
    with contextlib.suppress(OSError):
        os.close(os.open(path, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600))


def create_part(path: str, end: str) -> None:
    """Create an empty part of the event file at `path`, with its permissions, unless it is there. Errors are ignored:
    SQLite reports them when it writes the part.
    """
    with contextlib.suppress(OSError):
        mode = stat.S_IMODE(os.stat(path).st_mode)
        os.close(os.open(f"{path}{end}", os.O_CREAT | os.O_EXCL | os.O_WRONLY, mode))


def restrict_to_owner(path: Path) -> None:
    """Take the permissions of other accounts from an event file, if it is ours. A disk without permissions is left
    alone, and so is what a link beside the file leads to.
    """
    if sys.platform == "win32":
        return
    for part in (os.path.realpath(path), *(f"{os.path.realpath(path)}{end}" for end in PARTS)):
        with contextlib.suppress(OSError):
            found = os.lstat(part)
            if stat.S_ISREG(found.st_mode) and found.st_uid == os.geteuid() and found.st_mode & _OF_OTHERS:
                os.chmod(part, stat.S_IMODE(found.st_mode) & ~_OF_OTHERS)


# The WAL (write-ahead log) of a connection, and the settings of SQLite with which a commit survives a power cut.
# A file whose header says WAL mode has a log beside it at every moment, while it is opened and closed too; a copy of
# it has none (docs/adr/0050). SQLite alone would leave moments without: it marks the header before it creates the
# WAL, and removes the WAL before it clears the mark. An empty file in the place of a log covers them. SQLite ignores
# an empty log, makes the WAL of it, and removes the journal with the commit that clears the mark.

SQLITE_VERSION: tuple[int, ...] = sqlite3.sqlite_version_info
BUSY_TIMEOUT_MS = 5_000
LARGEST_WAL = 4_000
"""Pages, 16 MB, beyond which SQLite itself writes the WAL into the file; a connection does so earlier."""
PAUSE_S = 0.01
"""Seconds before trying again to open the WAL."""

# SQLite before these has a race in which a WAL reset loses commits of a second connection
# (https://www.sqlite.org/wal.html#walreset); there a rollback journal, truncated and synced, keeps every commit.
_WAL_IS_SOUND_FROM = (3, 51, 3)
_WAL_IS_SOUND_IN = ((3, 50, 7), (3, 44, 6))


def wal_is_sound(version: tuple[int, ...]) -> bool:
    patched = any(version[:2] == fix[:2] and version >= fix for fix in _WAL_IS_SOUND_IN)
    return patched or version >= _WAL_IS_SOUND_FROM


def prepare(db: Database) -> None:
    """Set up a connection so that a commit survives a power cut (docs/adr/0002)."""
    if wal_is_sound(SQLITE_VERSION):
        _open_log(db.conn)
    else:
        db.conn.execute("PRAGMA journal_mode = TRUNCATE")
    for pragma in (
        "synchronous = FULL",  # in WAL mode NORMAL loses the last commits at a power cut (docs/adr/0002)
        "fullfsync = ON",  # on macOS a plain fsync stops at the drive's cache
        "checkpoint_fullfsync = ON",
        f"wal_autocheckpoint = {LARGEST_WAL}",
        "cell_size_check = ON",
    ):
        db.conn.execute(f"PRAGMA {pragma}")


def leave_wal_mode(connection: Any) -> None:
    """Write the WAL into the file and clear the WAL mark in its header, before the last connection closes
    (docs/adr/0050).

    Raises one of `SQLITE_ERRORS`, without waiting, if another connection has the file open. The empty journal then
    stays for that connection, which will leave WAL mode, or may be taken by SQLite for the last one that closes.
    """
    if connection.execute("PRAGMA journal_mode").fetchone()[0] == "wal":
        create_part(_file_of(connection), "-journal")  # nobody else can remove it while this connection has the WAL
        connection.execute("PRAGMA busy_timeout = 0")
        try:
            connection.execute("PRAGMA journal_mode = DELETE")
        finally:
            connection.execute(f"PRAGMA busy_timeout = {BUSY_TIMEOUT_MS}")


def is_left_whole(connection: Any) -> bool:
    """Take the file out of WAL mode; False if another connection has it open, which will do it later."""
    try:
        leave_wal_mode(connection)
    except SQLITE_ERRORS:
        return False
    return True


def _open_log(connection: Any) -> None:
    """Switch to WAL mode and open the WAL.

    Another program may close the file at this moment and leave WAL mode; SQLite does not wait for that, so this retries
    for `BUSY_TIMEOUT_MS`. If the file system allows no WAL, a rollback journal is used, as with an older SQLite.
    """
    file, until = _file_of(connection), time.monotonic() + BUSY_TIMEOUT_MS / 1000
    while True:
        try:
            connection.execute("SELECT count(*) FROM sqlite_master").fetchone()  # opens the WAL, if the header says so
            if connection.execute("PRAGMA journal_mode").fetchone()[0] == "wal":
                return
            if not os.access(file, os.W_OK):  # a log of this account would keep the owner of the file out
                raise sqlite3.OperationalError("attempt to write a readonly database")
            create_part(file, "-wal")  # only now: another program that leaves WAL mode removed its own before
            if connection.execute("PRAGMA journal_mode = WAL").fetchone()[0] != "wal":
                remove_path(Path(f"{file}-wal"))
                connection.execute("PRAGMA journal_mode = TRUNCATE")
                return
        except sqlite3.OperationalError as exc:
            if "locked" not in str(exc) or time.monotonic() > until:
                raise
            time.sleep(PAUSE_S)


def _file_of(connection: Any) -> str:
    """Return the path of the file as SQLite resolved it: its logs are beside that one."""
    return str(connection.execute("PRAGMA database_list").fetchone()[2])


# What this process remembers of an open event file: to detect that it was replaced, and to restore its entries.
# The file may be replaced, restored, cut or overwritten by others; the entries that this process recorded are not
# lost with it (docs/adr/0051).

_LARGE = 500
"""Entries that are compressed together in memory: a list may have many thousand people."""
_TELLS_WHEN_WRITTEN = sys.platform != "win32"
"""Windows updates the modification time of an open file late; there the file cannot be replaced either."""


class FileTrouble(StrEnum):
    """The problem with the file of an open event."""

    GONE = "gone"
    FOREIGN = "foreign"
    DAMAGED = "damaged"
    OLDER = "older"


@dataclass(frozen=True, slots=True)
class PartState:
    """A file as `os.stat` describes it. Opening it to read more would drop SQLite's locks (docs/adr/0010).

    A program can put back the time at which a file was `written`, not the one at which that was `changed`. That one is
    0 for a WAL: SQLite changes it when a connection opens the WAL.
    """

    device: int
    number: int
    size: int
    written: int
    changed: int

    @property
    def identity(self) -> tuple[int, int]:
        return self.device, self.number


@dataclass(frozen=True, slots=True)
class FileState:
    """The event file and its WAL; None for a part that is not there."""

    main: PartState | None
    wal: PartState | None

    @property
    def identity(self) -> tuple[object, ...]:
        return tuple(part.identity if part else None for part in (self.main, self.wal))

    def has_longer_wal(self, before: "FileState") -> bool:
        """Whether only the WAL was written, and only appended to."""
        if not before.wal:  # no WAL: the event file itself is written
            return self.has_grown(before)
        return self.main == before.main and _size(self.wal) >= _size(before.wal)

    def since(self, before: "FileState") -> "FileState":
        """Return `before` with the present WAL. Without a WAL the file itself is written: then the present
        state.
        """
        return FileState(before.main, self.wal) if before.wal else self

    def has_grown(self, before: "FileState") -> bool:
        return _size(self.main) >= _size(before.main) and _size(self.wal) >= _size(before.wal)


def read_file_state(path: Path) -> FileState:
    return FileState(_part(str(path), is_main=True), _part(f"{path}-wal"))


class OpenFileRecord:
    """The record of an open event file, shared by all connections of this process to it.

    `key` is the event's id and secret, `newest` an entry that the file must contain, `entries` the least number it must
    contain, `acknowledged` everything that this process recorded or received since it opened the file, `settings` the
    last known rows of this computer's settings, `seen` the state of the files when they were last known to be the
    event's. `turn` is held by the one connection that compares the files or writes. `trouble` says what is wrong with
    the file on the disk, `found` is that file's state, `rescue` the copy written then. `is_suspected`: damage was
    found that the state of the files does not show; the next check looks at them. `number` counts the files that
    were the event's one after the other: data read from an earlier one is outdated. `opening` is another object for
    each record: nothing is known of a file while no connection has it open.
    """

    def __init__(self) -> None:
        self.key: tuple[str, bytes] = ("", b"")
        self.newest = b""
        self.entries = 0
        self.settings: Sequence[tuple[str, str]] = ()
        self.seen = FileState(None, None)
        self.turn = RLock()
        self.trouble: FileTrouble | None = None
        self.found: FileState | None = None
        self.is_suspected = False
        self.rescue: Path | None = None
        self.number = 0
        self.opening = object()
        self._newly: list[SealedEntry] = []
        self._batches: list[bytes] = []
        self._ids: list[bytes] = []
        self._lock = Lock()

    def remember(self, entries: Sequence[SealedEntry]) -> None:
        """Keep these entries; call after their commit."""
        with self._lock:
            self._ids += [entry.id for entry in entries]
            for start in range(0, len(entries), _LARGE):
                self._newly += entries[start : start + _LARGE]
                if len(self._newly) >= _LARGE:
                    self._batches.append(_packed(self._newly))
                    self._newly = []
            self.newest = entries[-1].id
            self.entries += len(entries)

    def note_commit(self, newest: bytes, entries: int) -> None:
        """Note what another connection committed. Two threads may report out of order: a smaller count is ignored."""
        with self._lock:
            if entries > self.entries:
                self.newest, self.entries = newest, entries

    def acknowledged(self) -> Iterable[SealedEntry]:
        with self._lock:
            batches, newly = list(self._batches), list(self._newly)
        for batch in batches:
            yield from _unpacked(batch)
        yield from newly

    def acknowledged_ids(self) -> set[bytes]:
        """Return the ids of these entries."""
        with self._lock:
            return {*self._ids}

    def forget(self) -> None:
        """Forget the kept entries after a purge, so that no names stay in memory."""
        with self._lock:
            self._batches, self._newly, self._ids = [], [], []


@dataclass(slots=True)
class _Registry:
    """The records by real path; a record disappears with the last connection."""

    held: WeakValueDictionary[str, OpenFileRecord] = field(default_factory=WeakValueDictionary)

    def of(self, path: Path) -> OpenFileRecord:
        found = self.known(path)
        if found is None:
            self.held[os.path.realpath(path)] = found = OpenFileRecord()
        return found

    def known(self, path: Path) -> OpenFileRecord | None:
        """Return the record of the file, None if this process does not have it open."""
        return self.held.get(os.path.realpath(path))


open_file_records = _Registry()


def _part(path: str, *, is_main: bool = False) -> PartState | None:
    try:
        found = os.stat(path)
    except OSError:
        return None
    written, changed = (found.st_mtime_ns, found.st_ctime_ns) if _TELLS_WHEN_WRITTEN else (0, 0)
    return PartState(found.st_dev, found.st_ino, found.st_size, written, changed if is_main else 0)


def _size(part: PartState | None) -> int:
    return part.size if part else 0


def _packed(entries: Iterable[SealedEntry]) -> bytes:
    rows = [(e.id.hex(), e.kind, e.subject, e.desk, e.at, e.body) for e in entries]
    return zlib.compress(json.dumps(rows, ensure_ascii=False).encode(), level=1)


def _unpacked(batch: bytes) -> list[SealedEntry]:
    rows: list[list[Any]] = json.loads(zlib.decompress(batch))
    return [SealedEntry(bytes.fromhex(row[0]), *row[1:]) for row in rows]


# Whether another process has an event open, read from the lock file that each window keeps beside it.
# SQLite's own locks cannot tell: on POSIX systems a process loses them when anything in it opens and closes the file
# (docs/adr/0010). On other systems they can, and are trusted.

_LARGEST = 4_096
"""Bytes of a lock file that are read: a process id, and names of program and computer."""


def is_open_elsewhere(path: Path) -> bool:
    """Whether the lock file of `path`, whose first line is a process id, names another living process."""
    if os.name != "posix":
        return False
    try:
        process = int(read_regular_file(path.with_name(f"{path.name}.lock"), _LARGEST).decode().splitlines()[0])
        if process == os.getpid() or process <= 0:
            return False
        os.kill(process, 0)
    except PermissionError:
        return True  # a process of another account
    except (OSError, ValueError, IndexError, OverflowError):
        return False
    return True
