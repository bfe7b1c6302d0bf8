# SPDX-License-Identifier: GPL-3.0-or-later
"""Edits of the selected elements: move, resize, change, copy, remove, raise or lower. Pure.

Moving never takes an element off the badge, and resizing never makes one too small to be selected again.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from typing import Any

from checkin.core.badges.badge_draft import BadgeDraft
from checkin.core.badges.template import BadgeTemplate, Box, Element, Shape, ShapeElement

SMALLEST = 1.0
"""The least mm of an element's side; a line may have no height or no width."""

COPY_OFFSET = 3.0
"""Millimetres between an element and its copy."""


def round_mm(value: float) -> float:
    """Return hundredths of a millimetre: no printer is finer, and files stay readable."""
    return round(value, 2)


def move_box(box: Box, dx: float, dy: float) -> Box:
    return replace(box, x=round_mm(box.x + dx), y=round_mm(box.y + dy))


def bounding_box(boxes: Sequence[Box]) -> Box:
    """Return the smallest box that holds all of these."""
    left, top = min(box.x for box in boxes), min(box.y for box in boxes)
    return Box(left, top, max(box.right for box in boxes) - left, max(box.bottom for box in boxes) - top)


def replace_boxes(draft: BadgeDraft, boxes: Mapping[int, Box]) -> BadgeDraft:
    """Return the draft with these boxes for the elements of these indices."""
    return _with_elements(draft, {place: replace(draft.elements[place], box=box) for place, box in boxes.items()})


def move(draft: BadgeDraft, dx: float, dy: float) -> BadgeDraft:
    """Return the draft with the selected elements moved together, as far as the edges of the badge allow."""
    if not draft.selected:
        return draft
    whole = bounding_box([element.box for element in draft.chosen])
    dx, dy = within(whole, (dx, dy), draft.template)
    return replace_boxes(draft, {place: move_box(draft.elements[place].box, dx, dy) for place in draft.selected})


def within(whole: Box, by: tuple[float, float], template: BadgeTemplate) -> tuple[float, float]:
    """Return how far of `by` a box can be moved without leaving the badge. A box outside may come in."""
    dx = max(-whole.x, min(by[0], max(0.0, template.width - whole.right)))
    dy = max(-whole.y, min(by[1], max(0.0, template.height - whole.bottom)))
    return dx, dy


def resize(draft: BadgeDraft, place: int, box: Box) -> BadgeDraft:
    """Return the draft with one element resized to `box`, kept inside the badge and large enough."""
    element = draft.elements[place]
    least = 0.0 if isinstance(element, ShapeElement) and element.shape is Shape.LINE else SMALLEST
    width, height = draft.template.width, draft.template.height
    left, top = min(max(0.0, box.x), width - least), min(max(0.0, box.y), height - least)
    right, bottom = min(box.right, width), min(box.bottom, height)
    made = Box(round_mm(left), round_mm(top), round_mm(max(least, right - left)), round_mm(max(least, bottom - top)))
    return replace_boxes(draft, {place: made})


def change(draft: BadgeDraft, **news: Any) -> BadgeDraft:
    """Return the draft with fields of the selected elements changed; each element takes those that it has."""
    changed = {}
    for place in draft.selected:
        element = draft.elements[place]
        own = {name: value for name, value in news.items() if hasattr(element, name)}
        changed[place] = replace(element, **own)
    return _with_elements(draft, changed)


def change_template(draft: BadgeDraft, **news: Any) -> BadgeDraft:
    return replace(draft, template=replace(draft.template, **news))


def add(draft: BadgeDraft, elements: Sequence[Element]) -> BadgeDraft:
    """Return the draft with elements added on this side, above all others, and selected."""
    here = [replace(element, side=draft.side) for element in elements]
    first = len(draft.elements)
    made = replace(draft, template=replace(draft.template, elements=(*draft.elements, *here)))
    return made.select(range(first, first + len(here)))


def remove(draft: BadgeDraft) -> BadgeDraft:
    kept = tuple(element for place, element in enumerate(draft.elements) if place not in draft.selected)
    return replace(draft, template=replace(draft.template, elements=kept), selected=frozenset())


def copies(elements: Iterable[Element], template: BadgeTemplate, by: float = COPY_OFFSET) -> list[Element]:
    """Return copies beside the originals, inside the badge."""
    found = list(elements)
    if not found:
        return []
    dx, dy = within(bounding_box([element.box for element in found]), (by, by), template)
    return [replace(element, box=move_box(element.box, dx, dy)) for element in found]


def duplicate(draft: BadgeDraft) -> BadgeDraft:
    return add(draft, copies(draft.chosen, draft.template))


def raise_(draft: BadgeDraft, by: int) -> BadgeDraft:
    """Return the draft with the selected elements one step up (1) or down (-1) among those of this side; 1000 is all
    the way.
    """
    order = draft.places()
    others = [place for place in order if place not in draft.selected]
    held = sorted(draft.selected)
    if not held:
        return draft
    below = sum(1 for place in others if place < (held[-1] if by > 0 else held[0]))
    at = max(0, min(len(others), below + by))
    return _in_order(draft, [*others[:at], *held, *others[at:]])


def _in_order(draft: BadgeDraft, order: Sequence[int]) -> BadgeDraft:
    """Return the draft with the elements of this side in this order, those of the other side unchanged."""
    slots = draft.places()
    elements = list(draft.elements)
    for slot, place in zip(slots, order, strict=True):
        elements[slot] = draft.elements[place]
    selected = frozenset(slots[order.index(place)] for place in draft.selected)
    return BadgeDraft(replace(draft.template, elements=tuple(elements)), selected, draft.side)


def _with_elements(draft: BadgeDraft, changed: Mapping[int, Element]) -> BadgeDraft:
    elements = tuple(changed.get(place, element) for place, element in enumerate(draft.elements))
    return replace(draft, template=replace(draft.template, elements=elements))
