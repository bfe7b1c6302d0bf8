# SPDX-License-Identifier: GPL-3.0-or-later
"""The camera reader: one source of pictures, camera or video, and the worker thread that decodes them.

Imports QtMultimedia: import it after the first paint.
"""

import sys
import time
from collections import deque
from collections.abc import Iterator
from pathlib import Path

from PySide6.QtCore import QCoreApplication, QEventLoop, QObject, QTimer, Signal
from PySide6.QtGui import QImage
from PySide6.QtMultimedia import QVideoFrame

from checkin.core.errors import DeviceError
from checkin.devices.camera import Camera
from checkin.devices.frame_source import FrameSourceState
from checkin.devices.video_file import VideoFile
from checkin.devices.video_inputs import VideoInputs
from checkin.services.camera.frame_worker import FrameWorker

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
