# SPDX-License-Identifier: GPL-3.0-or-later
"""Answers to questions of the ticketing: whether the server takes one, and how one that was typed is written. Pure."""

import re
from collections.abc import Callable, Sequence
from datetime import date, datetime, time, tzinfo
from decimal import Decimal, DecimalException
from typing import Any

from checkin.core.errors import UserError
from checkin.core.message import Message
from checkin.core.ticketing.country_codes import COUNTRY_CODES
from checkin.core.ticketing.questions import Question, QuestionType
from checkin.core.typed_times import NotATime, read_day, read_time

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
