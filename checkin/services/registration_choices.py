# SPDX-License-Identifier: GPL-3.0-or-later
"""Choices of the registration form while it is filled in: similar people, organisations, workshops. Reads only."""

from dataclasses import dataclass

from checkin.core.answer import SearchMatch, SessionSeats
from checkin.core.attendee import Attendee
from checkin.core.people.registration_duplicates import DuplicateReason, can_be_named, duplicate_reason
from checkin.core.people.registration_form import RegistrationForm
from checkin.core.programme.programme import Category, Session
from checkin.core.text_folding import words_in
from checkin.core.ticketing.ticketing_ids import list_number
from checkin.services.desk import Desk
from checkin.services.desk_queries import DeskQueries

MOST_ALIKE = 3
LOOKED_AT = 12
"""Search results examined for similarity."""
MOST_ORGANISATIONS = 6


@dataclass(frozen=True, slots=True)
class SimilarPerson:
    """An attendee who may be the person in the form."""

    match: SearchMatch
    likeness: DuplicateReason


class FormChoices:
    """The choices of one desk's form. Organisations are read once (0.3 s for 100,000 people) and cached."""

    def __init__(self, desk: Desk, queries: DeskQueries) -> None:
        self._desk, self._queries = desk, queries
        self._organisations: list[tuple[str, str]] | None = None

    def forget(self) -> None:
        """Drop the cached organisations, after an import or another window's write."""
        self._organisations = None

    def remember(self, organisation: str) -> None:
        """Offer the organisation of a person registered here: the next guest may come from there too."""
        if self._organisations is not None and organisation and all(o != organisation for _, o in self._organisations):
            self._organisations.append(_folded(organisation))

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
        asked = words_in(typed)
        if not asked:
            return []
        if self._organisations is None:
            self._organisations = [_folded(organisation) for organisation in self._queries.organisations()]
        found = (o for folded, o in self._organisations if all(f" {word}" in folded for word in asked))
        return [o for _, o in zip(range(MOST_ORGANISATIONS), found, strict=False)]

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


def _folded(organisation: str) -> tuple[str, str]:
    """Return the text to search, each word after a space, and the organisation as written."""
    return f" {' '.join(words_in(organisation))}", organisation
