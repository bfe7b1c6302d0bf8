# SPDX-License-Identifier: GPL-3.0-or-later
"""A signature written on a screen, as lines between points on a grid. Pure; it names no person."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import NamedTuple

GRID = 2048
"""Units across the pad, whatever its size: on a pad of 20 cm one is a tenth of a millimetre."""

LEVELS = 8
"""Levels of pressure. A mouse or finger has no pressure and counts as the middle one."""


class Point(NamedTuple):
    """A point from the upper left corner of the pad; `pressure` is 0 to LEVELS - 1."""

    x: int
    y: int
    pressure: int


Stroke = tuple[Point, ...]
"""A line from pen down to pen up; a dot is one point."""


@dataclass(frozen=True, slots=True)
class Signature:
    """A signature. `height` is the pad's, in units of which it is `GRID` wide. No point lies outside, no stroke is
    empty.
    """

    height: int
    strokes: tuple[Stroke, ...]

    def points(self) -> Iterator[Point]:
        return (point for stroke in self.strokes for point in stroke)

    def bounds(self) -> tuple[int, int, int, int]:
        """Return left, top, right and bottom of the drawing."""
        xs, ys = [p.x for p in self.points()], [p.y for p in self.points()]
        return min(xs), min(ys), max(xs), max(ys)


def is_sound(signature: Signature) -> bool:
    """Whether a pad can have made it; one from outside may be anything."""
    if not 1 <= signature.height <= GRID or not signature.strokes or not all(signature.strokes):
        return False
    return all(
        0 <= p.x <= GRID and 0 <= p.y <= signature.height and 0 <= p.pressure < LEVELS for p in signature.points()
    )


PEN = GRID / 200


def svg_of(signature: Signature) -> str:
    lines = "".join(f'<polyline points="{_points(stroke)}"/>' for stroke in signature.strokes)
    style = f'fill="none" stroke="#000" stroke-width="{PEN:g}" stroke-linecap="round" stroke-linejoin="round"'
    box = f'viewBox="0 0 {GRID} {signature.height}"'
    return f'<svg xmlns="http://www.w3.org/2000/svg" {box}><g {style}>{lines}</g></svg>'


def _points(stroke: Stroke) -> str:
    """Return the points of a polyline; a dot is a line from itself to itself."""
    return " ".join(f"{p.x},{p.y}" for p in (stroke if len(stroke) > 1 else stroke * 2))
