# SPDX-License-Identifier: GPL-3.0-or-later
"""Badge templates: the elements of a badge, in mm from its upper left corner. Values only; `checkin.badges` draws them.

A template belongs to some categories of attendees, or to all that no other claims. Its file: docs/badges.md.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from types import MappingProxyType

from checkin.core.text_folding import fold_text

BY_CATEGORY = "category"
"""A value in place of a colour: that of the attendee's category."""

ON_CATEGORY = "on-category"
"""A value in place of a colour: black or white, whichever is more legible on that of the category."""


PHOTOGRAPH = "{photograph}"
"""The name of a picture that stands for the photograph of the person."""

MOST_LINES = 40
"""The most lines of a text: the practical notes on a ticket have more than a badge."""


TURNS = (0, 90, 180, 270)
"""The quarter turns of a text, in degrees: the second half of a badge that is folded is printed upside down."""


class Align(StrEnum):
    LEFT = "left"
    CENTRE = "centre"
    RIGHT = "right"


class Shape(StrEnum):
    BOX = "box"
    ELLIPSE = "ellipse"
    LINE = "line"


@dataclass(frozen=True, slots=True)
class Box:
    """The place of an element on its side, in mm."""

    x: float
    y: float
    width: float
    height: float

    @property
    def right(self) -> float:
        return self.x + self.width

    @property
    def bottom(self) -> float:
        return self.y + self.height


@dataclass(frozen=True, slots=True)
class Condition:
    """A condition for drawing an element: `field` contains one of `words` (ignoring case and accents), or any text
    without words.
    """

    field: str
    words: tuple[str, ...] = ()

    def is_met(self, values: Mapping[str, str]) -> bool:
        text = fold_text(values.get(self.field, ""))
        return any(fold_text(word) in text for word in self.words) if self.words else bool(text)


@dataclass(frozen=True, slots=True)
class TextElement:
    """A text with fields in braces: "{first_name} {last_name}". `size` is the height of its letters' body in mm.

    A text that does not fit is set smaller, then on up to `lines` lines, down to `least`; then it is cut and reported.
    It stands in the middle of its box, or at its top or its bottom. `turn` is clockwise, in degrees, and turns the text
    within its box: one of `TURNS`.
    """

    box: Box
    text: str
    size: float
    least: float = 2.0
    lines: int = 2
    is_bold: bool = False
    align: Align = Align.LEFT
    colour: str = "#000000"
    is_capitals: bool = False
    is_at_top: bool = False
    is_at_bottom: bool = False
    turn: int = 0
    side: int = 1
    when: Condition | None = None


@dataclass(frozen=True, slots=True)
class CodeElement:
    """The ticket code as QR on white, as large a square as the box holds, its quiet zone inside."""

    box: Box
    side: int = 1
    when: Condition | None = None


@dataclass(frozen=True, slots=True)
class ImageElement:
    """A picture of the event, by its name there, scaled to fit the box. `PHOTOGRAPH` is that of the person; without one
    the place stays empty.
    """

    box: Box
    name: str
    side: int = 1
    when: Condition | None = None


@dataclass(frozen=True, slots=True)
class ShapeElement:
    """A shape filled with a colour; a line runs from corner to corner, `stroke` mm thick."""

    box: Box
    shape: Shape = Shape.BOX
    colour: str = BY_CATEGORY
    radius: float = 0.0
    stroke: float = 0.0
    side: int = 1
    when: Condition | None = None


Element = TextElement | CodeElement | ImageElement | ShapeElement


class FoldDirection(StrEnum):
    """How two sides share one piece of paper: side 2 at the left of the first, or upside down above it."""

    NONE = ""
    BESIDE = "beside"
    OVER = "over"


@dataclass(frozen=True, slots=True)
class BadgeTemplate:
    """The design of a badge: its size in mm and its elements, drawn in their order, later ones over earlier.

    A template is a value: editing makes a new one (`BadgeDraft`), a file or a journal entry holds it as a document
    (`badge_document`, `read_badge`), and `checkin.badges` draws it alike on screen, PDF, printer and label. It may have
    mistakes (`template_problems` finds them); nothing here raises. `categories` are the ids of those it is for, empty
    for all that no other template claims (`template_for`). `colours` are those of categories, by id, "" for the others.
    An element is on `side` 1 or 2; a `fold` puts both on one piece of paper.

        name = TextElement(Box(5, 20, 80, 15), "{first_name} {last_name}", size=9)
        BadgeTemplate("Visitors", 90, 55, (name, CodeElement(Box(60, 25, 25, 25))))
    """

    name: str
    width: float
    height: float
    elements: tuple[Element, ...] = ()
    categories: tuple[str, ...] = ()
    colours: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))
    ground: str = "#FFFFFF"
    fold: FoldDirection = FoldDirection.NONE

    @property
    def sides(self) -> int:
        return max((e.side for e in self.elements), default=1)

    @property
    def has_photograph(self) -> bool:
        """Whether the badge shows the person's photograph."""
        return any(isinstance(each, ImageElement) and each.name == PHOTOGRAPH for each in self.elements)

    @property
    def unfolded_size(self) -> tuple[float, float]:
        """The width and height in mm of the paper before it is folded."""
        match self.fold:
            case FoldDirection.BESIDE:
                return 2 * self.width, self.height
            case FoldDirection.OVER:
                return self.width, 2 * self.height
        return self.width, self.height

    def colour_of(self, category: str) -> str:
        return self.colours.get(category, self.colours.get("", "#566073"))


def template_for(category: str, templates: Sequence[BadgeTemplate]) -> BadgeTemplate | None:
    """Return the first template that claims the category, else the first that claims none; None without either."""
    return _first(t for t in templates if category in t.categories) or _first(t for t in templates if not t.categories)


def _first(templates: Iterable[BadgeTemplate]) -> BadgeTemplate | None:
    return next(iter(templates), None)
