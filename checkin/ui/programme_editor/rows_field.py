# SPDX-License-Identifier: GPL-3.0-or-later
"""A field of rows that can be added and removed; the kind of row is given."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from PySide6.QtCore import QSize, Signal
from PySide6.QtGui import QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from checkin.core.message import Message
from checkin.translation import translate
from checkin.ui.look import icons
from checkin.ui.look.measure import design_painter, design_rect, scale_px
from checkin.ui.look.theme import tokens
from checkin.ui.programme_editor.editor_fields import EditorField, MistakeLabel
from checkin.ui.widgets.form_fields import PLAIN


class RowButton(QPushButton):
    """A small icon button; `name` is its tool tip and accessible name."""

    def __init__(self, icon: str, name: str) -> None:
        super().__init__()
        self._icon = icon
        self.setAutoDefault(False)
        self.setFixedSize(scale_px(QSize(PLAIN, PLAIN)))
        self.setToolTip(name)
        self.setAccessibleName(name)

    def sizeHint(self) -> QSize:
        """Return the size without the style sheet's least height of buttons."""
        return scale_px(QSize(PLAIN, PLAIN))

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        t = tokens(self.palette())
        painter = design_painter(self)
        box = design_rect(self).adjusted(10, 10, -10, -10)
        icons.draw(painter, self._icon, box, t.ink if self.isEnabled() else t.line)


class FieldRow(QWidget):
    """A row for one value, in lines of (field, stretch). `edited` on any change, `removed` when it is to go."""

    edited = Signal()
    removed = Signal()

    def __init__(self, lines: Sequence[Sequence[tuple[QWidget, int]]], remove: Message) -> None:
        super().__init__()
        self.mistake, self.remove = MistakeLabel(), RowButton("x", translate(remove))
        self.remove.clicked.connect(self.removed)
        self.setFocusProxy(lines[0][0][0])
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0 if len(lines) == 1 else 12)
        column.setSpacing(8)
        for number, parts in enumerate(lines):
            row = QHBoxLayout()
            row.setSpacing(8)
            for part, stretch in parts:
                row.addWidget(part, stretch)
            if number == 0:
                row.addWidget(self.remove)
            column.addLayout(row)
        column.addWidget(self.mistake)

    def value(self) -> Any:
        raise NotImplementedError

    def show_value(self, value: Any) -> None:
        raise NotImplementedError


class RowsField(EditorField):
    """A field for a tuple of values. `make` creates a row, `blank` the value of a new one, `add` labels the button."""

    def __init__(self, name: Message, add: Message, make: Callable[[], FieldRow], blank: Callable[[], Any]) -> None:
        self.rows: list[FieldRow] = []
        self._make, self._blank, place = make, blank, QWidget()
        self.add = QPushButton(translate(add))
        self.add.setAutoDefault(False)
        self.add.clicked.connect(self._add)
        self._column = QVBoxLayout(place)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(8)
        below = QHBoxLayout()
        below.addWidget(self.add)
        below.addStretch(1)
        self._column.addLayout(below)
        super().__init__(name, place)
        self.setFocusProxy(self.add)

    def show_value(self, value: object) -> None:
        values = value if isinstance(value, tuple) else ()
        while len(self.rows) > len(values):
            self._take_away(self.rows[-1])
        while len(self.rows) < len(values):
            self._put()
        for row, own in zip(self.rows, values, strict=True):
            row.show_value(own)

    def show_row_mistakes(self, texts: Mapping[int, str]) -> None:
        """Show mistakes of single rows, by row number."""
        for number, row in enumerate(self.rows):
            row.mistake.show_mistake(texts.get(number, ""))

    def _put(self) -> FieldRow:
        row = self._make()
        row.edited.connect(self._take)
        row.removed.connect(lambda: self._remove(row))
        self.rows.append(row)
        self._column.insertWidget(len(self.rows) - 1, row)
        return row

    def _add(self) -> None:
        row = self._put()
        row.show_value(self._blank())
        self._take()
        row.setFocus()

    def _remove(self, row: FieldRow) -> None:
        self._take_away(row)
        self._take()
        self.add.setFocus()

    def _take_away(self, row: FieldRow) -> None:
        self.rows.remove(row)
        self._column.removeWidget(row)
        row.hide()
        row.deleteLater()

    def _take(self) -> None:
        self.edited.emit(tuple(row.value() for row in self.rows))
