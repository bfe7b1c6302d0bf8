# SPDX-License-Identifier: GPL-3.0-or-later
"""The speakers of a session, a row each: name, role, organisation, and whether they are confirmed."""

from dataclasses import replace

from PySide6.QtWidgets import QCheckBox

from checkin.core.message import Message
from checkin.core.programme.programme import Speaker
from checkin.core.programme.programme_wording import PROGRAMME_FIELD_NAMES
from checkin.core.schedules.schedule import schedule_line
from checkin.language import translate
from checkin.ui.programme_editor.editor_fields import LineInput
from checkin.ui.programme_editor.rows_field import FieldRow, RowsField

_FIELDS = ("name", "role", "organisation")


class SpeakerFieldRow(FieldRow):
    def __init__(self) -> None:
        self._speaker = Speaker("", "", "", "", "")
        self.lines = {field: LineInput() for field in _FIELDS}
        for field, line in self.lines.items():
            line.setPlaceholderText(translate(PROGRAMME_FIELD_NAMES[field]))
            line.setAccessibleName(translate(PROGRAMME_FIELD_NAMES[field]))
        self.to_confirm = QCheckBox(translate(_TO_CONFIRM))
        name, role, organisation = self.lines.values()
        super().__init__([[(name, 1), (self.to_confirm, 0)], [(role, 1), (organisation, 1)]], _REMOVE)
        for line in self.lines.values():
            line.textEdited.connect(self.edited)
        self.to_confirm.clicked.connect(self.edited)

    def value(self) -> Speaker:
        """Return the speaker with hidden values kept: id, and whom they replace."""
        texts = {field: schedule_line(line.text()) for field, line in self.lines.items()}
        return replace(self._speaker, is_confirmed=not self.to_confirm.isChecked(), **texts)

    def show_value(self, value: Speaker) -> None:
        self._speaker = value
        for field, line in self.lines.items():
            if schedule_line(line.text()) != getattr(value, field):
                line.setText(getattr(value, field))
                line.setCursorPosition(0)
        self.to_confirm.setChecked(not value.is_confirmed)


def speakers_field() -> RowsField:
    return RowsField(_SPEAKERS, _ADD, SpeakerFieldRow, lambda: Speaker("", "", "", "", ""))


_SPEAKERS = Message("programme editor", "Speakers")
_ADD = Message("programme editor", "Add a speaker")
_REMOVE = Message("programme editor", "Remove this speaker")
_TO_CONFIRM = Message("programme editor", "To confirm")
