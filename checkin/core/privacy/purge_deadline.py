# SPDX-License-Identifier: GPL-3.0-or-later
"""Deadline of a purge: whether its day has come, and whether the clock is credible. Pure. The day proposed:
`privacy_record`.

A purge that was decided to happen by itself only happens by a clock that nothing contradicts (docs/adr/0031).
"""

from datetime import date, datetime, timedelta

from checkin.core.privacy.privacy_record import PrivacyRecord, proposed_purge_day
from checkin.core.programme.programme import Programme

ALLOWED_S = 300.0
"""Seconds by which the clocks of desks may differ and still agree on the day."""


def last_day(programme: Programme) -> date | None:
    """Return the last day of the event; None where neither the event nor a session has one."""
    moments = [moment for session in programme.sessions if (moment := session.ends or session.starts)]
    days = [programme.event.last_day or programme.event.day, *(moment.date() for moment in moments)]
    return max(filter(None, days), default=None)


def kept_until(record: PrivacyRecord, programme: Programme) -> date | None:
    """Return the day that was chosen, else the proposed one."""
    return record.until or proposed_purge_day(last_day(programme))


def is_event_over(programme: Programme, now: datetime) -> bool:
    """Whether the last session has ended; without times, whether the day has."""
    ends = max((session.ends for session in programme.sessions if session.ends), default=None)
    last = last_day(programme)
    if ends and last and ends.date() >= last:
        return now >= ends
    return last is not None and now.date() > last


def is_clock_credible(now: datetime, newest: datetime | None, ahead: float) -> bool:
    """Whether this computer's clock may decide. `newest` is the time of the newest entry, `ahead` the seconds this
    clock was ahead of the other desks' at the last measurement.
    """
    is_behind = newest is not None and newest - now > timedelta(seconds=ALLOWED_S)
    return not is_behind and abs(ahead) <= ALLOWED_S
