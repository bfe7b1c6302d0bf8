# SPDX-License-Identifier: GPL-3.0-or-later
"""Painting one side of a badge on any QPainter.

Only the size of a dot depends on the device, so the same badge results everywhere. Opens no file: pictures are passed
in.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cache, lru_cache
from math import ceil
from types import MappingProxyType
from typing import NamedTuple

from PySide6 import QtGui
from PySide6.QtCore import QPointF, QRectF, QSizeF, Qt

from checkin.badges.badge_fonts import UNIT, badge_font, drawable_text, missing_letters
from checkin.badges.pictures import read_stored_picture
from checkin.core.badges.template import (
    BY_CATEGORY,
    ON_CATEGORY,
    PHOTOGRAPH,
    Align,
    BadgeTemplate,
    Box,
    CodeElement,
    Element,
    ImageElement,
    Shape,
    ShapeElement,
    TextElement,
    fill_fields,
)
from checkin.documents.code_images import qr_matrix

# Fitting text into a box as large as possible: first smaller, then on more lines, at last cut.

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

    layout: QtGui.QTextLayout
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

    def draw(self, painter: QtGui.QPainter, box: QRectF) -> None:
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
    paragraphs = tuple([_paragraph(QtGui.QTextLayout(part, font), option, width) for part in text.split("\n")])
    height = sum([paragraph.height for paragraph in paragraphs])
    return FittedParagraphs(size, paragraphs, height, is_at_top=element.is_at_top, is_at_bottom=element.is_at_bottom)


@cache
def _option(align: Align) -> QtGui.QTextOption:
    option = QtGui.QTextOption(_FLAGS[align])
    option.setWrapMode(QtGui.QTextOption.WrapMode.WordWrap)
    return option


def _paragraph(layout: QtGui.QTextLayout, option: QtGui.QTextOption, width: float) -> _Paragraph:
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
    metrics = QtGui.QFontMetricsF(badge_font(element.least, is_bold=element.is_bold))
    most = max(1, int(box.height() / (metrics.height() * LEADING)))
    parts = text.split("\n")[:most]
    short = "\n".join(metrics.elidedText(p, Qt.TextElideMode.ElideRight, box.width() - UNIT * 0.01) for p in parts)
    setting = _set(element, short, box.width(), element.least)
    return replace(setting, is_cut=True)


DARK_INK, LIGHT_INK = "#000000", "#FFFFFF"
LIGHT_GROUND = 140
"""Luma (ITU-R BT.601) above which black is more legible than white."""


@dataclass(frozen=True, slots=True)
class BadgeRecipient:
    """The person of a badge: `values` are the field values (`core.badges.template`), `category` the id with the
    colour, `photograph` the bytes of theirs, b"" without one.
    """

    values: Mapping[str, str]
    category: str = ""
    photograph: bytes = b""


@dataclass(slots=True)
class PaintReport:
    """The problems found while painting a badge.

    `cut`: texts that were cut; `letters`: letters that no bundled font has, `unknown`: those that no font of this
    computer has; `pictures`: names of missing pictures; `crossed`: pairs of overlapping texts; `module`: smallest
    module of a code in mm, None without a code. `inks` are the texts of one side with the areas they cover.
    """

    cut: list[str] = field(default_factory=list)
    letters: str = ""
    unknown: str = ""
    pictures: list[str] = field(default_factory=list)
    crossed: list[tuple[str, str]] = field(default_factory=list)
    module: float | None = None
    inks: list[tuple[str, QRectF]] = field(default_factory=list)

    def add(self, other: "PaintReport") -> None:
        """Add the problems of another report."""
        self.cut += other.cut
        self.letters += other.letters
        self.unknown += other.unknown
        self.pictures += other.pictures
        self.crossed += other.crossed
        if other.module is not None:
            self.module = min(other.module, self.module or other.module)

    @property
    def is_good(self) -> bool:
        return not (self.cut or self.letters or self.pictures or self.crossed)

    def cross(self, other: "PaintReport") -> None:
        """Compare the texts of one more element of a side with the earlier ones, and note overlaps."""
        for text, ink in other.inks:
            self.crossed += [(before, text) for before, place in self.inks if place.intersects(ink)]
        self.inks += other.inks


def paint_side(
    painter: QtGui.QPainter,
    template: BadgeTemplate,
    subject: BadgeRecipient,
    pictures: Mapping[str, QtGui.QImage] = MappingProxyType({}),
    side: int = 1,
) -> PaintReport:
    """Paint one side of a badge and return the report. The painter's unit is 1/100 mm, its origin the badge's upper
    left corner.
    """
    report = PaintReport()
    painter.save()
    use_hints(painter)
    whole = QRectF(0, 0, template.width * UNIT, template.height * UNIT)
    painter.setClipRect(whole, Qt.ClipOperation.IntersectClip)
    painter.fillRect(whole, background_colour(template, subject))
    for element in template.elements:
        if element.side == side and is_drawn(element, subject):
            drawn = paint_element(painter, template, subject, element, pictures)
            report.add(drawn)
            report.cross(drawn)
    painter.restore()
    return report


def use_hints(painter: QtGui.QPainter) -> None:
    """Set the render hints that all badges are drawn with."""
    painter.setRenderHints(
        QtGui.QPainter.RenderHint.Antialiasing
        | QtGui.QPainter.RenderHint.TextAntialiasing
        | QtGui.QPainter.RenderHint.SmoothPixmapTransform
    )


def is_drawn(element: Element, subject: BadgeRecipient) -> bool:
    """Whether this person's badge shows the element."""
    return element.when is None or element.when.is_met(subject.values)


