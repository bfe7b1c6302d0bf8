# SPDX-License-Identifier: GPL-3.0-or-later
"""The grey values of a video frame, and whether the camera's picture changes."""

import io
import re
from collections.abc import Iterator
from contextlib import contextmanager

import numpy as np
from PIL import Image
from PySide6.QtGui import QImage
from PySide6.QtMultimedia import QVideoFrame, QVideoFrameFormat

from checkin.devices.decoder import Luma

_Format = QVideoFrameFormat.PixelFormat

# The first plane holds one grey value every `step` bytes, the first at byte `first` of a row.
# P010, P016 and Y16 have 16 bits a value, little-endian and left-aligned: the high byte is the grey value.
_GREY_AT = {
    **dict.fromkeys(
        (
            _Format.Format_NV12,
            _Format.Format_NV21,
            _Format.Format_YUV420P,
            _Format.Format_YUV422P,
            _Format.Format_YV12,
            _Format.Format_IMC1,
            _Format.Format_IMC2,
            _Format.Format_IMC3,
            _Format.Format_IMC4,
            _Format.Format_Y8,
        ),
        (0, 1),
    ),
    _Format.Format_YUYV: (0, 2),
    _Format.Format_UYVY: (1, 2),
    _Format.Format_P010: (1, 2),
    _Format.Format_P016: (1, 2),
    _Format.Format_Y16: (1, 2),
}

# Pillow's names for the order of the four bytes of a pixel.
_COLOURS = {
    _Format.Format_BGRA8888: "BGRX",
    _Format.Format_BGRA8888_Premultiplied: "BGRX",
    _Format.Format_BGRX8888: "BGRX",
    _Format.Format_RGBA8888: "RGBX",
    _Format.Format_RGBX8888: "RGBX",
    _Format.Format_ARGB8888: "XRGB",
    _Format.Format_ARGB8888_Premultiplied: "XRGB",
    _Format.Format_XRGB8888: "XRGB",
    _Format.Format_ABGR8888: "XBGR",
    _Format.Format_XBGR8888: "XBGR",
}

_END_OF_JPEG = re.compile(rb"\xff\xd9\0{4096}")
"""The end mark and a part of the zeros behind the file. A small picture inside the header has fewer behind its own."""

_NOTHING: Luma = np.empty((0, 0), np.uint8)


@contextmanager
def luminance(frame: QVideoFrame) -> Iterator[Luma]:
    """Yield rows by columns of grey values (uint8), as stored: `frame.rotation()` is not applied.

    Use the array only inside the `with`: it may be the frame's own memory, which is released at the end. An unreadable
    frame, as cameras send now and then, yields an array without rows, never an error.
    """
    held = QVideoFrame(frame)  # shares the memory, and keeps it if the sender goes on
    if not held.isValid() or not held.map(QVideoFrame.MapMode.ReadOnly):
        yield _NOTHING
        return
    try:
        yield _grey(held)
    finally:
        held.unmap()


def _grey(frame: QVideoFrame) -> Luma:
    """Return the grey values of a mapped frame."""
    kind = frame.pixelFormat()
    if kind in _GREY_AT:
        return _plane(frame, *_GREY_AT[kind])
    if kind in _COLOURS:
        return _from_colours(frame, _COLOURS[kind])
    if kind == _Format.Format_Jpeg:
        return _from_jpeg(frame)
    return _from_image(frame.toImage())


def _plane(frame: QVideoFrame, first: int, step: int) -> Luma:
    width, height, row = frame.width(), frame.height(), frame.bytesPerLine(0)
    plane = np.frombuffer(frame.bits(0), np.uint8)
    # The last row may end with its last pixel, short of `row` bytes.
    if plane.size < row * (height - 1) + width * step:
        return _NOTHING
    return np.lib.stride_tricks.as_strided(plane[first:], (height, width), (row, step), writeable=False)


def _from_colours(frame: QVideoFrame, order: str) -> Luma:
    size, row = (frame.width(), frame.height()), frame.bytesPerLine(0)
    picture = Image.frombuffer("RGB", size, np.frombuffer(frame.bits(0), np.uint8), "raw", order, row, 1)
    return np.asarray(picture.convert("L"))


def _from_jpeg(frame: QVideoFrame) -> Luma:
    """Return the grey values of a JPEG frame. Cheap cameras send these, and cut them off when the USB bus is busy."""
    sent = frame.bits(0)  # the file, then megabytes of zeros, not worth copying
    if end := _END_OF_JPEG.search(sent):
        sent = sent[: end.start() + 2]
    try:
        with Image.open(io.BytesIO(sent), formats=("JPEG",)) as picture:
            picture.draft("L", picture.size)  # the colours are not even decoded
            return np.asarray(picture if picture.mode == "L" else picture.convert("L"))
    except (OSError, SyntaxError, ValueError):
        return _NOTHING


def _from_image(image: QImage) -> Luma:
    grey = image.convertToFormat(QImage.Format.Format_Grayscale8)
    if grey.isNull():
        return _NOTHING
    rows = np.frombuffer(grey.constBits(), np.uint8).reshape(grey.height(), grey.bytesPerLine())
    return rows[:, : grey.width()].copy()


SAMPLED = 4
"""Every fourth pixel of every fourth row is looked at, and means are taken of so many by so many of them: noise of the
sensor is a quarter of what it is in a pixel.
"""
DIFFERENCE = 12
"""Grey levels by which a mean differs if something else is there, beyond the noise of a cheap camera in the evening."""
LEAST_AREA = 0.002
"""The share of the picture that must differ: in 1280 x 720 a code 45 pixels wide, which is too small to be read."""


class PictureChanges:
    """Compares pictures with the last one that was kept."""

    def __init__(self) -> None:
        self._kept = _means(np.empty((0, 0), np.uint8))

    def has_changed(self, luma: Luma) -> bool:
        """Whether the picture shows something else than the one that was kept, at first true."""
        means = _means(luma)
        if means.shape != self._kept.shape:
            return True
        return bool(np.count_nonzero(np.abs(means - self._kept) > DIFFERENCE) > LEAST_AREA * means.size)

    def keep(self, luma: Luma) -> None:
        """Compare the following pictures with this one. Only its means are kept."""
        self._kept = _means(luma)


def _means(luma: Luma) -> np.ndarray[tuple[int, ...], np.dtype[np.float32]]:
    height, width = (size // SAMPLED**2 for size in luma.shape)
    sampled = luma[: height * SAMPLED**2 : SAMPLED, : width * SAMPLED**2 : SAMPLED]
    return sampled.reshape(height, SAMPLED, width, SAMPLED).mean(axis=(1, 3), dtype=np.float32)
