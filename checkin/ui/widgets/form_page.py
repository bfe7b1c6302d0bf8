# SPDX-License-Identifier: GPL-3.0-or-later
"""The base of pages with a form: a title, the fields, and two large buttons at the foot. Has no fields itself."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QScrollArea, QVBoxLayout, QWidget

from checkin.core.message import Message
from checkin.translation import translate
from checkin.ui.look.drawing import draw_rounded
from checkin.ui.look.measure import design_painter, design_rect, scale_px, scaled_font, text_scale
from checkin.ui.look.mnemonics import escape_mnemonic
from checkin.ui.look.screen_reader import announce_when_shown
from checkin.ui.look.theme import CORNER, LARGE, tokens
from checkin.ui.widgets.form_fields import BUTTON_EDGE, FormTitle
from checkin.ui.widgets.scrolling import scroll_area

PADDING, BUTTON, FAR_MORE = 24, 48, 1000
"""Pixels at both sides, and of a button's height. The stretch of what takes all the room there is."""


class FormPage(QWidget):
    """A page with a form. Fill `column`, then call `add_buttons`, in Tab order.

    With large text `column` scrolls and the buttons stay at the foot.
    """

    entered = Signal()
    """Emitted on Enter in any field, not on auto-repeat."""
    left = Signal()
    """Emitted on Escape, or by the leave button."""

    def __init__(self, icon: str, do: str, spacing: int) -> None:
        super().__init__()
        self.title, self.column = FormTitle(icon), QVBoxLayout()
        self.do_button, self.leave_button = QPushButton(escape_mnemonic(do)), QPushButton(translate(_LEAVE))
        self.leave_button.clicked.connect(self.left)
        self.column.setContentsMargins(0, 0, 0, 0)
        self.column.setSpacing(spacing)
        self.column.addWidget(self.title)
        announce_when_shown(self, lambda: self.title.text().replace("\n", " "))
        self._whole = QVBoxLayout(self)
        self._whole.setContentsMargins(PADDING, 16, PADDING, 20)
        self._whole.setSpacing(spacing)
        self.scrolls_itself = text_scale() > 1
        if self.scrolls_itself:
            self._whole.addWidget(_scrolling(self.column), 1)
        else:
            self._whole.addLayout(self.column, 1)

    def add_buttons(self, *more: QPushButton) -> None:
        """Add the two buttons of every page with `more` between them."""
        row = QHBoxLayout()
        row.setSpacing(12)
        self.do_button.setProperty("primary", True)
        for button in (self.do_button, *more, self.leave_button):
            button.setFont(scaled_font(LARGE, 600))
            button.setStyleSheet(f"min-height: {scale_px(BUTTON - 2 * BUTTON_EDGE)}px")
            row.addWidget(button)
        row.addStretch(1)
        self._whole.addLayout(row)

    def add_below(self, rest: QWidget) -> None:
        """Add what takes most of the room below the buttons, while it is shown."""
        self._whole.addWidget(rest, FAR_MORE)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        match event.key():
            case Qt.Key.Key_Return | Qt.Key.Key_Enter:
                if not event.isAutoRepeat():
                    self.entered.emit()
            case Qt.Key.Key_Escape:
                self.left.emit()
            case _:
                super().keyPressEvent(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        t = tokens(self.palette())
        painter = design_painter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        draw_rounded(painter, design_rect(self), CORNER, t.surface, t.line)


def _scrolling(column: QVBoxLayout) -> QScrollArea:
    inside = QWidget()
    inside.setLayout(column)
    area = scroll_area(inside)
    area.setFocusProxy(None)  # type: ignore[arg-type]
    for ground in (area.viewport(), inside):
        ground.setAutoFillBackground(False)  # shows the page's ground
    return area


_LEAVE = Message("walk-in", "Close (Esc)")
