# SPDX-License-Identifier: GPL-3.0-or-later
"""The form of one programme item: a field for each value, laid out in rows, with the mistakes. Decides nothing."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from PySide6.QtCore import QSize, Signal
from PySide6.QtWidgets import QGridLayout, QScrollArea, QVBoxLayout, QWidget

from checkin.core.programme.programme_mistakes import ProgrammeMistake
from checkin.translation import translate
from checkin.ui.programme_editor.editor_fields import EditorField
from checkin.ui.widgets.scrolling import scroll_unless_large

Mistakes = Sequence[ProgrammeMistake]

GAP = 12
"""Pixels between fields."""
COLUMNS, ROWS = 12, 3
"""Columns of the grid; grid rows per row of fields, for the mistakes and what is added below."""


class ItemForm(QWidget):
    """A form. `fields` by the name of their value; `rows` lays them out as (name, columns).

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
        self._page = QWidget()
        self._place = scroll_unless_large(self._page)
        self._grid = QGridLayout()
        self._grid.setHorizontalSpacing(GAP)
        self._grid.setVerticalSpacing(GAP)
        for column in range(COLUMNS):
            self._grid.setColumnStretch(column, 1)
        for number, row in enumerate(rows):
            self._lay(number, row)
        whole = QVBoxLayout(self._page)
        whole.setContentsMargins(2, 2, 12, 2)
        whole.addLayout(self._grid)
        whole.addStretch(1)
        around = QVBoxLayout(self)
        around.setContentsMargins(0, 0, 0, 0)
        around.addWidget(self._place)
        self.first = rows[0][0][0]
        self.setFocusProxy(self.fields[self.first])
        for name, field in self.fields.items():
            field.edited.connect(lambda value, name=name: self._take(name, value))
            field.broken_changed.connect(self.broken_changed)

    def minimumSizeHint(self) -> QSize:
        """Return the least width, so that the form only scrolls vertically."""
        hint = super().minimumSizeHint()
        if not isinstance(self._place, QScrollArea):
            return hint
        bar = self._place.verticalScrollBar().sizeHint().width()
        return QSize(max(hint.width(), self._page.minimumSizeHint().width() + bar), hint.height())

    @property
    def is_broken(self) -> bool:
        return any(field.is_broken for field in self.fields.values())

    def show_item(self, item: Any, values: Mapping[str, object] | None = None) -> None:
        """Show an item; `values` are those of fields that the item does not hold."""
        if getattr(item, "id", "") != getattr(self.item, "id", "") and isinstance(self._place, QScrollArea):
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

    def add(self, widget: QWidget, row: int) -> None:
        """Add a widget that is no field, across the form below a row."""
        self._grid.addWidget(widget, row * ROWS + 2, 0, 1, COLUMNS)

    def _lay(self, number: int, row: Sequence[tuple[str, int]]) -> None:
        """Lay out a row of fields with their mistakes below, which name the field if there are several."""
        column, below = 0, QVBoxLayout()
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
