# SPDX-License-Identifier: GPL-3.0-or-later
"""The camera reader: one source of pictures, camera or video, and the worker thread that decodes them.

Imports QtMultimedia: import it after the first paint.
"""

import sys
import time
from collections import deque
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication, QEventLoop, QObject, QTimer, Signal
from PySide6.QtGui import QImage
from PySide6.QtMultimedia import QVideoFrame

from checkin.core.keystrokes import ScanDebouncer
from checkin.core.message import DeviceError
from checkin.devices.camera import Camera, FrameSourceState, VideoFile, VideoInputs
from checkin.services.threads import Worker

if TYPE_CHECKING:
    from checkin.devices.decoder import DecodedCode, Decoder, Luma
    from checkin.devices.frame_luminance import PictureChanges


# The thread that decodes camera frames.
# Only immutable values cross the thread; the one thing shared is a mailbox of one frame, a single reference.

REST = 8.0
"""How long only the plain pass is made after a round of turns without a code, in multiples of the round's duration.

With no code in view, a desk then spends at most a ninth of one core on altered copies, on any machine.
"""

STILL_AFTER_S = 5.0
"""Seconds without a code and without a change in the picture, after which nobody is at the desk."""
STILL_PAUSE_S = 0.5
"""Seconds between two decodings of a picture that does not change: the next turn, or other noise, may show a code."""


class FrameWorker(Worker):
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
        self._sightings = ScanDebouncer()

    def put(self, frame: QVideoFrame) -> None:
        """Offer the newest frame, from the UI thread; an unread older one is dropped."""
        self._newest = frame
        self.wake()

    def step(self) -> None:
        """Decode the frame in the mailbox, if there is one."""
        frame, self._newest = self._newest, None
        if frame is None:
            return
        from checkin.devices.frame_luminance import luminance

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
            from checkin.devices.frame_luminance import PictureChanges

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


PREVIEW_S = 0.05
"""Seconds between preview images, at most 20 a second; every frame is offered to the decoder."""
STILL_S = 0.15
"""Seconds between the frames that are looked at while the picture stands still."""
STILL_PREVIEW_S = 0.5
"""Seconds between preview images then."""
AFTERGLOW_MS = 500
"""Milliseconds after a video's last picture, for the worker to decode it."""


class CameraReader(QObject):
    """Reads codes from a camera or a video, and passes on preview images. Lives in the UI thread.

    `code_seen` carries each text once per appearance, `outlines_seen` the corners of all codes in a picture in its
    pixels; `ended` tells that a video is over, `lost` that the source failed. A camera may be mirrored, a video never
    is.
    """

    code_seen = Signal(str)
    outlines_seen = Signal(object)
    image_taken = Signal(QImage)
    camera_changed = Signal(FrameSourceState)
    cameras_changed = Signal()
    ended = Signal()
    lost = Signal(DeviceError)

    def __init__(self, parent: QObject | None = None, *, has_no_camera: bool = False) -> None:
        super().__init__(parent)
        self._inputs = VideoInputs(self, is_left_out=has_no_camera)
        self._inputs.changed.connect(self.cameras_changed)
        self._worker = FrameWorker()
        self._worker.code_seen.connect(self.code_seen)
        self._worker.seen.connect(self._outline)
        self._worker.failed.connect(self._report)
        self._worker.stillness_changed.connect(self._pace)
        self._worker.start()
        self._source: Camera | VideoFile | None = None
        self._offered = self._painted = 0.0
        self._is_still = False

    @property
    def is_video(self) -> bool:
        return isinstance(self._source, VideoFile)

    @property
    def camera_state(self) -> FrameSourceState | None:
        """The state of the source in use, None before the first."""
        return self._source.state if self._source else None

    def cameras(self) -> list[tuple[str, str]]:
        """Return (id, name) of each camera, the system's preferred one first."""
        return [(device.id, device.description) for device in self._inputs.devices()]

    def use_camera(self, device_id: str) -> None:
        """Switch to the camera with this id, "" for the preferred one."""
        if isinstance(self._source, Camera):
            self._source.choose(device_id)
        else:
            self._use(Camera(self._inputs, device_id))

    def use_video(self, path: Path) -> None:
        video = VideoFile(path)
        video.ended.connect(self.ended)
        self._use(video)

    def stop(self) -> None:
        """Stop the source and the worker; return when the worker's thread has ended."""
        if self._source is not None:
            self._source.stop()
        self._worker.stop()

    def _use(self, source: Camera | VideoFile) -> None:
        if self._source is not None:
            self._source.stop()
            self._source.deleteLater()
        self._source = source
        source.frame_arrived.connect(self._take)
        source.state_changed.connect(self.camera_changed)
        source.lost.connect(self.lost)
        source.start()

    def _take(self, frame: QVideoFrame) -> None:
        now = time.monotonic()
        if self._is_still and now - self._offered < STILL_S:
            return
        self._offered = now
        self._worker.put(frame)
        if now - self._painted >= (STILL_PREVIEW_S if self._is_still else PREVIEW_S):
            self._painted = now
            self.image_taken.emit(frame.toImage())

    def _pace(self, is_still: bool) -> None:
        self._is_still = is_still

    def _report(self, fault: Exception) -> None:
        """Pass a fault to the program's error handler, in the UI thread, where it may touch widgets."""
        sys.excepthook(type(fault), fault, fault.__traceback__)

    def _outline(self, sightings: object) -> None:
        assert isinstance(sightings, tuple)
        if sightings:
            self.outlines_seen.emit(tuple(s.corners for s in sightings))


def read_video_codes(path: Path) -> Iterator[str]:
    """Yield each code when it comes into view, at the video's own pace. Raises `DeviceError` if it cannot be played.

    Needs a QCoreApplication, whose events it processes while it waits.
    """
    reading = CameraReader()
    seen: deque[str] = deque()
    end: list[DeviceError | None] = []
    reading.code_seen.connect(seen.append)
    reading.lost.connect(end.append)
    reading.ended.connect(lambda: QTimer.singleShot(AFTERGLOW_MS, lambda: end.append(None)))
    reading.use_video(path)
    try:
        while seen or not end:
            if seen:
                yield seen.popleft()
            else:
                QCoreApplication.processEvents(QEventLoop.ProcessEventsFlag.WaitForMoreEvents, 100)
    finally:
        reading.stop()
    if end[0] is not None:
        raise end[0]
