# SPDX-License-Identifier: GPL-3.0-or-later
"""Estimate of the queue: how many wait, until when, and how many desks are needed. Pure.

The queue is not counted; known are the pace of the desks and the expected arrivals (docs/live.md).
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from checkin.core.message import Message

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
