# SPDX-License-Identifier: GPL-3.0-or-later
"""Open marks: a file that exists while an event is open, so that a leftover one shows a crash (docs/adr/0039).

It also says what was on the screen. Nothing essential is only in it.
"""

import contextlib
import hashlib
import json
from dataclasses import asdict, dataclass, replace
from pathlib import Path

from PySide6.QtCore import QLockFile

from checkin.core.errors import StorageError
from checkin.documents.atomic_write import write_file_atomically
from checkin.storage.held_files import remove_path
from checkin.storage.regular_files import is_odd, read_regular_file

SUFFIX = ".open.json"
MOST_TRIES = 3
"""How often an event is reopened automatically, so that one that crashes the program does not do so for ever."""
LARGEST = 10_000


@dataclass(frozen=True, slots=True)
class ScreenState:
    """The state of an event's window, for reopening it.

    `screen` is its number in the rail, `spoken` the language, `tries` how often it was reopened after
    stopping at once.
    """

    event: str
    screen: int = 0
    spoken: str = ""
    tries: int = 0


class OpenMark:
    """The mark of one open event. A folder that cannot be written has no marks, which is no error."""

    def __init__(self, folder: Path, event: Path) -> None:
        self._path = _path(folder, event)
        self._sitting = ScreenState(str(event.resolve()))

    def found(self) -> ScreenState | None:
        """Return what was on the screen when the program last crashed; None if it did not."""
        return _read(self._path)

    def note(self, **changed: object) -> None:
        """Save changed fields of the `ScreenState`."""
        self._sitting = replace(self._sitting, **changed)  # type: ignore[arg-type]
        with contextlib.suppress(OSError, StorageError):
            self._path.parent.mkdir(parents=True, exist_ok=True)
            write_file_atomically(self._path, json.dumps(asdict(self._sitting)).encode())

    def remove(self) -> None:
        _forget(self._path)


def find_interrupted(folder: Path) -> ScreenState | None:
    """Return the event that was open last in a crash and still exists, removing marks of missing events."""
    for path in sorted(folder.glob(f"*{SUFFIX}"), key=_written_at, reverse=True):
        sitting = _read(path)
        if sitting is None or not Path(sitting.event).is_file():
            _forget(path)
        elif not is_event_open(Path(sitting.event)):
            return sitting
    return None


def is_event_open(event: Path) -> bool:
    """Whether a window has this event open now."""
    return is_locked(Path(f"{event}.lock"))


def is_locked(path: Path) -> bool:
    """Whether a running program holds this lock; not if its folder is gone, of which Qt warns on Windows, or if it is
    no file: Qt would wait for a pipe.
    """
    if not path.parent.is_dir() or is_odd(path):
        return False
    lock = QLockFile(str(path))
    lock.setStaleLockTime(0)  # no time limit: a window may stay open for days
    if not lock.tryLock(0):
        return lock.error() is QLockFile.LockError.LockFailedError
    lock.unlock()
    return False


def _path(folder: Path, event: Path) -> Path:
    """Return the mark's path, named by a hash: the event's name is private and may be too long."""
    return folder / (hashlib.sha256(str(event.resolve()).encode("utf-8", "surrogatepass")).hexdigest()[:16] + SUFFIX)


def _read(path: Path) -> ScreenState | None:
    try:
        kept = json.loads(read_regular_file(path, LARGEST))
        return ScreenState(str(kept["event"]), int(kept["screen"]), str(kept["spoken"]), int(kept["tries"]))
    except (OSError, ValueError, KeyError, TypeError):
        return None


def _written_at(path: Path) -> float:
    try:
        return path.stat().st_mtime
    except OSError:
        return 0.0


def _forget(path: Path) -> None:
    with contextlib.suppress(OSError):
        remove_path(path)
