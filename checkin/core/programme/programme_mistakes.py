# SPDX-License-Identifier: GPL-3.0-or-later
"""Mistakes for which a programme cannot be saved, each with the field beside which it is shown. Pure."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from datetime import timedelta
from typing import Any, NamedTuple

from checkin.core.message import Message
from checkin.core.programme.daily_points import MOST_DAYS
from checkin.core.programme.measured_values import read_measure
from checkin.core.programme.programme import (
    Category,
    Column,
    ControlPoint,
    Event,
    Programme,
    Session,
    Speaker,
)
from checkin.core.programme.programme_difference import item_name
from checkin.core.text_folding import fold_text


class ProgrammeMistake(NamedTuple):
    """A mistake. `field` is that of the item of this kind and id ("" for the event) in `core/programme/programme`."""

    kind: type
    id: str
    field: str
    words: Message
    fields: Mapping[str, object]


def mistakes(programme: Programme) -> tuple[ProgrammeMistake, ...]:
    """Return the mistakes, in the order of the programme."""
    return (
        *_nameless(Event, "title", (programme.event,)),
        *_of_days(programme.event),
        *_nameless(Session, "title", programme.sessions),
        *_of_sessions(programme),
        *_nameless(Speaker, "name", programme.speakers),
        *_twice(Speaker, programme.speakers),
        *_nameless(ControlPoint, "name", programme.control_points),
        *_twice(ControlPoint, programme.control_points),
        *_of_points(programme),
        *_nameless(Category, "name", programme.categories),
        *_twice(Category, programme.categories),
        *_nameless(Column, "name", programme.columns),
        *_twice(Column, programme.columns),
        *_of_columns(programme),
    )


def _of_days(event: Event) -> Iterator[ProgrammeMistake]:
    if event.last_day is None:
        return
    if event.day is None:
        yield ProgrammeMistake(Event, "", "day", _NO_FIRST_DAY, {})
    elif event.last_day < event.day:
        yield ProgrammeMistake(Event, "", "last_day", _LAST_BEFORE_FIRST, {})
    elif event.last_day - event.day >= timedelta(days=MOST_DAYS):
        yield ProgrammeMistake(Event, "", "last_day", _TOO_MANY_DAYS, {"most": MOST_DAYS})


def _of_sessions(programme: Programme) -> Iterator[ProgrammeMistake]:
    for session in programme.sessions:
        if session.starts and session.ends and session.ends <= session.starts:
            yield ProgrammeMistake(Session, session.id, "ends", _BACKWARDS, {})
        if session.ends and not session.starts:
            yield ProgrammeMistake(Session, session.id, "starts", _NO_START, {})
        if session.waiting and not session.capacity:
            yield ProgrammeMistake(Session, session.id, "waiting", _NO_SEATS, {})


def _of_points(programme: Programme) -> Iterator[ProgrammeMistake]:
    for point in programme.control_points:
        if point.opens and point.closes and point.closes <= point.opens:
            yield ProgrammeMistake(ControlPoint, point.id, "closes", _SHUT, {})
        if point.is_daily and point.gives:
            yield ProgrammeMistake(ControlPoint, point.id, "gives", _LENT_DAILY, {})
        asked = Counter(fold_text(r.field) for r in point.requires)
        if any(not r.field or not r.values for r in point.requires):
            yield ProgrammeMistake(ControlPoint, point.id, "requires", _HALF_REQUIRED, {})
        elif any(times > 1 for times in asked.values()):
            yield ProgrammeMistake(ControlPoint, point.id, "requires", _REQUIRED_TWICE, {})


def _of_columns(programme: Programme) -> Iterator[ProgrammeMistake]:
    for column in programme.columns:
        if not column.field:
            yield ProgrammeMistake(Column, column.id, "field", _NO_COLUMN, {})
        if any(rule.test.has_values and not rule.values for rule in column.rules):
            yield ProgrammeMistake(Column, column.id, "rules", _HALF_RULE, {})
        elif None in (read_measure(text) for rule in column.rules if rule.test.is_measured for text in rule.values):
            yield ProgrammeMistake(Column, column.id, "rules", _NO_MEASURE, {})


def _nameless(kind: type, field: str, items: Iterable[Any]) -> Iterator[ProgrammeMistake]:
    for item in items:
        if not item_name(item).strip():
            yield ProgrammeMistake(kind, getattr(item, "id", ""), field, _NAMELESS, {})


def _twice(kind: type, items: Iterable[Any]) -> Iterator[ProgrammeMistake]:
    """Yield the second item of one name; of speakers, within one session."""
    seen: set[tuple[str, str]] = set()
    for item in items:
        key = (item.session if isinstance(item, Speaker) else "", fold_text(item.name))
        if key[1] and key in seen:
            yield ProgrammeMistake(kind, item.id, "name", _TWICE, {"name": item.name})
        seen.add(key)


_NO_FIRST_DAY = Message("programme editor", "There is a last day but no first one. Say on which day it begins.")
_LAST_BEFORE_FIRST = Message("programme editor", "This is before the first day.")
_TOO_MANY_DAYS = Message("programme editor", "An event has at most {most} days.")
_NAMELESS = Message("programme editor", "This needs a name.")
_TWICE = Message("programme editor", "“{name}” already exists. Give this one another name.")
_BACKWARDS = Message(
    "programme editor", "This is before the start. If it is the next day, write the date before the time."
)
_SHUT = Message(
    "programme editor", "This is before the opening. If it is the next day, write the date before the time."
)
_NO_START = Message("programme editor", "It has an end but no start. Say when it starts.")
_NO_SEATS = Message("programme editor", "Only a session with a number of seats can be full and have a waiting list.")
_LENT_DAILY = Message(
    "programme editor", "What is lent here may come back on another day. Untick that everyone comes anew on each day."
)
_HALF_REQUIRED = Message("programme editor", "Each line needs a field, and its permitted values.")
_NO_COLUMN = Message("programme editor", "Choose the column of the list.")
_HALF_RULE = Message("programme editor", "Each rule needs its values, except “is empty” and “is not empty”.")
_NO_MEASURE = Message("programme editor", "“At most” and “at least” need a number or a date: 17, or 31/12/2008.")
_REQUIRED_TWICE = Message("programme editor", "The same field is on two lines. Put all its values on one line.")
