# SPDX-License-Identifier: GPL-3.0-or-later
"""The days on which a person said they come, as forms let them write it: "mercredi et jeudi", "Les 2 jours". Pure.

    Mercredi 2 décembre, Jeudi 3 décembre · 02/12; 03/12 · Jour 1, Jour 2 · Wed + Thu · tous les jours sauf le 3

What is understood depends on the days of the event, which may be planned after the list came: a person keeps the text.
"""

import re
from collections.abc import Callable, Iterator, Sequence
from datetime import date
from functools import lru_cache
from itertools import pairwise
from typing import NamedTuple

from checkin.core.day_names import MONTHS, WEEKDAYS, any_of, numbered_words
from checkin.core.text_folding import fold_text

Days = tuple[date, ...]


@lru_cache(maxsize=4096)  # people of an event answer in the same few ways
def announced_days(text: str, days: Days) -> frozenset[date] | None:
    """Return the days of an event that a text names; None where it names none of them, or not clearly."""
    plain = _plain(text)
    if not plain:
        return None
    if found := _EXCEPT.search(plain):
        before, without = plain[: found.start()].strip(), _named(plain[found.end() :].strip(), days)
        rest = (_named(before, days) if before else frozenset(days)) - without
        return rest if without and rest else None
    return _named(plain, days) or None


def names_days(text: str) -> bool:
    """Whether a text names days, of whatever event: weekdays, dates, "Jour 1", "les deux jours"."""
    plain = _plain(text)
    patterns = (_WEEKDAY, _IS_DATE, _NUMBERED, _ALL, _SO_MANY)
    return any(pattern.search(plain) for pattern in patterns)


def leaves_days_out(text: str) -> bool:
    """Whether a text says of days that the person does not come: "absente", "pas dispo"."""
    return bool(_EXCEPT.search(_plain(text)))


def _named(plain: str, days: Days) -> frozenset[date]:
    """Return the days that a folded text names: weekdays, dates and numbered days together, or else all of them, or
    else bare numbers.
    """
    found = _readings(plain, days)
    named = {day for each in found for day in each.days}
    for first, last in pairwise(found):
        if (first.days or last.days) and _TO.fullmatch(plain[first.end : last.start]):
            begin, end = min(first.days, default=days[0]), max(last.days, default=days[-1])
            named |= {day for day in days if begin <= day <= end}
    if named or _WEEKDAY.search(plain) or _IS_DATE.search(plain):
        return frozenset(named)
    if _is_all(plain, len(days)):
        return frozenset(days)
    numbers = _numbers(plain) if _BARE.fullmatch(plain) else []
    named = {day for day in days if day.day in numbers}
    return frozenset(named) if len(named) == len({*numbers}) else frozenset()


class _Reading(NamedTuple):
    """Where a text names days, and which of the event's; none for a date outside it."""

    start: int
    end: int
    days: list[date]


def _readings(plain: str, days: Days) -> list[_Reading]:
    """Return what a text says of days, from its beginning to its end."""
    found, rest = list[_Reading](), plain
    for pattern, read in _MONTH_AHEAD_READERS if _MONTH_AHEAD.match(plain) else _READERS:
        found += [_Reading(*match.span(), list(read(match, days))) for match in pattern.finditer(rest)]
        rest = pattern.sub(lambda match: "." * len(match[0]), rest)
    return sorted(found)


def _numbers(plain: str, last: int = 0) -> list[int]:
    """Return the numbers in a text, and those between the ends of a run: "1 et 3", "1 au 3"; `last` is the last day."""
    found, is_run = list[int](), False
    for word in re.findall(r"\d+|[a-z]+", plain):
        number = last if word in _LAST else int(word) if word.isdecimal() else _NUMBERS.get(word, 0)
        if number:
            found += [*range(found[-1] + 1, number)] if is_run and found else []
            found.append(number)
        is_run = bool(_TO.fullmatch(word)) or (is_run and not number)
    return found


