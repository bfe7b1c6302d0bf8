# SPDX-License-Identifier: GPL-3.0-or-later
"""The pad for signatures by pen, finger or mouse. Keeps the strokes until it is cleared; stores nothing.

A finger reaches Qt's widgets as a mouse. Once a pen was used, touches are taken for a resting hand.
"""

from itertools import pairwise

from PySide6.QtCore import QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QInputDevice, QMouseEvent, QPainter, QPaintEvent, QPen, QTabletEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from checkin.core.signatures.signature import Signature
from checkin.core.signatures.signature_capture import NO_PRESSURE, Touch, capture_signature
from checkin.pdf_reports.signature_drawing import paint_signature, paint_stroke
from checkin.ui.look.drawing import draw_rounded, faded
from checkin.ui.look.theme import CORNER, tokens

PEN = 0.0045
"""Width of a stroke as a share of the pad's width."""

MOST_TOUCHES = 12_000
"""About a minute of a fast pen; further points are ignored."""

LINE, SIDE, CROSS = 0.72, 0.06, 12
"""The line to write on: its height and its distance from both sides, as shares; half its cross, in pixels."""


class SignaturePad(QWidget):
    """The pad. An earlier signature is drawn faintly until the first stroke replaces it."""

    changed = Signal()
    """Emitted when strokes were added or cleared."""

    def __init__(self, name: str) -> None:
        super().__init__()
        self._strokes: list[list[Touch]] = []
        self._is_down = self._has_pen = False
        self._earlier: Signature | None = None
        self.setAccessibleName(name)
        self.setFocusPolicy(Qt.FocusPolicy.ClickFocus)
        self.setCursor(Qt.CursorShape.CrossCursor)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)

    def signature(self) -> Signature | None:
        """Return the signature, None while there is none."""
        return capture_signature(self._strokes, self.height() / max(1, self.width()))

    @property
    def has_ink(self) -> bool:
        return bool(self._strokes)

    def clear(self) -> None:
        self._strokes, self._is_down = [], False
        self.update()
        self.changed.emit()

    def show_earlier(self, earlier: Signature | None) -> None:
        self._earlier = earlier
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(1000, 380)

    # Input

    def tabletEvent(self, event: QTabletEvent) -> None:
        self._has_pen = True
        kind = event.type()
        if kind == QTabletEvent.Type.TabletPress:
            self._begin(event.position(), event.pressure())
        elif kind == QTabletEvent.Type.TabletMove:
            self._go_on(event.position(), event.pressure())
        elif kind == QTabletEvent.Type.TabletRelease:
            self._end()
        event.accept()  # else it would come again as a mouse event

    def mousePressEvent(self, event: QMouseEvent) -> None:
        if event.button() == Qt.MouseButton.LeftButton and not self._is_palm(event):
            self._begin(event.position(), NO_PRESSURE)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        if not self._is_palm(event):
            self._go_on(event.position(), NO_PRESSURE)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        if not self._is_palm(event):
            self._end()

    def _is_palm(self, event: QMouseEvent) -> bool:
        return self._has_pen and event.deviceType() == QInputDevice.DeviceType.TouchScreen

    def _begin(self, at: QPointF, pressure: float) -> None:
        self._is_down = True
        self._strokes.append([])
        self._go_on(at, pressure)

    def _go_on(self, at: QPointF, pressure: float) -> None:
        if not self._is_down or sum(map(len, self._strokes)) >= MOST_TOUCHES:
            return
        wide = max(1, self.width())
        stroke, touch = self._strokes[-1], (at.x() / wide, at.y() / wide, pressure)
        if stroke and stroke[-1][:2] == touch[:2]:
            return
        stroke.append(touch)
        edge = self._pen_width() * 2
        for before, now in pairwise(stroke[-2:]):
            line = QRectF(self._at(before), self._at(now)).normalized()
            self.update(line.adjusted(-edge, -edge, edge, edge).toAlignedRect())
        if len(stroke) == 1:
            self.update()

    def _end(self) -> None:
        if self._is_down:
            self._is_down = False
            self.changed.emit()

    # Output

    def paintEvent(self, event: QPaintEvent) -> None:
        t = tokens(self.palette())
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        draw_rounded(painter, QRectF(self.rect()), CORNER, t.surface, t.line)
        self._paint_line(painter, t.quiet)
        if self._earlier and not self._strokes:
            self._paint_earlier(painter, self._earlier, t.track)
        for stroke in self._strokes:
            paint_stroke(painter, [(self._at(touch), touch[2]) for touch in stroke], self._pen_width(), t.ink)

    def _paint_line(self, painter: QPainter, colour: str) -> None:
        """Draw the line to write on, after a cross as on paper."""
        y, left = self.height() * LINE, self.width() * SIDE
        painter.setPen(QPen(faded(colour, 0.7), 1.5))
        painter.drawLine(QPointF(left, y), QPointF(self.width() - left, y))
        top = QPointF(left + CROSS, y - 3 * CROSS)
        for side in (-CROSS, CROSS):
            painter.drawLine(top + QPointF(side, -CROSS), top + QPointF(-side, CROSS))

    def _paint_earlier(self, painter: QPainter, earlier: Signature, colour: str) -> None:
        box = QRectF(self.rect()).adjusted(60, 20, -60, -20)
        paint_signature(painter, earlier, box, self._pen_width(), colour)

    def _at(self, touch: Touch) -> QPointF:
        return QPointF(touch[0], touch[1]) * self.width()

    def _pen_width(self) -> float:
        return self.width() * PEN
