# SPDX-License-Identifier: GPL-3.0-or-later
"""Days and hours as people write them in French or English: “mardi 2 décembre”, “De 9 h à 10 h 30”. Pure."""

import re
from collections.abc import Iterator, Sequence
from datetime import date, datetime, timedelta
from typing import NamedTuple

from checkin.core.local_time import MONTHS, WEEKDAYS, NotATime, any_of, read_day, read_time
from checkin.core.text_folding import fold_text

_ACCENTED = str.maketrans({"a": "[aáä]", "e": "[eé]", "i": "[iì]", "u": "[uû]"})
_MONTHS = MONTHS | {"mar": 3}
_WEEKDAY = rf"(?P<weekday>{any_of(WEEKDAYS).translate(_ACCENTED)})\b\.?,?"
_MONTH = rf"(?P<month>{any_of(_MONTHS).translate(_ACCENTED)})\b"
_YEAR = r"(?:,?\s+(?P<year>\d{4})\b)?"
_ORDINAL = r"(?:er|st|nd|rd|th)?"
_BEFORE = rf"(?:(?:le|on)\s+)?(?:{_WEEKDAY}\s*(?:le\s+|the\s+)?)?"
_FORMS = tuple(
    re.compile(form, re.IGNORECASE)
    for form in (
        rf"{_BEFORE}(?P<numeric>\d{{4}}-\d{{1,2}}-\d{{1,2}}|\d{{1,2}}[/.]\d{{1,2}}(?:[/.]\d{{2,4}})?)(?![\d/.])",
        rf"{_BEFORE}(?P<day>\d{{1,2}}){_ORDINAL}\s+(?:of\s+)?{_MONTH}\.?{_YEAR}",
        rf"{_BEFORE}{_MONTH}\.?\s+(?P<day>\d{{1,2}}){_ORDINAL}\b{_YEAR}",
        rf"{_WEEKDAY}\s*(?:le\s+|the\s+)?(?P<day>\d{{1,2}}){_ORDINAL}(?!\s*[h:]|[\w.])",
        r"(?:jour|day|j)\s?(?P<nth>\d{1,2})\b",
        _WEEKDAY,
    )
)


class WrittenDay(NamedTuple):
    """A day at the beginning of a text, and the number of letters that say it."""

    day: date
    length: int


def read_written_day(text: str, days: Sequence[date]) -> WrittenDay | None:
    """Return the day that `text` begins with; None for none. Of two readings, the one that is a day of the event.

    `days` are those of the event. A day without its month or its number is one of them, or is not understood.
    """
    found = list(_readings(text, days))
    return next((each for each in found if each.day in days), found[0] if found else None)


def _readings(text: str, days: Sequence[date]) -> Iterator[WrittenDay]:
    for form in _FORMS:
        if (match := form.match(text)) and (day := _day_of(match, days)):
            yield WrittenDay(day, match.end())


def _day_of(match: re.Match[str], days: Sequence[date]) -> date | None:
    said = match.groupdict()
    try:
        if said.get("numeric"):
            return read_day(said["numeric"], days[0] if days else None)
        if said.get("month"):
            return _dated(int(said["day"]), _MONTHS[fold_text(said["month"])], said["year"], days)
    except NotATime:
        return None
    return _among(said, days)


def _dated(number: int, month: int, year: str | None, days: Sequence[date]) -> date | None:
    if year is None:
        known = [day for day in days if (day.day, day.month) == (number, month)]
        return known[0] if known else read_day(f"{number}/{month}", days[0] if days else None)
    return read_day(f"{number}/{month}/{year}")


def _among(said: dict[str, str | None], days: Sequence[date]) -> date | None:
    """Return the one day of the event that is meant."""
    if nth := said.get("nth"):
        return days[int(nth) - 1] if 0 < int(nth) <= len(days) else None
    weekday = WEEKDAYS[fold_text(said["weekday"] or "")]
    found = [day for day in days if day.weekday() == weekday and said.get("day") in (None, str(day.day))]
    return found[0] if len(found) == 1 else None


# Hours as people write them before or after a title: “9h30”, “De 9 h à 10 h 30”, “2–4 pm”, “midi”.

EVENING, NIGHT = 17, 6
"""An end that is earlier than the beginning is of the next day if the one is after `EVENING`, the other before
`NIGHT`.
"""

