# SPDX-License-Identifier: GPL-3.0-or-later
"""Figures of the live screen at one moment, and as scripts read them: arrivals, desks, queue, missing attendees."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from enum import StrEnum
from typing import Any

from checkin.core.attendee import Attendee
from checkin.core.counts import ArrivalShare, ColumnShares, people_missing
from checkin.core.live.forecast import Forecast
from checkin.core.live.queue_estimate import QueueEstimate
from checkin.core.programme.programme import ControlPoint, Programme
from checkin.core.speaker_status import SpeakerStatus

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
