# SPDX-License-Identifier: GPL-3.0-or-later
"""The programme as journal entries: written, changed item by item, folded back. Pure."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import Field, fields
from datetime import date, datetime
from typing import Any, TypeVar

from checkin.core.entries import Entry, EntryKind, NewEntry, parse_moment
from checkin.core.local_time import YEARS
from checkin.core.programme.programme import (
    ARRIVAL,
    Category,
    Column,
    ColumnDisplay,
    ColumnRule,
    ControlPoint,
    Event,
    PointMode,
    Programme,
    Reentry,
    Requirement,
    RuleTest,
    Session,
    Speaker,
)

_OF_THE_FILE = "is_demo"
"""The field that says something of the event file: no entry has it, and none is believed."""

_WITHDRAWN = "withdrawn"
"""The key of a body whose item is no longer planned."""


def to_entries(programme: Programme) -> list[NewEntry]:
    """Return entries that describe the whole programme anew, to be appended in this order."""
    rows: list[NewEntry] = [(EntryKind.EVENT_DESCRIBED, "", _body(programme.event))]
    return rows + [(kind, item.id, _body(item)) for kind, items in _items(programme) for item in items]


def change_entries(old: Programme, new: Programme) -> list[NewEntry]:
    """Return the entries that turn `old` into `new`: only the items that differ, so that two desks may change two of
    them at one time.

    The whole programme is written anew where the event itself or the order changed. Empty for equal programmes.
    """
    if old == new:
        return []
    # The default point may be there without an entry.
    has_points_anew = old.control_points == (ARRIVAL,) != new.control_points
    if old.event != new.event or has_points_anew:
        return to_entries(new)
    rows: list[NewEntry] = []
    for (kind, before), (_, after) in zip(_items(old), _items(new), strict=True):
        kept = {item.id: item for item in before}
        wanted = {item.id for item in after}
        if [i for i in kept if i in wanted] + [i.id for i in after if i.id not in kept] != [i.id for i in after]:
            return to_entries(new)
        rows += [(kind, gone, {_WITHDRAWN: True}) for gone in kept if gone not in wanted]
        rows += [(kind, item.id, _body(item)) for item in after if item != kept.get(item.id)]
    return rows


def fold_programme(entries: Iterable[Entry]) -> Programme:
    """Return the programme that `entries` (in id order) describe. Describing the event anew begins a new programme."""
    event = Event(title="")
    planned: dict[str, dict[str, Any]] = {}
    for entry in entries:
        if entry.kind == EntryKind.EVENT_DESCRIBED:
            event, planned = _revive(Event, entry.body) or event, {}
        elif entry.body.get(_WITHDRAWN):
            planned.get(entry.kind, {}).pop(entry.subject, None)
        elif (cls := _PLANNED.get(entry.kind)) and (item := _revive(cls, entry.body)):
            planned.setdefault(entry.kind, {})[entry.subject] = item
    return Programme(
        event,
        tuple(planned.get(EntryKind.CATEGORY_PLANNED, {}).values()),
        tuple(planned.get(EntryKind.SESSION_PLANNED, {}).values()),
        tuple(planned.get(EntryKind.SPEAKER_PLANNED, {}).values()),
        tuple(planned.get(EntryKind.CONTROL_POINT_PLANNED, {}).values()) or (ARRIVAL,),
        tuple(planned.get(EntryKind.COLUMN_PLANNED, {}).values()),
    )


def _items(programme: Programme) -> Iterator[tuple[EntryKind, Sequence[Any]]]:
    yield EntryKind.CATEGORY_PLANNED, programme.categories
    yield EntryKind.SESSION_PLANNED, programme.sessions
    yield EntryKind.SPEAKER_PLANNED, programme.speakers
    yield EntryKind.CONTROL_POINT_PLANNED, programme.control_points
    yield EntryKind.COLUMN_PLANNED, programme.columns


_PLANNED: dict[str, type[Any]] = {
    EntryKind.CATEGORY_PLANNED: Category,
    EntryKind.SESSION_PLANNED: Session,
    EntryKind.SPEAKER_PLANNED: Speaker,
    EntryKind.CONTROL_POINT_PLANNED: ControlPoint,
    EntryKind.COLUMN_PLANNED: Column,
}


def _moment(value: object) -> datetime:
    if (at := parse_moment(value)) is None:
        raise ValueError(value)
    return at


def _day(text: str) -> date:
    if (day := date.fromisoformat(text)).year not in YEARS:
        raise ValueError(text)
    return day


def _texts(contents: Iterable[object]) -> tuple[str, ...]:
    return tuple(map(str, contents))


_READERS: Mapping[Any, Callable[[Any], Any]] = {
    date | None: _day,
    datetime | None: _moment,
    tuple[str, ...]: _texts,
    tuple[Requirement, ...]: lambda items: tuple(Requirement(str(i["field"]), _texts(i["values"])) for i in items),
    tuple[ColumnRule, ...]: lambda items: tuple(
        filter(None, (_revive(ColumnRule, item) for item in items if isinstance(item, dict)))
    ),
    **{words: words for words in (PointMode, Reentry, ColumnDisplay, RuleTest)},
}

_Item = TypeVar("_Item")


def _body(item: Any) -> dict[str, object]:
    body: dict[str, object] = {}
    for f in _stored_fields(item):
        value = getattr(item, f.name)
        if value is not None and value != ():
            body[f.name] = value.isoformat() if isinstance(value, date) else _plain(value)
    return body


def _stored_fields(item: Any) -> list[Field[Any]]:
    """Return the fields that entries hold."""
    return [f for f in fields(item) if f.name != _OF_THE_FILE]


def _plain(value: Any) -> Any:
    """Return requirements and rules as JSON values, anything else unchanged."""
    is_compound = isinstance(value, tuple) and isinstance(value[0], Requirement | ColumnRule)
    return [_body(each) for each in value] if is_compound else value


def _revive(cls: type[_Item], body: Mapping[str, object]) -> _Item | None:
    """Return the item of a body, ignoring fields of a newer version; None if this version cannot understand it."""
    known = {f.name: f.type for f in _stored_fields(cls)}
    try:
        return cls(**{name: _read(known[name], value) for name, value in body.items() if name in known})
    except (TypeError, ValueError, KeyError):
        return None


def _read(kind: Any, value: Any) -> Any:
    if read := _READERS.get(kind):
        return read(value)
    if type(value) is not kind:  # without a reader: a text, a number or a flag
        raise TypeError(kind)
    return value
