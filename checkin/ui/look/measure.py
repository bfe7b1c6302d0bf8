# SPDX-License-Identifier: GPL-3.0-or-later
"""Lengths that grow with the text size, and whether animations are enabled.

The application's font holds the text size, as its palette holds the colours; no state is kept here. Widgets that paint
themselves draw in design pixels, which are scaled as a whole (`design_painter`, with `theme.font`); widgets that Qt
paints use `scaled_font` and `scale_px`.
"""

from typing import TypeVar

from PySide6.QtCore import QRectF, QSize
from PySide6.QtGui import QFont, QPainter
from PySide6.QtWidgets import QApplication, QWidget

from checkin.ui.look.system_hints import allows_motion
from checkin.ui.look.theme import STILL, TEXT, font

PERCENTS = (100, 125, 150, 175, 200)
"""The text sizes offered in the settings."""
Length = TypeVar("Length", int, QSize)


def text_scale() -> float:
    """Return the text size relative to the design, at least 1.0."""
    return max(1.0, QApplication.font().pixelSize() / TEXT)


def scale_px(length: Length) -> Length:
    """Return a length or size in design pixels as screen pixels."""
    return length * text_scale() if isinstance(length, QSize) else round(length * text_scale())


def scaled_font(size: float, weight: int = 400, *, tabular: bool = False) -> QFont:
    """Return `theme.font` scaled for a widget that Qt paints."""
    return font(size * text_scale(), weight, tabular=tabular)


def to_design_rect(box: QRectF) -> QRectF:
    """Return `box` in design pixels, with the same upper left corner."""
    return QRectF(box.topLeft(), box.size() / text_scale())


def scale_painter(painter: QPainter, box: QRectF) -> QRectF:
    """Scale `painter` to design pixels around the corner of `box`; return `box` in design pixels."""
    scale = text_scale()
    painter.translate(box.topLeft())
    painter.scale(scale, scale)
    painter.translate(-box.topLeft())
    return to_design_rect(box)


def design_rect(widget: QWidget) -> QRectF:
    """Return the whole of `widget` in design pixels."""
    return QRectF(0, 0, widget.width() / text_scale(), widget.height() / text_scale())


def design_painter(widget: QWidget) -> QPainter:
    """Return a painter for `widget` in design pixels (see `design_rect`)."""
    painter = QPainter(widget)
    painter.scale(text_scale(), text_scale())
    return painter


def animations_enabled() -> bool:
    """Whether animations may run: neither the system nor the settings forbid motion."""
    app = QApplication.instance()
    return isinstance(app, QApplication) and not app.property(STILL) and allows_motion()
