# SPDX-License-Identifier: GPL-3.0-or-later
"""Building a PDF with vector text from drawn pages, in memory, and the settings that all reports of one run share.

Title and author are the event's; no attendee is named.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime, tzinfo
from functools import partial

from PySide6.QtCore import QBuffer, QByteArray, QIODevice, QMarginsF
from PySide6.QtGui import QImage, QPageLayout, QPageSize, QPainter, QPdfWriter

from checkin.badges.badge_fonts import UNIT, load
from checkin.badges.badge_output import MM_PER_INCH, PDF_DPI, PageProgress
from checkin.badges.painter import use_hints
from checkin.core.badges.template import Box
from checkin.pdf_reports.page_canvas import GREY, HEIGHT, INNER, MARGIN, PageCanvas
from checkin.translation import Translator

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


def build_pdf(about: PdfMetadata, pages: Sequence[DrawPage], report: PageProgress | None = None) -> bytes:
    """Return a PDF with one A4 page per function. `report` is called after each page, and may raise to end the work."""
    load()
    content = QByteArray()
    buffer = QBuffer(content)
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    writer = QPdfWriter(buffer)
    writer.setResolution(PDF_DPI)
    writer.setCreator(f"Checkin ({about.fingerprint})" if about.fingerprint else "Checkin")
    writer.setTitle(about.title)
    writer.setAuthor(about.author)
    none = QMarginsF(0, 0, 0, 0)
    writer.setPageLayout(QPageLayout(QPageSize(QPageSize.PageSizeId.A4), QPageLayout.Orientation.Portrait, none))
    painter = QPainter(writer)
    try:
        _draw(writer, painter, [partial(_draw_page, page, about.fingerprint) for page in pages], report)
    finally:
        painter.end()
    return bytes(content.data())


def _draw_page(page: DrawPage, control: str, ink: PageCanvas) -> None:
    page(ink)
    ink.letters(control, Box(MARGIN, HEIGHT - 11, INNER, 3), CONTROL, GREY)


def _draw(writer: QPdfWriter, painter: QPainter, pages: Sequence[DrawPage], report: PageProgress | None) -> None:
    scale = writer.logicalDpiX() / MM_PER_INCH / UNIT
    painter.scale(scale, scale)
    use_hints(painter)
    ink = PageCanvas(painter)
    for number, page in enumerate(pages, 1):
        if number > 1:
            writer.newPage()
        page(ink)
        if report:
            report(number, len(pages))
