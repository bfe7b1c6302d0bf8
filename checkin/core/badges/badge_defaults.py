# SPDX-License-Identifier: GPL-3.0-or-later
"""Defaults of new badges: their size, and elements as they are when added. Pure."""

from collections.abc import Sequence
from dataclasses import replace
from itertools import product

from checkin.core.badges.category_colours import with_category_colours
from checkin.core.badges.template import (
    BY_CATEGORY,
    ON_CATEGORY,
    PHOTOGRAPH,
    Align,
    BadgeTemplate,
    Box,
    CodeElement,
    Element,
    ImageElement,
    Shape,
    ShapeElement,
    TextElement,
)
from checkin.core.programme.programme import Programme

SIZES: dict[str, tuple[float, float]] = {
    "A6": (105, 148),
    "90 × 55 mm": (90, 55),
    "86 × 54 mm": (86, 54),
    "62 × 100 mm": (100, 62),
    "A7": (74, 105),
}
"""Usual badge sizes in mm by their name; A6 first."""

INKS = ("#000000", "#FFFFFF", "#3A4252", "#566073", "#E1E4EA")
"""Colours to choose from: black, white, and greys that are legible on white; any other colour can be typed."""

TWO_LINES, ONE_LINE = 2.5, 1.3
"""The height of a text's box in heights of its letters."""

GROUND = 0.6
"""The part of the badge from which a picture or a shape is its ground, on which all else stands."""
SMALLER = (1.0, 0.8, 0.6, 0.45, 0.3)
"""The sizes in which a picture is tried where it has no room."""
_APART = 0.5

EDGE, GAP = 5.0, 2.0
"""Millimetres left free at the edges, and between elements added one after the other."""


def size_name(width: float, height: float) -> str:
    """Return the default name of a badge of this size."""
    usual = next((name for name, size in SIZES.items() if size == (width, height)), "")
    return usual or f"{width:g} × {height:g} mm"


def empty_template(name: str, size: tuple[float, float], programme: Programme) -> BadgeTemplate:
    """Return a badge without elements; each category of the programme has a colour."""
    return with_category_colours(BadgeTemplate(name, *size, colours={"": INKS[3]}), programme)


def new_text(words: str, template: BadgeTemplate, side: int) -> TextElement:
    """Return a text as wide as the badge, where nothing is: below what is there, else in one line, or narrower; a name
    is large, other texts small.
    """
    is_name = "first_name}" in words or "last_name}" in words
    least_side = min(template.width, template.height)
    size = min(14.0, round(least_side * 0.13, 1)) if is_name else min(6.0, round(least_side * 0.065, 1))
    place = _below(template, side, size * TWO_LINES)
    sizes = [(place.width / part, size * lines) for part in (1, 2, 3, 4) for lines in (TWO_LINES, ONE_LINE)]
    place = _free_place(template, side, place, sizes)
    is_upright = template.height > template.width
    return TextElement(
        place,
        words,
        size,
        least=min(size, 2.4),
        is_bold=is_name,
        align=Align.CENTRE if is_upright else Align.LEFT,
        side=side,
    )


def new_code(template: BadgeTemplate, side: int) -> CodeElement:
    """Return a code large enough for any camera: at the bottom of an upright badge, at the right of a lying one."""
    length = min(33.0, round(0.45 * min(template.width, template.height)) + 4)
    if template.height > template.width:
        corner = ((template.width - length) / 2, template.height - EDGE - length)
    else:
        corner = (template.width - EDGE - length, (template.height - length) / 2)
    box = Box(round(corner[0], 1), round(corner[1], 1), length, length)
    return CodeElement(_free_place(template, side, box, [(length, length)]), side)


def new_image(name: str, proportion: float, template: BadgeTemplate, side: int) -> ImageElement:
    """Return a logo at the upper left, as wide as a third of the badge or as high as a quarter, or else smaller where
    nothing is; `proportion` is its height divided by its width.
    """
    width = min(template.width / 3, template.height / 4 / proportion)
    return ImageElement(_free_picture(template, side, width, proportion), name, side)


def new_photograph(template: BadgeTemplate, side: int) -> ImageElement:
    """Return the place of a photograph at the upper left, upright, 25 mm wide where the badge has room."""
    width = min(25.0, template.width / 3, template.height / 2 * 3 / 4)
    return ImageElement(_free_picture(template, side, width, 4 / 3), PHOTOGRAPH, side)


