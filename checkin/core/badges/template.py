# SPDX-License-Identifier: GPL-3.0-or-later
"""Badge templates: their elements, their fields, and their problems. Values only; `checkin.badges` draws them.

Lengths are in mm from the upper left corner. A template belongs to some categories of attendees, or to all that no
other claims. Its file: docs/badges.md.
"""

import re
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from types import MappingProxyType

from checkin.core.admission_rules import speaker_for
from checkin.core.attendee import CUSTOM, OFF_STATUSES, Attendee, Presence
from checkin.core.message import Message
from checkin.core.programme.programme import Programme
from checkin.core.programme.programme_edits import first_and_last
from checkin.core.purge import is_anonymous
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


# Merge fields of badges: the values for an attendee by field name, texts with their fields filled in, and who gets a
# badge at all.

_FIELD = re.compile(r"\{([^{}]+)\}")
_SPACES = re.compile(r"[^\S\u00a0\u202f]+")
_POINT = " · "

FIELDS = (
    "first_name",
    "last_name",
    "organisation",
    "role",
    "category",
    "sessions",
    "speaks",
    "email",
    "phone",
    "note",
    "order",
    "code",
    "event",
    "day",
    "place",
    "organiser",
)
"""The fields besides the list's own columns, which are named "custom:Title". `speaks` is the title of the session they
speak in.
"""


def badge_field_values(attendee: Attendee, programme: Programme) -> dict[str, str]:
    """Return every field of one attendee as text; "" where nothing is known."""
    event = programme.event
    speaker = speaker_for(attendee, programme)
    speaks = programme.session(speaker.session) if speaker else None
    titles = (s.title for s in map(programme.session, attendee.sessions) if s)
    own = {CUSTOM + title: text for title, text in attendee.custom.items()}
    return own | {
        "first_name": attendee.first_name,
        "last_name": attendee.last_name,
        "organisation": attendee.organisation,
        "role": attendee.role,
        "category": programme.category_name(attendee.category),
        "sessions": ", ".join(titles),
        "speaks": speaks.title if speaks else "",
        "email": attendee.email,
        "phone": attendee.phone,
        "note": attendee.note,
        "order": attendee.order,
        "code": attendee.ticket_code,
        "event": event.title,
        "day": " – ".join(f"{day:%d/%m/%Y}" for day in first_and_last(event)),
        "place": event.place,
        "organiser": event.organiser,
    }


def fields_of_text(text: str) -> set[str]:
    """Return the names of the fields in a text."""
    return set(_FIELD.findall(text))


def fields_of_template(template: BadgeTemplate) -> set[str]:
    """Return the names of the fields on which the drawing of a template depends, conditions included."""
    texts = {name for each in template.elements if isinstance(each, TextElement) for name in fields_of_text(each.text)}
    return texts | {each.when.field for each in template.elements if each.when}


def fill_fields(text: str, values: Mapping[str, str], *, is_prose: bool = False) -> str:
    """Return `text` with its fields filled; an unknown field is empty, and a line whose fields are all empty is
    dropped with its words: nobody without a table reads “Table”. In prose, a message, the words stay.

    A field alone on its line keeps the lines of its value.
    """
    lines = (_line(line, values, is_prose=is_prose) for line in text.split("\n"))
    wanted = (line for line, source in zip(lines, text.split("\n"), strict=True) if line or not source.strip())
    return "\n".join(wanted)


def _line(text: str, values: Mapping[str, str], *, is_prose: bool) -> str:
    """Return one line; the point between two fields is dropped with an empty one."""

    def is_kept(part: str, source: str) -> bool:
        names = _FIELD.findall(source)
        return not names or (bool(part) if is_prose else any(values.get(name, "").strip() for name in names))

    if alone := _FIELD.fullmatch(text.strip()):
        return "\n".join(_tidy(each) for each in values.get(alone[1], "").splitlines() if each.strip())
    sources = text.split(_POINT)
    parts = [_tidy(_FIELD.sub(lambda found: values.get(found[1], ""), part)) for part in sources]
    return _POINT.join(part for part, source in zip(parts, sources, strict=True) if is_kept(part, source))


def _tidy(text: str) -> str:
    """Return the text with single spaces. Those that do not break stay: French marks stand after them."""
    return _SPACES.sub(" ", text).strip()


def gets_badge(attendee: Attendee) -> bool:
    """Whether a badge is made beforehand for them: not if they are cancelled, blocked, erased or online."""
    is_here = attendee.presence is not Presence.REMOTE and not is_anonymous(attendee.id)
    return is_here and attendee.status not in OFF_STATUSES


# Problems of a badge template, independent of the attendee: covered codes, texts under a code's white, elements over
# the edge, no code.

TemplateProblem = tuple[Message, dict[str, object]]

TOLERANCE = 0.05
"""Millimetres that are not visible."""


def template_problems(template: BadgeTemplate) -> list[TemplateProblem]:
    """Return the template's problems, the gravest first."""
    found: list[TemplateProblem] = []
    if any(True for code in _codes(template) for _ in elements_above(code, template)):
        found.append((_COVERED, {}))
    if any(True for code in _codes(template) for _ in elements_below(code, template)):
        found.append((_UNDER_WHITE, {}))
    if over := [element for element in template.elements if is_over_the_edge(element.box, template)]:
        found.append((_OVER_CODE if any(isinstance(e, CodeElement) for e in over) else _OVER, {"count": len(over)}))
    return found


