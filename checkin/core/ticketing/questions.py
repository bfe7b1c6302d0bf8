# SPDX-License-Identifier: GPL-3.0-or-later
"""Questions of the ticketing about a ticket, and how answers are read and written. Pure."""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, tzinfo
from decimal import Decimal, DecimalException
from enum import StrEnum
from typing import Any

from checkin.core import json_values
from checkin.core.local_time import NotATime, read_day, read_time
from checkin.core.message import Message, UserError


def translated(texts: Mapping[str, str], languages: Sequence[str]) -> str:
    """Return the text in the first of `languages` that it has, or in another one; "" if there is none."""
    return next((texts[language] for language in languages if texts.get(language)), next(iter(texts.values()), ""))


def in_languages(row: json_values.JsonObject, languages: Sequence[str]) -> dict[str, Any]:
    """Return an object of the API with its texts in `languages` alone, those of its parts too; a text that has none of
    them keeps one of its own. A server may have a text in more languages than an entry has room for.
    """
    return {name: _in_languages(name, value, languages) for name, value in row.items()}


def _in_languages(name: str, value: object, languages: Sequence[str]) -> object:
    if name in _TRANSLATED and isinstance(value, Mapping):
        texts = json_values.as_translations(value)
        kept = {language: texts[language] for language in languages if language in texts}
        return kept or dict([*texts.items()][:1])
    if name in _PARTS:
        return [in_languages(json_values.as_object(part), languages) for part in json_values.as_list(value)]
    return value


_TRANSLATED = ("name", "location", "question", "help_text", "answer", "value")
_PARTS = ("variations", "options")
"""The keys of the API whose values are texts by language, and lists of objects with such texts."""


class QuestionType(StrEnum):
    """The type of a question, as pretix writes it."""

    NUMBER = "N"
    LINE = "S"
    TEXT = "T"
    YES_NO = "B"
    CHOICE = "C"
    CHOICES = "M"
    FILE = "F"
    DATE = "D"
    TIME = "H"
    MOMENT = "W"
    COUNTRY = "CC"
    PHONE = "TEL"


LIMITS = (
    "valid_number_min",
    "valid_number_max",
    "valid_date_min",
    "valid_date_max",
    "valid_datetime_min",
    "valid_datetime_max",
    "valid_string_length_min",
    "valid_string_length_max",
)
"""The keys of a question that limit its answers."""


@dataclass(frozen=True, slots=True)
class QuestionOption(json_values.KeyedBody):
    """An option of a question. `texts` are by language."""

    id: int = json_values.keyed("id", default=0)
    identifier: str = json_values.keyed("identifier", default="")
    texts: Mapping[str, str] = json_values.keyed("answer", default_factory=dict, hash=False)


def _limits(found: json_values.JsonObject) -> Mapping[str, str]:
    return {name: limit for name in LIMITS if (limit := json_values.as_text(found.get(name)))}


@dataclass(frozen=True, slots=True)
class Question(json_values.KeyedBody):
    """A question of the ticketing. `texts` and `help_texts` are by language; `products` are the ids of those whose
    tickets are asked. `depends_on` is the id of another question, 0 for none: this one is asked only of people whose
    answer to that is one of `needed_answers` (identifiers of options, or "True" and "False").
    """

    id: int = json_values.keyed("id", default=0)
    identifier: str = json_values.keyed("identifier", default="")
    texts: Mapping[str, str] = json_values.keyed("question", default_factory=dict, hash=False)
    help_texts: Mapping[str, str] = json_values.keyed("help_text", default_factory=dict, hash=False)
    type: str = json_values.keyed("type", default=QuestionType.LINE)
    is_required: bool = json_values.keyed("required", default=False)
    is_asked: bool = json_values.keyed("ask_during_checkin", default=False)
    is_shown: bool = json_values.keyed("show_during_checkin", default=False)
    products: tuple[int, ...] = json_values.keyed("items", default=())
    options: tuple[QuestionOption, ...] = json_values.keyed("options", default=())
    depends_on: int = json_values.keyed("dependency_question", default=0)
    needed_answers: tuple[str, ...] = json_values.keyed("dependency_values", default=())
    place: int = json_values.keyed("position", default=0)
    limits: Mapping[str, str] = json_values.of_several_keys(_limits, dict, default_factory=dict, hash=False)


