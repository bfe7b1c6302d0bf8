# SPDX-License-Identifier: GPL-3.0-or-later
"""The form that names another speaker: an attendee of the list, or any name. Writes nothing itself."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from checkin.core.attendee import Attendee
from checkin.core.field_names import FIELD_NAMES
from checkin.core.message import Message
from checkin.core.people.registration_form import tidy_field
from checkin.core.programme.programme import Speaker
from checkin.translation import translate
from checkin.ui.look.theme import TEXT
from checkin.ui.widgets.completing_field import CompletingField
from checkin.ui.widgets.form_fields import labelled_field, line_field
from checkin.ui.widgets.labels import label

_TITLE = Message("programme screen", "Who is speaking in place of {name}?")
_NAME = Message("programme screen", "Name")
_REPLACE = Message("programme screen", "Replace (Enter)")
_LEAVE = Message("programme screen", "Close (Esc)")


@dataclass(frozen=True, slots=True)
class SpeakerSubstitute:
    """The substitute, and the id of the speaker replaced."""

    speaker_id: str
    name: str
    role: str = ""
    organisation: str = ""


class SubstituteForm(QWidget):
    """The form; call `start` before showing it, the caller hides it again. `people` finds attendees by text."""

    named = Signal(SpeakerSubstitute)
    left = Signal()

    def __init__(self, people: Callable[[str], Sequence[Attendee]]) -> None:
        super().__init__()
        self._people = people
        self._proposed: dict[str, Attendee] = {}
        self._speaker_id = ""
        self._title = label("", TEXT, 600)
        self.name = CompletingField(translate(_NAME), self._propose)
        self.role, self.organisation = (line_field(translate(FIELD_NAMES[field])) for field in ("role", "organisation"))
        self.replace_button, self.leave_button = QPushButton(translate(_REPLACE)), QPushButton(translate(_LEAVE))
        self._arrange()
        self.setFocusProxy(self.name)
        self.name.textChanged.connect(self._name_changed)
        self.name.entered.connect(self._enter)
        self.replace_button.clicked.connect(self._enter)
        self.leave_button.clicked.connect(self.left)
        self.hide()

    def start(self, speaker: Speaker) -> None:
        self._speaker_id = speaker.id
        self._title.setText(translate(_TITLE, name=speaker.name))
        for field in (self.name, self.role, self.organisation):
            field.clear()
        self._name_changed("")

    def keyPressEvent(self, event: QKeyEvent) -> None:
        match event.key():
            case Qt.Key.Key_Return | Qt.Key.Key_Enter:
                self._enter()
            case Qt.Key.Key_Escape:
                self.left.emit()
            case _:
                super().keyPressEvent(event)

    def _propose(self, typed: str) -> list[str]:
        people = self._people(typed) if len(tidy_field(typed)) > 1 else ()
        self._proposed = {_shown(person): person for person in people}
        return list(self._proposed)

    def _name_changed(self, text: str) -> None:
        """Fill all fields from a proposal that was taken."""
        if person := self._proposed.get(text):
            self.role.setText(person.role)
            self.organisation.setText(person.organisation)
            self.name.setText(person.name)
        self.replace_button.setEnabled(bool(tidy_field(text)))

    def _enter(self) -> None:
        texts = [tidy_field(field.text()) for field in (self.name, self.role, self.organisation)]
        if texts[0]:
            self.named.emit(SpeakerSubstitute(self._speaker_id, *texts))
        else:
            self.name.setFocus()

    def _arrange(self) -> None:
        fields = QGridLayout()
        fields.setHorizontalSpacing(12)
        fields.addWidget(labelled_field(self.name, self.name.accessibleName()), 0, 0, 1, 2)
        for column, field in enumerate((self.role, self.organisation)):
            fields.addWidget(labelled_field(field, field.accessibleName()), 1, column)
        buttons = QHBoxLayout()
        buttons.setSpacing(8)
        self.replace_button.setProperty("primary", True)
        buttons.addWidget(self.replace_button)
        buttons.addWidget(self.leave_button)
        buttons.addStretch(1)
        column_ = QVBoxLayout(self)
        column_.setContentsMargins(0, 0, 0, 0)
        column_.setSpacing(8)
        column_.addWidget(self._title)
        column_.addLayout(fields)
        column_.addLayout(buttons)


def _shown(person: Attendee) -> str:
    """Return a proposal's text; namesakes are distinguished by organisation and end of their code."""
    return " · ".join(part for part in (person.name, person.organisation, person.ticket_code[-4:]) if part)
