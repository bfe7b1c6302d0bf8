# SPDX-License-Identifier: GPL-3.0-or-later
"""The days of an event of several days, and its daily control points: on each day such a point is a control point of
its own, with its own count (docs/adr/0082). Pure.

    Programme ──▶ programme_on(day)    what a desk works with today: each daily point is that of the day
              └─▶ programme_of_days()  what the evening's reports are made of: each daily point once for every day
"""

from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import date, datetime, time, timedelta

from checkin.core.local_time import attach_zone, wall_time
from checkin.core.programme.programme import ControlPoint, Event, Programme
from checkin.core.programme.programme_edits import zone_of_event

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
