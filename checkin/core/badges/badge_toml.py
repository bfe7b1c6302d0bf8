# SPDX-License-Identifier: GPL-3.0-or-later
"""Writes a badge as its document (docs/badges.md), which a file and an entry hold, and as TOML text.

`badge_file` reads back the same template. Defaults are left out. Pure.
"""

from collections.abc import Iterator, Mapping
from typing import Any

from checkin.core.badges.badge_file import FORMAT
from checkin.core.badges.template import (
    BadgeTemplate,
    CodeElement,
    Condition,
    Element,
    ImageElement,
    ShapeElement,
    TextElement,
)
from checkin.core.toml_text import toml_pairs

_WHITE, _BLACK = "#FFFFFF", "#000000"


def badge_document(template: BadgeTemplate) -> dict[str, Any]:
    """Return the document of plain values, as JSON can hold them."""
    values: dict[str, Any] = {"format": FORMAT, "name": template.name}
    values |= {"width": _number(template.width), "height": _number(template.height)}
    if template.categories:
        values["categories"] = list(template.categories)
    if template.ground != _WHITE:
        values["ground"] = template.ground
    if template.fold:
        values["fold"] = str(template.fold)
    if template.colours:
        values["colours"] = {name or "default": colour for name, colour in template.colours.items()}
    return values | {"element": [_element(element) for element in template.elements]}


def badge_text(template: BadgeTemplate) -> str:
    return "\n".join(_lines(badge_document(template))) + "\n"


def _element(element: Element) -> dict[str, Any]:
    box = element.box
    placed = {"x": box.x, "y": box.y, "width": box.width, "height": box.height}
    values = {"kind": _kind(element)} | {name: _number(value) for name, value in placed.items()} | _own(element)
    if element.side != 1:
        values["side"] = element.side
    if element.when:
        values["when"] = _condition(element.when)
    return values


def _kind(element: Element) -> str:
    match element:
        case TextElement():
            return "text"
        case CodeElement():
            return "code"
        case ImageElement():
            return "image"
        case ShapeElement():
            return str(element.shape)


def _own(element: Element) -> dict[str, Any]:
    """Return the fields that only elements of its kind have."""
    match element:
        case TextElement():
            return _text(element)
        case ImageElement():
            return {"image": element.name}
        case ShapeElement():
            sizes = {"radius": element.radius, "stroke": element.stroke}
            return {"colour": element.colour} | {name: _number(value) for name, value in sizes.items() if value}
    return {}


def _text(element: TextElement) -> dict[str, Any]:
    values: dict[str, Any] = {"text": element.text, "size": _number(element.size), "least": _number(element.least)}
    values |= {"lines": element.lines}
    values |= {"bold": True} if element.is_bold else {}
    values |= {"capitals": True} if element.is_capitals else {}
    values |= {"top": True} if element.is_at_top else {}
    values |= {"bottom": True} if element.is_at_bottom else {}
    values |= {"turn": element.turn} if element.turn else {}
    return values | {"align": str(element.align)} | ({"colour": element.colour} if element.colour != _BLACK else {})


def _condition(when: Condition) -> dict[str, Any]:
    return {"field": when.field} | ({"has": list(when.words)} if when.words else {})


def _number(value: float) -> float:
    """Return whole numbers as int, so that they are written without a point."""
    return int(value) if value == int(value) else value


def _lines(document: Mapping[str, Any]) -> Iterator[str]:
    yield from toml_pairs({name: value for name, value in document.items() if name not in ("colours", "element")})
    if colours := document.get("colours"):
        yield from ("", "[colours]", *toml_pairs(colours))
    for element in document["element"]:
        yield from ("", "[[element]]", *toml_pairs(element))
