# SPDX-License-Identifier: GPL-3.0-or-later
"""Moments, days and spans: at the venue, as people type them, and in the cells of a list. Pure."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta, tzinfo
from zoneinfo import ZoneInfo

from checkin.core.entries import EARLIEST, LATEST, fixed_offset

YEARS = range(EARLIEST.year, LATEST.year)
"""The years that a date may have: others are typing errors, and ids and time zones cannot represent them."""


def find_zone(name: str) -> ZoneInfo | None:
    """Return the IANA time zone of this name; None for any other text, a path included."""
    try:
        return ZoneInfo(name)
    except (KeyError, ValueError, OSError):
        return None


def attach_zone(local: datetime, zone: tzinfo) -> datetime:
    """Return `local` with the fixed offset of `zone` then, so that it equals what its entry gives back even as clocks
    go back.
    """
    offset = local.replace(tzinfo=zone).utcoffset()
    return local.replace(tzinfo=fixed_offset(offset or timedelta()))


def wall_time(at: datetime, zone: tzinfo) -> datetime:
    """Return the local time, naive, from which `attach_zone` makes `at` again; of an hour that comes twice, the
    first.
    """
    as_written = at.replace(tzinfo=None)
    if attach_zone(as_written, zone) == at:  # also a time that the clocks skip as they go forward
        return as_written
    return at.astimezone(zone).replace(tzinfo=None)


def convert_to_zone(at: datetime, zone: tzinfo) -> datetime:
    """Return the same moment with the fixed offset that `zone` has then."""
    local = at.astimezone(zone)
    return local.replace(tzinfo=fixed_offset(local.utcoffset() or timedelta()), fold=0)


# Time spans, and their total length without counting a minute twice.


@dataclass(frozen=True, slots=True)
class TimeSpan:
    """A span between two aware times. One that would end before it begins has no length."""

    begins: datetime
    ends: datetime

    def __post_init__(self) -> None:
        if self.ends < self.begins:
            object.__setattr__(self, "ends", self.begins)

    @property
    def length(self) -> timedelta:
        return self.ends - self.begins

    def within(self, other: "TimeSpan") -> "TimeSpan | None":
        """Return the part that lies in `other`; None if they only touch."""
        begins = self.begins if self.begins > other.begins else other.begins
        ends = self.ends if self.ends < other.ends else other.ends
        if begins is other.begins and ends is other.ends:
            return other if begins < ends else None
        return TimeSpan(begins, ends) if begins < ends else None


def union(spans: Iterable[TimeSpan]) -> tuple[TimeSpan, ...]:
    """Return the spans in order, overlapping ones joined."""
    joined: list[TimeSpan] = []
    for span in sorted(spans, key=lambda s: (s.begins, s.ends)):
        if joined and span.begins <= joined[-1].ends:
            joined[-1] = TimeSpan(joined[-1].begins, max(joined[-1].ends, span.ends))
        else:
            joined.append(span)
    return tuple(joined)


def without(whole: TimeSpan, holes: Iterable[TimeSpan]) -> list[TimeSpan]:
    """Return the parts of `whole` outside of all `holes`, in order."""
    left, begins = [], whole.begins
    inner = parts(holes, whole)
    if not inner:
        return [whole] if whole.length else []
    for hole in union(inner):
        left.append(TimeSpan(begins, hole.begins))
        begins = hole.ends
    return [part for part in (*left, TimeSpan(begins, whole.ends)) if part.length]


def length(spans: Iterable[TimeSpan]) -> timedelta:
    every = [*spans]
    return every[0].length if len(every) == 1 else sum((span.length for span in union(every)), timedelta())


def parts(spans: Iterable[TimeSpan], whole: TimeSpan) -> list[TimeSpan]:
    """Return the parts of `spans` within `whole`."""
    return [part for span in spans if (part := span.within(whole))]


def minutes(duration: timedelta) -> int:
    """Return the whole minutes, rounded down: evidence never rounds up."""
    return duration.days * 24 * 60 + duration.seconds // 60


# Days and times as people type them: "9h30", "0930", "5/7 14:00", "2023-07-05 14:00".
# A text that is no day or time raises `NotATime`; nothing is guessed.

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


# Numbers and days in the cells of a list, compared by rules: “17”, “17 ans”, “1 200 €”, “03/05/2008”.

_NUMBER = re.compile(r"([-+]?\d{1,9}(?:[.,]\d{1,9})?)\s*(?:[^\W\d_]{1,12}\.?|ans? et demie?|%|€)?")
_IN_NUMBER = re.compile(r"(?<=\d)\s+(?=\d{3}(?!\d))")


def read_measure(text: str) -> float | date | None:
    """Return the number, with or without its unit, or the day with its year; None for any other text."""
    words = _IN_NUMBER.sub("", text.strip())
    if number := _NUMBER.fullmatch(words):
        return float(number[1].replace(",", "."))
    try:
        return read_day(re.split(r"[T\s]", words, maxsplit=1)[0])  # without the time that may follow
    except NotATime:
        return None


def measures_at_most(text: str, most: str) -> bool:
    """Whether a number is at most another, or a day not after another; False where one of them is neither."""
    value, bound = read_measure(text), read_measure(most)
    if isinstance(value, float) and isinstance(bound, float):
        return value <= bound
    return isinstance(value, date) and isinstance(bound, date) and value <= bound


# Names of the days of the week and of the months, and their short forms, in the languages that lists are in.


def numbered_words(*lines: str, begin: int = 0) -> dict[str, int]:
    """Return the words of each line with its number."""
    return {word: number for number, line in enumerate(lines, begin) for word in line.split()}


def any_of(words: Iterable[str]) -> str:
    """Return the regular expression of any of some words."""
    return f"(?:{'|'.join(sorted(words, key=len, reverse=True))})"


WEEKDAYS = numbered_words(
    "lundi lun monday mon montag lunedi lunes",
    "mardi mar tuesday tues tue dienstag martedi martes",
    "mercredi merc mer wednesday weds wed mittwoch mercoledi miercoles",
    "jeudi jeu thursday thurs thur thu donnerstag giovedi jueves",
    "vendredi ven friday fri freitag venerdi viernes",
    "samedi sam saturday sat samstag sabato sabado",
    "dimanche dim sunday sun sonntag domenica domingo",
)
"""0 for Monday, as `date.weekday`."""
MONTHS = numbered_words(
    "janvier janv january jan januar gennaio enero",
    "fevrier fevr fev february feb februar febbraio febrero",
    "mars march marz marzo",
    "avril avr april apr aprile abril",
    "mai may maggio mayo",
    "juin june jun juni giugno junio",
    "juillet juil july jul juli luglio julio",
    "aout august aug agosto",
    "septembre sept september sep settembre septiembre",
    "octobre oct october oktober ottobre octubre",
    "novembre nov november novembre noviembre",
    "decembre dec december dezember dicembre diciembre",
    begin=1,
)
