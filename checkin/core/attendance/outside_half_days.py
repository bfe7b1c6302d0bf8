# SPDX-License-Identifier: GPL-3.0-or-later
"""People who were at the event outside its half-days only, such as at lunch: a remark names their
sessions. Pure.
"""

from collections.abc import Collection
from datetime import date, tzinfo

from checkin.core.attendance.attendance_rules import Attendance, OccasionAttendance
from checkin.core.programme.programme import Programme

LONGEST_TITLES = 40
"""Letters of the titles that are named; longer ones would hide the names of the people."""


def are_half_days_empty(half_days: Collection[OccasionAttendance]) -> bool:
    """Whether all of these half-days are over and a person was at none of them, nor lost their time at a door."""
    return bool(half_days) and all(each.is_over and not each.total and not each.missed for each in half_days)


def name_sessions_outside(attendance: Attendance, programme: Programme, days: tuple[date, tzinfo] | None = None) -> str:
    """Return the titles of the sessions at which a person was who was at no half-day; "" if there are none, or they
    are long. `days` is the day that is asked about, at the venue; None for all.
    """
    titles = (s.title for s in programme.sessions if _was_at(attendance.sessions.get(s.id), days))
    named = ", ".join(titles)
    return named if len(named) <= LONGEST_TITLES else ""


def _was_at(session: OccasionAttendance | None, days: tuple[date, tzinfo] | None) -> bool:
    if session is None or not session.total:
        return False
    return days is None or session.time.begins.astimezone(days[1]).date() == days[0]
