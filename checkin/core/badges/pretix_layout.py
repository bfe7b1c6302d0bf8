# SPDX-License-Identifier: GPL-3.0-or-later
"""Badge layouts of pretix as badge templates, with a list of what is different (docs/adr/0086). Pure.

A layout is what pretix's editor makes: a list of objects on the pages of a PDF, which is its background. What has no
counterpart here is left out and reported; nothing that a layout holds raises.

    a layout's JSON ─▶ read_layout ─▶ BadgeTemplate + problems
                          └─ LayoutReader (its objects as elements)
                               ├─ LayoutTexts (what a text says)
                               └─ text_box (where it stands)
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, NamedTuple

from checkin.core.badges.badge_file import LARGEST
from checkin.core.badges.pretix_layout_texts import LONGEST_NAME, LayoutTexts
from checkin.core.badges.template import (
    MOST_LINES,
    PHOTOGRAPH,
    TURNS,
    Align,
    BadgeTemplate,
    Box,
    CodeElement,
    Element,
    ImageElement,
    TemplateProblem,
    TextElement,
    code_square,
    overlap,
)
from checkin.core.message import Message, UserError

# Boxes of texts in pretix's badge layouts.
# pretix measures millimetres from the lower left corner and places a text by its line or by its box; a template has
# boxes from the upper left corner. Both fonts have the same measures, so that a line comes to stand where pretix has
# it.

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


# The objects of pretix's badge layouts as elements of a template.
# What has no counterpart is left out and reported; nothing that an object holds raises.

MOST_SIDES = 2

LEAST_LETTERS = 2.0
"""Millimetres below which a text is not made smaller to fit."""

LEAST_BOX = 1.0
"""Millimetres: the smallest box that is worth an element."""

MOST_MM = 100_000.0
"""Millimetres, or points, beyond which a number is a mistake."""

_MM_PER_POINT = 25.4 / 72
_LEAST_SIZE = 1.0
"""Millimetres: the smallest letters of a template."""
_OPEN_SANS = "Open Sans"
_BLACK = "#000000"
_ALIGN = {"left": Align.LEFT, "center": Align.CENTRE, "right": Align.RIGHT}
_TURNED = 0.5
"""Degrees by which a text may be off a quarter turn."""
_SPACING_SEEN = 0.2
"""The difference in line spacing that is told, as a multiple of the size of letters."""

Report = Callable[[TemplateProblem], None]


@dataclass(frozen=True, slots=True)
class LayoutPaper:
    """The background of a layout: the size of its first page in mm, how many pages there are, and the names of their
    pictures in the template, "" for an empty page.
    """

    width: float
    height: float
    pages: int = 1
    pictures: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class LayoutReader:
    """Reads the objects of one layout; `report` is called with each difference."""

    paper: LayoutPaper
    texts: LayoutTexts
    report: Report

    @property
    def page(self) -> tuple[float, float]:
        return self.paper.width, self.paper.height

    def element(self, each: object) -> Element | None:
        """Return what an object is here; None for one that is left out, which is reported."""
        if not isinstance(each, Mapping):
            self.report((_UNREADABLE, {}))
            return None
        side = self._side(each)
        if side is None:
            return None
        kinds: dict[str, Callable[[Mapping[str, Any]], Element | None]] = {
            "textarea": self._text,
            "textcontainer": self._text,
            "barcodearea": self._code,
            "imagearea": self._picture,
        }
        found = kinds.get(str(each.get("type")), self._other)(each)
        return replace(found, side=side) if found else None

    def _side(self, each: Mapping[str, Any]) -> int | None:
        """Return the side of an object. pretix draws nothing on pages that are not there."""
        page = number_of(each, "page", 1)
        if page is None or page != int(page) or page < 1:
            self.report((_UNREADABLE, {}))
            return None
        return int(page) if page <= min(self.paper.pages, MOST_SIDES) else None

    def _other(self, each: Mapping[str, Any]) -> Element | None:
        kind = str(each.get("type"))
        self.report((_POWERED, {}) if kind == "poweredby" else (_KIND, {"kind": kind[:LONGEST_NAME]}))
        return None

    def _text(self, each: Mapping[str, Any]) -> Element | None:
        is_contained = each["type"] == "textcontainer"
        numbers = self._numbers(each, "left", "bottom", "width", "fontsize", *(("height",) if is_contained else ()))
        turn = self._turn(each)
        text = self.texts.text_of(each, self.report) if numbers and turn is not None else ""
        if not numbers or turn is None or not text.strip():
            return None
        place = _text_place(each, numbers, turn, text.count("\n") + 1)
        box = self._on_page(text_box(place, self.page))
        if box is None:
            return None
        self._report_letters(each, place.spacing)
        across, least = box.width if turn % 180 else box.height, min(place.size, LEAST_LETTERS)
        return TextElement(
            box,
            text,
            place.size,
            least=least,
            lines=max(1, min(MOST_LINES, int(across / (LINE * least)))),
            is_bold=each.get("bold") is True,
            align=_ALIGN.get(str(each.get("align")), Align.LEFT),
            colour=_colour(each.get("color")),
            is_at_top=place.is_at_top,
            is_at_bottom=place.is_at_bottom,
            turn=turn,
        )

    def _code(self, each: Mapping[str, Any]) -> Element | None:
        numbers = self._numbers(each, "left", "bottom", "size")
        content = each.get("content", "secret")
        if numbers is None:
            return None
        if content != "secret":
            self.report((_OTHER_CODE, {"content": str(content)[:LONGEST_NAME]}))
            return None
        side = min(numbers["size"], *self.page)
        left, low = numbers["left"], numbers["bottom"]
        box = clip(Box(left, self.page[1] - low - numbers["size"], numbers["size"], numbers["size"]), self.page)
        if side < LEAST_BOX or min(box.width, box.height) < LEAST_BOX:
            self.report((_OUTSIDE, {}))
            return None
        if min(box.width, box.height) < round(numbers["size"], 2):
            self.report((Message("badge layout", "The QR code went over the edge: it was moved inside."), {}))
        if each.get("nowhitespace") is True:
            self.report((_WHITE, {}))
        if _colour(each.get("color")) != _BLACK:
            self.report((Message("badge layout", "The QR code is printed in black."), {}))
        x, y = min(box.x, self.page[0] - side), min(box.y, self.page[1] - side)
        return CodeElement(Box(round(x, 2), round(y, 2), round(side, 2), round(side, 2)))

    def _picture(self, each: Mapping[str, Any]) -> Element | None:
        """Return the place of the person's photograph for that of a picture that people upload."""
        numbers = self._numbers(each, "left", "bottom", "width", "height")
        if numbers is None:
            return None
        top = self.page[1] - numbers["bottom"] - numbers["height"]
        box = self._on_page(Box(numbers["left"], top, numbers["width"], numbers["height"]))
        if box:
            self.report((_PHOTOGRAPH, {"field": str(each.get("content"))[:LONGEST_NAME]}))
        return ImageElement(box, PHOTOGRAPH) if box else None

    def _numbers(self, each: Mapping[str, Any], *names: str) -> dict[str, float] | None:
        found = {name: value for name in names if (value := number_of(each, name)) is not None}
        if len(found) < len(names):
            self.report((_UNREADABLE, {}))
            return None
        return found

    def _on_page(self, box: Box) -> Box | None:
        kept = clip(box, self.page)
        if min(kept.width, kept.height) < LEAST_BOX:
            self.report((_OUTSIDE, {}))
            return None
        return kept

    def _turn(self, each: Mapping[str, Any]) -> int | None:
        """Return the quarter turn of a text, clockwise; None for a turn that is none, which is reported."""
        turned = (number_of(each, "rotation", 0.0) or 0.0) % 360
        found = next((turn for turn in (*TURNS, 360) if abs(turned - turn) <= _TURNED), None)
        if found is None:
            self.report((_SLANTING, {"degrees": f"{turned:g}"}))
            return None
        return found % 360

    def _report_letters(self, each: Mapping[str, Any], spacing: float | None) -> None:
        if each.get("italic") is True:
            self.report((Message("badge layout", "Italic letters are printed upright."), {}))
        family = each.get("fontfamily", _OPEN_SANS)
        if family != _OPEN_SANS:
            self.report((_FONT, {"font": str(family)[:LONGEST_NAME]}))
        if spacing is not None and abs(spacing * SPACING - LINE) > _SPACING_SEEN:
            self.report((Message("badge layout", "The distance between lines is that of Checkin."), {}))


