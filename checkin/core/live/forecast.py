# SPDX-License-Identifier: GPL-3.0-or-later
"""Forecasts of a day: the arrivals, the queue, and how many desks are needed. Pure.

The arrivals follow a curve between doors and first session, shifted and scaled by those who have come. The curve is
that of the queue arithmetic in docs/live.md, which also says how far off it is.
"""

import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from enum import StrEnum
from functools import cached_property

from checkin.core.message import Message
from checkin.core.programme.programme import ControlPoint, Programme, Session, sort_by_time
from checkin.core.programme.programme_edits import day_of, event_days

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


# Estimate of the queue: how many wait, until when, and how many desks are needed.
# The queue is not counted; known are the pace of the desks and the expected arrivals (docs/live.md).

STANDARD_SECONDS = 0.85 * 6 + 0.12 * 15 + 0.03 * 60
"""Seconds a guest at a desk with the badge ready: 85 % are scanned in 6 s, 12 % found by name in 15, 3 % registered in
60.
"""
STRETCH, ENOUGH = 10, 25
"""Minutes over which a desk's pace is measured, and the least guests in them: with fewer, the desk waited for
guests.
"""
BUSY, SMOOTH = 0.75, 5
"""The share of their capacity from which desks count as busy, and the minutes over which it is taken."""
SHORTEST_WAIT = 0.5
"""Minutes of waiting below which no queue is visible."""
LONGEST_WAIT = 1.0
"""The longest wait in minutes that `desks_wanted` accepts."""
EVEN = 0.85
"""The share of a desk's capacity that is planned with: guests do not come evenly."""
CLEARING = 10
"""Minutes in which a standing queue should be gone."""
MOST_DESKS = 50


@dataclass(frozen=True, slots=True)
class QueueEstimate:
    """The queue now and at its worst. `people` wait now, none in `minutes` (None: no end in sight); at worst `most`
    people wait, in `most_in` minutes.
    """

    people: int = 0
    minutes: int | None = 0
    most: int = 0
    most_in: int = 0


def capacity(desks: int, seconds: float) -> float:
    """Return the guests a minute that `desks` can take."""
    return desks * 60 / seconds


def seconds_per_guest(desks: Iterable[Sequence[int]]) -> float:
    """Return the seconds a guest, from each desk's arrivals by minute: the fullest `STRETCH` minutes of each busy desk.
    `STANDARD_SECONDS` while no desk has been busy.
    """
    fullest = [most for counts in desks if (most := _fullest(counts)) >= ENOUGH]
    return STRETCH * 60 * len(fullest) / sum(fullest) if fullest else STANDARD_SECONDS


def waiting_now(came: Sequence[float], assumed: Sequence[float], capacity: float) -> float:
    """Return how many wait now, from who came through and who is assumed to have come to the door, minute by minute.

    While desks have free time the queue is empty; while they are busy, it grows by those who came and were not
    admitted.
    """
    queue = 0.0
    for minute, (through, to_the_door) in enumerate(zip(came, assumed, strict=True)):
        recent = came[max(0, minute + 1 - SMOOTH) : minute + 1]
        is_busy = sum(recent) >= BUSY * capacity * len(recent)
        queue = max(0.0, queue + to_the_door - through) if is_busy else 0.0
    return queue


def expected_queue(now: float, coming: Sequence[float], capacity: float) -> QueueEstimate:
    """Return the queue, from those who wait now, the arrivals expected by minute, and the desks' capacity a minute."""
    lengths = _lengths(now, coming, capacity)
    end = next((minute for minute, length in enumerate(lengths) if length < SHORTEST_WAIT * capacity), None)
    longest = max(lengths)
    shortest = SHORTEST_WAIT * capacity
    most = int(longest) if longest >= shortest else 0
    if now < shortest:
        return QueueEstimate(0, 0, most, lengths.index(longest) if most else 0)
    return QueueEstimate(int(now), end, most, lengths.index(longest))


def desks_wanted(now: float, coming: Sequence[float], seconds: float) -> int:
    """Return the fewest desks with which no new guest waits longer than `LONGEST_WAIT`; a standing queue has to shrink
    evenly within `CLEARING` minutes.
    """
    for desks in range(1, MOST_DESKS):
        takes = EVEN * capacity(desks, seconds)
        lengths = _lengths(now, coming, takes)
        allowed = (max(LONGEST_WAIT * takes, now * (1 - minute / CLEARING)) for minute in range(len(lengths)))
        if all(length <= most + 1e-9 for length, most in zip(lengths, allowed, strict=True)):
            return desks
    return MOST_DESKS


def queue_words(queue: QueueEstimate) -> tuple[Message, dict[str, object]]:
    """Return the message on a queue, with the values that fill it."""
    if not queue.people:
        return NO_QUEUE, {}
    if queue.minutes is None:
        return ENDLESS, {"people": queue.people}
    return (ONE_WAITS if queue.people == 1 else WAITING), {"people": queue.people, "minutes": queue.minutes}


