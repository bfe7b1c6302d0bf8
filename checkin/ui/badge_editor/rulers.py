# SPDX-License-Identifier: GPL-3.0-or-later
"""The rulers in mm around the canvas, which mark the selection."""

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QGridLayout, QWidget

from checkin.core.badges.badge_edits import bounding_box
from checkin.core.badges.template import Box
from checkin.core.message import Message
from checkin.translation import translate
from checkin.ui.badge_editor.badge_canvas import EditorCanvas
from checkin.ui.badge_editor.editing_session import EditingSession
from checkin.ui.look.drawing import draw_aligned, draw_hairline
from checkin.ui.look.measure import design_painter, design_rect, scale_px, text_scale
from checkin.ui.look.theme import SMALL, font, tokens

THICK = 22
"""Pixels."""
ROOM = 46
"""Pixels that a number needs."""

_ACROSS = Message("badges", "Ruler across, in millimetres")
_DOWN = Message("badges", "Ruler down, in millimetres")


class Ruler(QWidget):
    """A ruler, above the canvas if `is_lying`, else at its left."""

    def __init__(self, canvas: EditorCanvas, *, is_lying: bool) -> None:
        super().__init__()
        self._canvas, self._is_lying = canvas, is_lying
        self._editing: EditingSession | None = None
        if is_lying:
            self.setFixedHeight(scale_px(THICK))
        else:
            self.setFixedWidth(scale_px(THICK))
        self.setAccessibleName(translate(_ACROSS if is_lying else _DOWN))
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
