# SPDX-License-Identifier: GPL-3.0-or-later
"""Person lookup: by typed text, or by a text in a code that is no ticket. Reads only.

Each result comes with the person's state at the control point.
"""

from collections.abc import Sequence
from typing import NamedTuple

from checkin.core.admission_rules import counting_point
from checkin.core.answer import SearchMatch
from checkin.core.attendee import OFF_STATUSES, Attendee
from checkin.core.chosen_columns import shown_in_rows, texts_with
from checkin.core.people.contact import read_contact
from checkin.core.people.namesake_labels import distinguish_namesakes
from checkin.core.people.people_filter import PersonAtPoint
from checkin.core.programme.programme import ControlPoint, PointMode, Programme
from checkin.core.search.search_query import MatchRank, RankedAttendee
from checkin.core.text_folding import words_in
from checkin.services.event_file import EventFile
from checkin.services.person_state_queries import read_standings
from checkin.storage.attendees import VisitRow

MOST_CANDIDATES = 9
"""Candidates offered at most: each is chosen with one digit."""
MOST_LISTED, CONSIDERED = 24, 4
"""The most people that a search lists, and how many times as many it reads to put them in order."""


class FoundPeople(NamedTuple):
    """The people that a search lists, best first; `more` is how many others match, None for too many to count."""

    matches: list[SearchMatch]
    more: int | None = 0


class PersonLookup:
    """Person lookup in one event file."""

    def __init__(self, event: EventFile) -> None:
        self._event = event

    def find(self, query: str, programme: Programme, point: ControlPoint) -> FoundPeople:
        """Return the people who match `query`, as many as a list has use for, and how many more there are."""
        ranked = self._ranked(query, programme, point, MOST_LISTED)
        more = len(ranked) - MOST_LISTED if len(ranked) < MOST_LISTED * CONSIDERED else None
        return FoundPeople(self._at(ranked[:MOST_LISTED], programme, point, query), more and max(0, more))

    def search(self, query: str, programme: Programme, point: ControlPoint, limit: int) -> list[SearchMatch]:
        """Return at most `limit` people who match `query`, best first."""
        return self._at(self._ranked(query, programme, point, limit)[:limit], programme, point, query)

    def _ranked(self, query: str, programme: Programme, point: ControlPoint, limit: int) -> list[RankedAttendee]:
        """Return `CONSIDERED` times `limit` people who match `query`, best first; among equal matches people still
        expected at the control point come first.
        """
        found = self._event.attendees.find(query, limit * CONSIDERED)
        entrance = counting_point(programme, point).id
        visits = self._event.attendees.visits_at(entrance, [f.attendee.id for f in found])
        return sorted(found, key=lambda f: (f.rank, _is_done(f.attendee, visits.get(f.attendee.id), point)))

    def is_about_columns(self, query: str, programme: Programme) -> bool:
        """Return whether a word of `query` is a value of a column, or in the name of a chosen one."""
        named = {word for column in programme.columns for word in words_in(column.name)}
        return not named.isdisjoint(words_in(query)) or self._event.attendees.has_column_word(query)

    def named_in(self, text: str, programme: Programme, point: ControlPoint) -> tuple[SearchMatch, ...]:
        """Return the people named by a business card, e-mail address or bare name in a code; usually none."""
        contact = read_contact(text)
        if contact is None:
            return ()
        people = [found.attendee for found in self._event.attendees.find(contact.email, 30)] if contact.email else []
        meant = [a for a in people if a.email.casefold() == contact.email.casefold()]
        if not meant and contact.name:
            wanted = sorted(words_in(contact.name))
            found = self._event.attendees.find(contact.name, 30)
            meant = [f.attendee for f in found if sorted(words_in(f.attendee.name)) == wanted]
        return self.standings(meant[:MOST_CANDIDATES], programme, point)

    def standings(
        self, people: Sequence[Attendee], programme: Programme, point: ControlPoint
    ) -> tuple[SearchMatch, ...]:
        """Return these people, each with their state at the control point."""
        return tuple(self._at([RankedAttendee(person, MatchRank.LAST_NAME) for person in people], programme, point))

    def _at(
        self, found: Sequence[RankedAttendee], programme: Programme, point: ControlPoint, typed: str = ""
    ) -> list[SearchMatch]:
        people = [each.attendee for each in found]
        here = read_standings(self._event, people, counting_point(programme, point).id, programme)
        apart = distinguish_namesakes(people, programme.category_name)
        return [
            _match(standing, label, each.rank >= MatchRank.NEAR, _columns(each, programme, typed))
            for each, standing, label in zip(found, here, apart, strict=True)
        ]


def _columns(found: RankedAttendee, programme: Programme, typed: str) -> tuple[str, ...]:
    """Return the chosen values, behind those in which the words stand if it is for them that the person was found."""
    is_by_column = found.rank in (MatchRank.COLUMN, MatchRank.COLUMN_BEGINNING)
    why = texts_with(found.attendee, typed) if is_by_column else []
    shown = shown_in_rows(found.attendee, programme)
    return (*why, *(text for text in shown if not any(f" {each}".endswith(f" {text}") for each in why)))


def _match(here: PersonAtPoint, apart: tuple[str, ...], is_near: bool, columns: tuple[str, ...]) -> SearchMatch:
    return SearchMatch(
        here.attendee,
        here.arrived_at,
        here.arrived_desk,
        here.is_inside,
        here.came,
        here.replaced_by,
        here.seat,
        accompanies=here.accompanies,
        thing=here.thing,
        apart=apart,
        is_near=is_near,
        columns=columns,
    )


def _is_done(person: Attendee, visit: VisitRow | None, point: ControlPoint) -> bool:
    """Whether this person has nothing more to do here."""
    if point.mode is PointMode.EXIT:
        return not (visit and visit.is_inside)
    return visit is not None or person.status in OFF_STATUSES
