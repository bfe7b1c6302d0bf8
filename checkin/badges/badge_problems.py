# SPDX-License-Identifier: GPL-3.0-or-later
"""Badges as images, pages and dots, and their problems, found before printing: cut texts, missing letters, small codes.

Also chooses the people whose badges best show the faults of a template: the longest names as drawn, the rarest scripts.
"""

import unicodedata
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from heapq import nlargest
from pathlib import Path
from types import MappingProxyType

import numpy as np
import numpy.typing as npt
from PySide6 import QtGui
from PySide6.QtCore import QBuffer, QByteArray, QIODevice, QLineF, QMarginsF, QSizeF, Qt

from checkin.badges.badge_fonts import UNIT, badge_font, drawable_text, load
from checkin.badges.painter import (
    BadgeRecipient,
    PaintReport,
    background_colour,
    element_colour,
    is_drawn,
    paint_element,
    paint_side,
    rect,
    use_hints,
)
from checkin.core.attendee import Attendee
from checkin.core.badges.imposition import ImposedPage, Placement, Stock, impose, place_on_paper
from checkin.core.badges.template import (
    BadgeTemplate,
    Box,
    CodeElement,
    Element,
    TemplateProblem,
    TextElement,
    fill_fields,
    overlap,
    template_problems,
)
from checkin.core.message import Message
from checkin.core.print_jobs import AS_DRAWN, Calibration, Medium
from checkin.devices.printer import PrintDocument, PrintFormat
from checkin.documents.atomic_write import write_file_atomically

# Output of badges as images, PDF pages, printed pages and dots of a label printer.
# Everything is drawn by `painter.paint_side`. For a label nothing is scaled to fit: each module of a code stays a
# whole number of dots.

MM_PER_INCH = 25.4
PDF_DPI = 1200
MARK, MARK_GAP, MARK_WIDTH = 4.0, 1.0, 0.1
"""Millimetres: length of a cutting mark, its distance from the badge, its thickness."""

PageProgress = Callable[[int, int], None]
"""Called with the number of badges drawn and their total. May raise to end the work."""


@dataclass(frozen=True, slots=True)
class Badge:
    """One badge to draw."""

    template: BadgeTemplate
    subject: BadgeRecipient
    pictures: Mapping[str, QtGui.QImage] = field(default_factory=lambda: MappingProxyType({}))


def page_image(badge: Badge, page: ImposedPage, dpi: float) -> QtGui.QImage:
    """Return one page of a badge at this resolution. The badge begins on a whole dot."""
    scale = dpi / MM_PER_INCH
    image = QtGui.QImage(round(page.size[0] * scale), round(page.size[1] * scale), QtGui.QImage.Format.Format_RGB32)
    image.fill(Qt.GlobalColor.white)
    painter = QtGui.QPainter(image)
    painter.scale(scale / UNIT, scale / UNIT)
    laid = replace(page.transform, x=round(page.transform.x * scale) / scale, y=round(page.transform.y * scale) / scale)
    _paint_page(painter, (badge,), replace(page, transform=laid))
    painter.end()
    return image


def write_pdf(
    path: Path, badges: Sequence[Badge], stock: Stock | None, first: int = 0, report: PageProgress | None = None
) -> int:
    """Write all badges to a PDF with vector text and codes, whole or not at all; return the number of pages.

    Raises `UserError` for badges that do not fit the stock, `StorageError` if the disk fails.
    """
    pages = impose([badge.template for badge in badges], stock, first)
    write_file_atomically(path, render_pdf(badges, pages, stock, report), ".pdf")
    return len(pages)


def render_pdf(
    badges: Sequence[Badge],
    pages: Sequence[ImposedPage],
    stock: Stock | None = None,
    report: PageProgress | None = None,
) -> bytes:
    """Return pages from `impose` as a PDF."""
    content = QByteArray()
    buffer = QBuffer(content)
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    writer = QtGui.QPdfWriter(buffer)
    writer.setResolution(PDF_DPI)
    writer.setCreator("Checkin")
    paint_pages(writer, badges, pages, stock, report)
    return bytes(content.data())


def to_dots(title: str, badge: Badge, medium: Medium, calibration: Calibration = AS_DRAWN) -> PrintDocument:
    """Return a badge as a DOTS document: in original size, centred on its paper, rotated if necessary.

    `medium.height` 0 is an endless roll, cut where the badge ends. Of two sides only the first is printed, unless the
    badge is folded. Raises `UserError` for a badge that is larger than the paper.
    """
    page = place_on_paper(impose([badge.template], None)[:1], medium, calibration)[0]
    image = page_image(badge, page, medium.dpi)
    return PrintDocument(title, PrintFormat.DOTS, _grey(image), medium, image.width())


