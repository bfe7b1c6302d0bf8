# SPDX-License-Identifier: GPL-3.0-or-later
"""Lengths that grow with the text, and whether anything moves.

The application's font tells how large text is, as its palette tells the colours: nothing is kept here. What paints
itself is drawn in the pixels of the design and grows as a whole (`zoomed`, with `theme.font`); a widget with a font and
a size of its own takes `face` and `sized`.
"""

from typing import TypeVar

from PySide6.QtCore import QRectF, QSize
from PySide6.QtGui import QFont, QPainter
from PySide6.QtWidgets import QApplication, QWidget

from checkin.ui.look.system_hints import allows_motion
from checkin.ui.look.theme import STILL, TEXT, font

PERCENTS = (100, 125, 150, 175, 200)
"""The sizes of text that are offered."""
Length = TypeVar("Length", int, QSize)


def text_scale() -> float:
    """How much larger than drawn: 1.0 is the design."""
    return max(1.0, QApplication.font().pixelSize() / TEXT)


def scale_px(length: Length) -> Length:
    """A length, or a size, of the design as it is now."""
    return length * text_scale() if isinstance(length, QSize) else round(length * text_scale())


def scaled_font(size: float, weight: int = 400, *, tabular: bool = False) -> QFont:
    """`theme.font` for a widget that Qt paints."""
    return font(size * text_scale(), weight, tabular=tabular)


def to_design_rect(box: QRectF) -> QRectF:
    """`box` in pixels of the design, its upper left corner unmoved."""
    return QRectF(box.topLeft(), box.size() / text_scale())


def scale_painter(painter: QPainter, box: QRectF) -> QRectF:
    """From here on pixels are those of the design, as large as they are now: `drawn(box)` covers `box`."""
    scale = text_scale()
    painter.translate(box.topLeft())
    painter.scale(scale, scale)
    painter.translate(-box.topLeft())
    return to_design_rect(box)


def design_rect(widget: QWidget) -> QRectF:
    """All of `widget` in pixels of the design."""
    return QRectF(0, 0, widget.width() / text_scale(), widget.height() / text_scale())


def design_painter(widget: QWidget) -> QPainter:
    """To paint `whole(widget)` with."""
    painter = QPainter(widget)
    painter.scale(text_scale(), text_scale())
    return painter


def animations_enabled() -> bool:
    """Whether things may move: False where the system asks for no motion, or somebody did in the settings."""
    app = QApplication.instance()
    return isinstance(app, QApplication) and not app.property(STILL) and allows_motion()
