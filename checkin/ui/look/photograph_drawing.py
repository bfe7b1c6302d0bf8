# SPDX-License-Identifier: GPL-3.0-or-later
"""Photographs of people as screens show them: upright, with round corners, as fine as the screen."""

from PySide6.QtCore import QRectF, QSize, QSizeF, Qt
from PySide6.QtGui import QImage, QPainter

from checkin.ui.look.drawing import rounded_path

ROUND = 0.06
"""The radius of the corners, as a share of the height."""


def photograph_image(data: bytes) -> QImage:
    """Return the picture of a photograph; a null one for b"", or for what cannot be read."""
    if not data:
        return QImage()
    from checkin.badges.pictures import read_stored_picture  # a start draws none

    return read_stored_picture(data)


def photograph_size(image: QImage, room: QSizeF) -> QSizeF:
    """Return the size of a photograph that fits into `room`; empty for a null one."""
    return QSizeF(image.size()).scaled(room, Qt.AspectRatioMode.KeepAspectRatio) if not image.isNull() else QSizeF(0, 0)


def draw_photograph(painter: QPainter, box: QRectF, image: QImage) -> None:
    """Draw a photograph that fills `box`; nothing for a null one."""
    if image.isNull():
        return
    dots = box.size() * painter.deviceTransform().m11()
    shrunk = image.scaled(
        dots.toSize().expandedTo(QSize(1, 1)),
        Qt.AspectRatioMode.IgnoreAspectRatio,
        Qt.TransformationMode.SmoothTransformation,
    )
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
    painter.setClipPath(rounded_path(box, ROUND * box.height()), Qt.ClipOperation.IntersectClip)
    painter.drawImage(box, shrunk)
    painter.restore()