def _is_all(plain: str, count: int) -> bool:
    """Whether a text says all days of an event of so many."""
    if _ALL.search(plain) or _ALL_ALONE.fullmatch(plain):
        return True
    number = _SO_MANY.search(plain)
    return number is not None and _NUMBERS.get(number[1]) == count


def _iso(match: re.Match[str], days: Days) -> Iterator[date]:
    year, month, day = map(int, match.groups())
    yield from (each for each in days if (each.year, each.month, each.day) == (year, month, day))


def _slashed(match: re.Match[str], days: Days) -> Iterator[date]:
    numbers, other = _numbers(match[1]), int(match[2])
    of_year = [each for each in days if _is_of_year(each, match[3])]
    exact = [each for each in of_year if each.day in numbers and each.month == other]
    yield from exact or (each for each in of_year if [each.month] == numbers and each.day == other)


def _dated(numbers: str, month: str, year: str | None, days: Days) -> Iterator[date]:
    named = _numbers(numbers)
    yield from (each for each in days if each.month == MONTHS[month] and each.day in named and _is_of_year(each, year))


def _is_of_year(day: date, year: str | None) -> bool:
    """Whether a day is of a year that is written with two or four figures, or not written."""
    return str(day.year).endswith(year or "")


def _weekday(match: re.Match[str], days: Days) -> Iterator[date]:
    """Yield the days of one weekday; with a number behind, only that day of the month."""
    number = int(match[2]) if match[2] else None
    yield from (day for day in days if day.weekday() == WEEKDAYS[match[1]] and number in (None, day.day))


def _numbered(match: re.Match[str], days: Days) -> Iterator[date]:
    yield from (days[number - 1] for number in _numbers(match[0], len(days)) if 1 <= number <= len(days))


def _plain(text: str) -> str:
    """Return a text folded, with a dash between days as a word: "2–4 décembre" is "2 au 4 decembre"."""
    dashed = _DASH.sub(" au ", re.sub(r"(\d{4})-(\d\d)-(\d\d)", r"\1/\2/\3", text))
    return re.sub(r"[^a-z0-9/.:]+", " ", fold_text(dashed)).strip(" .")