_HALF = r"\s*[ap]\.?m\b\.?"
_CLEAR = rf"\d{{1,2}}\s*h\s*\d{{2}}(?!\d)|\d{{1,2}}\s*h(?![\w’'])|\d{{1,2}}:\d{{2}}(?::\d{{2}})?(?:{_HALF})?"
_CLEAR = rf"(?:{_CLEAR}|\d{{1,2}}(?:\.\d{{2}})?{_HALF})"
_DOTTED = r"\d{1,2}\.\d{2}(?![\d.])"
_HOUR_WORDS = {"midi": 12, "noon": 12, "midday": 12, "minuit": 0, "midnight": 0}
_NAMED = rf"(?:{'|'.join(_HOUR_WORDS)})\b"
_TO = r"\s*(?:[-–—−→]|->|(?<=\s)(?:à|to|until|till|jusqu[’']à|et|and)(?=\s))\s*"
_LEAD = r"(?:(?:entre|between|de|d[’']|from|à\s+partir\s+de|dès|vers|starting\s+at|from|at|à|about)\s+)?"
_SPAN = rf"(?P<begin>{_CLEAR}|{_DOTTED}|\d{{1,2}}){_TO}(?P<end>{_CLEAR}|{_DOTTED}|{_NAMED})"
_FIRST = re.compile(rf"{_LEAD}(?:{_SPAN}|(?P<only>{_CLEAR}|{_DOTTED}|{_NAMED}))", re.IGNORECASE)
_LATER = re.compile(
    rf"(?:(?<=[\s,;(–—|]){_LEAD}{_SPAN}|(?:(?<=[,;(–—|])\s*|(?<=\s)(?:à|at|from|dès)\s+)(?P<only>{_CLEAR})"
    rf"(?=\s*(?:$|[,;:)(–—|/\[]|-\s|(?:in|en|dans|au|salle|room)\b)))",
    re.IGNORECASE,
)
_CLOCK = re.compile(r"(\d{1,2})(?:[:.](\d{2}))?(?::\d{2})?(?:\s*([ap])\.?m\.?)?", re.IGNORECASE)


class WrittenHours(NamedTuple):
    """The hours in a text, as written; `end` is "" where none is. They stand from `start` to `stop`."""

    begin: str
    end: str
    start: int
    stop: int


def find_hours(text: str) -> WrittenHours | None:
    """Return the hours that `text` begins with, else those in it that stand apart from its words."""
    found = _FIRST.match(text) or _LATER.search(text)
    if found is None:
        return None
    said = WrittenHours(found["begin"] or found["only"], found["end"] or "", found.start(), found.end())
    return said if span_of(said, date.min.replace(year=2000)) else None


def span_of(said: WrittenHours, day: date) -> tuple[datetime, datetime | None] | None:
    """Return the beginning and the end on this day, naive; an end before the beginning is None, unless it is in the
    night after. None where one of them is no time.
    """
    try:
        begin = _read(said.begin, day, _half_of(said))
        end = _read(said.end, day, "") if said.end else None
    except NotATime:
        return None
    if end and end <= begin:
        is_next = begin.hour >= EVENING and end.hour < NIGHT
        end = end + timedelta(days=1) if is_next else None
    return begin, end


def _half_of(said: WrittenHours) -> str:
    """Return the half of the day, "a" or "p", that the beginning has from the end: “2–4 pm”, but “11–1 pm”."""
    begin, end = _CLOCK.fullmatch(said.begin.strip()), _CLOCK.fullmatch(said.end.strip())
    if not (begin and end and end[3]) or begin[3]:
        return ""
    half = end[3].lower()
    is_before = int(begin[1]) % 12 <= int(end[1]) % 12
    return half if is_before else "a"


def _read(text: str, day: date, half: str) -> datetime:
    """Return the time. Raises `NotATime`."""
    words = text.strip().lower()
    if words in _HOUR_WORDS:
        words = f"{_HOUR_WORDS[words]}:00"
    elif found := _CLOCK.fullmatch(words):
        hour, half = int(found[1]), found[3] or half
        if half and hour > 12:
            raise NotATime(text)
        hour = hour % 12 + (12 if half == "p" else 0) if half else hour
        words = f"{hour}:{found[2] or '00'}"
    read = read_time(words, day)
    if read is None:
        raise NotATime(text)
    return read
