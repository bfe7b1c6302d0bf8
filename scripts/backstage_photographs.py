# SPDX-License-Identifier: GPL-3.0-or-later
"""Photographs of nobody, drawn: a face, shoulders, a wall. Not part of the program."""

from functools import cache

from PySide6.QtCore import QBuffer, QIODevice, QPointF, QRectF
from PySide6.QtGui import QColor, QImage, QLinearGradient, QPainter, QPainterPath

from checkin.badges.pictures import shrink_photograph

WIDE, HIGH = 600, 800
_SKIN = ("#f0c8a4", "#8d5a3a", "#d9a074", "#5b3926")
_HAIR = ("#3a2a1e", "#14110f", "#8a5a2b", "#1d1a1a")
_CLOTHES = ("#2f5bea", "#0f766e", "#8a0f2e", "#3a4252")


@cache
def portrait(number: int = 0) -> bytes:
    """Return the photograph of one of some people, as it is kept."""
    image = QImage(WIDE, HIGH, QImage.Format.Format_RGB32)
    painter = QPainter(image)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    wall = QLinearGradient(QPointF(0, 0), QPointF(WIDE, HIGH))
    wall.setColorAt(0, QColor("#e7edf2"))
    wall.setColorAt(1, QColor("#b9c4cf"))
    painter.fillRect(image.rect(), wall)
    _person(painter, *(QColor(each[number % len(each)]) for each in (_SKIN, _HAIR, _CLOTHES)))
    painter.end()
    content = QBuffer()
    content.open(QIODevice.OpenModeFlag.WriteOnly)
    image.save(content, "PNG")  # type: ignore[call-overload]
    return shrink_photograph(bytes(content.data().data()))


def _person(painter: QPainter, skin: QColor, hair: QColor, clothes: QColor) -> None:
    painter.setPen(QColor(0, 0, 0, 0))
    for colour, box in (
        (hair, QRectF(165, 130, 270, 330)),
        (clothes, QRectF(60, 560, 480, 480)),
        (skin.darker(112), QRectF(250, 440, 100, 180)),
        (skin, QRectF(190, 190, 220, 300)),
    ):
        painter.setBrush(colour)
        painter.drawEllipse(box)
    painter.setBrush(hair)
    fringe = QPainterPath(QPointF(188, 320))
    fringe.cubicTo(QPointF(190, 150), QPointF(410, 150), QPointF(412, 320))
    fringe.cubicTo(QPointF(360, 230), QPointF(260, 260), QPointF(188, 320))
    painter.drawPath(fringe)
    painter.setBrush(QColor("#1c1917"))
    for x in (255, 345):
        painter.drawEllipse(QPointF(x, 345), 11, 13)
    smile = QPainterPath(QPointF(260, 420))
    smile.quadTo(QPointF(300, 455), QPointF(340, 420))
    smile.quadTo(QPointF(300, 435), QPointF(260, 420))
    painter.drawPath(smile)
