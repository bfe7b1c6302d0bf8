# SPDX-License-Identifier: GPL-3.0-or-later
"""A scanner's code among the keys that a hand pressed in the same moment: before it, after it, or into the midst of it.

Pure. Two things tell them apart: a hand's keys stand alone in time, where a scanner's follow each other; and a code of
ours is known by its letters wherever it stands, for nobody types one by chance.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from checkin.core.tokens import ALPHABET, LENGTH

LEAST_GAP_MS = 15
"""Between a hand's key and the next, and how many times as long as any gap inside the code."""
_TIMES = 1.5
_LEAST_LENGTH, _MOST_IN_TIME = 4, 24
"""Keys of a scan among a hand's, and at most so many of a hand's."""
_MOST_BY_HAND = 6
"""Keys of a hand among those of a code of ours when no gap tells them apart."""
_SLOWEST_MS = 60
"""Mean gap of keys that are searched for a code of ours: nobody's name is."""

_LETTERS = frozenset(ALPHABET)


@dataclass(frozen=True, slots=True)
class KeyRun:
    """Some of the keys of a burst, by number, and when each of them came."""

    numbers: tuple[int, ...]
    times: tuple[int, ...]


def find_scan(times: Sequence[int], count: int, known: Callable[[KeyRun], str | None]) -> tuple[KeyRun, str] | None:
    """The part of `count` keys that is a scan, and its code. `times` has one more where a line end followed."""
    for part in _parts_in_time(times, count):
        if code := known(part):
            return part, code
    if LENGTH < count <= LENGTH + _MOST_BY_HAND and times[-1] - times[0] <= _SLOWEST_MS * count:
        for part in _parts_of_our_length(times, count):
            if (code := known(part)) and len(code) == LENGTH and _LETTERS.issuperset(code):
                return part, code
    return None


def _parts_in_time(times: Sequence[int], count: int) -> Iterator[KeyRun]:
    """Keys in a row that no hand's gap divides, the longest first; each gap outside is a hand's."""
    gaps = [after - before for before, after in pairwise(times)]
    for length in range(count - 1, max(_LEAST_LENGTH, count - _MOST_IN_TIME) - 1, -1):
        for first in range(count - length + 1):
            ends = len(times) if first + length == count else first + length  # the line end is the scanner's
            inside, outside = gaps[first : ends - 1], gaps[:first] + gaps[ends - 1 :]
            if min(outside) >= max(LEAST_GAP_MS, _TIMES * max(inside)):
                yield KeyRun(tuple(range(first, first + length)), tuple(times[first:ends]))


def _parts_of_our_length(times: Sequence[int], count: int) -> Iterator[KeyRun]:
    """So many keys as a code of ours has: in a row, or with one of a hand's in their midst."""
    rows = [range(first, first + LENGTH) for first in range(count - LENGTH + 1)]
    broken = [
        [*range(first, without), *range(without + 1, first + LENGTH + 1)]
        for first in range(count - LENGTH)
        for without in range(first + 1, first + LENGTH)
    ]
    for numbers in (*rows, *broken):
        yield KeyRun(tuple(numbers), tuple(times[number] for number in numbers))
