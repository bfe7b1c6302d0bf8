# SPDX-License-Identifier: GPL-3.0-or-later
"""The setup wizard: pages of the settings one after the other, after a new event. Codes read meanwhile are tests.

Every step may be skipped; what is not chosen keeps its default.
"""

from collections.abc import Sequence

from PySide6.QtCore import QRectF, QSize
from PySide6.QtGui import QColor, QPainter, QPaintEvent
from PySide6.QtWidgets import QDialog, QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from checkin.core.answer import Answer
from checkin.core.decision import Reason
from checkin.core.message import Message
from checkin.translation import translate
from checkin.ui.look.drawing import LEFT, draw_aligned, draw_rounded
from checkin.ui.look.measure import design_painter, design_rect, scale_px
from checkin.ui.look.screen_reader import announce
from checkin.ui.look.theme import SMALL, TEXT, font, tokens
from checkin.ui.settings.settings_page import EDGE, SettingsPage, page_button
from checkin.ui.widgets.labels import Paragraph
from checkin.ui.widgets.pages import Pages
from checkin.ui.widgets.scrolling import scroll_unless_large

SIZE = QSize(820, 600)
DOT, GAP = 10, 8
"""Pixels of the step marks and between them."""


class SetupWizard(QDialog):
    """The wizard; Enter goes on, Escape leaves the rest for later."""

    def __init__(self, pages: Sequence[SettingsPage], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle(translate(SET_UP))
        self._pages = tuple(pages)
        self.step = 0
        self._made: dict[int, QWidget] = {}
        self._places: dict[int, QWidget] = {}
        self._stack, self._steps = Pages(), _Steps(len(self._pages))
        self.later = page_button(_LATER, self.reject)
        self.back = page_button(_BACK, lambda: self.enter(self.step - 1))
        self._read, self._below = Paragraph(TEXT, 600), QWidget()
        self.go_on = QPushButton()
        self.go_on.setDefault(True)
        self.go_on.clicked.connect(self._go_on)
        self._assemble()
        self.enter(0)

    def enter(self, step: int) -> None:
        """Show a step, made when first shown."""
        self.step = step
        self._show_text("")
        if step not in self._made:
            self._made[step] = page = self._pages[step].make()
            self._places[step] = scroll_unless_large(page)
            self._stack.addWidget(self._places[step])
        self._stack.setCurrentWidget(self._places[step])
        self._steps.show_step(step, translate(self._pages[step].words))
        is_last = step == len(self._pages) - 1
        self.back.setVisible(step > 0)
        self.later.setVisible(not is_last)
        self.go_on.setText(translate(_DONE if is_last else _GO_ON))
        self._made[step].setFocus()

    def show_read(self) -> None:
        """Show that a code was read, by scanner or camera; it did not reach the desk."""
        self._show_text(translate(_READ))
        announce(self._read, translate(_READ))

    @property
    def code_text(self) -> str:
        """The text about a code read in this step."""
        return self._read.text()

    def make_room(self, answer: Answer) -> None:
        """Close for an answer about a guest; a test code is reported here instead."""
        if answer.reason is not Reason.TRIAL:
            self.reject()

    def _show_text(self, text: str) -> None:
        self._read.show_text(text)
        self._below.setVisible(bool(text))

    def _go_on(self) -> None:
        if self.step + 1 < len(self._pages):
            self.enter(self.step + 1)
        else:
            self.accept()

    def _assemble(self) -> None:
        keys = QHBoxLayout()
        keys.setContentsMargins(EDGE, 0, EDGE, 20)
        keys.setSpacing(12)
        keys.addWidget(self.later)
        keys.addStretch(1)
        keys.addWidget(self.back)
        keys.addWidget(self.go_on)
        row = QHBoxLayout(self._below)
        row.setContentsMargins(EDGE, 0, EDGE, 12)
        row.addWidget(self._read)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self._steps)
        column.addWidget(self._stack, 1)
        column.addWidget(self._below)
        column.addLayout(keys)
        self.resize(SIZE)


class _Steps(QWidget):
    """The progress: a mark for each step, filled up to the current one, and its text."""

    def __init__(self, count: int) -> None:
        super().__init__()
        self._count, self._step, self._text = count, 0, ""
        self.setFixedHeight(scale_px(52))

    def show_step(self, step: int, name: str) -> None:
        self._step = step
        self._text = translate(_STEP, number=step + 1, count=self._count)
        self.setAccessibleName(f"{self._text}: {name}")
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        t = tokens(self.palette())
        painter = design_painter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.fillRect(design_rect(self), QColor(t.surface))
        painter.fillRect(QRectF(0, design_rect(self).height() - 1, design_rect(self).width(), 1), QColor(t.line))
        middle = design_rect(self).height() / 2
        for step in range(self._count):
            wide = 3 * DOT if step == self._step else DOT
            left = EDGE + step * (DOT + GAP) + (2 * DOT if step > self._step else 0)
            draw_rounded(
                painter, QRectF(left, middle - DOT / 2, wide, DOT), DOT / 2, t.accent if step <= self._step else t.track
            )
        left = EDGE + self._count * (DOT + GAP) + 2 * DOT + GAP
        draw_aligned(
            painter,
            QRectF(left, 0, design_rect(self).width() - left, design_rect(self).height()),
            self._text,
            (font(SMALL, 600), t.quiet),
            LEFT,
        )


SET_UP = Message("settings", "Set up this desk")
_LATER = Message("settings", "Later")
_BACK = Message("settings", "Back")
_GO_ON = Message("settings", "Continue")
_DONE = Message("settings", "Done")
_READ = Message("settings", "The code was read: that works. Nobody is checked in while you set up this desk.")
_STEP = Message("settings", "Step {number} of {count}")
