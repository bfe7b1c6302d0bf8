# SPDX-License-Identifier: GPL-3.0-or-later
"""The common base of camera and video file: frames that arrive, and a state to display.

Imports QtMultimedia, which is slow: import it, and modules that use it, after the first paint. Makes no thread.
"""

from dataclasses import dataclass

from PySide6.QtCore import QObject, Signal
from PySide6.QtMultimedia import QVideoFrame, QVideoSink

from checkin.core.errors import DeviceError
from checkin.core.message import Message

OFF = Message("camera", "The camera is off.")
WAITING = Message("camera", "{source}: waiting for the first picture.")
LIVE = Message("camera", "{source} is working.")


@dataclass(frozen=True, slots=True)
class FrameSourceState:
    """The state of a source, as displayed: `words` with {source} and {reason} filled in. `source` is the name of a
    device or file.

    `is_live`: frames arrive. `size`: width and height of the last frame in pixels, (0, 0) before the first.
    """

    is_live: bool
    words: Message
    source: str = ""
    size: tuple[int, int] = (0, 0)
    reason: str = ""


class FrameSource(QObject):
    """A source of frames while started, in the thread it was made in. `sink` may be displayed as well."""

    frame_arrived = Signal(QVideoFrame)
    state_changed = Signal(FrameSourceState)
    lost = Signal(DeviceError)  # no more frames until something changes; with the message to show

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.sink = QVideoSink(self)
        self.sink.videoFrameChanged.connect(self._take)
        self.state = FrameSourceState(False, OFF)
        self._source = ""  # name of the open device or file, "" if none

    def _take(self, frame: QVideoFrame) -> None:
        # Qt sends an empty frame when a source stops, and may deliver one more after that.
        if not frame.isValid() or not self._source:
            return
        self._become(FrameSourceState(True, LIVE, self._source, (frame.width(), frame.height())))
        self.frame_arrived.emit(frame)

    def _wait_for(self, source: str) -> None:
        self._source = source
        self._become(FrameSourceState(False, WAITING, source))

    def _lose(self, error: DeviceError) -> None:
        """Report an error once: a device that stays away would repeat it at every attempt."""
        source, reason = error.fields.get("source", ""), error.fields.get("reason", "")
        if self._become(FrameSourceState(False, error.words, str(source), reason=str(reason))):
            self.lost.emit(error)

    def _become(self, state: FrameSourceState) -> bool:
        """Set and announce the state; return whether it changed."""
        if state == self.state:
            return False
        self.state = state
        self.state_changed.emit(state)
        return True
