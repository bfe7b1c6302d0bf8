# SPDX-License-Identifier: GPL-3.0-or-later
"""The fields of a form for columns of the list: a grid of small fields that propose the values other people have."""

from collections.abc import Mapping, Sequence

from PySide6.QtCore import Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QGridLayout, QLineEdit, QWidget

from checkin.core.access import meets
from checkin.core.programme.programme import Requirement
from checkin.services.registration_choices import ColumnToFill, FormChoices
from checkin.ui.look.access_wording import values_text
from checkin.ui.look.measure import design_rect
from checkin.ui.look.theme import SMALL
from checkin.ui.widgets.completing_field import CompletingField
from checkin.ui.widgets.form_fields import field_under
from checkin.ui.widgets.labels import ElidedLabel

IN_ROW, IN_NARROW_ROW = 3, 2
NARROW = 580
"""Design pixels below which a row holds fewer fields."""


class ColumnFields(QWidget):
    """The fields, by the title under which a value is kept; `offer` makes them."""

    changed = Signal()
    entered = Signal()
    """Emitted on Enter while values are proposed and none is chosen: that key does not reach the form."""

    def __init__(self, choices: FormChoices) -> None:
        super().__init__()
        self._choices = choices
        self.fields: dict[str, QLineEdit] = {}
        self._places: list[QWidget] = []
        self._columns: list[ColumnToFill] = []
        self._hints: dict[str, str] = {}
        self._in_row = IN_ROW
        self._grid = QGridLayout(self)
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
    def missing(self) -> tuple[QLineEdit, Requirement] | None:
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
            place.hide()
            place.deleteLater()
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
        in_row = IN_NARROW_ROW if design_rect(self).width() < NARROW else IN_ROW
        if in_row != self._in_row:
            self._in_row = in_row
            self._place()

    def _field(self, column: ColumnToFill) -> QLineEdit:
        field = CompletingField(
            column.name,
            lambda typed: self._choices.column_values(column, typed),
            proposes_at_once=column.is_required,
        )
        field.textChanged.connect(lambda _: self.changed.emit())
        field.entered.connect(self.entered)
        self._places.append(field_under(ElidedLabel(column.name, SMALL, 600), field, column.name))
        return field

    def _place(self) -> None:
        for number in range(IN_ROW):
            self._grid.setColumnStretch(number, int(number < self._in_row))
        for at, place in enumerate(self._places):
            self._grid.addWidget(place, at // self._in_row, at % self._in_row)
