# SPDX-License-Identifier: GPL-3.0-or-later
"""What must stand in a person's fields for a control point to let them in: a row each, a field and its values."""

from collections.abc import Callable, Sequence

from checkin.core.programme.names import PART_NAMES
from checkin.core.programme.programme import Requirement
from checkin.core.schedules.texts import one_line
from checkin.core.words import Words
from checkin.language import say
from checkin.ui.parts.form_fields import Choice
from checkin.ui.programme.values import field_name
from checkin.ui.programme_editor.fields import Line
from checkin.ui.programme_editor.rows import Row, RowsField

SEPARATOR = ","


class RequirementRow(Row):
    """`fields` are those a person may have."""

    def __init__(self, fields: Sequence[str]) -> None:
        self.choice, self.values = Choice(say(_FIELD)), Line()
        self._fields = ["", *fields]
        self.choice.addItems([say(_CHOOSE), *map(field_name, fields)])
        self.values.setPlaceholderText(say(_VALUES))
        self.values.setAccessibleName(say(_VALUES))
        super().__init__([[(self.choice, 2), (self.values, 3)]], _REMOVE)
        self.choice.activated.connect(lambda _: self.edited.emit())
        self.values.textEdited.connect(self.edited)

    def value(self) -> Requirement:
        texts = map(one_line, self.values.text().split(SEPARATOR))
        return Requirement(self._fields[max(0, self.choice.currentIndex())], tuple(filter(None, texts)))

    def show_value(self, value: Requirement) -> None:
        """A field that nobody has any more is offered as well."""
        if value.field not in self._fields:
            self._fields.append(value.field)
            self.choice.addItem(field_name(value.field))
        self.choice.setCurrentIndex(self._fields.index(value.field))
        if self.value().values != value.values:
            self.values.setText(f"{SEPARATOR} ".join(value.values))


def requirements_field(fields: Callable[[], Sequence[str]]) -> RowsField:
    return RowsField(PART_NAMES["requires"], _ADD, lambda: RequirementRow(fields()), lambda: Requirement("", ()))


_FIELD = Words("programme editor", "Field")
_CHOOSE = Words("programme editor", "Choose a field…")
_VALUES = Words("programme editor", "One of these: yes, vegetarian…")
_ADD = Words("programme editor", "Add a condition")
_REMOVE = Words("programme editor", "Remove this condition")
