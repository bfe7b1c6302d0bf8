# SPDX-License-Identifier: GPL-3.0-or-later
"""How many wait now, how long until nobody does, and how many desks that takes. Pure.

Nobody counts those who wait; what is known is how fast the desks go, and who is expected (docs/live.md).
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from checkin.core.message import Message

STANDARD_SECONDS = 0.85 * 6 + 0.12 * 15 + 0.03 * 60
"""A guest at a desk with the badge ready: 85 % are scanned in 6 s, 12 % found by name in 15, 3 % registered in 60."""
STRETCH, ENOUGH = 10, 25
"""Minutes over which a desk's pace is measured, and the least guests in them: with fewer it waited for them."""
BUSY, SMOOTH = 0.75, 5
"""The share of what desks can take at which they are taken to have no free time, over so many minutes."""
SHORTEST_WAIT = 0.5
"""Minutes: who is served sooner does not stand in a queue that one would see."""
LONGEST_WAIT = 1.0
"""Minutes somebody may stand in the queue that `desks_wanted` accepts."""
EVEN = 0.85
"""Of what desks can take, how much is counted on: guests do not come evenly."""
CLEARING = 10
"""Minutes in which a queue is to be gone."""
MOST_DESKS = 50


@dataclass(frozen=True, slots=True)
class QueueEstimate:
    """`people` wait now, none in `minutes` (None: no end is in sight). At worst, in `most_in` minutes, `most` will."""

    people: int = 0
    minutes: int | None = 0
    most: int = 0
    most_in: int = 0


def capacity(desks: int, seconds: float) -> float:
    """Guests a minute."""
    return desks * 60 / seconds


def seconds_per_guest(desks: Iterable[Sequence[int]]) -> float:
    """As the desks have shown today, each by its arrivals minute by minute: in the fullest `STRETCH` of each that was
    busy at all. As long as none was, the standard."""
    fullest = [most for counts in desks if (most := _fullest(counts)) >= ENOUGH]
    return STRETCH * 60 * len(fullest) / sum(fullest) if fullest else STANDARD_SECONDS


def waiting_now(came: Sequence[float], assumed: Sequence[float], capacity: float) -> float:
    """Minute by minute until now: who came through, and who is taken to have come to the door.

    While desks have free time nobody waits. While they have none, those wait who came to the door and not through.
    """
    queue = 0.0
    for minute, (through, to_the_door) in enumerate(zip(came, assumed, strict=True)):
        recent = came[max(0, minute + 1 - SMOOTH) : minute + 1]
        is_busy = sum(recent) >= BUSY * capacity * len(recent)
        queue = max(0.0, queue + to_the_door - through) if is_busy else 0.0
    return queue


def expected_queue(now: float, coming: Sequence[float], capacity: float) -> QueueEstimate:
    """From who waits now, who is expected minute by minute, and what the desks take in a minute."""
    lengths = _lengths(now, coming, capacity)
    end = next((minute for minute, length in enumerate(lengths) if length < SHORTEST_WAIT * capacity), None)
    longest = max(lengths)
    shortest = SHORTEST_WAIT * capacity
    most = int(longest) if longest >= shortest else 0
    if now < shortest:
        return QueueEstimate(0, 0, most, lengths.index(longest) if most else 0)
    return QueueEstimate(int(now), end, most, lengths.index(longest))


def desks_wanted(now: float, coming: Sequence[float], seconds: float) -> int:
    """The fewest desks with which nobody who comes waits longer than `LONGEST_WAIT`; a queue that stands already goes
    evenly within `CLEARING`."""
    for desks in range(1, MOST_DESKS):
        takes = EVEN * capacity(desks, seconds)
        lengths = _lengths(now, coming, takes)
        allowed = (max(LONGEST_WAIT * takes, now * (1 - minute / CLEARING)) for minute in range(len(lengths)))
        if all(length <= most + 1e-9 for length, most in zip(lengths, allowed, strict=True)):
            return desks
    return MOST_DESKS


def queue_words(queue: QueueEstimate) -> tuple[Message, dict[str, object]]:
    """What is said of it."""
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
