# SPDX-License-Identifier: GPL-3.0-or-later
"""Edits of a badge: its elements are moved, resized, aligned and snapped, and every step can be undone. Pure.

Moving never takes an element off the badge, and resizing never makes one too small to be selected again.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Any, NamedTuple

from checkin.core.badges.badge_defaults import size_name
from checkin.core.badges.template import (
    BadgeTemplate,
    Box,
    CodeElement,
    Element,
    ImageElement,
    Shape,
    ShapeElement,
    TextElement,
    code_square,
)

# A badge being edited: the template, its selected elements, and the history for undo. Values only.
# Every change makes a new value; undo goes back to an old one. Selecting elements or turning the badge is no change.

MOST_STEPS = 500
"""The most changes that can be undone."""


@dataclass(frozen=True, slots=True)
class BadgeDraft:
    """A template being edited. `selected` are the indices of elements in the template, all of them on `side`."""

    template: BadgeTemplate
    selected: frozenset[int] = frozenset()
    side: int = 1

    @property
    def elements(self) -> tuple[Element, ...]:
        return self.template.elements

    @property
    def chosen(self) -> list[Element]:
        """The selected elements, from the lowest to the highest."""
        return [self.elements[place] for place in sorted(self.selected)]

    @property
    def only(self) -> int | None:
        """The index of the one selected element; None for none or several."""
        return next(iter(self.selected)) if len(self.selected) == 1 else None

    def places(self) -> list[int]:
        """Return the indices of the elements on this side, from the lowest to the highest."""
        return [place for place, element in enumerate(self.elements) if element.side == self.side]

    def select(self, places: Iterable[int]) -> "BadgeDraft":
        here = set(self.places())
        return replace(self, selected=frozenset(place for place in places if place in here))

    def turn(self, side: int) -> "BadgeDraft":
        """Return the draft turned to the other side, with nothing selected."""
        return replace(self, side=side, selected=frozenset()) if side != self.side else self

    def step(self, by: int) -> "BadgeDraft | None":
        """Return the draft with the next (1) or previous (-1) element of this side selected; None beyond the last or
        first.
        """
        places = self.places()
        at = places.index(max(self.selected)) + by if self.selected else (0 if by > 0 else len(places) - 1)
        return self.select([places[at]]) if 0 <= at < len(places) else None


Edit = Callable[[BadgeDraft], BadgeDraft]


@dataclass(frozen=True, slots=True)
class DraftHistory:
    """The present draft with those before and after it. Successive changes with the same `key` are undone together."""

    present: BadgeDraft
    past: tuple[BadgeDraft, ...] = ()
    future: tuple[BadgeDraft, ...] = ()
    key: str = ""

    def apply(self, edit: Edit, key: str = "", *, is_from_start: bool = False) -> "DraftHistory":
        """Return the history after a change.

        `is_from_start`: while the key goes on, the change is applied to the draft before the first of them, so that
        many small steps add up to the same as one.
        """
        goes_on = bool(key) and key == self.key
        made = edit(self.past[-1] if is_from_start and goes_on else self.present)
        if made.template == self.present.template:
            return self.look(made)
        if goes_on:
            if made.template == self.past[-1].template:
                # Changed and changed back: nothing to undo, and the key ends so that what follows is a step of its own.
                return DraftHistory(made, self.past[:-1])
            return replace(self, present=made, future=())
        return DraftHistory(made, (*self.past, self.present)[-MOST_STEPS:], (), key)

    def look(self, draft: BadgeDraft) -> "DraftHistory":
        """Return the history with another selection or side, the template unchanged."""
        return self if draft == self.present else replace(self, present=draft, key="")

    def undo(self) -> "DraftHistory":
        if not self.past:
            return self
        return DraftHistory(self.past[-1], self.past[:-1], (self.present, *self.future))

    def redo(self) -> "DraftHistory":
        if not self.future:
            return self
        return DraftHistory(self.future[0], (*self.past, self.present), self.future[1:])


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


# Alignment of elements: at an edge, at the middle, with equal space between.
# Several elements are aligned with each other, a single one with the badge.


class AlignmentLine(StrEnum):
    """The line at which elements meet."""

    LEFT = "left"
    CENTRE = "centre"
    RIGHT = "right"
    TOP = "top"
    MIDDLE = "middle"
    BOTTOM = "bottom"


_BY: dict[AlignmentLine, Callable[[Box, Box], tuple[float, float]]] = {
    AlignmentLine.LEFT: lambda box, whole: (whole.x - box.x, 0),
    AlignmentLine.CENTRE: lambda box, whole: (whole.x + whole.width / 2 - box.x - box.width / 2, 0),
    AlignmentLine.RIGHT: lambda box, whole: (whole.right - box.right, 0),
    AlignmentLine.TOP: lambda box, whole: (0, whole.y - box.y),
    AlignmentLine.MIDDLE: lambda box, whole: (0, whole.y + whole.height / 2 - box.y - box.height / 2),
    AlignmentLine.BOTTOM: lambda box, whole: (0, whole.bottom - box.bottom),
}
"""Functions from a box and the whole to how far the box has to move."""


def align(draft: BadgeDraft, line: AlignmentLine) -> BadgeDraft:
    """Return the draft with the selected elements aligned."""
    boxes = {place: draft.elements[place].box for place in draft.selected}
    if not boxes:
        return draft
    whole = bounding_box(list(boxes.values()))
    if len(boxes) == 1:
        whole = Box(0, 0, draft.template.width, draft.template.height)
    return replace_boxes(draft, {place: move_box(box, *_BY[line](box, whole)) for place, box in boxes.items()})


def distribute(draft: BadgeDraft, *, is_down: bool) -> BadgeDraft:
    """Return the draft with equal space between three or more elements, across or down; the first and the last stay."""
    if len(draft.selected) < 3:
        return draft

    def start(place: int) -> float:
        return draft.elements[place].box.y if is_down else draft.elements[place].box.x

    order = sorted(draft.selected, key=lambda place: (start(place), place))
    boxes = [draft.elements[place].box for place in order]
    sizes = [box.height if is_down else box.width for box in boxes]
    length = start(order[-1]) + sizes[-1] - start(order[0])
    space = (length - sum(sizes)) / (len(order) - 1)
    made, at = {}, start(order[0])
    for place, box, size in zip(order[:-1], boxes[:-1], sizes[:-1], strict=True):
        by = at - start(place)
        made[place] = move_box(box, 0, by) if is_down else move_box(box, by, 0)
        at += size + space
    return replace_boxes(draft, made)


# Resizes a badge: its elements keep their proportions, and the code stays large enough.

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


# Snapping of an element dragged with the mouse: to the lines of others, else to a grid.
# Lines are the edges and middles of the badge and of the other elements. The nearest within reach wins.

GRID = 1.0
"""The grid in mm."""


class Guide(NamedTuple):
    """A line shown while an element is snapped to it: at `at` mm from the left, or from the top if `is_lying`."""

    at: float
    is_lying: bool


@dataclass(frozen=True, slots=True)
class SnapLines:
    """The lines to snap to: mm from the left, and from the top."""

    across: tuple[float, ...]
    down: tuple[float, ...]


@dataclass(frozen=True, slots=True)
class SnapResult:
    """How far to move, and the lines met there."""

    dx: float
    dy: float
    guides: tuple[Guide, ...] = ()


def snap_lines(boxes: Iterable[Box], size: tuple[float, float]) -> SnapLines:
    """Return the lines of a badge of this size and of these elements on it."""
    all_boxes = [Box(0, 0, *size), *boxes]
    across = {at for box in all_boxes for at in (box.x, box.x + box.width / 2, box.right)}
    down = {at for box in all_boxes for at in (box.y, box.y + box.height / 2, box.bottom)}
    return SnapLines(tuple(sorted(across)), tuple(sorted(down)))


def snap(box: Box, lines: SnapLines, reach: float) -> SnapResult:
    """Return how to snap a box that is moved whole: its edges and middles may meet a line within `reach` mm."""
    dx, vertical = _pull((box.x, box.x + box.width / 2, box.right), lines.across, reach)
    dy, lying = _pull((box.y, box.y + box.height / 2, box.bottom), lines.down, reach)
    guides = (*(Guide(at, False) for at in vertical), *(Guide(at, True) for at in lying))
    return SnapResult(dx, dy, guides)


def snap_edge(at: float, lines: Sequence[float], reach: float) -> tuple[float, tuple[float, ...]]:
    """Return where one dragged edge snaps to, and the lines met there."""
    by, met = _pull((at,), lines, reach)
    return at + by, met


def _pull(points: Sequence[float], lines: Sequence[float], reach: float) -> tuple[float, tuple[float, ...]]:
    """Return the distance to the nearest line; without one in reach, that of the first point to the grid."""
    ways = [line - point for point in points for line in lines if abs(line - point) <= reach]
    if not ways:
        return round(points[0] / GRID) * GRID - points[0], ()
    by = min(ways, key=abs)
    met = {line for point in points for line in lines if abs(point + by - line) < 0.005}
    return by, tuple(sorted(met))
