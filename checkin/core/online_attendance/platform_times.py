# SPDX-License-Identifier: GPL-3.0-or-later
"""Parses times as platforms write them: ISO, AM and PM, day or month first, month names in English or French, with an
offset or without. Pure.
"""

import re
from collections.abc import Collection, Iterable
from datetime import UTC, date, datetime, timedelta, timezone, tzinfo

from checkin.core.local_time import YEARS, attach_zone
from checkin.core.text_folding import fold_text

_ZONE = r"(?P<zone>Z|UTC|GMT|[+-]\d{2}:?\d{2})?"
_CLOCK = r"(?P<hour>\d{1,2})[:h](?P<minute>\d{2})(?:[:m](?P<second>\d{2})(?:[.,]\d+)?s?)?\s*(?P<half>[AP]\.?M\.?)?\s*"
_ISO = re.compile(rf"(?P<year>\d{{4}})[-/](?P<month>\d{{1,2}})[-/](?P<day>\d{{1,2}})[T\s]\s*{_CLOCK}{_ZONE}", re.I)
_OTHER = re.compile(
    rf"(?P<first>\d{{1,2}})[/.-](?P<second_>\d{{1,2}})[/.-](?P<year>\d{{4}}|\d{{2}}),?\s+(?:à\s+|at\s+)?{_CLOCK}{_ZONE}",
    re.I,
)
_NAMED = re.compile(
    rf"(?:[^\W\d]+\.?,?\s+)?(?:(?P<name>[^\W\d]+)\.?\s+(?P<day>\d{{1,2}})|(?P<day_>\d{{1,2}})(?:er)?\s+(?P<name_>[^\W\d]+)\.?)"
    rf",?\s+(?P<year>\d{{4}}),?\s+(?:à\s+|at\s+)?{_CLOCK}{_ZONE}",
    re.I,
)
_MONTHS = ("jan", "feb fev", "mar", "apr avr", "may mai", "jun juin", "jul juil", "aug aou", "sep", "oct", "nov", "dec")
"""How the name of each month begins, without accents."""
_DURATION = re.compile(r"(?:(\d+)\s*h\w*)?\s*(?:(\d+)\s*m\w*)?\s*(?:(\d+)\s*s\w*)?", re.I)


def is_month_first(texts: Iterable[str], days: Collection[date]) -> bool:
    """Whether the times of a whole column have the month first: decided by AM/PM, then by values over 12, then by the
    `days` of the event; else the day is first, as nearly everywhere.
    """
    found = [match for text in texts if (match := _OTHER.fullmatch(_clean(text)))]
    pairs = [(int(match["first"]), int(match["second_"]), _year(match["year"])) for match in found]
    if any(first > 12 for first, _, _ in pairs):
        return False
    if any(second > 12 for _, second, _ in pairs) or any(match["half"] for match in found):
        return True
    by_day = sum(_day(year, second, first) in days for first, second, year in pairs)
    return sum(_day(year, first, second) in days for first, second, year in pairs) > by_day


def parse_platform_time(text: str, zone: tzinfo, *, month_first: bool = False) -> datetime | None:
    """Return the time; None for a text that is none. `zone` applies where the text names none."""
    clean = _clean(text)
    if found := _ISO.fullmatch(clean):
        day = _day(int(found["year"]), int(found["month"]), int(found["day"]))
    elif found := _OTHER.fullmatch(clean):
        first, second = int(found["first"]), int(found["second_"])
        day = _day(_year(found["year"]), *((first, second) if month_first else (second, first)))
    elif found := _NAMED.fullmatch(clean):
        day = _day(int(found["year"]), _month(found["name"] or found["name_"]), int(found["day"] or found["day_"]))
    else:
        return None
    hour = _hour(found)
    if day is None or hour is None or int(found["minute"]) > 59 or int(found["second"] or 0) > 59:
        return None
    local = datetime(day.year, day.month, day.day, hour, int(found["minute"]), int(found["second"] or 0))
    return attach_zone(local, _offset(found["zone"]) or zone)


def read_duration(text: str) -> timedelta | None:
    """Return a duration given as minutes, "1h 5m 20s" or "1:05:20"; None for any other text."""
    clean = _clean(text)
    if clean.isascii() and clean.isdecimal():
        return timedelta(minutes=int(clean[:6]))
    if clock := re.fullmatch(r"(\d{1,2}):(\d{2}):(\d{2})", clean):
        return timedelta(hours=int(clock[1]), minutes=int(clock[2]), seconds=int(clock[3]))
    found = _DURATION.fullmatch(clean)
    if not found or not any(found.groups()):
        return None
    hours, minutes, seconds = (int((part or "0")[:6]) for part in found.groups())
    return timedelta(hours=hours, minutes=minutes, seconds=seconds)


def _clean(text: str) -> str:
    return " ".join(text.replace("\u202f", " ").replace("\u200e", "").split())


def _hour(found: re.Match[str]) -> int | None:
    hour, half = int(found["hour"]), (found["half"] or "")[:1].upper()
    if half and not 1 <= hour <= 12:
        return None
    if half:
        hour = hour % 12 + (12 if half == "P" else 0)
    return hour if hour < 24 else None


def _year(text: str) -> int:
    return int(text) + 2000 if len(text) == 2 else int(text)


def _month(name: str) -> int:
    """Return the number of a month by its name; 0 if it is none."""
    begins = fold_text(name)
    return next((n for n, known in enumerate(_MONTHS, 1) if begins.startswith(tuple(known.split()))), 0)


def _day(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day) if year in YEARS else None
    except ValueError:
        return None


def _offset(text: str | None) -> tzinfo | None:
    if not text:
        return None
    if text[0] not in "+-":
        return UTC
    hours, minutes = int(text[1:3]), int(text[-2:])
    if hours > 23 or minutes > 59:
        return UTC
    span = timedelta(hours=hours, minutes=minutes)
    return timezone(-span if text[0] == "-" else span)
