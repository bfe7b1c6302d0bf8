# SPDX-License-Identifier: GPL-3.0-or-later
"""Counts of one day's arrivals minute by minute, and what follows from them: pace, queue, bars of the chart. Pure."""

from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime, timedelta

from checkin.core.counts import RECENT, pace
from checkin.core.live.forecast import Curve, Forecast
from checkin.core.live.live_figures import MOST_STEPS, STEPS, ChartStep, DeskFigures, Phase
from checkin.core.live.queue_estimate import (
    SHORTEST_WAIT,
    QueueEstimate,
    capacity,
    desks_wanted,
    expected_queue,
    seconds_per_guest,
    waiting_now,
)

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
