# SPDX-License-Identifier: GPL-3.0-or-later
"""The days on which a person said they come, as forms let them write it: "mercredi et jeudi", "Les 2 jours". Pure.

    Mercredi 2 décembre, Jeudi 3 décembre · 02/12; 03/12 · Jour 1, Jour 2 · Wed + Thu · tous les jours sauf le 3
    mercredi oui, jeudi non · absente jeudi, présente vendredi · pas jeudi, mais vendredi · à partir de jeudi

A text is read clause by clause; its words of consent and of refusal govern the days beside them. What is understood
depends on the days of the event, which may be planned after the list came: a person keeps the text.
"""

import re
from collections.abc import Callable, Iterator, Sequence
from datetime import date
from functools import lru_cache
from typing import NamedTuple

from checkin.core.local_time import MONTHS, WEEKDAYS, any_of, numbered_words
from checkin.core.text_folding import fold_text

Days = tuple[date, ...]


@lru_cache(maxsize=4096)  # people of an event answer in the same few ways
def announced_days(text: str, days: Days) -> frozenset[date] | None:
    """Return the days of an event on which a text says that the person comes: no day where the text refuses them all.
    None where it names no day of the event, or not clearly.
    """
    if refuses(text):
        return frozenset()
    coming, away, is_refused = set[date](), set[date](), False
    for part in _parts(_plain(text)):
        named = _named(part.text.strip(" .:"), days)
        if part.says in (_YES, _UNSAID):
            coming |= named
        elif part.says == _NO and named:
            is_refused = True
            away |= set() if _HOURS.search(part.text) else named
    if coming:
        return frozenset(coming - away) or None
    return frozenset(days) - away if is_refused else None


def names_days(text: str) -> bool:
    """Whether a text names days, of whatever event: weekdays, dates, "Jour 1", "les deux jours"."""
    return bool(_DAYS.search(_plain(text)))


def refuses(text: str) -> bool:
    """Whether a whole answer refuses, and names no day: "absente", "pas dispo", "Non, en formation". "Oui (pas au
    dîner)" refuses nothing, nor does "pas encore décidé".
    """
    plain = _plain(text)
    first, *others = _BREAK.split(plain)
    is_refusal = _REFUSAL.fullmatch(first) is not None and not _MAY_BE_DAYS.search(plain)
    return is_refusal and not any(_HOURS.search(each) or _SIGN.search(each) for each in others)


# The clauses of a text, and what each says of the days in it.

_YES, _NO, _UNSAID = "yes", "no", ""


class _Part(NamedTuple):
    """A piece of a text, and what it says of the days in it. `is_closed`: that follows them, and so ends the piece."""

    says: str
    text: str
    is_closed: bool = False


def _parts(plain: str) -> list[_Part]:
    """Return the pieces of a folded text. After a comma a clause without a word of its own continues the piece before
    it ("absent jeudi, vendredi"), and a word alone says it of them ("jeudi, oui").
    """
    found, pause = list[_Part](), ""
    for number, clause in enumerate(_BREAK.split(plain)):
        last = found[-1] if found and _SHORT_PAUSE.fullmatch(pause) and not found[-1].is_closed else None
        if number % 2:
            pause = clause.strip()
        elif last and last.says == _UNSAID and (answer := _SIGN.fullmatch(clause)):
            found[-1] = _Part(answer.lastgroup or _YES, last.text, is_closed=True)
        elif parts := list(_signed(clause)):
            found += parts
        elif last:
            found[-1] = last._replace(text=f"{last.text} {clause}")
        else:
            found.append(_Part(_UNSAID, clause))
    return found


