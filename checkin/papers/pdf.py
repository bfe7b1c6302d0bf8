# SPDX-License-Identifier: GPL-3.0-or-later
"""Pages as a PDF with vector text, in memory: what is written to a disk is whole. Its title and author are the event's;
no attendee is named in them.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial

from PySide6.QtCore import QBuffer, QByteArray, QIODevice, QMarginsF
from PySide6.QtGui import QPageLayout, QPageSize, QPainter, QPdfWriter

from checkin.badges.faces import UNIT, load
from checkin.badges.outputs import MM_PER_INCH, PDF_DPI, Tell
from checkin.badges.painter import use_hints
from checkin.core.badges.template import Box
from checkin.papers.ink import GREY, HEIGHT, INNER, MARGIN, Ink

DrawPage = Callable[[Ink], None]

CONTROL = 1.9
"""Millimetres high: the control line is to be typed off once in a dispute, not read."""


@dataclass(frozen=True, slots=True)
class About:
    """What the file says of itself. `control` says from which journal it was made; it stands at the foot of each page
    too, so that a printed one can be checked as well.
    """

    title: str
    author: str
    control: str = ""


def pdf(about: About, pages: Sequence[DrawPage], tell: Tell | None = None) -> bytes:
    """One A4 page after another. `tell` is called after each, and may raise to end the work."""
    load()
    content = QByteArray()
    buffer = QBuffer(content)
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    writer = QPdfWriter(buffer)
    writer.setResolution(PDF_DPI)
    writer.setCreator(f"Checkin ({about.control})" if about.control else "Checkin")
    writer.setTitle(about.title)
    writer.setAuthor(about.author)
    none = QMarginsF(0, 0, 0, 0)
    writer.setPageLayout(QPageLayout(QPageSize(QPageSize.PageSizeId.A4), QPageLayout.Orientation.Portrait, none))
    painter = QPainter(writer)
    try:
        _draw(writer, painter, [partial(_draw_page, page, about.control) for page in pages], tell)
    finally:
        painter.end()
    return bytes(content.data())


def _draw_page(page: DrawPage, control: str, ink: Ink) -> None:
    page(ink)
    ink.letters(control, Box(MARGIN, HEIGHT - 11, INNER, 3), CONTROL, GREY)


def _draw(writer: QPdfWriter, painter: QPainter, pages: Sequence[DrawPage], tell: Tell | None) -> None:
    scale = writer.logicalDpiX() / MM_PER_INCH / UNIT
    painter.scale(scale, scale)
    use_hints(painter)
    ink = Ink(painter)
    for number, page in enumerate(pages, 1):
        if number > 1:
            writer.newPage()
        page(ink)
        if tell:
            tell(number, len(pages))
