# SPDX-License-Identifier: GPL-3.0-or-later
"""The base of pages with a form, and the fields that several forms have.

A page has a title, the fields, and two large buttons at the foot; it has no fields itself.
"""

from collections.abc import Callable, Mapping, Sequence

from PySide6 import QtWidgets
from PySide6.QtCore import QModelIndex, QStringListModel, Qt, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent, QKeySequence, QPainter, QPaintEvent, QResizeEvent, QShortcut

from checkin.core.admission_rules import meets
from checkin.core.attendee import FIELD_NAMES
from checkin.core.message import Message
from checkin.core.people.registration_form import MOST_LETTERS, propose_capitals, tidy_field
from checkin.core.programme.programme import Requirement
from checkin.services.desk_queries import ColumnToFill, FormChoices
from checkin.translation import translate
from checkin.ui.look import theme
from checkin.ui.look.drawing import draw_rounded
from checkin.ui.look.screen_reader import announce_when_shown
from checkin.ui.look.typesetting import escape_mnemonic
from checkin.ui.look.undo_wording import values_text
from checkin.ui.widgets import form_fields
from checkin.ui.widgets.boxes import column_of, dismiss, row_of
from checkin.ui.widgets.layouts import FieldGrid
from checkin.ui.widgets.screen_page import scroll_area

PADDING, BUTTON, FAR_MORE = 24, 48, 1000
"""Pixels at both sides, and of a button's height. The stretch of what takes all the room there is."""


class FormPage(QtWidgets.QWidget):
    """A page with a form. Fill `column`, then call `add_buttons`, in Tab order.

    With large text `column` scrolls and the buttons stay at the foot.
    """

    entered = Signal()
    """Emitted on Enter in any field, not on auto-repeat."""
    left = Signal()
    """Emitted on Escape, or by the leave button."""

    def __init__(self, icon: str, do: str, spacing: int) -> None:
        super().__init__()
        self.title, self.column = form_fields.FormTitle(icon), QtWidgets.QVBoxLayout()
        self.do_button, self.leave_button = (
            QtWidgets.QPushButton(escape_mnemonic(do)),
            QtWidgets.QPushButton(translate(_LEAVE)),
        )
        self.leave_button.clicked.connect(self.left)
        self.column.setContentsMargins(0, 0, 0, 0)
        self.column.setSpacing(spacing)
        self.column.addWidget(self.title)
        announce_when_shown(self, lambda: self.title.text().replace("\n", " "))
        self._whole = column_of(spacing=spacing, around=(PADDING, 16, PADDING, 20), of=self)
        self.scrolls_itself = theme.text_scale() > 1
        if self.scrolls_itself:
            self._whole.addWidget(_scrolling(self.column), 1)
        else:
            self._whole.addLayout(self.column, 1)

    def add_buttons(self, *more: QtWidgets.QPushButton) -> None:
        """Add the two buttons of every page with `more` between them."""
        row = row_of(spacing=12)
        self.do_button.setProperty("primary", True)
        for button in (self.do_button, *more, self.leave_button):
            button.setFont(theme.scaled_font(theme.LARGE, 600))
            button.setStyleSheet(f"min-height: {theme.scale_px(BUTTON - 2 * form_fields.BUTTON_EDGE)}px")
            row.addWidget(button)
        row.addStretch(1)
        self._whole.addLayout(row)

    def add_below(self, rest: QtWidgets.QWidget) -> None:
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
        t = theme.tokens(self.palette())
        painter = theme.design_painter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        draw_rounded(painter, theme.design_rect(self), theme.CORNER, t.surface, t.line)


def _scrolling(column: QtWidgets.QVBoxLayout) -> QtWidgets.QScrollArea:
    inside = QtWidgets.QWidget()
    inside.setLayout(column)
    area = scroll_area(inside)
    area.setFocusProxy(None)  # type: ignore[arg-type]
    for ground in (area.viewport(), inside):
        ground.setAutoFillBackground(False)  # shows the page's ground
    return area


_LEAVE = Message("walk-in", "Close (Esc)")


KEY = QKeySequence("Ctrl+E")
_REQUIRED = Message("walk-in", "Required")
_EXCHANGE = Message("walk-in", "Swap first and last name")