def _signed(clause: str) -> Iterator[_Part]:
    """Yield the pieces of a clause with words of consent or refusal: before the days ("pas jeudi") or after them."""
    question, _, answer = clause.rpartition(":")
    if ":" not in question and (sign := _ANSWER.fullmatch(answer.strip())):
        yield _Part(sign.lastgroup or _YES, question, is_closed=True)
    elif signs := list(_SIGN.finditer(clause)):
        begins, ends = [0, *(sign.end() for sign in signs)], [*(sign.start() for sign in signs), len(clause)]
        first, *texts = (clause[begin:end] for begin, end in zip(begins, ends, strict=True))
        said = [(sign.lastgroup or _YES, text) for sign, text in zip(signs, texts, strict=True)]
        if _MAY_BE_DAYS.search(first) and not _EXCEPT.match(signs[-1][0]) and not _OBJECT.search(texts[-1]):
            yield from _said_after(first, said)
        else:
            yield _Part(_UNSAID, first)
            yield from (_Part(*each) for each in said)


def _said_after(days: str, said: Sequence[tuple[str, str]]) -> Iterator[_Part]:
    """Yield the pieces of "mercredi oui jeudi je ne viens pas": the last word before other days counts."""
    for number, (says, text) in enumerate(said, 1):
        if number == len(said) or _MAY_BE_DAYS.search(text):
            yield _Part(says, days, is_closed=True)
            days = text


# The days that a piece names.


def _named(plain: str, days: Days) -> frozenset[date]:
    """Return the days that a piece names: weekdays, dates and numbered days together, or else all of them, or else
    bare numbers.
    """
    found = _readings(plain, days)
    if not found and _is_all(plain, len(days)):
        return frozenset(days)
    if not found and (bare := _BARE.fullmatch(plain)):
        numbers = {*_numbers(bare[1])}
        meant = [day for day in days if day.day in numbers]
        found = [_Reading(*bare.span(1), meant)] if len(meant) == len(numbers) else []
    return frozenset(day for each in found for day in each.days).union(_runs(plain, found, days))


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


def _runs(plain: str, found: Sequence[_Reading], days: Days) -> Iterator[date]:
    """Yield the days of the runs in a piece: "mercredi au vendredi", "à partir de jeudi", "until Thursday"."""
    before, since = _Reading(0, 0, []), None
    for each in found:
        between = plain[before.end : each.start]
        if _TO.fullmatch(between) and (before.days or each.days):
            yield from _run(days, min(before.days, default=None), max(each.days, default=None))
            since = None
        elif each.days and _UNTIL.search(between):
            yield from _run(days, since, max(each.days))
            since = None
        elif each.days and _FROM.search(between):
            since = min(each.days)
        before = each
    yield from _run(days, since, None) if since else ()


def _run(days: Days, first: date | None, last: date | None) -> Iterator[date]:
    """Yield the days from the first to the last; None is the beginning or the end of the event."""
    yield from (day for day in days if (first or days[0]) <= day <= (last or days[-1]))


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


def _few(match: re.Match[str], days: Days) -> Iterator[date]:
    """Yield the first or the last few days: "les deux premiers jours"."""
    number = next(_NUMBERS[word] for word in match[0].split() if word in _NUMBERS)
    is_last = any(word.startswith(("dernier", "last")) for word in match[0].split())
    yield from days[-number:] if is_last else days[:number]


