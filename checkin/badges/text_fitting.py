# SPDX-License-Identifier: GPL-3.0-or-later
"""Fitting text into a box as large as possible: first smaller, then on more lines, at last cut."""

from dataclasses import dataclass, replace

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

BLANK = 0.2
"""Share of a line's height that is empty above most letters, and below."""

_FLAGS = {
    Align.LEFT: Qt.AlignmentFlag.AlignLeft,
    Align.CENTRE: Qt.AlignmentFlag.AlignHCenter,
    Align.RIGHT: Qt.AlignmentFlag.AlignRight,
}


@dataclass(frozen=True, slots=True)
class FittedParagraphs:
    """Paragraphs set at `size` mm. `is_cut`: the text did not fit even at the least size, and some of it is missing."""

    size: float
    paragraphs: tuple[QTextLayout, ...]
    height: float
    is_cut: bool = False
    is_at_top: bool = False

    def draw(self, painter: QPainter, box: QRectF) -> None:
        """Draw the text, at the top or in the middle of the box, in the colour of the painter's pen."""
        top = self._top(box)
        for paragraph in self.paragraphs:
            paragraph.draw(painter, QPointF(box.left(), top))
            top += _height(paragraph)

    def ink(self, box: QRectF) -> QRectF:
        """Return the area that the letters cover in `box`, without the space above capitals and below the line."""
        top, inked = self._top(box), QRectF()
        for paragraph in self.paragraphs:
            for number in range(paragraph.lineCount()):
                line = paragraph.lineAt(number).naturalTextRect()
                blank = line.height() * BLANK
                inked = inked.united(line.adjusted(0, blank, 0, -blank).translated(box.left(), top))
            top += _height(paragraph)
        return inked

    def _top(self, box: QRectF) -> float:
        return box.top() if self.is_at_top else box.top() + (box.height() - self.height) / 2


def fit_text(element: TextElement, text: str, box: QRectF) -> FittedParagraphs:
    """Return `text` fitted into a box of `UNIT`s with the settings of `element`."""
    one = _largest(element, text, box, len(text.split("\n")))
    if one is not None and one.size >= SMALLER * element.size:
        return one
    more = _largest(element, text, box, max(element.lines, len(text.split("\n"))))
    return _better(one, more) or _cut(element, text, box)


def _better(one: FittedParagraphs | None, more: FittedParagraphs | None) -> FittedParagraphs | None:
    if one is None or more is None:
        return one or more
    return more if more.size > one.size else one


def _largest(element: TextElement, text: str, box: QRectF, lines: int) -> FittedParagraphs | None:
    """Return the largest setting that fits, None if none does. Binary search, after trying the wanted size, which
    mostly fits.
    """
    low, high = round(element.least / STEP), round(element.size / STEP)
    best, wanted = None, _set(element, text, box.width(), high * STEP)
    if _fits(wanted, box, lines):
        return wanted
    high -= 1
    while low <= high:
        middle = (low + high) // 2
        tried = _set(element, text, box.width(), middle * STEP)
        if _fits(tried, box, lines):
            best, low = tried, middle + 1
        else:
            high = middle - 1
    return best


def _set(element: TextElement, text: str, width: float, size: float) -> FittedParagraphs:
    option = QTextOption(_FLAGS[element.align])
    option.setWrapMode(QTextOption.WrapMode.WordWrap)
    paragraphs = []
    for part in text.split("\n"):
        layout = QTextLayout(part, badge_font(size, is_bold=element.is_bold))
        layout.setTextOption(option)
        layout.setCacheEnabled(True)
        _break(layout, width)
        paragraphs.append(layout)
    return FittedParagraphs(size, tuple(paragraphs), sum(map(_height, paragraphs)), is_at_top=element.is_at_top)


def _break(layout: QTextLayout, width: float) -> None:
    layout.beginLayout()
    top = 0.0
    while (line := layout.createLine()).isValid():
        line.setLineWidth(width)
        line.setPosition(QPointF(0, top))
        top += line.height() * LEADING
    layout.endLayout()


def _height(layout: QTextLayout) -> float:
    return sum(layout.lineAt(n).height() * LEADING for n in range(layout.lineCount()))


def _fits(setting: FittedParagraphs, box: QRectF, lines: int) -> bool:
    made = [p.lineAt(n) for p in setting.paragraphs for n in range(p.lineCount())]
    is_narrow = all(line.naturalTextWidth() <= box.width() + UNIT * 0.005 for line in made)
    return is_narrow and len(made) <= lines and setting.height <= box.height()


def _cut(element: TextElement, text: str, box: QRectF) -> FittedParagraphs:
    """Return each paragraph on one line at the least size, with an ellipsis if needed; as many as the box holds."""
    metrics = QFontMetricsF(badge_font(element.least, is_bold=element.is_bold))
    most = max(1, int(box.height() / (metrics.height() * LEADING)))
    parts = text.split("\n")[:most]
    short = "\n".join(metrics.elidedText(p, Qt.TextElideMode.ElideRight, box.width() - UNIT * 0.01) for p in parts)
    setting = _set(element, short, box.width(), element.least)
    return replace(setting, is_cut=True)
