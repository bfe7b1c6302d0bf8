# SPDX-License-Identifier: GPL-3.0-or-later
"""Video frames in every pixel format, and a camera made of them."""

import io

import numpy as np
import pytest
from PIL import Image
from PySide6.QtCore import QSize
from PySide6.QtMultimedia import QMediaCaptureSession, QVideoFrame, QVideoFrameFormat, QVideoFrameInput

from checkin.devices.camera import CameraDevice, VideoInputs

Format = QVideoFrameFormat.PixelFormat
# What QtMultimedia says once a process, of parts of the system it does without; and of films it cannot play.
IGNORED = (
    "Couldn't (load|resolve) .*",
    "No RHI backend",
    "Could not open media",
    "PulseAudioService",
    "Failed to connect to pipewire",
)
multimedia = pytest.mark.qt_log_ignore(*IGNORED)
PLANES = [
    Format.Format_NV12,
    Format.Format_NV21,
    Format.Format_YUV420P,
    Format.Format_YUV422P,
    Format.Format_YV12,
    Format.Format_Y8,
    Format.Format_YUYV,
    Format.Format_UYVY,
    Format.Format_P010,
    Format.Format_Y16,
]
# Where red, green and blue are among the four bytes of a pixel.
COLOURS = {
    Format.Format_BGRA8888: (2, 1, 0),
    Format.Format_BGRX8888: (2, 1, 0),
    Format.Format_RGBA8888: (0, 1, 2),
    Format.Format_RGBX8888: (0, 1, 2),
    Format.Format_ARGB8888: (1, 2, 3),
    Format.Format_XRGB8888: (1, 2, 3),
    Format.Format_ABGR8888: (3, 2, 1),
    Format.Format_XBGR8888: (3, 2, 1),
}
FORMATS = [*PLANES, *COLOURS]
_GREY_AT = {
    Format.Format_YUYV: (0, 2),
    Format.Format_UYVY: (1, 2),
    Format.Format_P010: (1, 2),
    Format.Format_Y16: (1, 2),
}


def frame_of(picture: np.ndarray, kind: Format) -> QVideoFrame:
    """`picture`: grey values, or red, green, blue where `kind` has colours. All else in the frame is 128."""
    height, width = picture.shape[:2]
    frame = QVideoFrame(QVideoFrameFormat(QSize(width, height), kind))
    assert frame.map(QVideoFrame.MapMode.WriteOnly)
    for plane in range(frame.planeCount()):
        np.frombuffer(frame.bits(plane), np.uint8)[:] = 128
    row = frame.bytesPerLine(0)
    first = np.frombuffer(frame.bits(0), np.uint8)[: row * height].reshape(height, row)
    if kind in COLOURS:
        rgb = picture if picture.ndim == 3 else np.repeat(picture[:, :, None], 3, axis=2)
        for channel, byte in enumerate(COLOURS[kind]):
            first[:, byte : 4 * width : 4] = rgb[:, :, channel]
    else:
        start, step = _GREY_AT.get(kind, (0, 1))
        first[:, start : step * width : step] = picture
    frame.unmap()
    return frame


def jpeg_frame(luma: np.ndarray, kept: float = 1.0, **options) -> QVideoFrame:
    """As cameras send it: the file, then zeros. `kept`: the share of the file that came through."""
    packed = io.BytesIO()
    Image.fromarray(luma).save(packed, "JPEG", quality=85, **options)
    data = packed.getvalue()[: int(packed.tell() * kept)]
    height, width = luma.shape[:2]
    frame = QVideoFrame(QVideoFrameFormat(QSize(width, height), Format.Format_Jpeg))
    assert frame.map(QVideoFrame.MapMode.WriteOnly)
    memory = np.frombuffer(frame.bits(0), np.uint8)
    memory[:] = 0
    memory[: len(data)] = np.frombuffer(data, np.uint8)
    frame.unmap()
    return frame


class FakeInputs(VideoInputs):
    """Cameras a test plugs in and out, that send what it tells them to through Qt's own capture session."""

    def __init__(self, *plugged: str) -> None:
        super().__init__()
        self.plugged = list(plugged)
        self.opened: list[str] = []
        self.is_open = self.is_denied = False
        self._feed, self._capture = QVideoFrameInput(), QMediaCaptureSession()
        self._capture.setVideoFrameInput(self._feed)

    def devices(self):
        return tuple(CameraDevice(name, f"Camera {name}") for name in self.plugged)

    def are_denied(self):
        return self.is_denied

    def open(self, device_id, sink):
        self.opened.append(device_id)
        self.is_open = True
        self._capture.setVideoSink(sink)

    def close(self):
        self.is_open = False
        self._capture.setVideoSink(None)

    def plug(self, *names):
        self.plugged = list(names)
        self.changed.emit()

    def send(self, frame):
        return self._feed.sendVideoFrame(frame)
