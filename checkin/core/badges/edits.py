# SPDX-License-Identifier: GPL-3.0-or-later
"""What is done to the elements in hand: moved, sized, changed, copied, taken away, put above or below. Pure.

No element ever leaves the badge by being moved, and none becomes too small to be taken in hand again.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from typing import Any

from checkin.core.badges.draft import Draft
from checkin.core.badges.template import Area, BadgeTemplate, Box, Element, Shape

SMALLEST = 1.0
"""Millimetres of an element's side; a line may have no height or no width."""

COPY_OFFSET = 3.0
"""Millimetres between an element and its copy."""


def tidy(value: float) -> float:
    """Hundredths of a millimetre: no printer is finer, and files stay readable."""
    return round(value, 2)


def moved(box: Box, dx: float, dy: float) -> Box:
    return replace(box, x=tidy(box.x + dx), y=tidy(box.y + dy))


def around(boxes: Sequence[Box]) -> Box:
    """The smallest box that holds all of these."""
    left, top = min(box.x for box in boxes), min(box.y for box in boxes)
    return Box(left, top, max(box.right for box in boxes) - left, max(box.bottom for box in boxes) - top)


def with_boxes(draft: Draft, boxes: Mapping[int, Box]) -> Draft:
    """These elements in other places."""
    return _with_elements(draft, {place: replace(draft.elements[place], box=box) for place, box in boxes.items()})


def move(draft: Draft, dx: float, dy: float) -> Draft:
    """Together, as far as the edges of the badge let them."""
    if not draft.selected:
        return draft
    whole = around([element.box for element in draft.chosen])
    dx, dy = within(whole, (dx, dy), draft.template)
    return with_boxes(draft, {place: moved(draft.elements[place].box, dx, dy) for place in draft.selected})


def within(whole: Box, by: tuple[float, float], template: BadgeTemplate) -> tuple[float, float]:
    """How far of `by` a box can be moved without leaving the badge. One that is outside already may come in."""
    dx = max(-whole.x, min(by[0], max(0.0, template.width - whole.right)))
    dy = max(-whole.y, min(by[1], max(0.0, template.height - whole.bottom)))
    return dx, dy


def resize(draft: Draft, place: int, box: Box) -> Draft:
    """To this box, kept inside the badge and large enough."""
    element = draft.elements[place]
    least = 0.0 if isinstance(element, Area) and element.shape is Shape.LINE else SMALLEST
    width, height = draft.template.width, draft.template.height
    left, top = min(max(0.0, box.x), width - least), min(max(0.0, box.y), height - least)
    right, bottom = min(box.right, width), min(box.bottom, height)
    made = Box(tidy(left), tidy(top), tidy(max(least, right - left)), tidy(max(least, bottom - top)))
    return with_boxes(draft, {place: made})


def change(draft: Draft, **news: Any) -> Draft:
    """Fields of the elements in hand; each takes those that it has."""
    changed = {}
    for place in draft.selected:
        element = draft.elements[place]
        own = {name: value for name, value in news.items() if hasattr(element, name)}
        changed[place] = replace(element, **own)
    return _with_elements(draft, changed)


def change_template(draft: Draft, **news: Any) -> Draft:
    return replace(draft, template=replace(draft.template, **news))


def add(draft: Draft, elements: Sequence[Element]) -> Draft:
    """On this side, over all others, and in hand."""
    here = [replace(element, side=draft.side) for element in elements]
    first = len(draft.elements)
    made = replace(draft, template=replace(draft.template, elements=(*draft.elements, *here)))
    return made.select(range(first, first + len(here)))


def remove(draft: Draft) -> Draft:
    kept = tuple(element for place, element in enumerate(draft.elements) if place not in draft.selected)
    return replace(draft, template=replace(draft.template, elements=kept), selected=frozenset())


def copies(elements: Iterable[Element], template: BadgeTemplate, by: float = COPY_OFFSET) -> list[Element]:
    """Beside the originals, inside the badge."""
    found = list(elements)
    if not found:
        return []
    dx, dy = within(around([element.box for element in found]), (by, by), template)
    return [replace(element, box=moved(element.box, dx, dy)) for element in found]


def duplicate(draft: Draft) -> Draft:
    return add(draft, copies(draft.chosen, draft.template))


def raise_(draft: Draft, by: int) -> Draft:
    """One step up (1) or down (-1) among the elements of this side; all the way with 1000."""
    order = draft.places()
    others = [place for place in order if place not in draft.selected]
    held = sorted(draft.selected)
    if not held:
        return draft
    below = sum(1 for place in others if place < (held[-1] if by > 0 else held[0]))
    at = max(0, min(len(others), below + by))
    return _in_order(draft, [*others[:at], *held, *others[at:]])


def _in_order(draft: Draft, order: Sequence[int]) -> Draft:
    """The elements of this side in this order, those of the other where they are."""
    slots = draft.places()
    elements = list(draft.elements)
    for slot, place in zip(slots, order, strict=True):
        elements[slot] = draft.elements[place]
    selected = frozenset(slots[order.index(place)] for place in draft.selected)
    return Draft(replace(draft.template, elements=tuple(elements)), selected, draft.side)


def _with_elements(draft: Draft, changed: Mapping[int, Element]) -> Draft:
    elements = tuple(changed.get(place, element) for place, element in enumerate(draft.elements))
    return replace(draft, template=replace(draft.template, elements=elements))
