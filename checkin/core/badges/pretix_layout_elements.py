# SPDX-License-Identifier: GPL-3.0-or-later
"""The objects of pretix's badge layouts as elements of a template. Pure.

What has no counterpart is left out and reported; nothing that an object holds raises.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from checkin.core.badges.badge_file import LARGEST
from checkin.core.badges.pretix_layout_boxes import LINE, SPACING, TextPlace, clip, text_box
from checkin.core.badges.pretix_layout_texts import LONGEST_NAME, LayoutTexts
from checkin.core.badges.template import (
    MOST_LINES,
    PHOTOGRAPH,
    TURNS,
    Align,
    Box,
    CodeElement,
    Element,
    ImageElement,
    TextElement,
)
from checkin.core.badges.template_checks import TemplateProblem
from checkin.core.message import Message

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
            self.report((_MOVED, {}))
        if each.get("nowhitespace") is True:
            self.report((_WHITE, {}))
        if _colour(each.get("color")) != _BLACK:
            self.report((_CODE_COLOUR, {}))
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
            self.report((_ITALIC, {}))
        family = each.get("fontfamily", _OPEN_SANS)
        if family != _OPEN_SANS:
            self.report((_FONT, {"font": str(family)[:LONGEST_NAME]}))
        if spacing is not None and abs(spacing * SPACING - LINE) > _SPACING_SEEN:
            self.report((_LINES, {}))


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
_MOVED = Message("badge layout", "The QR code went over the edge: it was moved inside.")
_WHITE = Message("badge layout", "The QR code has its white margin inside its square, so it is a little smaller.")
_CODE_COLOUR = Message("badge layout", "The QR code is printed in black.")
_PHOTOGRAPH = Message(
    "badge layout", "The place of the uploaded picture “{field}” shows the person’s photograph, if Checkin has one."
)
_SLANTING = Message("badge layout", "A text turned by {degrees}° was left out: only quarter turns are possible.")
_ITALIC = Message("badge layout", "Italic letters are printed upright.")
_FONT = Message("badge layout", "The font “{font}” is replaced by Noto Sans.")
_LINES = Message("badge layout", "The distance between lines is that of Checkin.")
