# SPDX-License-Identifier: GPL-3.0-or-later
"""Days of daily and weekly recurrence, as in calendars of events. Pure.

Other parts of a recurrence rule of iCalendar (RFC 5545) are not understood, and reported.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

_UNDERSTOOD = frozenset(("FREQ", "INTERVAL", "COUNT", "UNTIL", "BYDAY", "WKST"))
_WEEKDAYS = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")
_FARTHEST = 4000
"""The most days after the first time that are searched."""


@dataclass(frozen=True, slots=True)
class RecurrenceRule:
    """A rule: every `interval` days, or on `weekdays` (0 is Monday; none: that of the first day) of every `interval`
    weeks. `count` 0 and `until` None are without end.
    """

    is_weekly: bool
    interval: int = 1
    weekdays: frozenset[int] = frozenset()
    count: int = 0
    until: date | None = None


def read_rule(raw: Mapping[str, Sequence[object]], until: date | None) -> RecurrenceRule | None:
    """Return the rule; None if it is not understood. `raw` has its parts, each with its values; `until` is its last
    day.
    """
    is_weekly = _first(raw, "FREQ", "") == "WEEKLY"
    weekdays = [str(day).upper() for day in raw.get("BYDAY", ())]
    if not set(raw) <= _UNDERSTOOD or not set(weekdays) <= set(_WEEKDAYS):
        return None
    if not is_weekly and (_first(raw, "FREQ", "") != "DAILY" or weekdays):
        return None
    interval, count = int(_first(raw, "INTERVAL", "1")), int(_first(raw, "COUNT", "0"))
    if interval < 1 or (is_weekly and interval > 1 and _first(raw, "WKST", "MO") != "MO"):
        return None
    return RecurrenceRule(is_weekly, interval, frozenset(map(_WEEKDAYS.index, weekdays)), count, until)


def days(rule: RecurrenceRule, first: date, last: date) -> Iterator[date]:
    """Yield the days from `first`, which always counts, to `last`."""
    found = 0
    for number in range(min((last - first).days, _FARTHEST) + 1):
        day = first + timedelta(days=number)
        if (rule.until and day > rule.until) or (rule.count and found >= rule.count):
            return
        if number == 0 or _comes(rule, first, day):
            found += 1
            yield day


def _comes(rule: RecurrenceRule, first: date, day: date) -> bool:
    if not rule.is_weekly:
        return (day - first).days % rule.interval == 0
    weeks = (_monday(day) - _monday(first)).days // 7
    return weeks % rule.interval == 0 and day.weekday() in (rule.weekdays or {first.weekday()})


def _monday(day: date) -> date:
    return day - timedelta(days=day.weekday())


def _first(raw: Mapping[str, Sequence[object]], name: str, default: str) -> str:
    return str(next(iter(raw.get(name, ())), default)).upper()
