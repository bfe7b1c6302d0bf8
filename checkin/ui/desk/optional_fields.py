# SPDX-License-Identifier: GPL-3.0-or-later
"""The optional half of the walk-in form. Writes nothing."""

from collections.abc import Sequence
from itertools import pairwise

from PySide6.QtCore import Signal
from PySide6.QtGui import QIntValidator
from PySide6.QtWidgets import QLineEdit, QWidget

from checkin.core.attendee import Attendee
from checkin.core.attendee_body import MOST_PLACES, parse_places
from checkin.core.field_names import FIELD_NAMES
from checkin.core.message import Message
from checkin.core.people.registration_form import ONE_TICKET_EACH, RegistrationForm, tidy_field
from checkin.core.programme.programme import Category, Requirement
from checkin.core.text_folding import fold_text
from checkin.services.registration_choices import FormChoices
from checkin.translation import translate
from checkin.ui.look.access_wording import requirement_text
from checkin.ui.widgets.column_fields import ColumnFields
from checkin.ui.widgets.completing_field import CompletingField
from checkin.ui.widgets.form_fields import ComboBox, FormMessage, WrappingCheckBox, labelled_field, line_field
from checkin.ui.widgets.layouts import FieldGrid
from checkin.ui.widgets.scrolling import scroll_to
from checkin.ui.widgets.workshop_boxes import WORKSHOPS, WorkshopBoxes

USUAL = "participant"
"""The category that is preselected where the programme has it; else its first."""

_CONSENT = Message("walk-in", "The person agrees to their details being kept for this event.")
_PEOPLE = Message("walk-in", "People")
_NEEDED = Message(
    "walk-in", "To enter here they need {condition}. Choose, or press Enter again to register them without it."
)


class OptionalFields(FieldGrid):
    """The optional fields. For a substitute, category and workshops are the absent person's and are not asked."""

    email_changed = Signal()
    changed = Signal()

    def __init__(self, choices: FormChoices) -> None:
        super().__init__()
        self._choices = choices
        self._instead_of: Attendee | None = None
        self.organisation = CompletingField(translate(FIELD_NAMES["organisation"]), choices.organisations)
        self.email, self.role = line_field(translate(FIELD_NAMES["email"])), line_field(translate(FIELD_NAMES["role"]))
        self.note = line_field(translate(FIELD_NAMES["note"]))
        self.category, self.people = (
            ComboBox(translate(FIELD_NAMES["category"])),
            line_field(translate(FIELD_NAMES["places"])),
        )
        self.columns = ColumnFields(choices)
        self.needed, self.one_each = FormMessage(), FormMessage()
        self.workshops, self.consent = WorkshopBoxes(), WrappingCheckBox(translate(_CONSENT))
        self.people.setValidator(QIntValidator(1, MOST_PLACES, self.people))
        self._arrange()
        self.email.textChanged.connect(lambda _: self.email_changed.emit())
        self.columns.changed.connect(self.changed)
        self.columns.changed.connect(lambda: self.needed.note(""))
        for field in self._lines():
            field.textChanged.connect(lambda _: self.changed.emit())
        self.category.currentIndexChanged.connect(lambda _: self._offer_columns())
        self.category.currentIndexChanged.connect(lambda _: self.needed.note(""))

    def clear(self, instead_of: Attendee | None = None) -> None:
        """Empty all fields; workshops are set by `offer_workshops`."""
        self._instead_of = instead_of
        for field in self._lines():
            field.clear()
        self.columns.clear()
        self.needed.note("")
        self.people.setText(str(instead_of.places if instead_of else 1))
        self._offer_people()
        self.organisation.setPlaceholderText(instead_of.organisation if instead_of else "")
        self.consent.setChecked(False)
        self._offer_categories(() if instead_of else self._choices.categories)
        self.workshops.clear()

    def offer_workshops(self, *, is_wanted: bool) -> None:
        """Show the workshops with the seats that are left now, or none of them."""
        workshops = self._choices.workshops() if is_wanted else []
        self.workshops.show_workshops(workshops, self._choices.programme)
        self._workshops.setVisible(bool(workshops))
        self._offer_columns()

    def _offer_columns(self) -> None:
        """Offer the columns required here and chosen for the category, which of a substitute is the absent person's. A
        hint says what comes with the place.
        """
        absent = self._instead_of
        category = absent.category if absent else self.category.currentData() or ""
        self.columns.offer(self._choices.columns_here(category, absent), self._choices.columns_kept(absent))
        for before, after in pairwise((self.people, *self.workshops.boxes, *self.columns.fields.values(), self.note)):
            QWidget.setTabOrder(before, after)

    @property
    def lacking(self) -> tuple[QWidget, Requirement] | None:
        """The first field whose value lets nobody in here, and what would; None if there is none. A substitute has the
        category of the absent person.
        """
        category = self.category.currentData() or ""
        required = None if self._instead_of else self._choices.lacking_category(category)
        return (self.category, required) if required else self.columns.missing

    def ask_for(self, field: QWidget, required: Requirement) -> None:
        """Lead to a field without whose value nobody is let in here, and say which values do."""
        self.needed.warn(translate(_NEEDED, condition=requirement_text(required)))
        field.setFocus()
        scroll_to(self.needed)
        scroll_to(field)

    @property
    def has_text(self) -> bool:
        return any(field.text().strip() for field in self._lines()) or bool(self.columns.texts())

    def form(self, first_name: str, last_name: str) -> RegistrationForm:
        """Return the form with the given names and all fields as they are now."""
        return RegistrationForm(
            first_name,
            last_name,
            organisation=self.organisation.text(),
            role=self.role.text(),
            email=self.email.text(),
            category=self.category.currentData() or "",
            sessions=self.workshops.ticked,
            note=self.note.text(),
            places=parse_places(self.people.text()),
            has_consented=self.consent.isChecked(),
            custom={title: tidy_field(text) for title, text in self.columns.texts().items()},
        )

    def _lines(self) -> Sequence[QLineEdit]:
        return self.organisation, self.email, self.role, self.note

    def _offer_categories(self, categories: Sequence[Category]) -> None:
        self.category.clear()
        for category in categories:
            self.category.addItem(category.name, category.id)
        usual = (at for at, c in enumerate(categories) if USUAL in (fold_text(c.id), fold_text(c.name)))
        self.category.setCurrentIndex(next(usual, 0 if categories else -1))
        self._category.setVisible(bool(categories))

    def _offer_people(self) -> None:
        is_one_each = self._choices.is_one_ticket_each
        self.people.setEnabled(not is_one_each)
        if is_one_each:
            self.people.setText("1")
        self.one_each.note(translate(ONE_TICKET_EACH) if is_one_each else "")

    def _arrange(self) -> None:
        self._category = labelled_field(self.category, translate(FIELD_NAMES["category"]))
        self._workshops = labelled_field(self.workshops, translate(WORKSHOPS))
        self.lay(
            (labelled_field(self.organisation, translate(FIELD_NAMES["organisation"])), self._category),
            (
                labelled_field(self.email, translate(FIELD_NAMES["email"])),
                labelled_field(self.role, translate(FIELD_NAMES["role"])),
                labelled_field(self.people, translate(_PEOPLE)),
            ),
            (self.one_each,),
            (self._workshops,),
            (self.columns,),
            (self.needed,),
            (labelled_field(self.note, translate(FIELD_NAMES["note"])),),
            (self.consent,),
        )
