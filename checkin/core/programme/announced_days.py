# SPDX-License-Identifier: GPL-3.0-or-later
"""The days on which a person said they come, as forms let them write it: "mercredi et jeudi", "Les 2 jours". Pure.

    Mercredi 2 décembre, Jeudi 3 décembre · 02/12; 03/12 · Jour 1, Jour 2 · Wed + Thu · tous les jours sauf le 3

What is understood depends on the days of the event, which may be planned after the list came: a person keeps the text.
"""

import re
from collections.abc import Callable, Iterator, Sequence
from datetime import date
from functools import lru_cache

from checkin.core.text_folding import fold_text

Days = tuple[date, ...]


@lru_cache(maxsize=4096)  # people of an event answer in the same few ways
def announced_days(text: str, days: Days) -> frozenset[date] | None:
    """Return the days of an event that a text names; None where it names none of them, or not clearly."""
    plain = _plain(text)
    if not plain:
        return None
    if found := _EXCEPT.search(plain):
        before, without = plain[: found.start()].strip(), _named(plain[found.end() :], days)
        rest = (_named(before, days) if before else frozenset(days)) - without
        return rest if without and rest else None
    return _named(plain, days) or None


def names_days(text: str) -> bool:
    """Whether a text names days, of whatever event: weekdays, dates, "Jour 1", "les deux jours"."""
    plain = _plain(text)
    patterns = (_WEEKDAY, _IS_DATE, _NUMBERED, _ALL, _SO_MANY)
    return any(pattern.search(plain) for pattern in patterns)


def _named(plain: str, days: Days) -> frozenset[date]:
    """Return the days that a folded text names: weekdays, dates and numbered days together, or else all of them, or
    else bare numbers.
    """
    found, rest = set[date](), plain
    for pattern, read in _MONTH_AHEAD_READERS if _MONTH_AHEAD.match(plain) else _READERS:
        for match in pattern.finditer(rest):
            found |= set(read(match, days))
        rest = pattern.sub(" . ", rest)
    if found or _WEEKDAY.search(plain) or _IS_DATE.search(plain):
        return frozenset(found)
    if _is_all(plain, len(days)):
        return frozenset(days)
    numbers = [int(number) for number in re.findall(r"\d+", plain)] if _BARE.fullmatch(plain) else []
    named = {day for day in days if day.day in numbers}
    return frozenset(named) if len(named) == len({*numbers}) else frozenset()


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
    first, second = int(match[1]), int(match[2])
    exact = [each for each in days if (each.day, each.month) == (first, second)]
    yield from exact or (each for each in days if (each.day, each.month) == (second, first))


def _dated(numbers: str, month: str, days: Days) -> Iterator[date]:
    of_month = [each for each in days if each.month == MONTHS[month]]
    named = [int(number) for number in re.findall(r"\d+", numbers)]
    if re.search(r"\d(?:er|st|nd|rd|th)? (?:au|to|bis|until) ", numbers) and len(named) == 2:
        named = [*range(named[0], named[1] + 1)]
    yield from (each for each in of_month if each.day in named)


def _weekday(match: re.Match[str], days: Days) -> Iterator[date]:
    """Yield the days of one weekday or of a run of them; with a number behind, only that day of the month."""
    first = _WEEKDAYS[match["first"]]
    if match["last"]:
        begun = [place for place, day in enumerate(days) if day.weekday() == first]
        ended = [place for place, day in enumerate(days) if day.weekday() == _WEEKDAYS[match["last"]]]
        yield from days[begun[0] : ended[-1] + 1] if begun and ended else ()
        return
    number = int(match["number"]) if match["number"] else None
    yield from (day for day in days if day.weekday() == first and number in (None, day.day))


def _numbered(match: re.Match[str], days: Days) -> Iterator[date]:
    text = match[0]
    if "dernier" in text or "last" in text:
        numbers = [len(days)]
    else:
        words = re.findall(r"\d+|[a-z]+", text)
        numbers = [_NUMBERS[word] for word in words if word in _NUMBERS]
    yield from (days[number - 1] for number in numbers if 1 <= number <= len(days))


def _plain(text: str) -> str:
    """Return a text folded, with a dash between days as a word: "2–4 décembre" is "2 au 4 decembre"."""
    dashed = re.sub(r"(?<=[\d\w])\s*[-–—]\s*(?=\d{1,2}(?:er)?\s+[^\W\d])", " au ", text)
    return re.sub(r"[^a-z0-9/.:]+", " ", fold_text(re.sub(r"(\d{4})-(\d\d)-(\d\d)", r"\1/\2/\3", dashed))).strip(" .")


def _table(*lines: str) -> dict[str, int]:
    return {word: number for number, line in enumerate(lines) for word in line.split()}


