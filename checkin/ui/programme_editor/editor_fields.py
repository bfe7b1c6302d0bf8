# SPDX-License-Identifier: GPL-3.0-or-later
"""The field widgets of the programme editor, each under its label, with a line for its mistake.

A field holds one value of `core.programme`: `show_value` shows it, `edited` carries a new one. Text that is no such
value is reported below the field and changes nothing.
"""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from PySide6 import QtWidgets
from PySide6.QtCore import QEvent, QRectF, QSignalBlocker, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent, QKeySequence, QPainter, QPaintEvent

from checkin.core.message import Message
from checkin.core.schedules.programme_update import LONGEST, schedule_line
from checkin.translation import translate
from checkin.ui.look import drawing
from checkin.ui.look.drawing import draw_rounded
from checkin.ui.look.theme import SMALL, design_painter, design_rect, scale_px, scaled_font, text_scale, tokens
from checkin.ui.look.typesetting import set_accessible_name
from checkin.ui.widgets.boxes import REST, column_of, dismiss, row_of
from checkin.ui.widgets.buttons import push_button
from checkin.ui.widgets.form_fields import PLAIN, ComboBox, WrappingCheckBox, label

MOST_SEATS = 99_999

COLUMNS, OF_LARGE_TEXT = 3, 2


class MistakeLabel(QtWidgets.QLabel):
    """The mistake of a field, shown near it; takes no room without one."""

    def __init__(self) -> None:
        super().__init__()
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setWordWrap(True)
        self.setFont(scaled_font(SMALL, 600))
        self.setContentsMargins(12, 4, 12, 4)
        self.name = ""
        self.hide()

    def show_mistake(self, text: str) -> None:
        self.setText(translate(_NAMED, name=self.name, what=text) if text and self.name else text)
        self.setVisible(bool(text))

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        colours = tokens(self.palette()).pill_refused
        draw_rounded(painter, QRectF(self.rect()), 6, colours.ground)
        painter.setFont(self.font())
        painter.setPen(colours.ink)
        where = Qt.AlignmentFlag.AlignVCenter | Qt.TextFlag.TextWordWrap
        painter.drawText(self.contentsRect(), int(where), self.text())


class LineInput(QtWidgets.QLineEdit):
    """A line of text without its own undo, which belongs to the whole editor."""

    def __init__(self) -> None:
        super().__init__()
        self.setMaxLength(LONGEST)
        self.setFixedHeight(scale_px(PLAIN))

    def event(self, event: QEvent) -> bool:
        if isinstance(event, QKeyEvent) and event.type() is QEvent.Type.ShortcutOverride:
            keys = (QKeySequence.StandardKey.Undo, QKeySequence.StandardKey.Redo)
            if any(event.matches(key) for key in keys):
                event.ignore()
                return False
        return super().event(event)


class EditorField(QtWidgets.QWidget):
    """A field. `edited` carries the new value; the form places `mistake`.

    `is_broken` while the text is no valid value: it stays to be corrected, whatever else changes, until another value
    is shown.
    """

    edited = Signal(object)
    broken_changed = Signal()

    def __init__(self, name: Message, inner: QtWidgets.QWidget, *, caption: str | None = "{name}") -> None:
        super().__init__()
        self.name, self.inner, self.mistake = translate(name), inner, MistakeLabel()
        self.is_broken, self._mistake = False, ""
        self._shown: object = None
        inner.setAccessibleName(self.name)
        self.setFocusProxy(inner)
        column_of(
            _caption(caption.format(name=self.name), inner) if caption is not None else None,
            inner,
            REST,
            spacing=4,
            of=self,
        )

    def _put_beside(self, choice: QtWidgets.QWidget) -> None:
        """Put a further choice before the inner widget."""
        column, row = self.layout(), QtWidgets.QHBoxLayout()
        assert isinstance(column, QtWidgets.QVBoxLayout)
        place = column.indexOf(self.inner)
        self.inner.setParent(None)  # Tab comes to what is added first, and Qt ignores another order here
        row.setSpacing(4)
        row.addWidget(choice, 3)
        row.addWidget(self.inner, 2)
        column.insertLayout(place, row)

    def show_value(self, value: object) -> None:
        raise NotImplementedError

    def forget(self) -> None:
        """Drop unreadable text, because another item is shown."""
        self._break("")
        self._shown = object()

    def _stays(self, value: object) -> bool:
        """Return whether unreadable text is shown instead of `value` and should stay."""
        stays, self._shown = self.is_broken and value == self._shown, value
        if not stays:
            self._break("")
        return stays

    def show_mistake(self, text: str) -> None:
        """Show the mistake of the value, "" for none; unreadable text takes precedence."""
        self._mistake = text
        if not self.is_broken:
            self._show_message(text)

    def _break(self, why: str) -> None:
        """Mark the text as unreadable; `why` "" removes the mark."""
        was_broken, self.is_broken = self.is_broken, bool(why)
        self._show_message(why or self._mistake)
        if was_broken != self.is_broken:
            self.broken_changed.emit()

    def _show_message(self, text: str) -> None:
        self.mistake.show_mistake(text)
        self.inner.setAccessibleDescription(text)
        if self.inner.property("wrong") != bool(text):
            self.inner.setProperty("wrong", bool(text))
            self.inner.style().unpolish(self.inner)
            self.inner.style().polish(self.inner)


