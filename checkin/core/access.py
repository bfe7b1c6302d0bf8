# SPDX-License-Identifier: GPL-3.0-or-later
"""Which control points are for a person, and which sessions of one time they could exchange. Pure."""

from datetime import datetime

from checkin.core.attendee import Attendee
from checkin.core.history import text_field
from checkin.core.programme.programme import ControlPoint, PointMode, Programme, Requirement, Session
from checkin.core.text_folding import fold_text


def may_enter(attendee: Attendee, programme: Programme, point: ControlPoint) -> bool:
    """Whether the point is for people like this one: their category, and what they must have."""
    category = programme.category_named(attendee.category)
    is_meant = not point.categories or (category.id if category else attendee.category) in point.categories
    return is_meant and all(_has(attendee, required) for required in point.requires)


def is_open(point: ControlPoint, at: datetime) -> bool:
    return not (point.opens and at < point.opens) and not (point.closes and at >= point.closes)


def open_points_for(attendee: Attendee, programme: Programme, at: datetime) -> list[ControlPoint]:
    """The ways in that are open to this person at this moment."""
    return [
        p
        for p in programme.control_points
        if p.mode is PointMode.ENTRY and is_open(p, at) and may_enter(attendee, programme, p)
    ]


def session_entry(programme: Programme, session: Session) -> ControlPoint | None:
    """Where people are let into a session, None if nobody scans there."""
    return next((p for p in programme.control_points if p.session == session.id and p.mode is PointMode.ENTRY), None)


def alternative_sessions(attendee: Attendee, programme: Programme, session: Session) -> list[Session]:
    """The other sessions on registration that take place while this one does and that the person may enter."""
    return [
        other
        for other in programme.sessions
        if other.is_booked and other.id != session.id and are_overlapping(other, session)
        if (door := session_entry(programme, other)) is None or may_enter(attendee, programme, door)
    ]


def overlapping_registrations(attendee: Attendee, programme: Programme, session: Session) -> list[Session]:
    """What the person is registered for and cannot go to if they go to this session: both at one time."""
    if session.id in attendee.sessions or not session.is_booked:
        return []
    return [other for other in alternative_sessions(attendee, programme, session) if other.id in attendee.sessions]


def are_overlapping(one: Session, other: Session) -> bool:
    """Whether they overlap; without times nobody knows, and one may go to both."""
    if not (one.starts and one.ends and other.starts and other.ends):
        return False
    return one.starts < other.ends and other.starts < one.ends


def _has(attendee: Attendee, required: Requirement) -> bool:
    return fold_text(text_field(attendee, required.field)) in map(fold_text, required.values)
