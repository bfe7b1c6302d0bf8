# SPDX-License-Identifier: GPL-3.0-or-later
"""The five sounds of an answer. Never waits, never fails.

A desk without loudspeaker is silent. Imports QtMultimedia, which is slow: import it after the first paint.
"""

import logging
from enum import StrEnum
from pathlib import Path

from PySide6.QtCore import QObject, QUrl
from PySide6.QtMultimedia import QMediaDevices, QSoundEffect

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

    `is_left_out`: it stays silent, and asks the system for nothing (`devices/crash_marks`).
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