class NameFields(FieldGrid):
    """Fields for first and last name, and the key that swaps them. The first gets the focus."""

    changed = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.first = form_fields.line_field(translate(FIELD_NAMES["first_name"]), is_big=True)
        self.last = form_fields.line_field(translate(FIELD_NAMES["last_name"]), is_big=True)
        self._exchange = self._button()
        first, last = (form_fields.labelled_field(field, field.accessibleName()) for field in (self.first, self.last))
        self.lay((first, last, form_fields.labelled_field(self._exchange, translate(Message("walk-in", "Swap")))))
        self.setFocusProxy(self.first)
        for field in (self.first, self.last):
            field.setPlaceholderText(translate(_REQUIRED))
            field.setAccessibleDescription(translate(_REQUIRED))
            field.textChanged.connect(lambda _: self.changed.emit())
        shortcut = QShortcut(KEY, self)
        shortcut.activated.connect(self.exchange)

    def fill(self, text: str) -> None:
        """Fill both fields from one text: a single word is a last name, otherwise the first word is the first name.

        The order is not guessed: one key exchanges the two. A name in small letters gets capitals.
        """
        *first, last = tidy_field(text).split(" ", 1)
        self.set_names(propose_capitals("".join(first)), propose_capitals(last))

    def set_names(self, first: str, last: str) -> None:
        self.last.setText(last)
        self.first.setText(first)
        self.last.setCursorPosition(0)  # a long name is seen from its beginning

    def exchange(self) -> None:
        self.set_names(self.last.text(), self.first.text())

    @property
    def names(self) -> tuple[str, str]:
        """First and last name, tidied."""
        return tidy_field(self.first.text()), tidy_field(self.last.text())

    @property
    def missing(self) -> QtWidgets.QLineEdit | None:
        """The first field that is still empty, or None."""
        return next((field for field, name in zip((self.first, self.last), self.names, strict=True) if not name), None)

    def _button(self) -> QtWidgets.QPushButton:
        button = QtWidgets.QPushButton("⇄")
        button.setFont(theme.scaled_font(theme.LARGE, 600))
        edge = form_fields.BUTTON_EDGE
        button.setStyleSheet(f"min-height: {theme.scale_px(form_fields.BIG - 2 * edge)}px; padding: {edge - 1}px 0")
        button.setFocusPolicy(Qt.FocusPolicy.NoFocus)  # from one name straight to the other
        name = f"{translate(_EXCHANGE)} ({KEY.toString(QKeySequence.SequenceFormat.NativeText)})"
        button.setAccessibleName(name)
        button.setToolTip(name)
        button.clicked.connect(self.exchange)
        return button


class CompletingField(QtWidgets.QLineEdit):
    """A text field with a list of proposals, which come from a function.

    Down goes into the list, Enter takes from it; Enter in the field is the form's.
    """

    entered = Signal()
    """Emitted on Enter while the list is open and nothing is chosen: that key does not reach the form."""

    def __init__(self, name: str, proposals: Callable[[str], list[str]], *, proposes_at_once: bool = False) -> None:
        """Create the field; `proposes_at_once`: the list opens as soon as the empty field has the keyboard."""
        super().__init__()
        self._proposals, self._proposes_at_once = proposals, proposes_at_once
        self._model = QStringListModel(self)
        self._list = QtWidgets.QCompleter(self._model, self)
        self._list.setCompletionMode(QtWidgets.QCompleter.CompletionMode.UnfilteredPopupCompletion)
        self._popup = QtWidgets.QListView()
        self._popup.setFont(theme.scaled_font(theme.TEXT))
        self._popup.setAccessibleName(name)
        self._list.setPopup(self._popup)
        self._list.activated.connect(self.setText)
        self.setMaxLength(MOST_LETTERS)
        self.setFixedHeight(theme.scale_px(form_fields.PLAIN))
        self.setAccessibleName(name)
        self._list.setWidget(self)
        self.textEdited.connect(self._propose)
        self.textChanged.connect(self._withdraw)

    @property
    def proposed(self) -> list[str]:
        """The proposals shown now; empty while the list is closed."""
        return self._model.stringList() if self._popup.isVisible() else []

    def _propose(self, text: str) -> None:
        found = [proposal for proposal in self._proposals(text) if proposal != text]
        self._model.setStringList(found)
        if found:
            self._list.complete()
            self._popup.setCurrentIndex(QModelIndex())  # a view marks its first row when shown
        else:
            self._popup.hide()

    def _withdraw(self, text: str) -> None:
        """Close the list when the text is emptied, by the user or by the program."""
        if not text:
            self._popup.hide()

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        is_new = event.reason() not in (Qt.FocusReason.PopupFocusReason, Qt.FocusReason.ActiveWindowFocusReason)
        if self._proposes_at_once and is_new and not self.text():
            self._propose("")

    def keyPressEvent(self, event: QKeyEvent) -> None:
        is_enter = event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter)
        if not is_enter or not self._popup.isVisible():
            super().keyPressEvent(event)
        elif self._popup.currentIndex().isValid():
            event.ignore()  # the list takes it
        else:
            self._popup.hide()
            self.entered.emit()


