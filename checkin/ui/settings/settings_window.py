# SPDX-License-Identifier: GPL-3.0-or-later
"""The settings window: a list of pages at the left, each made when first opened. The desk goes on beside it."""

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QSize, Qt, Signal
from PySide6.QtWidgets import (
    QComboBox,
    QDialog,
    QHBoxLayout,
    QListWidget,
    QListWidgetItem,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from checkin.core.message import Message
from checkin.translation import translate
from checkin.ui.look import icons
from checkin.ui.look.measure import scale_px
from checkin.ui.look.screen_reader import announce_after_key
from checkin.ui.look.theme import tokens
from checkin.ui.settings.settings_page import SettingsPage, page_button
from checkin.ui.widgets.pages import Pages
from checkin.ui.widgets.scrolling import scroll_unless_large

SIZE, LIST, ROW, ICON, EDGE = QSize(900, 600), 232, 44, 20, 20
"""Pixels."""
SETTINGS = Message("settings", "Settings")


class SettingsWindow(QDialog):
    """The window. `setup_wanted`: open the wizard; `page_shown` carries the number of the opened page."""

    setup_wanted = Signal()
    page_shown = Signal(int)

    def __init__(self, pages: Sequence[SettingsPage], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle(translate(SETTINGS))
        self._pages = tuple(pages)
        self._made: dict[int, QWidget] = {}
        self._places: dict[int, QWidget] = {}
        self.list, self._stack = QListWidget(), Pages()
        self._fill()
        self._assemble()
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

    def _fill(self) -> None:
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

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.PaletteChange:
            self._tint()

    def _tint(self) -> None:
        ink = tokens(self.palette()).ink
        for number, page in enumerate(self._pages):
            self.list.item(number).setIcon(icons.icon(page.icon, ink, ICON))

    def _assemble(self) -> None:
        self._set_up, self._close = page_button(_SET_UP, self.setup_wanted), QPushButton(translate(_CLOSE))
        self._close.clicked.connect(self.reject)
        self._close.setAutoDefault(False)  # choices apply at once: it has nothing to confirm
        left = QVBoxLayout()
        left.setContentsMargins(EDGE, EDGE, 0, 0)
        left.addWidget(self.list)
        row = QHBoxLayout()
        row.setSpacing(0)
        row.addLayout(left)
        row.addWidget(self._stack, 1)
        foot = QHBoxLayout()
        foot.setContentsMargins(EDGE, 12, EDGE, EDGE)
        foot.addWidget(self._set_up)
        foot.addStretch(1)
        foot.addWidget(self._close)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addLayout(row, 1)
        column.addLayout(foot)
        self.resize(SIZE)


_CLOSE = Message("printing", "Close")
_SET_UP = Message("settings", "Set up this desk…")