def new_shape(shape: Shape, template: BadgeTemplate, side: int) -> ShapeElement:
    """Return a band across the top, a line across the middle, or a spot."""
    match shape:
        case Shape.BOX:
            return ShapeElement(
                Box(0, 0, template.width, round(template.height * 0.16, 1)), shape, BY_CATEGORY, side=side
            )
        case Shape.ELLIPSE:
            return ShapeElement(Box(EDGE, EDGE, 12, 12), shape, BY_CATEGORY, side=side)
    across = Box(EDGE, round(template.height / 2, 1), template.width - 2 * EDGE, 0)
    return ShapeElement(across, shape, INKS[2], stroke=0.4, side=side)


def readable_on_band(element: TextElement, template: BadgeTemplate) -> TextElement:
    """Return the text in a colour legible on the band of the category's colour that it stands on, if it does."""
    middle = element.box.y + element.box.height / 2
    for under in template.elements:
        if (
            isinstance(under, ShapeElement)
            and under.colour == BY_CATEGORY
            and under.box.y <= middle <= under.box.bottom
        ):
            return replace(element, colour=ON_CATEGORY)
    return element


def _below(template: BadgeTemplate, side: int, height: float) -> Box:
    """Return the place under the lowest text or picture; where it would cross the edge, the lowest place that
    does not.
    """
    lying = template.height <= template.width
    width = template.width - 2 * EDGE - (_code_room(template, side) if lying else 0)
    bottoms = [e.box.bottom for e in template.elements if e.side == side and _holds_place(e, template)]
    top = max([EDGE, *(bottom + GAP for bottom in bottoms)])
    floor = template.height - EDGE - (0 if lying else _code_room(template, side))
    if top + height > floor:
        top = max(EDGE, floor - height)
    return Box(EDGE, round(top, 1), round(width, 1), round(height, 1))


def _free_picture(template: BadgeTemplate, side: int, width: float, proportion: float) -> Box:
    sizes = [(round(width * part, 1), round(width * proportion * part, 1)) for part in SMALLER]
    return _free_place(template, side, Box(EDGE, EDGE, *sizes[0]), sizes)


def _free_place(template: BadgeTemplate, side: int, wanted: Box, sizes: Sequence[tuple[float, float]]) -> Box:
    """Return `wanted` if nothing is there, else the first place for one of `sizes` where nothing is: below it, then
    anywhere; `wanted` if there is none.
    """
    most = GROUND * template.width * template.height
    taken = [e.box for e in template.elements if e.side == side and e.box.width * e.box.height < most]
    if all(_is_apart(wanted, box) for box in taken):
        return wanted
    lefts = sorted({wanted.x, EDGE, *(round(box.right + GAP, 1) for box in taken)})
    tops = sorted({wanted.y, EDGE, *(round(box.bottom + _APART, 1) for box in taken)}, key=lambda y: (y < wanted.y, y))
    for width, height in sizes:
        for top, left in product(tops, lefts):
            found = Box(left, top, round(width, 1), round(height, 1))
            is_inside = found.right <= template.width - EDGE and found.bottom <= template.height - EDGE
            if is_inside and all(_is_apart(found, box) for box in taken):
                return found
    return wanted


def _is_apart(one: Box, other: Box) -> bool:
    return one.right <= other.x or other.right <= one.x or one.bottom <= other.y or other.bottom <= one.y


def _code_room(template: BadgeTemplate, side: int) -> float:
    """Return the mm of the badge that the code takes; on the first side they are kept free before there is one."""
    found = [e.box for e in template.elements if isinstance(e, CodeElement) and e.side == side]
    if not found and side == 1:
        found = [new_code(template, side).box]
    if template.height <= template.width:
        return max((template.width - EDGE - box.x + GAP for box in found), default=0.0)
    return max((template.height - EDGE - box.y + GAP for box in found), default=0.0)


def _holds_place(element: Element, template: BadgeTemplate) -> bool:
    """Whether the next element is placed below this one: not below a code, nor below a band at the bottom."""
    if isinstance(element, CodeElement):
        return False
    return element.box.bottom < template.height * 0.9