# The codes of countries (ISO 3166-1 alpha-2).

_CODES = (
    "AD AE AF AG AI AL AM AO AQ AR AS AT AU AW AX AZ BA BB BD BE BF BG BH BI BJ BL BM BN BO BQ BR BS BT BV BW BY BZ CA "
    "CC CD CF CG CH CI CK CL CM CN CO CR CU CV CW CX CY CZ DE DJ DK DM DO DZ EC EE EG EH ER ES ET FI FJ FK FM FO FR GA "
    "GB GD GE GF GG GH GI GL GM GN GP GQ GR GS GT GU GW GY HK HM HN HR HT HU ID IE IL IM IN IO IQ IR IS IT JE JM JO JP "
    "KE KG KH KI KM KN KP KR KW KY KZ LA LB LC LI LK LR LS LT LU LV LY MA MC MD ME MF MG MH MK ML MM MN MO MP MQ MR MS "
    "MT MU MV MW MX MY MZ NA NC NE NF NG NI NL NO NP NR NU NZ OM PA PE PF PG PH PK PL PM PN PR PS PT PW PY QA RE RO RS "
    "RU RW SA SB SC SD SE SG SH SI SJ SK SL SM SN SO SR SS ST SV SX SY SZ TC TD TF TG TH TJ TK TL TM TN TO TR TT TV TW "
    "TZ UA UG UM US UY UZ VA VC VE VG VI VN VU WF WS YE YT ZA ZM ZW "
)

COUNTRY_CODES = frozenset(_CODES.split())
"""All codes that an answer to a question for a country may be."""


# Answers to questions of the ticketing: whether the server takes one, and how one that was typed is written.

YES, NO = "True", "False"
"""The answers to a question of type YES_NO, as pretix writes them."""


def is_valid_answer(question: Question, answer: str, zone: tzinfo) -> bool:
    """Whether the server takes `answer`. An empty one passes a question that is not required."""
    if not answer or (question.is_required and question.type == QuestionType.YES_NO and answer.lower() != "true"):
        return not question.is_required
    if question.type in (QuestionType.CHOICE, QuestionType.CHOICES):
        parts = answer.split(",") if question.type == QuestionType.CHOICES else [answer]
        return len(chosen_options(question, parts)) == len(parts)
    read, limits = _READERS.get(question.type, (_any_text, ""))
    try:
        value = read(answer, zone)
    except (ValueError, DecimalException):
        return False
    return _is_within(value, question.limits.get(f"{limits}_min"), question.limits.get(f"{limits}_max"), zone)


def chosen_options(question: Question, parts: Sequence[str]) -> tuple[str, ...]:
    """Return the identifiers of the options that `parts` name, by identifier or id."""
    return tuple(o.identifier for o in question.options if o.identifier in parts or str(o.id) in parts)


def write_answer(question: Question, typed: str, day: date | None, zone: tzinfo) -> str:
    """Return what an attendee answered as pretix writes it. `typed` are identifiers of options joined by commas, YES or
    NO, or a text as people type it ("12,5", "4/7/2023", "9h30"); `day` is that of the event.

    Raises UserError, with what is expected, for an answer that the server would not take.
    """
    text = typed.strip()
    try:
        written = _written(question, text, day, zone) if text else ""
    except (NotATime, DecimalException, ValueError) as exc:
        raise UserError(_EXPECTED.get(question.type, _OTHER)) from exc
    if not is_valid_answer(question, written, zone):
        raise UserError(_NEEDED if not written else _EXPECTED.get(question.type, _OTHER))
    return written


