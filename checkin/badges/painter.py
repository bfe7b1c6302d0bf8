# SPDX-License-Identifier: GPL-3.0-or-later
"""Painting one side of a badge on any QPainter.

Only the size of a dot depends on the device, so the same badge results everywhere. Opens no file: pictures are passed
in.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from types import MappingProxyType

from PySide6.QtCore import QPointF, QRectF, QSizeF, Qt
from PySide6.QtGui import QColor, QImage, QPainter, QPainterPath, QPen, QTransform

from checkin.badges.badge_fonts import UNIT, drawable_text, missing_letters
from checkin.badges.pictures import read_stored_picture
from checkin.badges.text_fitting import fit_text
from checkin.core.badges.badge_fields import fill_fields
from checkin.core.badges.template import (
    BY_CATEGORY,
    ON_CATEGORY,
    PHOTOGRAPH,
    BadgeTemplate,
    Box,
    CodeElement,
    Element,
    ImageElement,
    Shape,
    ShapeElement,
    TextElement,
)
from checkin.documents.code_images import qr_matrix

DARK_INK, LIGHT_INK = "#000000", "#FFFFFF"
LIGHT_GROUND = 140
"""Luma (ITU-R BT.601) above which black is more legible than white."""


@dataclass(frozen=True, slots=True)
class BadgeRecipient:
    """The person of a badge: `values` are the field values (`core.badges.badge_fields`), `category` the id with the
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
    painter: QPainter,
    template: BadgeTemplate,
    subject: BadgeRecipient,
    pictures: Mapping[str, QImage] = MappingProxyType({}),
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


def use_hints(painter: QPainter) -> None:
    """Set the render hints that all badges are drawn with."""
    painter.setRenderHints(
        QPainter.RenderHint.Antialiasing
        | QPainter.RenderHint.TextAntialiasing
        | QPainter.RenderHint.SmoothPixmapTransform
    )


def is_drawn(element: Element, subject: BadgeRecipient) -> bool:
    """Whether this person's badge shows the element."""
    return element.when is None or element.when.is_met(subject.values)


def background_colour(template: BadgeTemplate, subject: BadgeRecipient) -> QColor:
    return _colour(template, subject, template.ground)


def element_colour(template: BadgeTemplate, subject: BadgeRecipient, element: TextElement | ShapeElement) -> QColor:
    """Return the colour of an element, the category's where it is that."""
    return _colour(template, subject, element.colour)


def paint_element(
    painter: QPainter,
    template: BadgeTemplate,
    subject: BadgeRecipient,
    element: Element,
    pictures: Mapping[str, QImage] = MappingProxyType({}),
) -> PaintReport:
    """Paint one element and return the report; the badge editor draws with this too."""
    report, box = PaintReport(), rect(element.box)
    match element:
        case TextElement():
            painter.setPen(QPen(element_colour(template, subject, element)))
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
    colour = QColor(ground)
    luma = 0.299 * colour.red() + 0.587 * colour.green() + 0.114 * colour.blue()
    return DARK_INK if luma > LIGHT_GROUND else LIGHT_INK


def _colour(template: BadgeTemplate, subject: BadgeRecipient, colour: str) -> QColor:
    own = template.colour_of(subject.category)
    return QColor({BY_CATEGORY: own, ON_CATEGORY: contrasting_ink(own)}.get(colour, colour))


def _paint_text(painter: QPainter, element: TextElement, text: str, box: QRectF, report: PaintReport) -> None:
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


def _turn(element: TextElement, box: QRectF) -> QTransform:
    """Return the turn of a text about the middle of its box."""
    middle = box.center()
    return QTransform().translate(middle.x(), middle.y()).rotate(element.turn).translate(-middle.x(), -middle.y())


def _paint_image(painter: QPainter, image: QImage | None, box: QRectF) -> bool:
    if image is None or image.isNull():
        return False
    size = QSizeF(image.size()).scaled(box.size(), Qt.AspectRatioMode.KeepAspectRatio)
    place = QRectF(QPointF(0, 0), size)
    place.moveCenter(box.center())
    painter.drawImage(place, image)
    return True


@lru_cache(maxsize=8)
def _photograph(data: bytes) -> QImage:
    return read_stored_picture(data)


def _paint_area(painter: QPainter, element: ShapeElement, box: QRectF, colour: QColor) -> None:
    stroke = element.stroke * UNIT
    painter.setPen(QPen(colour, stroke) if stroke else Qt.PenStyle.NoPen)
    painter.setBrush(Qt.BrushStyle.NoBrush if stroke else colour)
    inner = box.adjusted(stroke / 2, stroke / 2, -stroke / 2, -stroke / 2)
    match element.shape:
        case Shape.BOX:
            painter.drawRoundedRect(inner, element.radius * UNIT, element.radius * UNIT)
        case Shape.ELLIPSE:
            painter.drawEllipse(inner)
        case Shape.LINE:
            painter.setPen(QPen(colour, stroke or UNIT * 0.25))
            painter.drawLine(box.topLeft(), box.bottomRight())


@lru_cache(maxsize=1024)
def _matrix(code: str) -> tuple[tuple[bool, ...], ...]:
    return tuple(map(tuple, qr_matrix(code)))


def paint_code(painter: QPainter, code: str, box: QRectF) -> float:
    """Paint a QR code; return the width of a module in mm."""
    return paint_modules(painter, _matrix(code) if code else (), box)


def paint_modules(painter: QPainter, matrix: Sequence[Sequence[bool]], box: QRectF) -> float:
    """Paint the modules of a QR code on white, centred in the box; return the width of a module in mm.

    On a coarse device a module is a whole number of dots and begins on one: label printers make uneven modules
    unreadable.
    """
    side = min(box.width(), box.height())
    ground = QRectF(box.center().x() - side / 2, box.center().y() - side / 2, side, side)
    painter.fillRect(ground, QColor(LIGHT_INK))
    if not matrix:
        return side / UNIT
    module, corner = _on_dots(painter, side / len(matrix), ground, len(matrix))
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing, False)
    painter.fillPath(_modules(matrix, module, corner), QColor(DARK_INK))
    painter.restore()
    return module / UNIT


DOTS = range(2, 20)
"""Modules of this many dots are aligned to whole dots; finer devices do not need it."""


def _on_dots(painter: QPainter, module: float, ground: QRectF, count: int) -> tuple[float, QPointF]:
    transform = painter.combinedTransform()
    scale = max(abs(transform.m11()), abs(transform.m12()))
    if int(module * scale) not in DOTS:
        return module, ground.topLeft()
    module = int(module * scale) / scale
    rest = (ground.width() - module * count) / 2
    corner = transform.map(ground.topLeft() + QPointF(rest, rest))
    inverted, _ = transform.inverted()
    return module, inverted.map(QPointF(round(corner.x()), round(corner.y())))


def _modules(matrix: Sequence[Sequence[bool]], module: float, corner: QPointF) -> QPainterPath:
    """Return the dark modules, joined along each row."""
    path = QPainterPath()
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
