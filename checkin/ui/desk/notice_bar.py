# SPDX-License-Identifier: GPL-3.0-or-later
"""A strip with one sentence, good or bad, that stays until the user has dismissed it."""

from PySide6.QtCore import QRectF, Qt, Signal
from PySide6.QtGui import QAccessible, QAccessibleEvent, QColor, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QWidget

from checkin.core.message import Message
from checkin.translation import translate
from checkin.ui.look import icons
from checkin.ui.look.drawing import draw_hairline
from checkin.ui.look.measure import design_painter, design_rect, scale_px
from checkin.ui.look.theme import MARGIN, TEXT, tokens
from checkin.ui.widgets.labels import Paragraph

HEIGHT, ICON = 56, 22
"""Pixels."""


class _NoticeText(Paragraph):
    """The sentence, painted in the ink of its ground: a palette of its own would keep earlier colours."""

    is_failure = False

    def paintEvent(self, event: QPaintEvent) -> None:
        t, painter = tokens(self.palette()), QPainter(self)
        painter.setPen(QColor(t.pill_refused.ink if self.is_failure else t.ink))
        painter.drawText(self.rect(), int(self.alignment()) | Qt.TextFlag.TextWordWrap, self.text())


class NoticeBar(QWidget):
    """A notice, hidden until there is one. `wanted`: its button for more was pressed."""

    wanted = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._icon, self._is_failure = "", False
        self._text = _NoticeText(TEXT, 600)
        self.more, self.read = QPushButton(), QPushButton(translate(Message("notice", "OK")))
        for button in (self.more, self.read):
            button.setFocusPolicy(Qt.FocusPolicy.TabFocus)  # a click leaves the focus where it was
        self.more.clicked.connect(self.hide)
        self.more.clicked.connect(self.wanted)  # the handler may show a notice itself, so this comes first
        self.read.clicked.connect(self.hide)
        self.setMinimumHeight(scale_px(HEIGHT))
        row = QHBoxLayout(self)
        row.setContentsMargins(scale_px(MARGIN + 32), 8, MARGIN, 8)
        row.setSpacing(8)
        row.addWidget(self._text, 1)
        row.addWidget(self.more)
        row.addWidget(self.read)
        self.hide()

    @property
    def text(self) -> str:
        return self._text.text()

    def show_notice(self, text: str, icon: str, more: str = "", *, is_failure: bool = False) -> None:
        """Show a notice; `more` labels the button for more, "" for none. A failure gets the colours of a refusal."""
        self._icon, self._is_failure = icon, is_failure
        self._text.is_failure = is_failure
        self._text.setText(text)
        self.more.setText(more)
        self.more.setVisible(bool(more))
        self.read.show()
        self.setAccessibleName(text)
        self.read.setAccessibleDescription(text)
        self.show()
        QAccessible.updateAccessibility(QAccessibleEvent(self, QAccessible.Event.Alert))

    def paintEvent(self, event: QPaintEvent) -> None:
        t = tokens(self.palette())
        painter = design_painter(self)
        ground, ink = (t.pill_refused.ground, t.pill_refused.ink) if self._is_failure else (t.selected, t.accent)
        painter.fillRect(design_rect(self), QColor(ground))
        painter.setPen(QPen(QColor(t.line), 1))
        draw_hairline(
            painter, 0, design_rect(self).height() - 1, design_rect(self).width(), design_rect(self).height() - 1
        )
        icons.draw(painter, self._icon, QRectF(MARGIN, (design_rect(self).height() - ICON) / 2, ICON, ICON), ink)
