# SPDX-License-Identifier: GPL-3.0-or-later
"""Figures of the live screen at one moment, and as scripts read them: arrivals, desks, queue, missing attendees."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta
from enum import StrEnum
from typing import Any

from checkin.core.attendee import Attendee
from checkin.core.counts import RECENT, ArrivalShare, ColumnShares, SpeakerStatus, pace, people_missing
from checkin.core.live.forecast import (
    SHORTEST_WAIT,
    Curve,
    Forecast,
    QueueEstimate,
    capacity,
    desks_wanted,
    expected_queue,
    seconds_per_guest,
    waiting_now,
)
from checkin.core.programme.programme import ControlPoint, Programme

STEPS = tuple(timedelta(minutes=minutes) for minutes in (5, 10, 15, 30, 60))
MOST_STEPS = 36
"""The most bars of a chart: a longer day has longer bars."""


class Phase(StrEnum):
    """The phase of the arrivals. The values are stable: the command line prints them."""

    BEFORE = "before"
    ARRIVING = "arriving"
    AFTER = "after"


@dataclass(frozen=True, slots=True)
class ChartStep:
    """A few minutes of the day: how many `arrived`, were `planned` before the day, and are still `coming`."""

    starts: datetime
    ends: datetime
    arrived: int
    planned: float = 0.0
    coming: float = 0.0


@dataclass(frozen=True, slots=True)
class DeskFigures:
    """Desks `working` in the last minutes, `seconds` a guest takes, and desks `wanted` for short waits."""

    working: int
    seconds: float
    wanted: int


@dataclass(frozen=True, slots=True)
class DayArrivals:
    """How many people arrived at the event on one of its days."""

    day: date
    arrived: int


@dataclass(frozen=True, slots=True)
class LatestArrival:
    """The attendee who arrived last."""

    attendee: Attendee
    at: datetime
    desk: str


@dataclass(frozen=True, slots=True)
class LiveFigures:
    """All of it. `unexpected` of those who arrived are not among the expected. `per_minute` is the mean of the last
    minutes; `forecast` is None where no time of the programme tells when people come; `speakers` are those to be found
    now, `guests` the first of `guests_missing`: of categories that call attention, and not here; `seen_elsewhere` says
    of both, by id, at which control point and when they were read; `watched` are the names of these categories,
    `by_column` the counted columns of the list, at the control point named `columns_at` ("": at the entrance). `days`
    are those of an event of several days
    until today, and `in_all` people came on any of them.
    """

    programme: Programme
    point: ControlPoint
    now: datetime
    phase: Phase
    arrived: int
    expected: int
    per_minute: float
    forecast: Forecast | None
    queue: QueueEstimate
    desks: DeskFigures
    steps: tuple[ChartStep, ...] = ()
    by_desk: tuple[ArrivalShare, ...] = ()
    by_category: tuple[ArrivalShare, ...] = ()
    speakers: tuple[SpeakerStatus, ...] = ()
    guests: tuple[Attendee, ...] = ()
    guests_missing: int = 0
    seen_elsewhere: Mapping[str, tuple[str, datetime]] = field(default_factory=dict)
    watched: tuple[str, ...] = ()
    latest: LatestArrival | None = None
    unexpected: int = 0
    days: tuple[DayArrivals, ...] = ()
    in_all: int = 0
    by_column: tuple[ColumnShares, ...] = ()
    columns_at: str = ""

    @property
    def missing(self) -> int:
        return people_missing(self.arrived, self.expected, self.unexpected)


def figures_as_json(live: LiveFigures, sessions: Sequence[Any]) -> dict[str, Any]:
    """Return the figures as `checkin live` prints them, without names of people (docs/command-line.md)."""
    return {
        "at": live.now.isoformat(),
        "control_point": live.point.id,
        "phase": live.phase,
        "arrived": live.arrived,
        "expected": live.expected,
        "per_minute": round(live.per_minute, 1),
        "forecast": _forecast(live),
        "queue": {
            "people": live.queue.people,
            "minutes": live.queue.minutes,
            "most": live.queue.most,
            "most_in": live.queue.most_in,
        },
        "desks": {
            "working": live.desks.working,
            "wanted": live.desks.wanted,
            "seconds_per_guest": round(live.desks.seconds, 1),
        },
        "by_desk": [_part(part) for part in live.by_desk],
        "by_category": [_part(part) for part in live.by_category],
        "days": [{"day": each.day.isoformat(), "arrived": each.arrived} for each in live.days],
        "in_all": live.in_all,
        "by_column": columns_as_json(live.by_column),
        "sessions": sessions,
        "missing": {"people": live.missing, "speakers": len(live.speakers), "guests": live.guests_missing},
        "arrivals": [_step(step) for step in live.steps],
    }


def columns_as_json(columns: Iterable[ColumnShares]) -> list[dict[str, Any]]:
    return [{"name": each.name, "values": [*map(_part, each.values)]} for each in columns]


def _forecast(live: LiveFigures) -> dict[str, Any] | None:
    forecast = live.forecast
    if forecast is None:
        return None
    nearly = forecast.nearly_all_at
    begins = forecast.curve.begins.isoformat()
    return {"total": round(forecast.total), "nearly_all_at": nearly.isoformat() if nearly else None, "begins": begins}


def _part(part: ArrivalShare) -> dict[str, Any]:
    counted = {"name": part.name, "arrived": part.arrived}
    return counted if part.expected is None else {**counted, "expected": part.expected, "missing": part.missing}


def _step(step: ChartStep) -> dict[str, Any]:
    times = {"from": step.starts.isoformat(), "to": step.ends.isoformat()}
    return {**times, "arrived": step.arrived, "planned": round(step.planned, 1), "coming": round(step.coming, 1)}


QUIET = timedelta(minutes=15)
"""The time without an arrival after which no more are expected."""

_MINUTE = timedelta(minutes=1)


class ArrivalCounts:
    """Arrivals of one day by minute and by desk.

    `arrivals` are (desk, minute, people) with minutes counted since 1970; `now` tells the last minute that is over.
    """

    def __init__(self, arrivals: Iterable[tuple[str, int, int]], now: datetime) -> None:
        self._now, self._zone = int(now.timestamp()) // 60, now.tzinfo
        self.minutes, self.desks = Counter[int](), defaultdict[str, Counter[int]](Counter)
        for desk, minute, people in arrivals:
            self.minutes[minute] += people
            self.desks[desk][minute] += people
        self.total = self.minutes.total()

    @property
    def by_minute(self) -> dict[datetime, int]:
        return {self._moment(minute): people for minute, people in self.minutes.items()}

    @property
    def edges(self) -> list[datetime]:
        """The first and the last minute with an arrival; empty without arrivals."""
        return [self._moment(minute) for minute in (min(self.minutes), max(self.minutes))] if self.minutes else []

    @property
    def pace(self) -> float:
        return pace([self.minutes[self._now - n] for n in range(RECENT - 1, -1, -1)])

    @property
    def working(self) -> int:
        """The number of desks that admitted people in the minutes of the pace."""
        return sum(any(c[self._now - n] for n in range(RECENT)) for c in self.desks.values())

    @property
    def seconds(self) -> float:
        return seconds_per_guest([[c[m] for m in self._at_work(c)] for c in self.desks.values()])

    def _at_work(self, counts: Counter[int]) -> range:
        """Return the minutes from the first arrival at a desk to the last: the screen may be looked at years later."""
        return range(min(counts), min(self._now, max(counts) + 1))

    def between(self, start: datetime, end: datetime) -> int:
        first, last = int(start.timestamp()) // 60, int(end.timestamp()) // 60
        return sum(self.minutes[minute] for minute in range(first, last))

    def _moment(self, minute: int) -> datetime:
        return datetime.fromtimestamp(minute * 60, self._zone)

    def by_desk(self) -> list[tuple[str, int]]:
        return sorted((name, counts.total()) for name, counts in self.desks.items())


def estimate_queue(
    counted: ArrivalCounts, forecast: Forecast, now: datetime
) -> tuple[DeskFigures, QueueEstimate, Forecast]:
    """Return the desks as they are seen to work, the queue before them, and the forecast corrected by that queue."""
    working, seconds = counted.working, counted.seconds
    curve, minute = forecast.curve, now.replace(second=0, microsecond=0)
    past = _minutes(curve.first, minute) if working else []
    takes = capacity(max(1, working), seconds)
    came = [counted.between(at, at + _MINUTE) for at in past]
    waiting = waiting_now(came, [forecast.assumed(at, at + _MINUTE) for at in past], takes) if working else 0.0
    forecast = replace(forecast, waiting=int(waiting)) if waiting >= SHORTEST_WAIT * takes else forecast
    coming = [forecast.coming(at, at + _MINUTE) for at in _minutes(max(curve.first, minute), curve.last)]
    queue = expected_queue(waiting, coming, takes) if working else QueueEstimate()
    return DeskFigures(working, seconds, desks_wanted(waiting, coming, seconds) if coming else 0), queue, forecast


def chart_steps(counted: ArrivalCounts, plan: Forecast | None, forecast: Forecast | None) -> tuple[ChartStep, ...]:
    """Return equal steps from the first arrival, counted or forecast, to the last; empty without either."""
    edges = counted.edges + ([plan.curve.first, plan.curve.last] if plan else [])
    if not edges:
        return ()
    start, end = min(edges), max(edges)
    step = next((step for step in STEPS if (end - start) / step < MOST_STEPS), STEPS[-1])
    start = _floor(start, step)
    starts = [start + n * step for n in range(int((end - start) / step) + 1)]
    return tuple(
        ChartStep(
            at,
            at + step,
            counted.between(at, at + step),
            plan.coming(at, at + step) if plan else 0.0,
            forecast.coming(at, at + step) if forecast else 0.0,
        )
        for at in starts
    )


def arrival_phase(latest: datetime | None, curve: Curve | None, now: datetime) -> Phase:
    """Return the phase of the arrivals. `latest` is the time of the last arrival, None before the first.

    BEFORE until the forecast begins, AFTER once it has ended and it is quiet. Without a forecast it never becomes
    AFTER.
    """
    if curve is None:
        return Phase.ARRIVING if latest else Phase.BEFORE
    if now < curve.first and not latest:
        return Phase.BEFORE
    is_quiet = latest is None or now - latest >= QUIET
    return Phase.AFTER if now > curve.last and is_quiet else Phase.ARRIVING


def _minutes(start: datetime, end: datetime) -> list[datetime]:
    return [start + n * _MINUTE for n in range(max(0, int((end - start) / _MINUTE)))]


def _floor(at: datetime, step: timedelta) -> datetime:
    """Return `at` rounded down to a round time; each of `STEPS` divides an hour."""
    minutes = step // _MINUTE
    return at.replace(minute=at.minute // minutes * minutes, second=0, microsecond=0)
