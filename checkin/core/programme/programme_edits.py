# SPDX-License-Identifier: GPL-3.0-or-later
"""Edits of a programme, its ids, its draft, and its days. Pure: a programme in, another out whose items fit each other.

New items are put at the end, so that no other item has to be written again (`programme_entries.change_entries`).
"""

import base64
import hashlib
import re
from collections.abc import Callable, Collection, Container, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time, timedelta, tzinfo
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
    sort_by_time,
)
from checkin.core.programme.programme_schema import short_title
from checkin.core.text_folding import fold_text, words_in

# Ids of programme items, made from their names: short and readable, never shown where a name can be.

LONGEST = 28
"""The most letters of the readable part."""
_TAG = 6


def readable_id(name: str) -> str:
    """Return the first words of `name` as an id: "atelier-a-ecouter-et"."""
    words = words_in(name)
    kept: list[str] = []
    for word in words:
        if kept and len("-".join((*kept, word))) > LONGEST:
            break
        kept.append(word[:LONGEST])
    return "-".join(kept)


def unique_id(wanted: str, taken: Container[str]) -> str:
    """Return `wanted`, or the first of "wanted-2", "wanted-3" … that is not taken."""
    if wanted and wanted not in taken:
        return wanted
    return next(found for number in count(2) if (found := f"{wanted or 'x'}-{number}") not in taken)


def tag(uid: str) -> str:
    """Return six letters derived from a foreign identity: the same in every file that names it."""
    digest = hashlib.sha256(uid.encode("utf-8", "replace")).digest()
    return base64.b32encode(digest).decode("ascii")[:_TAG].lower()


def tagged(name: str, uid: str) -> str:
    """Return an id that is readable and contains the tag of `uid`."""
    return "-".join(filter(None, (readable_id(name), tag(uid))))


def tag_of(item_id: str) -> str:
    """Return the part of an id where `tagged` puts the tag."""
    return item_id.rpartition("-")[2]


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
    """Return an id for an item to be added, until its name is known (`programme_difference`)."""
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


# Proposals for a programme: control points for the arrival and for each workshop, with the hours they open and close,
# and categories named by a list.

OPENS_BEFORE = timedelta(minutes=30)
"""How long before its session a control point opens. It closes when the session ends."""

LONGEST_NAME = 40
"""The most letters of a title in a control point's name."""


def proposed_points(sessions: Iterable[Session]) -> tuple[ControlPoint, ...]:
    points = [ARRIVAL]
    for session in sessions:
        if session.is_booked:
            points.append(propose_session_point(session, points))
    return tuple(points)


def propose_session_point(session: Session, beside: Iterable[ControlPoint]) -> ControlPoint:
    """Return the control point of a session, under a name and an id that none of `beside` has."""
    others = tuple(beside)
    name = unique_name(_called(session.title), {fold_text(p.name) for p in others})
    return ControlPoint(
        unique_id(readable_id(name), {p.id for p in others}),
        name,
        session.id,
        session.starts - OPENS_BEFORE if session.starts else None,
        session.ends,
    )


def is_of_speakers(category: str) -> bool:
    """Whether a category's name is one of speakers."""
    return bool(_SPEAKERS.search(fold_text(category)))


def with_categories(programme: Programme, named: Iterable[str]) -> Programme:
    """Return `programme` with the categories of a list that it does not know; those of speakers call attention."""
    for name in named:
        if programme.category_named(name) is None:
            new = Category(provisional_id(programme), name, calls_attention=is_of_speakers(name))
            programme = put_item(programme, new)
    return programme


def _called(title: str) -> str:
    name = short_title(title)
    return name if len(name) <= LONGEST_NAME else f"{name[:LONGEST_NAME].rpartition(' ')[0] or name[:LONGEST_NAME]}…"


def unique_name(name: str, taken: set[str]) -> str:
    """Return `name`, or "name 2" …; `taken` are folded."""
    number, found = 1, name
    while fold_text(found) in taken:
        number += 1
        found = f"{name} {number}"
    return found


_SPEAKERS = re.compile(
    r"\b(intervenant|orateur|oratrice|conferencier|speaker|keynote|relator|ponente|referent|vortragend)"
)


