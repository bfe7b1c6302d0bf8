# SPDX-License-Identifier: GPL-3.0-or-later
"""The five sounds of an answer, and marks against libraries that crash. Never waits, never fails.

A desk without loudspeaker is silent. Imports QtMultimedia, which is slow: import it after the first paint.
"""

import contextlib
import logging
import time
from collections.abc import Callable, Iterator
from enum import StrEnum
from pathlib import Path

from PySide6.QtCore import QLockFile, QObject, QUrl
from PySide6.QtMultimedia import QMediaDevices, QSoundEffect

from checkin import __version__
from checkin.storage.regular_files import remove_path

_log = logging.getLogger(__name__)


class Sound(StrEnum):
    """The meaning of a sound, heard without looking. The value is the name of the file."""

    WELCOME = "welcome"
    ATTENTION = "attention"  # welcome, with something to read
    ASK = "ask"  # a user has to decide
    REFUSE = "refuse"
    TECHNICAL = "technical"  # not read, not saved


class Sounds(QObject):
    """Player of `folder`/welcome.wav and the others, which are loaded in advance. Follows a change of loudspeakers.

    `is_left_out`: it stays silent, and asks the system for nothing (`devices/sound`).
    """

    def __init__(self, folder: Path, parent: QObject | None = None, *, is_left_out: bool = False) -> None:
        super().__init__(parent)
        self._folder = folder
        self._effects: dict[Sound, QSoundEffect] = {}
        if is_left_out:
            return
        self._known = QMediaDevices(self)
        self._known.audioOutputsChanged.connect(self._load)
        self._load()

    @property
    def is_available(self) -> bool:
        """Whether sounds can be heard: there is a loudspeaker, and the files exist."""
        return bool(self._effects)

    def play(self, sound: Sound) -> None:
        """Play a sound, and stop the one that is playing: the newest answer counts."""
        for effect in self._effects.values():
            effect.stop()
        if sound in self._effects:
            self._effects[sound].play()

    def _load(self) -> None:
        for effect in self._effects.values():
            effect.deleteLater()
        self._effects = {}
        device = QMediaDevices.defaultAudioOutput()
        if device.isNull():
            return
        for sound in Sound:
            path = self._folder / f"{sound}.wav"
            if not path.is_file():
                _log.error("sound %s is missing", path.name)
                continue
            effect = QSoundEffect(device, self)
            effect.setSource(QUrl.fromLocalFile(str(path.resolve())))
            self._effects[sound] = effect


# Crash marks: a file that stands while a library of the system is at work, so that one which ends the program costs
# its own part alone.
# The libraries of sound, camera and printers are the system's, and a fault in one of them ends the whole program. The
# next start finds the mark, leaves the part out, and says so. It tries again after a day, after an update, or when a
# user asks for it.

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
