# SPDX-License-Identifier: GPL-3.0-or-later
"""Selects the days of the event from a schedule: a calendar may hold a whole year. Pure."""

from collections.abc import Iterable, Sequence
from datetime import date, timedelta

from checkin.core.errors import UserError
from checkin.core.message import Message
from checkin.core.schedules.schedule import ScheduledSession, ScheduleNote, session_day

MOST_DAYS = 31
"""The most days from the first to the last. No event is longer; more is a personal calendar."""

_ONE_DAY = timedelta(days=1)


def select_event_days(
    items: Sequence[ScheduledSession], day: date | None
) -> tuple[tuple[ScheduledSession, ...], tuple[ScheduleNote, ...]]:
    """Return the items to take, and notes on the others. `day` is the event's.

    Of a long calendar only the event's day is taken, and the days after and before it as long as each has items. Raises
    `UserError` where the event's day is unknown.
    """
    days = {found for item in items if (found := session_day(item))}
    if not days or (max(days) - min(days)).days < MOST_DAYS:
        return tuple(items), ()
    if day not in days:
        raise UserError(_TOO_LONG, first=_day_text(min(days)), last=_day_text(max(days)))
    run = _run(day, days)
    taken = tuple(item for item in items if (found := session_day(item)) is None or found in run)
    return taken, (ScheduleNote(_OTHER_DAYS, {"count": len(items) - len(taken)}),)


def _run(day: date, days: Iterable[date]) -> set[date]:
    known, run = set(days), {day}
    for step in (_ONE_DAY, -_ONE_DAY):
        found = day + step
        while found in known:
            run.add(found)
            found += step
    return run


def _day_text(day: date) -> str:
    return f"{day:%d/%m/%Y}"


_TOO_LONG = Message(
    "schedule",
    "This calendar runs from {first} to {last}: it is not the programme of one event. Nothing was changed; set "
    "the date of the event first, or export only the event’s part of the calendar.",
)
_OTHER_DAYS = Message("schedule", "{count} {count:entry|entries} on other days {count:was|were} left out.")