_ORDINALS = numbered_words(
    "premier premiere first 1er 1ere 1st",
    "deuxieme second seconde 2e 2eme 2nd",
    "troisieme third 3e 3eme 3rd",
    "quatrieme fourth 4e 4eme 4th",
    "cinquieme fifth 5e 5eme 5th",
    begin=1,
)
_LAST = ("dernier", "derniere", "last")
_NUMBERS = {str(number): number for number in range(1, 32)} | _ORDINALS
_NUMBERS |= numbered_words("un one", "deux two", "trois three", "quatre four", "cinq five", begin=1)
_TO = re.compile(r"[ .]*(?:jusqu )?(?:au|a|to|through|until|bis)(?: (?:le|la|the))?[ .]*")
"""What stands between the first and the last day of a run."""
_AND = r"(?:(?:et|and|und|y|e|au|a|to|bis|until) )?(?:le |the )?"
_WEEKDAY_NAME, _MONTH, _NUMBER, _ORDINAL = map(any_of, (WEEKDAYS, MONTHS, _NUMBERS, (*_ORDINALS, *_LAST)))
_DAY_NUMBER = r"\d{1,2}(?:er|st|nd|rd|th)?"
_DASH = re.compile(
    r"(?<=\w)\s*[-–—]\s*(?=\d{1,2}(?:er)?\s+[^\W\d])|(?<=\d)\s*[-–—]\s*(?=\d{1,2}\s*$)"
    rf"|(?<=\w)[-–—](?=(?:(?:j|jour|day|d) ?\d|{_WEEKDAY_NAME})\b)",
    re.IGNORECASE,
)
_RUN = rf"{_DAY_NUMBER}(?: {_AND}{_DAY_NUMBER})*"
_WEEKDAY = re.compile(rf"\b({_WEEKDAY_NAME})\b\.?(?: (\d{{1,2}})(?:er|st|nd|rd|th)?\b(?! ?[h:/]))?")
_ISO = re.compile(r"\b(\d{4})/(\d\d)/(\d\d)\b")
_SLASHED = re.compile(
    rf"\b((?:{_DAY_NUMBER} (?:et|and|und|au|a|to|bis) (?:le )?)?\d{{1,2}})[/.](\d{{1,2}})(?:[/.](\d{{2,4}}))?\b"
)
_BEFORE_MONTH = re.compile(rf"\b({_RUN})(?: of| de)? ({_MONTH})\b\.?(?: (\d{{4}}))?")
_AFTER_MONTH = re.compile(rf"\b({_MONTH})\.? ({_RUN})\b(?:,? (\d{{4}}))?")
_IS_DATE = re.compile(f"{_ISO.pattern}|{_SLASHED.pattern}|{_BEFORE_MONTH.pattern}|{_AFTER_MONTH.pattern}")
_NUMBERED = re.compile(
    rf"\b(?:jours?|journees?|days?|tag|giorno|dia|j|d) ?{_NUMBER}\b(?: {_AND}{_NUMBER}\b)*"
    rf"|\b{_ORDINAL}(?: {_AND}{_ORDINAL})* (?:jour|journee|day)s?\b"
)
_ALL = re.compile(
    r"\b(?:tous les jours|toutes les journees|toute la duree|chaque jour|every day|both days|all (?:the )?days"
    r"|(?:whole|entire|full) (?:event|conference|congress)|(?:tout|l ensemble|l integralite) (?:d\w* )?(?:l |le |la )?"
    r"(?:evenement|congres|colloque|seminaire|rencontres?)"
    r"|alle tage|beide tage|todos los dias|tutti i giorni|entrambi i giorni)\b"
)
_ALL_ALONE = re.compile(
    r"(?:je serai (?:la|present e?) )?(?:tous|toutes|tout|all|both|les deux|alle|beide|todos|tutti)(?: !)?"
)
_SO_MANY = re.compile(r"\b(?:les|the|all|durant|pendant) ?(?:les )?(\w+) (?:jours|journees|days)\b")
_EXCEPT = re.compile(
    r"\b(?:sauf|excepte|hormis|except|but not|ne viens pas|pas|not"
    r"|absente?s?|indisponibles?|excusee?s?|unavailable|away)\b"
)
_BARE = re.compile(rf"(?:du |le |les |the )?{_RUN}")

_ON = rf"(?:\b{_WEEKDAY_NAME}\b\.? )?"
"""A weekday before a date, which the date says already."""
_MONTH_AHEAD = re.compile(rf"{_ON}{_MONTH}\b")

_Reader = tuple[re.Pattern[str], Callable[[re.Match[str], Days], Iterator[date]]]
_FIGURES: Sequence[_Reader] = ((_ISO, _iso), (_SLASHED, _slashed))
_NUMBER_FIRST: _Reader = (re.compile(_ON + _BEFORE_MONTH.pattern), lambda m, days: _dated(m[1], m[2], m[3], days))
_MONTH_FIRST: _Reader = (re.compile(_ON + _AFTER_MONTH.pattern), lambda m, days: _dated(m[2], m[1], m[3], days))
_WORDS: Sequence[_Reader] = ((_NUMBERED, _numbered), (_WEEKDAY, _weekday))
_READERS = (*_FIGURES, _NUMBER_FIRST, _MONTH_FIRST, *_WORDS)
_MONTH_AHEAD_READERS = (*_FIGURES, _MONTH_FIRST, _NUMBER_FIRST, *_WORDS)
"""The ways to name a day, the surest first: what one of them has read is not read again."""