def _lengths(now: float, coming: Sequence[float], capacity: float) -> list[float]:
    lengths = [now]
    for arriving in coming:
        lengths.append(max(0.0, lengths[-1] + arriving - capacity))
    return lengths


def _fullest(counts: Sequence[int]) -> int:
    return max((sum(counts[n : n + STRETCH]) for n in range(max(1, len(counts) - STRETCH + 1))), default=0)


NO_QUEUE = Message("live", "no queue")
WAITING = Message("live", "estimated queue: {people} people, {minutes} min")
ONE_WAITS = Message("live", "estimated queue: 1 person, {minutes} min")
ENDLESS = Message("live", "estimated queue: {people} {people:person|people}, and growing")


# How many desks an event needs, and how one more or less changes the longest wait.
# Arrivals are assumed to rise until two thirds of the time, then to fall: the fullest minute has twice the average.
# Where the seconds come from, and how far off this is: docs/first-minutes.md.

STEPS = 240
"""The number of steps in which the queue is simulated."""


class Service(StrEnum):
    """The kind of work done at the desk for each guest."""

    READY = "ready"
    BOX = "box"
    PRINTED = "printed"


SECONDS = {
    Service.READY: STANDARD_SECONDS,
    Service.BOX: 0.85 * 12 + 0.12 * 20 + 0.03 * 70,
    Service.PRINTED: 0.85 * 18 + 0.12 * 28 + 0.03 * 80,
}
"""Seconds a guest: 85 % are scanned, 12 % found by name, 3 % registered; all take longer where a badge is looked for.
"""


@dataclass(frozen=True, slots=True)
class DeskPlan:
    """A recommended number of desks. `waits` are pairs of a number of desks (one less, as planned, one more) and the
    longest wait in minutes.
    """

    people: int
    minutes: int
    desks: int
    waits: tuple[tuple[int, float], ...]


def desk_plan(people: int, minutes: int, seconds: float = STANDARD_SECONDS) -> DeskPlan:
    """Return the plan with the fewest desks for which no guest waits longer than `LONGEST_WAIT` minutes."""
    # Fewer desks never finish.
    desks = max(1, math.ceil(people / (EVEN * capacity(1, seconds) * (minutes + LONGEST_WAIT))))
    while longest_wait(people, minutes, desks, seconds) > LONGEST_WAIT:
        desks += 1
    around = range(max(1, desks - 1), desks + 2)
    return DeskPlan(people, minutes, desks, tuple((n, longest_wait(people, minutes, n, seconds)) for n in around))


def longest_wait(people: int, minutes: int, desks: int, seconds: float = STANDARD_SECONDS) -> float:
    """Return the longest wait in minutes. Desks are counted at `EVEN` of their capacity."""
    takes = EVEN * capacity(desks, seconds) * minutes / STEPS
    queue = longest = 0.0
    for step in range(STEPS):
        arriving = people * (_share((step + 1) / STEPS) - _share(step / STEPS))
        queue = max(0.0, queue + arriving - takes)
        longest = max(longest, queue)
    return longest / takes * minutes / STEPS


def advice(plan: DeskPlan) -> tuple[Message, dict[str, object]]:
    """Return the plan as one line, with the values that fill it."""
    words = ADVICE_ONE if plan.desks == 1 else ADVICE
    return words, {"people": plan.people, "minutes": plan.minutes, "desks": plan.desks}


def wait_words(desks: int, minutes: float) -> tuple[Message, dict[str, object]]:
    """Return one line of the plan, with the values that fill it."""
    if minutes <= LONGEST_WAIT:
        return (ONE_SHORT if desks == 1 else SHORT_WAIT), {"desks": desks}
    return (ONE_LONG if desks == 1 else LONG_WAIT), {"desks": desks, "minutes": math.ceil(minutes)}


def _share(time: float) -> float:
    """Return the share of all guests that has come by `time`, both from 0 to 1."""
    if time <= PEAK:
        return time * time / PEAK
    return 1 - (1 - min(1.0, time)) ** 2 / (1 - PEAK)


ADVICE = Message("live", "{people} {people:person|people}, {minutes} minutes: {desks} desks")
ADVICE_ONE = Message("live", "{people} {people:person|people}, {minutes} minutes: 1 desk")
SHORT_WAIT = Message("plan", "{desks} desks: nobody waits longer than a minute")
ONE_SHORT = Message("plan", "1 desk: nobody waits longer than a minute")
LONG_WAIT = Message("plan", "{desks} desks: up to {minutes} min in the queue")
ONE_LONG = Message("plan", "1 desk: up to {minutes} min in the queue")
