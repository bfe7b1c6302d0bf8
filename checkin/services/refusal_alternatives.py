# SPDX-License-Identifier: GPL-3.0-or-later
"""The alternatives that a refusal can offer: another workshop, another control point, a place on the waiting list."""

from dataclasses import replace
from datetime import datetime

from checkin.core.access import (
    alternative_sessions,
    later_points_for,
    open_points_for,
    overlapping_registrations,
)
from checkin.core.answer import Alternatives, Answer, SessionSeats
from checkin.core.attendee import Attendee
from checkin.core.decision import Reason
from checkin.core.programme.programme import Programme, Session
from checkin.services.session_seats import Seats

MOST = 5
"""Workshops offered at most: each is chosen with one digit, and they must fit into the answer."""


def add_alternatives(answer: Answer, programme: Programme, seats: Seats) -> Answer:
    """Return `answer` with what the volunteer can offer."""
    person, session = answer.attendee, programme.session(answer.control_point.session)
    if person is None:
        return answer
    if answer.reason is Reason.NO_ACCESS:
        return replace(answer, alternatives=_elsewhere(person, programme, answer.at))
    if session is None:
        return answer
    if answer.reason in (Reason.FULL, Reason.NOT_REGISTERED):
        others = _others(person, programme, session, seats) if answer.reason is Reason.FULL else ()
        given_up = tuple(overlapping_registrations(person, programme, session))
        answer = replace(answer, alternatives=Alternatives(workshops=others, given_up=given_up))
    return _in_line(answer, session, seats) if session.waiting else answer


def _elsewhere(person: Attendee, programme: Programme, at: datetime) -> Alternatives:
    """Return the control points that let the person in now, else those that will."""
    now = tuple(open_points_for(person, programme, at))
    return Alternatives(open_to=now, open_later=() if now else tuple(later_points_for(person, programme, at)[:MOST]))


def _others(person: Attendee, programme: Programme, session: Session, seats: Seats) -> tuple[SessionSeats, ...]:
    """Return the workshop they booked first, where a seat is theirs, then those at the same time with free seats."""
    others = seats.left(programme, alternative_sessions(person, programme, session))
    own = [w for w in others if w.session.id in person.sessions]
    return (*own, *(w for w in others if w not in own and w.seats != 0))[:MOST]


def _in_line(answer: Answer, session: Session, seats: Seats) -> Answer:
    """Return `answer` with the length of the waiting list and the person's position, 0 if they are not on it."""
    line = seats.line(session)
    person = answer.attendee.id if answer.attendee else ""
    place = line.index(person) + 1 if person in line else 0
    counts = replace(answer.counts, waiting=len(line), line_length=session.waiting, waiting_position=place)
    return replace(answer, counts=counts)
