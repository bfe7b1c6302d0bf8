# SPDX-License-Identifier: GPL-3.0-or-later
"""The keys of the desk in two columns, drawn as key caps."""

from collections.abc import Sequence

from PySide6.QtCore import QPointF, QSize
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QGridLayout, QSizePolicy, QVBoxLayout, QWidget

from checkin.ui.look.drawing import draw_key_cap
from checkin.ui.look.measure import design_painter, design_rect, scale_px
from checkin.ui.look.theme import TEXT, tokens
from checkin.ui.widgets.form_fields import stack
from checkin.ui.widgets.keyboard import KeyBinding
from checkin.ui.widgets.labels import label
from checkin.ui.widgets.scrolling import scroll_unless_large

CAP, HEIGHT = 96, 28
"""Pixels of the space for one key."""


class KeyTable(QWidget):
    def __init__(self, keys: Sequence[KeyBinding]) -> None:
        super().__init__()
        table = QWidget()
        grid = QGridLayout(table)
        grid.setContentsMargins(0, 12, 0, 0)
        grid.setHorizontalSpacing(16)
        grid.setVerticalSpacing(1)
        half = (len(keys) + 1) // 2
        for number, key in enumerate(keys):
            row, column = number % half, 2 * (number // half)
            grid.addWidget(_Cap(key.text), row, column)
            grid.addWidget(label(key.does, TEXT), row, column + 1)
        for column in (1, 3):
            grid.setColumnStretch(column, 1)
        around = QVBoxLayout(self)
        around.setContentsMargins(0, 0, 0, 0)
        around.addWidget(scroll_unless_large(stack(table)))


class _Cap(QWidget):
    def __init__(self, text: str) -> None:
        super().__init__()
        self._text = text
        self.setAccessibleName(text)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)

    def sizeHint(self) -> QSize:
        return scale_px(QSize(CAP, HEIGHT))

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = design_painter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        draw_key_cap(
            painter,
            QPointF(design_rect(self).width(), design_rect(self).height() / 2),
            self._text,
            tokens(self.palette()),
        )
