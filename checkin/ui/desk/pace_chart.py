# SPDX-License-Identifier: GPL-3.0-or-later
"""A chart of arrivals per minute, and the next session. Draws the counts it is given; counts nothing."""

from collections.abc import Sequence

from PySide6.QtCore import QRectF, QSize
from PySide6.QtGui import QColor, QFontMetricsF, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QWidget

from checkin.core.message import Message
from checkin.translation import translate
from checkin.ui.look.drawing import (
    CENTRE,
    LEFT,
    RIGHT,
    draw_aligned,
    draw_card,
    draw_elided,
    draw_paragraph,
    draw_rounded,
    faded,
)
from checkin.ui.look.measure import design_painter, design_rect, scale_px
from checkin.ui.look.theme import SMALL, TEXT, Tokens, font, tokens

_TITLE = Message("pace", "Arrivals per minute")
_NEXT = Message("pace", "Next:")
_NOW = Message("pace", "now")
_AGO = Message("pace", "−{minutes} min")
_NONE = Message("pace", "Nobody yet. The chart starts with the first arrival.")
_NOT_LATELY = Message("pace", "Nobody in the last {minutes} minutes.")
_SPOKEN = Message("pace", "{count} {count:arrival|arrivals} in the last {minutes} minutes")


class PaceChart(QWidget):
    """A bar chart: `set_pace` takes `Tally.per_minute`, oldest first; `set_next` one line, "" for none."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._counts: tuple[int, ...] = ()
        self._next = ""
        self.nothing = ""
        """What stands there while there is no bar."""
        self.setAccessibleName(translate(_TITLE))

    def sizeHint(self) -> QSize:
        return scale_px(QSize(420, 236))

    def set_pace(self, counts: Sequence[int], *, has_arrivals: bool) -> None:
        """`has_arrivals`: whether anybody has come, also before these minutes."""
        self._counts = tuple(counts)
        self.nothing = translate(_NOT_LATELY if has_arrivals else _NONE, minutes=len(counts))
        self.setAccessibleDescription(translate(_SPOKEN, count=sum(counts), minutes=len(counts)))
        self.update()

    def set_next(self, line: str) -> None:
        self._next = line
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        t = tokens(self.palette())
        painter = design_painter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        draw_card(painter, design_rect(self), t)
        inner = design_rect(self).adjusted(16, 12, -16, -12)
        draw_elided(
            painter,
            QRectF(inner.left(), inner.top(), inner.width(), 20),
            translate(_TITLE),
            font(SMALL, 600),
            t.quiet,
        )
        floor = inner.bottom() - (36 if self._next else 0)
        if self._next:
            self._paint_next(painter, QRectF(inner.left(), floor, inner.width(), 36), t)
        self._paint_bars(painter, QRectF(inner.left(), inner.top() + 28, inner.width(), floor - inner.top() - 52), t)

    def _paint_bars(self, painter: QPainter, plot: QRectF, t: Tokens) -> None:
        below = QRectF(plot.left(), plot.bottom() + 2, plot.width(), 18)
        most = max(self._counts, default=0)
        if not most:
            draw_paragraph(painter, plot, self.nothing, (font(SMALL), t.quiet))
            return
        painter.setPen(QPen(QColor(t.line), 1))
        painter.drawLine(plot.bottomLeft(), plot.bottomRight())
        small = font(SMALL, tabular=True)
        draw_aligned(painter, below, translate(_AGO, minutes=len(self._counts)), (small, t.quiet), LEFT)
        draw_aligned(painter, below, translate(_NOW), (small, t.quiet), RIGHT)
        self._paint_each(painter, plot, most, t)

    def _paint_each(self, painter: QPainter, plot: QRectF, most: int, t: Tokens) -> None:
        """Draw the bars, the unfinished minute paler and the highest with its number."""
        pitch = (plot.width() + 6) / max(12, len(self._counts))
        first = plot.right() + 6 - pitch * len(self._counts)
        peak = len(self._counts) - 1 - self._counts[::-1].index(most)
        for i, count in enumerate(self._counts):
            height = (plot.height() - 20) * count / most if count else 2
            bar = QRectF(first + i * pitch, plot.bottom() - height, pitch - 6, height)
            is_running = i == len(self._counts) - 1
            draw_rounded(painter, bar, min(4, height / 2), faded(t.accent, 0.55) if is_running else t.accent)
            if i == peak:
                above = QRectF(bar.left() - 12, bar.top() - 20, bar.width() + 24, 18)
                draw_aligned(painter, above, str(count), (font(SMALL, 600, tabular=True), t.ink), CENTRE)

    def _paint_next(self, painter: QPainter, row: QRectF, t: Tokens) -> None:
        painter.setPen(QPen(QColor(t.line), 1))
        painter.drawLine(row.topLeft(), row.topRight())
        label, face = translate(_NEXT), font(TEXT, 600)
        text = row.adjusted(0, 10, 0, 0)
        draw_aligned(painter, text, label, (face, t.ink), LEFT)
        width = QFontMetricsF(face).horizontalAdvance(label + " ")
        draw_elided(painter, text.adjusted(width, 0, 0, 0), self._next, font(TEXT), t.ink)
