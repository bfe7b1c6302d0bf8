# SPDX-License-Identifier: GPL-3.0-or-later
"""The badge file (docs/badges.md), read and written, and badges as journal entries. Never opens a file.

Reading stops at the first mistake, with one sentence that names the element and the field.
"""

import math
import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from types import MappingProxyType
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
from checkin.core.entries import Entry, EntryKind, NewEntry, body_text
from checkin.core.message import Message, UserError
from checkin.core.picture_entries import picture_digest
from checkin.core.programme.programme_file import toml_pairs

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
    cls, own = _KINDS[kind]
    item.check_known(_PLACED | {field.name for field in own})
    box = Box(item.number("x"), item.number("y"), item.number("width"), item.number("height"))
    values = {"side": item.whole("side", 1, 2), "when": _condition(item)}
    values |= {field.attribute or field.name: field.read(item, field.name, **field.how) for field in own}
    if cls is ImageElement and not values["name"]:
        raise item.error("image", '"logo.png"')
    values |= {"least": min(values["size"], values["least"])} if cls is TextElement else {}
    values |= {"shape": Shape(kind)} if cls is ShapeElement else {}
    return cls(box, **values)


def _condition(item: _Item) -> Condition | None:
    values = item.values.get("when")
    if values is None:
        return None
    when = _Item(f"{item.where} when", values if isinstance(values, dict) else {})
    when.check_known(frozenset({"field", "has"}))
    if not when.text("field"):
        raise item.error("when", '{ field = "category", has = ["intervenant"] }')
    return Condition(when.text("field"), when.texts("has"))


class _Field(NamedTuple):
    """A field that one kind of element has: how it is read, and its value where the file does not name it. `attribute`
    is its name in `template`, where it differs.
    """

    name: str
    read: Callable[..., Any]
    how: Mapping[str, Any] = MappingProxyType({})
    attribute: str = ""
    unsaid: object = None


_WHITE, _BLACK = "#FFFFFF", "#000000"
_TEXT = (
    _Field("text", _Item.text),
    _Field("size", _Item.number, {"default": 5.0, "least": 1}),
    _Field("least", _Item.number, {"default": 2.0, "least": 0.5}),
    _Field("lines", _Item.whole, {"default": 2, "most": MOST_LINES}),
    _Field("bold", _Item.flag, attribute="is_bold", unsaid=False),
    _Field("capitals", _Item.flag, attribute="is_capitals", unsaid=False),
    _Field("top", _Item.flag, attribute="is_at_top", unsaid=False),
    _Field("bottom", _Item.flag, attribute="is_at_bottom", unsaid=False),
    _Field("turn", _Item.turn, unsaid=0),
    _Field("align", _Item.word, {"words": Align, "default": Align.LEFT}),
    _Field("colour", _Item.colour, {"default": _BLACK}, unsaid=_BLACK),
)
_AREA = (
    _Field("colour", _Item.colour, {"default": BY_CATEGORY}),
    _Field("radius", _Item.number, {"default": 0.0}, unsaid=0.0),
    _Field("stroke", _Item.number, {"default": 0.0}, unsaid=0.0),
)
_KINDS: Mapping[str, tuple[Callable[..., Element], tuple[_Field, ...]]] = {
    "text": (TextElement, _TEXT),
    "code": (CodeElement, ()),
    "image": (ImageElement, (_Field("image", _Item.text, attribute="name"),)),
    **{str(shape): (ShapeElement, _AREA) for shape in Shape},
}
"""The kinds of elements, in the order in which they are named to a user, each with the fields that it alone has."""

_KIND_OF = {cls: kind for kind, (cls, _) in _KINDS.items()}
_PLACED = frozenset({"kind", "x", "y", "width", "height", "side", "when"})
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


# Writes a badge as its document (docs/badges.md), which a file and an entry hold, and as TOML text.
# `badge_file` reads back the same template. Defaults are left out.


def badge_document(template: BadgeTemplate) -> dict[str, Any]:
    """Return the document of plain values, as JSON can hold them."""
    values: dict[str, Any] = {"format": FORMAT, "name": template.name}
    values |= {"width": _plain(template.width), "height": _plain(template.height)}
    if template.categories:
        values["categories"] = list(template.categories)
    if template.ground != _WHITE:
        values["ground"] = template.ground
    if template.fold:
        values["fold"] = str(template.fold)
    if template.colours:
        values["colours"] = {name or "default": colour for name, colour in template.colours.items()}
    return values | {"element": [_element_as_toml(element) for element in template.elements]}


def badge_text(template: BadgeTemplate) -> str:
    return "\n".join(_lines(badge_document(template))) + "\n"


def _element_as_toml(element: Element) -> dict[str, Any]:
    box = element.box
    placed = {"x": box.x, "y": box.y, "width": box.width, "height": box.height}
    kind = str(element.shape) if isinstance(element, ShapeElement) else _KIND_OF[type(element)]
    values = {"kind": kind} | {name: _plain(value) for name, value in placed.items()}
    for field in _KINDS[kind][1]:
        value = getattr(element, field.attribute or field.name)
        if value != field.unsaid:
            values[field.name] = _plain(value)
    if element.side != 1:
        values["side"] = element.side
    if element.when:
        values["when"] = _condition_as_toml(element.when)
    return values