class TextField(EditorField):
    def __init__(self, name: Message, placeholder: str = "") -> None:
        self.line = LineInput()
        super().__init__(name, self.line)
        self.line.setPlaceholderText(placeholder)
        self.line.textEdited.connect(self._take)

    def _take(self, text: str) -> None:
        self.edited.emit(schedule_line(text))

    def show_value(self, value: object) -> None:
        if schedule_line(self.line.text()) != value:
            self.line.setText(str(value))
            self.line.setCursorPosition(0)


class TitleField(TextField):
    """A text of one line. Several lines that are pasted into it are handed on in `lines_pasted`, and change nothing."""

    lines_pasted = Signal(str)

    def _take(self, text: str) -> None:
        if "\n" not in text.strip():
            if "\n" in text:
                self.line.setText(text.strip())
            self._before = self.line.text()
            super()._take(self._before)
            return
        self.line.setText(self._before)
        pasted = QtWidgets.QApplication.clipboard().text()
        self.lines_pasted.emit(pasted if "\n" in pasted else text)

    def show_value(self, value: object) -> None:
        super().show_value(value)
        self._before = self.line.text()


class NumberField(EditorField):
    """A number; 0 is shown as an empty field."""

    def __init__(self, name: Message, placeholder: str = "") -> None:
        self.line = LineInput()
        super().__init__(name, self.line)
        self.line.setPlaceholderText(placeholder)
        self.line.setMaxLength(len(str(MOST_SEATS)))
        self.line.textEdited.connect(self._take)

    def show_value(self, value: object) -> None:
        if not self._stays(value) and (self.line.text().strip() or "0") != str(value):
            self.line.setText(str(value) if value else "")

    def _take(self, text: str) -> None:
        if text.strip() and not (text.strip().isascii() and text.strip().isdigit()):
            self._break(translate(Message("programme editor", "Write a whole number, or leave it empty.")))
            return
        self._break("")
        self.edited.emit(int(text.strip() or 0))


class TickField(EditorField):
    """A check box with its own text."""

    def __init__(self, name: Message) -> None:
        self.box = WrappingCheckBox(translate(name))
        super().__init__(name, self.box, caption=None)
        self.box.clicked.connect(lambda ticked: self.edited.emit(ticked))

    def show_value(self, value: object) -> None:
        self.box.setChecked(bool(value))


class ChoiceField(EditorField):
    """A choice of a few values, offered as (value, text)."""

    def __init__(self, name: Message, choices: Sequence[tuple[object, str]] = ()) -> None:
        self.choice, self._offered = ComboBox(translate(name)), tuple[tuple[object, str], ...]()
        super().__init__(name, self.choice)
        self.offer(choices)
        self.choice.activated.connect(lambda at: self.edited.emit(self._values[at]))

    def offer(self, choices: Sequence[tuple[object, str]]) -> None:
        """Set the choices; unchanged ones stay, and with them what is being typed to find one."""
        if self._offered and self._offered == tuple(choices):
            return
        self._offered, self._values = tuple(choices), [value for value, _ in choices]
        with QSignalBlocker(self.choice):
            self.choice.clear()
            self.choice.addItems([text for _, text in choices])

    def show_value(self, value: object) -> None:
        self.choice.setCurrentIndex(self._values.index(value) if value in self._values else -1)


