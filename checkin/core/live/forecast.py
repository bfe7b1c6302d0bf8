# SPDX-License-Identifier: GPL-3.0-or-later
"""Forecast of the arrivals: a curve between doors and first session, shifted and scaled by those who have come. Pure.

The curve is that of the queue arithmetic in docs/live.md, which also says how far off it is.
"""

import math
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from functools import cached_property

from checkin.core.programme.daily_points import day_of, event_days
from checkin.core.programme.programme import ControlPoint, Programme, Session
from checkin.core.programme.session_times import sort_by_time

RUSH = timedelta(minutes=30)
"""The rush before the first session: of 350 people expected at 9:00, 80 % came between 8:30 and 9:00."""
PROMPT, PEAK = 0.8, 2 / 3
"""The share of people that comes in the rush, and the position of the fullest minute within the rush (8:50)."""
EARLY, LATE = timedelta(minutes=20), timedelta(minutes=30)
"""The others come evenly from this long before the rush until this long after the beginning."""
TURNOUT, SPREAD = 0.85, 0.15
"""The share of a list that comes, and its deviation between events: 65 to 100 %."""
UNUSUAL = 2
"""The deviations below the usual turnout from which on no forecast is told: fewer than 55 %."""
HEED = 0.25
"""The weight of one arrival as evidence, against 1 for independent arrivals: guests share trains and colleagues."""
SHIFTS, USUAL_SHIFT = range(-12, 13, 2), 8
"""Minutes by which the whole curve may be early or late, and the usual deviation."""
NEARLY_ALL = 0.95
WELCOME = timedelta(hours=1)
"""A first session without speakers, followed by the next within this time, is the welcome itself."""

_MINUTE = timedelta(minutes=1)
_LEAST = 1e-4
"""The least share of a minute: people may come when none are expected."""


@dataclass(frozen=True, slots=True)
class Curve:
    """A curve of arrivals: from `first`, mostly in the rush between `doors_open` and `begins`, until `last`."""

    first: datetime
    doors_open: datetime
    begins: datetime
    last: datetime

    def share(self, at: datetime) -> float:
        """Return the share of all arrivals that has come by `at`: from 0 to 1, never decreasing."""
        rush = (at - self.doors_open) / (self.begins - self.doors_open)
        others = (at - self.first) / (self.last - self.first)
        return PROMPT * _rising(rush) + (1 - PROMPT) * min(1.0, max(0.0, others))

    def moved(self, minutes: int) -> "Curve":
        """Return the curve with the rush shifted by `minutes`."""
        by = minutes * _MINUTE
        return replace(
            self, doors_open=self.doors_open + by, begins=self.begins + by, last=max(self.last, self.begins + by)
        )


@dataclass(frozen=True)
class Forecast:
    """A forecast made at `at`, when `came` of the `expected` had been admitted and `waiting` stood in the queue."""

    curve: Curve
    expected: int
    came: int
    at: datetime
    waiting: int = 0

    @cached_property
    def height(self) -> float:
        """The likeliest number of people under the whole curve, from the list and from the arrivals so far: a normal
        prior by `TURNOUT` and `SPREAD`, of which `came` is a Poisson share weighted by `HEED`.
        """
        usual, variance = TURNOUT * self.expected, HEED * (SPREAD * self.expected) ** 2
        half = (usual - variance * self.curve.share(self.at)) / 2
        return half + math.sqrt(half * half + variance * (self.came + self.waiting))

    @cached_property
    def remaining(self) -> float:
        """The number of people still to come: the rest of the curve, at most the rest of the list."""
        return min(max(0, self.expected - self.came - self.waiting), (1 - self.curve.share(self.at)) * self.height)

    @property
    def total(self) -> float:
        """The number of people who will have come in the end."""
        return self.came + self.waiting + self.remaining

    @property
    def is_far_below(self) -> bool:
        """Whether so few come that the curve explains nothing: it is another hour, or the list is of other people."""
        return self.total < (TURNOUT - UNUSUAL * SPREAD) * self.expected

    def coming(self, start: datetime, end: datetime) -> float:
        """Return how many people are expected between two moments, both taken as not before `at`."""
        start, end = max(start, self.at), max(end, self.at)
        rest = 1 - self.curve.share(self.at)
        return self.remaining * (self.curve.share(end) - self.curve.share(start)) / rest if rest > 0 else 0.0

    def assumed(self, start: datetime, end: datetime) -> float:
        """Return how many people are assumed to have come to the door between two past moments. Halfway between the
        forecast and the usual turnout, if that is more: while a queue stands, too few are admitted to tell.
        """
        return (
            (self.total + max(self.total, TURNOUT * self.expected))
            / 2
            * (self.curve.share(end) - self.curve.share(start))
        )

    @property
    def nearly_all_at(self) -> datetime | None:
        """The minute by which `NEARLY_ALL` of the people will be here; None once they are."""
        wanted = NEARLY_ALL * self.total - self.came - self.waiting
        if wanted <= 0:
            return None
        minute = max(self.at, self.curve.first).replace(second=0, microsecond=0)
        while minute < self.curve.last and self.coming(self.at, minute) < wanted:
            minute += _MINUTE
        return minute


