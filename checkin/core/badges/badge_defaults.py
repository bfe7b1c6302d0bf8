# SPDX-License-Identifier: GPL-3.0-or-later
"""Defaults of new badges: sizes, elements and colours, the blank, and the test page of a printer. Pure."""

from collections.abc import Collection, Iterator, Sequence
from dataclasses import replace
from functools import cache
from itertools import product

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
from checkin.core.print_jobs import Medium, PageMeasurement
from checkin.core.programme.programme import Programme

# The colours of an event's categories on a badge: each its own, and people see the difference.

CATEGORY_COLOURS = ("#2F5BEA", "#C2410C", "#0F766E", "#8A0F2E", "#6D28D9", "#14171F", "#0369A1", "#854D0E")
"""Colours given to the categories of an event in turn: distinct on paper, and legible under black or white text."""

SEEN = 15.0
"""The least difference (delta E) between a usual colour and those taken, the badge's ground among them."""

_FURTHER = tuple("#{:02X}{:02X}{:02X}".format(*rgb) for rgb in product(range(0, 193, 32), repeat=3))
"""Colours to choose from once those above are given."""
_XYZ = ((0.4124, 0.3576, 0.1805), (0.2126, 0.7152, 0.0722), (0.0193, 0.1192, 0.9505))
_WHITE = (0.9505, 1.0, 1.089)


def with_category_colours(template: BadgeTemplate, programme: Programme) -> BadgeTemplate:
    """Return the template with a colour for each category of the programme that has none."""
    colours = dict(template.colours)
    for category in programme.categories:
        if category.id not in colours:
            colours[category.id] = _free_colour((template.ground, *colours.values()))
    return template if colours == template.colours else replace(template, colours=colours)


def colour_difference(one: str, other: str) -> float:
    """Return the difference of two colours as eyes see it (delta E of CIE 1976)."""
    return float(sum((a - b) ** 2 for a, b in zip(_lab(one), _lab(other), strict=True)) ** 0.5)


def _free_colour(taken: Collection[str]) -> str:
    """Return the first of the usual colours unlike all those taken, else the colour most unlike them."""

    def distance(colour: str) -> float:
        return min(colour_difference(colour, each) for each in taken)

    return next((each for each in CATEGORY_COLOURS if distance(each) >= SEEN), None) or max(_FURTHER, key=distance)


@cache
def _lab(colour: str) -> tuple[float, float, float]:
    parts = (int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5))
    rgb = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in parts]
    xyz = (sum(m * c for m, c in zip(row, rgb, strict=True)) / w for row, w in zip(_XYZ, _WHITE, strict=True))
    x, y, z = (v ** (1 / 3) if v > 0.008856 else 7.787 * v + 16 / 116 for v in xyz)
    return 116 * y - 16, 500 * (x - y), 200 * (y - z)


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


# The design of a blank: a badge printed in advance for nobody in particular, with a code, a running number and room
# for a name written by hand. A badge template, so that it is drawn and printed exactly as badges are.

BLANK_NAME = "blank badge"
BLANK_FIELDS = ("event", "number")
"""The texts of a blank, besides its code."""
MOST_AT_ONCE = 5_000
"""The most blanks in one file."""

BLANK_EDGE, LINE = 4.0, 0.25
"""Millimetres: the margin, and the thickness of the line to write a name on."""
LARGEST_BESIDE, LARGEST_BELOW = 30.0, 50.0
"""Millimetres: the largest code beside the texts of a wide blank, and below those of a high one."""


def blank_template(width: float, height: float) -> BadgeTemplate:
    """Return the design at this size in mm."""
    inner_width, inner_height = width - 2 * BLANK_EDGE, height - 2 * BLANK_EDGE
    if width > height:
        elements = _beside(inner_width, inner_height, min(LARGEST_BESIDE, inner_height, inner_width * 0.5))
    else:
        elements = _above(inner_width, inner_height, min(LARGEST_BELOW, inner_width, inner_height * 0.5))
    return BadgeTemplate(BLANK_NAME, width, height, elements)


def _beside(width: float, height: float, code: float) -> tuple[Element, ...]:
    left = width - code - BLANK_EDGE
    return (
        _text("{event}", Box(BLANK_EDGE, BLANK_EDGE, left, height * 0.2), 3.6),
        _line(BLANK_EDGE, BLANK_EDGE + height * 0.55, left),
        _text("{number}", Box(BLANK_EDGE, BLANK_EDGE + height * 0.7, left, height * 0.3), 9.0, is_bold=True),
        CodeElement(Box(BLANK_EDGE + width - code, BLANK_EDGE + (height - code) / 2, code, code)),
    )


