# SPDX-License-Identifier: GPL-3.0-or-later
"""How many desks an event needs, and how one more or less changes the longest wait. Pure.

Arrivals are assumed to rise until two thirds of the time, then to fall: the fullest minute has twice the average. Where
the seconds come from, and how far off this is: docs/first-minutes.md.
"""

import math
from dataclasses import dataclass
from enum import StrEnum

from checkin.core.live.forecast import PEAK
from checkin.core.live.queue_estimate import EVEN, LONGEST_WAIT, STANDARD_SECONDS, capacity
from checkin.core.message import Message

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