def _text_place(each: Mapping[str, Any], numbers: Mapping[str, float], turn: int, lines: int) -> TextPlace:
    is_contained = "height" in numbers
    return TextPlace(
        numbers["left"],
        numbers["bottom"],
        numbers["width"],
        max(_LEAST_SIZE, round(min(numbers["fontsize"] * _MM_PER_POINT, LARGEST), 2)),
        numbers.get("height"),
        str(each.get("verticalalign", "top")),
        each.get("downward") is True,
        number_of(each, "lineheight", 1.0) if is_contained or "lineheight" in each else None,
        turn,
        lines,
    )


def number_of(each: Mapping[str, Any], name: str, default: float | None = None) -> float | None:
    """Return a number as pretix writes it, as number or text; None for anything else."""
    value = each.get(name, default)
    if isinstance(value, bool) or not isinstance(value, int | float | str):
        return None
    try:
        number = float(value)
    except (ValueError, OverflowError):
        return None
    return number if abs(number) <= MOST_MM else None  # not if it is no number


def _colour(value: object) -> str:
    """Return a colour of 0 to 255 for red, green and blue; black for anything else."""
    if not isinstance(value, Sequence) or isinstance(value, str | bytes) or len(value) < len("rgb"):
        return _BLACK
    parts = [number_of({"part": part}, "part") for part in value[:3]]
    if any(part is None for part in parts):
        return _BLACK
    return "#" + "".join(f"{min(255, max(0, round(part or 0))):02X}" for part in parts)


