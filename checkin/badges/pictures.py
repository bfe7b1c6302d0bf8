# SPDX-License-Identifier: GPL-3.0-or-later
"""Pictures for badges: read from any file people have, and made small enough to travel with the event.

What is kept is dots and nothing else: no script of an SVG, no place where a photograph was taken.
"""

from collections.abc import Iterator

from PySide6.QtCore import QBuffer, QByteArray, QIODevice, QSize, Qt
from PySide6.QtGui import QImage, QImageReader

from checkin.core.errors import UserError
from checkin.core.words import Words

SIDES = (1200, 900, 600, 400)
"""Pixels of the longer side, the first that is light enough is taken: 1200 are 10 cm at 300 dpi."""

MOST_DOTS = 100_000_000
"""Of a picture that is read at all."""

HEAVIEST = 250_000
"""Bytes that are kept of one picture: 44 entries of the journal."""

_JPEG_QUALITY = 90


def image_of(data: bytes) -> QImage:
    """The picture as it is drawn; null for what is none. A drawing (SVG) is as fine as a picture may be."""
    buffer = QBuffer()
    buffer.setData(QByteArray(data))
    buffer.open(QIODevice.OpenModeFlag.ReadOnly)
    reader = QImageReader(buffer)
    reader.setAutoTransform(True)
    is_drawing = bytes(reader.format().data()) in (b"svg", b"svgz")  # asked before the size, which uses it up
    size = reader.size()
    if size.width() * size.height() > MOST_DOTS:
        return QImage()
    if is_drawing and not size.isEmpty():
        reader.setScaledSize(size.scaled(SIDES[0], SIDES[0], Qt.AspectRatioMode.KeepAspectRatio))
    return reader.read()


def light_enough(data: bytes) -> bytes:
    """The picture of a file as it is kept. Raises `UserError` for a file that is no picture, or too rich a one."""
    image = image_of(data)
    if image.isNull():
        raise UserError(_NO_PICTURE)
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
    """As PNG, every dot as it was; then as JPEG, for photographs that let nothing of the ground through."""
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


_NO_PICTURE = Words(
    "badge", "This file is no picture that can be read (PNG, JPEG or SVG). Nothing was changed; choose another."
)
_TOO_RICH = Words("badge", "This picture is too rich in detail to be kept. Nothing was changed; choose a simpler one.")
