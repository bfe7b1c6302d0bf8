# SPDX-License-Identifier: GPL-3.0-or-later
"""Snapping of an element dragged with the mouse: to the lines of others, else to a grid. Pure.

Lines are the edges and middles of the badge and of the other elements. The nearest within reach wins.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from checkin.core.badges.template import Box

GRID = 1.0
"""The grid in mm."""


class Guide(NamedTuple):
    """A line shown while an element is snapped to it: at `at` mm from the left, or from the top if `is_lying`."""

    at: float
    is_lying: bool


@dataclass(frozen=True, slots=True)
class SnapLines:
    """The lines to snap to: mm from the left, and from the top."""

    across: tuple[float, ...]
    down: tuple[float, ...]


@dataclass(frozen=True, slots=True)
class SnapResult:
    """How far to move, and the lines met there."""

    dx: float
    dy: float
    guides: tuple[Guide, ...] = ()


def snap_lines(boxes: Iterable[Box], size: tuple[float, float]) -> SnapLines:
    """Return the lines of a badge of this size and of these elements on it."""
    all_boxes = [Box(0, 0, *size), *boxes]
    across = {at for box in all_boxes for at in (box.x, box.x + box.width / 2, box.right)}
    down = {at for box in all_boxes for at in (box.y, box.y + box.height / 2, box.bottom)}
    return SnapLines(tuple(sorted(across)), tuple(sorted(down)))


def snap(box: Box, lines: SnapLines, reach: float) -> SnapResult:
    """Return how to snap a box that is moved whole: its edges and middles may meet a line within `reach` mm."""
    dx, vertical = _pull((box.x, box.x + box.width / 2, box.right), lines.across, reach)
    dy, lying = _pull((box.y, box.y + box.height / 2, box.bottom), lines.down, reach)
    guides = (*(Guide(at, False) for at in vertical), *(Guide(at, True) for at in lying))
    return SnapResult(dx, dy, guides)


def snap_edge(at: float, lines: Sequence[float], reach: float) -> tuple[float, tuple[float, ...]]:
    """Return where one dragged edge snaps to, and the lines met there."""
    by, met = _pull((at,), lines, reach)
    return at + by, met


def _pull(points: Sequence[float], lines: Sequence[float], reach: float) -> tuple[float, tuple[float, ...]]:
    """Return the distance to the nearest line; without one in reach, that of the first point to the grid."""
    ways = [line - point for point in points for line in lines if abs(line - point) <= reach]
    if not ways:
        return round(points[0] / GRID) * GRID - points[0], ()
    by = min(ways, key=abs)
    met = {line for point in points for line in lines if abs(point + by - line) < 0.005}
    return by, tuple(sorted(met))