def _condition_as_toml(when: Condition) -> dict[str, Any]:
    return {"field": when.field} | ({"has": list(when.words)} if when.words else {})


def _plain(value: Any) -> Any:
    """Return whole numbers as int, so that they are written without a point, and words as texts."""
    if isinstance(value, float):
        return int(value) if value == int(value) else value
    return str(value) if isinstance(value, str) else value


def _lines(document: Mapping[str, Any]) -> Iterator[str]:
    yield from toml_pairs({name: value for name, value in document.items() if name not in ("colours", "element")})
    if colours := document.get("colours"):
        yield from ("", "[colours]", *toml_pairs(colours))
    for element in document["element"]:
        yield from ("", "[[element]]", *toml_pairs(element))


# The event's own badges as journal entries: written, and folded back (docs/adr/0023).
# Their entries have no subject: the id of the template is in the body. Their pictures: `core/picture_entries`.

TEMPLATE_KINDS = (EntryKind.BADGE_TEMPLATE_SAVED, EntryKind.BADGE_TEMPLATE_WITHDRAWN)


@dataclass(frozen=True, slots=True)
class SavedBadge:
    """A badge of the event. `pictures` are the digests of those it shows, by their names in it; `entry` is the id of
    the entry that saved it.
    """

    id: str
    template: BadgeTemplate
    pictures: Mapping[str, str]
    entry: bytes


def saved_entry(template_id: str, template: BadgeTemplate, pictures: Mapping[str, bytes], source: str = "") -> NewEntry:
    """Return the entry that saves the template. `source` is the digest of what it was made from by a program, "" for
    one that a person made or changed. Raises `UserError` for one too large for an entry.
    """
    shown = {element.name for element in template.elements if isinstance(element, ImageElement)}
    body: dict[str, object] = {"template": template_id, "badge": badge_document(template)}
    if source:
        body["source"] = source
    if names := {name: picture_digest(data) for name, data in pictures.items() if name in shown}:
        body["pictures"] = names
    try:
        body_text(body)
    except UserError as exc:
        raise UserError(_TOO_MUCH) from exc
    return EntryKind.BADGE_TEMPLATE_SAVED, "", body


def withdrawn_entry(template_id: str, source: str = "") -> NewEntry:
    body: dict[str, object] = {"template": template_id}
    if source:
        body["source"] = source
    return EntryKind.BADGE_TEMPLATE_WITHDRAWN, "", body


@dataclass(frozen=True, slots=True)
class BadgeSource:
    """What a template was last made from by a program. `is_changed`: a person saved or removed it since; `is_shown`: it
    is among the templates of the event.
    """

    digest: str
    is_changed: bool = False
    is_shown: bool = True


def fold_sources(entries: Iterable[Entry]) -> dict[str, BadgeSource]:
    """Return the source of each template that a program made, by its id, from entries in id order."""
    found: dict[str, BadgeSource] = {}
    for entry in entries:
        template_id, source = str(entry.body.get("template", "")), str(entry.body.get("source", ""))
        is_shown = entry.kind == EntryKind.BADGE_TEMPLATE_SAVED
        if source:
            found[template_id] = BadgeSource(source, is_shown=is_shown)
        elif before := found.get(template_id):
            found[template_id] = BadgeSource(before.digest, is_changed=True, is_shown=is_shown)
    return found


def fold_templates(
    entries: Iterable[Entry],
    saved: EntryKind = EntryKind.BADGE_TEMPLATE_SAVED,
    withdrawn: EntryKind = EntryKind.BADGE_TEMPLATE_WITHDRAWN,
) -> tuple[SavedBadge, ...]:
    """Return the templates of the event, in the order in which they were first saved, from entries in id order.

    `saved` and `withdrawn` are the kinds of their entries. Templates that this version cannot read are skipped.
    """
    found: dict[str, SavedBadge | None] = {}
    for entry in entries:
        template_id = str(entry.body.get("template", ""))
        if entry.kind == saved:
            found[template_id] = _saved_badge(template_id, entry)
        elif entry.kind == withdrawn:
            found.pop(template_id, None)
    return tuple(badge for badge in found.values() if badge)


def _saved_badge(template_id: str, entry: Entry) -> SavedBadge | None:
    document, names = entry.body.get("badge"), entry.body.get("pictures", {})
    if not isinstance(document, dict) or not isinstance(names, dict):
        return None
    try:
        return SavedBadge(template_id, read_badge(document), _texts(names), entry.id)
    except UserError:
        return None


def _texts(names: Mapping[Any, Any]) -> dict[str, str]:
    return {str(name): str(value) for name, value in names.items()}


_TOO_MUCH = Message(
    "badge", "This badge is too large to be saved. Nothing was saved; remove elements, or shorten their texts."
)
