# SPDX-License-Identifier: GPL-3.0-or-later
"""A picture of a sheet of paper on which the first free place is chosen. Draws no badge."""

from PySide6.QtCore import QPointF, QRectF, QSize, QSizeF, Qt, Signal
from PySide6.QtGui import QColor, QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from checkin.core.badges.stocks import Stock
from checkin.core.message import Message
from checkin.translation import translate
from checkin.ui.look.drawing import CENTRE, draw_aligned, draw_rounded
from checkin.ui.look.theme import SMALL, font, tokens

HEIGHT = 240
"""Pixels."""

_FIRST = Message("badges", "First free place: {number} of {count}")
_STEPS = {Qt.Key.Key_Right: 1, Qt.Key.Key_Left: -1, Qt.Key.Key_Home: -1000, Qt.Key.Key_End: 1000}


class SheetPicture(QWidget):
    """A picture of a sheet. `first` is the index of the first free place; the arrow keys move it too."""

    moved = Signal()

    def __init__(self) -> None:
        super().__init__()
        self._stock: Stock | None = None
        self.first = 0
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def show_stock(self, stock: Stock | None) -> None:
        """Show another paper with all places free."""
        self._stock = stock
        self._move(0)

    def sizeHint(self) -> QSize:
        return QSize(HEIGHT, HEIGHT)

    def text(self) -> str:
        count = self._stock.per_page if self._stock else 1
        return translate(_FIRST, number=self.first + 1, count=count)

    def _move(self, first: int) -> None:
        most = self._stock.per_page - 1 if self._stock else 0
        self.first = min(max(0, first), most)
        self.setAccessibleName(self.text())
        self.update()
        self.moved.emit()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        columns = self._stock.columns if self._stock else 1
        steps = _STEPS | {Qt.Key.Key_Down: columns, Qt.Key.Key_Up: -columns}
        by = steps.get(Qt.Key(event.key()))
        if by is None:
            super().keyPressEvent(event)
        else:
            self._move(self.first + by)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        for number, place in enumerate(self._places()):
            if place.contains(event.position()):
                self._move(number)

    def _scale(self) -> float:
        return self.height() / self._stock.page[1] if self._stock else 1.0

    def _places(self) -> list[QRectF]:
        if self._stock is None:
            return []
        scale, stock = self._scale(), self._stock
        cells = [stock.cell(number) for number in range(stock.per_page)]
        size = QSizeF(stock.width, stock.height) * scale
        return [QRectF(QPointF(cell.x, cell.y) * scale, size) for cell in cells]

    def paintEvent(self, event: QPaintEvent) -> None:
        if self._stock is None:
            return
        t = tokens(self.palette())
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        page = QRectF(QPointF(0, 0), QSizeF(*self._stock.page) * self._scale())
        draw_rounded(painter, page, 3, t.surface, t.accent if self.hasFocus() else t.quiet)
        for number, place in enumerate(self._places()):
            inner = place.adjusted(1, 1, -1, -1)
            if number < self.first:
                painter.setPen(QPen(QColor(t.line), 1, Qt.PenStyle.DashLine))
                painter.setBrush(Qt.BrushStyle.NoBrush)
                painter.drawRoundedRect(inner, 2, 2)
                continue
            draw_rounded(painter, inner, 2, t.accent if number == self.first else t.selected)
            ink = t.on_accent if number == self.first else t.ink
            draw_aligned(painter, inner, str(number - self.first + 1), (font(SMALL, 600), ink), CENTRE)
