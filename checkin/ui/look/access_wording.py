# SPDX-License-Identifier: GPL-3.0-or-later
"""What a control point requires of people, in words: who may enter, what a person has instead, where they may go."""

from collections.abc import Iterator
from datetime import datetime

from checkin.core.access import meets, required_category
from checkin.core.answer import Answer
from checkin.core.attendee import Attendee
from checkin.core.attendee_body import CUSTOM, text_field
from checkin.core.field_names import FIELD_NAMES
from checkin.core.message import Message
from checkin.core.programme.programme import ControlPoint, Programme, Requirement
from checkin.services.moment_wording import when_text
from checkin.translation import translate


def access_sentences(answer: Answer, programme: Programme) -> str:
    """Return for whom the control point is, what this person has instead, and where they may enter."""
    return ". ".join(_sentences(answer, programme))


def _sentences(answer: Answer, programme: Programme) -> Iterator[str]:
    point, person = answer.control_point, answer.attendee
    categories = required_category(programme, point)
    conditions = [*([categories] if categories else []), *point.requires]
    if conditions == [categories]:
        yield translate(_ONLY_FOR, values=values_text(conditions[0]))
    else:
        yield translate(_RESERVED, conditions="; ".join(map(requirement_text, conditions)))
    if person:
        own = {condition: _own_value(person, condition.field, programme) for condition in conditions}
        for condition, value in own.items():
            if not meets(value, condition):
                field = person_field_label(condition.field)
                yield translate(_THEIRS, field=field, value=value or translate(_NOT_FILLED))
    if answer.alternatives.open_to:
        yield translate(_OPEN_TO, points=", ".join(p.name for p in answer.alternatives.open_to))
    elif later := answer.alternatives.open_later:
        yield translate(_OPEN_LATER, points=", ".join(_with_opening(p, answer.at) for p in later))


def _with_opening(point: ControlPoint, at: datetime) -> str:
    return translate(_WITH_OPENING, point=point.name, when=when_text(point.opens, at)) if point.opens else point.name


def requirement_text(required: Requirement) -> str:
    """Return what is required as people say it: "Jours : Les deux ou Lundi 5"."""
    return translate(_REQUIRED, field=person_field_label(required.field), values=values_text(required))


def values_text(required: Requirement) -> str:
    """Return the values of which one is required: "Les deux ou Lundi 5"."""
    *first, last = required.values
    return translate(_OR, first=", ".join(first), last=last) if first else last


def _own_value(person: Attendee, field: str, programme: Programme) -> str:
    """Return the value of a person's field as the desk shows it: a category by its name."""
    text = text_field(person, field)
    return programme.category_name(text) if field == "category" and text else text


def person_field_label(name: str) -> str:
    """Return the translated name of a person's field; a column of the list by its own title."""
    return translate(FIELD_NAMES[name]) if name in FIELD_NAMES else name.removeprefix(CUSTOM)


_REQUIRED = Message("answer", "{field}: {values}")
_ONLY_FOR = Message("answer", "Reserved for: {values}")
_RESERVED = Message("answer", "Reserved ({conditions})")
_THEIRS, _NOT_FILLED = Message("answer", "{field} for this person: {value}"), Message("answer", "not filled in")
_OPEN_TO = Message("answer", "Open to them: {points}")
_OPEN_LATER = Message("answer", "Open to them later: {points}")
_WITH_OPENING = Message("answer", "{point} ({when})")
_OR = Message("answer", "{first} or {last}")
