# SPDX-License-Identifier: GPL-3.0-or-later
"""What is wrong with a template whoever wears it: a code that something stands on, elements over the edge, no code."""

from collections.abc import Iterator

from checkin.core.badges.template import BadgeTemplate, Box, Code, Element
from checkin.core.words import Words

Problem = tuple[Words, dict[str, object]]

TOLERANCE = 0.05
"""Millimetres that nobody sees."""


def remarks(template: BadgeTemplate) -> list[Problem]:
    """The gravest first."""
    found: list[Problem] = []
    if any(True for code in _codes(template) for _ in above(code, template)):
        found.append((_COVERED, {}))
    if over := [element for element in template.elements if is_over_the_edge(element.box, template)]:
        found.append((_OVER_CODE if any(isinstance(e, Code) for e in over) else _OVER, {"count": len(over)}))
    return found


def without_code(template: BadgeTemplate) -> list[Problem]:
    """Worth saying to whoever draws a badge, and no mistake: a helper's needs none."""
    return [] if _codes(template) else [(_NO_CODE, {})]


def _codes(template: BadgeTemplate) -> list[Code]:
    return [element for element in template.elements if isinstance(element, Code)]


def above(code: Code, template: BadgeTemplate) -> Iterator[Element]:
    """What is drawn after a code, on its quiet zone or itself. The code stands in the middle of its box."""
    side = min(code.box.width, code.box.height)
    square = Box(
        code.box.x + (code.box.width - side) / 2 + TOLERANCE,
        code.box.y + (code.box.height - side) / 2 + TOLERANCE,
        side - 2 * TOLERANCE,
        side - 2 * TOLERANCE,
    )
    place = next(n for n, element in enumerate(template.elements) if element is code)
    later = template.elements[place + 1 :]
    return (element for element in later if element.side == code.side and _meet(element.box, square))


def is_over_the_edge(box: Box, template: BadgeTemplate) -> bool:
    return box.right > template.width + TOLERANCE or box.bottom > template.height + TOLERANCE


def _meet(one: Box, other: Box) -> bool:
    return one.x < other.right and other.x < one.right and one.y < other.bottom and other.y < one.bottom


_NO_CODE = Words("badge", "This badge has no code: whoever wears it is found by name alone.")
_COVERED = Words("badge", "Something stands on the code or on the white around it: it may not be read. Move it away.")
_OVER = Words("badge", "Elements over the edge of the badge: {count}. What is outside is not printed.")
_OVER_CODE = Words("badge", "The code stands over the edge of the badge: it cannot be read. Move it inside.")
