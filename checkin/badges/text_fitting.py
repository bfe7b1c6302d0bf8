# SPDX-License-Identifier: GPL-3.0-or-later
"""Fitting text into a box as large as possible: first smaller, then on more lines, at last cut."""

from dataclasses import dataclass, replace
from functools import cache
from math import ceil
from typing import NamedTuple

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QFontMetricsF, QPainter, QTextLayout, QTextOption

from checkin.badges.badge_fonts import UNIT, badge_font
from checkin.core.badges.template import Align, TextElement

STEP = 0.05
"""Millimetres between two sizes that are tried."""

SMALLER = 0.7
"""Factor by which a text on one line may shrink before it is wrapped: one long line is more legible than two."""

LEADING = 0.92
"""Factor of the font's line height. Names are short: lines may be closer than in a book."""

SLACK = UNIT * 0.005
"""Part by which a line may be wider than its box, so that no text is made smaller for a rounding."""

ROUNDED = 0.05
"""Part of a step by which a size that was computed may differ: Qt rounds the widths of letters. Above and below the
baseline it rounds to whole `UNIT`s.
"""

BLANK = 0.2
"""Share of a line's height that is empty above most letters, and below."""

_FLAGS = {
    Align.LEFT: Qt.AlignmentFlag.AlignLeft,
    Align.CENTRE: Qt.AlignmentFlag.AlignHCenter,
    Align.RIGHT: Qt.AlignmentFlag.AlignRight,
}


class _Paragraph(NamedTuple):
    """A paragraph broken into lines; `widths` are those of the lines, without the spaces at which they end."""

    layout: QTextLayout
    widths: tuple[float, ...]
    height: float


@dataclass(frozen=True, slots=True)
class FittedParagraphs:
    """Paragraphs set at `size` mm. `is_cut`: the text did not fit even at the least size, and some of it is missing."""

    size: float
    paragraphs: tuple[_Paragraph, ...]
    height: float
    is_cut: bool = False
    is_at_top: bool = False
    is_at_bottom: bool = False

    def draw(self, painter: QPainter, box: QRectF) -> None:
        """Draw the text at its place in the box, in the colour of the painter's pen."""
        left, top = box.left(), self._top(box)
        for layout, _, height in self.paragraphs:
            layout.draw(painter, QPointF(left, top))
            top += height

    def ink(self, box: QRectF) -> QRectF:
        """Return the area that the letters cover in `box`, without the space above capitals and below the line."""
        top, inked = self._top(box), QRectF()
        for layout, widths, height in self.paragraphs:
            for number in range(len(widths)):
                line = layout.lineAt(number).naturalTextRect()
                blank = line.height() * BLANK
                inked = inked.united(line.adjusted(0, blank, 0, -blank).translated(box.left(), top))
            top += height
        return inked

    def _top(self, box: QRectF) -> float:
        if self.is_at_top:
            return box.top()
        return box.bottom() - self.height if self.is_at_bottom else box.top() + (box.height() - self.height) / 2


def fit_text(element: TextElement, text: str, box: QRectF) -> FittedParagraphs:
    """Return `text` fitted into a box of `UNIT`s with the settings of `element`."""
    size = round(element.size / STEP)
    wanted = _set(element, text, box.width(), size * STEP)
    least = len(wanted.paragraphs)
    if _fits(wanted, box, least):
        return wanted
    if one := _unwrapped(element, text, box, wanted):
        return one
    most = max(element.lines, least)
    if most > least and _fits(wanted, box, most):
        return wanted
    return _largest(element, text, box, most) or _cut(element, text, box)


def _unwrapped(element: TextElement, text: str, box: QRectF, wanted: FittedParagraphs) -> FittedParagraphs | None:
    """Return the largest smaller setting on one line, None if it is too small for that. Width and height grow with the
    size: the first that is tried mostly fits, for only the spaces at which `wanted` was broken are not counted.
    """
    widest = max(sum(paragraph.widths) for paragraph in wanted.paragraphs)
    height = sum(paragraph.height / len(paragraph.widths) for paragraph in wanted.paragraphs)
    scale = min((box.width() + SLACK) / max(widest, SLACK), (box.height() + 2 * len(wanted.paragraphs)) / height)
    size = round(element.size / STEP)
    least = max(round(element.least / STEP), ceil(SMALLER * element.size / STEP - 0.001))
    for number in range(min(size - 1, int(size * scale + ROUNDED)), least - 1, -1):
        tried = _set(element, text, box.width(), number * STEP)
        if _fits(tried, box, len(tried.paragraphs)):
            return tried
    return None


def _largest(element: TextElement, text: str, box: QRectF, lines: int) -> FittedParagraphs | None:
    """Return the largest setting below the wanted size that fits, None if none does (binary search)."""
    low, high, best = round(element.least / STEP), round(element.size / STEP) - 1, None
    while low <= high:
        middle = (low + high) // 2
        tried = _set(element, text, box.width(), middle * STEP)
        if _fits(tried, box, lines):
            best, low = tried, middle + 1
        else:
            high = middle - 1
    return best


def _set(element: TextElement, text: str, width: float, size: float) -> FittedParagraphs:
    font, option = badge_font(size, is_bold=element.is_bold), _option(element.align)
    paragraphs = tuple([_paragraph(QTextLayout(part, font), option, width) for part in text.split("\n")])
    height = sum([paragraph.height for paragraph in paragraphs])
    return FittedParagraphs(size, paragraphs, height, is_at_top=element.is_at_top, is_at_bottom=element.is_at_bottom)


@cache
def _option(align: Align) -> QTextOption:
    option = QTextOption(_FLAGS[align])
    option.setWrapMode(QTextOption.WrapMode.WordWrap)
    return option


def _paragraph(layout: QTextLayout, option: QTextOption, width: float) -> _Paragraph:
    layout.setTextOption(option)
    layout.setCacheEnabled(True)
    layout.beginLayout()
    widths: list[float] = []
    top = 0.0
    while (line := layout.createLine()).isValid():
        line.setLineWidth(width)
        if widths:  # the first is at the top anyway
            line.setPosition(QPointF(0, top))
        widths.append(line.naturalTextWidth())
        top += line.height() * LEADING
    layout.endLayout()
    return _Paragraph(layout, tuple(widths), top)


def _fits(setting: FittedParagraphs, box: QRectF, lines: int) -> bool:
    widths = [width for paragraph in setting.paragraphs for width in paragraph.widths]
    return max(widths) <= box.width() + SLACK and len(widths) <= lines and setting.height <= box.height()


def _cut(element: TextElement, text: str, box: QRectF) -> FittedParagraphs:
    """Return each paragraph on one line at the least size, with an ellipsis if needed; as many as the box holds."""
    metrics = QFontMetricsF(badge_font(element.least, is_bold=element.is_bold))
    most = max(1, int(box.height() / (metrics.height() * LEADING)))
    parts = text.split("\n")[:most]
    short = "\n".join(metrics.elidedText(p, Qt.TextElideMode.ElideRight, box.width() - UNIT * 0.01) for p in parts)
    setting = _set(element, short, box.width(), element.least)
    return replace(setting, is_cut=True)
