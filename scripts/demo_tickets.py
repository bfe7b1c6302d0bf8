# SPDX-License-Identifier: GPL-3.0-or-later
"""A hand that holds up a ticket, on a phone or on paper. Drawn flat; `make_demo_video` puts it into perspective.

Coordinates are pixels of the sprite.
"""

from collections.abc import Callable
from pathlib import Path

import qrcode
from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QBrush, QColor, QFont, QFontDatabase, QImage, QLinearGradient, QPainter, QPainterPath, QPen

from scripts.demo_drawing import Look, blurred, canvas, painter, shaded
from scripts.demo_queue import Ticket

SPRITE_WIDTH, SPRITE_HEIGHT = 760, 1500
FONTS = Path(__file__).parents[1] / "resources" / "fonts"


def load_fonts() -> None:
    for path in sorted(FONTS.glob("*.otf")):
        QFontDatabase.addApplicationFont(str(path))


def sprite(ticket: Ticket, look: Look) -> QImage:
    """A hand with a phone or a sheet of paper, centred on (380, 420); the arm leaves at the bottom."""
    image = _hand(look, _arm)
    p = painter(image)
    _shadow(p, _outline(look))
    (_paper if look.has_paper else _phone)(p, ticket, look)
    p.drawImage(0, 0, _hand(look, _thumb))
    p.end()
    return image


def _hand(look: Look, part: Callable[[QPainter, Look], None]) -> QImage:
    """Skin is drawn in steps of tone; a little blur makes them one."""
    image = canvas(SPRITE_WIDTH, SPRITE_HEIGHT)
    p = painter(image)
    part(p, look)
    p.end()
    soft = blurred(image, 2.2)
    return soft.flipped(Qt.Orientation.Horizontal) if look.is_left_handed else soft


def _outline(look: Look) -> QRectF:
    return QRectF(175, 140, 410, 580) if look.has_paper else QRectF(225, 120, 310, 630)


def _limb(p: QPainter, look: Look, points: tuple[QPointF, QPointF, QPointF], width: float) -> None:
    """A finger: a bent, rounded stroke, darker at its rim and lit from the upper left."""
    path = QPainterPath(points[0])
    path.quadTo(points[1], points[2])
    p.setBrush(Qt.BrushStyle.NoBrush)
    for step in range(9):
        share, shift = 1 - step * 0.1, -0.014 * step * width
        pen = QPen(QBrush(shaded(look.skin, 74 + round(step * 4.2))), width * share)
        pen.setCapStyle(Qt.PenCapStyle.RoundCap)
        p.setPen(pen)
        p.drawPath(path.translated(shift, shift))
    p.setPen(Qt.PenStyle.NoPen)


def _arm(p: QPainter, look: Look) -> None:
    """Fingers behind the ticket, palm, wrist and sleeve."""
    box = _outline(look)
    right, bottom = box.right(), box.bottom()
    for number in range(4):
        tip = QPointF(box.left() - 4 + 5 * abs(number - 1), bottom - 340 + number * 70)
        _limb(p, look, (QPointF(380, tip.y() + 30), QPointF(300, tip.y() + 4), tip), 58)
    skin = QLinearGradient(right - 170, 0, right + 70, 0)
    for at, tone in ((0, 92), (0.3, 104), (0.65, 96), (1, 70)):
        skin.setColorAt(at, shaded(look.skin, tone))
    p.setBrush(skin)
    palm = QPainterPath(QPointF(right - 220, bottom - 120))
    palm.cubicTo(right - 190, bottom + 60, right - 150, bottom + 110, right - 142, bottom + 320)
    palm.lineTo(right + 52, bottom + 320)
    palm.cubicTo(right + 44, bottom + 150, right + 58, bottom + 20, right + 36, bottom - 110)
    p.drawPath(palm)
    _sleeve(p, look, right, bottom + 205)


def _sleeve(p: QPainter, look: Look, right: float, top: float) -> None:
    cloth = QLinearGradient(right - 180, 0, right + 100, 0)
    for at, tone in ((0, 96), (0.3, 122), (0.7, 92), (1, 64)):
        cloth.setColorAt(at, shaded(look.clothes, tone))
    p.setBrush(QColor(238, 236, 230))
    p.drawRoundedRect(QRectF(right - 166, top - 16, 242, 90), 26, 26)
    p.setBrush(cloth)
    p.drawRoundedRect(QRectF(right - 180, top, 272, 1200), 34, 34)


def _thumb(p: QPainter, look: Look) -> None:
    box = _outline(look)
    root = QPointF(box.right() + 4, box.bottom() - 66)
    tip = QPointF(box.right() - 36, box.bottom() - 232)
    _limb(p, look, (root, QPointF(box.right() + 12, box.bottom() - 160), tip), 66)
    p.setBrush(QColor(255, 240, 232, 70))
    p.save()
    p.translate(tip + QPointF(-6, -8))
    p.rotate(-26)
    p.drawRoundedRect(QRectF(-15, -17, 30, 40), 14, 17)
    p.restore()


