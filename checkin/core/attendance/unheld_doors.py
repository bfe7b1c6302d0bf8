# SPDX-License-Identifier: GPL-3.0-or-later
"""Doors that nobody held: control points of sessions to be booked at which no badge was read. Pure.

An attendee who booked such a session counts as away while it ran (`AttendanceJudge`), though nobody could be scanned
there: the organiser is asked before that costs anybody an afternoon. The answer is `ControlPoint.is_optional`.
"""

from collections import Counter
from collections.abc import Collection
from dataclasses import dataclass, replace

from checkin.core.attendance.day_report import DayReport
from checkin.core.attendance.stays import EventOccasions
from checkin.core.programme.daily_points import planned_id
from checkin.core.programme.programme import ControlPoint, PointMode, Programme


@dataclass(frozen=True, slots=True)
class UnheldDoors:
    """Control points that are asked about: `unread` ones are required though no badge was read there, and `registered`
    people booked their sessions; `optional` ones are no longer required.
    """

    unread: tuple[ControlPoint, ...] = ()
    registered: int = 0
    optional: tuple[ControlPoint, ...] = ()


def unheld_doors(programme: Programme, report: DayReport, occasions: EventOccasions) -> UnheldDoors:
    """Return the doors nobody held of sessions that are over; none where nobody was seen at the whole event.
    `programme` is as planned.
    """
    came, doors = Counter[str](), dict[str, list[ControlPoint]]()
    for door, figures in report.doors.items():
        came[planned_id(door)] += figures.total.people
    for point in programme.control_points:
        session = programme.session(point.session)
        if session and session.is_booked and point.mode is PointMode.ENTRY and not point.is_optional:
            doors.setdefault(session.id, []).append(point)
    unread, registered = list[ControlPoint](), 0
    for session_id, points in doors.items():
        time, line = occasions.sessions.get(session_id), report.sessions.get(session_id)
        is_unread = report.total.people and not any(came[point.id] for point in points)
        if is_unread and time and occasions.is_over(time) and line and line.places:
            unread += points
            registered += line.places
    return UnheldDoors(tuple(unread), registered, tuple(p for p in programme.control_points if p.is_optional))


def with_optional(programme: Programme, doors: Collection[str], *, is_optional: bool) -> Programme:
    """Return the programme in which a scan at these control points is not required, or is again."""
    points = (replace(p, is_optional=is_optional) if p.id in doors else p for p in programme.control_points)
    return replace(programme, control_points=tuple(points))
