# SPDX-License-Identifier: GPL-3.0-or-later
"""A sidebar: cards below each other, each with a quiet heading and rows that are replaced as a whole."""

from collections.abc import Sequence

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QPalette
from PySide6.QtWidgets import QFrame, QScrollArea, QVBoxLayout, QWidget

from checkin.ui.look.drawing import draw_card
from checkin.ui.look.measure import design_painter, design_rect, scale_px
from checkin.ui.look.theme import SMALL, tokens
from checkin.ui.widgets.labels import label

PADDING = 16
"""Pixels at both sides."""


class SidebarCard(QWidget):
    """The card. Rows are added to `column`, or shown by `replace`."""

    def __init__(self, heading: str) -> None:
        super().__init__()
        self.column = QVBoxLayout(self)
        self.column.setContentsMargins(PADDING, 12, PADDING, 12)
        self.column.setSpacing(8)
        title = label(heading, SMALL, 600)
        title.setForegroundRole(QPalette.ColorRole.PlaceholderText)
        self.column.addWidget(title)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = design_painter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        draw_card(painter, design_rect(self), tokens(self.palette()))

    def replace(self, rows: Sequence[QWidget]) -> None:
        """Replace all rows below the heading."""
        while self.column.count() > 1:
            item = self.column.takeAt(1)
            if item and (old := item.widget()):
                old.hide()
                old.deleteLater()
        for row in rows:
            self.column.addWidget(row)


class Sidebar(QScrollArea):
    """The cards; they scroll where the window is too low for them."""

    def __init__(self, *cards: SidebarCard) -> None:
        super().__init__()
        inner = QWidget()
        column = QVBoxLayout(inner)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(12)
        for each in cards:
            column.addWidget(each)
        column.addStretch(1)
        self.setWidget(inner)
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)

    def sizeHint(self) -> QSize:
        return scale_px(QSize(280, 400))
