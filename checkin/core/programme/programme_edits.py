# SPDX-License-Identifier: GPL-3.0-or-later
"""Edits of a programme, one function each. Pure: a programme in, another out whose items still fit each other.

New items are put at the end, so that no other item has to be written again (`programme_entries.change_entries`).
"""

from collections.abc import Collection, Iterator, Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta, tzinfo
from itertools import count
from typing import Any

from checkin.core.local_time import attach_zone, find_zone, wall_time
from checkin.core.programme.programme import (
    ARRIVAL,
    Category,
    Column,
    ControlPoint,
    Event,
    PointMode,
    Programme,
    Session,
    Speaker,
)
from checkin.core.programme.programme_ids import unique_id
from checkin.core.programme.session_times import sort_by_time

EditableItem = Category | Session | ControlPoint | Column

ITEM_FIELDS: dict[type, str] = {
    Category: "categories",
    Session: "sessions",
    ControlPoint: "control_points",
    Column: "columns",
}
"""The field of a programme that holds the items of each kind."""


def list_items(programme: Programme, kind: type) -> tuple[Any, ...]:
    """Return the categories, sessions, control points or columns."""
    found: tuple[Any, ...] = getattr(programme, ITEM_FIELDS[kind])
    return found


def provisional_id(programme: Programme) -> str:
    """Return an id for an item to be added, until its name is known (`id_assignment`)."""
    return unique_id("new", {item.id for kind in ITEM_FIELDS for item in list_items(programme, kind)})


def put_item(programme: Programme, item: EditableItem) -> Programme:
    """Return the programme with `item` in place of the one with its id, else at the end."""
    before = list_items(programme, type(item))
    is_known = any(i.id == item.id for i in before)
    after = tuple(item if i.id == item.id else i for i in before) if is_known else (*before, item)
    changed: dict[str, Any] = {ITEM_FIELDS[type(item)]: after}
    return replace(programme, **changed)


def remove_item(programme: Programme, item: EditableItem) -> Programme:
    """Return the programme without `item`: a session goes with its speakers and control points, a category also from
    the control points and columns that name it.
    """
    if isinstance(item, Session):
        return without_sessions(programme, (item.id,))
    if isinstance(item, ControlPoint):
        points = tuple(p for p in programme.control_points if p.id != item.id)
        return replace(programme, control_points=points or (ARRIVAL,))
    if isinstance(item, Column):
        return replace(programme, columns=tuple(c for c in programme.columns if c.id != item.id))
    points = tuple(_without_category(p, item.id) for p in programme.control_points)
    left = tuple(c for c in programme.categories if c.id != item.id)
    columns = tuple(replace(c, only_for=_others(c.only_for, item.id)) for c in programme.columns)
    return replace(programme, categories=left, control_points=points, columns=columns)


def without_sessions(programme: Programme, ids: Collection[str]) -> Programme:
    """Return the programme without these sessions, their speakers and control points. One control point always
    remains.
    """
    points = tuple(p for p in programme.control_points if p.session not in ids)
    return replace(
        programme,
        sessions=tuple(s for s in programme.sessions if s.id not in ids),
        speakers=tuple(s for s in programme.speakers if s.session not in ids),
        control_points=points or (ARRIVAL,),
    )


def keep_columns(new: Programme, old: Programme) -> Programme:
    """Return `new` with the columns of `old` if it has none: a programme file mostly says nothing of the list."""
    if new.columns:
        return new
    kept = (replace(c, only_for=tuple(filter(new.category, c.only_for))) for c in old.columns)
    return replace(new, columns=tuple(kept))


def session_points(programme: Programme, session_id: str) -> tuple[ControlPoint, ...]:
    return tuple(p for p in programme.control_points if p.session == session_id)


def points_only_for(programme: Programme, category_id: str) -> tuple[ControlPoint, ...]:
    """Return the control points for this category alone: without it they would admit every category."""
    return tuple(p for p in programme.control_points if p.categories == (category_id,))


def columns_only_for(programme: Programme, category_id: str) -> tuple[Column, ...]:
    """Return the columns for this category alone: without it they would be shown for every category."""
    return tuple(c for c in programme.columns if c.only_for == (category_id,))


def move_item(programme: Programme, item: EditableItem, step: int) -> Programme:
    """Return the programme with an item moved by `step` places among those of its kind."""
    items = list(list_items(programme, type(item)))
    at = next(n for n, each in enumerate(items) if each.id == item.id)
    items.insert(max(0, at + step), items.pop(at))
    changed: dict[str, Any] = {ITEM_FIELDS[type(item)]: tuple(items)}
    return replace(programme, **changed)


def sort_sessions(programme: Programme) -> Programme:
    return replace(programme, sessions=tuple(sort_by_time(programme.sessions)))


def speakers_of(programme: Programme, session_id: str) -> tuple[Speaker, ...]:
    return tuple(s for s in programme.speakers if s.session == session_id)


def with_speakers(programme: Programme, session_id: str, speakers: Sequence[Speaker]) -> Programme:
    """Return the programme with `speakers` instead of those the session has; one without an id gets one."""
    taken = {s.id for s in programme.speakers}
    wanted = {s.id: s for s in _numbered(session_id, speakers, taken)}
    kept = tuple(wanted.get(s.id, s) for s in programme.speakers if s.session != session_id or s.id in wanted)
    known = {s.id for s in kept}
    return replace(programme, speakers=(*kept, *(s for s in wanted.values() if s.id not in known)))


def with_event(programme: Programme, event: Event) -> Programme:
    """Return the programme with `event`. Times keep their local clock time; on another day all of them move with the
    event, and its last day does. An event that gets a last day counts arrivals on each day.
    """
    old = programme.event
    if event.last_day and not old.last_day:
        programme = replace(programme, control_points=tuple(map(counted_daily, programme.control_points)))
    later = event.day - old.day if event.day and old.day else timedelta()
    if event.last_day and event.last_day == old.last_day:
        event = replace(event, last_day=event.last_day + later)
    if not later and event.timezone == old.timezone:
        return replace(programme, event=event)
    before, after = (find_zone(zone) or UTC for zone in (old.timezone, event.timezone))

    def there(at: datetime | None) -> datetime | None:
        return attach_zone(wall_time(at, before) + later, after) if at else None

    sessions = tuple(replace(s, starts=there(s.starts), ends=there(s.ends)) for s in programme.sessions)
    points = tuple(replace(p, opens=there(p.opens), closes=there(p.closes)) for p in programme.control_points)
    return replace(programme, event=event, sessions=sessions, control_points=points)


def counted_daily(point: ControlPoint) -> ControlPoint:
    """Return the control point as one of each day, if people arrive at the event there."""
    return point if point.session or point.mode is PointMode.EXIT else replace(point, is_daily=True)


def zone_of_event(programme: Programme) -> tzinfo:
    return find_zone(programme.event.timezone) or UTC


def _without_category(point: ControlPoint, category_id: str) -> ControlPoint:
    return replace(point, categories=_others(point.categories, category_id))


def _others(ids: Sequence[str], gone: str) -> tuple[str, ...]:
    return tuple(each for each in ids if each != gone)


def _numbered(session_id: str, speakers: Sequence[Speaker], taken: set[str]) -> Iterator[Speaker]:
    for speaker in speakers:
        free = next(found for n in count(1) if (found := f"{session_id}/{n}") not in taken)
        taken.add(speaker.id or free)
        yield speaker if speaker.id else replace(speaker, id=free, session=session_id)
