# SPDX-License-Identifier: GPL-3.0-or-later
"""Resizes a badge: its elements keep their proportions, and the code stays large enough. Pure."""

from dataclasses import replace

from checkin.core.badges.badge_defaults import size_name
from checkin.core.badges.badge_draft import BadgeDraft
from checkin.core.badges.badge_edits import round_mm
from checkin.core.badges.template import (
    BadgeTemplate,
    Box,
    CodeElement,
    Element,
    ImageElement,
    ShapeElement,
    TextElement,
)
from checkin.core.badges.template_checks import code_square

SAFE_CODE = 15.0
"""The least mm of a code's side, its white included: modules of 0.5 mm, which a desk camera reads at any angle
(docs/adr/0007). A code that was smaller is not shrunk.
"""

SAFE_LETTERS = 1.8
"""Millimetres below which the least size of a text is not reduced."""


def resize_draft(draft: BadgeDraft, width: float, height: float) -> BadgeDraft:
    """Return the badge in another size. What stood on it stands on it still; letters and codes keep their proportions.

    One that is called after its size is called after the new one.
    Only a code that would become too small is given more than its share: `remarks` reports what it then overlaps.
    """
    template = draft.template
    if min(template.width, template.height) <= 0:
        return draft
    across, down = width / template.width, height / template.height
    is_called_so = template.name == size_name(template.width, template.height)
    name = size_name(width, height) if is_called_so else template.name
    size = replace(template, name=name, width=width, height=height)
    elements = tuple(_scaled(element, across, down, size) for element in template.elements)
    return replace(draft, template=replace(size, elements=elements))


def _scaled(element: Element, across: float, down: float, size: BadgeTemplate) -> Element:
    box = element.box
    made = Box(
        round_mm(box.x * across), round_mm(box.y * down), round_mm(box.width * across), round_mm(box.height * down)
    )
    by = min(across, down)
    match element:
        case TextElement():
            letters = max(round_mm(element.size * by), min(element.size, SAFE_LETTERS))
            least = min(letters, max(round_mm(element.least * by), min(element.least, SAFE_LETTERS)))
            return replace(element, box=made, size=letters, least=least)
        case CodeElement():
            return replace(element, box=_of_code(code_square(element), made, by, size))
        case ShapeElement():
            return replace(element, box=made, radius=round_mm(element.radius * by))
        case ImageElement():
            return replace(element, box=made)


def _of_code(before: Box, made: Box, by: float, size: BadgeTemplate) -> Box:
    """Return the square of a code in the middle of its new place, large enough and, if enlarged, inside the badge."""
    safe = min(SAFE_CODE, before.width, size.width, size.height)
    side = round_mm(max(before.width * by, safe))
    x, y = made.x + (made.width - side) / 2, made.y + (made.height - side) / 2
    if side > before.width * by:
        x, y = max(0.0, min(x, size.width - side)), max(0.0, min(y, size.height - side))
    return Box(round_mm(x), round_mm(y), side, side)
