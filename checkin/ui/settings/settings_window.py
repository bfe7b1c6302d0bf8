# SPDX-License-Identifier: GPL-3.0-or-later
"""The settings window and the setup wizard, made of the same pages, each made when first opened.

The settings have the list of pages at the left. The desk goes on beside them.
"""

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QPainter, QPaintEvent
from PySide6.QtWidgets import QComboBox, QListWidget, QListWidgetItem, QPushButton, QWidget

from checkin.core.answer import Answer
from checkin.core.decision import Reason
from checkin.core.message import Message
from checkin.translation import translate
from checkin.ui.look import drawing
from checkin.ui.look.drawing import LEFT, draw_aligned, draw_rounded
from checkin.ui.look.screen_reader import announce, announce_after_key
from checkin.ui.look.theme import SMALL, TEXT, design_painter, design_rect, font, scale_px, tokens
from checkin.ui.settings.settings_page import EDGE, SettingsPage, page_button
from checkin.ui.widgets.boxes import REST, column_of, row_of, wide
from checkin.ui.widgets.dialogs import Dialog
from checkin.ui.widgets.form_fields import Paragraph
from checkin.ui.widgets.screen_page import Pages, scroll_unless_large

SIZE, LIST, ROW, ICON, LIST_EDGE = QSize(900, 600), 232, 44, 20, 20
"""Pixels."""
SETTINGS = Message("settings", "Settings")


class SettingsWindow(Dialog):
    """The window. `setup_wanted`: open the wizard; `page_shown` carries the number of the opened page."""

    setup_wanted = Signal()
    page_shown = Signal(int)

    def __init__(self, pages: Sequence[SettingsPage], parent: QWidget | None = None) -> None:
        super().__init__(translate(SETTINGS), parent)
        self._pages = tuple(pages)
        self._made: dict[int, QWidget] = {}
        self._places: dict[int, QWidget] = {}
        self.list, self._stack = QListWidget(), Pages()
        self.list.setProperty("pages", True)
        self.list.setAccessibleName(self.windowTitle())
        self.list.setIconSize(scale_px(QSize(ICON, ICON)))
        self.list.setFixedWidth(scale_px(LIST))
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        for page in self._pages:
            item = QListWidgetItem(translate(page.words), self.list)
            item.setToolTip(translate(page.words))
            item.setSizeHint(scale_px(QSize(0, ROW)))
        self._tint()
        self._set_up, self._close = page_button(_SET_UP, self.setup_wanted), QPushButton(translate(_CLOSE))
        self._close.clicked.connect(self.reject)
        self._close.setAutoDefault(False)  # choices apply at once: it has nothing to confirm
        column_of(
            wide(row_of(column_of(self.list, around=(LIST_EDGE, LIST_EDGE, 0, 0)), wide(self._stack), spacing=0)),
            row_of(self._set_up, REST, self._close, around=(LIST_EDGE, 12, LIST_EDGE, LIST_EDGE)),
            spacing=0,
            of=self,
        )
        self.resize(SIZE)
        self.list.currentRowChanged.connect(self._show)
        self.list.setCurrentRow(0)
        self.list.setFocus()

    @property
    def current(self) -> int:
        return self.list.currentRow()

    def open_page(self, number: int) -> None:
        """Open a page by its number."""
        self.list.setCurrentRow(number)

    def page(self, words: Message) -> QWidget | None:
        """Return the page called `words` if it was opened, else None."""
        number = next((n for n, page in enumerate(self._pages) if page.words == words), -1)
        return self._made.get(number)

    @property
    def focused_choice(self) -> int:
        """The number of the page's combo box that has the focus, from 0; -1 for none. Changing the language or the size
        of text makes the window anew.
        """
        choices = self._choices
        return next((number for number, each in enumerate(choices) if each.hasFocus()), -1)

    def focus_choice(self, number: int) -> None:
        """Give a combo box of the page the focus; -1 for none."""
        if number >= 0:
            self._choices[number].setFocus()

    @property
    def _choices(self) -> list[QComboBox]:
        return self._places[self.current].findChildren(QComboBox)

    def _show(self, number: int) -> None:
        if number not in self._places:
            self._made[number] = page = self._pages[number].make()
            self._places[number] = scroll_unless_large(page)
            self._stack.addWidget(self._places[number])
            if newest := self.previousInFocusChain():
                QWidget.setTabOrder(newest, self._set_up)  # after the page
            QWidget.setTabOrder(self._set_up, self._close)
        self._stack.setCurrentWidget(self._places[number])
        if self.isVisible():
            announce_after_key(self._made[number], self._made[number].accessibleDescription())
        self.page_shown.emit(number)

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.PaletteChange:
            self._tint()

    def _tint(self) -> None:
        ink = tokens(self.palette()).ink
        for number, page in enumerate(self._pages):
            self.list.item(number).setIcon(drawing.icon(page.icon, ink, ICON))


_CLOSE = Message("printing", "Close")
_SET_UP = Message("settings", "Set up this desk…")


# The setup wizard: pages of the settings one after the other, after a new event. Codes read meanwhile are tests.
# Every step may be skipped; what is not chosen keeps its default.

WIZARD_SIZE = QSize(820, 600)
DOT, GAP = 10, 8
"""Pixels of the step marks and between them."""


class SetupWizard(Dialog):
    """The wizard; Enter goes on, Escape leaves the rest for later."""

    def __init__(self, pages: Sequence[SettingsPage], parent: QWidget | None = None) -> None:
        super().__init__(translate(SET_UP), parent)
        self._pages = tuple(pages)
        self.step = 0
        self._made: dict[int, QWidget] = {}
        self._places: dict[int, QWidget] = {}
        self._stack, self._steps = Pages(), _Steps(len(self._pages))
        self.later = page_button(Message("settings", "Later"), self.reject)
        self.back = page_button(Message("settings", "Back"), lambda: self.enter(self.step - 1))
        self._read, self._below = Paragraph(TEXT, 600), QWidget()
        self.go_on = QPushButton()
        self.go_on.setDefault(True)
        self.go_on.clicked.connect(self._go_on)
        row_of(self._read, around=(EDGE, 0, EDGE, 12), of=self._below)
        column_of(
            self._steps,
            wide(self._stack),
            self._below,
            row_of(self.later, REST, self.back, self.go_on, spacing=12, around=(EDGE, 0, EDGE, 20)),
            spacing=0,
            of=self,
        )
        self.resize(WIZARD_SIZE)
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
        self.go_on.setText(translate(Message("settings", "Done") if is_last else Message("settings", "Continue")))
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


class _Steps(QWidget):
    """The progress: a mark for each step, filled up to the current one, and its text."""

    def __init__(self, count: int) -> None:
        super().__init__()
        self._count, self._step, self._text = count, 0, ""
        self.setFixedHeight(scale_px(52))

    def show_step(self, step: int, name: str) -> None:
        self._step = step
        self._text = translate(Message("settings", "Step {number} of {count}"), number=step + 1, count=self._count)
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
_READ = Message("settings", "The code was read: that works. Nobody is checked in while you set up this desk.")
