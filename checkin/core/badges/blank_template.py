# SPDX-License-Identifier: GPL-3.0-or-later
"""The design of a blank: a badge printed in advance for nobody in particular, with a code, a running number and room
for a name written by hand. A badge template, so that it is drawn and printed exactly as badges are.
"""

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

NAME = "blank badge"
FIELDS = ("event", "number")
"""The texts of a blank, besides its code."""
MOST_AT_ONCE = 5_000
"""The most blanks in one file."""

EDGE, LINE = 4.0, 0.25
"""Millimetres: the margin, and the thickness of the line to write a name on."""
LARGEST_BESIDE, LARGEST_BELOW = 30.0, 50.0
"""Millimetres: the largest code beside the texts of a wide blank, and below those of a high one."""


def blank_template(width: float, height: float) -> BadgeTemplate:
    """Return the design at this size in mm."""
    inner_width, inner_height = width - 2 * EDGE, height - 2 * EDGE
    if width > height:
        elements = _beside(inner_width, inner_height, min(LARGEST_BESIDE, inner_height, inner_width * 0.5))
    else:
        elements = _above(inner_width, inner_height, min(LARGEST_BELOW, inner_width, inner_height * 0.5))
    return BadgeTemplate(NAME, width, height, elements)


def _beside(width: float, height: float, code: float) -> tuple[Element, ...]:
    left = width - code - EDGE
    return (
        _text("{event}", Box(EDGE, EDGE, left, height * 0.2), 3.6),
        _line(EDGE, EDGE + height * 0.55, left),
        _text("{number}", Box(EDGE, EDGE + height * 0.7, left, height * 0.3), 9.0, is_bold=True),
        CodeElement(Box(EDGE + width - code, EDGE + (height - code) / 2, code, code)),
    )


def _above(width: float, height: float, code: float) -> tuple[Element, ...]:
    text = (height - code) / 4
    return (
        _text("{event}", Box(EDGE, EDGE, width, text), 4.5, Align.CENTRE),
        _line(EDGE, EDGE + 2.5 * text, width),
        _text("{number}", Box(EDGE, EDGE + 3 * text, width, text), 12.0, Align.CENTRE, is_bold=True),
        CodeElement(Box(EDGE + (width - code) / 2, EDGE + height - code, code, code)),
    )


def _line(x: float, y: float, width: float) -> ShapeElement:
    return ShapeElement(Box(x, y, width, 0.0), Shape.LINE, "#566073", stroke=LINE)


def _text(text: str, box: Box, size: float, align: Align = Align.LEFT, *, is_bold: bool = False) -> TextElement:
    return TextElement(box, text, size, least=1.8, lines=2 if not is_bold else 1, align=align, is_bold=is_bold)
