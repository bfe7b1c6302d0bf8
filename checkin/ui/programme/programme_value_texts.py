# SPDX-License-Identifier: GPL-3.0-or-later
"""The values of programme fields as text. Draws nothing."""

from collections.abc import Sequence
from datetime import date, datetime, timedelta
from typing import Any

from checkin.core.attendee_body import CUSTOM
from checkin.core.field_names import FIELD_NAMES
from checkin.core.message import Message
from checkin.core.programme.daily_points import has_several_days
from checkin.core.programme.programme import (
    ColumnDisplay,
    ColumnRule,
    PointMode,
    Programme,
    Reentry,
    Requirement,
)
from checkin.core.programme.programme_wording import DISPLAY_NAMES, MODE_NAMES, REENTRY_NAMES, TEST_NAMES
from checkin.translation import clock_time, current_language, programme_time, short_day_text, translate

NOTHING = "–"

_A_DAY = timedelta(days=1)


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
            return moment_text(value, programme)
        case date():
            return f"{value:%d/%m/%Y}"
    return str(value) if value else NOTHING


def moment_text(at: datetime, programme: Programme) -> str:
    """Return a time of the programme, after its day where it needs one: “jeu. 3, 14:00”."""
    if has_several_days(programme) or at.date() == programme.event.day:
        return programme_time(at, programme)
    return f"{short_day_text(at.date(), True, current_language())}, {clock_time(at)}"


def hours_text(begin: datetime | None, end: datetime | None, programme: Programme) -> str:
    """Return "09:30 – 10:00", after its day where it needs one, or as much of it as is known."""
    if begin and end and end - begin < _A_DAY:
        return f"{moment_text(begin, programme)} – {clock_time(end)}"
    return " – ".join(moment_text(at, programme) for at in (begin, end) if at)


def requirement_field_label(name: str) -> str:
    """Return the name of a person's field as used by `asks_for` and requirements."""
    return translate(FIELD_NAMES[name]) if name in FIELD_NAMES else name.removeprefix(CUSTOM)


def _asked(part: str | Requirement) -> str:
    return _required(part.field, part.values) if isinstance(part, Requirement) else requirement_field_label(part)


def _rule_text(rule: ColumnRule) -> str:
    values = [*rule.values, translate(_OR_EMPTY)] if rule.also_empty else rule.values
    test = f"{translate(TEST_NAMES[rule.test])} {', '.join(values)}".strip()
    return f"{test} → {rule.text}" if rule.text else test


def _required(field: str, values: Sequence[str]) -> str:
    return translate(_REQUIRED, field=requirement_field_label(field), values=", ".join(values))


EVERYBODY = Message("programme", "Everyone")
ARRIVAL = Message("programme", "Arrival at the event")
_REQUIRED = Message("programme", "{field}: {values}")
_OR_EMPTY = Message("programme", "or is empty")
_YES = Message("programme", "yes")
_NO = Message("programme", "no")
