# SPDX-License-Identifier: GPL-3.0-or-later
"""A badge as printed, as large as there is room: both sides, drawn by `badges.painter`."""

from PySide6.QtCore import QPointF, QRectF, QSize, QSizeF, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QPixmap
from PySide6.QtWidgets import QSizePolicy, QWidget

from checkin.badges.badge_fonts import UNIT
from checkin.badges.badge_output import Badge
from checkin.badges.painter import paint_side
from checkin.core.message import Message
from checkin.translation import translate
from checkin.ui.look.drawing import CENTRE, draw_aligned, draw_card, draw_rounded, faded
from checkin.ui.look.theme import GAP, SHADOW, SMALL, TEXT, font, tokens

EDGE, CAPTION = 24, 28
"""Pixels around the badges, and under each of two sides."""

_FRONT, _BACK = Message("badges", "Front"), Message("badges", "Back")


class BadgePreview(QWidget):
    """The preview on a card; `note` is shown when there is no badge."""

    def __init__(self) -> None:
        super().__init__()
        self._badge: Badge | None = None
        self._note = ""
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.setMinimumSize(QSize(240, 200))

    def show_badge(self, badge: Badge | None, name: str, note: str = "") -> None:
        """Show a badge; `name` describes its person to a screen reader."""
        self._badge, self._note = badge, note
        self.setAccessibleName(name)
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        t = tokens(self.palette())
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        draw_card(painter, QRectF(self.rect()), t)
        if self._badge is None:
            draw_aligned(painter, QRectF(self.rect()), self._note, (font(TEXT), t.quiet), CENTRE)
            return
        captions = [translate(_FRONT), translate(_BACK)]
        places = side_places(self._badge, QSizeF(self.size()))
        for side, place in enumerate(places, start=1):
            paint_badge(painter, self._badge, place, side)
            if len(places) == 2:
                below = QRectF(place.left(), place.bottom() + 4, place.width(), CAPTION - 4)
                draw_aligned(painter, below, captions[side - 1], (font(SMALL), t.quiet), CENTRE)


def side_places(badge: Badge, room: QSizeF) -> list[QRectF]:
    """Return the areas of the sides: beside each other, or above each other for a landscape badge."""
    count, template = badge.template.sides, badge.template
    is_row = count == 1 or template.height >= template.width
    across, down = (count, 1) if is_row else (1, count)
    captions = CAPTION if count == 2 else 0
    width = (room.width() - 2 * EDGE - (across - 1) * GAP) / across
    height = (room.height() - 2 * EDGE - (down - 1) * GAP) / down - captions
    size = QSizeF(template.width, template.height).scaled(
        QSizeF(max(1, width), max(1, height)), Qt.AspectRatioMode.KeepAspectRatio
    )
    step = QPointF(size.width() + GAP, 0) if is_row else QPointF(0, size.height() + captions + GAP)
    whole = QSizeF(size.width() * across + GAP * (across - 1), (size.height() + captions) * down + GAP * (down - 1))
    corner = QPointF((room.width() - whole.width()) / 2, (room.height() - whole.height()) / 2)
    return [QRectF(corner + step * number, size) for number in range(count)]


def paint_badge(painter: QPainter, badge: Badge, place: QRectF, side: int = 1) -> None:
    """Paint one side in `place` with the shadow of paper."""
    draw_rounded(painter, place.adjusted(-1, 0, 1, 3), 3, faded(SHADOW, 0.10))
    draw_rounded(painter, place.adjusted(-1, -1, 1, 1), 1, faded(SHADOW, 0.16))
    painter.save()
    painter.translate(place.topLeft())
    scale = place.width() / (badge.template.width * UNIT)
    painter.scale(scale, scale)
    paint_side(painter, badge.template, badge.subject, badge.pictures, side)
    painter.restore()


def thumbnail(badge: Badge, room: QSize, ratio: float) -> QPixmap:
    """Return a small picture of the first side with its shadow."""
    made = QPixmap(room * ratio)
    made.setDevicePixelRatio(ratio)
    made.fill(Qt.GlobalColor.transparent)
    inner = QSizeF(room) - QSizeF(8, 8)
    size = QSizeF(badge.template.width, badge.template.height).scaled(inner, Qt.AspectRatioMode.KeepAspectRatio)
    place = QRectF(QPointF((room.width() - size.width()) / 2, (room.height() - size.height()) / 2), size)
    painter = QPainter(made)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    paint_badge(painter, badge, place)
    painter.end()
    return made