# A programme being edited: as opened, as it is now, and every step between. Values only.

MOST_STEPS = 500
"""The most steps that can be undone."""


@dataclass(frozen=True, slots=True)
class ProgrammeDraft:
    """A programme being edited. `touched` names the field that the last step changed: more typing in it is the same
    step.
    """

    opened: Programme
    now: Programme
    past: tuple[Programme, ...] = ()
    future: tuple[Programme, ...] = ()
    touched: tuple[str, ...] = ()

    @property
    def is_changed(self) -> bool:
        return self.now != self.opened

    def with_change(self, new: Programme, touched: tuple[str, ...] = ()) -> "ProgrammeDraft":
        """Return the draft after a step; unchanged if `new` is. A new step ends what could be redone."""
        if new == self.now:
            return self
        if touched and touched == self.touched:
            return replace(self, now=new, future=())
        return ProgrammeDraft(self.opened, new, (*self.past, self.now)[-MOST_STEPS:], (), touched)

    def undone(self) -> "ProgrammeDraft":
        if not self.past:
            return self
        return ProgrammeDraft(self.opened, self.past[-1], self.past[:-1], (self.now, *self.future))

    def redo(self) -> "ProgrammeDraft":
        if not self.future:
            return self
        return ProgrammeDraft(self.opened, self.future[0], (*self.past, self.now), self.future[1:])


# The days of an event of several days, and its daily control points: on each day such a point is a control point of
# its own, with its own count (docs/adr/0082).
# Programme ──▶ programme_on(day) what a desk works with today: each daily point is that of the day └─▶
# programme_of_days() what the evening's reports are made of: each daily point once for every day

DAY_BEGINS = time(4)
"""The hour at which the next day of an event begins: a dinner or a night of it belongs to the evening before."""
MOST_DAYS = 100
"""The most days of one event: a season of training days. Each has a row for every daily control point."""

_A_MOMENT = timedelta(seconds=1)
AMBIGUOUS = timedelta(days=28)
"""The length of an event from which “Mon 5” may be two of its days."""

ShortDay = Callable[[date, bool], str]
"""How a language writes a day in short, with its month if asked for: “Mon 5”, “Mon 5 Oct”."""

_MARK = "@"
"""Stands between the id of a daily control point and the day; ids made from names have none."""


def event_days(event: Event) -> tuple[date, ...]:
    """Return the days of the event in order; empty for one without a day."""
    if event.day is None:
        return ()
    count = 1 + (event.last_day - event.day).days if event.last_day else 1
    return tuple(event.day + timedelta(days=number) for number in range(min(max(1, count), MOST_DAYS)))


def first_and_last(event: Event) -> tuple[date, ...]:
    """Return the first day of the event and its last, or its only one; empty without a day. For texts."""
    days = event_days(event)
    return tuple(dict.fromkeys((*days[:1], *days[-1:])))


def has_several_days(programme: Programme) -> bool:
    """Whether a time needs its day: the event has several days, or its sessions begin on several."""
    begins = {day_by_clock(programme, session.starts) for session in programme.sessions if session.starts}
    return len(event_days(programme.event)) > 1 or len(begins) > 1


def time_with_day(at: datetime, programme: Programme, short_day: ShortDay) -> str:
    """Return a time of the programme, after its day where the event has several: “14:00”, “Mon 5, 14:00”."""
    day = short_day_of(at, programme, short_day)
    return f"{day}, {at:%H:%M}" if day else f"{at:%H:%M}"


def short_day_of(at: datetime, programme: Programme, short_day: ShortDay) -> str:
    """Return the day of a time of the programme, in short; "" for an event of one day."""
    if not has_several_days(programme):
        return ""
    days = {*event_days(programme.event), *(s.starts.date() for s in programme.sessions if s.starts)}
    return short_day(at.date(), max(days) - min(days) >= AMBIGUOUS)


def day_at(programme: Programme, at: datetime) -> date:
    """Return the day of the event that it is: before the event its first, after it its last."""
    today, days = day_by_clock(programme, at), event_days(programme.event)
    return min(max(today, days[0]), days[-1]) if days else today


def day_today(programme: Programme, at: datetime) -> date | None:
    """Return the day of the event that it is; None before the event and after it."""
    today = day_by_clock(programme, at)
    return today if today in event_days(programme.event) else None


