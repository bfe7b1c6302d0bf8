# SPDX-License-Identifier: GPL-3.0-or-later
"""The live screen's figures, read at once: arrivals, forecast, queue, desks, categories, sessions, missing people.

Counts at the event's entrance of the day, whichever control point the desk stands at; the counted columns alone at that
one: who asks for the meals stands at the dinner. Reads only.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from typing import NamedTuple

from checkin.core import counts
from checkin.core.attendee import Attendee
from checkin.core.live import live_figures
from checkin.core.live.forecast import QueueEstimate, arrival_curve, before_the_day, days_of, fit_forecast
from checkin.core.programme.programme import Column, ControlPoint, PointMode, Programme
from checkin.core.programme.programme_edits import day_at, day_of, event_days, find_point, is_of_speakers, point_on
from checkin.services.door_figures import column_shares
from checkin.services.event_file import EventFile
from checkin.services.programme.programme_queries import ProgrammeDay, ProgrammeQueries
from checkin.storage import count_tables
from checkin.storage.count_tables import LastArrival, arrivals, count_by_category

FEW_PEOPLE, COLUMNS_EVERY = 5_000, timedelta(seconds=15)
"""Of more people than these, counted columns are read again only after this time: they take 10 ms for 1,000 people."""
MOST_NAMED = 100
"""Missing guests that are named; of the others only the number is shown."""

_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class LiveSnapshot:
    """The live figures, and the programme with its sessions at the same moment."""

    live: live_figures.LiveFigures
    day: ProgrammeDay


class _CountedColumns(NamedTuple):
    at: datetime
    point: str
    columns: tuple[Column, ...]
    shares: tuple[counts.ColumnShares, ...]


class LiveQueries:
    """Live figures of one event file, on the connection of its thread."""

    def __init__(self, event: EventFile) -> None:
        self._event, self._programme = event, ProgrammeQueries(event)
        self._seen = (-1, -1)
        self._columns: _CountedColumns | None = None

    def has_changed(self) -> bool:
        """Whether the file was written since the last call, on this connection or another."""
        before, self._seen = self._seen, (self._event.data_version(), count_tables.change_counter(self._event.db))
        return before != self._seen

    def read(self, now: datetime, standing_at: str = "") -> LiveSnapshot:
        """Return the figures of today in the zone of `now`, or of the event's nearest day. `standing_at` is the id of
        the desk's control point.

        40 ms for 10,000 people: see tests/bench/bench_live.py.
        """
        day = self._programme.read(now)
        programme, db = day.programme, self._event.db
        point = counts.event_entry(programme, day_at(programme, now)) or programme.control_points[0]
        everyone = replace(point, session="")  # a door of a session stands for the event where there is no other
        counted = counts.counted_point(programme, everyone, self._event.attendees.texts)
        latest, calling = count_tables.last_arrival(db, counted), _calling(programme, counted)
        shown = _day_shown(programme, point, latest, now)
        came, by_category = self._arrivals(counted, shown, now), self._by_category(programme, counted)
        arrived, expected = sum(part.arrived for part in by_category), sum(part.expected or 0 for part in by_category)
        unexpected = sum(part.unexpected for part in by_category)
        today = counts.people_missing(arrived, expected, unexpected) + came.total
        door = _door_of_columns(programme, everyone, standing_at)
        curve = arrival_curve(programme, point, shown)
        forecast, desks, queue = None, live_figures.DeskFigures(came.working, came.seconds, 0), QueueEstimate()
        if curve:
            desks, queue, forecast = live_figures.estimate_queue(
                came, fit_forecast(curve, today, came.by_minute, now), now
            )
        live = live_figures.LiveFigures(
            programme=programme,
            point=point,
            now=now,
            phase=live_figures.arrival_phase(latest.at if latest else None, curve, now),
            arrived=arrived,
            expected=expected,
            unexpected=unexpected,
            per_minute=came.pace,
            forecast=forecast,
            queue=queue,
            desks=desks,
            steps=live_figures.chart_steps(came, before_the_day(curve, today) if curve else None, forecast),
            by_desk=tuple(counts.ArrivalShare(name, people) for name, people in came.by_desk()),
            by_category=by_category,
            by_column=self._by_column(programme, door, now),
            columns_at="" if door is everyone else door.name,
            speakers=(speakers := counts.overdue_speakers(day.speakers)),
            guests=(guests := tuple(count_tables.absent(db, counted, calling, MOST_NAMED))),
            seen_elsewhere=self._read_elsewhere(
                [*(each.attendee for each in speakers if each.attendee), *guests], programme, now
            ),
            guests_missing=count_tables.count_absent(db, counted, calling),
            watched=_watched(programme, calling),
            latest=live_figures.LatestArrival(*latest) if latest else None,
            days=self._days(entrances := _entrances(programme, point, now)),
            in_all=count_tables.count_who_came(db, entrances.values()) if entrances else arrived,
        )
        return LiveSnapshot(live, day)

    def _read_elsewhere(
        self, missing: Sequence[Attendee], programme: Programme, now: datetime
    ) -> dict[str, tuple[str, datetime]]:
        """Return at which control point, and when, these people were read last today."""
        found = {}
        for visit in self._event.attendees.visits_of([person.id for person in missing]):
            at, point = visit.arrived_at.astimezone(now.tzinfo), find_point(programme, visit.control_point)
            if point and at.date() == now.date():
                found[visit.attendee] = point.name, at
        return found

    def _arrivals(self, counted: counts.CountedPoint, day: date, now: datetime) -> live_figures.ArrivalCounts:
        midnight = datetime.combine(day, time(), now.tzinfo)
        return live_figures.ArrivalCounts(arrivals(self._event.db, counted, midnight, midnight + _DAY), now)

    def _days(self, entrances: Mapping[date, str]) -> tuple[live_figures.DayArrivals, ...]:
        passed = count_tables.count_admitted(self._event.db)
        return tuple(live_figures.DayArrivals(day, passed.get(point, 0)) for day, point in entrances.items())

    def _by_column(self, programme: Programme, door: ControlPoint, now: datetime) -> tuple[counts.ColumnShares, ...]:
        """Return the counted columns at a control point. Of very many people they are read only so often, as that reads
        everyone.
        """
        columns = tuple(column for column in programme.columns if column.is_counted)
        before = self._columns
        is_same = before is not None and (before.point, before.columns) == (door.id, columns)
        is_recent = before is not None and is_same and timedelta() <= now - before.at < COLUMNS_EVERY
        if before is None or not is_recent or self._event.attendees.count() <= FEW_PEOPLE:
            counted = counts.counted_point(programme, door, self._event.attendees.texts)
            shares = column_shares(self._event, programme, counted)
            self._columns = before = _CountedColumns(now, door.id, columns, shares)
        return before.shares

    def _by_category(self, programme: Programme, counted: counts.CountedPoint) -> tuple[counts.ArrivalShare, ...]:
        """Return arrivals by category, programme order first, then unknown ones. Omit empty categories."""
        found = count_by_category(self._event.db, counted)
        parts = (counts.ArrivalShare(name, *found[name]) for name in programme.sort_categories(found))
        return tuple(part for part in parts if part.arrived or part.expected)


def _door_of_columns(programme: Programme, entrance: ControlPoint, standing_at: str) -> ControlPoint:
    """Return the control point at which the columns are counted: the desk's, if people come in there and it is not the
    event's entrance.
    """
    point = programme.control_point(standing_at)
    is_own = point is not None and point.mode is PointMode.ENTRY and not point.gives and point.id != entrance.id
    return point if point and is_own else entrance


def _entrances(programme: Programme, point: ControlPoint, now: datetime) -> dict[date, str]:
    """Return the id of the entrance on each day until today, where each day has its own; else empty."""
    days = [day for day in event_days(programme.event) if day <= day_at(programme, now)]
    if today := day_of(point.id):
        return {day: point_on(point, day) for day in days if day <= today}
    found = {day: entry.id for day in days if (entry := counts.event_entry(programme, day))}
    return found if len({*found.values()}) == len(found) > 1 else {}


def _day_shown(programme: Programme, point: ControlPoint, latest: LastArrival | None, now: datetime) -> date:
    """Return today if the event takes place today, else its last day before, else its first."""
    days = sorted({*days_of(programme, point), *((latest.at.astimezone(now.tzinfo).date(),) if latest else ())})
    past = [day for day in days if day <= now.date()]
    return past[-1] if past else next(iter(days), now.date())


def _calling(programme: Programme, counted: counts.CountedPoint) -> dict[str, str]:
    """Return the names of the categories whose missing people are named, by category as attendees have it.

    Speakers by the name of their category are included where the programme does not know that category or names no
    speakers itself.
    """

    def calls(text: str, name: str) -> bool:
        known = programme.category_named(text)
        is_open = not programme.speakers or known is None
        return (known is not None and known.calls_attention) or (is_open and is_of_speakers(name))

    return {text: name for text, name in counted.category_names.items() if calls(text, name)}


def _watched(programme: Programme, calling: Mapping[str, str]) -> tuple[str, ...]:
    """Return the names of the categories that are looked out for, also of those that nobody has."""
    planned = (category.name for category in programme.categories if category.calls_attention)
    return tuple(dict.fromkeys((*planned, *calling.values())))