def _grey(image: QtGui.QImage) -> bytes:
    """Return the grey values without the padding that Qt adds to each row."""
    grey = image.convertToFormat(QtGui.QImage.Format.Format_Grayscale8)
    dots, row = grey.constBits(), grey.bytesPerLine()
    return b"".join(dots[start : start + grey.width()] for start in range(0, grey.height() * row, row))


def paint_pages(
    device: QtGui.QPagedPaintDevice,
    badges: Sequence[Badge],
    pages: Sequence[ImposedPage],
    stock: Stock | None = None,
    report: PageProgress | None = None,
) -> None:
    """Paint pages from `impose` on a PDF or a printer."""
    load()
    painter = QtGui.QPainter()
    done = 0
    for page in pages:
        _begin_page(device, painter, page)
        if stock and stock.is_cut:
            _paint_marks(painter, page, stock)
        _paint_page(painter, badges, page)
        done = max([done, *(placement.badge + 1 for placement in page.placements)])
        if report:
            report(done, len(badges))
    if painter.isActive():
        painter.end()


def _begin_page(device: QtGui.QPagedPaintDevice, painter: QtGui.QPainter, page: ImposedPage) -> None:
    size = QtGui.QPageSize(
        QSizeF(*page.size), QtGui.QPageSize.Unit.Millimeter, "", QtGui.QPageSize.SizeMatchPolicy.ExactMatch
    )
    none = QMarginsF(0, 0, 0, 0)
    device.setPageLayout(
        QtGui.QPageLayout(size, QtGui.QPageLayout.Orientation.Portrait, none, QtGui.QPageLayout.Unit.Millimeter)
    )
    if painter.isActive():
        device.newPage()
    else:
        painter.begin(device)
    scale = device.logicalDpiX() / MM_PER_INCH / UNIT
    painter.resetTransform()
    painter.scale(scale, scale)


def _paint_page(painter: QtGui.QPainter, badges: Sequence[Badge], page: ImposedPage) -> None:
    """Paint a page; the painter's origin is the paper's upper left corner."""
    painter.save()
    painter.translate(page.transform.x * UNIT, page.transform.y * UNIT)
    painter.scale(page.transform.scale, page.transform.scale)
    painter.rotate(90 if page.transform.is_turned else 0)
    for placement in page.placements:
        _place(painter, badges[placement.badge], placement)
    painter.restore()


def _place(painter: QtGui.QPainter, badge: Badge, placement: Placement) -> None:
    template = badge.template
    painter.save()
    painter.translate(placement.x * UNIT, placement.y * UNIT)
    if placement.is_turned:
        painter.translate(template.width * UNIT, template.height * UNIT)
        painter.rotate(180)
    paint_side(painter, template, badge.subject, badge.pictures, placement.side)
    painter.restore()


def _paint_marks(painter: QtGui.QPainter, page: ImposedPage, stock: Stock) -> None:
    """Paint the cutting marks: short lines outside the block of badges."""
    corners = [stock.cell(number) for number in range(stock.per_page)]
    across = sorted({edge for cell in corners for edge in (cell.x, cell.x + stock.width)})
    down = sorted({edge for cell in corners for edge in (cell.y, cell.y + stock.height)})
    painter.save()
    painter.setPen(QtGui.QPen(QtGui.QColor(Qt.GlobalColor.black), MARK_WIDTH * UNIT))
    for x in across:
        _mark(painter, (x, down[0] - MARK_GAP), (x, max(0.0, down[0] - MARK_GAP - MARK)))
        _mark(painter, (x, down[-1] + MARK_GAP), (x, min(page.size[1], down[-1] + MARK_GAP + MARK)))
    for y in down:
        _mark(painter, (across[0] - MARK_GAP, y), (max(0.0, across[0] - MARK_GAP - MARK), y))
        _mark(painter, (across[-1] + MARK_GAP, y), (min(page.size[0], across[-1] + MARK_GAP + MARK), y))
    painter.restore()


def _mark(painter: QtGui.QPainter, start: tuple[float, float], end: tuple[float, float]) -> None:
    painter.drawLine(QLineF(start[0] * UNIT, start[1] * UNIT, end[0] * UNIT, end[1] * UNIT))


LEAST_MODULE = 0.4
"""Millimetres of a code's module. A desk camera (720p, a field of 25 cm at a hand's distance) sees 5 px per mm, and
2.35 px per module were needed to read one (docs/adr/0007): 0.47 mm is safe at any angle, 0.4 is read when held closer.
"""

WORST = 10
"""Number of people shown: users look at no more."""


