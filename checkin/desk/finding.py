# SPDX-License-Identifier: GPL-3.0-or-later
"""Who may be meant: by what somebody types, or by a text that is no ticket. Reads only.

Everyone found comes with their state at the control point, told before anything is done.
"""

from collections.abc import Iterable

from checkin.core.admission import entry_point
from checkin.core.answer import Match
from checkin.core.contact import contact_in
from checkin.core.model import Attendee
from checkin.core.people import TAIL_LETTERS
from checkin.core.programme.programme import ControlPoint, Mode, Programme
from checkin.core.query import Found, Rank
from checkin.core.search import words_in
from checkin.desk.event_file import EventFile
from checkin.storage.attendees import VisitRow

MOST_CANDIDATES = 9
"""Each is chosen with one digit."""


class Finding:
    """Of one event file."""

    def __init__(self, event: EventFile) -> None:
        self._event = event

    def search(self, query: str, programme: Programme, point: ControlPoint, limit: int) -> list[Match]:
        """People who answer `query`, best first.

        Of those who answer equally well, those whom the control point still waits for come first. This is looked at
        for four times as many as are shown.
        """
        found = self._event.attendees.find(query, limit * 4)
        matches = self._at(found, programme, point)
        ranked = sorted(zip(found, matches, strict=True), key=lambda pair: (pair[0].rank, _is_done(pair[1], point)))
        return [match for _, match in ranked[:limit]]

    def named_in(self, text: str, programme: Programme, point: ControlPoint) -> tuple[Match, ...]:
        """The people whom a business card, an e-mail address or a bare name in a code means; mostly nobody."""
        contact = contact_in(text)
        if contact is None:
            return ()
        people = [found.attendee for found in self._event.attendees.find(contact.email, 30)] if contact.email else []
        meant = [a for a in people if a.email.casefold() == contact.email.casefold()]
        if not meant and contact.name:
            wanted = sorted(words_in(contact.name))
            found = self._event.attendees.find(contact.name, 30)
            meant = [f.attendee for f in found if sorted(words_in(f.attendee.name)) == wanted]
        return tuple(self._at([Found(a, Rank.LAST_NAME) for a in meant[:MOST_CANDIDATES]], programme, point))

    def _at(self, found: Iterable[Found], programme: Programme, point: ControlPoint) -> list[Match]:
        people = list(found)
        door = entry_point(programme, point)
        visits = self._event.attendees.visits_at(door.id, [f.attendee.id for f in people])
        return [_match(f.attendee, visits.get(f.attendee.id), f.rank >= Rank.NEAR) for f in people]


def _match(attendee: Attendee, visit: VisitRow | None, is_near: bool) -> Match:
    return Match(
        attendee,
        arrived_at=visit.arrived_at if visit else None,
        arrived_desk=visit.desk if visit else "",
        is_inside=bool(visit and visit.is_inside),
        tail=attendee.ticket_code[-TAIL_LETTERS:],
        is_near=is_near,
    )


def _is_done(match: Match, point: ControlPoint) -> bool:
    """Whether this person has nothing more to do here."""
    return not match.is_inside if point.mode is Mode.EXIT else match.arrived_at is not None
