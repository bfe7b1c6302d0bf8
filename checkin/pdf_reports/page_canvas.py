# SPDX-License-Identifier: GPL-3.0-or-later
"""The canvas of PDF reports: fitted texts, lines and pictures, in millimetres of an A4 page."""

from collections.abc import Iterable, Sequence
from functools import lru_cache
from typing import NamedTuple

from PySide6.QtCore import QLineF, QPointF, QRectF, QSizeF, Qt
from PySide6.QtGui import QColor, QFont, QImage, QPainter, QPen

from checkin.badges.badge_fonts import UNIT, badge_font, drawable_text
from checkin.badges.painter import paint_code, paint_modules, rect
from checkin.badges.text_fitting import FittedParagraphs, fit_text
from checkin.core.badges.template import Align, Box, TextElement
from checkin.core.signatures.signature import Signature
from checkin.pdf_reports.signature_drawing import paint_signature

WIDTH, HEIGHT = 210.0, 297.0
MARGIN = 14.0
INNER = WIDTH - 2 * MARGIN
BLACK, GREY, PALE = "#000000", "#555555", "#BBBBBB"
"""Reports are printed on any printer: black, and two greys that stay legible in a copy."""

HAIRLINE, PEN = 0.15, 0.3
"""Millimetres: width of a line between cells, and of a signature's pen."""

CENTRE, RIGHT = Align.CENTRE, Align.RIGHT


class TextStyle(NamedTuple):
    """How a text is set, without its size and place (the fields are those of `TextElement`)."""

    is_bold: bool
    align: Align
    lines: int
    least: float


def style(*, bold: bool = False, align: Align = Align.LEFT, lines: int = 1, least: float = 2.0) -> TextStyle:
    return TextStyle(bold, align, lines, least)


PLAIN, BOLD = style(), style(bold=True)

REPEATED = 256
"""Number of fitted texts that are cached: headings and times repeat on every page."""


class PageCanvas:
    """The canvas of one document, page after page."""

    def __init__(self, painter: QPainter) -> None:
        self._painter = painter
        self._fitted = lru_cache(maxsize=REPEATED)(_fitted)

    def text(self, text: str, box: Box, size: float, style: TextStyle = PLAIN, colour: str = BLACK) -> None:
        """Draw a text, centred vertically in `box`, smaller or on more lines if it is long; `style` sets the rest."""
        if not text or text.isspace():
            return
        self._painter.setPen(_pen(colour))
        self._fitted(text, box.width, box.height, size, style).draw(self._painter, rect(box))

    def common_size(self, texts: Iterable[str], box: Box, size: float, style: TextStyle = PLAIN) -> float:
        """Return the largest size, up to `size`, at which each of the texts fits into a box like `box`."""
        fitted = (self._fitted(text, box.width, box.height, size, style) for text in texts if text.strip())
        return min((each.size for each in fitted), default=size)

    def letters(self, text: str, box: Box, size: float, colour: str = BLACK) -> None:
        """Draw a text on one line without ligatures, to be typed or copied."""
        font = badge_font(size)
        font.setFeature(QFont.Tag("liga"), 0)
        self._painter.setFont(font)
        self._painter.setPen(_pen(colour))
        self._painter.drawText(rect(box), Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter, text)

    def line(self, x1: float, y1: float, x2: float, y2: float, colour: str = PALE) -> None:
        self._painter.setPen(_pen(colour, HAIRLINE))
        self._painter.drawLine(QLineF(x1 * UNIT, y1 * UNIT, x2 * UNIT, y2 * UNIT))

    def frame(self, box: Box, colour: str = PALE) -> None:
        self._painter.setPen(_pen(colour, HAIRLINE))
        self._painter.setBrush(Qt.BrushStyle.NoBrush)
        self._painter.drawRect(rect(box))

    def picture(self, image: QImage | None, box: Box, *, at_right: bool = False) -> None:
        """Draw the whole image in the upper left or right corner of `box`."""
        if image is None or image.isNull():
            return
        place = rect(box)
        size = QSizeF(image.size()).scaled(place.size(), Qt.AspectRatioMode.KeepAspectRatio)
        left = place.right() - size.width() if at_right else place.left()
        self._painter.drawImage(QRectF(QPointF(left, place.top()), size), image)

    def signature(self, signature: Signature, box: Box) -> None:
        paint_signature(self._painter, signature, rect(box), PEN * UNIT, BLACK)

    def code(self, code: str, box: Box) -> None:
        paint_code(self._painter, code, rect(box))

    def modules(self, matrix: Sequence[Sequence[bool]], box: Box) -> None:
        """Draw the modules of a QR code."""
        paint_modules(self._painter, matrix, rect(box))


@lru_cache(maxsize=16)
def _pen(colour: str, width: float = 0.0) -> QPen:
    return QPen(QColor(colour), width * UNIT) if width else QPen(QColor(colour))


def _fitted(text: str, width: float, height: float, size: float, style: TextStyle) -> FittedParagraphs:
    asked, box = _asked(width, height, size, style)
    return fit_text(asked, drawable_text(text)[0], box)


@lru_cache(maxsize=REPEATED)
def _asked(width: float, height: float, size: float, style: TextStyle) -> tuple[TextElement, QRectF]:
    box = Box(0, 0, width, height)
    least = min(style.least, size)
    return TextElement(box, "", size, least, style.lines, style.is_bold, style.align), rect(box)
