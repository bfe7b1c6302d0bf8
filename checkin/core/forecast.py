# SPDX-License-Identifier: GPL-3.0-or-later
"""How many will arrive when: a curve laid between the doors and the first session, moved and scaled by who has come so
far. Pure.

The curve is the one of the queue arithmetic in docs/live.md, where it stands how far off it is.
"""

import math
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from functools import cached_property

from checkin.core.programme.programme import ControlPoint, Programme, Session
from checkin.core.programme.session_times import sort_by_time

RUSH = timedelta(minutes=30)
"""Before the first session, in which most come: of 350 people at 9:00, 80 % came between 8:30 and 9:00."""
PROMPT, PEAK = 0.8, 2 / 3
"""The share that comes in the rush, and where in it most come in one minute (8:50)."""
EARLY, LATE = timedelta(minutes=20), timedelta(minutes=30)
"""Before the rush and after the beginning, over which the others are spread evenly."""
TURNOUT, SPREAD = 0.85, 0.15
"""The share of a list that comes, and how far one event is from another in that: 65 to 100 %."""
HEED = 0.25
"""What one guest tells, of what they would if everybody came alone: they share trains and colleagues."""
SHIFTS, USUAL_SHIFT = range(-12, 13, 2), 8
"""Minutes by which people may all be earlier or later than the curve, and how much of that is usual."""
NEARLY_ALL = 0.95
WELCOME = timedelta(hours=1)
"""A first session in which nobody speaks, and which the next follows within this, is the welcome itself."""

_MINUTE = timedelta(minutes=1)
_LEAST = 1e-4
"""The share of a minute in which nobody is expected: somebody may come all the same."""


@dataclass(frozen=True, slots=True)
class Curve:
    """When people come: the `first` before the `doors` of the rush, most until it `begins`, the `last` after."""

    first: datetime
    doors: datetime
    begins: datetime
    last: datetime

    def share(self, at: datetime) -> float:
        """Of those who will come, the part that has come by `at`: from 0 to 1, never less than before."""
        rush = (at - self.doors) / (self.begins - self.doors)
        others = (at - self.first) / (self.last - self.first)
        return PROMPT * _rising(rush) + (1 - PROMPT) * min(1.0, max(0.0, others))

    def moved(self, minutes: int) -> "Curve":
        """With everybody of the rush so much later."""
        by = minutes * _MINUTE
        return replace(self, doors=self.doors + by, begins=self.begins + by, last=max(self.last, self.begins + by))


@dataclass(frozen=True)
class Forecast:
    """Made at a moment `at`, when `came` of the `expected` had come through and some were `waiting` to."""

    curve: Curve
    expected: int
    came: int
    at: datetime
    waiting: int = 0

    @cached_property
    def height(self) -> float:
        """How many the whole curve stands for, from the list and from who has come: the likeliest of a number that is
        normal by `TURNOUT` and `SPREAD` and of which `came`, heeded by `HEED`, is a Poisson share."""
        usual, variance = TURNOUT * self.expected, HEED * (SPREAD * self.expected) ** 2
        half = (usual - variance * self.curve.share(self.at)) / 2
        return half + math.sqrt(half * half + variance * (self.came + self.waiting))

    @cached_property
    def remaining(self) -> float:
        """Who will come to the door from now on: the rest of the curve, and no more than the list has."""
        return min(max(0, self.expected - self.came - self.waiting), (1 - self.curve.share(self.at)) * self.height)

    @property
    def total(self) -> float:
        """Who will have come in the end."""
        return self.came + self.waiting + self.remaining

    def coming(self, start: datetime, end: datetime) -> float:
        """Who is now expected between two moments, both taken as not before `at`."""
        start, end = max(start, self.at), max(end, self.at)
        rest = 1 - self.curve.share(self.at)
        return self.remaining * (self.curve.share(end) - self.curve.share(start)) / rest if rest > 0 else 0.0

    def assumed(self, start: datetime, end: datetime) -> float:
        """Who is taken to have come to the door between two moments that are past: halfway between the forecast and
        what was usual, if that is more: while a queue stands too few come through to tell."""
        return (
            (self.total + max(self.total, TURNOUT * self.expected))
            / 2
            * (self.curve.share(end) - self.curve.share(start))
        )

    @property
    def nearly_all_at(self) -> datetime | None:
        """The minute in which `NEARLY_ALL` of those who will come are there; None once they are."""
        wanted = NEARLY_ALL * self.total - self.came - self.waiting
        if wanted <= 0:
            return None
        minute = max(self.at, self.curve.first).replace(second=0, microsecond=0)
        while minute < self.curve.last and self.coming(self.at, minute) < wanted:
            minute += _MINUTE
        return minute


def before_the_day(curve: Curve, expected: int) -> Forecast:
    """While nobody has come."""
    return Forecast(curve, expected, 0, curve.first)


def fit_forecast(curve: Curve, expected: int, came: Mapping[datetime, int], at: datetime) -> Forecast:
    """By who `came` in each minute before `at`: of the curves moved a little, the one that explains it best."""
    total = sum(came.values())
    made = Forecast(curve, expected, total, at)
    if not expected:
        return made
    return max(
        (replace(made, curve=curve.moved(shift)) for shift in sorted(SHIFTS, key=abs)),
        key=lambda moved: _likelihood(moved, came) - _unusual(moved.curve.begins - curve.begins),
    )


def _likelihood(forecast: Forecast, came: Mapping[datetime, int]) -> float:
    """Of a forecast, as a logarithm, up to what is the same for all shifts of it."""
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
    """The days of the event, in order, as far as its times tell."""
    told = [point.opens, *(session.starts for session in programme.sessions)]
    return sorted({*(moment.date() for moment in told if moment), *((day,) if (day := programme.event.day) else ())})


def arrival_curve(programme: Programme, point: ControlPoint, day: date) -> Curve | None:
    """Of the arrivals at `point` on one day; None where no time tells when that may be."""
    opens = point.opens if point.opens and point.opens.date() == day else None
    begins = _beginning(programme, opens, day)
    if begins is None:
        return None
    doors = begins - RUSH
    if opens and opens < begins:
        doors = max(doors, opens)
    first = doors - EARLY
    return Curve(max(first, opens) if opens and opens < begins else first, doors, begins, begins + LATE)


def _beginning(programme: Programme, opens: datetime | None, day: date) -> datetime | None:
    """When one has to be there."""
    sessions = sort_by_time(s for s in programme.sessions if s.starts and s.starts.date() == day)
    starts = [s.starts for s in sessions if s.starts]
    if not starts:
        return opens + RUSH if opens else None
    later = next((at for at in starts if at > starts[0]), None)
    is_welcome = later is not None and later - starts[0] <= WELCOME and _nobody_speaks(programme, sessions, starts[0])
    return later if is_welcome else starts[0]


def _nobody_speaks(programme: Programme, sessions: list[Session], at: datetime) -> bool:
    """In what begins the day, while somebody does later: else the programme just names no speakers."""
    speaking = {speaker.session for speaker in programme.speakers}
    return any(s.id in speaking for s in sessions) and not any(s.id in speaking for s in sessions if s.starts == at)


def _rising(x: float) -> float:
    """Of a triangle over 0 to 1 with its peak at `PEAK`, the area left of `x`."""
    x = min(1.0, max(0.0, x))
    return x * x / PEAK if x <= PEAK else 1 - (1 - x) ** 2 / (1 - PEAK)
