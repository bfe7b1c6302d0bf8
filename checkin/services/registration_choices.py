# SPDX-License-Identifier: GPL-3.0-or-later
"""Choices of the registration form while it is filled in: similar people, organisations, the list's columns, workshops.
Reads only.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from itertools import islice

from checkin.core.access import admits_category, required_category
from checkin.core.answer import SearchMatch, SessionSeats
from checkin.core.attendee import Attendee
from checkin.core.attendee_body import CUSTOM
from checkin.core.chosen_columns import columns_to_fill, written_title
from checkin.core.people.place_columns import place_columns
from checkin.core.people.registration_duplicates import DuplicateReason, can_be_named, duplicate_reason
from checkin.core.people.registration_form import RegistrationForm
from checkin.core.programme.programme import Category, PointMode, Programme, Requirement, Session
from checkin.core.text_folding import fold_text, words_in
from checkin.core.ticketing.ticketing_ids import list_number
from checkin.services.desk import Desk
from checkin.services.desk_queries import DeskQueries

MOST_ALIKE = 3
LOOKED_AT = 12
"""Search results examined for similarity."""
MOST_PROPOSED = 6
"""The most organisations, or values of a column, that are proposed."""


@dataclass(frozen=True, slots=True)
class SimilarPerson:
    """An attendee who may be the person in the form."""

    match: SearchMatch
    likeness: DuplicateReason


@dataclass(frozen=True, slots=True)
class ColumnToFill:
    """A column in a form: its name on the screen, and the title under which the value is kept.

    `required` is what the control point of the desk requires of it; None for a column that may be left empty.
    """

    name: str
    title: str
    required: Requirement | None = None

    @property
    def is_required(self) -> bool:
        return self.required is not None


class FormChoices:
    """The choices of one desk's form. Organisations and the values of columns are read once (0.3 s for 100,000 people)
    and cached.
    """

    def __init__(self, desk: Desk, queries: DeskQueries) -> None:
        self._desk, self._queries = desk, queries
        self._organisations: list[tuple[str, str]] | None = None
        self._values: dict[str, list[tuple[str, str]]] | None = None

    def forget(self) -> None:
        """Drop what is cached, after an import or another window's write."""
        self._organisations = self._values = None

    def remember(self, organisation: str) -> None:
        """Offer the organisation of a person registered here: the next guest may come from there too."""
        if self._organisations is not None and organisation and all(o != organisation for _, o in self._organisations):
            self._organisations.append(_folded(organisation))

    @property
    def programme(self) -> Programme:
        return self._desk.programme

    @property
    def categories(self) -> tuple[Category, ...]:
        return self._desk.programme.categories

    @property
    def is_one_ticket_each(self) -> bool:
        """Whether nobody stands for several people: a ticketing sells the tickets, and each lets in one."""
        return self._desk.has_ticketing

    def category_name(self, text: str) -> str:
        return self._desk.programme.category_name(text)

    def organisations(self, typed: str) -> list[str]:
        """Return the organisations in which each typed word begins a word, the largest first."""
        if self._organisations is None and words_in(typed):
            self._organisations = [_folded(organisation) for organisation in self._queries.organisations()]
        return _proposed(self._organisations or [], typed)

    def columns(self, category: str, attendee: Attendee | None = None) -> list[ColumnToFill]:
        """Return the chosen columns to fill for a category, under the titles that the list uses, or `attendee` has."""
        found = columns_to_fill(category, self._desk.programme)
        known = [*(attendee.custom if attendee else ()), *self._column_values()] if found else []
        titles = {column: written_title(column.field.removeprefix(CUSTOM), known) for column in found}
        return [ColumnToFill(column.name, title) for column, title in titles.items()]

    def lacking_category(self, category: str) -> Requirement | None:
        """Return which categories the control point of the desk lets in, if `category` is none of them."""
        programme, point = self._desk.programme, self._desk.control_point
        if point.mode is not PointMode.ENTRY or admits_category(programme, point, category):
            return None
        return required_category(programme, point)

    def columns_here(self, category: str, attendee: Attendee | None = None) -> list[ColumnToFill]:
        """Return the columns to fill for somebody who is to be let in at once: those that the control point of the desk
        requires, under the title it has them, then the others chosen for a category.
        """
        point = self._desk.control_point
        required = [r for r in point.requires if r.field.startswith(CUSTOM) and point.mode is PointMode.ENTRY]
        chosen = {fold_text(column.title): column for column in self.columns(category, attendee)}
        asked = []
        for each in required:
            title = each.field.removeprefix(CUSTOM)
            named = chosen.pop(fold_text(title), None)
            asked.append(ColumnToFill(named.name if named else title, title, each))
        return [*asked, *chosen.values()]

    def columns_kept(self, absent: Attendee | None) -> dict[str, str]:
        """Return the columns that a substitute of `absent` gets with the place, by title."""
        return place_columns(absent, self._desk.programme) if absent else {}

    def column_values(self, column: ColumnToFill, typed: str) -> list[str]:
        """Return the values of a column in which each typed word begins a word; of a required one, those that open the
        control point come first, and before anything is typed.
        """
        opening = column.required.values if column.required else ()
        if not words_in(typed):
            return list(opening)
        known = [*map(_folded, opening), *self._column_values().get(column.title, [])]
        return list(dict.fromkeys(_proposed(known, typed)))

    def _column_values(self) -> dict[str, list[tuple[str, str]]]:
        if self._values is None:
            self._values = {}
            for title, text in self._queries.column_texts(self._desk.programme):
                self._values.setdefault(title, []).append(_folded(text))
        return self._values

    def alike(self, form: RegistrationForm) -> list[SimilarPerson]:
        """Return the attendees who may be the person in the form, the likeliest first."""
        queries = [f"{form.first_name} {form.last_name}"] if can_be_named(form) else []
        queries += [form.email] if "@" in form.email else []
        desk = self._desk
        found = {
            match.attendee.id: SimilarPerson(match, why)
            for query in queries
            for match in self._queries.search(query, desk.programme, desk.control_point, LOOKED_AT)
            if (why := duplicate_reason(form, match.attendee)) is not None
        }
        return sorted(found.values(), key=lambda alike: alike.likeness)[:MOST_ALIKE]

    def workshops(self) -> list[SessionSeats]:
        """Return the bookable sessions that are not over, with their free seats. Those of a check-in list of several
        add-ons are left out: the add-ons are booked, each by itself.
        """
        now = self._desk.now()
        booked = (s for s in self._desk.programme.sessions if s.is_booked and not list_number(s.id))
        open_ones = [s for s in booked if not (s.ends and s.ends <= now)]
        return self._desk.admission.seats.left(self._desk.programme, open_ones)

    def sessions_of(self, attendee: Attendee) -> list[Session]:
        return [s for s in map(self._desk.programme.session, attendee.sessions) if s]


def _folded(text: str) -> tuple[str, str]:
    """Return the text to search, each word after a space, and the text as written."""
    return f" {' '.join(words_in(text))}", text


def _proposed(known: Iterable[tuple[str, str]], typed: str) -> list[str]:
    """Return the first of `known` in which each typed word begins a word."""
    asked = words_in(typed)
    found = (text for folded, text in known if asked and all(f" {word}" in folded for word in asked))
    return list(islice(found, MOST_PROPOSED))
