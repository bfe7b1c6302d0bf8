# SPDX-License-Identifier: GPL-3.0-or-later
"""What is said of the last export of the attendance, on the closing screen and before everybody is forgotten."""

from datetime import datetime

from checkin.core.words import Words
from checkin.desk.exports.last_export import LastExport
from checkin.language import clock_time, say


def export_state(last: LastExport | None, now: datetime) -> str:
    """When it was, in the time of `now`, and what came since."""
    if last is None:
        return say(_NOT_YET)
    return say(_STATE, exported=_exported(last.at, now), since=_since(last))


def _exported(at: datetime | None, now: datetime) -> str:
    if at is None:
        return say(_EXPORTED)
    there = at.astimezone(now.tzinfo)
    words = _AT if there.date() == now.date() else _ON
    return say(words, day=f"{there:%d/%m}", time=clock_time(there))


def _since(last: LastExport) -> str:
    if last.is_all:
        return say(_NOTHING)
    if not last.arrivals:
        return say(_SOMETHING)
    return say(_ONE if last.arrivals == 1 else _ARRIVALS, count=last.arrivals)


_NOT_YET = Words("closing", "Attendance not exported from this computer yet.")
_STATE = Words("closing", "{exported}; {since}.")
_EXPORTED = Words("closing", "Attendance exported")
_AT = Words("closing", "Attendance exported at {time}")
_ON = Words("closing", "Attendance exported on {day} at {time}")
_NOTHING = Words("closing", "nothing was recorded since")
_SOMETHING = Words("closing", "nobody arrived since, but something was recorded")
_ONE = Words("closing", "1 arrival since")
_ARRIVALS = Words("closing", "{count} arrivals since")