def before_the_day(curve: Curve, expected: int) -> Forecast:
    """Return the forecast before the first arrival."""
    return Forecast(curve, expected, 0, curve.first)


def fit_forecast(curve: Curve, expected: int, came: Mapping[datetime, int], at: datetime) -> Forecast:
    """Return the forecast by the arrivals `came` in each minute before `at`, on the shifted curve that explains them
    best.
    """
    total = sum(came.values())
    made = Forecast(curve, expected, total, at)
    if not expected:
        return made
    return max(
        (replace(made, curve=curve.moved(shift)) for shift in sorted(SHIFTS, key=abs)),
        key=lambda moved: _likelihood(moved, came) - _unusual(moved.curve.begins - curve.begins),
    )


def _likelihood(forecast: Forecast, came: Mapping[datetime, int]) -> float:
    """Return the log-likelihood of a forecast, up to a constant that all shifts share."""
    curve, height = forecast.curve, forecast.height
    shares = sum(
        people * math.log(max(_LEAST, curve.share(minute + _MINUTE) - curve.share(minute)))
        for minute, people in came.items()
    )
    off = (height - TURNOUT * forecast.expected) / (SPREAD * forecast.expected)
    people = forecast.came * math.log(max(_LEAST, height)) - height * curve.share(forecast.at)
    return HEED * (shares + people) - off * off / 2


def _unusual(shift: timedelta) -> float:
    return (shift / _MINUTE / USUAL_SHIFT) ** 2 / 2


def days_of(programme: Programme, point: ControlPoint) -> list[date]:
    """Return the days of the event, in order, as far as its times tell."""
    lines = [point.opens, *(session.starts for session in programme.sessions)]
    if day := day_of(point.id):
        return [day]
    return sorted({*(moment.date() for moment in lines if moment), *event_days(programme.event)})


def arrival_curve(programme: Programme, point: ControlPoint, day: date) -> Curve | None:
    """Return the curve of arrivals at `point` on one day; None where the programme has no time for it."""
    opens = point.opens if point.opens and point.opens.date() == day else None
    begins = _beginning(programme, opens, day)
    if begins is None:
        return None
    doors_open = begins - RUSH
    if opens and opens < begins:
        doors_open = max(doors_open, opens)
    first = doors_open - EARLY
    return Curve(max(first, opens) if opens and opens < begins else first, doors_open, begins, begins + LATE)


def _beginning(programme: Programme, opens: datetime | None, day: date) -> datetime | None:
    """Return the time by which people have to be there."""
    sessions = sort_by_time(s for s in programme.sessions if s.starts and s.starts.date() == day)
    starts = [s.starts for s in sessions if s.starts]
    if not starts:
        return opens + RUSH if opens else None
    later = next((at for at in starts if at > starts[0]), None)
    is_welcome = later is not None and later - starts[0] <= WELCOME and _nobody_speaks(programme, sessions, starts[0])
    return later if is_welcome else starts[0]


def _nobody_speaks(programme: Programme, sessions: list[Session], at: datetime) -> bool:
    """Whether the sessions at `at` have no speakers while later ones do; without any speakers the programme just names
    none.
    """
    speaking = {speaker.session for speaker in programme.speakers}
    return any(s.id in speaking for s in sessions) and not any(s.id in speaking for s in sessions if s.starts == at)


def _rising(x: float) -> float:
    """Return the area left of `x` under a triangle over 0 to 1 with its peak at `PEAK`."""
    x = min(1.0, max(0.0, x))
    return x * x / PEAK if x <= PEAK else 1 - (1 - x) ** 2 / (1 - PEAK)
