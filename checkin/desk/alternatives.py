# SPDX-License-Identifier: GPL-3.0-or-later
"""What an answer that does not simply let in can offer instead: another workshop, another door, a place in the line."""

from dataclasses import replace

from checkin.core.access import alternative_sessions, open_points_for, overlapping_registrations
from checkin.core.admission import Reason
from checkin.core.answer import Answer, SessionSeats
from checkin.core.attendee import Attendee
from checkin.core.programme.programme import Programme, Session
from checkin.desk.seats import Seats

MOST = 5
"""Workshops offered; each is chosen with one digit, and they must fit the answer's place."""


def add_alternatives(answer: Answer, programme: Programme, seats: Seats) -> Answer:
    """`answer` with what a person at the desk may do about it. Only a full session costs a look at everyone."""
    person, session = answer.attendee, programme.session(answer.control_point.session)
    if person is None:
        return answer
    if answer.reason is Reason.NO_ACCESS:
        return replace(answer, open_to=tuple(open_points_for(person, programme, answer.at)))
    if session is None:
        return answer
    if answer.reason in (Reason.FULL, Reason.NOT_REGISTERED):
        answer = replace(answer, given_up=tuple(overlapping_registrations(person, programme, session)))
    if answer.reason is Reason.FULL:
        answer = replace(answer, workshops=_others(person, programme, session, seats))
    return _in_line(answer, session, seats) if session.waiting else answer


def _others(person: Attendee, programme: Programme, session: Session, seats: Seats) -> tuple[SessionSeats, ...]:
    """The one they booked first, where a seat is theirs, then those of the same time with seats."""
    others = seats.left(programme, alternative_sessions(person, programme, session))
    own = [w for w in others if w.session.id in person.sessions]
    return (*own, *(w for w in others if w not in own and w.seats != 0))[:MOST]


def _in_line(answer: Answer, session: Session, seats: Seats) -> Answer:
    line = seats.line(session)
    person = answer.attendee.id if answer.attendee else ""
    waiting, most = len(line), session.waiting
    return replace(
        answer, waiting=waiting, line_length=most, waiting_position=line.index(person) + 1 if person in line else 0
    )
