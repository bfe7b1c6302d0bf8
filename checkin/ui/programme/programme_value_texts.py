# SPDX-License-Identifier: GPL-3.0-or-later
"""The values of programme fields as text. Draws nothing."""

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any

from checkin.core.attendee_body import CUSTOM
from checkin.core.field_names import FIELD_NAMES
from checkin.core.message import Message
from checkin.core.programme.programme import (
    ColumnDisplay,
    ColumnRule,
    PointMode,
    Programme,
    Reentry,
    Requirement,
    Session,
)
from checkin.core.programme.programme_wording import DISPLAY_NAMES, MODE_NAMES, REENTRY_NAMES, TEST_NAMES
from checkin.translation import clock_time, translate

NOTHING = "–"


def value_text(name: str, value: Any, programme: Programme) -> str:
    """Return a value as text.

    `name` is its field in `core.programme`; ids are replaced by what they mean in `programme`.
    """
    if name == "session":
        session = programme.session(value)
        return session.title if session else NOTHING if value else translate(ARRIVAL)
    if name in ("categories", "only_for"):
        return ", ".join(map(programme.category_name, value)) or translate(EVERYBODY)
    if name == "field":
        return requirement_field_label(value)
    if name == "rules":
        return "; ".join(map(_rule_text, value)) or NOTHING
    if name in ("asks_for", "requires"):
        return "; ".join(_asked(part) for part in value) or NOTHING
    return _plain(value, programme)


def _plain(value: Any, programme: Programme) -> str:
    match value:
        case bool():
            return translate(_YES if value else _NO)
        case PointMode() | Reentry() | ColumnDisplay():
            return translate((MODE_NAMES | REENTRY_NAMES | DISPLAY_NAMES)[value])
        case datetime():
            return moment_text(value, programme.event.day)
        case date():
            return f"{value:%d/%m/%Y}"
    return str(value) if value else NOTHING


def moment_text(at: datetime, day: date | None) -> str:
    """Return the time, with the day if it is not `day`."""
    return clock_time(at) if at.date() == day else f"{at:%d/%m} {clock_time(at)}"


def session_hours_on_day(session: Session, day: date | None) -> str:
    """Return "09:30 – 10:00", or as much of it as is known."""
    ends = [clock_time(session.ends)] if session.ends else []
    starts = [moment_text(session.starts, day)] if session.starts else []
    return " – ".join((*starts, *ends))


def requirement_field_label(name: str) -> str:
    """Return the name of a person's field as used by `asks_for` and requirements."""
    return translate(FIELD_NAMES[name]) if name in FIELD_NAMES else name.removeprefix(CUSTOM)


def _asked(part: str | Requirement) -> str:
    return _required(part.field, part.values) if isinstance(part, Requirement) else requirement_field_label(part)


def _rule_text(rule: ColumnRule) -> str:
    test = f"{translate(TEST_NAMES[rule.test])} {', '.join(rule.values)}".strip()
    return f"{test} → {rule.text}" if rule.text else test


def _required(field: str, values: Sequence[str]) -> str:
    return translate(_REQUIRED, field=requirement_field_label(field), values=", ".join(values))


EVERYBODY = Message("programme", "Everyone")
ARRIVAL = Message("programme", "Arrival at the event")
_REQUIRED = Message("programme", "{field}: {values}")
_YES = Message("programme", "yes")
_NO = Message("programme", "no")
