# SPDX-License-Identifier: GPL-3.0-or-later
"""The canvas of PDF reports: texts, lines, signatures and pictures in mm of an A4 page, and the PDF of such pages."""

from collections.abc import Callable, Generator, Iterable, Sequence
from contextlib import closing
from dataclasses import dataclass
from datetime import datetime, tzinfo
from functools import lru_cache
from itertools import pairwise
from pathlib import Path
from typing import NamedTuple

from PySide6.QtCore import QBuffer, QByteArray, QIODevice, QLineF, QMarginsF, QPointF, QRectF, QSizeF, Qt
from PySide6.QtGui import QColor, QFont, QImage, QPageLayout, QPageSize, QPainter, QPainterPath, QPdfWriter, QPen

from checkin.badges.badge_fonts import UNIT, badge_font, drawable_text, load
from checkin.badges.badge_problems import MM_PER_INCH, PDF_DPI, PageProgress
from checkin.badges.painter import FittedParagraphs, fit_text, paint_code, paint_modules, rect, use_hints
from checkin.core.badges.template import Align, Box, TextElement
from checkin.core.signature import GRID, LEVELS, Signature
from checkin.documents.atomic_write import draft_of_files
from checkin.translation import Translator

# Drawing a signature as lines, on paper and on screen.

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


# Building a PDF with vector text from drawn pages, piece by piece, and the settings that all reports of one run
# share.
# Title and author are the event's; no attendee is named.

DrawPage = Callable[[PageCanvas], None]

CONTROL = 1.9
"""Millimetres: the height of the fingerprint, which is typed once in a dispute, not read."""


@dataclass(frozen=True, slots=True)
class PdfMetadata:
    """The metadata of a PDF. `fingerprint` identifies the journal it was made from; it is also printed at the foot of
    each page, so that a printed copy can be checked.
    """

    title: str
    author: str
    fingerprint: str = ""


@dataclass(frozen=True, slots=True)
class ReportContext:
    """The settings of one run: language, time zone, time of making, logo, and the journal's fingerprint
    (`JournalFingerprint`). A certificate is in the language its attendee asked for, if any.
    """

    voice: Translator
    zone: tzinfo
    made: datetime
    logo: QImage | None = None
    fingerprint: str = ""


def write_pdf(path: Path, about: PdfMetadata, pages: Sequence[DrawPage], report: PageProgress | None = None) -> None:
    """Write the PDF of `build_pieces`, whole or not at all. Raises the errors of `draft_of_files`."""
    with (
        draft_of_files(path, ".pdf") as draft,
        draft.open("xb") as file,
        closing(build_pieces(about, pages, report)) as pieces,
    ):
        file.writelines(pieces)


def build_pdf(about: PdfMetadata, pages: Sequence[DrawPage], report: PageProgress | None = None) -> bytes:
    """Return the PDF of `build_pieces`, for a few pages."""
    return b"".join(build_pieces(about, pages, report))


def build_pieces(about: PdfMetadata, pages: Sequence[DrawPage], report: PageProgress | None = None) -> Generator[bytes]:
    """Yield a PDF with one A4 page per function, in a piece for each page, so that no more than one is in memory.
    `report` is called after each page, and may raise to end the work.
    """
    load()
    content = QByteArray()
    buffer = QBuffer(content)
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    writer = _writer(about, buffer)
    painter = QPainter(writer)
    try:
        scale = writer.logicalDpiX() / MM_PER_INCH / UNIT
        painter.scale(scale, scale)
        use_hints(painter)
        ink = PageCanvas(painter)
        for number, page in enumerate(pages, 1):
            if number > 1:
                writer.newPage()
                yield _taken(buffer, content)
            page(ink)
            ink.letters(about.fingerprint, Box(MARGIN, HEIGHT - 11, INNER, 3), CONTROL, GREY)
            if report:
                report(number, len(pages))
    finally:
        painter.end()
    yield _taken(buffer, content)


def _writer(about: PdfMetadata, buffer: QBuffer) -> QPdfWriter:
    writer = QPdfWriter(buffer)
    writer.setResolution(PDF_DPI)
    writer.setCreator(f"Checkin ({about.fingerprint})" if about.fingerprint else "Checkin")
    writer.setTitle(about.title)
    writer.setAuthor(about.author)
    none = QMarginsF(0, 0, 0, 0)
    writer.setPageLayout(QPageLayout(QPageSize(QPageSize.PageSizeId.A4), QPageLayout.Orientation.Portrait, none))
    return writer


def _taken(buffer: QBuffer, content: QByteArray) -> bytes:
    """Return what was written to the buffer of `content`, and empty it. The writer counts its bytes itself."""
    piece = bytes(content.data())
    buffer.seek(0)
    content.truncate(0)
    return piece