def _plain(text: str) -> str:
    """Return a text folded, with a dash between days as a word: "2–4 décembre" is "2 au 4 decembre". "(e)" and
    "oui / non" are no words.
    """
    dashed = _DASH.sub(" au ", re.sub(r"(\d{4})-(\d\d)-(\d\d)", r"\1/\2/\3", text))
    folded = _EITHER.sub("", re.sub(r"\((?:e|s|es)\)", "", fold_text(dashed)))
    return re.sub(r"[^a-z0-9/.:,;|()]+", " ", folded).strip(" .,:;|()")


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
_AT = "(?: (?:le|la|the|du))?"
_HOUR = (
    "(?:matin(?:ee)?s?|(?:l )?apres midi|soirs?|soiree|midi|morning|afternoon|evening|diner|dejeuner|repas|gala"
    "|cocktail|dinner|lunch|vormittag|nachmittag|abend|mattina|pomeriggio|manana|tarde)"
)
_UNTIL_WORD = (
    r"(?:(?:et )?(?:jusqu )?(?:au|a)|to|(?:up )?(?:to|until|till)|through|bis|hasta|fino a"
    r"|(?:et |and )?(?:depart|je (?:pars|repars)|leav(?:e|ing)|i leave))"
)
_TO = re.compile(rf"[ .]*(?:{_HOUR})?[ .]*{_UNTIL_WORD}{_AT}[ .]*")
"""What stands between the first and the last day of a run."""
_UNTIL = re.compile(rf"(?:^|\b)(?!(?:au|a|to)\b){_UNTIL_WORD}{_AT} $")
_FROM = re.compile(
    r"\b(?:a (?:partir|compter) d[eu]|des|from|starting|since|depuis|pas avant|not before|nicht vor|ab|desde"
    rf"|a partire da|arriv\w+|ankunft){_AT} $"
)
_AND = r"(?:(?:et|and|und|y|e|au|a|to|bis|until) )?(?:le |the )?"
_WEEKDAY_NAME, _MONTH, _NUMBER, _ORDINAL = map(any_of, (WEEKDAYS, MONTHS, _NUMBERS, (*_ORDINALS, *_LAST)))
_DAY_NUMBER = r"\d{1,2}(?:er|st|nd|rd|th)?"
_DASH = re.compile(
    r"(?<=\w)\s*[-–—]\s*(?=\d{1,2}(?:er)?\s+[^\W\d])|(?<=\d)\s*[-–—]\s*(?=\d{1,2}\s*$)"
    r"|(?<=[\d.])\s*[-–—→>]+\s*(?=\d{1,2}[/.]\d)"
    rf"|(?<=[\w.])\s*[-–—→>]+\s*(?=(?:(?:j|jour|day|d) ?\d|{_WEEKDAY_NAME})\b)",
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
    r"\b(?:(?:les )?autres jours|(?:the )?other days"
    r"|tous les jours|toutes les journees|toute la duree|chaque jour|every day|both days|all (?:the )?days"
    r"|(?:whole|entire|full) (?:event|conference|congress)|(?:tout|l ensemble|l integralite) (?:d\w* )?(?:l |le |la )?"
    r"(?:evenement|congres|colloque|seminaire|rencontres?)"
    r"|alle tage|beide tage|todos los dias|tutti i giorni|entrambi i giorni)\b"
)
_ALL_ALONE = re.compile(
    r"(?:je serai (?:la|present e?) )?(?:tous|toutes|tout|all|both|les deux|alle|beide|todos|tutti)(?: !)?"
)
_SO_MANY = re.compile(r"\b(?:les|the|all|durant|pendant) ?(?:les )?(\w+) (?:jours|journees|days)\b")
_FEW = re.compile(
    rf"\b(?:{_NUMBER} (?:premier|dernier)e?s?|(?:first|last|premiers|derniers) {_NUMBER}) (?:jours|journees|days)\b"
)
_BARE = re.compile(
    rf"(?:{_FROM.pattern[:-1]}|{_UNTIL_WORD} )?(?:du |le |les |the )?({_RUN})(?: inclus(?:ive)?| included)?"
)
_DAYS = re.compile("|".join(each.pattern for each in (_WEEKDAY, _IS_DATE, _NUMBERED, _FEW, _ALL, _SO_MANY)))
_MAY_BE_DAYS = re.compile(rf"{_DAYS.pattern}|\b\d{{1,2}}\b(?! ?h)")

# Words of consent and refusal.

