# SPDX-License-Identifier: GPL-3.0-or-later
"""The band above every screen of an event that is not the real one. Takes no focus; nothing hides it.

It is recognised by its text and its hatching, as on barrier tape; its colours are those of no answer.
"""

from PySide6.QtCore import QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QFontMetricsF, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QAbstractButton, QHBoxLayout, QSizePolicy, QWidget

from checkin.core.message import Message
from checkin.translation import translate
from checkin.ui.look.drawing import CENTRE, draw_aligned, draw_rounded
from checkin.ui.look.measure import design_painter, design_rect, scale_px
from checkin.ui.look.theme import TEXT, font, tokens

DEMONSTRATION = Message("occasion", "DEMONSTRATION – nothing is real")
REHEARSAL = Message("occasion", "REHEARSAL – nothing counts")

HEIGHT, WITH_A_WAY_OUT = 28, 46
"""Height in pixels of the text alone, and with a button to touch."""
STRIPE, STEP = 9, 26
"""Width of a stripe of the hatching and distance to the next, in pixels."""
AROUND = 24
"""Pixels left free on each side of the text."""


class OccasionBand(QWidget):
    """The band, hidden for the real event. Its text is one of the above, or another one."""

    left = Signal()
    """Emitted by the button that leads back to the real event."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._text = ""
        self.way_out = _WayOut(self)
        self.way_out.clicked.connect(self.left)
        row = QHBoxLayout(self)
        row.setContentsMargins(AROUND, 0, AROUND, 0)
        row.addStretch(1)
        row.addWidget(self.way_out)
        self.setFixedHeight(scale_px(HEIGHT))
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.hide()

    @property
    def text(self) -> str:
        """The text of the band, "" for the real event."""
        return self._text

    def show_occasion(self, words: Message | None, way_out: str = "") -> None:
        """Show an occasion; None is the real event. `way_out` labels the button back to it, "" for no button."""
        self.show_text(translate(words) if words else "", way_out)

    def show_text(self, text: str, way_out: str = "") -> None:
        """Show the text that another window's band shows."""
        self._text = text
        self.way_out.setText(way_out)
        self.way_out.setVisible(bool(way_out))
        self.setFixedHeight(scale_px(WITH_A_WAY_OUT if way_out else HEIGHT))
        self.setAccessibleName(self._text)
        self.setVisible(bool(self._text))
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the ground in the theme's ink and the text in its ground: the strongest contrast there is."""
        t = tokens(self.palette())
        painter = design_painter(self)
        painter.fillRect(design_rect(self), QColor(t.ink))
        face = font(TEXT, 700)
        half = QFontMetricsF(face).horizontalAdvance(self._text) / 2 + AROUND
        middle = design_rect(self).width() / 2
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        for left, right in ((0.0, middle - half), (middle + half, float(design_rect(self).width()))):
            _hatch(painter, QRectF(left, 0, right - left, design_rect(self).height()), t.background)
        draw_aligned(painter, design_rect(self), self._text, (face, t.background), CENTRE)


class _WayOut(QAbstractButton):
    """The button in the theme's ground on the ink of the band."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)  # a click leaves the focus where it was
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.hide()

    def sizeHint(self) -> QSize:
        wide = QFontMetricsF(font(TEXT, 600)).horizontalAdvance(self.text())
        return scale_px(QSize(round(wide) + 32, WITH_A_WAY_OUT - 10))

    def paintEvent(self, event: QPaintEvent) -> None:
        t = tokens(self.palette())
        painter = design_painter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        box = design_rect(self)
        draw_rounded(painter, box, 8, t.ink)
        draw_rounded(painter, box.adjusted(3, 3, -3, -3), 6, t.hover if self.underMouse() else t.surface)
        if self.hasFocus():
            painter.setPen(QPen(QColor(t.accent), 2))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRoundedRect(box.adjusted(5, 5, -5, -5), 5, 5)
        draw_aligned(painter, box, self.text(), (font(TEXT, 600), t.ink), CENTRE)


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
