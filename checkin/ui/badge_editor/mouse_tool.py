# SPDX-License-Identifier: GPL-3.0-or-later
"""The mouse on the canvas: select, move, resize, rubber band. Works in mm; paints nothing.

One drag is one undo step.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import Enum

from checkin.core.badges.badge_draft import BadgeDraft
from checkin.core.badges.badge_edits import bounding_box, move, move_box, resize
from checkin.core.badges.snapping import Guide, snap, snap_edge, snap_lines
from checkin.core.badges.template import Box
from checkin.ui.badge_editor.editing_session import EditingSession

Point = tuple[float, float]
CLICK_TOLERANCE = 0.3
"""Millimetres of movement that still count as a click."""


class ResizeHandle(Enum):
    """A resize handle: which edges move, across (-1 left, 1 right) and down (-1 top, 1 bottom)."""

    TOP_LEFT = (-1, -1)
    TOP = (0, -1)
    TOP_RIGHT = (1, -1)
    RIGHT = (1, 0)
    BOTTOM_RIGHT = (1, 1)
    BOTTOM = (0, 1)
    BOTTOM_LEFT = (-1, 1)
    LEFT = (-1, 0)

    @property
    def across(self) -> int:
        return self.value[0]

    @property
    def down(self) -> int:
        return self.value[1]


@dataclass(frozen=True, slots=True)
class _Pull:
    """The drag in progress: start, draft before it, undo key, and handle or rubber band."""

    start: Point
    draft: BadgeDraft
    key: str
    handle: ResizeHandle | None = None
    is_frame: bool = False


@dataclass(frozen=True, slots=True)
class SnapReach:
    """The snapping distance in mm; `is_free` while a key switches snapping off."""

    mm: float
    is_free: bool = False


class MouseTool:
    """The mouse tool. During a drag `guides` are the lines snapped to, `frame` is the rubber band."""

    def __init__(self, editing: EditingSession) -> None:
        self._editing = editing
        self._pull: _Pull | None = None
        self._is_pulling = False
        self._count = 0
        self.guides: tuple[Guide, ...] = ()
        self.frame: Box | None = None

    def press(self, at: Point, place: int | None, *, adds: bool, handle: ResizeHandle | None = None) -> None:
        """Begin a drag on an element, a handle of the selected one, or the ground.

        `adds` toggles the element in the selection.
        """
        draft = self._editing.draft
        self._count += 1
        key = f"pull {self._count}"
        if handle is not None:
            self._pull = _Pull(at, draft, key, handle)
            return
        if place is None:
            if not adds:
                self._editing.look(draft.select([]))
            self._pull = _Pull(at, self._editing.draft, key, is_frame=True)
            return
        if adds:
            self._editing.look(draft.select(draft.selected ^ {place}))
        elif place not in draft.selected:
            self._editing.look(draft.select([place]))
        self._pull = _Pull(at, self._editing.draft, key)

    def drag(self, at: Point, reach: SnapReach) -> None:
        pull = self._pull
        if pull is None:
            return
        self._is_pulling |= max(abs(at[0] - pull.start[0]), abs(at[1] - pull.start[1])) >= CLICK_TOLERANCE
        if not self._is_pulling:
            return
        if pull.is_frame:
            self._draw_frame(pull, at)
        elif pull.handle:
            self._resize(pull, pull.handle, at, reach)
        elif pull.draft.selected:
            self._move(pull, at, reach)

    def release(self) -> None:
        self._pull, self.guides, self.frame = None, (), None
        self._is_pulling = False

    def _draw_frame(self, pull: _Pull, at: Point) -> None:
        (x, right), (y, bottom) = sorted((pull.start[0], at[0])), sorted((pull.start[1], at[1]))
        self.frame = frame = Box(x, y, right - x, bottom - y)
        inside = [place for place in pull.draft.places() if _holds(frame, pull.draft.elements[place].box)]
        self._editing.look(pull.draft.select({*pull.draft.selected, *inside}))

    def _move(self, pull: _Pull, at: Point, reach: SnapReach) -> None:
        dx, dy = at[0] - pull.start[0], at[1] - pull.start[1]
        whole = bounding_box([element.box for element in pull.draft.chosen])
        self.guides = ()
        if not reach.is_free:
            found = snap(move_box(whole, dx, dy), snap_lines(self._others(pull), self._size(pull)), reach.mm)
            dx, dy, self.guides = dx + found.dx, dy + found.dy, found.guides
        self._editing.apply(lambda _: move(pull.draft, dx, dy), pull.key)

    def _resize(self, pull: _Pull, handle: ResizeHandle, at: Point, reach: SnapReach) -> None:
        place = pull.draft.only
        if place is None:
            return
        box, lines = pull.draft.elements[place].box, snap_lines(self._others(pull), self._size(pull))
        by = (at[0] - pull.start[0], at[1] - pull.start[1])
        x, right, across = _edges((box.x, box.right), handle.across, by[0], (lines.across, reach))
        y, bottom, down = _edges((box.y, box.bottom), handle.down, by[1], (lines.down, reach))
        self.guides = (*(Guide(line, False) for line in across), *(Guide(line, True) for line in down))
        made = Box(min(x, right), min(y, bottom), abs(right - x), abs(bottom - y))
        self._editing.apply(lambda _: resize(pull.draft, place, made), pull.key)

    def _others(self, pull: _Pull) -> list[Box]:
        draft = pull.draft
        return [draft.elements[place].box for place in draft.places() if place not in draft.selected]

    def _size(self, pull: _Pull) -> tuple[float, float]:
        return pull.draft.template.width, pull.draft.template.height


def _edges(
    ends: tuple[float, float], which: int, by: float, lines: tuple[Sequence[float], SnapReach]
) -> tuple[float, float, tuple[float, ...]]:
    """Return both edges in one direction after a drag, and the lines snapped to."""
    if which == 0:
        return (*ends, ())
    at, met = ends[0 if which < 0 else 1] + by, tuple[float, ...]()
    if not lines[1].is_free:
        at, met = snap_edge(at, lines[0], lines[1].mm)
    return (at, ends[1], met) if which < 0 else (ends[0], at, met)


def _holds(frame: Box, box: Box) -> bool:
    return frame.x <= box.x and frame.y <= box.y and box.right <= frame.right and box.bottom <= frame.bottom
