# SPDX-License-Identifier: GPL-3.0-or-later
"""Pictures for badges: read from users' files, and shrunk to travel with the event.

Only pixels are kept: no script of an SVG, no metadata such as the place of a photograph.
"""

from collections.abc import Iterator
from contextlib import contextmanager

from PySide6.QtCore import QBuffer, QByteArray, QIODevice, QSize, Qt
from PySide6.QtGui import QImage, QImageReader

from checkin.badges.svg_rendering import NO_PICTURE, render_svg
from checkin.core.errors import UserError
from checkin.core.message import Message
from checkin.core.picture_entries import HEAVIEST

SIDES = (1200, 900, 600, 400)
"""Pixels of the longer side; the first that is small enough in bytes is used. 1200 are 10 cm at 300 dpi."""

MOST_DOTS = 50_000_000
"""Pixels of a picture that is read at all."""

MOST_DOTS_KEPT = 4_000_000
"""Pixels of a picture received with the event; Checkin's own have at most 1200 a side."""

MOST_PASSES = 64
"""Greatest number of scans (passes) in a JPEG, each of which covers all pixels. Checkin's have one, cameras' about
ten.
"""

_JPEG_QUALITY = 90

_KINDS = ((b"\x89PNG\r\n", "png"), (b"\xff\xd8\xff", "jpeg"), (b"GIF8", "gif"), (b"BM", "bmp"), (b"RIFF", "webp"))
"""Signatures and formats. Qt's other readers are not used: each is one more that a malicious file could attack."""
_KEPT_KINDS = ("png", "jpeg")
_PASS = b"\xff\xda"


def read_picture(data: bytes) -> QImage:
    """Return the picture of a file that a user chose, as drawn on badges; null if it is none. SVG drawings are
    rendered.
    """
    if picture_kind(data):
        return _read(data, MOST_DOTS)
    try:
        return _read(render_svg(data, SIDES[0]), MOST_DOTS)
    except UserError:
        return QImage()


def read_stored_picture(data: bytes) -> QImage:
    """Return a picture stored in the event, null if it is none or too large; it may have come from an untrusted
    desk.
    """
    return _read(data, MOST_DOTS_KEPT) if picture_kind(data) in _KEPT_KINDS else QImage()


def picture_kind(data: bytes) -> str:
    """Return the format of a picture by its first bytes; "" for one that is not read here."""
    return next((kind for begin, kind in _KINDS if data.startswith(begin)), "")


def _read(data: bytes, most_dots: int) -> QImage:
    kind = picture_kind(data)
    if kind == "jpeg" and data.count(_PASS) > MOST_PASSES:
        return QImage()
    with picture_reader(data, kind) as reader:
        size = reader.size()
        return QImage() if size.isEmpty() or size.width() * size.height() > most_dots else reader.read()


@contextmanager
def picture_reader(data: bytes, kind: str) -> Iterator[QImageReader]:
    """Yield Qt's reader of a picture of this format (`picture_kind`), which turns it upright."""
    buffer = QBuffer()
    buffer.setData(QByteArray(data))
    buffer.open(QIODevice.OpenModeFlag.ReadOnly)
    reader = QImageReader(buffer, QByteArray(kind.encode()))
    reader.setAutoDetectImageFormat(False)
    reader.setAutoTransform(True)
    yield reader


def shrink_picture(data: bytes) -> bytes:
    """Return the picture of a file as it is stored. Raises `UserError` for a file that is no picture or stays too
    large.
    """
    image = _read(data if picture_kind(data) else render_svg(data, SIDES[0]), MOST_DOTS)
    if image.isNull():
        raise UserError(NO_PICTURE)
    for side in SIDES:
        for kept in _encoded(_at_most(image, side)):
            if len(kept) <= HEAVIEST:
                return kept
    raise UserError(_TOO_RICH)


def _at_most(image: QImage, side: int) -> QImage:
    if max(image.width(), image.height()) <= side:
        return image
    fitted = image.size().scaled(QSize(side, side), Qt.AspectRatioMode.KeepAspectRatio)
    return image.scaled(
        fitted.expandedTo(QSize(1, 1)),
        Qt.AspectRatioMode.IgnoreAspectRatio,
        Qt.TransformationMode.SmoothTransformation,
    )


def _encoded(image: QImage) -> Iterator[bytes]:
    """Yield the picture as PNG, lossless, then as JPEG if it has no transparency."""
    bare = image.convertToFormat(QImage.Format.Format_ARGB32)
    for name in bare.textKeys():
        bare.setText(name, "")
    yield _written(bare, "PNG", -1)
    if not image.hasAlphaChannel():
        yield _written(bare, "JPEG", _JPEG_QUALITY)


def _written(image: QImage, kind: str, quality: int) -> bytes:
    buffer = QBuffer()
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    image.save(buffer, kind, quality)  # type: ignore[call-overload]
    return bytes(buffer.data().data())


_TOO_RICH = Message("badge", "This picture has too much detail. Nothing was changed; choose a simpler one.")
