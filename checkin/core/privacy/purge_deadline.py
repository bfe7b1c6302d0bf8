# SPDX-License-Identifier: GPL-3.0-or-later
"""The day after which people are forgotten: which it is, whether it has come, whether a clock may be believed. Pure.

What was decided to happen by itself only ever happens by a clock that nothing contradicts (docs/adr/0031).
"""

from datetime import date, datetime, timedelta

from checkin.core.privacy.privacy_record import PrivacyRecord, proposed_purge_day
from checkin.core.programme.programme import Programme

ALLOWED_S = 300.0
"""Seconds by which clocks of desks differ without anybody being wrong about the day."""


def last_day(programme: Programme) -> date | None:
    """Of the event; None where neither a day nor a session says one."""
    moments = [moment for session in programme.sessions if (moment := session.ends or session.starts)]
    days = [programme.event.day, *(moment.date() for moment in moments)]
    return max(filter(None, days), default=None)


def kept_until(record: PrivacyRecord, programme: Programme) -> date | None:
    """The day that was chosen, else the usual one."""
    return record.until or proposed_purge_day(last_day(programme))


def is_event_over(programme: Programme, now: datetime) -> bool:
    """Whether the last session has ended; without times, whether the day has."""
    ends = max((session.ends for session in programme.sessions if session.ends), default=None)
    last = last_day(programme)
    if ends and last and ends.date() >= last:
        return now >= ends
    return last is not None and now.date() > last


def is_clock_credible(now: datetime, newest: datetime | None, ahead: float) -> bool:
    """Whether this computer's clock may decide something. `newest` is when somebody wrote last, `ahead` the seconds by
    which this clock was ahead of the other desks' when that was measured last.
    """
    is_behind = newest is not None and newest - now > timedelta(seconds=ALLOWED_S)
    return not is_behind and abs(ahead) <= ALLOWED_S
