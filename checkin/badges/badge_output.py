# SPDX-License-Identifier: GPL-3.0-or-later
"""Output of badges as images, PDF pages, printed pages and dots of a label printer.

Everything is drawn by `painter.paint_side`. For a label nothing is scaled to fit: each module of a code stays a whole
number of dots.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from types import MappingProxyType

from PySide6.QtCore import QBuffer, QByteArray, QIODevice, QLineF, QMarginsF, QSizeF, Qt
from PySide6.QtGui import QColor, QImage, QPagedPaintDevice, QPageLayout, QPageSize, QPainter, QPdfWriter, QPen

from checkin.badges.badge_fonts import UNIT, load
from checkin.badges.painter import BadgeRecipient, paint_side
from checkin.core.badges.imposition import ImposedPage, Placement, impose, place_on_paper
from checkin.core.badges.stocks import Stock
from checkin.core.badges.template import BadgeTemplate
from checkin.core.printing.print_plan import AS_DRAWN, Calibration, Medium
from checkin.devices.printer import PrintDocument, PrintFormat
from checkin.documents.atomic_write import write_file_atomically

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
    pictures: Mapping[str, QImage] = field(default_factory=lambda: MappingProxyType({}))


def page_image(badge: Badge, page: ImposedPage, dpi: float) -> QImage:
    """Return one page of a badge at this resolution. The badge begins on a whole dot."""
    scale = dpi / MM_PER_INCH
    image = QImage(round(page.size[0] * scale), round(page.size[1] * scale), QImage.Format.Format_RGB32)
    image.fill(Qt.GlobalColor.white)
    painter = QPainter(image)
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
    writer = QPdfWriter(buffer)
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


def _grey(image: QImage) -> bytes:
    """Return the grey values without the padding that Qt adds to each row."""
    grey = image.convertToFormat(QImage.Format.Format_Grayscale8)
    dots, row = grey.constBits(), grey.bytesPerLine()
    return b"".join(dots[start : start + grey.width()] for start in range(0, grey.height() * row, row))


def paint_pages(
    device: QPagedPaintDevice,
    badges: Sequence[Badge],
    pages: Sequence[ImposedPage],
    stock: Stock | None = None,
    report: PageProgress | None = None,
) -> None:
    """Paint pages from `impose` on a PDF or a printer."""
    load()
    painter = QPainter()
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


def _begin_page(device: QPagedPaintDevice, painter: QPainter, page: ImposedPage) -> None:
    size = QPageSize(QSizeF(*page.size), QPageSize.Unit.Millimeter, "", QPageSize.SizeMatchPolicy.ExactMatch)
    none = QMarginsF(0, 0, 0, 0)
    device.setPageLayout(QPageLayout(size, QPageLayout.Orientation.Portrait, none, QPageLayout.Unit.Millimeter))
    if painter.isActive():
        device.newPage()
    else:
        painter.begin(device)
    scale = device.logicalDpiX() / MM_PER_INCH / UNIT
    painter.resetTransform()
    painter.scale(scale, scale)


def _paint_page(painter: QPainter, badges: Sequence[Badge], page: ImposedPage) -> None:
    """Paint a page; the painter's origin is the paper's upper left corner."""
    painter.save()
    painter.translate(page.transform.x * UNIT, page.transform.y * UNIT)
    painter.scale(page.transform.scale, page.transform.scale)
    painter.rotate(90 if page.transform.is_turned else 0)
    for placement in page.placements:
        _place(painter, badges[placement.badge], placement)
    painter.restore()


def _place(painter: QPainter, badge: Badge, placement: Placement) -> None:
    template = badge.template
    painter.save()
    painter.translate(placement.x * UNIT, placement.y * UNIT)
    if placement.is_turned:
        painter.translate(template.width * UNIT, template.height * UNIT)
        painter.rotate(180)
    paint_side(painter, template, badge.subject, badge.pictures, placement.side)
    painter.restore()


def _paint_marks(painter: QPainter, page: ImposedPage, stock: Stock) -> None:
    """Paint the cutting marks: short lines outside the block of badges."""
    corners = [stock.cell(number) for number in range(stock.per_page)]
    across = sorted({edge for cell in corners for edge in (cell.x, cell.x + stock.width)})
    down = sorted({edge for cell in corners for edge in (cell.y, cell.y + stock.height)})
    painter.save()
    painter.setPen(QPen(QColor(Qt.GlobalColor.black), MARK_WIDTH * UNIT))
    for x in across:
        _mark(painter, (x, down[0] - MARK_GAP), (x, max(0.0, down[0] - MARK_GAP - MARK)))
        _mark(painter, (x, down[-1] + MARK_GAP), (x, min(page.size[1], down[-1] + MARK_GAP + MARK)))
    for y in down:
        _mark(painter, (across[0] - MARK_GAP, y), (max(0.0, across[0] - MARK_GAP - MARK), y))
        _mark(painter, (across[-1] + MARK_GAP, y), (min(page.size[0], across[-1] + MARK_GAP + MARK), y))
    painter.restore()


def _mark(painter: QPainter, start: tuple[float, float], end: tuple[float, float]) -> None:
    painter.drawLine(QLineF(start[0] * UNIT, start[1] * UNIT, end[0] * UNIT, end[1] * UNIT))
