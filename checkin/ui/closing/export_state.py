# SPDX-License-Identifier: GPL-3.0-or-later
"""The sentence about the last export of the attendance, for the closing screen and the purge."""

from datetime import datetime

from checkin.core.message import Message
from checkin.services.exports.last_export import LastExport
from checkin.translation import clock_time, translate


def export_state_text(last: LastExport | None, now: datetime) -> str:
    """Return when the last export was, in the zone of `now`, and what came since."""
    if last is None:
        return translate(_NOT_YET)
    state = translate(_STATE, exported=_exported(last.at, now), since=_since(last))
    return f"{state} {translate(_PART)}" if last.is_part else state


def purge_export_text(last: LastExport | None, now: datetime) -> str:
    """Return the same for the purge, and whether to export again: only exports of the present state stay provable."""
    state = export_state_text(last, now)
    return state if last is None or last.is_all else f"{state} {translate(_AGAIN)}"


def _exported(at: datetime, now: datetime) -> str:
    there = at.astimezone(now.tzinfo)
    words = _AT if there.date() == now.date() else _ON
    return translate(words, day=f"{there:%d/%m}", time=clock_time(there))


def _since(last: LastExport) -> str:
    if last.is_all:
        return translate(_NOTHING)
    if not last.arrivals:
        return translate(_SOMETHING)
    return translate(_ONE if last.arrivals == 1 else _ARRIVALS, count=last.arrivals)


_NOT_YET = Message("closing", "Attendance not yet exported from this computer.")
_STATE = Message("closing", "{exported}; {since}.")
_AT = Message("closing", "Attendance exported at {time}")
_ON = Message("closing", "Attendance exported on {day} at {time}")
_AGAIN = Message("closing", "Export once more, or that export cannot be proved afterwards.")
_PART = Message("closing", "It had not all columns: export “Everything” too before anything is erased.")
_NOTHING = Message("closing", "nothing recorded since")
_SOMETHING = Message("closing", "no arrivals since, but something else was recorded")
_ONE = Message("closing", "1 arrival since")
_ARRIVALS = Message("closing", "{count} arrivals since")