def without_code(template: BadgeTemplate) -> list[TemplateProblem]:
    """Return a note on a missing code. It is no problem: a helper's badge needs none."""
    return [] if _codes(template) else [(_NO_CODE, {})]


def unknown_fields(template: BadgeTemplate, known: Collection[str]) -> list[TemplateProblem]:
    """Return a problem for each field of the template that is not in `known`: nothing is shown in its place."""
    return [
        (_NO_COLUMN if name.startswith(CUSTOM) else _NO_FIELD, {"field": name.removeprefix(CUSTOM)})
        for name in sorted(fields_of_template(template) - {*known})
    ]


def idle_columns(template: BadgeTemplate, people: Iterable[Attendee]) -> list[TemplateProblem]:
    """Return a note for each of the list's columns on a template that is empty for all these people, its wearers."""
    titles = sorted(name.removeprefix(CUSTOM) for name in fields_of_template(template) if name.startswith(CUSTOM))
    everyone = list(people) if titles else []
    idle = [title for title in titles if not any(person.custom.get(title, "").strip() for person in everyone)]
    return [(_IDLE, {"field": title}) for title in idle] if everyone else []


def _codes(template: BadgeTemplate) -> list[CodeElement]:
    return [element for element in template.elements if isinstance(element, CodeElement)]


def code_square(code: CodeElement) -> Box:
    """Return the square that a code fills with white, quiet zone included, in the middle of its box."""
    side = min(code.box.width, code.box.height)
    return Box(code.box.x + (code.box.width - side) / 2, code.box.y + (code.box.height - side) / 2, side, side)


def elements_above(code: CodeElement, template: BadgeTemplate) -> Iterator[Element]:
    """Yield the elements drawn after a code that overlap it or its quiet zone."""
    later = template.elements[_place(code, template) + 1 :]
    return (element for element in later if element.side == code.side and overlap(element.box, code_square(code)))


def elements_below(code: CodeElement, template: BadgeTemplate) -> Iterator[Element]:
    """Yield the texts and pictures drawn before a code that its white covers in part. Shapes may lie under a code, and
    a picture that is the background of all of it.
    """
    square = code_square(code)
    for element in template.elements[: _place(code, template)]:
        is_ground = isinstance(element, ShapeElement | CodeElement) or (
            isinstance(element, ImageElement) and _holds(element.box, square)
        )
        if element.side == code.side and not is_ground and overlap(element.box, square):
            yield element


def clashes(template: BadgeTemplate, side: int) -> list[tuple[Element, Box]]:
    """Return each element that overlaps a code or its white, with the overlap."""
    codes = [code for code in _codes(template) if code.side == side]
    met = [
        (code, each) for code in codes for each in (*elements_above(code, template), *elements_below(code, template))
    ]
    return [(each, place) for code, each in met if (place := overlap(each.box, code_square(code)))]


def is_over_the_edge(box: Box, template: BadgeTemplate) -> bool:
    return box.right > template.width + TOLERANCE or box.bottom > template.height + TOLERANCE


def overlap(one: Box, square: Box) -> Box | None:
    """Return the overlap of an element with the white of a code; None where it is not visible."""
    left, top = max(one.x, square.x), max(one.y, square.y)
    right, bottom = min(one.right, square.right), min(one.bottom, square.bottom)
    is_across = one.x < square.right - TOLERANCE and square.x + TOLERANCE < one.right
    is_down = one.y < square.bottom - TOLERANCE and square.y + TOLERANCE < one.bottom
    return Box(left, top, right - left, bottom - top) if is_across and is_down else None


def _holds(outer: Box, inner: Box) -> bool:
    is_across = outer.x <= inner.x + TOLERANCE and inner.right <= outer.right + TOLERANCE
    return is_across and outer.y <= inner.y + TOLERANCE and inner.bottom <= outer.bottom + TOLERANCE


def _place(code: CodeElement, template: BadgeTemplate) -> int:
    return next(n for n, element in enumerate(template.elements) if element is code)


_NO_COLUMN = Message(
    "badge", "The list has no column “{field}”: nothing stands in its place. Choose a field from the menu."
)
_NO_FIELD = Message("badge", "There is no field “{field}”: nothing stands in its place. Choose one from the menu.")
_IDLE = Message("badge", "“{field}” is empty for everyone who gets this badge: nothing stands in its place.")
_NO_CODE = Message("badge", "This badge has no code: its wearer can only be found by name.")
_COVERED = Message("badge", "Something covers the code or the white space around it: it may not scan. Move it away.")
_UNDER_WHITE = Message("badge", "The white space around the code hides part of a text or picture. Move one of them.")
_OVER = Message("badge", "Elements that go over the edge of the badge: {count}. The part outside is not printed.")
_OVER_CODE = Message("badge", "The code goes over the edge of the badge: it will not scan. Move it inside.")
