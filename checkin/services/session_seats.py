# SPDX-License-Identifier: GPL-3.0-or-later
"""Seats of sessions: taken, booked, on the waiting list, free. Reads only."""

from collections.abc import Sequence

from checkin.core.access import session_entry
from checkin.core.answer import SessionSeats
from checkin.core.programme.programme import ControlPoint, Programme, Session
from checkin.core.ready.event_checks import Overbooked
from checkin.services.event_file import EventFile
from checkin.storage import people_totals


class Seats:
    """Seat counts of one event file. Sessions without a capacity are not counted."""

    def __init__(self, event: EventFile) -> None:
        self._event = event

    def taken(self, programme: Programme, point: ControlPoint, subject: str) -> tuple[int, int, int]:
        """Return for one person at one control point: people inside, bookings still to come, people waiting before
        them.

        All 0 for a control point without a session, or a session without a capacity.
        """
        session = programme.session(point.session)
        if session is None or not session.capacity:
            return 0, 0, 0
        people = self._event.attendees
        line = self.line(session)
        ahead = line.index(subject) if subject in line else len(line)
        return people.inside(point.id), people.awaited(session.id, point.id), ahead

    def line(self, session: Session) -> list[str]:
        """Return the ids of attendees on the waiting list, first come first."""
        return self._event.attendees.waiting.of(session.id) if session.waiting and session.capacity else []

    def left(self, programme: Programme, sessions: Sequence[Session]) -> list[SessionSeats]:
        """Return each of `sessions` with its free seats, None where there is no limit."""
        entrances = {s.id: entrance.id for s in programme.sessions if (entrance := session_entry(programme, s))}
        awaited = people_totals.awaited(self._event.db, entrances) if any(s.capacity for s in sessions) else {}
        return [
            SessionSeats(s, self._left(programme, s, entrances.get(s.id, ""), awaited.get(s.id, 0))) for s in sessions
        ]

    def overbooked(self, programme: Programme) -> tuple[Overbooked, ...]:
        """Return the sessions with more bookings than seats."""
        limited = [session for session in programme.sessions if session.is_booked and session.capacity]
        found = people_totals.bookings(self._event.db, {}) if limited else {}
        booked = [(session, found[session.id].registered) for session in limited if session.id in found]
        return tuple(Overbooked(session, people) for session, people in booked if people > session.capacity)

    def _left(self, programme: Programme, session: Session, entrance: str, awaited: int) -> int | None:
        people = self._event.attendees
        inside = people.inside(entrance) if entrance and session.capacity else 0
        return session.seats_left(inside, awaited, len(self.line(session)))
