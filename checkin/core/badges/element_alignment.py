# SPDX-License-Identifier: GPL-3.0-or-later
"""Alignment of elements: at an edge, at the middle, with equal space between. Pure.

Several elements are aligned with each other, a single one with the badge.
"""

from collections.abc import Callable
from enum import StrEnum

from checkin.core.badges.badge_draft import BadgeDraft
from checkin.core.badges.badge_edits import bounding_box, move_box, replace_boxes
from checkin.core.badges.template import Box


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