IN_ROW, IN_NARROW_ROW = 3, 2
NARROW = 580
"""Design pixels below which a row holds fewer fields."""


class ColumnFields(QtWidgets.QWidget):
    """Small fields for columns of the list, which propose the values other people have: by the title under which a
    value is kept; `offer` makes them.
    """

    changed = Signal()
    entered = Signal()
    """Emitted on Enter while values are proposed and none is chosen: that key does not reach the form."""

    def __init__(self, choices: FormChoices) -> None:
        super().__init__()
        self._choices = choices
        self.fields: dict[str, QtWidgets.QLineEdit] = {}
        self._places: list[QtWidgets.QWidget] = []
        self._columns: list[ColumnToFill] = []
        self._hints: dict[str, str] = {}
        self._in_row = IN_ROW
        self._grid = QtWidgets.QGridLayout(self)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setHorizontalSpacing(12)
        self._grid.setVerticalSpacing(8)

    def offer(self, columns: Sequence[ColumnToFill], hints: Mapping[str, str] | None = None) -> None:
        """Show these columns; text that was typed under one of them stays. `hints` say what holds where nothing is
        typed.
        """
        if list(columns) != self._columns:
            self._make(columns)
        self._hints = dict(hints or {})
        for column in columns:
            opening = values_text(column.required) if column.required else ""
            self.fields[column.title].setPlaceholderText(self._hints.get(column.title, opening))
        self.setVisible(bool(columns))

    @property
    def missing(self) -> tuple[QtWidgets.QLineEdit, Requirement] | None:
        """The first required field whose value does not open the control point, or None."""
        found = ((self.fields[column.title], column) for column in self._columns)
        return next(
            (
                (field, column.required)
                for field, column in found
                if column.required and not meets(field.text() or self._hints.get(column.title, ""), column.required)
            ),
            None,
        )

    def _make(self, columns: Sequence[ColumnToFill]) -> None:
        before = self.texts()
        for place in self._places:
            self._grid.removeWidget(place)
            dismiss(place)
        self._places, self._columns = [], list(columns)
        self.fields = {column.title: self._field(column) for column in columns}
        for title, field in self.fields.items():
            field.setText(before.get(title, ""))
        self._place()

    def texts(self) -> dict[str, str]:
        """Return what is typed, by title, without empty fields."""
        return {title: text for title, field in self.fields.items() if (text := field.text().strip())}

    def clear(self) -> None:
        for field in self.fields.values():
            field.clear()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        in_row = IN_NARROW_ROW if theme.design_rect(self).width() < NARROW else IN_ROW
        if in_row != self._in_row:
            self._in_row = in_row
            self._place()

    def _field(self, column: ColumnToFill) -> QtWidgets.QLineEdit:
        field = CompletingField(
            column.name, lambda typed: self._choices.column_values(column, typed), proposes_at_once=column.is_required
        )
        field.textChanged.connect(lambda _: self.changed.emit())
        field.entered.connect(self.entered)
        self._places.append(
            form_fields.field_under(form_fields.ElidedLabel(column.name, theme.SMALL, 600), field, column.name)
        )
        return field

    def _place(self) -> None:
        for number in range(IN_ROW):
            self._grid.setColumnStretch(number, int(number < self._in_row))
        for at, place in enumerate(self._places):
            self._grid.addWidget(place, at // self._in_row, at % self._in_row)
