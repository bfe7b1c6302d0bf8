# SPDX-License-Identifier: GPL-3.0-or-later
"""The thread that decodes camera frames.

Only immutable values cross the thread; the one thing shared is a mailbox of one frame, a single reference. Its loop
calls `step()`; tests call `step()` without a thread. (The printing threads are in `printing.print_worker`.)
"""

import time
from collections import deque
from collections.abc import Callable
from dataclasses import replace
from typing import TYPE_CHECKING

from PySide6.QtCore import QSemaphore, QThread, Signal
from PySide6.QtMultimedia import QVideoFrame

from checkin.core.scanning.scan_debouncing import ScanDebouncer

if TYPE_CHECKING:  # numpy, Pillow and zxing-cpp are imported by the thread, with its first frame
    from checkin.devices.decoder import DecodedCode, Decoder
    from checkin.devices.image_preprocessing import Luma
    from checkin.devices.picture_changes import PictureChanges

STOP_WAIT_MS = 30_000
"""Milliseconds that `stop` waits for the frame being decoded. The first one imports the decoder, which takes long."""

REST = 8.0
"""How long only the plain pass is made after a round of turns without a code, in multiples of the round's duration.

With no code in view, a desk then spends at most a ninth of one core on altered copies, on any machine.
"""

STILL_AFTER_S = 5.0
"""Seconds without a code and without a change in the picture, after which nobody is at the desk."""
STILL_PAUSE_S = 0.5
"""Seconds between two decodings of a picture that does not change: the next turn, or other noise, may show a code."""


class FrameWorker(QThread):
    """Decodes the newest frame. Of frames that arrive during a decoding only the last is kept.

    A code stays in view for several frames, so successive frames take turns with the decoder's altered copies. The
    turn that reads a code stays until it misses. A picture that does not change is decoded now and
    then only; the first that does wakes the desk.

    `seen` carries the tuple of `DecodedCode` of each frame (to outline), `code_seen` a text once per appearance,
    `stillness_changed` whether the picture has begun to stand still.
    Without a `decoder` one is made with the first frame.
    """

    seen = Signal(object)
    code_seen = Signal(str)
    stillness_changed = Signal(bool)
    failed = Signal(Exception)
    """A fault of the program while decoding one frame. The next frame is decoded all the same."""

    def __init__(self, decoder: "Decoder | None" = None, clock: Callable[[], float] = time.monotonic) -> None:
        super().__init__()
        self._decoder, self._turns = decoder, deque["Decoder"]()
        self._plain: Decoder | None = None
        self._clock = clock
        self._misses, self._spent, self._rests_until = 0, 0.0, 0.0
        self._changes: PictureChanges | None = None
        self._woken_at, self._decoded_at = clock(), -STILL_PAUSE_S
        self._is_still = False
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
            began = self._clock()
            if self._may_wait(luma, began):
                return
            sightings = self._decode(luma, began)
        if sightings:
            self._woken_at = began
        self.seen.emit(sightings)
        for text in self._sightings.new([s.text for s in sightings], self._clock()):
            self.code_seen.emit(text)

    def _may_wait(self, luma: "Luma", at: float) -> bool:
        """Whether the picture need not be decoded now: nothing has changed for a while."""
        if self._changes is None:
            from checkin.devices.picture_changes import PictureChanges

            self._changes = PictureChanges()
        if self._changes.has_changed(luma):
            self._woken_at = at
        is_still = at - self._woken_at >= STILL_AFTER_S
        if is_still != self._is_still:
            self._is_still = is_still
            self.stillness_changed.emit(is_still)
        if is_still and at - self._decoded_at < STILL_PAUSE_S:
            return True
        self._changes.keep(luma)
        self._decoded_at = at
        return False

    def _decode(self, luma: "Luma", began: float) -> "tuple[DecodedCode, ...]":
        if self._plain is None:
            self._plain = self._load()
        if began < self._rests_until:
            return self._plain.decode(luma)
        sightings = self._turns[0].decode(luma)
        ended = self._clock()
        if sightings:
            self._misses, self._spent = 0, 0.0
        else:
            self._missed(ended, ended - began)
        return sightings

    def _load(self) -> "Decoder":
        """Load the decoder with its libraries, fill the turns, and return the plain pass."""
        from checkin.devices.decoder import Decoder

        decoder = self._decoder or Decoder()
        self._turns.extend(decoder.turns())
        return replace(decoder, steps=(), cards=())

    def _missed(self, at: float, spent: float) -> None:
        self._turns.rotate(-1)
        self._misses += 1
        self._spent += spent
        if self._misses == len(self._turns):
            self._rests_until = at + REST * self._spent
            self._misses, self._spent = 0, 0.0

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
