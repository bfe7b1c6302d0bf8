# SPDX-License-Identifier: GPL-3.0-or-later
"""Extracts a scanner's code from among keys that a user typed in the same moment: before, after, or inside it.

Pure. Two things tell them apart: typed keys stand alone in time, where a scanner's follow each other; and a code of
ours is known by its letters wherever it stands, for it is not typed by chance.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from checkin.core.tokens import ALPHABET, LENGTH

LEAST_GAP_MS = 15
"""The least gap between a typed key and the next, and below it the least factor over any gap inside the code."""
_TIMES = 1.5
_LEAST_LENGTH, _MOST_IN_TIME = 4, 24
"""The least keys of a scan among typed ones, and the most typed keys beside it."""
_MOST_BY_HAND = 6
"""The most typed keys among those of a code of ours, when no gap tells them apart."""
_SLOWEST_MS = 60
"""The longest mean gap of keys that are searched for a code of ours."""

_LETTERS = frozenset(ALPHABET)


@dataclass(frozen=True, slots=True)
class KeystrokeRun:
    """Some of the keys of a burst, by number, and their times in ms."""

    numbers: tuple[int, ...]
    times: tuple[int, ...]


def find_scan(
    times: Sequence[int], count: int, known: Callable[[KeystrokeRun], str | None]
) -> tuple[KeystrokeRun, str] | None:
    """Return the part of `count` keys that is a scan, with its code; None without one. `times` has one more where a
    line end followed.
    """
    for part in _parts_in_time(times, count):
        if code := known(part):
            return part, code
    if LENGTH < count <= LENGTH + _MOST_BY_HAND and times[-1] - times[0] <= _SLOWEST_MS * count:
        for part in _parts_of_our_length(times, count):
            if (code := known(part)) and len(code) == LENGTH and _LETTERS.issuperset(code):
                return part, code
    return None


def _parts_in_time(times: Sequence[int], count: int) -> Iterator[KeystrokeRun]:
    """Yield runs of keys without a typist's gap inside and with one on each side, the longest first."""
    gaps = [after - before for before, after in pairwise(times)]
    for length in range(count - 1, max(_LEAST_LENGTH, count - _MOST_IN_TIME) - 1, -1):
        for first in range(count - length + 1):
            ends = len(times) if first + length == count else first + length  # the line end is the scanner's
            inside, outside = gaps[first : ends - 1], gaps[:first] + gaps[ends - 1 :]
            if min(outside) >= max(LEAST_GAP_MS, _TIMES * max(inside)):
                yield KeystrokeRun(tuple(range(first, first + length)), tuple(times[first:ends]))


def _parts_of_our_length(times: Sequence[int], count: int) -> Iterator[KeystrokeRun]:
    """Yield runs of the length of our codes: in a row, or with one typed key among them."""
    rows = [range(first, first + LENGTH) for first in range(count - LENGTH + 1)]
    broken = [
        [*range(first, without), *range(without + 1, first + LENGTH + 1)]
        for first in range(count - LENGTH)
        for without in range(first + 1, first + LENGTH)
    ]
    for numbers in (*rows, *broken):
        yield KeystrokeRun(tuple(numbers), tuple(times[number] for number in numbers))
