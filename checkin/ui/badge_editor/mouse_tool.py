# SPDX-License-Identifier: GPL-3.0-or-later
"""The elements on the canvas of the badge editor, and the mouse there: select, move, resize, rubber band.

The mouse works in mm. One drag is one undo step.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import Enum
from typing import Protocol

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QBrush, QColor, QPainter, QPalette, QPen
from PySide6.QtWidgets import QGraphicsItem, QStyleOptionGraphicsItem, QWidget

from checkin.badges.badge_fonts import UNIT
from checkin.badges.badge_problems import LEAST_MODULE
from checkin.badges.painter import PaintReport, background_colour, is_drawn, paint_element, rect, use_hints
from checkin.core.badges import template
from checkin.core.badges.badge_edits import (
    BadgeDraft,
    Guide,
    bounding_box,
    move,
    move_box,
    resize,
    snap,
    snap_edge,
    snap_lines,
)
from checkin.core.message import Message
from checkin.translation import translate
from checkin.ui.badge_editor.editing_session import EditingSession
from checkin.ui.look import drawing
from checkin.ui.look.drawing import draw_rounded, faded
from checkin.ui.look.theme import AMBER, LARGE, LIGHT, SHADOW, Tokens, font, tokens

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
        self.frame: template.Box | None = None

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
        self.frame = frame = template.Box(x, y, right - x, bottom - y)
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
        made = template.Box(min(x, right), min(y, bottom), abs(right - x), abs(bottom - y))
        self._editing.apply(lambda _: resize(pull.draft, place, made), pull.key)

    def _others(self, pull: _Pull) -> list[template.Box]:
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


def _holds(frame: template.Box, box: template.Box) -> bool:
    return frame.x <= box.x and frame.y <= box.y and box.right <= frame.right and box.bottom <= frame.bottom


# The graphics items of the canvas: the paper, and an item per element, drawn by `badges.painter` as printed.
# Scene units are those of the painter, 1/100 mm.

OVERHANG = 2 * UNIT
"""How far letters and strokes may extend beyond an element's box."""


class PaperItem(QGraphicsItem):
    """The ground of the badge with its shadow."""

    def __init__(self, editing: EditingSession) -> None:
        super().__init__()
        self._editing = editing
        self.setZValue(-1)

    def boundingRect(self) -> QRectF:
        return paper_rect(self._editing).adjusted(-UNIT, -UNIT, UNIT, UNIT)

    def paint(self, painter: QPainter, option: QStyleOptionGraphicsItem, widget: QWidget | None = None) -> None:
        whole, shadow = paper_rect(self._editing), UNIT * 0.25
        draw_rounded(painter, whole.adjusted(-shadow, -shadow / 2, shadow, shadow * 1.5), shadow, faded(SHADOW, 0.16))
        painter.fillRect(whole, background_colour(self._editing.template, self._editing.subject))

    def resize(self) -> None:
        self.prepareGeometryChange()
        self.update()


class ElementItem(QGraphicsItem):
    """The item of one element; `place` is its index in the template, `report` the problems found when it was last
    drawn.
    """

    def __init__(self, editing: EditingSession, place: int) -> None:
        super().__init__()
        self._editing, self.place = editing, place
        self.element: template.Element = editing.template.elements[place]
        self.report = PaintReport()
        self.setZValue(place)

    def show_element(self, element: template.Element) -> None:
        """Show a changed element, or another person."""
        if element.box != self.element.box:
            self.prepareGeometryChange()
        self.element = element
        self.update()

    def boundingRect(self) -> QRectF:
        return rect(self.element.box).adjusted(-OVERHANG, -OVERHANG, OVERHANG, OVERHANG)

    def paint(self, painter: QPainter, option: QStyleOptionGraphicsItem, widget: QWidget | None = None) -> None:
        badge = self._editing.badge
        self.report = PaintReport()
        if not is_drawn(self.element, badge.subject):
            return
        use_hints(painter)
        painter.setClipRect(paper_rect(self._editing), Qt.ClipOperation.IntersectClip)
        self.report = paint_element(painter, badge.template, badge.subject, self.element, badge.pictures)

    @property
    def is_seen(self) -> bool:
        """Whether the element shows anything on this person's badge."""
        subject = self._editing.subject
        if not is_drawn(self.element, subject):
            return False
        if isinstance(self.element, template.ImageElement) and self.element.name == template.PHOTOGRAPH:
            return bool(subject.photograph)
        return not isinstance(self.element, template.TextElement) or bool(
            rendered_text(self.element, self._editing).strip()
        )


def paper_rect(editing: EditingSession) -> QRectF:
    return QRectF(0, 0, editing.template.width * UNIT, editing.template.height * UNIT)


def rendered_text(element: template.TextElement, editing: EditingSession) -> str:
    """Return the text with the field values of the person shown."""
    return template.fill_fields(element.text, editing.subject.values)


# The marks drawn over the canvas and never printed: outlines, handles, guides, warnings. In pixels.

HANDLE, WARNING = 9, 20
"""Pixels."""


class OverlayView(Protocol):
    """The view that is painted over, as far as the overlay needs it."""

    @property
    def items_shown(self) -> Sequence[ElementItem]: ...

    def on_screen(self, box: template.Box) -> QRectF: ...

    def viewport(self) -> QWidget: ...

    def hasFocus(self) -> bool: ...

    def palette(self) -> QPalette: ...


