# SPDX-License-Identifier: GPL-3.0-or-later
"""Changes to a programme, one a verb. Pure: a programme in, another out, whose items fit each other as before.

What is new stands at the end, so that nothing else has to be written again (`entries.changes`).
"""

from collections.abc import Collection, Iterator, Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta, tzinfo
from itertools import count
from typing import Any

from checkin.core.local_time import attach_zone, find_zone, wall_time
from checkin.core.programme.programme import ARRIVAL, Category, ControlPoint, Event, Programme, Session, Speaker
from checkin.core.programme.programme_ids import unique_id
from checkin.core.programme.session_times import sort_by_time

EditableItem = Category | Session | ControlPoint

ITEM_FIELDS: dict[type, str] = {Category: "categories", Session: "sessions", ControlPoint: "control_points"}
"""Where a programme keeps its items, by kind."""


def list_items(programme: Programme, kind: type) -> tuple[Any, ...]:
    """The categories, sessions or control points."""
    found: tuple[Any, ...] = getattr(programme, ITEM_FIELDS[kind])
    return found


def provisional_id(programme: Programme) -> str:
    """For an item to be added, until its name is known (`settling`)."""
    return unique_id("new", {item.id for kind in ITEM_FIELDS for item in list_items(programme, kind)})


def put_item(programme: Programme, item: EditableItem) -> Programme:
    """`item` in the place of the one with its id; at the end if there is none."""
    before = list_items(programme, type(item))
    is_known = any(i.id == item.id for i in before)
    after = tuple(item if i.id == item.id else i for i in before) if is_known else (*before, item)
    changed: dict[str, Any] = {ITEM_FIELDS[type(item)]: after}
    return replace(programme, **changed)


def remove_item(programme: Programme, item: EditableItem) -> Programme:
    """A session leaves with its speakers and doors, a category leaves the doors that named it."""
    if isinstance(item, Session):
        return without_sessions(programme, (item.id,))
    if isinstance(item, ControlPoint):
        points = tuple(p for p in programme.control_points if p.id != item.id)
        return replace(programme, control_points=points or (ARRIVAL,))
    points = tuple(_without_category(p, item.id) for p in programme.control_points)
    left = tuple(c for c in programme.categories if c.id != item.id)
    return replace(programme, categories=left, control_points=points)


def without_sessions(programme: Programme, ids: Collection[str]) -> Programme:
    """Sessions leave with their speakers and the control points that guard them. One point always stays."""
    points = tuple(p for p in programme.control_points if p.session not in ids)
    return replace(
        programme,
        sessions=tuple(s for s in programme.sessions if s.id not in ids),
        speakers=tuple(s for s in programme.speakers if s.session not in ids),
        control_points=points or (ARRIVAL,),
    )


def session_points(programme: Programme, session_id: str) -> tuple[ControlPoint, ...]:
    """The control points that guard a session."""
    return tuple(p for p in programme.control_points if p.session == session_id)


def points_only_for(programme: Programme, category_id: str) -> tuple[ControlPoint, ...]:
    """The control points that let in this category and no other: without it they would let in everybody."""
    return tuple(p for p in programme.control_points if p.categories == (category_id,))


def move_point(programme: Programme, point_id: str, step: int) -> Programme:
    """A control point earlier or later in the order in which they are offered."""
    points = list(programme.control_points)
    at = next(n for n, p in enumerate(points) if p.id == point_id)
    points.insert(max(0, at + step), points.pop(at))
    return replace(programme, control_points=tuple(points))


def sort_sessions(programme: Programme) -> Programme:
    """Sessions in the order of the day."""
    return replace(programme, sessions=tuple(sort_by_time(programme.sessions)))


def speakers_of(programme: Programme, session_id: str) -> tuple[Speaker, ...]:
    return tuple(s for s in programme.speakers if s.session == session_id)


def with_speakers(programme: Programme, session_id: str, speakers: Sequence[Speaker]) -> Programme:
    """`speakers` instead of those the session has; one without an id gets one."""
    taken = {s.id for s in programme.speakers}
    wanted = {s.id: s for s in _numbered(session_id, speakers, taken)}
    kept = tuple(wanted.get(s.id, s) for s in programme.speakers if s.session != session_id or s.id in wanted)
    known = {s.id for s in kept}
    return replace(programme, speakers=(*kept, *(s for s in wanted.values() if s.id not in known)))


def with_event(programme: Programme, event: Event) -> Programme:
    """Every time stays what the clock of the hall shows; on another day all of them move with the event."""
    old = programme.event
    later = event.day - old.day if event.day and old.day else timedelta()
    if not later and event.timezone == old.timezone:
        return replace(programme, event=event)
    before, after = (find_zone(zone) or UTC for zone in (old.timezone, event.timezone))

    def there(at: datetime | None) -> datetime | None:
        return attach_zone(wall_time(at, before) + later, after) if at else None

    sessions = tuple(replace(s, starts=there(s.starts), ends=there(s.ends)) for s in programme.sessions)
    points = tuple(replace(p, opens=there(p.opens), closes=there(p.closes)) for p in programme.control_points)
    return replace(programme, event=event, sessions=sessions, control_points=points)


def zone_of_event(programme: Programme) -> tzinfo:
    return find_zone(programme.event.timezone) or UTC


def _without_category(point: ControlPoint, category_id: str) -> ControlPoint:
    return replace(point, categories=tuple(c for c in point.categories if c != category_id))


def _numbered(session_id: str, speakers: Sequence[Speaker], taken: set[str]) -> Iterator[Speaker]:
    for speaker in speakers:
        free = next(found for n in count(1) if (found := f"{session_id}/{n}") not in taken)
        taken.add(speaker.id or free)
        yield speaker if speaker.id else replace(speaker, id=free, session=session_id)
