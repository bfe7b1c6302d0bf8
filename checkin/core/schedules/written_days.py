# SPDX-License-Identifier: GPL-3.0-or-later
"""Days as people write them in French or English: “mardi 2 décembre”, “Dec 2nd”, “mer. 2”, “Jour 2”. Pure."""

import re
from collections.abc import Iterator, Sequence
from datetime import date
from typing import NamedTuple

from checkin.core.text_folding import fold_text
from checkin.core.typed_times import NotATime, read_day

_WEEKDAYS = (
    "lundi lun monday mon",
    "mardi mar tuesday tues tue",
    "mercredi mer wednesday wed",
    "jeudi jeu thursday thurs thur thu",
    "vendredi ven friday fri",
    "samedi sam saturday sat",
    "dimanche dim sunday sun",
)
_MONTHS = (
    "janvier january janv jan",
    "février fevrier february févr fevr fév fev feb",
    "mars march mar",
    "avril april avr apr",
    "mai may",
    "juin june jun",
    "juillet july juil jul",
    "août aout august aug",
    "septembre september sept sep",
    "octobre october oct",
    "novembre november nov",
    "décembre decembre december déc dec",
)


def _numbers(names: Sequence[str]) -> dict[str, int]:
    return {fold_text(word): number for number, words in enumerate(names) for word in words.split()}


def _pattern(names: Sequence[str]) -> str:
    return "|".join(sorted((word for words in names for word in words.split()), key=len, reverse=True))


_WEEKDAY_NUMBERS, _MONTH_NUMBERS = _numbers(_WEEKDAYS), _numbers(_MONTHS)
_WEEKDAY = rf"(?P<weekday>{_pattern(_WEEKDAYS)})\b\.?,?"
_YEAR = r"(?:,?\s+(?P<year>\d{4})\b)?"
_ORDINAL = r"(?:er|st|nd|rd|th)?"
_BEFORE = rf"(?:(?:le|on)\s+)?(?:{_WEEKDAY}\s*(?:le\s+|the\s+)?)?"
_FORMS = tuple(
    re.compile(form, re.IGNORECASE)
    for form in (
        rf"{_BEFORE}(?P<numeric>\d{{4}}-\d{{1,2}}-\d{{1,2}}|\d{{1,2}}[/.]\d{{1,2}}(?:[/.]\d{{2,4}})?)(?![\d/.])",
        rf"{_BEFORE}(?P<day>\d{{1,2}}){_ORDINAL}\s+(?:of\s+)?(?P<month>{_pattern(_MONTHS)})\b\.?{_YEAR}",
        rf"{_BEFORE}(?P<month>{_pattern(_MONTHS)})\b\.?\s+(?P<day>\d{{1,2}}){_ORDINAL}\b{_YEAR}",
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
            return _dated(int(said["day"]), _MONTH_NUMBERS[fold_text(said["month"])] + 1, said["year"], days)
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
    weekday = _WEEKDAY_NUMBERS[fold_text(said["weekday"] or "")]
    found = [day for day in days if day.weekday() == weekday and said.get("day") in (None, str(day.day))]
    return found[0] if len(found) == 1 else None
