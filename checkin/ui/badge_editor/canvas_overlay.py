# SPDX-License-Identifier: GPL-3.0-or-later
"""The marks drawn over the canvas and never printed: outlines, handles, guides, warnings. In pixels."""

from collections.abc import Sequence
from typing import Protocol

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QBrush, QColor, QPainter, QPalette, QPen
from PySide6.QtWidgets import QWidget

from checkin.badges.badge_problems import LEAST_MODULE
from checkin.core.badges.badge_draft import BadgeDraft
from checkin.core.badges.template import Box, CodeElement
from checkin.core.badges.template_checks import clashes, code_square, is_over_the_edge
from checkin.core.message import Message
from checkin.translation import translate
from checkin.ui.badge_editor.canvas_items import ElementItem
from checkin.ui.badge_editor.editing_session import EditingSession
from checkin.ui.badge_editor.mouse_tool import MouseTool, ResizeHandle
from checkin.ui.look import icons
from checkin.ui.look.drawing import draw_rounded, faded
from checkin.ui.look.theme import AMBER, LARGE, LIGHT, Tokens, font, tokens

HANDLE, WARNING = 9, 20
"""Pixels."""


class OverlayView(Protocol):
    """The view that is painted over, as far as the overlay needs it."""

    @property
    def items_shown(self) -> Sequence[ElementItem]: ...

    def on_screen(self, box: Box) -> QRectF: ...

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
    clashing = clashes(editing.template, editing.draft.side)
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


def _paint_whites(painter: QPainter, canvas: OverlayView, draft: BadgeDraft, shared: Sequence[Box]) -> None:
    """Paint the quiet zone of a selected or crowded code, and each place where something overlaps it."""
    for item in canvas.items_shown:
        if isinstance(item.element, CodeElement) and (shared or item.place in draft.selected):
            _outline(
                painter,
                canvas.on_screen(code_square(item.element)),
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
    return not report.is_good or is_small or is_over_the_edge(item.element.box, editing.template)


def _hint(painter: QPainter, canvas: OverlayView, editing: EditingSession) -> None:
    """Paint a hint on an empty side."""
    whole = canvas.on_screen(Box(0, 0, editing.template.width, editing.template.height)).adjusted(24, 24, -24, -24)
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
    icons.draw(painter, "triangle-alert", corner.adjusted(4, 3, -4, -5), AMBER.ink)


def _paint_guides(painter: QPainter, canvas: OverlayView, hand: MouseTool, t: Tokens) -> None:
    painter.setPen(QPen(QColor(t.pill_refused.ink), 1))
    room = canvas.viewport().rect()
    for guide in hand.guides:
        place = canvas.on_screen(Box(guide.at, guide.at, 0, 0)).topLeft()
        if guide.is_lying:
            painter.drawLine(QPointF(0, place.y()), QPointF(room.width(), place.y()))
        else:
            painter.drawLine(QPointF(place.x(), 0), QPointF(place.x(), room.height()))


_HINT = Message("badge editor", "Add a field, a text, a picture or the code, then drag it into place.")
