# SPDX-License-Identifier: GPL-3.0-or-later
"""Problems of a badge template, independent of the attendee: covered codes, texts under a code's white, elements over
the edge, no code.
"""

from collections.abc import Collection, Iterable, Iterator

from checkin.core.attendee import Attendee
from checkin.core.attendee_body import CUSTOM
from checkin.core.badges.badge_fields import fields_of_template
from checkin.core.badges.template import BadgeTemplate, Box, CodeElement, Element, ImageElement, ShapeElement
from checkin.core.message import Message

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
