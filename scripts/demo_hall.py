# SPDX-License-Identifier: GPL-3.0-or-later
"""The background of the demonstration's camera: a hall out of focus, and guests in it.

Coordinates are pixels of the picture (1280x720).
"""

from PySide6.QtCore import QPointF, QRectF
from PySide6.QtGui import QColor, QImage, QLinearGradient, QPainter, QPainterPath, QRadialGradient

from scripts.demo_drawing import HEIGHT, WIDTH, Look, blurred, canvas, painter, shaded


def hall() -> QImage:
    """Daylight from tall windows on the left, a wooden wall, a banner, lamps; all out of focus."""
    image = canvas(WIDTH, HEIGHT)
    p = painter(image)
    wall = QLinearGradient(0, 0, WIDTH, 0)
    for at, colour in ((0, "#c9d3d8"), (0.35, "#bdb6aa"), (0.7, "#a3978a"), (1, "#82776d")):
        wall.setColorAt(at, QColor(colour))
    p.fillRect(0, 0, WIDTH, HEIGHT, wall)
    ceiling = QLinearGradient(0, 0, 0, 190)
    ceiling.setColorAt(0, QColor("#8d8882"))
    ceiling.setColorAt(1, QColor(141, 136, 130, 0))
    p.fillRect(0, 0, WIDTH, 190, ceiling)
    _windows(p)
    _furniture(p)
    p.end()
    soft = blurred(image, 13)
    p = painter(soft)
    _lamps(p)
    p.end()
    return blurred(soft, 3)


def _windows(p: QPainter) -> None:
    for left, width in ((-40, 130), (120, 120), (268, 105), (398, 90)):
        light = QLinearGradient(0, 40, 0, 520)
        light.setColorAt(0, QColor("#f4f8fb"))
        light.setColorAt(0.55, QColor("#dfeaf0"))
        light.setColorAt(1, QColor("#b9cbb8"))
        p.setBrush(light)
        p.drawRect(QRectF(left, 60, width, 440))
        p.setBrush(QColor(120, 150, 118, 120))
        p.drawEllipse(QPointF(left + width * 0.4, 450), width * 0.5, 70)


def _furniture(p: QPainter) -> None:
    p.fillRect(QRectF(0, 510, WIDTH, 210), QColor("#8f8577"))
    floor = QLinearGradient(0, 510, 0, HEIGHT)
    floor.setColorAt(0, QColor(220, 214, 202, 120))
    floor.setColorAt(1, QColor(70, 62, 56, 150))
    p.fillRect(QRectF(0, 510, WIDTH, 210), floor)
    p.fillRect(QRectF(640, 120, 250, 400), QColor("#9a7f63"))
    p.fillRect(QRectF(1010, 110, 150, 430), QColor("#2d4c8f"))
    p.fillRect(QRectF(1010, 110, 150, 110), QColor("#e9edf5"))
    p.fillRect(QRectF(1034, 270, 102, 16), QColor("#dfe6f5"))
    p.fillRect(QRectF(1034, 304, 74, 16), QColor("#dfe6f5"))
    p.setBrush(QColor("#4d6b4b"))
    for x, y in ((930, 400), (955, 360), (905, 370), (940, 440)):
        p.drawEllipse(QPointF(x, y), 34, 44)
    p.fillRect(QRectF(912, 470, 52, 80), QColor("#d8d2c7"))


def _lamps(p: QPainter) -> None:
    for x, y, size in ((560, 66, 26), (700, 50, 22), (836, 70, 25), (980, 46, 21), (1180, 68, 27), (1240, 150, 15)):
        glow = QRadialGradient(QPointF(x, y), size)
        glow.setColorAt(0, QColor(255, 238, 205, 215))
        glow.setColorAt(0.86, QColor(255, 232, 190, 190))
        glow.setColorAt(1, QColor(255, 228, 180, 0))
        p.setBrush(glow)
        p.drawEllipse(QPointF(x, y), size, size)


def person(look: Look, scale: float, blur: float) -> QImage:
    """Head and shoulders; 420 x 760 times `scale`, the feet below the picture."""
    image = canvas(round(420 * scale), round(760 * scale))
    p = painter(image)
    p.scale(scale, scale)
    p.setBrush(look.hair)
    if look.has_long_hair and not look.is_bald:
        p.drawRoundedRect(QRectF(144, 50, 132, 195), 62, 62)
    _torso(p, look)
    p.setBrush(shaded(look.skin, 88))
    p.drawRoundedRect(QRectF(183, 170, 54, 70), 24, 24)
    face = QLinearGradient(150, 0, 270, 0)
    face.setColorAt(0, shaded(look.skin, 108))
    face.setColorAt(1, shaded(look.skin, 84))
    p.setBrush(face)
    p.drawEllipse(QPointF(210, 130), 54, 70)
    if not look.is_bald:
        p.setBrush(look.hair)
        cap = QPainterPath()
        cap.addEllipse(QPointF(210, 108), 60, 62)
        keep = QPainterPath()
        keep.addEllipse(QPointF(212, 152), 50, 66)
        p.drawPath(cap.subtracted(keep))
    p.end()
    return blurred(image, blur)


def _torso(p: QPainter, look: Look) -> None:
    for left, light in ((56, 112), (296, 72)):
        p.setBrush(shaded(look.clothes, light))
        p.drawRoundedRect(QRectF(left, 256, 68, 460), 34, 40)
    cloth = QLinearGradient(90, 0, 330, 0)
    for at, tone in ((0, 84), (0.12, 114), (0.55, 100), (0.9, 84), (1, 66)):
        cloth.setColorAt(at, shaded(look.clothes, tone))
    body = QPainterPath(QPointF(210, 212))
    body.cubicTo(250, 226, 306, 234, 340, 268)
    body.cubicTo(352, 286, 330, 330, 326, 420)
    body.lineTo(332, 760)
    body.lineTo(88, 760)
    body.lineTo(94, 420)
    body.cubicTo(90, 330, 68, 286, 80, 268)
    body.cubicTo(114, 234, 170, 226, 210, 212)
    p.setBrush(cloth)
    p.drawPath(body)
    p.setBrush(QColor(240, 238, 234, 220))
    p.drawPolygon([QPointF(180, 220), QPointF(240, 220), QPointF(210, 380)])
    p.setBrush(shaded(look.clothes, 80))
    p.drawPolygon([QPointF(176, 222), QPointF(150, 250), QPointF(206, 400), QPointF(210, 376)])
    p.drawPolygon([QPointF(244, 222), QPointF(270, 250), QPointF(214, 400), QPointF(210, 376)])
