# SPDX-License-Identifier: GPL-3.0-or-later
"""Building a PDF with vector text from drawn pages, piece by piece, and the settings that all reports of one run share.

Title and author are the event's; no attendee is named.
"""

from collections.abc import Callable, Generator, Sequence
from contextlib import closing
from dataclasses import dataclass
from datetime import datetime, tzinfo
from pathlib import Path

from PySide6.QtCore import QBuffer, QByteArray, QIODevice, QMarginsF
from PySide6.QtGui import QImage, QPageLayout, QPageSize, QPainter, QPdfWriter

from checkin.badges.badge_fonts import UNIT, load
from checkin.badges.badge_output import MM_PER_INCH, PDF_DPI, PageProgress
from checkin.badges.painter import use_hints
from checkin.core.badges.template import Box
from checkin.documents.atomic_write import draft_of_files
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
