# SPDX-License-Identifier: GPL-3.0-or-later
"""The base of the editor's pages with a list: the items of one kind with their buttons, and the chosen one's form."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from PySide6 import QtWidgets
from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent

from checkin.core.message import Message
from checkin.core.programme import programme_edits
from checkin.core.programme.programme import Event, Programme
from checkin.core.programme.programme_difference import ProgrammeMistake, item_name
from checkin.core.text_folding import fold_text
from checkin.translation import translate
from checkin.ui.look import drawing
from checkin.ui.look.drawing import draw_card
from checkin.ui.look.theme import design_painter, design_rect, scale_px, to_design_rect, tokens
from checkin.ui.programme_editor.editor_fields import EditorField, RowButton, TextField
from checkin.ui.widgets.boxes import REST, column_of, wide
from checkin.ui.widgets.buttons import push_button
from checkin.ui.widgets.form_fields import label
from checkin.ui.widgets.layouts import FlowLayout
from checkin.ui.widgets.row_list import PersonRow, RowList
from checkin.ui.widgets.screen_page import MOST, Pages, scroll_to, scroll_unless_large

Mistakes = Sequence[ProgrammeMistake]

GAP = 12
"""Pixels between fields."""
COLUMNS, ROWS = 12, 3
"""Columns of the grid; grid rows per row of fields, for the mistakes and what is added below."""


class ItemForm(QtWidgets.QWidget):
    """The form of one programme item: a field for each value, and the mistakes. `fields` by the name of their value;
    `rows` lays them out as (name, columns).

    `edited` carries the changed item and the name of the field; `edited_beside` name and value of a field that the item
    does not hold.
    """

    edited = Signal(object, str)
    edited_beside = Signal(str, object)
    broken_changed = Signal()

    def __init__(self, fields: Mapping[str, EditorField], rows: Sequence[Sequence[tuple[str, int]]]) -> None:
        super().__init__()
        self.fields = dict(fields)
        self.item: Any = None
        self._page = QtWidgets.QWidget()
        self._place = scroll_unless_large(self._page)
        self._grid = QtWidgets.QGridLayout()
        self._grid.setHorizontalSpacing(GAP)
        self._grid.setVerticalSpacing(GAP)
        for column in range(COLUMNS):
            self._grid.setColumnStretch(column, 1)
        for number, row in enumerate(rows):
            self._lay(number, row)
        column_of(self._grid, REST, around=(2, 2, 12, 2), of=self._page)
        column_of(self._place, of=self)
        self.first = rows[0][0][0]
        self.setFocusProxy(self.fields[self.first])
        for name, field in self.fields.items():
            field.edited.connect(lambda value, name=name: self._take(name, value))
            field.broken_changed.connect(self.broken_changed)

    def minimumSizeHint(self) -> QSize:
        """Return the least width, so that the form only scrolls vertically."""
        hint = super().minimumSizeHint()
        if not isinstance(self._place, QtWidgets.QScrollArea):
            return hint
        bar = self._place.verticalScrollBar().sizeHint().width()
        return QSize(max(hint.width(), self._page.minimumSizeHint().width() + bar), hint.height())

    @property
    def is_broken(self) -> bool:
        return any(field.is_broken for field in self.fields.values())

    def show_item(self, item: Any, values: Mapping[str, object] | None = None) -> None:
        """Show an item; `values` are those of fields that the item does not hold."""
        if getattr(item, "id", "") != getattr(self.item, "id", "") and isinstance(self._place, QtWidgets.QScrollArea):
            self._place.verticalScrollBar().setValue(0)
        is_other = getattr(item, "id", "") != getattr(self.item, "id", "")
        self.item = item
        for name, field in self.fields.items():
            if is_other:
                field.forget()
            field.show_value(getattr(item, name) if hasattr(item, name) else (values or {})[name])

    def show_mistakes(self, mistakes: Mapping[str, str]) -> None:
        """Show the mistakes by the name of their field."""
        for name, field in self.fields.items():
            field.show_mistake(mistakes.get(name, ""))

    def add(self, widget: QtWidgets.QWidget, row: int) -> None:
        """Add a widget that is no field, across the form below a row."""
        self._grid.addWidget(widget, row * ROWS + 2, 0, 1, COLUMNS)

    def _lay(self, number: int, row: Sequence[tuple[str, int]]) -> None:
        """Lay out a row of fields with their mistakes below, which name the field if there are several."""
        column, below = 0, QtWidgets.QVBoxLayout()
        below.setSpacing(4)
        for name, width in row:
            field = self.fields[name]
            field.mistake.name = field.name if len(row) > 1 else ""
            self._grid.addWidget(field, number * ROWS, column, 1, width)
            below.addWidget(field.mistake)
            column += width
        self._grid.addLayout(below, number * ROWS + 1, 0, 1, COLUMNS)

    def _take(self, name: str, value: object) -> None:
        if not hasattr(self.item, name):
            self.edited_beside.emit(name, value)
            return
        self.item = replace(self.item, **{name: value})
        self.edited.emit(self.item, name)


def mistake_sentences(mistakes: Mistakes, kind: type, item_id: str = "") -> dict[str, str]:
    """Return the first mistake of each field of one item, as sentences by field."""
    found: dict[str, str] = {}
    for mistake in mistakes:
        if mistake.kind is kind and mistake.id == item_id:
            found.setdefault(mistake.field, translate(mistake.words, **mistake.fields))
    return found


def mistaken_ids(mistakes: Mistakes, kind: type) -> set[str]:
    """Return the ids of items with a mistake."""
    return {mistake.id for mistake in mistakes if mistake.kind is kind}


WIDTH, LOW = 372, 156
"""Pixels of the list: its width beside the form; its height above it, which cuts a row to show that there are more."""
ICON = 18


NAMELESS = "…"
"""What a list shows for an item that has no name yet."""

MOST_NAMED = 12
"""Most names listed in a sentence."""

MayRemove = Callable[[Programme, Any], bool]
"""Whether an item may be removed from the programme, after asking the user if need be."""


@dataclass(frozen=True, slots=True)
class ItemEntry:
    """A row of the list: title, distinguishing detail, and whether something must be corrected."""

    id: str
    title: str
    detail: str
    is_wrong: bool = False


@dataclass(frozen=True, slots=True)
class ListWording:
    """The words of a page: its name, what stands in place of the form of an empty list, the name of a new item."""

    name: Message
    empty: Message
    new: Message


class ItemListPage(QtWidgets.QWidget):
    """A page. A subclass names the `kind` of its items, says how one is listed (`entry`), and lays its buttons.

    It may show more of the chosen item than its form (`show_item`), and have buttons of its own (`enable_buttons`).
    `edited` carries the changed programme and what was touched.
    """

    kind: type[Any]
    edited = Signal(object, object)
    broken_changed = Signal()

    def __init__(self, words: ListWording, form: ItemForm, may_remove: MayRemove) -> None:
        super().__init__()
        self.form, self._words, self._may_remove = form, words, may_remove
        self.programme, self.mistakes = Programme(Event("")), tuple[Any, ...]()
        self.list = RowList(_story, translate(words.name), (Qt.Key.Key_Right, Qt.Key.Key_Return, Qt.Key.Key_Enter))
        self.list.setItemDelegate(_Delegate(self.list))
        self.list.moved.connect(self._show_chosen)
        self.list.crossed.connect(lambda: self.go_to(form.first))
        self.add, self.remove = QtWidgets.QPushButton(translate(_ADD)), QtWidgets.QPushButton(translate(_REMOVE))
        self.add.clicked.connect(lambda: self.append(self.new_item()))
        self.remove.clicked.connect(self._remove)
        self._buttons, self._row, self._card = FlowLayout(), QtWidgets.QBoxLayout(_BESIDE), _Card(self.list)
        self._side = Pages()
        self._side.addWidget(form)
        self._empty, self._offered = _Empty(words.empty), tuple[Message, ...]()
        self._side.addWidget(self._empty)
        form.edited.connect(self.put)
        form.broken_changed.connect(lambda: self.list.setEnabled(not form.is_broken))
        form.broken_changed.connect(self.broken_changed)
        self.setFocusProxy(self.list)
        self._assemble()

    # What a subclass says

    def entry(self, item: Any, is_wrong: bool) -> ItemEntry:
        raise NotImplementedError

    def new_item(self) -> Any:
        """Return the item that “Add” adds."""
        return self.kind(programme_edits.provisional_id(self.programme), self.new_name())

    def wrong_ids(self) -> set[str]:
        """Return the ids of items with something to correct."""
        return mistaken_ids(self.mistakes, self.kind)

    def missing(self) -> Sequence[str]:
        """Return the names that lists have and the programme does not."""
        return ()

    def show_item(self, item: Any) -> None:
        self.form.show_item(item)

    def enable_buttons(self, item: Any) -> None:
        """Enable the buttons for the chosen item, None without one."""
        self.remove.setEnabled(item is not None)

    def put(self, item: Any, field: str) -> None:
        """Emit the programme with a changed item."""
        self.edited.emit(programme_edits.put_item(self.programme, item), (item.id, field))

    # What it does for all

    def lay_buttons(self, *buttons: QtWidgets.QPushButton) -> None:
        for button in buttons:
            button.setAutoDefault(False)
            self._buttons.addWidget(button)

    def offer_found(self, found: Message, take: Message, operation: Callable[[], None]) -> None:
        """Offer the items that lists name and the programme does not (`missing`): below the text of an empty list, and
        beside the buttons of another.
        """
        self._offered, self._said = (found, take), label("")
        self.take, self.take_more = push_button("", operation), push_button("", operation)
        self._empty.add(self._said)
        self._empty.add(self.take)
        self.lay_buttons(self.take_more)

    def _show_offer(self) -> None:
        names = self.missing()
        if self._offered:
            found, take = self._offered
            text = ", ".join(names[:MOST_NAMED]) + ("…" if len(names) > MOST_NAMED else "")
            self._said.setText(translate(found, names=text))
            for button in (self.take, self.take_more):
                button.setText(translate(take, count=len(names)))
                button.setToolTip(text)
            self._said.setVisible(bool(names))
            self.take.setVisible(bool(names))
            self.take_more.setVisible(bool(names) and bool(programme_edits.list_items(self.programme, self.kind)))

    @property
    def is_broken(self) -> bool:
        return self.form.is_broken

    def show_draft(self, programme: Programme, mistakes: Mistakes) -> None:
        """Show the items; the chosen one stays chosen, else the first is."""
        self.programme, self.mistakes = programme, tuple(mistakes)
        items, wrong, chosen = programme_edits.list_items(programme, self.kind), self.wrong_ids(), self.chosen
        at = next((number for number, item in enumerate(items) if item.id == chosen), 0)
        self.list.show_rows([self.entry(item, item.id in wrong) for item in items], at)
        self._side.setCurrentIndex(0 if items else 1)
        self._show_offer()
        self._show_chosen()

    @property
    def chosen(self) -> str:
        """The id of the chosen item, "" without one."""
        entry: ItemEntry | None = self.list.chosen()
        return entry.id if entry else ""

    @property
    def item(self) -> Any:
        """The chosen item, None without one."""
        return next(
            (each for each in programme_edits.list_items(self.programme, self.kind) if each.id == self.chosen), None
        )

    def choose(self, item_id: str, field: str) -> None:
        """Choose an item and focus a field of its form."""
        self.choose_row(item_id)
        self.go_to(field)

    def choose_row(self, item_id: str) -> None:
        for number, entry in enumerate(self.list.content.rows):
            if entry.id == item_id:
                self.list.setCurrentIndex(self.list.content.index(number))

    def go_to(self, field: str) -> None:
        """Focus a field of the form, or the list if there is no such field."""
        part = self.form.fields.get(field, self.list)
        part.setFocus()
        scroll_to(part)

    def append(self, item: Any) -> None:
        """Add an item and begin with its name."""
        self.edited.emit(programme_edits.put_item(self.programme, item), ())
        self.choose(item.id, self.form.first)
        if isinstance(name := self.form.fields[self.form.first], TextField):
            name.line.selectAll()

    def new_name(self, like: str = "") -> str:
        """Return a name that no item has yet: as `like`, else that of a new item."""
        known = {fold_text(item_name(item)) for item in programme_edits.list_items(self.programme, self.kind)}
        return programme_edits.unique_name(like or translate(self._words.new), known)

    def stack(self, is_narrow: bool) -> None:
        """Put the list above the form instead of beside it."""
        self._row.setDirection(_ABOVE if is_narrow else _BESIDE)
        self._card.stretch_out(is_narrow)

    def _show_chosen(self) -> None:
        item = self.item
        self.enable_buttons(item)
        if item is not None:
            self.show_item(item)
            self.form.show_mistakes(mistake_sentences(self.mistakes, self.kind, item.id))

    def _remove(self) -> None:
        item = self.item
        if item is not None and self._may_remove(self.programme, item):
            self.edited.emit(programme_edits.remove_item(self.programme, item), ())

    def _assemble(self) -> None:
        row = self._row
        self.setLayout(row)
        row.setContentsMargins(0, 12, 0, 0)
        row.setSpacing(20)
        row.addLayout(column_of(wide(self._card), self._buttons, spacing=8))
        row.addWidget(self._side, 1)


class OrderedItemsPage(ItemListPage):
    """The base of a page whose items are moved up and down by two buttons, `up` and `down`."""

    def __init__(self, words: ListWording, form: ItemForm, may_remove: MayRemove) -> None:
        super().__init__(words, form, may_remove)
        self.up, self.down = RowButton("arrow-up", translate(_EARLIER)), RowButton("arrow-down", translate(_LATER))
        self.up.clicked.connect(lambda: self._move(-1))
        self.down.clicked.connect(lambda: self._move(1))

    def enable_buttons(self, item: Any) -> None:
        super().enable_buttons(item)
        items = programme_edits.list_items(self.programme, self.kind)
        at = items.index(item) if item else -1
        self.up.setEnabled(at > 0)
        self.down.setEnabled(0 <= at < len(items) - 1)

    def _move(self, step: int) -> None:
        self.edited.emit(programme_edits.move_item(self.programme, self.item, step), ())


class _Delegate(PersonRow):
    def paint(
        self, painter: QPainter, option: QtWidgets.QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        entry: ItemEntry = index.data(Qt.ItemDataRole.UserRole)
        painter.save()
        t = self.begin(painter, option, index.row() == 0)
        box = to_design_rect(QRectF(option.rect)).adjusted(16, 0, -16, 0)
        if entry.is_wrong:
            mark = QRectF(box.right() - ICON, box.center().y() - ICON / 2, ICON, ICON)
            drawing.draw(painter, "triangle-alert", mark, t.warn)
            box.setRight(mark.left() - 8)
        self.two_lines(painter, box, (entry.title, entry.detail), t)
        painter.restore()


class _Card(QtWidgets.QWidget):
    """The card behind the list."""

    def __init__(self, inner: QtWidgets.QWidget) -> None:
        super().__init__()
        self.setFocusProxy(inner)
        self.stretch_out(False)
        column_of(inner, around=(1, 4, 1, 4), of=self)

    def stretch_out(self, is_wide: bool) -> None:
        """Make the list low and as wide as there is room."""
        self.setMinimumSize(QSize(0, scale_px(LOW)) if is_wide else QSize(scale_px(WIDTH), 0))
        self.setMaximumSize(QSize(MOST, scale_px(LOW)) if is_wide else QSize(scale_px(WIDTH), MOST))

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = design_painter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        draw_card(painter, design_rect(self), tokens(self.palette()))


class _Empty(QtWidgets.QWidget):
    def __init__(self, words: Message) -> None:
        super().__init__()
        self._column = QtWidgets.QVBoxLayout(self)
        self._column.setSpacing(12)
        self._column.addWidget(label(translate(words)))
        self._column.addStretch(1)

    def add(self, widget: QtWidgets.QWidget) -> None:
        side = Qt.AlignmentFlag.AlignLeft if isinstance(widget, QtWidgets.QPushButton) else Qt.AlignmentFlag(0)
        self._column.insertWidget(self._column.count() - 1, widget, 0, side)


_BESIDE, _ABOVE = QtWidgets.QBoxLayout.Direction.LeftToRight, QtWidgets.QBoxLayout.Direction.TopToBottom


def _story(entry: ItemEntry) -> str:
    lines = [entry.title, entry.detail, translate(Message("programme editor", "to correct")) if entry.is_wrong else ""]
    return " · ".join(filter(None, lines))


_EARLIER = Message("programme editor", "Move up")
_LATER = Message("programme editor", "Move down")
_ADD = Message("programme editor", "Add")
_REMOVE = Message("programme editor", "Remove")
