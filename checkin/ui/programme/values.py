# SPDX-License-Identifier: GPL-3.0-or-later
"""Fields of a programme as people read them. Draws nothing."""

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any

from checkin.core.field_names import FIELD_NAMES
from checkin.core.history import CUSTOM
from checkin.core.programme.names import MODE_NAMES, REENTRY_NAMES
from checkin.core.programme.programme import Mode, Programme, Reentry, Requirement, Session
from checkin.core.words import Words
from checkin.language import clock_time, say

NOTHING = "–"


def told(name: str, value: Any, programme: Programme) -> str:
    """`name` is the field's in `core.programme`; ids become what they stand for in `programme`."""
    if name == "session":
        session = programme.session(value)
        return session.title if session else NOTHING if value else say(ARRIVAL)
    if name == "categories":
        return ", ".join(map(programme.category_name, value)) or say(EVERYBODY)
    if name in ("asks_for", "requires"):
        return "; ".join(_asked(part) for part in value) or NOTHING
    return _plain(value, programme)


def _plain(value: Any, programme: Programme) -> str:
    match value:
        case bool():
            return say(_YES if value else _NO)
        case Mode() | Reentry():
            return say((MODE_NAMES | REENTRY_NAMES)[value])
        case datetime():
            return moment(value, programme.event.day)
        case date():
            return f"{value:%d/%m/%Y}"
    return str(value) if value else NOTHING


def moment(at: datetime, day: date | None) -> str:
    """The hour; on another day than `day`, with it."""
    return clock_time(at) if at.date() == day else f"{at:%d/%m} {clock_time(at)}"


def hours(session: Session, day: date | None) -> str:
    """ "09:30 – 10:00", or as much of it as is known."""
    ends = [clock_time(session.ends)] if session.ends else []
    starts = [moment(session.starts, day)] if session.starts else []
    return " – ".join((*starts, *ends))


def field_name(name: str) -> str:
    """Of a person's field, as `asks_for` and requirements name it."""
    return say(FIELD_NAMES[name]) if name in FIELD_NAMES else name.removeprefix(CUSTOM)


def _asked(part: str | Requirement) -> str:
    return _required(part.field, part.values) if isinstance(part, Requirement) else field_name(part)


def _required(field: str, values: Sequence[str]) -> str:
    return say(_REQUIRED, field=field_name(field), values=", ".join(values))


EVERYBODY = Words("programme", "Everybody")
ARRIVAL = Words("programme", "The arrival at the event")
_REQUIRED = Words("programme", "{field}: {values}")
_YES = Words("programme", "yes")
_NO = Words("programme", "no")
