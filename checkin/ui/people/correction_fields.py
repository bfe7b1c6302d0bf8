# SPDX-License-Identifier: GPL-3.0-or-later
"""The fields of a person that a desk may correct, except the names. Reports the changes; writes nothing."""

from collections.abc import Iterator, Mapping, Sequence
from itertools import pairwise

from PySide6.QtGui import QIntValidator
from PySide6.QtWidgets import QLineEdit, QWidget

from checkin.core.attendee import Attendee, Presence
from checkin.core.attendee_body import CUSTOM, MOST_PLACES, parse_places
from checkin.core.field_names import FIELD_NAMES, STATE_NAMES
from checkin.core.message import Message
from checkin.core.people.registration_form import ONE_TICKET_EACH, tidy_field
from checkin.services.registration import NewValue
from checkin.services.registration_choices import ColumnToFill, FormChoices
from checkin.translation import translate
from checkin.ui.widgets.column_fields import ColumnFields
from checkin.ui.widgets.completing_field import CompletingField
from checkin.ui.widgets.form_fields import ComboBox, FormMessage, labelled_field, line_field
from checkin.ui.widgets.layouts import FieldGrid
from checkin.ui.widgets.workshop_boxes import WORKSHOPS, WorkshopBoxes

_PEOPLE = Message("walk-in", "People")
_NO_CATEGORY = Message("people", "No category")


class CorrectionFields(FieldGrid):
    """The fields; `fill` them with a person, then `changes` returns what differs."""

    def __init__(self, choices: FormChoices) -> None:
        super().__init__()
        self._choices = choices
        self._opened: Attendee | None = None
        self.organisation = CompletingField(translate(FIELD_NAMES["organisation"]), choices.organisations)
        self.lines = {
            name: line_field(translate(FIELD_NAMES[name])) for name in ("role", "email", "phone", "note", "places")
        }
        self.lines["places"].setValidator(QIntValidator(1, MOST_PLACES, self))
        self.category, self.presence = (
            ComboBox(translate(FIELD_NAMES["category"])),
            ComboBox(translate(FIELD_NAMES["presence"])),
        )
        for presence in Presence:
            self.presence.addItem(translate(STATE_NAMES[presence]).capitalize(), str(presence))
        self.one_each, self.workshops = FormMessage(), WorkshopBoxes()
        self.columns = ColumnFields(choices)
        self._shown: dict[str, str] = {}
        self._arrange()

    def fill(self, person: Attendee, titles: Sequence[str]) -> None:
        """Show a person. `titles` are the custom columns to offer, even where the person has no value."""
        self._opened = person
        self.organisation.setText(person.organisation)
        self.organisation.setCursorPosition(0)
        for name, field in self.lines.items():
            field.setText(str(getattr(person, name)))
            field.setCursorPosition(0)
        is_one_each = self._choices.is_one_ticket_each
        self.lines["places"].setEnabled(not is_one_each)
        self.one_each.note(translate(ONE_TICKET_EACH) if is_one_each else "")
        self._offer_categories(person)
        self.presence.setCurrentIndex(self.presence.findData(str(person.presence)))
        workshops = self._choices.workshops()
        self.workshops.show_workshops(workshops, self._choices.programme)
        self.workshops.tick(person.sessions)
        self._workshops.setVisible(bool(workshops))
        self._offer_custom(person, titles)
        made_now = (*self.workshops.boxes, *self.custom.values())
        for before, after in pairwise((self.presence, *made_now, self.lines["note"])):
            QWidget.setTabOrder(before, after)  # Tab would come to new ones last

    @property
    def custom(self) -> Mapping[str, QLineEdit]:
        """The fields of the list's columns, by title."""
        return self.columns.fields

    def changes(self) -> dict[str, NewValue]:
        """Return the changed fields by the names that corrections use."""
        person = self._opened
        if person is None:
            return {}
        return {name: value for name, value in self._values(person) if value != _before(person, name)}

    def _values(self, person: Attendee) -> Iterator[tuple[str, NewValue]]:
        yield "organisation", tidy_field(self.organisation.text())
        for name, field in self.lines.items():
            yield name, str(parse_places(field.text())) if name == "places" else tidy_field(field.text())
        yield "category", str(self.category.currentData() or "")
        yield "presence", str(self.presence.currentData())
        yield "sessions", self._sessions(person)
        for title, field in self.custom.items():
            if field.text() != self._shown[title]:  # a field shows one line, and at most so many letters of a value
                yield CUSTOM + title, tidy_field(field.text())

    def _sessions(self, person: Attendee) -> tuple[str, ...]:
        """Return the sessions in their old order; sessions that are not offered (over, or removed) are kept."""
        ticked = self.workshops.ticked
        offered = {workshop.session.id for workshop in self._choices.workshops()}
        kept = [session for session in person.sessions if session in ticked or session not in offered]
        return (*kept, *(session for session in ticked if session not in kept))

    def _offer_categories(self, person: Attendee) -> None:
        self.category.clear()
        offered = {category.id: category.name for category in self._choices.categories}
        offered = {"": translate(_NO_CATEGORY)} | offered
        offered.setdefault(person.category, self._choices.category_name(person.category))
        for each, name in offered.items():
            self.category.addItem(name, each)
        self.category.setCurrentIndex(list(offered).index(person.category))

    def _offer_custom(self, person: Attendee, titles: Sequence[str]) -> None:
        self.columns.clear()
        names = {column.field: column.name for column in self._choices.programme.columns}
        self.columns.offer([ColumnToFill(names.get(CUSTOM + title, title), title) for title in titles])
        for title, field in self.custom.items():
            field.setText(person.custom.get(title, ""))
            field.setCursorPosition(0)
        self._shown = {title: field.text() for title, field in self.custom.items()}

    def _arrange(self) -> None:
        """Lay the fields in the order of the registration form, which has most of them."""
        self._workshops = labelled_field(self.workshops, translate(WORKSHOPS))
        category, presence = (labelled_field(field, field.accessibleName()) for field in (self.category, self.presence))
        self.lay(
            (labelled_field(self.organisation, translate(FIELD_NAMES["organisation"])), category),
            (
                self._labelled("email"),
                self._labelled("role"),
                labelled_field(self.lines["places"], translate(_PEOPLE)),
            ),
            (self._labelled("phone"), presence),
            (self.one_each,),
            (self._workshops,),
            (self.columns,),
            (self._labelled("note"),),
        )

    def _labelled(self, name: str) -> QWidget:
        return labelled_field(self.lines[name], translate(FIELD_NAMES[name]))


def _before(person: Attendee, name: str) -> NewValue:
    if name.startswith(CUSTOM):
        return person.custom.get(name.removeprefix(CUSTOM), "")
    value = getattr(person, name)
    return value if isinstance(value, tuple) else str(value)
