# SPDX-License-Identifier: GPL-3.0-or-later
"""The list of items of one kind with its buttons, beside the form of the chosen item. Decides nothing."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QBoxLayout, QPushButton, QStackedWidget, QStyleOptionViewItem, QVBoxLayout, QWidget

from checkin.core.message import Message
from checkin.language import translate
from checkin.ui.look import icons
from checkin.ui.look.drawing import draw_card
from checkin.ui.look.measure import design_painter, design_rect, scale_px, to_design_rect
from checkin.ui.look.theme import tokens
from checkin.ui.programme_editor.item_form import ItemForm
from checkin.ui.widgets.flow_layout import FlowLayout
from checkin.ui.widgets.labels import label
from checkin.ui.widgets.person_rows import PersonRow
from checkin.ui.widgets.row_list import RowList
from checkin.ui.widgets.scrolling import MOST, scroll_to

WIDTH, LOW = 372, 156
"""Pixels of the list: its width beside the form; its height above it, which cuts a row to show that there are more."""
ICON = 18


@dataclass(frozen=True, slots=True)
class ItemEntry:
    """A row of the list: title, distinguishing detail, and whether something must be corrected."""

    id: str
    title: str
    detail: str
    is_wrong: bool = False


class ItemListPage(QWidget):
    """The page. `chosen_changed` when the user chooses another item; `empty` is shown in place of the form."""

    chosen_changed = Signal()

    def __init__(self, name: Message, form: ItemForm, empty: Message) -> None:
        super().__init__()
        self.form = form
        self.list = RowList(_story, translate(name), (Qt.Key.Key_Right, Qt.Key.Key_Return, Qt.Key.Key_Enter))
        self.list.setItemDelegate(_Delegate(self.list))
        self.list.moved.connect(self.chosen_changed)
        self.list.crossed.connect(lambda: self.go_to(self.form.first))
        self._buttons, self._row, self._card = FlowLayout(), QBoxLayout(_BESIDE), _Card(self.list)
        self._side = QStackedWidget()
        self._side.addWidget(form)
        self._empty = _Empty(empty)
        self._side.addWidget(self._empty)
        form.broken_changed.connect(lambda: self.list.setEnabled(not form.is_broken))
        self._assemble()

    def add_button(self, button: QPushButton, verb: Callable[[], None]) -> None:
        button.setAutoDefault(False)
        button.clicked.connect(verb)
        self._buttons.addWidget(button)

    def add_to_begin(self, *widgets: QWidget) -> None:
        """Add widgets below the text of an empty list."""
        for widget in widgets:
            self._empty.add(widget)

    def show_entries(self, entries: Sequence[ItemEntry], chosen: str) -> None:
        """Show the entries and choose the one with the id `chosen`, else the first."""
        at = next((number for number, entry in enumerate(entries) if entry.id == chosen), 0)
        self.list.show_rows(entries, at)
        self._side.setCurrentIndex(0 if entries else 1)

    @property
    def chosen(self) -> str:
        """The id of the chosen item, "" without one."""
        entry: ItemEntry | None = self.list.chosen()
        return entry.id if entry else ""

    def choose(self, item_id: str) -> None:
        for number, entry in enumerate(self.list.content.rows):
            if entry.id == item_id:
                self.list.setCurrentIndex(self.list.content.index(number))

    def go_to(self, field: str) -> None:
        """Focus a field of the form, or the list if there is no such field."""
        part = self.form.fields.get(field, self.list)
        part.setFocus()
        scroll_to(part)

    def stack(self, is_narrow: bool) -> None:
        """Put the list above the form instead of beside it."""
        self._row.setDirection(_ABOVE if is_narrow else _BESIDE)
        self._card.stretch_out(is_narrow)

    def _assemble(self) -> None:
        side = QVBoxLayout()
        side.setSpacing(8)
        side.addWidget(self._card, 1)
        side.addLayout(self._buttons)
        row = self._row
        self.setLayout(row)
        row.setContentsMargins(0, 12, 0, 0)
        row.setSpacing(20)
        row.addLayout(side)
        row.addWidget(self._side, 1)


class _Delegate(PersonRow):
    def paint(
        self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        entry: ItemEntry = index.data(Qt.ItemDataRole.UserRole)
        painter.save()
        t = self.begin(painter, option, index.row() == 0)
        box = to_design_rect(QRectF(option.rect)).adjusted(16, 0, -16, 0)
        if entry.is_wrong:
            mark = QRectF(box.right() - ICON, box.center().y() - ICON / 2, ICON, ICON)
            icons.draw(painter, "triangle-alert", mark, t.warn)
            box.setRight(mark.left() - 8)
        self.two_lines(painter, box, (entry.title, entry.detail), t)
        painter.restore()


class _Card(QWidget):
    """The card behind the list."""

    def __init__(self, inner: QWidget) -> None:
        super().__init__()
        self.setFocusProxy(inner)
        self.stretch_out(False)
        column = QVBoxLayout(self)
        column.setContentsMargins(1, 4, 1, 4)
        column.addWidget(inner)

    def stretch_out(self, is_wide: bool) -> None:
        """Make the list low and as wide as there is room."""
        self.setMinimumSize(QSize(0, scale_px(LOW)) if is_wide else QSize(scale_px(WIDTH), 0))
        self.setMaximumSize(QSize(MOST, scale_px(LOW)) if is_wide else QSize(scale_px(WIDTH), MOST))

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = design_painter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        draw_card(painter, design_rect(self), tokens(self.palette()))


class _Empty(QWidget):
    def __init__(self, words: Message) -> None:
        super().__init__()
        self._column = QVBoxLayout(self)
        self._column.setSpacing(12)
        self._column.addWidget(label(translate(words)))
        self._column.addStretch(1)

    def add(self, widget: QWidget) -> None:
        side = Qt.AlignmentFlag.AlignLeft if isinstance(widget, QPushButton) else Qt.AlignmentFlag(0)
        self._column.insertWidget(self._column.count() - 1, widget, 0, side)


_BESIDE, _ABOVE = QBoxLayout.Direction.LeftToRight, QBoxLayout.Direction.TopToBottom


def _story(entry: ItemEntry) -> str:
    told = [entry.title, entry.detail, translate(_TO_CORRECT) if entry.is_wrong else ""]
    return " · ".join(filter(None, told))


_TO_CORRECT = Message("programme editor", "to correct")