def inspect_badge(badge: Badge) -> PaintReport:
    """Draw all sides of a badge on a hidden image, and return the report."""
    whole = PaintReport()
    canvas = QtGui.QImage(1, 1, QtGui.QImage.Format.Format_RGB32)
    for side in range(1, badge.template.sides + 1):
        painter = QtGui.QPainter(canvas)
        painter.scale(1 / UNIT, 1 / UNIT)
        whole.add(paint_side(painter, badge.template, badge.subject, badge.pictures, side))
        painter.end()
    return whole


def find_problems(badges: Iterable[Badge]) -> list[TemplateProblem]:
    """Return the problems in the order of the badges; a problem of the template itself is returned once."""
    found: dict[tuple[Message, str], TemplateProblem] = {}
    for badge in badges:
        report = inspect_badge(badge)
        for problem in (*_of_template(badge, report), *_of_person(badge, report)):
            found.setdefault((problem[0], repr(problem[1])), problem)
    return list(found.values())


def problems_of_person(badge: Badge) -> list[TemplateProblem]:
    """Return the problems of this badge alone, without those of its template."""
    return list(_of_person(badge, inspect_badge(badge)))


def undrawable_letters(texts: Iterable[str]) -> TemplateProblem | None:
    """Return the problem of letters that will be replaced by a sign, in any texts drawn with badge fonts; None if
    none.
    """
    letters = dict.fromkeys(letter for text in texts for letter in drawable_text(text)[1])
    return (_UNKNOWN, {"letters": "".join(letters)}) if letters else None


def longest_names(people: Iterable[Attendee], count: int = WORST) -> list[Attendee]:
    """Return the people with the widest first or last name (each has a line of its own), then the widest both."""
    metrics = QtGui.QFontMetricsF(badge_font(1.0, is_bold=True))

    def width(person: Attendee) -> tuple[float, float]:
        first, last = (metrics.horizontalAdvance(part) for part in (person.first_name, person.last_name))
        return max(first, last), first + last

    return nlargest(count, people, key=width)


def is_in_other_script(text: str) -> bool:
    """Whether the text has a letter that is not Latin; a superscript ("9ᵉ") is Latin."""
    plain = unicodedata.normalize("NFKC", text)
    return any(c.isalpha() and "LATIN" not in unicodedata.name(c, "LATIN") for c in plain)


def people_in_other_scripts(people: Iterable[Attendee]) -> list[Attendee]:
    return [person for person in people if is_in_other_script(f"{person.name}{person.organisation}")]


def _of_template(badge: Badge, report: PaintReport) -> Iterator[TemplateProblem]:
    yield from template_problems(badge.template)
    for name in report.pictures:
        yield _PICTURE, {"name": name}
    if report.module is not None and report.module < LEAST_MODULE:
        yield _SMALL_CODE, {"template": badge.template.name, "least": f"{LEAST_MODULE:g}"}


def _of_person(badge: Badge, report: PaintReport) -> Iterator[TemplateProblem]:

    for text in report.cut:
        yield _CUT, {"text": text.replace("\n", " ")}
    for one, other in report.crossed:
        yield _CROSSED, {"one": one.replace("\n", " "), "other": other.replace("\n", " ")}
    unseen = find_unseen_texts(badge)
    for text in unseen.covered:
        yield _COVERED, {"text": text.replace("\n", " ")}
    for text in unseen.faint:
        yield _FAINT, {"text": text.replace("\n", " ")}
    if report.unknown:
        yield _UNKNOWN, {"letters": "".join(dict.fromkeys(report.unknown))}
    if borrowed := "".join(c for c in dict.fromkeys(report.letters) if c not in report.unknown):
        yield _LETTERS, {"letters": borrowed}


_COVERED = Message("badge", "Something covers “{text}”, at least in part. Move one of them.")
_FAINT = Message("badge", "“{text}” can hardly be read: its colour is like the one below it. Choose another colour.")
_CUT = Message("badge", "“{text}” does not fit and was cut off. Give it more room, or a smaller minimum size.")
_CROSSED = Message("badge", "“{one}” and “{other}” overlap. Move one of them.")
_LETTERS = Message(
    "badge", "The characters {letters} are not in any of the built-in fonts; check them before printing."
)
_UNKNOWN = Message(
    "badge",
    "This computer cannot draw the characters {letters}; a symbol replaces them. Write them differently, or "
    "install a font that has them.",
)
_PICTURE = Message("badge", "The picture “{name}” is not next to the badge file; its place is left empty.")
_SMALL_CODE = Message(
    "badge",
    "The code on “{template}” is too small to scan well: its smallest squares are under {least} mm. Make it larger.",
)


