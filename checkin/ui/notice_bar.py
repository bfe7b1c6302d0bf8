# SPDX-License-Identifier: GPL-3.0-or-later
"""A strip under the header with one sentence that somebody should have read once: gone when they say so."""

from PySide6.QtCore import QRectF, Qt, Signal
from PySide6.QtGui import QAccessible, QAccessibleEvent, QColor, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QWidget

from checkin.core.words import Words
from checkin.language import say
from checkin.ui import icons
from checkin.ui.labels import label
from checkin.ui.theme import MARGIN, TEXT, tokens

HEIGHT, ICON = 56, 22
"""Pixels."""


class NoticeBar(QWidget):
    """Hidden until it has something to say. `wanted`: the button with more about it was pressed."""

    wanted = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._icon = ""
        self._text = label("", TEXT, 600)
        self.more, self.read = QPushButton(), QPushButton(say(Words("notice", "Understood")))
        for button in (self.more, self.read):
            button.setFocusPolicy(Qt.FocusPolicy.TabFocus)  # a click leaves the typing where it was
        self.more.clicked.connect(self.wanted)
        self.more.clicked.connect(self.hide)
        self.read.clicked.connect(self.hide)
        self.setMinimumHeight(HEIGHT)
        row = QHBoxLayout(self)
        row.setContentsMargins(MARGIN + 32, 6, MARGIN, 6)
        row.setSpacing(8)
        row.addWidget(self._text, 1)
        row.addWidget(self.more)
        row.addWidget(self.read)
        self.hide()

    @property
    def text(self) -> str:
        return self._text.text()

    def show_notice(self, text: str, icon: str, more: str = "") -> None:
        """`more` is on the button that asks for more, "" for none."""
        self._icon = icon
        self._text.setText(text)
        self.more.setText(more)
        self.more.setVisible(bool(more))
        self.setAccessibleName(text)
        self.show()
        QAccessible.updateAccessibility(QAccessibleEvent(self, QAccessible.Event.Alert))

    def paintEvent(self, event: QPaintEvent) -> None:
        t = tokens(self.palette())
        painter = QPainter(self)
        painter.fillRect(self.rect(), QColor(t.selected))
        painter.setPen(QPen(QColor(t.line), 1))
        painter.drawLine(0, self.height() - 1, self.width(), self.height() - 1)
        icons.draw(painter, self._icon, QRectF(MARGIN, (self.height() - ICON) / 2, ICON, ICON), t.accent)
