# SPDX-License-Identifier: GPL-3.0-or-later
"""The quiet half of the form for somebody new: everything that may stay empty. Writes nothing."""

from collections.abc import Sequence
from itertools import pairwise

from PySide6.QtCore import Signal
from PySide6.QtGui import QIntValidator
from PySide6.QtWidgets import QLineEdit, QWidget

from checkin.core.field_names import FIELD_NAMES
from checkin.core.history import MOST_PLACES, places_of
from checkin.core.model import Attendee
from checkin.core.programme.programme import Category
from checkin.core.registration_form import RegistrationForm
from checkin.core.search import fold
from checkin.core.words import Words
from checkin.desk.form_choices import FormChoices
from checkin.language import say
from checkin.ui.parts.completing_field import CompletingField
from checkin.ui.parts.field_grid import FieldGrid
from checkin.ui.parts.form_fields import Choice, labelled, line
from checkin.ui.parts.tick_box import TickBox
from checkin.ui.parts.workshop_boxes import WorkshopBoxes

USUAL = "participant"
"""The category that is proposed where the programme has it; else its first."""

_CONSENT = Words("walk-in", "The person agrees that their details are kept for this event.")
_PEOPLE = Words("walk-in", "People")
_WORKSHOPS = Words("walk-in", "Workshops")


class MoreFields(FieldGrid):
    """Of somebody who replaces another, category and workshops are the other's and are not asked."""

    email_changed = Signal()
    changed = Signal()

    def __init__(self, choices: FormChoices) -> None:
        super().__init__()
        self._choices = choices
        self.organisation = CompletingField(say(FIELD_NAMES["organisation"]), choices.organisations)
        self.email, self.role = line(say(FIELD_NAMES["email"])), line(say(FIELD_NAMES["role"]))
        self.note = line(say(FIELD_NAMES["note"]))
        self.category, self.people = Choice(say(FIELD_NAMES["category"])), line(say(FIELD_NAMES["places"]))
        self.workshops, self.consent = WorkshopBoxes(), TickBox(say(_CONSENT))
        self.people.setValidator(QIntValidator(1, MOST_PLACES, self.people))
        self._arrange()
        self.email.textChanged.connect(lambda _: self.email_changed.emit())
        for field in self._lines():
            field.textChanged.connect(lambda _: self.changed.emit())

    def clear(self, instead_of: Attendee | None = None) -> None:
        """Empty fields; workshops are offered by `offer_workshops`."""
        for field in self._lines():
            field.clear()
        self.people.setText(str(instead_of.places if instead_of else 1))
        self.organisation.setPlaceholderText(instead_of.organisation if instead_of else "")
        self.consent.setChecked(False)
        self._offer_categories(() if instead_of else self._choices.categories)
        self.workshops.clear()

    def offer_workshops(self, *, is_wanted: bool) -> None:
        """With the seats that are left now."""
        workshops = self._choices.workshops() if is_wanted else []
        self.workshops.show_workshops(workshops)
        self._workshops.setVisible(bool(workshops))
        for before, after in pairwise((self.people, *self.workshops.boxes, self.note)):
            QWidget.setTabOrder(before, after)

    @property
    def has_text(self) -> bool:
        return any(field.text().strip() for field in self._lines())

    def form(self, first_name: str, last_name: str) -> RegistrationForm:
        """Everything as it stands now, with the names from above."""
        return RegistrationForm(
            first_name,
            last_name,
            organisation=self.organisation.text(),
            role=self.role.text(),
            email=self.email.text(),
            category=self.category.currentData() or "",
            sessions=self.workshops.ticked,
            note=self.note.text(),
            places=places_of(self.people.text()),
            has_consented=self.consent.isChecked(),
        )

    def _lines(self) -> Sequence[QLineEdit]:
        return self.organisation, self.email, self.role, self.note

    def _offer_categories(self, categories: Sequence[Category]) -> None:
        self.category.clear()
        for category in categories:
            self.category.addItem(category.name, category.id)
        usual = (at for at, c in enumerate(categories) if USUAL in (fold(c.id), fold(c.name)))
        self.category.setCurrentIndex(next(usual, 0 if categories else -1))
        self._category.setVisible(bool(categories))

    def _arrange(self) -> None:
        self._category = labelled(self.category, say(FIELD_NAMES["category"]))
        self._workshops = labelled(self.workshops, say(_WORKSHOPS))
        self.lay(
            (labelled(self.organisation, say(FIELD_NAMES["organisation"])), self._category),
            (
                labelled(self.email, say(FIELD_NAMES["email"])),
                labelled(self.role, say(FIELD_NAMES["role"])),
                labelled(self.people, say(_PEOPLE)),
            ),
            (self._workshops,),
            (labelled(self.note, say(FIELD_NAMES["note"])),),
            (self.consent,),
        )
