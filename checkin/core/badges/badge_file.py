# SPDX-License-Identifier: GPL-3.0-or-later
"""Reads the badge file (docs/badges.md), already parsed as TOML, into a template. Never opens a file.

Reading stops at the first mistake, with one sentence that names the element and the field.
"""

import math
import re
from collections.abc import Callable, Mapping
from enum import StrEnum
from typing import Any, NamedTuple

from checkin.core.badges.template import (
    BY_CATEGORY,
    MOST_LINES,
    ON_CATEGORY,
    TURNS,
    Align,
    BadgeTemplate,
    Box,
    CodeElement,
    Condition,
    Element,
    FoldDirection,
    ImageElement,
    Shape,
    ShapeElement,
    TextElement,
)
from checkin.core.errors import UserError
from checkin.core.message import Message

FORMAT = 1
LARGEST = 1000.0
"""Millimetres. More is a typing error."""

_COLOUR = re.compile(r"#[0-9A-Fa-f]{6}")


class _Item(NamedTuple):
    """One table of the file. `where` names it in a sentence."""

    where: str
    values: Mapping[str, Any]

    def error(self, field: str, example: str) -> UserError:
        return UserError(_WRONG, where=self.where, field=field, example=example)

    def text(self, field: str, default: str = "") -> str:
        value = self.values.get(field, default)
        if not isinstance(value, str):
            raise self.error(field, '"Bonjour"')
        return value

    def flag(self, field: str) -> bool:
        value = self.values.get(field, False)
        if not isinstance(value, bool):
            raise self.error(field, "true")
        return value

    def number(self, field: str, default: float | None = None, least: float = 0.0) -> float:
        value = self.values.get(field, default)
        is_number = isinstance(value, int | float) and not isinstance(value, bool) and math.isfinite(value)
        if not is_number or not least <= float(value) <= LARGEST:
            raise self.error(field, "42.5")
        return float(value)

    def whole(self, field: str, default: int, most: int) -> int:
        value = self.values.get(field, default)
        if type(value) is not int or not 1 <= value <= most:
            raise self.error(field, str(default))
        return value

    def turn(self, field: str) -> int:
        value = self.values.get(field, 0)
        if type(value) is not int or value not in TURNS:
            raise self.error(field, ", ".join(map(str, TURNS)))
        return value

    def colour(self, field: str, default: str, *, by_category: bool = True) -> str:
        value = self.text(field, default)
        if not _COLOUR.fullmatch(value) and not (by_category and value in (BY_CATEGORY, ON_CATEGORY)):
            raise self.error(field, '"#2F5BEA"')
        return value

    def texts(self, field: str) -> tuple[str, ...]:
        value = self.values.get(field, [])
        if not isinstance(value, list) or not all(isinstance(each, str) for each in value):
            raise self.error(field, '["intervenant", "presse"]')
        return tuple(value)

    def word(self, field: str, words: type[StrEnum], default: str) -> Any:
        value = self.text(field, default)
        known = [str(word) for word in words]
        if value not in known:
            raise self.error(field, ", ".join(f'"{word}"' for word in known if word))
        return words(value)

    def check_known(self, known: frozenset[str]) -> None:
        if unknown := [name for name in self.values if name not in known]:
            raise UserError(_UNKNOWN, where=self.where, field=unknown[0], known=", ".join(sorted(known)))


def read_badge(document: Mapping[str, Any]) -> BadgeTemplate:
    """Return the template that `document` (from `tomllib`) describes. Raises `UserError` for the first mistake."""
    version = document.get("format", FORMAT)
    if not isinstance(version, int) or version > FORMAT:
        raise UserError(_NEWER)
    top = _Item("badge", document)
    top.check_known(_TOP)
    colours = _Item("[colours]", top.values.get("colours", {}))
    if not isinstance(colours.values, dict):
        raise top.error("colours", "[colours]")
    tables = document.get("element", [])
    if not isinstance(tables, list):
        raise top.error("element", "[[element]]")
    return BadgeTemplate(
        name=top.text("name"),
        width=top.number("width", least=10),
        height=top.number("height", least=10),
        elements=tuple(_element(number, values) for number, values in enumerate(tables, start=1)),
        categories=top.texts("categories"),
        colours={
            "" if name == "default" else name: colours.colour(name, "", by_category=False) for name in colours.values
        },
        ground=top.colour("ground", "#FFFFFF"),
        fold=top.word("fold", FoldDirection, ""),
    )


