# SPDX-License-Identifier: GPL-3.0-or-later
"""Days as people write them in French or English: “mardi 2 décembre”, “Dec 2nd”, “mer. 2”, “Jour 2”. Pure."""

import re
from collections.abc import Iterator, Sequence
from datetime import date
from typing import NamedTuple

from checkin.core.day_names import MONTHS, WEEKDAYS, any_of
from checkin.core.text_folding import fold_text
from checkin.core.typed_times import NotATime, read_day

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
