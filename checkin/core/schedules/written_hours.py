# SPDX-License-Identifier: GPL-3.0-or-later
"""Hours as people write them before or after a title: “9h30”, “De 9 h à 10 h 30”, “2–4 pm”, “midi”. Pure."""

import re
from datetime import date, datetime, timedelta
from typing import NamedTuple

from checkin.core.typed_times import NotATime, read_time

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
