# SPDX-License-Identifier: GPL-3.0-or-later
"""The cameras that Qt lists, and the open one. Decides nothing: `camera.Camera` says which one and when."""

from dataclasses import dataclass

from PySide6.QtCore import QObject, Signal
from PySide6.QtMultimedia import (
    QCamera,
    QCameraDevice,
    QCameraFormat,
    QMediaCaptureSession,
    QMediaDevices,
    QVideoFrameFormat,
    QVideoSink,
)

from checkin.devices.camera_permission import is_camera_denied

ENOUGH_FPS = 15
"""Frames per second. Fewer make attendees wait; more do not justify a smaller picture."""

LARGEST_USEFUL = (1920, 1080)
"""Pixels. A module of a code needs 2.35 pixels; beyond this size decoding takes longer than it helps."""


@dataclass(frozen=True, slots=True)
class CameraDevice:
    """A camera. `id` is the system's, stable while the device stays in its socket; `description` is its name for
    users.
    """

    id: str
    description: str


class VideoInputs(QObject):
    """The cameras of this computer. `changed`: one was plugged in or out. `failed`: the open one stopped, with the
    system's reason.

    `is_left_out`: there are none, and the system is not asked (`devices/crash_marks`).
    """

    changed = Signal()
    failed = Signal(str)

    def __init__(self, parent: QObject | None = None, *, is_left_out: bool = False) -> None:
        super().__init__(parent)
        self._camera: QCamera | None = None
        self._is_left_out = is_left_out
        if is_left_out:
            return
        self._known = QMediaDevices(self)
        self._known.videoInputsChanged.connect(self.changed)
        self._session = QMediaCaptureSession(self)

    def devices(self) -> tuple[CameraDevice, ...]:
        """Return the cameras, the system's preferred one first."""
        if self._is_left_out:
            return ()
        preferred = QMediaDevices.defaultVideoInput()
        found = sorted(QMediaDevices.videoInputs(), key=lambda device: device != preferred)
        return tuple(CameraDevice(_id(device), device.description()) for device in found)

    def are_denied(self) -> bool:
        """Whether a setting of the system keeps programs from the cameras."""
        return is_camera_denied()

    def open(self, device_id: str, sink: QVideoSink) -> None:
        """Open a camera that sends frames to `sink`; `failed` may be emitted before this returns."""
        self.close()
        for device in QMediaDevices.videoInputs():
            if _id(device) == device_id:
                self._start(device, sink)
                return
        self.failed.emit("")

    def close(self) -> None:
        if self._camera is None:
            return
        camera, self._camera = self._camera, None
        camera.errorOccurred.disconnect(self._complain)
        camera.stop()
        self._session.setVideoSink(None)  # type: ignore[arg-type]  # the stub omits "none"
        self._session.setCamera(None)  # type: ignore[arg-type]
        camera.deleteLater()

    def _start(self, device: QCameraDevice, sink: QVideoSink) -> None:
        camera = QCamera(device, self)
        chosen = max(device.videoFormats(), key=worth, default=None)
        if chosen is not None:
            camera.setCameraFormat(chosen)
        camera.errorOccurred.connect(self._complain)
        self._camera = camera
        self._session.setCamera(camera)
        self._session.setVideoSink(sink)
        camera.start()

    def _complain(self, error: QCamera.Error, reason: str) -> None:
        if error != QCamera.Error.NoError:
            self.failed.emit(reason)


def worth(offer: QCameraFormat) -> tuple[bool, int, float, bool]:
    """Return a sort key for `max`: fast enough, then size, then speed, then uncompressed."""
    size, fps = offer.resolution(), offer.maxFrameRate()
    is_raw = offer.pixelFormat() != QVideoFrameFormat.PixelFormat.Format_Jpeg
    return (fps >= ENOUGH_FPS, size_worth(size.width(), size.height()), min(fps, 30.0), is_raw)


def size_worth(width: int, height: int) -> int:
    """Return the value of a picture size: rising up to `LARGEST_USEFUL`, then falling; twice that size is worth half of
    it.
    """
    pixels, most = width * height, LARGEST_USEFUL[0] * LARGEST_USEFUL[1]
    if pixels <= most:
        return pixels
    return most * most // pixels


def _id(device: QCameraDevice) -> str:
    return bytes(device.id().data()).decode(errors="replace")
