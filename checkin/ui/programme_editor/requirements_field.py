# SPDX-License-Identifier: GPL-3.0-or-later
"""The field for the requirements of a control point: a row each, a person's field and its accepted values."""

from collections.abc import Callable, Sequence

from checkin.core.message import Message
from checkin.core.programme.programme import Requirement
from checkin.core.programme.programme_wording import PROGRAMME_FIELD_NAMES
from checkin.core.schedules.schedule import schedule_line
from checkin.language import translate
from checkin.ui.programme.programme_value_texts import requirement_field_label
from checkin.ui.programme_editor.editor_fields import LineInput
from checkin.ui.programme_editor.rows_field import FieldRow, RowsField
from checkin.ui.widgets.form_fields import ComboBox

SEPARATOR = ","


class RequirementRow(FieldRow):
    """A requirement; `fields` are the fields a person may have."""

    def __init__(self, fields: Sequence[str]) -> None:
        self.choice, self.values = ComboBox(translate(_FIELD)), LineInput()
        self._fields = ["", *fields]
        self.choice.addItems([translate(_CHOOSE), *map(requirement_field_label, fields)])
        self.values.setPlaceholderText(translate(_VALUES))
        self.values.setAccessibleName(translate(_VALUES))
        super().__init__([[(self.choice, 2), (self.values, 3)]], _REMOVE)
        self.choice.activated.connect(lambda _: self.edited.emit())
        self.values.textEdited.connect(self.edited)

    def value(self) -> Requirement:
        texts = map(schedule_line, self.values.text().split(SEPARATOR))
        return Requirement(self._fields[max(0, self.choice.currentIndex())], tuple(filter(None, texts)))

    def show_value(self, value: Requirement) -> None:
        """Show a requirement; a field that no longer exists is offered too."""
        if value.field not in self._fields:
            self._fields.append(value.field)
            self.choice.addItem(requirement_field_label(value.field))
        self.choice.setCurrentIndex(self._fields.index(value.field))
        if self.value().values != value.values:
            self.values.setText(f"{SEPARATOR} ".join(value.values))


def requirements_field(fields: Callable[[], Sequence[str]]) -> RowsField:
    return RowsField(
        PROGRAMME_FIELD_NAMES["requires"], _ADD, lambda: RequirementRow(fields()), lambda: Requirement("", ())
    )


_FIELD = Message("programme editor", "Field")
_CHOOSE = Message("programme editor", "Choose a field…")
_VALUES = Message("programme editor", "One of these: yes, vegetarian…")
_ADD = Message("programme editor", "Add a condition")
_REMOVE = Message("programme editor", "Remove this condition")