def background_colour(template: BadgeTemplate, subject: BadgeRecipient) -> QtGui.QColor:
    return _colour(template, subject, template.ground)


def element_colour(
    template: BadgeTemplate, subject: BadgeRecipient, element: TextElement | ShapeElement
) -> QtGui.QColor:
    """Return the colour of an element, the category's where it is that."""
    return _colour(template, subject, element.colour)


def paint_element(
    painter: QtGui.QPainter,
    template: BadgeTemplate,
    subject: BadgeRecipient,
    element: Element,
    pictures: Mapping[str, QtGui.QImage] = MappingProxyType({}),
) -> PaintReport:
    """Paint one element and return the report; the badge editor draws with this too."""
    report, box = PaintReport(), rect(element.box)
    match element:
        case TextElement():
            painter.setPen(QtGui.QPen(element_colour(template, subject, element)))
            _paint_text(painter, element, fill_fields(element.text, subject.values), box, report)
        case CodeElement():
            report.module = paint_code(painter, subject.values.get("code", ""), box)
        case ImageElement() if element.name == PHOTOGRAPH:
            _paint_image(painter, _photograph(subject.photograph), box)
        case ImageElement():
            if not _paint_image(painter, pictures.get(element.name), box):
                report.pictures.append(element.name)
        case ShapeElement():
            _paint_area(painter, element, box, element_colour(template, subject, element))
    return report


def rect(box: Box) -> QRectF:
    """Return a box of the template in the painter's units."""
    return QRectF(box.x * UNIT, box.y * UNIT, box.width * UNIT, box.height * UNIT)


def contrasting_ink(ground: str) -> str:
    """Return black or white, whichever is more legible on this colour."""
    colour = QtGui.QColor(ground)
    luma = 0.299 * colour.red() + 0.587 * colour.green() + 0.114 * colour.blue()
    return DARK_INK if luma > LIGHT_GROUND else LIGHT_INK


def _colour(template: BadgeTemplate, subject: BadgeRecipient, colour: str) -> QtGui.QColor:
    own = template.colour_of(subject.category)
    return QtGui.QColor({BY_CATEGORY: own, ON_CATEGORY: contrasting_ink(own)}.get(colour, colour))


def _paint_text(painter: QtGui.QPainter, element: TextElement, text: str, box: QRectF, report: PaintReport) -> None:
    text = text.upper() if element.is_capitals else text
    if not text.strip():
        return
    drawn, report.unknown = drawable_text(text)
    report.letters = missing_letters(text)
    turn = _turn(element, box)
    upright = turn.inverted()[0].mapRect(box)
    setting = fit_text(element, drawn, upright)
    if setting.is_cut:
        report.cut.append(text)
    painter.save()
    painter.setTransform(turn, combine=True)
    setting.draw(painter, upright)
    painter.restore()
    report.inks.append((text, turn.mapRect(setting.ink(upright))))


