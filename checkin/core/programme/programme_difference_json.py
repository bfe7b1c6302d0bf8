# SPDX-License-Identifier: GPL-3.0-or-later
"""A programme difference as plain values for scripts (docs/command-line.md); its keys are a stable interface. Pure.

Kinds and fields are named as in the programme file.
"""

from dataclasses import asdict
from datetime import date
from typing import Any

from checkin.core.programme.programme import (
    Category,
    Column,
    ColumnRule,
    ControlPoint,
    Event,
    Requirement,
    Session,
    Speaker,
)
from checkin.core.programme.programme_difference import ItemChange, PlannedItem, ProgrammeDifference
from checkin.core.programme.programme_schema import FILE_NAMES

_KINDS: dict[type, str] = {
    Event: "event",
    Session: "session",
    Speaker: "speaker",
    ControlPoint: "control_point",
    Category: "category",
    Column: "column",
}


def programme_difference_as_json(difference: ProgrammeDifference) -> dict[str, Any]:
    return {
        "added": [_whole(item) for item in difference.added],
        "changed": [_change(change) for change in difference.changed],
        "gone": [_named(item) for item in difference.gone],
        "unchanged": difference.unchanged,
    }


def _named(item: PlannedItem | Event) -> dict[str, Any]:
    title = {"title": item.title} if isinstance(item, Session | Event) else {"name": item.name}
    of = {"session": item.session} if isinstance(item, Speaker) else {}
    own = {} if isinstance(item, Event) else {"id": item.id}
    return {"kind": _KINDS[type(item)], **own, **title, **of}


def _whole(item: PlannedItem) -> dict[str, Any]:
    """Return a new item with the fields a reader asks for: when, where, for which session."""
    asked = ("starts", "ends", "room", "capacity", "is_booked", "is_confirmed", "session", "opens", "closes", "field")
    values = {name: getattr(item, name, None) for name in asked}
    return _named(item) | {FILE_NAMES.get(n, n): _plain(v) for n, v in values.items() if v not in (None, "", 0)}


def _change(change: ItemChange) -> dict[str, Any]:
    values = {FILE_NAMES.get(n, n): [_plain(old), _plain(new)] for n, (old, new) in change.changed.items()}
    return _named(change.item) | {"fields": values}


def _plain(value: Any) -> Any:
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, Requirement):
        return {value.field: list(value.values)}
    if isinstance(value, ColumnRule):
        return asdict(value)
    return [_plain(part) for part in value] if isinstance(value, tuple) else value
