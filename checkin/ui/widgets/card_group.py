# SPDX-License-Identifier: GPL-3.0-or-later
"""A card around related parts: fields below each other, or rows divided by hairlines."""

from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QVBoxLayout, QWidget

from checkin.ui.look.drawing import draw_card, draw_hairline
from checkin.ui.look.measure import design_painter, design_rect, text_scale
from checkin.ui.look.theme import GAP, tokens

SPACE = 12
"""Pixels between the parts."""


class CardGroup(QWidget):
    """A card; further parts are added to `column`. Rows of a divided card stand closer to its edge."""

    def __init__(self, *parts: QWidget, is_divided: bool = False) -> None:
        super().__init__()
        self._is_divided = is_divided
        self.column = QVBoxLayout(self)
        above = SPACE // 2 if is_divided else GAP
        self.column.setContentsMargins(GAP, above, GAP, above)
        self.column.setSpacing(SPACE)
        for part in parts:
            self.column.addWidget(part)

    def paintEvent(self, event: QPaintEvent) -> None:
        t, box = tokens(self.palette()), design_rect(self)
        painter = design_painter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        draw_card(painter, box, t)
        painter.setPen(QPen(QColor(t.line), 1))
        rows = map(self.column.itemAt, range(1, self.column.count() if self._is_divided else 0))
        for top in (row.geometry().top() for row in rows if row):
            y = (top - SPACE // 2) / text_scale()
            draw_hairline(painter, GAP, y, box.width() - GAP, y)