def _turn(element: TextElement, box: QRectF) -> QtGui.QTransform:
    """Return the turn of a text about the middle of its box."""
    middle = box.center()
    return QtGui.QTransform().translate(middle.x(), middle.y()).rotate(element.turn).translate(-middle.x(), -middle.y())


def _paint_image(painter: QtGui.QPainter, image: QtGui.QImage | None, box: QRectF) -> bool:
    if image is None or image.isNull():
        return False
    size = QSizeF(image.size()).scaled(box.size(), Qt.AspectRatioMode.KeepAspectRatio)
    place = QRectF(QPointF(0, 0), size)
    place.moveCenter(box.center())
    painter.drawImage(place, image)
    return True


@lru_cache(maxsize=8)
def _photograph(data: bytes) -> QtGui.QImage:
    return read_stored_picture(data)


def _paint_area(painter: QtGui.QPainter, element: ShapeElement, box: QRectF, colour: QtGui.QColor) -> None:
    stroke = element.stroke * UNIT
    painter.setPen(QtGui.QPen(colour, stroke) if stroke else Qt.PenStyle.NoPen)
    painter.setBrush(Qt.BrushStyle.NoBrush if stroke else colour)
    inner = box.adjusted(stroke / 2, stroke / 2, -stroke / 2, -stroke / 2)
    match element.shape:
        case Shape.BOX:
            painter.drawRoundedRect(inner, element.radius * UNIT, element.radius * UNIT)
        case Shape.ELLIPSE:
            painter.drawEllipse(inner)
        case Shape.LINE:
            painter.setPen(QtGui.QPen(colour, stroke or UNIT * 0.25))
            painter.drawLine(box.topLeft(), box.bottomRight())


@lru_cache(maxsize=1024)
def _matrix(code: str) -> tuple[tuple[bool, ...], ...]:
    return tuple(map(tuple, qr_matrix(code)))


def paint_code(painter: QtGui.QPainter, code: str, box: QRectF) -> float:
    """Paint a QR code; return the width of a module in mm."""
    return paint_modules(painter, _matrix(code) if code else (), box)


def paint_modules(painter: QtGui.QPainter, matrix: Sequence[Sequence[bool]], box: QRectF) -> float:
    """Paint the modules of a QR code on white, centred in the box; return the width of a module in mm.

    On a coarse device a module is a whole number of dots and begins on one: label printers make uneven modules
    unreadable.
    """
    side = min(box.width(), box.height())
    ground = QRectF(box.center().x() - side / 2, box.center().y() - side / 2, side, side)
    painter.fillRect(ground, QtGui.QColor(LIGHT_INK))
    if not matrix:
        return side / UNIT
    module, corner = _on_dots(painter, side / len(matrix), ground, len(matrix))
    painter.save()
    painter.setRenderHint(QtGui.QPainter.RenderHint.Antialiasing, False)
    painter.fillPath(_modules(matrix, module, corner), QtGui.QColor(DARK_INK))
    painter.restore()
    return module / UNIT


DOTS = range(2, 20)
"""Modules of this many dots are aligned to whole dots; finer devices do not need it."""


def _on_dots(painter: QtGui.QPainter, module: float, ground: QRectF, count: int) -> tuple[float, QPointF]:
    transform = painter.combinedTransform()
    scale = max(abs(transform.m11()), abs(transform.m12()))
    if int(module * scale) not in DOTS:
        return module, ground.topLeft()
    module = int(module * scale) / scale
    rest = (ground.width() - module * count) / 2
    corner = transform.map(ground.topLeft() + QPointF(rest, rest))
    inverted, _ = transform.inverted()
    return module, inverted.map(QPointF(round(corner.x()), round(corner.y())))


def _modules(matrix: Sequence[Sequence[bool]], module: float, corner: QPointF) -> QtGui.QPainterPath:
    """Return the dark modules, joined along each row."""
    path = QtGui.QPainterPath()
    path.setFillRule(Qt.FillRule.WindingFill)
    left, top = corner.x(), corner.y()
    for y, row in enumerate(matrix):
        start = None
        for x, is_dark in enumerate((*row, False)):
            if is_dark and start is None:
                start = x
            elif not is_dark and start is not None:
                path.addRect(left + start * module, top + y * module, (x - start) * module, module)
                start = None
    return path