_UNREADABLE = Message("badge layout", "Something on it cannot be read: it was left out.")
_KIND = Message("badge layout", "Checkin does not know elements of the kind “{kind}”: they were left out.")
_POWERED = Message("badge layout", "“Powered by pretix” was left out.")
_OTHER_CODE = Message(
    "badge layout", "A QR code for “{content}” was left out: here a code always holds the person’s ticket code."
)
_OUTSIDE = Message("badge layout", "Something outside the page was left out.")
_WHITE = Message("badge layout", "The QR code has its white margin inside its square, so it is a little smaller.")
_PHOTOGRAPH = Message(
    "badge layout", "The place of the uploaded picture “{field}” shows the person’s photograph, if Checkin has one."
)
_SLANTING = Message("badge layout", "A text turned by {degrees}° was left out: only quarter turns are possible.")
_FONT = Message("badge layout", "The font “{font}” is replaced by Noto Sans.")


MOST_OBJECTS = 200
"""Objects of a layout that are read: an entry holds about fifty elements."""

LEAST_PAGE = 10.0
"""The least mm of a badge's side."""


def read_layout(
    name: str, layout: object, paper: LayoutPaper, texts: LayoutTexts
) -> tuple[BadgeTemplate, tuple[TemplateProblem, ...]]:
    """Return the template of a layout, and what is different on it, each once. Raises `UserError` for what is no layout
    or has no size of a badge.
    """
    problems: list[TemplateProblem] = []

    def report(problem: TemplateProblem) -> None:
        if problem not in problems:
            problems.append(problem)

    if not all(LEAST_PAGE <= side <= LARGEST for side in (paper.width, paper.height)):
        raise UserError(_SIZE, least=f"{LEAST_PAGE:g}", most=f"{LARGEST:g}")
    if not isinstance(layout, Sequence) or isinstance(layout, str | bytes):
        raise UserError(Message("badge layout", "It cannot be read."))
    if paper.pages > MOST_SIDES:
        report((Message("badge layout", "Only its first two pages were taken over, as front and back."), {}))
    reader = LayoutReader(paper, texts, report)
    elements = [element for each in layout[:MOST_OBJECTS] if (element := reader.element(each))]
    if len(layout) > MOST_OBJECTS:
        report((_MANY, {"most": MOST_OBJECTS}))
    background = [
        ImageElement(Box(0, 0, paper.width, paper.height), picture, side)
        for side, picture in enumerate(paper.pictures[:MOST_SIDES], start=1)
        if picture
    ]
    drawn = (*background, *_clear_of_codes(elements, (paper.width, paper.height), report))
    return BadgeTemplate(name, paper.width, paper.height, drawn), tuple(problems)


def _clear_of_codes(elements: Sequence[Element], page: tuple[float, float], report: Report) -> list[Element]:
    """Return the elements without what would lie on a code or its white. pretix has boxes as wide as the page, of which
    the text fills a part.
    """
    codes: list[CodeElement] = []
    for code in elements:
        if isinstance(code, CodeElement):
            if any(code.side == one.side and overlap(code_square(code), code_square(one)) for one in codes):
                report((Message("badge layout", "A second QR code that overlapped the first was left out."), {}))
            else:
                codes.append(code)
    kept: list[Element] = []
    for element in elements:
        if isinstance(element, CodeElement):
            kept += [element] if any(element is code for code in codes) else []
            continue
        clear = _clear(element, codes, page)
        if clear is None:
            report((Message("badge layout", "A text or picture on the QR code was left out."), {}))
        elif clear is not element:
            report((_NARROWED, {}))
        kept += [clear] if clear else []
    return kept


def _clear(element: Element, codes: Sequence[CodeElement], page: tuple[float, float]) -> Element | None:
    """Return the element with the largest part of its box that keeps clear of all codes; None if too little is left."""
    for code in codes:
        square = code_square(code)
        if code.side == element.side and overlap(element.box, square):
            element = replace(element, box=beside(element.box, square, page))
    least = element.least * LINE if isinstance(element, TextElement) else LEAST_BOX
    return element if min(element.box.width, element.box.height) >= least else None


_SIZE = Message("badge layout", "Its page is smaller than {least} mm or larger than {most} mm.")
_MANY = Message("badge layout", "It has more than {most} elements: the others were left out.")
_NARROWED = Message("badge layout", "A text or picture was given less room, to keep clear of the QR code.")
