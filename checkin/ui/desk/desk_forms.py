# SPDX-License-Identifier: GPL-3.0-or-later
"""Forms that take the place of the answer: somebody new (F2), somebody instead (F6), what is missing (F4)."""

from collections.abc import Callable

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QWidget

from checkin.core.admission import Reason
from checkin.core.attendee import Attendee
from checkin.core.registration_form import RegistrationForm, tidy_field
from checkin.desk.desk import Desk
from checkin.desk.desk_queries import DeskQueries
from checkin.desk.form_choices import FormChoices
from checkin.ui.desk.desk_stage import DeskStage
from checkin.ui.desk.desk_verbs import DeskVerbs
from checkin.ui.desk.missing_fields_form import MissingFieldsForm
from checkin.ui.desk.walk_in_form import WalkInForm


class DeskForms(QObject):
    """`opened`: one takes the place of the answer. `left` by whoever turned away. While one is `busy` codes wait."""

    opened = Signal()
    left = Signal()
    busy_changed = Signal(bool)

    def __init__(self, desk: Desk, board: DeskQueries, verbs: DeskVerbs, stage: DeskStage) -> None:
        super().__init__(stage)
        self._verbs, self._stage = verbs, stage
        self._choices = FormChoices(desk, board)
        self._new, self._missing = WalkInForm(self._choices), MissingFieldsForm()
        self._new.registered.connect(self._register)
        self._new.chosen.connect(self._choose_instead)
        self._missing.filled.connect(verbs.complete)
        for form in (self._new, self._missing):
            form.left.connect(self.left)
            form.busy_changed.connect(self.busy_changed)

    def register(self) -> None:
        """F2: somebody who is on no list. What was typed to find them is taken over; nobody is called by a number."""
        text = self._stage.search.text()
        typed = "" if text.strip().isdecimal() else text
        self._stage.search.dismiss()
        self._open(self._new, lambda: self._new.start(typed))

    def substitute(self, absent: Attendee) -> None:
        """F6: somebody came instead of `absent`."""
        self._stage.search.dismiss()
        self._open(self._new, lambda: self._new.start_instead(absent))

    def complete(self) -> bool:
        """F4: fill in what the answer misses; false if it misses nothing."""
        asked = self._verbs.asked
        if asked is None or asked.reason is not Reason.INCOMPLETE:
            return False
        self._open(self._missing, lambda: self._missing.start(asked))
        return True

    def tell_code_waits(self) -> None:
        """A code was read while a name is in the form."""
        self._new.tell_code_waits()

    def show_error(self, text: str) -> None:
        """What was typed could not be kept; it stays."""
        for form in (self._new, self._missing):
            if self._stage.is_showing(form):
                form.show_error(text)

    def count(self) -> None:
        """Seats may be fewer by now."""
        if self._stage.is_showing(self._new):
            self._new.refresh()

    def forget_people(self) -> None:
        """What was typed is gone: it may name somebody."""
        self._new.clear()
        self._missing.clear()

    def forget(self) -> None:
        """What may be chosen is read again."""
        self._choices.forget()

    def _register(self, form: RegistrationForm) -> None:
        self._verbs.register(form, self._new.instead_of)
        self._choices.remember(tidy_field(form.organisation))
        self._new.clear()

    def _choose_instead(self, attendee_id: str) -> None:
        """The person in the form is one of the list."""
        self._verbs.check_in(attendee_id)
        self._new.clear()

    def _open(self, form: QWidget, start: Callable[[], None]) -> None:
        self.opened.emit()
        start()
        self._stage.show_form(form)
        form.setFocus()
