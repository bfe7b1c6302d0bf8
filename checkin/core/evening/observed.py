# SPDX-License-Identifier: GPL-3.0-or-later
"""Sessions at which at least one person was seen; at any other no absence is known. Pure."""

from collections.abc import Iterable, Iterator

from checkin.core.evening.attendance_rules import Attendance
from checkin.core.evening.stays import WHOLE_EVENT


def observed_sessions(everyone: Iterable[Attendance]) -> frozenset[str]:
    """Return the sessions at whose door a badge was scanned, whenever, and those for which time counts."""
    return frozenset(session for each in everyone for session in _of(each)) - {WHOLE_EVENT}


def _of(attendance: Attendance) -> Iterator[str]:
    yield from (stay.session for stay in attendance.stays)
    yield from (session for session, attended in attendance.sessions.items() if attended.together)
