# SPDX-License-Identifier: GPL-3.0-or-later
"""The forms that take the place of the answer: walk-in (F2), substitute (F6), missing fields (F4)."""

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QWidget

from checkin.core.attendee import Attendee
from checkin.core.decision import Reason
from checkin.core.people.registration_form import RegistrationForm, tidy_field
from checkin.services.desk import Desk
from checkin.services.desk_queries import DeskQueries
from checkin.services.registration_choices import FormChoices
from checkin.ui.desk.desk_operations import DeskOperations
from checkin.ui.desk.desk_stage import DeskStage

if TYPE_CHECKING:
    from checkin.ui.desk.missing_fields_form import MissingFieldsForm
    from checkin.ui.desk.walk_in_form import WalkInForm


class DeskForms(QObject):
    """The forms of the desk, each made when it is first opened. While one is `busy`, codes wait.

    `opened`: a form took the place of the answer. `left`: the user closed it without saving.
    """

    opened = Signal()
    left = Signal()
    busy_changed = Signal(bool)

    def __init__(self, desk: Desk, queries: DeskQueries, operations: DeskOperations, stage: DeskStage) -> None:
        super().__init__(stage)
        self._operations, self._stage = operations, stage
        self._choices = FormChoices(desk, queries)
        self._new: WalkInForm | None = None
        self._missing: MissingFieldsForm | None = None

    def _registering(self) -> "WalkInForm":
        if self._new is None:
            from checkin.ui.desk.walk_in_form import WalkInForm

            self._new = WalkInForm(self._choices)
            self._new.registered.connect(self._register)
            self._new.chosen.connect(self._choose_instead)
            self._connect(self._new)
        return self._new

    def _completing(self) -> "MissingFieldsForm":
        if self._missing is None:
            from checkin.ui.desk.missing_fields_form import MissingFieldsForm

            self._missing = MissingFieldsForm()
            self._missing.filled.connect(self._operations.complete)
            self._connect(self._missing)
        return self._missing

    def _connect(self, form: "WalkInForm | MissingFieldsForm") -> None:
        form.left.connect(self.left)
        form.busy_changed.connect(self.busy_changed)

    def register(self) -> None:
        """Open the walk-in form (F2), filled with the name that was typed in the search; a number is no name."""
        text = self._stage.search.text()
        typed = "" if text.strip().isdecimal() else text
        self._stage.search.dismiss()
        form = self._registering()
        self._open(form, lambda: form.start(typed))

    def substitute(self, absent: Attendee) -> None:
        """Open the form for a substitute of `absent` (F6)."""
        self._stage.search.dismiss()
        form = self._registering()
        self._open(form, lambda: form.start_instead(absent))

    def complete(self) -> bool:
        """Open the form for the answer's missing fields (F4); return False if nothing is missing."""
        asked = self._operations.asked
        if asked is None or asked.attendee is None or asked.reason is not Reason.INCOMPLETE:
            return False
        form = self._completing()
        self._open(form, lambda: form.start(asked))
        return True

    def show_code_waits(self) -> None:
        """Show in the form that a code was read and waits."""
        if self._new:
            self._new.show_code_waits()

    def show_error(self, text: str) -> None:
        """Show `text` in the open form, which keeps what was typed."""
        for form in (self._new, self._missing):
            if form and self._stage.is_showing(form):
                form.show_error(text)

    def count(self) -> None:
        """Read the seats that are left again."""
        if self._new and self._stage.is_showing(self._new):
            self._new.refresh()

    def forget_people(self) -> None:
        """Clear what was typed: it may name an attendee."""
        for form in (self._new, self._missing):
            if form:
                form.clear()

    def forget(self) -> None:
        """Read the choices of the form again when it is next opened."""
        self._choices.forget()

    def _register(self, form: RegistrationForm) -> None:
        page = self._registering()
        self._operations.register(form, page.instead_of)
        self._choices.remember(tidy_field(form.organisation))
        page.clear()

    def _choose_instead(self, attendee_id: str) -> None:
        """Check in the attendee whom the form's person turned out to be."""
        self._operations.check_in(attendee_id)
        self._registering().clear()

    def _open(self, form: QWidget, start: Callable[[], None]) -> None:
        self.opened.emit()
        start()
        self._stage.show_form(form)
        form.setFocus()
