# SPDX-License-Identifier: GPL-3.0-or-later
"""Captures a signature from pen movements: on the grid, without redundant points, and small enough to be
stored. Pure.
"""

from collections.abc import Iterable, Sequence
from itertools import groupby

from checkin.core.signatures.signature import GRID, LEVELS, Point, Signature, Stroke
from checkin.core.signatures.signature_text import LARGEST, packed

Touch = tuple[float, float, float]
"""The pen's x and y, in widths of the pad from its upper left corner, and its pressure from 0 to 1."""

NO_PRESSURE = 0.5
"""The pressure of a mouse or a finger."""

TOLERANCE = 1.5
"""Units that a line may run beside a point that was left out: less than the width of a pen."""

COARSER = 1.25
"""The factor by which the tolerance grows until the rest is small enough."""

MOST_STROKES = 250
"""The most strokes; the longest name in capitals has a tenth. Further ones are dropped."""

LEAST = 0.03
"""The least length or height in widths of the pad: a smaller mark was an accidental touch."""

RUN = 256
"""The points that are simplified together, so that the work grows only linearly."""


def capture_signature(strokes: Iterable[Sequence[Touch]], height: float) -> Signature | None:
    """Return the signature; None while there is too little for one. `height` of the pad in widths of it."""
    high = min(GRID, max(1, round(height * GRID)))
    drawn = [_on_grid(stroke, high) for stroke in strokes if stroke][:MOST_STROKES]
    if not drawn:
        return None
    signature = Signature(high, tuple(drawn))
    left, top, right, bottom = signature.bounds()
    return _small_enough(signature) if max(right - left, bottom - top) >= LEAST * GRID else None


def _on_grid(stroke: Sequence[Touch], height: int) -> Stroke:
    """Return the stroke on the grid; where the pen left the pad it runs along the edge."""
    points = (
        Point(_within(x * GRID, GRID), _within(y * GRID, height), _within(pressure * (LEVELS - 1), LEVELS - 1))
        for x, y, pressure in stroke
    )
    return tuple(point for point, _ in groupby(points))


def _within(value: float, most: int) -> int:
    return min(most, max(0, round(value)))


def _small_enough(signature: Signature) -> Signature:
    """Return the signature as exact as fits into `LARGEST` bytes."""
    tolerance = TOLERANCE
    found = _simplified(signature, tolerance)
    while len(packed(found)) > LARGEST:
        tolerance *= COARSER
        found = _simplified(found, tolerance)
    return found


def _simplified(signature: Signature, tolerance: float) -> Signature:
    return Signature(signature.height, tuple(_simpler(stroke, tolerance) for stroke in signature.strokes))


def _simpler(stroke: Stroke, tolerance: float) -> Stroke:
    """Return the stroke simplified by Ramer, Douglas and Peucker, one run of points after the other. Both ends stay."""
    kept: list[Point] = []
    for first in range(0, max(1, len(stroke) - 1), RUN):
        run = stroke[first : first + RUN + 1]
        kept += [run[place] for place in _corners(run, tolerance)][1 if kept else 0 :]
    return tuple(kept)


def _corners(run: Stroke, tolerance: float) -> list[int]:
    """Return the indices of the points needed to keep the line."""
    kept, spans = {0, len(run) - 1}, [(0, len(run) - 1)]
    while spans:
        first, last = spans.pop()
        between = range(first + 1, last)
        furthest = max(between, key=lambda place: _beside(run[place], run[first], run[last]), default=first)
        if furthest != first and _beside(run[furthest], run[first], run[last]) > tolerance**2:
            kept.add(furthest)
            spans += [(first, furthest), (furthest, last)]
    return sorted(kept)


def _beside(point: Point, start: Point, end: Point) -> float:
    """Return the square of the distance of a point from the line between two others."""
    along_x, along_y = end.x - start.x, end.y - start.y
    x, y = point.x - start.x, point.y - start.y
    length = along_x * along_x + along_y * along_y
    share = min(1.0, max(0.0, (x * along_x + y * along_y) / length)) if length else 0.0
    return (x - share * along_x) ** 2 + (y - share * along_y) ** 2
