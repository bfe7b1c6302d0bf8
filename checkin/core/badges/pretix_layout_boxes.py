# SPDX-License-Identifier: GPL-3.0-or-later
"""Boxes of texts in pretix's badge layouts. Pure.

pretix measures millimetres from the lower left corner and places a text by its line or by its box; a template has
boxes from the upper left corner. Both fonts have the same measures, so that a line comes to stand where pretix has it.
"""

from dataclasses import dataclass, replace
from typing import NamedTuple

from checkin.core.badges.template import Box

LINE = 1.253
"""The height of a line here, as a multiple of the size of its letters."""
ASCENT = 1.069
"""The distance from the top of a line to its base, likewise; from there to its bottom: `BASE`."""
BASE = LINE - ASCENT

SPACING = 1.15
"""pretix's distance of two lines at a line height of 1, likewise."""
_RISE = ASCENT - 1.0
"""How much nearer to its top pretix has the base of a line, likewise."""
_DESCENT = 0.2402
"""What pretix takes for the font's height below the base, likewise."""
_OLD_LINE = 1.0052
"""The height of a line in a text that has no line height, likewise. Measured, as all of these, in pretix's PDFs."""

_FREE_LINES = 3
"""The lines for which a text has room whose height pretix does not limit."""


class _Area(NamedTuple):
    """The corners of an area in mm, upwards."""

    left: float
    low: float
    right: float
    high: float

    def turned(self, degrees: int) -> "_Area":
        """Return the area turned clockwise about the origin by quarter turns."""
        area = self
        for _ in range(degrees // 90 % 4):
            area = _Area(area.low, -area.right, area.high, -area.left)
        return area


@dataclass(frozen=True, slots=True)
class TextPlace:
    """The place of a text as pretix describes it. `height` is None where a text goes on as far as its lines need, from
    its place down (`is_downward`) or up. `spacing` is None for texts made before pretix had a line height.
    """

    left: float
    bottom: float
    width: float
    size: float
    height: float | None = None
    vertical: str = "top"
    is_downward: bool = False
    spacing: float | None = None
    turn: int = 0
    lines: int = 1

    @property
    def is_at_top(self) -> bool:
        return self.is_downward if self.height is None else not self.is_at_bottom and self.vertical != "middle"

    @property
    def is_at_bottom(self) -> bool:
        return not self.is_downward if self.height is None else self.vertical == "bottom"


def text_box(place: TextPlace, page: tuple[float, float]) -> Box:
    """Return the box of a text on a page of this width and height; it may cross the edges."""
    area, pivot = _contained(place) if place.height is not None else _free(place)
    area = area.turned(place.turn)
    left, high = place.left + area.left, page[1] - (pivot + area.high)
    return Box(left, high, area.right - area.left, area.high - area.low)


def clip(box: Box, page: tuple[float, float]) -> Box:
    """Return the part of a box that is on the page, in hundredths of a millimetre; empty if there is none."""
    left, top = _within(box.x, page[0]), _within(box.y, page[1])
    right, bottom = _within(box.right, page[0]), _within(box.bottom, page[1])
    return Box(round(left, 2), round(top, 2), round(right - left, 2), round(bottom - top, 2))


def beside(box: Box, square: Box, page: tuple[float, float]) -> Box:
    """Return the largest part of a box that keeps clear of a square."""
    parts = (
        replace(box, width=square.x - box.x),
        replace(box, x=square.right, width=box.right - square.right),
        replace(box, height=square.y - box.y),
        replace(box, y=square.bottom, height=box.bottom - square.bottom),
    )
    fitting = (part for part in parts if part.width > 0 and part.height > 0)
    return max(
        (clip(part, page) for part in fitting), key=lambda part: part.width * part.height, default=Box(0, 0, 0, 0)
    )


def _within(value: float, most: float) -> float:
    return min(max(value, 0.0), most)


def _contained(place: TextPlace) -> tuple[_Area, float]:
    """Return the area of a text in a box, about its upper left corner, and how high that corner is."""
    height = place.height or 0.0
    line = SPACING * (1.0 if place.spacing is None else place.spacing)
    down = {"bottom": BASE - (line - 1), "middle": (LINE - line) / 2 - _RISE}.get(place.vertical, -_RISE) * place.size
    return _Area(0.0, -height - down, place.width, -down), place.bottom + height


def _free(place: TextPlace) -> tuple[_Area, float]:
    """Return the area of a text without a height, about the point that it is turned about, and how high that is."""
    room = max(_FREE_LINES, place.lines) * LINE * place.size
    if place.is_downward:
        top = (_DESCENT / 2.5 + _RISE) * place.size
        return _Area(0.0, top - room, place.width, top), place.bottom
    line, below = _OLD_LINE, _DESCENT
    if place.spacing is not None:
        line = SPACING * place.spacing
        below -= (line - 1) * 1.05
    pivot = place.lines * line * place.size
    low = (below + line - 1 - BASE) * place.size - pivot
    return _Area(0.0, low, place.width, low + room), place.bottom + pivot
