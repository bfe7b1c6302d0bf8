# SPDX-License-Identifier: GPL-3.0-or-later
"""The band above every screen of an event that is not the real one. Takes no focus; nothing hides it.

It is told apart by its words and its hatching, as tape on a building site is; its colours are no answer's.
"""

from PySide6.QtCore import QPointF, QRectF
from PySide6.QtGui import QColor, QFontMetricsF, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from checkin.core.words import Words
from checkin.language import say
from checkin.ui.drawing import CENTRE, align
from checkin.ui.theme import TEXT, font, tokens

DEMONSTRATION = Words("occasion", "DEMONSTRATION – nothing is real")
REHEARSAL = Words("occasion", "REHEARSAL – nothing counts")

HEIGHT = 28
STRIPE, STEP = 9, 26
"""Pixels: how wide a stripe of the hatching is, and how far it is to the next."""
AROUND = 24
"""Pixels that stay free on each side of the words."""


class OccasionBand(QWidget):
    """Not there for the real event. The words are one of the above, or another occasion's."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._text = ""
        self.setFixedHeight(HEIGHT)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.hide()

    @property
    def text(self) -> str:
        """What stands on it, "" for the real event."""
        return self._text

    def show_occasion(self, words: Words | None) -> None:
        """None is the real event."""
        self._text = say(words) if words else ""
        self.setAccessibleName(self._text)
        self.setVisible(bool(self._text))
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        """In the ink of the theme, its words in the ground: the strongest contrast that the theme has."""
        t = tokens(self.palette())
        painter = QPainter(self)
        painter.fillRect(self.rect(), QColor(t.ink))
        face = font(TEXT, 700)
        half = QFontMetricsF(face).horizontalAdvance(self._text) / 2 + AROUND
        middle = self.width() / 2
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        for left, right in ((0.0, middle - half), (middle + half, float(self.width()))):
            _hatch(painter, QRectF(left, 0, right - left, self.height()), t.background)
        align(painter, QRectF(self.rect()), self._text, (face, t.background), CENTRE)


def _hatch(painter: QPainter, box: QRectF, ink: str) -> None:
    painter.save()
    painter.setClipRect(box)
    painter.setPen(QPen(QColor(ink), STRIPE))
    height = box.height() + 2 * STRIPE
    at = box.left() - height
    while at < box.right() + STRIPE:
        painter.drawLine(QPointF(at, box.bottom() + STRIPE), QPointF(at + height, box.top() - STRIPE))
        at += STEP
    painter.restore()