# Finds the texts of a badge that cannot be read once it is printed: what covers them, and a colour like what is
# below.
# Looks at dots, because a picture may be transparent where it lies over a name, and dark where a name lies over it.

DOTS = 6
"""Dots per millimetre: half of what a label printer has is enough to see a letter."""
MOST_COVERED = 0.03
"""The share of a text's letters that may be covered: a line that touches them."""
LEAST_CONTRAST, MOST_FAINT = 2.0, 0.3
"""The contrast (WCAG 2.2, 1.4.3, which asks 3 of large letters) below which letters are faint, and the share of them
that may be.
"""

_Dots = npt.NDArray[np.uint8]


@dataclass(frozen=True, slots=True)
class UnseenTexts:
    """The texts of a badge that something covers, and those with a colour like the one below them."""

    covered: tuple[str, ...] = ()
    faint: tuple[str, ...] = ()


def find_unseen_texts(badge: Badge) -> UnseenTexts:
    """Return the texts of this badge that cannot be read. Texts that overlap, and what is under a code, are found
    elsewhere.
    """
    covered, faint = [], []
    paper = background_colour(badge.template, badge.subject)
    for element, text, below, above in _texts(badge):
        ink = element_colour(badge.template, badge.subject, element)
        if not below and not above and not _is_faint(ink, _as_dot(paper)).any():
            continue  # most texts of most badges: nothing has to be drawn
        letters = _layer(badge, [replace(element, colour="#000000")], element.box, Qt.GlobalColor.white)[..., 0] < 128
        lid = _layer(badge, above, element.box, Qt.GlobalColor.transparent)[..., 3] > 64
        if (lid & letters).sum() > MOST_COVERED * letters.sum():
            covered.append(text)
        elif _is_faint(ink, _layer(badge, below, element.box, paper)[letters]).sum() > MOST_FAINT * letters.sum():
            faint.append(text)
    return UnseenTexts(tuple(covered), tuple(faint))


def _texts(badge: Badge) -> Iterator[tuple[TextElement, str, list[Element], list[Element]]]:
    """Yield each text that is drawn with what stands below it and above it on its side, without texts and codes."""
    drawn = [element for element in badge.template.elements if is_drawn(element, badge.subject)]
    for place, element in enumerate(drawn):
        text = fill_fields(element.text, badge.subject.values).strip() if isinstance(element, TextElement) else ""
        if isinstance(element, TextElement) and text:
            yield element, text, _areas(drawn[:place], element), _areas(drawn[place + 1 :], element)


def _areas(elements: Iterable[Element], text: TextElement) -> list[Element]:
    some = (each for each in elements if each.side == text.side and not isinstance(each, TextElement | CodeElement))
    return [each for each in some if overlap(each.box, text.box)]


def _layer(badge: Badge, elements: Iterable[Element], box: Box, ground: QtGui.QColor | Qt.GlobalColor) -> _Dots:
    """Return the dots (blue, green, red, alpha) of these elements within a box."""
    width, height = max(1, round(box.width * DOTS)), max(1, round(box.height * DOTS))
    image = QtGui.QImage(width, height, QtGui.QImage.Format.Format_ARGB32_Premultiplied)
    image.fill(ground)
    painter = QtGui.QPainter(image)
    use_hints(painter)
    painter.scale(DOTS / UNIT, DOTS / UNIT)
    painter.translate(-rect(box).topLeft())
    for element in elements:
        paint_element(painter, badge.template, badge.subject, element, badge.pictures)
    painter.end()
    return np.frombuffer(image.constBits(), np.uint8).reshape(height, width, 4).copy()


def _is_faint(ink: QtGui.QColor, ground: _Dots) -> npt.NDArray[np.bool_]:
    """Return for each dot below a letter whether the letter hardly stands out from it."""
    own, light = _luminance(_as_dot(ink))[0], _luminance(ground)
    faint: npt.NDArray[np.bool_] = (np.maximum(light, own) + 0.05) < LEAST_CONTRAST * (np.minimum(light, own) + 0.05)
    return faint


def _as_dot(colour: QtGui.QColor) -> _Dots:
    return np.array([[colour.blue(), colour.green(), colour.red()]], np.uint8)


def _luminance(dots: _Dots) -> npt.NDArray[np.float64]:
    """Return the relative luminance (WCAG 2.2) of dots."""
    share = dots[..., :3] / 255
    linear = np.where(share <= 0.04045, share / 12.92, ((share + 0.055) / 1.055) ** 2.4)
    luminance: npt.NDArray[np.float64] = linear @ np.array([0.0722, 0.7152, 0.2126])
    return luminance
