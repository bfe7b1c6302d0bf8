# SPDX-License-Identifier: GPL-3.0-or-later
"""Which days of a schedule are those of the event: a calendar may hold a whole year. Pure."""

from collections.abc import Iterable, Sequence
from datetime import date, timedelta

from checkin.core.errors import UserError
from checkin.core.schedules.items import Item, Note, day_of
from checkin.core.words import Words

MOST_DAYS = 31
"""From the first to the last. No event is longer; what is, is somebody's calendar."""

_ONE_DAY = timedelta(days=1)


def of_the_event(items: Sequence[Item], day: date | None) -> tuple[tuple[Item, ...], tuple[Note, ...]]:
    """The items to take, and what is told of the others. `day` is the event's.

    Of a long calendar only the event's day is taken, and the days after and before it as long as each has something.
    Raises `UserError` where nothing tells which day it is.
    """
    days = {found for item in items if (found := day_of(item))}
    if not days or (max(days) - min(days)).days < MOST_DAYS:
        return tuple(items), ()
    if day not in days:
        raise UserError(_TOO_LONG, first=_told(min(days)), last=_told(max(days)))
    run = _run(day, days)
    taken = tuple(item for item in items if (found := day_of(item)) is None or found in run)
    return taken, (Note(_OTHER_DAYS, {"count": len(items) - len(taken)}),)


def _run(day: date, days: Iterable[date]) -> set[date]:
    known, run = set(days), {day}
    for step in (_ONE_DAY, -_ONE_DAY):
        found = day + step
        while found in known:
            run.add(found)
            found += step
    return run


def _told(day: date) -> str:
    return f"{day:%d/%m/%Y}"


_TOO_LONG = Words(
    "schedule",
    "This calendar runs from {first} to {last}: it is not the programme of one event. Nothing was changed; "
    "say the day of the event first, or export only the event’s part of the calendar.",
)
_OTHER_DAYS = Words("schedule", "{count} {count:entry|entries} of other days {count:was|were} left out.")
