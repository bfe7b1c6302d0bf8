# SPDX-License-Identifier: GPL-3.0-or-later
"""The page on which a person's data is corrected. Writes nothing itself."""

from collections.abc import Sequence

from PySide6.QtCore import Signal

from checkin.core.attendee import Attendee
from checkin.core.message import Message
from checkin.services.registration import NewValue
from checkin.services.registration_choices import FormChoices
from checkin.translation import translate
from checkin.ui.people.correction_fields import CorrectionFields
from checkin.ui.widgets.form_fields import FormMessage, stack, wrong_address
from checkin.ui.widgets.form_page import FormPage
from checkin.ui.widgets.name_fields import NameFields
from checkin.ui.widgets.scrolling import scroll_to, scroll_unless_large


class CorrectionForm(FormPage):
    """A form; call `start` before showing it.

    Escape leaves, and a new start for the same person restores what was typed.
    """

    corrected = Signal(str, dict)
    """Emitted with the id of the person and the changed fields."""

    def __init__(self, choices: FormChoices) -> None:
        super().__init__("pencil", translate(_SAVE), spacing=8)
        self._person: Attendee | None = None
        self._warned = ""
        """The sentence about a wrong address that Enter stopped at."""
        self.names, self.fields, self._message = NameFields(), CorrectionFields(choices), FormMessage()
        self.column.addSpacing(8)
        self.column.addWidget(self.names)
        self.column.addWidget(scroll_unless_large(stack(self.fields)), 1)
        self.column.addWidget(self._message)
        self.add_buttons()
        self.setFocusProxy(self.names)
        self.names.changed.connect(self._look_at_names)
        self.fields.organisation.entered.connect(self._enter)
        self.fields.columns.entered.connect(self._enter)
        self.entered.connect(self._enter)
        self.do_button.clicked.connect(self._enter)

    def start(self, person: Attendee, titles: Sequence[str]) -> None:
        """Begin for `person`; `titles` are the custom columns to offer."""
        is_kept = self._person is not None and self._person.id == person.id and bool(self.changes())
        self._message.note(translate(_KEPT) if is_kept else "")
        self._warned = ""
        if not is_kept:
            self._person = person
            self.names.set_names(person.first_name, person.last_name)
            self.names.first.setCursorPosition(0)
            self.fields.fill(person, titles)
            self.title.show_title(translate(_TITLE, name=person.name))
            self.setAccessibleName(translate(_TITLE, name=person.name))
            for top in (self.fields.top, self.title):
                scroll_to(top)
        self._look_at_names()

    @property
    def name(self) -> str:
        """The name of the person as they are now, before the correction."""
        return self._person.name if self._person else ""

    def forget(self) -> None:
        """Drop what was typed: it is saved, or not wanted."""
        self._person = None

    def changes(self) -> dict[str, NewValue]:
        """Return the fields that differ from when the form was opened."""
        if self._person is None:
            return {}
        opened = (self._person.first_name, self._person.last_name)
        pairs = zip(("first_name", "last_name"), opened, self.names.names, strict=True)
        return {name: new for name, old, new in pairs if new != old} | self.fields.changes()

    def _enter(self) -> None:
        """Handle Enter in any field: go to a name that was emptied, stop once at a wrong e-mail address, else
        submit.
        """
        if self._person is None:
            return
        if self._is_name_gone():
            field = self.names.missing
            (field or self.names).setFocus()
        elif (wrong := wrong_address(str(self.changes().get("email", "")))) and wrong != self._warned:
            self._warned = wrong
            self._message.warn(wrong)
            self.fields.lines["email"].setFocus()
        else:
            self.corrected.emit(self._person.id, self.changes())

    def _look_at_names(self) -> None:
        self.do_button.setEnabled(not self._is_name_gone())

    def _is_name_gone(self) -> bool:
        person = self._person
        if person is None:
            return True
        before = (person.first_name, person.last_name)
        return any(old and not new for old, new in zip(before, self.names.names, strict=True))


_TITLE = Message("people", "Correct {name}")
_SAVE = Message("people", "Save (Enter)")
_KEPT = Message("people", "What you typed before is still here, not yet saved.")
