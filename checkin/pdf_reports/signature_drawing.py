# SPDX-License-Identifier: GPL-3.0-or-later
"""Drawing a signature as lines, on paper and on screen."""

from collections.abc import Iterable, Sequence
from itertools import pairwise

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPainterPath, QPen

from checkin.core.signatures.signature import GRID, LEVELS, Signature

Touched = tuple[QPointF, float]
"""Position of the pen on the painter, and its pressure from 0 to 1."""

THIN, THICK = 0.5, 1.5
"""Factors of the pen's width at no and at full pressure."""

LARGEST = 3.0
"""Greatest enlargement of a small signature, compared with a signature as large as the pad: a tick stays a tick."""


def paint_signature(painter: QPainter, signature: Signature, box: QRectF, width: float, colour: str) -> None:
    """Draw a signature in the middle of `box`, as large as allowed; `width` of the pen stays inside too."""
    left, top, right, bottom = signature.bounds()
    place = box.adjusted(width * THICK / 2, width * THICK / 2, -width * THICK / 2, -width * THICK / 2)
    whole = min(place.width() / GRID, place.height() / signature.height)
    scale = min(place.width() / max(1, right - left), place.height() / max(1, bottom - top), whole * LARGEST)
    origin = place.center() - QPointF(left + right, top + bottom) * scale / 2
    painter.save()
    painter.setClipRect(box, Qt.ClipOperation.IntersectClip)
    for stroke in signature.strokes:
        touched = [(origin + QPointF(p.x, p.y) * scale, p.pressure / (LEVELS - 1)) for p in stroke]
        paint_stroke(painter, touched, width, colour)
    painter.restore()


def paint_stroke(painter: QPainter, stroke: Sequence[Touched], width: float, colour: str) -> None:
    """Draw one stroke of the pen, a dot if it did not move."""
    pen = QPen(QColor(colour), width, Qt.PenStyle.SolidLine, Qt.PenCapStyle.RoundCap, Qt.PenJoinStyle.RoundJoin)
    painter.setBrush(Qt.BrushStyle.NoBrush)
    if len(stroke) == 1:
        stroke = [*stroke, (stroke[0][0] + QPointF(width / 100, 0), stroke[0][1])]
    for pressure, path in _paths(stroke):
        pen.setWidthF(width * (THIN + (THICK - THIN) * pressure))
        painter.strokePath(path, pen)


def _paths(stroke: Sequence[Touched]) -> Iterable[tuple[float, QPainterPath]]:
    """Yield the line in parts of one width each, as long as possible."""
    path, level = QPainterPath(stroke[0][0]), _between(stroke[0], stroke[1])
    for start, end in pairwise(stroke):
        if (now := _between(start, end)) != level:
            yield level, path
            path, level = QPainterPath(start[0]), now
        path.lineTo(end[0])
    yield level, path


def _between(start: Touched, end: Touched) -> float:
    """Return the mean pressure of a segment, rounded to `LEVELS`: finer steps would only split the line into more
    parts.
    """
    return round((start[1] + end[1]) / 2 * (LEVELS - 1)) / (LEVELS - 1)