def _element(number: int, values: Any) -> Element:
    item = _Item(f"[[element]] {number}", values if isinstance(values, dict) else {})
    kind = item.text("kind")
    if kind not in _KINDS:
        raise item.error("kind", ", ".join(f'"{word}"' for word in _KINDS))
    item.check_known(_PLACED | _FIELDS[kind])
    box = Box(item.number("x"), item.number("y"), item.number("width"), item.number("height"))
    return _KINDS[kind](item, box, {"side": item.whole("side", 1, 2), "when": _condition(item)})


def _condition(item: _Item) -> Condition | None:
    values = item.values.get("when")
    if values is None:
        return None
    when = _Item(f"{item.where} when", values if isinstance(values, dict) else {})
    when.check_known(frozenset({"field", "has"}))
    if not when.text("field"):
        raise item.error("when", '{ field = "category", has = ["intervenant"] }')
    return Condition(when.text("field"), when.texts("has"))


def _text(item: _Item, box: Box, more: dict[str, Any]) -> TextElement:
    size = item.number("size", 5.0, least=1)
    return TextElement(
        box,
        text=item.text("text"),
        size=size,
        least=min(size, item.number("least", 2.0, least=0.5)),
        lines=item.whole("lines", 2, MOST_LINES),
        is_bold=item.flag("bold"),
        align=item.word("align", Align, "left"),
        colour=item.colour("colour", "#000000"),
        is_capitals=item.flag("capitals"),
        is_at_top=item.flag("top"),
        is_at_bottom=item.flag("bottom"),
        turn=item.turn("turn"),
        **more,
    )


def _image(item: _Item, box: Box, more: dict[str, Any]) -> ImageElement:
    if not item.text("image"):
        raise item.error("image", '"logo.png"')
    return ImageElement(box, item.text("image"), **more)


def _area(item: _Item, box: Box, more: dict[str, Any]) -> ShapeElement:
    colour = item.colour("colour", BY_CATEGORY)
    shape = item.word("kind", Shape, "box")
    return ShapeElement(box, shape, colour, item.number("radius", 0.0), item.number("stroke", 0.0), **more)


_KINDS: dict[str, Callable[[_Item, Box, dict[str, Any]], Element]] = {
    "text": _text,
    "code": lambda item, box, more: CodeElement(box, **more),
    "image": _image,
    "box": _area,
    "ellipse": _area,
    "line": _area,
}
_PLACED = frozenset({"kind", "x", "y", "width", "height", "side", "when"})
_AREA = frozenset({"colour", "radius", "stroke"})
_FIELDS = {
    "text": frozenset(
        {"text", "size", "least", "lines", "bold", "align", "colour", "capitals", "top", "bottom", "turn"}
    ),
    "code": frozenset[str](),
    "image": frozenset({"image"}),
    "box": _AREA,
    "ellipse": _AREA,
    "line": _AREA,
}
_TOP = frozenset({"format", "name", "width", "height", "categories", "colours", "ground", "fold", "element"})

_WRONG = Message(
    "badge_file", "Badge file, {where}: “{field}” cannot be read. Write it like {example}. Nothing was changed."
)
_UNKNOWN = Message(
    "badge_file",
    "Badge file, {where}: “{field}” is not known (known: {known}). Nothing was changed; correct the spelling.",
)
_NEWER = Message(
    "badge_file",
    "This badge was made with a newer version of Checkin. Nothing was changed; update the program to use it.",
)