def _shadow(p: QPainter, box: QRectF) -> None:
    for spread in range(18, 0, -3):
        p.setBrush(QColor(20, 16, 14, 6))
        p.drawRoundedRect(box.adjusted(-spread, -spread + 8, spread, spread + 8), 40 + spread, 40 + spread)


def _phone(p: QPainter, ticket: Ticket, look: Look) -> None:
    box = _outline(look)
    body = QLinearGradient(box.topLeft(), box.topRight())
    body.setColorAt(0, shaded(look.phone, 150))
    body.setColorAt(0.04, look.phone)
    body.setColorAt(0.96, look.phone)
    body.setColorAt(1, shaded(look.phone, 60))
    p.setBrush(body)
    p.drawRoundedRect(box, 46, 46)
    p.setBrush(QColor("#0b0c0f"))
    p.drawRoundedRect(box.adjusted(7, 7, -7, -7), 40, 40)
    screen = box.adjusted(15, 15, -15, -15)
    clip = QPainterPath()
    clip.addRoundedRect(screen, 32, 32)
    p.setClipPath(clip)
    p.fillRect(screen, QColor("#eef1f6"))
    _ticket(p, ticket, screen, QColor("#2f5bea"))
    _glare(p, screen)
    p.setClipping(False)
    p.setBrush(QColor("#0b0c0f"))
    p.drawRoundedRect(QRectF(box.center().x() - 38, box.top() + 24, 76, 20), 10, 10)


def _paper(p: QPainter, ticket: Ticket, look: Look) -> None:
    box = _outline(look)
    p.setBrush(QColor("#f3f1ec"))
    p.drawRoundedRect(box, 3, 3)
    p.setClipRect(box)
    _ticket(p, ticket, box, QColor("#39424f"))
    curl = QLinearGradient(box.topLeft(), box.bottomRight())
    for at, alpha in ((0, 0), (0.45, 26), (0.55, 6), (1, 44)):
        curl.setColorAt(at, QColor(40, 34, 26, alpha))
    p.fillRect(box, curl)
    p.fillRect(QRectF(box.left(), box.center().y(), box.width(), 2), QColor(0, 0, 0, 22))
    p.setClipping(False)


def _ticket(p: QPainter, ticket: Ticket, box: QRectF, colour: QColor) -> None:
    """The same ticket on a screen and on paper: a band with the event, the code on white, whose it is."""
    band = QRectF(box.left(), box.top(), box.width(), 112)
    p.fillRect(band, colour)
    _text(p, band.adjusted(14, 44, -14, -38), "9ᵉ Rencontre des pionniers", 18, "#ffffff")
    _text(p, band.adjusted(14, 72, -14, -12), "Mardi 4 juillet 2023 · dès 8 h 30", 14, "#e6ebfa")
    side = min(box.width() - 36, 300)
    card = QRectF(box.center().x() - side / 2, band.bottom() + 24, side, side)
    p.setBrush(QColor("#ffffff"))
    p.drawRoundedRect(card, 14, 14)
    _code(p, ticket.code, card)
    below = QRectF(box.left() + 16, card.bottom() + 16, box.width() - 32, 56)
    _text(p, below, ticket.name, 21, "#14171f")
    _text(p, below.translated(0, 58).adjusted(0, 0, 0, -6), ticket.organisation, 14, "#566073")


def _text(p: QPainter, box: QRectF, text: str, size: int, colour: str) -> None:
    """Centred, wrapped at spaces, and smaller until it fits."""
    flags = Qt.AlignmentFlag.AlignCenter | Qt.TextFlag.TextWordWrap
    p.setPen(QColor(colour))  # without a pen Qt measures every text as empty
    font = QFont("Inter")
    font.setWeight(QFont.Weight.DemiBold if size > 15 else QFont.Weight.Normal)
    for pixel_size in range(size, 8, -1):
        font.setPixelSize(pixel_size)
        p.setFont(font)
        if box.contains(p.boundingRect(box, flags, text)):
            break
    p.drawText(box, flags, text)
    p.setPen(Qt.PenStyle.NoPen)


def _code(p: QPainter, text: str, box: QRectF) -> None:
    code = qrcode.QRCode(error_correction=qrcode.constants.ERROR_CORRECT_M, border=2)
    code.add_data(text)
    code.make(fit=True)
    rows = code.get_matrix()
    image = QImage(len(rows), len(rows), QImage.Format.Format_RGB32)
    for y, row in enumerate(rows):
        for x, is_dark in enumerate(row):
            image.setPixelColor(x, y, QColor("#111318" if is_dark else "#ffffff"))
    module = int(box.width() // len(rows))
    side = module * len(rows)
    target = QRectF(box.center().x() - side / 2, box.center().y() - side / 2, side, side)
    p.drawImage(target, image.scaled(side, side))


def _glare(p: QPainter, box: QRectF) -> None:
    light = QLinearGradient(box.topLeft(), box.bottomRight())
    for at, alpha in ((0, 34), (0.32, 14), (0.34, 0), (1, 0)):
        light.setColorAt(at, QColor(255, 255, 255, alpha))
    p.fillRect(box, light)
