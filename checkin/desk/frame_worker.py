# SPDX-License-Identifier: GPL-3.0-or-later
"""The thread that reads pictures; those that print are in `press.worker`. A worker's loop calls `step()`; tests call
`step()` with no thread.

What crosses a thread is immutable; the only thing shared is the mailbox of one, a single reference.
"""

import time
from collections.abc import Callable
from dataclasses import replace

from PySide6.QtCore import QSemaphore, QThread, Signal
from PySide6.QtMultimedia import QVideoFrame

from checkin.core.scan_debouncing import ScanDebouncer
from checkin.devices.decoder import DecodedCode, Decoder
from checkin.devices.frames import luminance
from checkin.devices.image_preprocessing import Luma

STOP_WAIT_MS = 5_000

REST = 2.0
"""After all copies of a picture were tried in vain, only the plain pass for this many times as long as that took:
a desk with nothing in view then spends at most a third of one core on altered copies, whatever the machine."""


class FrameWorker(QThread):
    """Turns the newest frame into texts. Frames that come while one is being read are dropped, all but the last.

    `seen` carries the tuple of `DecodedCode` of each frame (to outline), `code_seen` a text once per appearance.
    """

    seen = Signal(object)
    code_seen = Signal(str)
    failed = Signal(Exception)
    """A fault of the program while reading one frame. The next frame is read all the same."""

    def __init__(self, decoder: Decoder, clock: Callable[[], float] = time.monotonic) -> None:
        super().__init__()
        self._thorough, self._plain = decoder, replace(decoder, steps=1)
        self._clock = clock
        self._rests_until = 0.0
        self._newest: QVideoFrame | None = None
        self._wake = QSemaphore()
        self._sightings = ScanDebouncer()
        self._is_stopping = False

    def put(self, frame: QVideoFrame) -> None:
        """From the UI thread: the newest frame. An unread older one is let go."""
        self._newest = frame
        if self._wake.available() == 0:
            self._wake.release()

    def step(self) -> None:
        """Read the frame in the mailbox, if there is one."""
        frame, self._newest = self._newest, None
        if frame is None:
            return
        with luminance(frame) as luma:
            sightings = self._decode(luma)
        self.seen.emit(sightings)
        for text in self._sightings.new([s.text for s in sightings], self._clock()):
            self.code_seen.emit(text)

    def _decode(self, luma: Luma) -> tuple[DecodedCode, ...]:
        began = self._clock()
        if began < self._rests_until:
            return self._plain.decode(luma)
        sightings = self._thorough.decode(luma)
        if not sightings:
            ended = self._clock()
            self._rests_until = ended + REST * (ended - began)
        return sightings

    def stop(self) -> None:
        """Ends the thread; returns when it has ended."""
        self._is_stopping = True
        self._wake.release()
        self.wait(STOP_WAIT_MS)

    def run(self) -> None:  # Qt's name
        while not self._is_stopping:
            self._wake.acquire()
            try:
                self.step()
            except Exception as fault:  # one frame must not end the camera for the day
                self.failed.emit(fault)
