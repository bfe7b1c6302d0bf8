# SPDX-License-Identifier: GPL-3.0-or-later
"""Days and times as people type them: "9h30", "0930", "5/7 14:00", "2023-07-05 14:00". Pure.

A text that is no day or time raises `NotATime`; nothing is guessed.
"""

import re
from datetime import date, datetime, time

from checkin.core.local_time import YEARS

_DAY = re.compile(r"(\d{1,2})\s*[/.]\s*(\d{1,2})(?:\s*[/.]\s*(\d{4}|\d{2}))?\.?")
_ISO_DAY = re.compile(r"(\d{4})-(\d{1,2})-(\d{1,2})")
_TIME = re.compile(
    r"(?:(?P<day>\S+)\s+)?(?P<hour>\d{1,2})\s*(?:[h:.]\s*(?P<minute>\d{2})?|(?<=\d\d)(?P<at_once>\d{2}))", re.IGNORECASE
)


class NotATime(ValueError):
    """The text typed is no day, or no time."""


def read_day(text: str, near: date | None = None) -> date | None:
    """Return the day; None for an empty text. Without a year it takes the year of `near`."""
    words = text.strip()
    if not words:
        return None
    if iso := _ISO_DAY.fullmatch(words):
        return _sound(*map(int, iso.groups()))
    found = _DAY.fullmatch(words)
    if found is None or (found[3] is None and near is None):
        raise NotATime(text)
    year = near.year if found[3] is None and near else int(found[3])
    return _sound(year + 2000 if year < 100 else year, int(found[2]), int(found[1]))


def read_time(text: str, day: date | None) -> datetime | None:
    """Return the local time, naive; None for an empty text. Without a day it is on `day`."""
    if not text.strip():
        return None
    found = _TIME.fullmatch(text.strip())
    on = read_day(found["day"], day) if found and found["day"] else day
    if found is None or on is None:
        raise NotATime(text)
    hour, minute = int(found["hour"]), int(found["minute"] or found["at_once"] or 0)
    if hour > 23 or minute > 59:
        raise NotATime(text)
    return datetime.combine(on, time(hour, minute))


def written_day(day: date | None) -> str:
    return f"{day:%d/%m/%Y}" if day else ""


def written_time(local: datetime | None, day: date | None) -> str:
    """Return the text that `read_time` reads back, given the same `day`."""
    if local is None:
        return ""
    if local.date() == day:
        return f"{local:%H:%M}"
    return f"{local:%d/%m %H:%M}" if day and local.year == day.year else f"{local:%d/%m/%Y %H:%M}"


def _sound(year: int, month: int, day: int) -> date:
    if year not in YEARS:
        raise NotATime(year)
    try:
        return date(year, month, day)
    except ValueError as exc:
        raise NotATime(day) from exc