def _words(table: dict[str, int]) -> str:
    return "|".join(sorted(table, key=len, reverse=True))


_WEEKDAYS = _table(
    "lundi lun monday mon montag lunedi lunes",
    "mardi mar tuesday tues tue dienstag martedi martes",
    "mercredi merc mer wednesday weds wed mittwoch mercoledi miercoles",
    "jeudi jeu thursday thurs thur thu donnerstag giovedi jueves",
    "vendredi ven friday fri freitag venerdi viernes",
    "samedi sam saturday sat samstag sabato sabado",
    "dimanche dim sunday sun sonntag domenica domingo",
)
MONTHS = {
    word: number + 1
    for word, number in _table(
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
    ).items()
}
_NUMBERS = {str(number): number for number in range(1, 32)} | {
    word: number + 1
    for word, number in _table(
        "premier premiere first un one 1er 1ere 1st",
        "deuxieme second seconde deux two 2e 2eme 2nd",
        "troisieme third trois three 3e 3eme 3rd",
        "quatrieme fourth quatre four 4e 4eme 4th",
        "cinquieme fifth cinq five 5e 5eme 5th",
    ).items()
}
_NUMBER = rf"(?:{_words(_NUMBERS)})"
_DAY_NUMBER = r"\d{1,2}(?:er|st|nd|rd|th)?"
_RUN = rf"{_DAY_NUMBER}(?: (?:et|and|und|y|e|au|to|bis|until)? ?(?:le |the )?{_DAY_NUMBER})*"
_MONTH = rf"(?:{_words(MONTHS)})"
_WEEKDAY = re.compile(
    rf"\b(?P<first>{_words(_WEEKDAYS)})\b\.?(?: (?P<number>\d{{1,2}})\b(?! ?[h:/]))?"
    rf"(?: (?:au|a|to|through|until|bis) (?P<last>{_words(_WEEKDAYS)})\b)?"
)
_ISO = re.compile(r"\b(\d{4})/(\d\d)/(\d\d)\b")
_SLASHED = re.compile(r"\b(\d{1,2})[/.](\d{1,2})(?:[/.]\d{2,4})?\b")
_BEFORE_MONTH = re.compile(rf"\b({_RUN})(?: of| de)? ({_MONTH})\b\.?(?: \d{{4}})?")
_AFTER_MONTH = re.compile(rf"\b({_MONTH})\.? ({_RUN})\b(?:,? \d{{4}})?")
_IS_DATE = re.compile(f"{_ISO.pattern}|{_SLASHED.pattern}|{_BEFORE_MONTH.pattern}|{_AFTER_MONTH.pattern}")
_NUMBERED = re.compile(
    rf"\b(?:jours?|journees?|days?|tag|giorno|dia|j|d) ?{_NUMBER}\b(?: (?:et|and|und)? ?{_NUMBER}\b)*"
    rf"|\b(?:premiere?|first|deuxieme|seconde?|second|troisieme|third|quatrieme|fourth|cinquieme|fifth|derniere?|last"
    rf"|1ere?|1er|1st|[2-5](?:e|eme|nd|rd|th)) (?:jour|journee|day)\b"
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
_EXCEPT = re.compile(r"\b(?:sauf|excepte|hormis|except|but not|ne viens pas|pas|not)\b")
_BARE = re.compile(r"(?:le |les |the )?\d{1,2}(?:er)?(?: (?:et|and|au|le|les)? ?(?:le )?\d{1,2})*")

_ON = rf"(?:\b(?:{_words(_WEEKDAYS)})\b\.? )?"
"""A weekday before a date, which the date says already."""
_MONTH_AHEAD = re.compile(rf"{_ON}{_MONTH}\b")

_Reader = tuple[re.Pattern[str], Callable[[re.Match[str], Days], Iterator[date]]]
_FIGURES: Sequence[_Reader] = ((_ISO, _iso), (_SLASHED, _slashed))
_NUMBER_FIRST: _Reader = (re.compile(_ON + _BEFORE_MONTH.pattern), lambda match, days: _dated(match[1], match[2], days))
_MONTH_FIRST: _Reader = (re.compile(_ON + _AFTER_MONTH.pattern), lambda match, days: _dated(match[2], match[1], days))
_WORDS: Sequence[_Reader] = ((_NUMBERED, _numbered), (_WEEKDAY, _weekday))
_READERS = (*_FIGURES, _NUMBER_FIRST, _MONTH_FIRST, *_WORDS)
_MONTH_AHEAD_READERS = (*_FIGURES, _MONTH_FIRST, _NUMBER_FIRST, *_WORDS)
"""The ways to name a day, the surest first: what one of them has read is not read again."""