def day_by_clock(programme: Programme, at: datetime) -> date:
    """Return the day to which a moment belongs, of the event or not: the hours after midnight to the evening before."""
    local = at.astimezone(zone_of_event(programme))
    return local.date() if local.time() >= DAY_BEGINS else local.date() - timedelta(days=1)


def programme_on(programme: Programme, day: date) -> Programme:
    """Return the programme of one day: each daily control point is that of the day, under its plain name."""
    if not any(point.is_daily for point in programme.control_points):
        return programme
    points = (_on(programme, point, day) for point in programme.control_points)
    return replace(programme, control_points=tuple(points))


def programme_of_days(programme: Programme) -> Programme:
    """Return the programme of all days: each daily control point once for every day, named with it; day by day."""
    days = event_days(programme.event)
    if not days or not any(point.is_daily for point in programme.control_points):
        return programme
    return replace(programme, control_points=tuple(_of_days(programme, days)))


def _of_days(programme: Programme, days: tuple[date, ...]) -> Iterator[ControlPoint]:
    for number, day in enumerate(days):
        for point in programme.control_points:
            if point.is_daily:
                yield replace(_on(programme, point, day), name=f"{point.name} {day.isoformat()}")
            elif number == 0:
                yield point


def with_written_days(programme: Programme) -> Programme:
    """Return the programme of all days with the days in names as people write them: “Accueil 29/11”."""
    return replace(programme, control_points=tuple(map(with_written_day, programme.control_points)))


def with_written_day(point: ControlPoint) -> ControlPoint:
    """Return a control point of the programme of all days with its day as people write it, others as they are."""
    day = day_of(point.id)
    return replace(point, name=point.name.replace(day.isoformat(), f"{day:%d/%m}")) if day else point


def point_days(programme: Programme, point: ControlPoint) -> tuple[date, date]:
    """Return the first and the last day on which a control point is open: its own day, or those of its hours. One that
    opens before the event is of its first day.
    """
    if day := day_of(point.id):
        return day, day

    def of_event(at: datetime) -> date:
        return max(day_by_clock(programme, at), programme.event.day or date.min)

    first = of_event(point.opens) if point.opens else date.min
    return first, of_event(point.closes - _A_MOMENT) if point.closes else date.max


def planned_id(point_id: str) -> str:
    """Return the id of a control point as it was planned, without the day."""
    return point_id.partition(_MARK)[0]


def day_of(point_id: str) -> date | None:
    """Return the day in the id of a daily control point; None for any other id."""
    try:
        return date.fromisoformat(point_id.partition(_MARK)[2])
    except ValueError:
        return None


def point_on(point: ControlPoint, day: date) -> str:
    """Return the id of a daily control point on one day."""
    return f"{planned_id(point.id)}{_MARK}{day.isoformat()}"


def find_point(programme: Programme, point_id: str) -> ControlPoint | None:
    """Return the control point with this id, as it is on its day if it is a daily one; None if it is not planned."""
    if (point := programme.control_point(point_id)) or (day := day_of(point_id)) is None:
        return point
    same = (p for p in programme.control_points if p.is_daily and planned_id(p.id) == planned_id(point_id))
    found = next(same, None)
    return _on(programme, found, day) if found else None


def point_like(programme: Programme, point_id: str) -> ControlPoint | None:
    """Return the control point that is the same on the programme's own day as this one on another."""
    same = (p for p in programme.control_points if planned_id(p.id) == planned_id(point_id))
    return next(same, None)


def session_day(programme: Programme, session_id: str) -> date | None:
    """Return the day of the event on which a session begins; None for one without a time."""
    session = programme.session(session_id)
    return day_at(programme, session.starts) if session and session.starts else None


def _on(programme: Programme, point: ControlPoint, day: date) -> ControlPoint:
    if not point.is_daily:
        return point
    zone, planned = zone_of_event(programme), day_of(point.id) or programme.event.day or day

    def there(at: datetime | None) -> datetime | None:
        return attach_zone(wall_time(at, zone) + (day - planned), zone) if at else None

    return replace(point, id=point_on(point, day), opens=there(point.opens), closes=there(point.closes))
