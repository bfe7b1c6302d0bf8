# SPDX-License-Identifier: GPL-3.0-or-later
"""The test page for measuring a printer, as a badge template, so that it is drawn and printed exactly as badges are."""

from collections.abc import Iterator

from checkin.core.badges.template import (
    Align,
    BadgeTemplate,
    Box,
    CodeElement,
    Element,
    Shape,
    ShapeElement,
    TextElement,
)
from checkin.core.printing.print_plan import Medium, PageMeasurement

NAME = "test page"
INK = "#000000"
HAIR, THIN = 0.15, 0.25
TICKS = {10: 4.0, 5: 2.5, 1: 1.5}
"""The length in mm of the ticks at multiples of so many mm."""

ROOMY, REACH, EDGE = 40.0, 2.0, 4.0
"""Millimetres: the least width for a mark at 10; how far lines stay from the edges; how far the ruler does."""

CODE, LEAST_ROOM = 30.0, 14.0
FIELDS = ("title", "printer", "paper", "how")
"""The texts of the page, besides its code."""


def mark_distance(paper: Medium) -> float:
    """Return the mm from the left and the upper edge to the two crossing lines."""
    return 10.0 if min(paper.width, paper.height) >= ROOMY else 5.0


def ruler_length(paper: Medium) -> float:
    """Return the length of the ruler in mm, from the mark to the right."""
    return max(10.0, (paper.width - mark_distance(paper) - EDGE) // 10 * 10)


def page_measurement(paper: Medium, left: float, top: float, length: float) -> PageMeasurement:
    """Return what was measured beside what should have been."""
    return PageMeasurement(left, top, length, mark_distance(paper), ruler_length(paper))


def calibration_template(paper: Medium) -> BadgeTemplate:
    """Return the page, as large as the paper."""
    elements = (*_lines(paper), *_ruler(paper), *_inside(paper))
    return BadgeTemplate(NAME, paper.width, paper.height, tuple(elements))


def _lines(paper: Medium) -> Iterator[Element]:
    at = mark_distance(paper)
    yield _line(REACH, at, paper.width - REACH, at)
    yield _line(at, REACH, at, paper.height - REACH)


def _ruler(paper: Medium) -> Iterator[Element]:
    """Yield ticks below the horizontal line; the last one is longer."""
    at, length = mark_distance(paper), ruler_length(paper)
    for mm in range(1, round(length) + 1):
        tick = next(size for step, size in TICKS.items() if mm % step == 0)
        yield _line(at + mm, at, at + mm, at + (5.0 if mm == length else tick), HAIR)
        if mm % 10 == 0:
            yield _text(f"{mm}", Box(at + mm - 4, at + 5.2, 8, 3), 2.2, Align.CENTRE)


def _inside(paper: Medium) -> Iterator[Element]:
    at = mark_distance(paper)
    left, top = at + 3, at + 9.5
    width, height = paper.width - left - 3, paper.height - top - 3
    if height < LEAST_ROOM:
        yield _text("{title} · {paper}", Box(left, top, width, max(3.0, height)), 2.5)
        return
    code = min(CODE, height * 0.55, width * 0.5)
    yield CodeElement(Box(left, top, code, code))
    yield _text("{title}", Box(left + code + 3, top, width - code - 3, code / 2), 5, is_bold=True)
    yield _text("{printer}\n{paper}", Box(left + code + 3, top + code / 2, width - code - 3, code / 2), 3)
    yield _text("{how}", Box(left, top + code + 2, width, height - code - 2), 3.2)


def _line(x1: float, y1: float, x2: float, y2: float, stroke: float = THIN) -> ShapeElement:
    return ShapeElement(Box(x1, y1, x2 - x1, y2 - y1), Shape.LINE, INK, stroke=stroke)


def _text(text: str, box: Box, size: float, align: Align = Align.LEFT, *, is_bold: bool = False) -> TextElement:
    return TextElement(box, text, size, least=1.2, lines=8, is_bold=is_bold, align=align, colour=INK)
