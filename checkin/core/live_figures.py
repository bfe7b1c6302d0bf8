# SPDX-License-Identifier: GPL-3.0-or-later
"""Figures of the live screen at one moment: arrivals, desks, forecast, queue, missing guests. Values only."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from checkin.core.attendee import Attendee
from checkin.core.forecast import Forecast
from checkin.core.programme.programme import ControlPoint, Programme
from checkin.core.queue_estimate import QueueEstimate
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
class ArrivalShare:
    """Arrivals of one category, or through one desk (then `expected` is None)."""

    name: str
    arrived: int
    expected: int | None = None


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
class LatestArrival:
    """The attendee who arrived last."""

    attendee: Attendee
    at: datetime
    desk: str


@dataclass(frozen=True, slots=True)
class LiveFigures:
    """All figures of one moment. `per_minute` is the mean of the last minutes; `forecast` is None where the programme
    has no times to make one from.

    `speakers` are those to be found now. `watched` are the names of the categories that call attention,
    `guests_missing` counts their people who are not here, `guests` are the first of these.
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
    watched: tuple[str, ...] = ()
    latest: LatestArrival | None = None
