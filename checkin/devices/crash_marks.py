# SPDX-License-Identifier: GPL-3.0-or-later
"""A file that stands while a library of the system is at work, so that one which ends the program costs its own part
alone.

The libraries of sound, camera and printers are the system's, and a fault in one of them ends the whole program. The
next start finds the mark, leaves the part out, and says so. It tries again after a day, after an update, or when a
user asks for it.
"""

import contextlib
import time
from collections.abc import Callable, Iterator
from enum import StrEnum
from pathlib import Path

from PySide6.QtCore import QLockFile

from checkin import __version__
from checkin.storage.regular_files import remove_path

DAY_S = 24 * 60 * 60
"""Seconds after which a part that was left out is tried again."""


class Part(StrEnum):
    """A part of the desk that needs a library of the system."""

    SOUND = "sound"
    CAMERA = "camera"
    PRINTERS = "printers"


class CrashMarks:
    """The marks in a folder. One that cannot be written has none, which is no error.

    with marks.at_work(Part.SOUND):
        ...  # what may end the program
    """

    def __init__(self, folder: Path, clock: Callable[[], float] = time.time) -> None:
        self._folder, self._clock = folder, clock

    def is_left_out(self, part: Part) -> bool:
        """Whether the program ended while this part was at work, less than a day ago and in this version."""
        mark = self._mark(part)
        with contextlib.suppress(OSError):
            age = self._clock() - mark.stat().st_mtime
            is_fresh = 0 <= age < DAY_S and mark.read_text("utf-8", "replace") == __version__
            return is_fresh and not self._is_running(part)
        return False

    @contextlib.contextmanager
    def at_work(self, part: Part) -> Iterator[None]:
        """Have the mark stand meanwhile. Another window or thread with the same part at work has it already."""
        lock = self._lock(part)
        with contextlib.suppress(OSError):
            self._folder.mkdir(parents=True, exist_ok=True)
        if not self._folder.is_dir() or not lock.tryLock(0):
            yield
            return
        try:
            with contextlib.suppress(OSError):
                self._mark(part).write_text(__version__, "utf-8")
            yield
        finally:
            self.remove(part)
            lock.unlock()

    def remove(self, part: Part) -> None:
        """Let the part be tried again."""
        with contextlib.suppress(OSError):
            remove_path(self._mark(part))

    def _is_running(self, part: Part) -> bool:
        """Whether the part is at work now, in this program or in another window."""
        lock = self._lock(part)
        if not lock.tryLock(0):
            return lock.error() is QLockFile.LockError.LockFailedError
        lock.unlock()
        return False

    def _mark(self, part: Part) -> Path:
        return self._folder / f"crash-{part}.txt"

    def _lock(self, part: Part) -> QLockFile:
        lock = QLockFile(str(self._folder / f"crash-lock-{part}.txt"))
        lock.setStaleLockTime(0)  # however long it works
        return lock
