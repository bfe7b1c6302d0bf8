# SPDX-License-Identifier: GPL-3.0-or-later
"""Person lookup: by typed text, or by a text in a code that is no ticket. Reads only.

Each result comes with the person's state at the control point.
"""

from collections.abc import Collection, Sequence
from dataclasses import replace
from datetime import tzinfo
from typing import NamedTuple

from checkin.core.admission_rules import counting_point
from checkin.core.answer import SearchMatch
from checkin.core.attendee import OFF_STATUSES, Attendee, Status, companion_host
from checkin.core.chosen_columns import shown_in_rows, texts_with
from checkin.core.history import CodeClaim, History, claim_to, deciding_claims, tied_code
from checkin.core.people_list import PersonAtPoint, SeatState, distinguish_namesakes
from checkin.core.programme.programme import ControlPoint, PointMode, Programme, Session
from checkin.core.programme.programme_edits import find_point
from checkin.core.search_terms import MatchRank, RankedAttendee, read_contact
from checkin.core.text_folding import words_in
from checkin.core.tokens import Token, strip_frame
from checkin.services.door_figures import Seats
from checkin.services.event_file import EventFile, zone_of
from checkin.storage.attendees import VisitRow

# People's states at a control point, read for every list that shows them. Reads only.


def read_standings(
    event: EventFile, people: Sequence[Attendee], point: str, programme: Programme
) -> list[PersonAtPoint]:
    """Return each of `people` at the control point `point`, with times in the event's zone.

    Reads the visits and the waiting list once, and the history of cancelled people.
    """
    visits = event.attendees.visits_at(point, [person.id for person in people])
    entrance = find_point(programme, point)
    session = programme.session(entrance.session) if entrance else None
    line = frozenset(Seats(event).line(session)) if session else frozenset()
    zone = zone_of(programme.event)
    lent = read_lent_things(event, [each for each, visit in visits.items() if visit.is_inside], entrance)
    return [
        replace(
            _standing(event, person, visits.get(person.id), zone),
            seat=_seat(person, session, line),
            thing=lent.get(person.id, ""),
        )
        for person in people
    ]


def read_lent_things(event: EventFile, people: Sequence[str], point: ControlPoint | None) -> dict[str, str]:
    """Return what each of these people has from a control point that lends, as people call it, with its number if they
    were given one; the others have nothing from there.
    """
    if point is None or not point.gives or not people:
        return {}
    visits = {person: history.visit(point.id) for person, history in event.journal.histories(people)}
    return {person: f"{point.gives} {visit.thing}".strip() for person, visit in visits.items() if visit.is_inside}


def mark_present_elsewhere(event: EventFile, found: Sequence[PersonAtPoint], arrival: str) -> tuple[PersonAtPoint, ...]:
    """Return `found`, each with whether they are in the building though they have not been here.

    In the building means inside at `arrival`, the event's entrance; for people never scanned there, inside anywhere.
    """
    missing = [standing.attendee.id for standing in found if standing.arrived_at is None]
    inside: dict[str, dict[str, bool]] = {}
    for visit in event.attendees.visits_of(missing):
        inside.setdefault(visit.attendee, {})[visit.control_point] = visit.is_inside
    there = {each for each, points in inside.items() if points.get(arrival, any(points.values()))}
    return tuple(replace(standing, is_elsewhere=standing.attendee.id in there) for standing in found)


def substitute_of(event: EventFile, history: History) -> str | None:
    """Return the name of the person who came instead, "" if it is not known here, None if there is none."""
    if not history.replaced_by:
        return None
    found = event.attendees.get(history.replaced_by)
    return found.name if found else ""


def name_of_host(event: EventFile, person: Attendee) -> str:
    """Return the name of the person whom a companion accompanies; "" for anyone else, and where it is not known."""
    found = event.attendees.get(host) if (host := companion_host(person.companion)) else None
    return found.name if found else ""


def _seat(person: Attendee, session: Session | None, line: Collection[str]) -> SeatState:
    if session is None or (session.is_booked and session.id in person.sessions):
        return SeatState.BOOKED
    if person.id in line:
        return SeatState.WAITING
    return SeatState.NOT_BOOKED if session.is_booked else SeatState.BOOKED


def _standing(event: EventFile, person: Attendee, visit: VisitRow | None, zone: tzinfo) -> PersonAtPoint:
    is_off = person.status is Status.CANCELLED
    replaced_by = substitute_of(event, event.journal.history(person.id)) if is_off else None
    standing = PersonAtPoint(person, replaced_by=replaced_by, accompanies=name_of_host(event, person))
    if visit is None:
        return standing
    arrived = visit.arrived_at.astimezone(zone)
    return replace(standing, arrived_at=arrived, arrived_desk=visit.desk, is_inside=visit.is_inside, came=visit.people)


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


# Whose a code is, from the entries of all who have or had it. Reads only.
# Nearly every code has one holder, found by the table alone. Only where there are several (two desks tied it while
# apart, a list names it twice) their histories are read.


def code_owners(event: EventFile, token: Token, text: str) -> tuple[str, ...]:
    """Return the ids of the people whom a code that was read means, as the list wrote it or as a code of ours in
    capitals: one, none, or the several between whom a user must choose (`deciding_claims`).
    """
    for code in dict.fromkeys((strip_frame(text), token.code)):
        if code and code.isprintable() and (owners := _owners(event, code)):
            return owners
    return ()


def _owners(event: EventFile, code: str) -> tuple[str, ...]:
    holders = event.attendees.holders(code)
    if len(holders) < 2:
        return tuple(holders)
    return tuple(claim.person for claim in deciding_claims(claims_to(event, code, holders)))


def claims_to(event: EventFile, code: str, holders: list[str]) -> list[CodeClaim]:
    """Return the claims that these people have to a code."""
    histories = event.journal.histories(holders)
    return [claim for person, history in histories if (claim := claim_to(code, person, history))]


def contested_codes(event: EventFile) -> dict[str, tuple[CodeClaim, ...]]:
    """Return the claims to every code between whose owners a user must choose. Only a code that was tied is one."""
    tied = {tied_code(entry) for entry in event.journal.ties()}
    codes = event.attendees.codes_of_several(tied) if tied else []
    claims = {code: deciding_claims(claims_to(event, code, event.attendees.holders(code))) for code in codes}
    return {code: deciding for code, deciding in claims.items() if len(deciding) > 1}
