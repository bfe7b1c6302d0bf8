# SPDX-License-Identifier: GPL-3.0-or-later
"""The canvas of the badge editor: the badge as printed, edited by mouse and keys. Changes are made by the draft."""

from PySide6.QtCore import QPointF, QRect, QRectF, Qt, Signal
from PySide6.QtGui import QColor, QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QPen, QResizeEvent, QWheelEvent
from PySide6.QtWidgets import QFrame, QGraphicsScene, QGraphicsView, QGridLayout, QWidget

from checkin.badges.badge_fonts import UNIT
from checkin.badges.painter import rect
from checkin.core.badges.badge_edits import BadgeDraft, bounding_box, move, resize
from checkin.core.badges.template import Box
from checkin.core.message import Message
from checkin.translation import translate
from checkin.ui.badge_editor import mouse_tool
from checkin.ui.badge_editor.editing_session import EditingSession, canvas_summary
from checkin.ui.look.drawing import draw_aligned, draw_hairline
from checkin.ui.look.theme import SMALL, design_painter, design_rect, font, scale_px, text_scale, tokens

STEP, FAR = 0.5, 5.0
"""Millimetres per arrow key, alone and with Shift."""
REACH, GRAB = 8, 7
"""Pixels within which a line snaps, and around a thin element or handle in which it can be grabbed."""
EDGE = 28
"""Pixels around the badge when all of it is visible."""
ZOOM, CLOSEST, FARTHEST = 1.25, 60.0, 1.0
"""One zoom step; most and least pixels per millimetre."""

_ARROWS: dict[int, mouse_tool.Point] = {
    Qt.Key.Key_Left: (-1, 0),
    Qt.Key.Key_Right: (1, 0),
    Qt.Key.Key_Up: (0, -1),
    Qt.Key.Key_Down: (0, 1),
}