def _caption(text: str, field: QtWidgets.QWidget) -> QtWidgets.QLabel:
    made = QtWidgets.QLabel(text)
    made.setTextFormat(Qt.TextFormat.PlainText)
    made.setFont(scaled_font(SMALL, 600))
    set_accessible_name(field, text)
    made.setSizePolicy(QtWidgets.QSizePolicy.Policy.Preferred, QtWidgets.QSizePolicy.Policy.Fixed)
    return made


class TicksField(EditorField):
    """A group of check boxes in three columns, two with large text: the ticked values in the order offered.

    Unknown values are kept behind them. `none` is shown where there is nothing to tick.
    """

    def __init__(self, name: Message, none: Message) -> None:
        self.boxes: list[WrappingCheckBox] = []
        self._place, self._values, self._unknown = QtWidgets.QWidget(), list[str](), tuple[str, ...]()
        self._grid = QtWidgets.QGridLayout(self._place)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setVerticalSpacing(0)
        self._columns = COLUMNS if text_scale() == 1 else OF_LARGE_TEXT
        self._none: QtWidgets.QLabel = label(translate(none), SMALL)
        self._grid.addWidget(self._none, 0, 0, 1, COLUMNS)
        super().__init__(name, self._place)

    def offer(self, choices: Sequence[tuple[str, str]]) -> None:
        """Set the choices as (value, text); unchanged ones keep their boxes."""
        texts = [text for _, text in choices]
        self._none.setVisible(not choices)
        if [value for value, _ in choices] == self._values and [box.accessibleName() for box in self.boxes] == texts:
            return
        self._values = [value for value, _ in choices]
        for box in self.boxes:
            self._grid.removeWidget(box)
            box.deleteLater()
        self.boxes = [WrappingCheckBox(text) for text in texts]
        for number, box in enumerate(self.boxes):
            box.clicked.connect(self._take)
            self._grid.addWidget(box, *divmod(number, self._columns))

    def show_value(self, value: object) -> None:
        ticked = value if isinstance(value, tuple) else ()
        self._unknown = tuple(v for v in ticked if v not in self._values)
        for box, own in zip(self.boxes, self._values, strict=True):
            box.setChecked(own in ticked)

    def _take(self) -> None:
        ticked = (value for box, value in zip(self.boxes, self._values, strict=True) if box.isChecked())
        self.edited.emit((*ticked, *self._unknown))


_NAMED = Message("programme editor", "{name} – {what}")


# A field of rows that can be added and removed; the kind of row is given.


class RowButton(QtWidgets.QPushButton):
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
        drawing.draw(painter, self._icon, box, t.ink if self.isEnabled() else t.line)


class FieldRow(QtWidgets.QWidget):
    """A row for one value, in lines of (field, stretch). `edited` on any change, `removed` when it is to go."""

    edited = Signal()
    removed = Signal()

    def __init__(self, lines: Sequence[Sequence[tuple[QtWidgets.QWidget, int]]], remove: Message) -> None:
        super().__init__()
        self.mistake, self.remove = MistakeLabel(), RowButton("x", translate(remove))
        self.remove.clicked.connect(self.removed)
        self.setFocusProxy(lines[0][0][0])
        column = column_of(spacing=8, around=(0, 0, 0, 0 if len(lines) == 1 else 12), of=self)
        for number, parts in enumerate(lines):
            row = row_of(spacing=8)
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
        self._make, self._blank, place = make, blank, QtWidgets.QWidget()
        self.add = push_button(translate(add), self._add)
        self._column = column_of(row_of(self.add, REST), spacing=8, of=place)
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
        dismiss(row)

    def _take(self) -> None:
        self.edited.emit(tuple(row.value() for row in self.rows))
