# SPDX-License-Identifier: GPL-3.0-or-later
"""Access rules: the control points an attendee may enter, and the sessions of the same time they could
exchange. Pure.
"""

from collections.abc import Iterable
from datetime import datetime

from checkin.core.attendee import Attendee
from checkin.core.attendee_body import text_field
from checkin.core.programme.programme import ControlPoint, PointMode, Programme, Requirement, Session
from checkin.core.text_folding import fold_text


def may_enter(attendee: Attendee, programme: Programme, point: ControlPoint) -> bool:
    """Whether the attendee's category and fields satisfy what the control point demands."""
    is_meant = admits_category(programme, point, attendee.category)
    return is_meant and all(meets(text_field(attendee, required.field), required) for required in point.requires)


def decides_entrance(field: str, programme: Programme) -> bool:
    """Whether a person's value of this field may open a control point to them, or close one."""
    required = {fold_text(each.field) for point in programme.control_points for each in point.requires}
    return field in ("category", "sessions") or fold_text(field) in required


def count_meeting(people: Iterable[Attendee], required: Requirement) -> int:
    """Return how many of these people a condition of entry lets in."""
    return sum(meets(text_field(person, required.field), required) for person in people)


def admits_category(programme: Programme, point: ControlPoint, text: str) -> bool:
    """Whether a control point is open to a category as lists write it."""
    category = programme.category_named(text)
    return not point.categories or (category.id if category else text) in point.categories


def required_category(programme: Programme, point: ControlPoint) -> Requirement | None:
    """Return the condition that a control point's categories are, with their names; None for one open to all."""
    names = tuple(map(programme.category_name, point.categories))
    return Requirement("category", names) if names else None


def is_open(point: ControlPoint, at: datetime) -> bool:
    return not (point.opens and at < point.opens) and not (point.closes and at >= point.closes)


def open_points_for(attendee: Attendee, programme: Programme, at: datetime) -> list[ControlPoint]:
    """Return the entry points that are open at `at` and that the attendee may enter."""
    return [
        p
        for p in programme.control_points
        if p.mode is PointMode.ENTRY and is_open(p, at) and may_enter(attendee, programme, p)
    ]


def later_points_for(attendee: Attendee, programme: Programme, at: datetime) -> list[ControlPoint]:
    """Return the entry points that open after `at` and that the attendee may enter then, the next first."""
    later = [
        (p.opens, p)
        for p in programme.control_points
        if p.mode is PointMode.ENTRY and p.opens and at < p.opens and may_enter(attendee, programme, p)
    ]
    return [p for _, p in sorted(later, key=lambda each: each[0])]


def session_entry(programme: Programme, session: Session) -> ControlPoint | None:
    """Return the control point that lets people into the session; None if no desk scans there."""
    return next((p for p in programme.control_points if p.session == session.id and p.mode is PointMode.ENTRY), None)


def lets_into(programme: Programme, point: ControlPoint, session: Session, attendee: Attendee) -> bool:
    """Whether a registrant of the session enters it at `point`: its own control point, or where it has none that of
    another session that the person booked, as of all workshops together.
    """
    own = session_entry(programme, session)
    is_there = point.session in attendee.sessions if own is None else point.id == own.id
    return is_there and point.mode is PointMode.ENTRY


def alternative_sessions(attendee: Attendee, programme: Programme, session: Session) -> list[Session]:
    """Return the other bookable sessions that overlap `session` and that the attendee may enter."""
    return [
        other
        for other in programme.sessions
        if other.is_booked and other.id != session.id and are_overlapping(other, session)
        if (entrance := session_entry(programme, other)) is None or may_enter(attendee, programme, entrance)
    ]


def overlapping_registrations(attendee: Attendee, programme: Programme, session: Session) -> list[Session]:
    """Return the attendee's registrations that overlap `session`, which attending `session` would give up."""
    if session.id in attendee.sessions or not session.is_booked:
        return []
    return [other for other in alternative_sessions(attendee, programme, session) if other.id in attendee.sessions]


def are_overlapping(one: Session, other: Session) -> bool:
    """Whether two sessions overlap; False where either has no times."""
    if not (one.starts and one.ends and other.starts and other.ends):
        return False
    return one.starts < other.ends and other.starts < one.ends


def meets(text: str, required: Requirement) -> bool:
    """Whether a value is one of those required, ignoring case and accents."""
    return fold_text(text) in map(fold_text, required.values)
