# SPDX-License-Identifier: GPL-3.0-or-later
"""What this process remembers of an open event file: to detect that it was replaced, and to restore its entries.

The file may be replaced, restored, cut or overwritten by others; the entries that this process recorded are not lost
with it (docs/adr/0051).
"""

import json
import os
import sys
import zlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from pathlib import Path
from threading import Lock, RLock
from typing import Any
from weakref import WeakValueDictionary

from checkin.core.sync.sealed_entry import SealedEntry

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
