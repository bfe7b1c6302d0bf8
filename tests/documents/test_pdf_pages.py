# SPDX-License-Identifier: GPL-3.0-or-later
"""A PDF as pictures: its size, its pages as pictures, and files that are no such thing."""

import pytest
from PySide6.QtCore import QBuffer, QIODevice, QMarginsF, QRectF, QSizeF
from PySide6.QtGui import QColor, QPageLayout, QPageSize, QPainter, QPdfWriter

from checkin.badges.pictures import read_stored_picture
from checkin.core.message import UserError
from checkin.documents.subprocess_reader import LARGEST_PDF, read_pdf_pages


def a_pdf(*pages, size=(148, 105)):
    """Return a PDF with a band of each colour at the top of a page, an empty page for None."""
    buffer = QBuffer()
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    writer = QPdfWriter(buffer)
    paper = QPageSize(QSizeF(*size), QPageSize.Unit.Millimeter, "", QPageSize.SizeMatchPolicy.ExactMatch)
    writer.setPageLayout(QPageLayout(paper, QPageLayout.Orientation.Portrait, QMarginsF(0, 0, 0, 0)))
    painter = QPainter(writer)
    for number, colour in enumerate(pages):
        if number:
            writer.newPage()
        if colour:
            painter.fillRect(QRectF(0, 0, writer.width(), writer.height() / 4), QColor(colour))
    painter.end()
    return bytes(buffer.data().data())


def test_a_background_has_the_size_of_its_page_and_a_picture_of_what_is_on_it(qapp):
    found = read_pdf_pages(a_pdf("#c2410c", "#0f766e", None), 2, 1200)
    assert (found.width, found.height, found.count) == (pytest.approx(148, abs=0.2), pytest.approx(105, abs=0.2), 3)
    front, back = map(read_stored_picture, found.pictures)
    assert (front.width(), front.pixelColor(600, 40).name(), back.pixelColor(600, 40).name()) == (
        1200,
        "#c2410c",
        "#0f766e",
    )
    assert front.pixelColor(600, 700).name() == "#ffffff"


def test_an_empty_page_gives_its_size_alone(qapp):
    found = read_pdf_pages(a_pdf(None, size=(82, 203)), 2, 1200)
    assert (found.width, found.height) == (pytest.approx(82, abs=0.2), pytest.approx(203, abs=0.2))
    assert found.pictures == (b"",)


@pytest.mark.parametrize("how", ["nothing", "no PDF", "cut off", "noise", "too large", "a strip"])
def test_what_is_no_background_is_refused_with_a_sentence(qapp, how):
    whole = a_pdf("#c2410c")
    data = {
        "nothing": b"",
        "no PDF": b"<html>Not found</html>",
        "cut off": whole[: len(whole) // 3],
        "noise": b"%PDF-1.7\n" + bytes(range(256)) * 40,
        "too large": b"%PDF-1.7\n".ljust(LARGEST_PDF + 1, b" "),
        "a strip": a_pdf(None, size=(10, 900)),
    }[how]
    with pytest.raises(UserError, match=r"^Its background"):
        read_pdf_pages(data, 2, 1200)