def _written(question: Question, text: str, day: date | None, zone: tzinfo) -> str:
    match question.type:
        case QuestionType.NUMBER:
            number = re.sub(r"\s", "", text).replace(",", ".")
            return str(Decimal(number))
        case QuestionType.DATE:
            return str(read_day(text, day))
        case QuestionType.TIME:
            return f"{read_time(text, day or date(2000, 1, 1)):%H:%M:%S}"
        case QuestionType.MOMENT:
            local = read_time(text, day)
            return local.replace(tzinfo=zone).isoformat() if local else ""
        case QuestionType.COUNTRY:
            return text.upper()
        case _:
            return text


def _number(text: str, _zone: tzinfo) -> Decimal:
    number = Decimal(text.strip())
    if not number.is_finite():
        raise ValueError(text)
    return number


def _day(text: str, _zone: tzinfo) -> date:
    return date.fromisoformat(text)


def _clock_time(text: str, _zone: tzinfo) -> time:
    return time.fromisoformat(text)


def _moment(text: str, zone: tzinfo) -> datetime:
    at = datetime.fromisoformat(text)
    return at if at.utcoffset() is not None else at.replace(tzinfo=zone)


def _country(text: str, _zone: tzinfo) -> str:
    if text.upper() not in COUNTRY_CODES:
        raise ValueError(text)
    return text


def _file(text: str, _zone: tzinfo) -> str:
    if not text.startswith("file:"):
        raise ValueError(text)
    return text


def _length(text: str, _zone: tzinfo) -> Decimal:
    return Decimal(len(text))


def _any_text(text: str, _zone: tzinfo) -> str:
    return text


_READERS: dict[str, tuple[Callable[[str, tzinfo], Any], str]] = {
    QuestionType.NUMBER: (_number, "valid_number"),
    QuestionType.DATE: (_day, "valid_date"),
    QuestionType.TIME: (_clock_time, ""),
    QuestionType.MOMENT: (_moment, "valid_datetime"),
    QuestionType.COUNTRY: (_country, ""),
    QuestionType.LINE: (_length, "valid_string_length"),
    QuestionType.TEXT: (_length, "valid_string_length"),
    QuestionType.FILE: (_file, ""),
}
"""For each type how an answer is read, and under which keys the question has its limits."""


def _is_within(value: Any, least: str | None, most: str | None, zone: tzinfo) -> bool:
    lowest, highest = _read_limit(value, least, zone), _read_limit(value, most, zone)
    return (lowest is None or value >= lowest) and (highest is None or value <= highest)


def _read_limit(value: Any, limit: str | None, zone: tzinfo) -> Any:
    """Return a limit of the kind of `value`; None for none, or one that cannot be read."""
    read = next((r for kind, r in _LIMIT_READERS if isinstance(value, kind)), None)
    try:
        return read(limit, zone) if read and limit is not None else None
    except (ValueError, DecimalException):
        return None


_LIMIT_READERS: tuple[tuple[type, Callable[[str, tzinfo], Any]], ...] = (
    (Decimal, _number),
    (datetime, _moment),
    (date, _day),
)
"""A datetime is a date too, so it stands before."""


_NEEDED = Message("ticketing", "This question has to be answered.")
_OTHER = Message("ticketing", "This answer cannot be taken.")
_EXPECTED: dict[str, Message] = {
    QuestionType.NUMBER: Message("ticketing", "Please type a number within the limits."),
    QuestionType.DATE: Message("ticketing", "Please type a day, such as 31/12/1999, within the limits."),
    QuestionType.TIME: Message("ticketing", "Please type a time, such as 9:30."),
    QuestionType.MOMENT: Message("ticketing", "Please type a day and a time, such as 31/12/1999 9:30."),
    QuestionType.COUNTRY: Message("ticketing", "Please type the two letters of the country, such as FR."),
    QuestionType.LINE: Message("ticketing", "This answer is too long or too short."),
    QuestionType.TEXT: Message("ticketing", "This answer is too long or too short."),
    QuestionType.FILE: Message("ticketing", "A file can only be given on the website of the ticketing."),
    QuestionType.CHOICE: Message("ticketing", "Please choose one of the answers."),
    QuestionType.CHOICES: Message("ticketing", "Please choose among the answers."),
}
