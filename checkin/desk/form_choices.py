# SPDX-License-Identifier: GPL-3.0-or-later
"""What the form for somebody new offers while it is filled in. Reads only, from the connection of its thread."""

from dataclasses import dataclass

from checkin.core.answer import SearchMatch, SessionSeats
from checkin.core.attendee import Attendee
from checkin.core.programme.programme import Category, Session
from checkin.core.registration_duplicates import DuplicateReason, can_be_named, duplicate_reason
from checkin.core.registration_form import RegistrationForm
from checkin.core.text_folding import words_in
from checkin.desk.desk import Desk
from checkin.desk.desk_queries import DeskQueries

MOST_ALIKE = 3
LOOKED_AT = 12
"""People the search names, of whom those are kept who are alike."""
MOST_ORGANISATIONS = 6


@dataclass(frozen=True, slots=True)
class SimilarPerson:
    """Somebody of the list whom the person in the form may be."""

    match: SearchMatch
    likeness: DuplicateReason


class FormChoices:
    """Of one desk. Organisations are read once (0.3 s of 100,000 people) and remembered."""

    def __init__(self, desk: Desk, board: DeskQueries) -> None:
        self._desk, self._board = desk, board
        self._organisations: list[tuple[str, str]] | None = None

    def forget(self) -> None:
        """A list came in, or another window wrote: organisations are read again when they are asked for."""
        self._organisations = None

    def remember(self, organisation: str) -> None:
        """Of somebody who was registered here: the next guest may come from there too."""
        if self._organisations is not None and organisation and all(o != organisation for _, o in self._organisations):
            self._organisations.append(_folded(organisation))

    @property
    def categories(self) -> tuple[Category, ...]:
        return self._desk.programme.categories

    def category_name(self, text: str) -> str:
        return self._desk.programme.category_name(text)

    def organisations(self, typed: str) -> list[str]:
        """Those of the list in which each word that was typed begins one; of most people first."""
        asked = words_in(typed)
        if not asked:
            return []
        if self._organisations is None:
            self._organisations = [_folded(organisation) for organisation in self._board.organisations()]
        found = (o for folded, o in self._organisations if all(f" {word}" in folded for word in asked))
        return [o for _, o in zip(range(MOST_ORGANISATIONS), found, strict=False)]

    def alike(self, form: RegistrationForm) -> list[SimilarPerson]:
        """Whom the list has who may be the one in the form, the likeliest first."""
        queries = [f"{form.first_name} {form.last_name}"] if can_be_named(form) else []
        queries += [form.email] if "@" in form.email else []
        desk = self._desk
        found = {
            match.attendee.id: SimilarPerson(match, why)
            for query in queries
            for match in self._board.search(query, desk.programme, desk.control_point, LOOKED_AT)
            if (why := duplicate_reason(form, match.attendee)) is not None
        }
        return sorted(found.values(), key=lambda alike: alike.likeness)[:MOST_ALIKE]

    def workshops(self) -> list[SessionSeats]:
        """Sessions on registration that are not over, with the seats that are left now."""
        now = self._desk.now()
        open_ones = [s for s in self._desk.programme.sessions if s.is_booked and not (s.ends and s.ends <= now)]
        return self._desk.door.seats.left(self._desk.programme, open_ones)

    def sessions_of(self, attendee: Attendee) -> list[Session]:
        return [s for s in map(self._desk.programme.session, attendee.sessions) if s]


def _folded(organisation: str) -> tuple[str, str]:
    """As it is looked for, each word after a space, and as it is written."""
    return f" {' '.join(words_in(organisation))}", organisation
