# SPDX-License-Identifier: GPL-3.0-or-later
"""A video file in place of a camera, for the demonstration and for tests of decoding. Always silent."""

from pathlib import Path

from PySide6.QtCore import QUrl, Signal
from PySide6.QtMultimedia import QMediaPlayer, QVideoFrame

from checkin.core.errors import DeviceError
from checkin.core.message import Message
from checkin.devices.frame_source import OFF, FrameSource, FrameSourceState

MISSING = Message("camera", "The video “{source}” cannot be found. Choose another file, or use a camera.")
DAMAGED = Message(
    "camera",
    "The video “{source}” cannot be played: it is damaged or of an unknown type. Choose another file.",
)
_Status = QMediaPlayer.MediaStatus


LONGEST_GAP_US = 200_000
"""Microseconds of a film between two frames that arrive; with more left out, a code that is shown briefly is missed."""
SLOWEST = 1 / 16
"""The least share of its own speed at which a film is played."""


class VideoFile(FrameSource):
    """A source that plays `path` at `rate` times its speed, once or in a loop. `ended`: the last frame was shown.

    Played once, it is slowed down on a computer that leaves frames out: each code of a film is shown only then.
    """

    ended = Signal()

    def __init__(self, path: Path, is_looped: bool = False, rate: float = 1.0) -> None:
        super().__init__()
        self._path, self._is_looped, self._shown_us = path, is_looped, 0
        self._player = QMediaPlayer(self)
        self._player.setVideoSink(self.sink)
        self._player.setLoops(QMediaPlayer.Loops.Infinite.value if is_looped else QMediaPlayer.Loops.Once.value)
        self._player.setPlaybackRate(rate)
        self._player.mediaStatusChanged.connect(self._follow)
        self._player.errorOccurred.connect(self._fail)

    def start(self) -> None:
        """Play from the beginning."""
        if not self._path.is_file():
            self._lose(DeviceError(MISSING, source=self._path.name))
            return
        self._wait_for(self._path.name)
        self._player.setSource(QUrl.fromLocalFile(str(self._path.resolve())))
        self._player.play()

    def stop(self) -> None:
        self._close()
        self._become(FrameSourceState(False, OFF))

    def _close(self) -> None:
        self._source = ""
        self._player.stop()
        self._player.setSource(QUrl())

    def _take(self, frame: QVideoFrame) -> None:
        gap, self._shown_us = frame.startTime() - self._shown_us, frame.startTime()
        rate = self._player.playbackRate()
        if not self._is_looped and gap > LONGEST_GAP_US and rate > SLOWEST:
            self._player.setPlaybackRate(rate / 2)
        super()._take(frame)

    def _follow(self, status: QMediaPlayer.MediaStatus) -> None:
        is_over = status == _Status.EndOfMedia
        has_sound_only = status == _Status.LoadedMedia and not self._player.hasVideo()
        showed_nothing = is_over and not self.state.is_live
        if status == _Status.InvalidMedia or has_sound_only or showed_nothing:
            self._fail()
        elif is_over:
            self._source = ""
            self._become(FrameSourceState(False, OFF))
            self.ended.emit()

    def _fail(self) -> None:
        if self._source:
            self._source = ""
            self._lose(DeviceError(DAMAGED, source=self._path.name))