class EditorCanvas(QGraphicsView):
    """The canvas. `text_wanted` on F2 or a double click; `zoomed` when positions on the screen changed."""

    text_wanted = Signal()
    zoomed = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.setScene(QGraphicsScene(self))
        self._editing: EditingSession | None = None
        self._hand: mouse_tool.MouseTool | None = None
        self._paper: mouse_tool.PaperItem | None = None
        self._items: list[mouse_tool.ElementItem] = []
        self._is_fitted = True
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setMouseTracking(True)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setViewportUpdateMode(QGraphicsView.ViewportUpdateMode.FullViewportUpdate)
        self.setTransformationAnchor(QGraphicsView.ViewportAnchor.AnchorUnderMouse)
        self.horizontalScrollBar().valueChanged.connect(self.zoomed)
        self.verticalScrollBar().valueChanged.connect(self.zoomed)

    def edit(self, editing: EditingSession) -> None:
        """Edit another badge."""
        if self._editing:
            self._editing.changed.disconnect(self.show_draft)
        self.scene().clear()
        self._editing, self._hand, self._items = editing, mouse_tool.MouseTool(editing), []
        self._paper = mouse_tool.PaperItem(editing)
        self.scene().addItem(self._paper)
        editing.changed.connect(self.show_draft)
        self.show_draft()
        self.fit()

    def show_draft(self) -> None:
        """Show the current draft."""
        editing = self._editing
        if editing is None or self._paper is None:
            return
        places = editing.draft.places()
        if [item.place for item in self._items] != places:
            for item in self._items:
                self.scene().removeItem(item)
            self._items = [mouse_tool.ElementItem(editing, place) for place in places]
            for item in self._items:
                self.scene().addItem(item)
        for item in self._items:
            item.show_element(editing.template.elements[item.place])
        if self.sceneRect() != self._table():
            self.setSceneRect(self._table())
            self._paper.resize()
            self.fit()
        self._paper.update()
        self.setAccessibleName(canvas_summary(editing.draft))
        self.viewport().update()

    @property
    def items_shown(self) -> list[mouse_tool.ElementItem]:
        """The items of the visible side, from bottom to top."""
        return self._items

    # Zoom

    @property
    def scale_px(self) -> float:
        """Pixels per millimetre."""
        return self.transform().m11() * UNIT

    def fit(self) -> None:
        """Fit the whole badge into the view."""
        if self._editing is None:
            return
        whole, room = mouse_tool.paper_rect(self._editing), self.viewport().size()
        across, down = (room.width() - 2 * EDGE) / whole.width(), (room.height() - 2 * EDGE) / whole.height()
        self._show_bars(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._is_fitted = True
        self._zoom_to(max(FARTHEST / UNIT, min(across, down)))
        self.centerOn(whole.center())

    def zoom(self, by: float) -> None:
        self._is_fitted = False
        self._show_bars(Qt.ScrollBarPolicy.ScrollBarAsNeeded)
        self._zoom_to(min(CLOSEST, max(FARTHEST, self.scale_px * by)) / UNIT)

    def _show_bars(self, policy: Qt.ScrollBarPolicy) -> None:
        """Hide the scroll bars while everything is visible."""
        self.setHorizontalScrollBarPolicy(policy)
        self.setVerticalScrollBarPolicy(policy)

    def _zoom_to(self, scale: float) -> None:
        self.resetTransform()
        self.scale(scale, scale)
        self.zoomed.emit()

    def _table(self) -> QRectF:
        assert self._editing
        whole = mouse_tool.paper_rect(self._editing)
        return whole.adjusted(-whole.width() / 2, -whole.height() / 2, whole.width() / 2, whole.height() / 2)

    # Mouse

    def mousePressEvent(self, event: QMouseEvent) -> None:
        if self._hand is None or event.button() is not Qt.MouseButton.LeftButton:
            return
        self.setFocus(Qt.FocusReason.MouseFocusReason)
        adds = bool(event.modifiers() & (Qt.KeyboardModifier.ShiftModifier | Qt.KeyboardModifier.ControlModifier))
        at = event.position()
        self._hand.press(self._mm(at), self._place_at(at), adds=adds, handle=self._handle_at(at))

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        if self._hand is None:
            return
        if not event.buttons() & Qt.MouseButton.LeftButton:
            self._show_cursor(event.position())
            return
        is_free = bool(event.modifiers() & Qt.KeyboardModifier.AltModifier)
        self._hand.drag(self._mm(event.position()), mouse_tool.SnapReach(REACH / self.scale_px, is_free))
        self.viewport().update()

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        if self._hand:
            self._hand.release()
            self.viewport().update()

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        self.mousePressEvent(event)
        self.mouseReleaseEvent(event)
        self.text_wanted.emit()

    def wheelEvent(self, event: QWheelEvent) -> None:
        if event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            self.zoom(ZOOM if event.angleDelta().y() > 0 else 1 / ZOOM)
        else:
            super().wheelEvent(event)

    def _mm(self, at: QPointF) -> mouse_tool.Point:
        scene = self._scene_at(at)
        return scene.x() / UNIT, scene.y() / UNIT

    def _scene_at(self, at: QPointF) -> QPointF:
        inverted, _ = self.viewportTransform().inverted()
        return inverted.map(at)

    def _place_at(self, at: QPointF) -> int | None:
        """Return the topmost element at `at`; a selected one takes precedence, so that it can be moved below others."""
        assert self._editing
        grab = GRAB / self.scale_px * UNIT
        scene = self._scene_at(at)
        here = [item for item in self._items if _grown(rect(item.element.box), grab).contains(scene)]
        held = [item.place for item in here if item.place in self._editing.draft.selected]
        return held[-1] if held else (here[-1].place if here else None)

    def _handle_at(self, at: QPointF) -> mouse_tool.ResizeHandle | None:
        box = self._held_box()
        if box is None:
            return None
        for handle, place in mouse_tool.handle_places(box).items():
            if abs(place.x() - at.x()) <= GRAB and abs(place.y() - at.y()) <= GRAB:
                return handle
        return None

    def _held_box(self) -> QRectF | None:
        """Return the box of the only selected element in viewport pixels."""
        draft = self._editing.draft if self._editing else None
        return self.on_screen(draft.elements[draft.only].box) if draft and draft.only is not None else None

    def on_screen(self, box: Box) -> QRectF:
        """Return `box` in viewport pixels."""
        return self.viewportTransform().mapRect(rect(box))

    def _show_cursor(self, at: QPointF) -> None:
        if handle := self._handle_at(at):
            self.viewport().setCursor(_CURSORS[abs(handle.across), abs(handle.down), handle.across * handle.down < 0])
        elif self._place_at(at) is not None:
            self.viewport().setCursor(Qt.CursorShape.SizeAllCursor)
        else:
            self.viewport().unsetCursor()

    # Keys

    def keyPressEvent(self, event: QKeyEvent) -> None:
        editing, arrow = self._editing, _ARROWS.get(event.key())
        if editing is None or arrow is None:
            super().keyPressEvent(event)
            return
        far = FAR if event.modifiers() & Qt.KeyboardModifier.ShiftModifier else STEP
        dx, dy = arrow[0] * far, arrow[1] * far
        if event.modifiers() & Qt.KeyboardModifier.AltModifier:
            editing.apply(lambda draft: _grow(draft, dx, dy), "size by key")
        else:
            editing.apply(lambda draft: move(draft, dx, dy), "move by key")

    def focusNextPrevChild(self, is_next: bool) -> bool:
        """Let Tab go through the elements before it leaves the canvas."""
        step = self._editing.draft.step(1 if is_next else -1) if self._editing else None
        if self._editing and step:
            self._editing.look(step)
            return True
        return super().focusNextPrevChild(is_next)

    # Qt

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if self._is_fitted:
            self.fit()
        self.zoomed.emit()

    def drawBackground(self, painter: QPainter, exposed: QRectF | QRect) -> None:
        painter.fillRect(exposed, QColor(tokens(self.palette()).track))

    def drawForeground(self, painter: QPainter, exposed: QRectF | QRect) -> None:
        if self._editing and self._hand:
            painter.resetTransform()
            mouse_tool.paint_overlay(painter, self, self._editing, self._hand)


def _grow(draft: BadgeDraft, dx: float, dy: float) -> BadgeDraft:
    """Return the draft with the only selected element resized at its right and lower edge."""
    if draft.only is None:
        return draft
    box = draft.elements[draft.only].box
    return resize(draft, draft.only, Box(box.x, box.y, max(0.0, box.width + dx), max(0.0, box.height + dy)))


def _grown(box: QRectF, least: float) -> QRectF:
    """Return `box` enlarged to `least`, so that thin elements can be grabbed."""
    across, down = max(0.0, least - box.width() / 2), max(0.0, least - box.height() / 2)
    return box.adjusted(-across, -down, across, down)


_CURSORS = {
    (1, 0, False): Qt.CursorShape.SizeHorCursor,
    (0, 1, False): Qt.CursorShape.SizeVerCursor,
    (1, 1, False): Qt.CursorShape.SizeFDiagCursor,
    (1, 1, True): Qt.CursorShape.SizeBDiagCursor,
}


THICK = 22
"""Pixels."""
ROOM = 46
"""Pixels that a number needs."""

_DOWN = Message("badges", "Ruler down, in millimetres")


class Ruler(QWidget):
    """A ruler in mm that marks the selection, above the canvas if `is_lying`, else at its left."""

    def __init__(self, canvas: EditorCanvas, *, is_lying: bool) -> None:
        super().__init__()
        self._canvas, self._is_lying = canvas, is_lying
        self._editing: EditingSession | None = None
        if is_lying:
            self.setFixedHeight(scale_px(THICK))
        else:
            self.setFixedWidth(scale_px(THICK))
        self.setAccessibleName(translate(Message("badges", "Ruler across, in millimetres") if is_lying else _DOWN))
        canvas.zoomed.connect(self.update)

    def edit(self, editing: EditingSession) -> None:
        self._editing = editing
        editing.changed.connect(self.update)
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        if self._editing is None:
            return
        t = tokens(self.palette())
        painter = design_painter(self)
        painter.fillRect(design_rect(self), QColor(t.surface))
        if chosen := self._editing.draft.chosen:
            painter.fillRect(self._span(bounding_box([element.box for element in chosen])), QColor(t.selected))
        painter.setPen(QPen(QColor(t.line), 1))
        edge = design_rect(self).adjusted(0, 0, -1, -1)
        painter.drawLine(edge.bottomLeft() if self._is_lying else edge.topRight(), edge.bottomRight())
        size = self._editing.template.width if self._is_lying else self._editing.template.height
        self._paint_ticks(painter, int(size))

    def _span(self, box: Box) -> QRectF:
        """Return the part of the ruler along a box."""
        place = self._in_design(box)
        if self._is_lying:
            return QRectF(place.left(), 0, place.width(), THICK)
        return QRectF(0, place.top(), THICK, place.height())

    def _paint_ticks(self, painter: QPainter, size: int) -> None:
        t, scale = tokens(self.palette()), self._canvas.scale_px / text_scale()
        every = next((mm for mm in (1, 5, 10, 20, 50, 100) if mm * scale >= ROOM), 200)
        small = max(1, every // 5) if every > 1 else 1
        for mm in range(0, size + 1, small):
            at = self.at(mm)
            is_named = mm % every == 0
            painter.setPen(QPen(QColor(t.quiet), 1))
            length = 8 if is_named else 4
            if self._is_lying:
                painter.drawLine(int(at), THICK - 1 - length, int(at), THICK - 1)
            else:
                draw_hairline(painter, THICK - 1 - length, int(at), THICK - 1, int(at))
            if is_named:
                self._paint_number(painter, mm, at)

    def _paint_number(self, painter: QPainter, mm: int, at: float) -> None:
        ink = (font(SMALL, tabular=True), tokens(self.palette()).quiet)
        if self._is_lying:
            draw_aligned(painter, QRectF(at + 3, 0, ROOM, 14), str(mm), ink, Qt.AlignmentFlag.AlignLeft)
            return
        painter.save()
        painter.translate(0, at - 3)
        painter.rotate(-90)
        draw_aligned(painter, QRectF(0, 0, ROOM, 14), str(mm), ink, Qt.AlignmentFlag.AlignLeft)
        painter.restore()

    def at(self, mm: float) -> float:
        """Return the position of `mm` along the ruler in design pixels."""
        place = self._in_design(Box(mm, mm, 0, 0))
        return place.left() if self._is_lying else place.top()

    def _in_design(self, box: Box) -> QRectF:
        """Return a box in design pixels, which the painter scales to those of the canvas."""
        place, scale = self._canvas.on_screen(box), text_scale()
        return QRectF(place.topLeft() / scale, place.size() / scale)


class RuledCanvas(QWidget):
    """The canvas between its rulers."""

    def __init__(self, canvas: EditorCanvas) -> None:
        super().__init__()
        self._rulers = (Ruler(canvas, is_lying=True), Ruler(canvas, is_lying=False))
        grid = QGridLayout(self)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setSpacing(0)
        grid.addWidget(self._rulers[0], 0, 1)
        grid.addWidget(self._rulers[1], 1, 0)
        grid.addWidget(canvas, 1, 1)

    def edit(self, editing: EditingSession) -> None:
        for ruler in self._rulers:
            ruler.edit(editing)
