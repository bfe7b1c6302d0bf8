# SPDX-License-Identifier: GPL-3.0-or-later
"""The thread that decodes camera frames.

Only immutable values cross the thread; the one thing shared is a mailbox of one frame, a single reference. Its loop
calls `step()`; tests call `step()` without a thread. (The printing threads are in `print_service.print_worker`.)
"""

import time
from collections.abc import Callable
from dataclasses import replace
from typing import TYPE_CHECKING

from PySide6.QtCore import QSemaphore, QThread, Signal
from PySide6.QtMultimedia import QVideoFrame

from checkin.core.scanning.scan_debouncing import ScanDebouncer

if TYPE_CHECKING:  # numpy, Pillow and zxing-cpp are imported by the thread, with its first frame
    from checkin.devices.decoder import DecodedCode, Decoder
    from checkin.devices.image_preprocessing import Luma

STOP_WAIT_MS = 30_000
"""Milliseconds that `stop` waits for the frame being decoded; the first one imports the decoder."""

REST = 2.0
"""How long only the plain pass is made after all altered copies of a frame failed, in multiples of their duration.

With no code in view, a desk then spends at most a third of one core on altered copies, on any machine.
"""


class FrameWorker(QThread):
    """Decodes the newest frame. Of frames that arrive during a decoding only the last is kept.

    `seen` carries the tuple of `DecodedCode` of each frame (to outline), `code_seen` a text once per appearance.
    Without a `decoder` one is made with the first frame.
    """

    seen = Signal(object)
    code_seen = Signal(str)
    failed = Signal(Exception)
    """A fault of the program while decoding one frame. The next frame is decoded all the same."""

    def __init__(self, decoder: "Decoder | None" = None, clock: Callable[[], float] = time.monotonic) -> None:
        super().__init__()
        self._decoder = decoder
        self._clock = clock
        self._rests_until = 0.0
        self._newest: QVideoFrame | None = None
        self._wake = QSemaphore()
        self._sightings = ScanDebouncer()
        self._is_stopping = False

    def put(self, frame: QVideoFrame) -> None:
        """Offer the newest frame, from the UI thread; an unread older one is dropped."""
        self._newest = frame
        if self._wake.available() == 0:
            self._wake.release()

    def step(self) -> None:
        """Decode the frame in the mailbox, if there is one."""
        frame, self._newest = self._newest, None
        if frame is None:
            return
        from checkin.devices.frames import luminance

        with luminance(frame) as luma:
            sightings = self._decode(luma)
        self.seen.emit(sightings)
        for text in self._sightings.new([s.text for s in sightings], self._clock()):
            self.code_seen.emit(text)

    def _decode(self, luma: "Luma") -> "tuple[DecodedCode, ...]":
        from checkin.devices.decoder import Decoder

        decoder = self._decoder = self._decoder or Decoder()
        began = self._clock()
        if began < self._rests_until:
            return replace(decoder, steps=1).decode(luma)
        sightings = decoder.decode(luma)
        if not sightings:
            ended = self._clock()
            self._rests_until = ended + REST * (ended - began)
        return sightings

    def stop(self) -> None:
        """End the thread; return when it has ended."""
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