def handle_places(box: QRectF) -> dict[ResizeHandle, QPointF]:
    """Return the centres of the resize handles of a box; a small box has fewer."""
    middle = box.center()
    xs, ys = {-1: box.left(), 0: middle.x(), 1: box.right()}, {-1: box.top(), 0: middle.y(), 1: box.bottom()}
    return {
        handle: QPointF(xs[handle.across], ys[handle.down])
        for handle in ResizeHandle
        if (handle.across or box.width() > 3 * HANDLE) and (handle.down or box.height() > 3 * HANDLE)
    }


def paint_overlay(painter: QPainter, canvas: OverlayView, editing: EditingSession, hand: MouseTool) -> None:
    """Paint the overlay in the light theme's colours, because the badge is white in every theme."""
    t = LIGHT
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    clashing = template.clashes(editing.template, editing.draft.side)
    for item in canvas.items_shown:
        box = canvas.on_screen(item.element.box)
        if not item.is_seen:
            _outline(painter, box, QPen(faded(t.quiet, 0.6), 1, Qt.PenStyle.DotLine))
        if has_problem(item, editing) or any(item.element is met for met, _ in clashing):
            _warn(painter, box)
    _paint_whites(painter, canvas, editing.draft, [place for _, place in clashing])
    if not canvas.items_shown:
        _hint(painter, canvas, editing)
    _paint_held(painter, canvas, editing.draft, t)
    _paint_guides(painter, canvas, hand, t)
    if hand.frame:
        frame = canvas.on_screen(hand.frame)
        painter.fillRect(frame, faded(t.accent, 0.08))
        _outline(painter, frame, QPen(QColor(t.accent), 1))
    if canvas.hasFocus():
        edge = QRectF(canvas.viewport().rect()).adjusted(1, 1, -1, -1)
        _outline(painter, edge, QPen(QColor(tokens(canvas.palette()).accent), 2))


def _paint_held(painter: QPainter, canvas: OverlayView, draft: BadgeDraft, t: Tokens) -> None:
    """Paint the outlines of the selection, and the handles of a single element."""
    for place in draft.selected:
        _outline(painter, canvas.on_screen(draft.elements[place].box), QPen(QColor(t.accent), 1.5))
    if draft.only is not None:
        for middle in handle_places(canvas.on_screen(draft.elements[draft.only].box)).values():
            square = QRectF(middle.x() - HANDLE / 2, middle.y() - HANDLE / 2, HANDLE, HANDLE)
            draw_rounded(painter, square, 2, t.surface, t.accent)


def _paint_whites(painter: QPainter, canvas: OverlayView, draft: BadgeDraft, shared: Sequence[template.Box]) -> None:
    """Paint the quiet zone of a selected or crowded code, and each place where something overlaps it."""
    for item in canvas.items_shown:
        if isinstance(item.element, template.CodeElement) and (shared or item.place in draft.selected):
            _outline(
                painter,
                canvas.on_screen(template.code_square(item.element)),
                QPen(QColor(LIGHT.warn), 1.5, Qt.PenStyle.DashLine),
            )
    for place in shared:
        box = canvas.on_screen(place)
        painter.fillRect(box, faded(AMBER.ground, 0.35))
        painter.fillRect(box, QBrush(faded(AMBER.ink, 0.8), Qt.BrushStyle.BDiagPattern))


def has_problem(item: ElementItem, editing: EditingSession) -> bool:
    """Whether the element would print badly for this person."""
    report = item.report
    is_small = report.module is not None and report.module < LEAST_MODULE
    return not report.is_good or is_small or template.is_over_the_edge(item.element.box, editing.template)


def _hint(painter: QPainter, canvas: OverlayView, editing: EditingSession) -> None:
    """Paint a hint on an empty side."""
    whole = canvas.on_screen(template.Box(0, 0, editing.template.width, editing.template.height)).adjusted(
        24, 24, -24, -24
    )
    painter.setFont(font(LARGE))
    painter.setPen(QColor(LIGHT.quiet))
    painter.drawText(whole, Qt.AlignmentFlag.AlignCenter | Qt.TextFlag.TextWordWrap, translate(_HINT))


def _outline(painter: QPainter, box: QRectF, pen: QPen) -> None:
    painter.setPen(pen)
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.drawRect(box)


def _warn(painter: QPainter, box: QRectF) -> None:
    corner = QRectF(box.right() - WARNING + 6, box.top() - 6, WARNING, WARNING)
    draw_rounded(painter, corner, WARNING / 2, AMBER.ground)
    drawing.draw(painter, "triangle-alert", corner.adjusted(4, 3, -4, -5), AMBER.ink)


def _paint_guides(painter: QPainter, canvas: OverlayView, hand: MouseTool, t: Tokens) -> None:
    painter.setPen(QPen(QColor(t.pill_refused.ink), 1))
    room = canvas.viewport().rect()
    for guide in hand.guides:
        place = canvas.on_screen(template.Box(guide.at, guide.at, 0, 0)).topLeft()
        if guide.is_lying:
            painter.drawLine(QPointF(0, place.y()), QPointF(room.width(), place.y()))
        else:
            painter.drawLine(QPointF(place.x(), 0), QPointF(place.x(), room.height()))


_HINT = Message("badge editor", "Add a field, a text, a picture or the code, then drag it into place.")