def _above(width: float, height: float, code: float) -> tuple[Element, ...]:
    text = (height - code) / 4
    return (
        _text("{event}", Box(BLANK_EDGE, BLANK_EDGE, width, text), 4.5, Align.CENTRE),
        _line(BLANK_EDGE, BLANK_EDGE + 2.5 * text, width),
        _text("{number}", Box(BLANK_EDGE, BLANK_EDGE + 3 * text, width, text), 12.0, Align.CENTRE, is_bold=True),
        CodeElement(Box(BLANK_EDGE + (width - code) / 2, BLANK_EDGE + height - code, code, code)),
    )


def _line(x: float, y: float, width: float) -> ShapeElement:
    return ShapeElement(Box(x, y, width, 0.0), Shape.LINE, "#566073", stroke=LINE)


def _text(text: str, box: Box, size: float, align: Align = Align.LEFT, *, is_bold: bool = False) -> TextElement:
    return TextElement(box, text, size, least=1.8, lines=2 if not is_bold else 1, align=align, is_bold=is_bold)


# The test page for measuring a printer, as a badge template, so that it is drawn and printed exactly as badges are.

TEST_PAGE_NAME = "test page"
INK = "#000000"
HAIR, THIN = 0.15, 0.25
TICKS = {10: 4.0, 5: 2.5, 1: 1.5}
"""The length in mm of the ticks at multiples of so many mm."""

ROOMY, REACH, SHEET_EDGE = 40.0, 2.0, 4.0
"""Millimetres: the least width for a mark at 10; how far lines stay from the edges; how far the ruler does."""

CODE, LEAST_ROOM = 30.0, 14.0
TEST_PAGE_FIELDS = ("title", "printer", "paper", "how")
"""The texts of the page, besides its code."""


def mark_distance(paper: Medium) -> float:
    """Return the mm from the left and the upper edge to the two crossing lines."""
    return 10.0 if min(paper.width, paper.height) >= ROOMY else 5.0


def ruler_length(paper: Medium) -> float:
    """Return the length of the ruler in mm, from the mark to the right."""
    return max(10.0, (paper.width - mark_distance(paper) - SHEET_EDGE) // 10 * 10)


def page_measurement(paper: Medium, left: float, top: float, length: float) -> PageMeasurement:
    """Return what was measured beside what should have been."""
    return PageMeasurement(left, top, length, mark_distance(paper), ruler_length(paper))


def calibration_template(paper: Medium) -> BadgeTemplate:
    """Return the page, as large as the paper."""
    elements = (*_lines(paper), *_ruler(paper), *_inside(paper))
    return BadgeTemplate(TEST_PAGE_NAME, paper.width, paper.height, tuple(elements))


def _lines(paper: Medium) -> Iterator[Element]:
    at = mark_distance(paper)
    yield _measuring_line(REACH, at, paper.width - REACH, at)
    yield _measuring_line(at, REACH, at, paper.height - REACH)


def _ruler(paper: Medium) -> Iterator[Element]:
    """Yield ticks below the horizontal line; the last one is longer."""
    at, length = mark_distance(paper), ruler_length(paper)
    for mm in range(1, round(length) + 1):
        tick = next(size for step, size in TICKS.items() if mm % step == 0)
        yield _measuring_line(at + mm, at, at + mm, at + (5.0 if mm == length else tick), HAIR)
        if mm % 10 == 0:
            yield _test_page_text(f"{mm}", Box(at + mm - 4, at + 5.2, 8, 3), 2.2, Align.CENTRE)


def _inside(paper: Medium) -> Iterator[Element]:
    at = mark_distance(paper)
    left, top = at + 3, at + 9.5
    width, height = paper.width - left - 3, paper.height - top - 3
    if height < LEAST_ROOM:
        yield _test_page_text("{title} · {paper}", Box(left, top, width, max(3.0, height)), 2.5)
        return
    code = min(CODE, height * 0.55, width * 0.5)
    yield CodeElement(Box(left, top, code, code))
    yield _test_page_text("{title}", Box(left + code + 3, top, width - code - 3, code / 2), 5, is_bold=True)
    yield _test_page_text("{printer}\n{paper}", Box(left + code + 3, top + code / 2, width - code - 3, code / 2), 3)
    yield _test_page_text("{how}", Box(left, top + code + 2, width, height - code - 2), 3.2)


def _measuring_line(x1: float, y1: float, x2: float, y2: float, stroke: float = THIN) -> ShapeElement:
    return ShapeElement(Box(x1, y1, x2 - x1, y2 - y1), Shape.LINE, INK, stroke=stroke)


def _test_page_text(
    text: str, box: Box, size: float, align: Align = Align.LEFT, *, is_bold: bool = False
) -> TextElement:
    return TextElement(box, text, size, least=1.2, lines=8, is_bold=is_bold, align=align, colour=INK)