_HOURS = re.compile(rf"\b{_HOUR}\b")
"""Parts of a day: to be away for one of them is no absence on the day."""
_OBJECT = re.compile(f"{_MAY_BE_DAYS.pattern}|{_HOURS.pattern}")
_EXCEPT = re.compile(
    r"(?:sauf|excepte|hormis|hors|sans|(?:a l )?exception d[eu]|except(?:ing)?|excluding|without"
    r"|(?:(?<=days )|(?<=day ))but|ausser|tranne|eccetto|excepto|menos|salvo)\b"
)
_ABLE = (
    "(?: (?:etre|be|en mesure|able|d|de|to|venir|come|make|it|attend(?:re)?|join|presente?s?|disponibles?|dispo"
    "|available|libres?|free|la|there|here|coming|attending|going|possible|assister|participer|y))*"
)
_REFUSING = (
    r"(?:(?:ne|n) (?:(?!que\b)\w+ ){1,3}?(?:pas|plus)|pas(?! avant)|non|no|nein|ni|jamais|aucun jour|none|impossible"
    r"|not(?! before)|cannot|(?:can|won|don|isn|doesn) t|unable|nor|neither|never|away|(?:m|am|is|are) o(?:ut|ff)|busy"
    r"|miss(?:ing)?|absente?s?|indispo\w*|unavailable|excusee?s?|empechee?s?|manque\w*|retenue?s?|occupee?s?"
    r"|desolee? pour|en (?:deplacement|conges?|formation|vacances)"
    r"|nicht(?! vor)|keine?|abwesend|verhindert|assent[ei]|ausentes?)" + _ABLE
)
_CONSENT = (
    r"oui|yes|ja|ok|presente?s?|viens|viendrai|vient|(?:serai|suis|y) (?:la|serai)|disponibles?|dispo|available"
    r"|attending|can (?:come|attend)"
    r"|coming|libres?|possible|participe\w*|anwesend|(?=(?:j )?arriv)"
)
_DOUBT = (
    r"pas (?:encore )?(?:sure?s?|certaine?s?|decidee?s?)|(?:ne )?sa(?:is|it) pas|not sure|unsure|undecided|don t know"
)
_SIGN = re.compile(rf"\b(?:(?P<unsure>{_DOUBT})|(?P<no>{_EXCEPT.pattern}|{_REFUSING})|(?P<yes>{_CONSENT}))\b")
_ANSWER = re.compile(
    rf"(?:je (?:serai |suis )?|i (?:am |m )?)?(?:(?P<no>{_REFUSING}|0|n|faux|false)|(?P<yes>{_CONSENT}|x|1))"
)
_POLITE = (
    "(?:je|j|il|elle|on|nous|i|we|am|m|will|serai|sera|suis|est|is|helas|malheureusement|desolee?s?|merci|thanks?|you"
    "|sorry|ce jour|that day|la)"
)
_REFUSAL = re.compile(
    rf"(?:{_POLITE} )*{_REFUSING}(?: (?:{_POLITE}|{_REFUSING}))*(?: (?:pour|car|cause|because|due) .*)?"
)
_EITHER = re.compile(r"\b(?:oui|yes|presente?)(?: ?/ ?| ou | or )(?:non|no|absente?)\b")
_BREAK = re.compile(
    r"( *[,;|()]+[ ,;|()]*|(?:(?<=[a-z]{5})|(?<=oui)|(?<=non)|(?<=yes)|(?<=no))\. "
    r"| *\b(?:mais|aber|pero|ma|sondern|(?<!days )(?<!day )but)\b *)"
)
"""Where a clause ends."""
_SHORT_PAUSE = re.compile(r"[ ,.()]*")

_ON = rf"(?:\b{_WEEKDAY_NAME}\b\.? )?"
"""A weekday before a date, which the date says already."""
_MONTH_AHEAD = re.compile(rf"{_ON}{_MONTH}\b")

_Reader = tuple[re.Pattern[str], Callable[[re.Match[str], Days], Iterator[date]]]
_FIGURES: Sequence[_Reader] = ((_ISO, _iso), (_SLASHED, _slashed))
_NUMBER_FIRST: _Reader = (re.compile(_ON + _BEFORE_MONTH.pattern), lambda m, days: _dated(m[1], m[2], m[3], days))
_MONTH_FIRST: _Reader = (re.compile(_ON + _AFTER_MONTH.pattern), lambda m, days: _dated(m[2], m[1], m[3], days))
_WORDS: Sequence[_Reader] = ((_FEW, _few), (_NUMBERED, _numbered), (_WEEKDAY, _weekday))
_READERS = (*_FIGURES, _NUMBER_FIRST, _MONTH_FIRST, *_WORDS)
_MONTH_AHEAD_READERS = (*_FIGURES, _MONTH_FIRST, _NUMBER_FIRST, *_WORDS)
"""The ways to name a day, the surest first: what one of them has read is not read again."""
