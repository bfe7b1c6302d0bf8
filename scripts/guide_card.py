# SPDX-License-Identifier: GPL-3.0-or-later
"""The volunteer's card: one page of A4 to lie beside the keyboard, written as a PDF. Not part of the program.

Lengths are tenths of a millimetre, the size of a letter too.
"""

from collections.abc import Iterator
from pathlib import Path

from PySide6.QtCore import QMarginsF, QRectF, Qt
from PySide6.QtGui import QColor, QPageLayout, QPageSize, QPainter, QPdfWriter, QPen

from checkin.translation import Translator
from checkin.ui.look import drawing
from checkin.ui.look.answer_looks import SHAPES
from checkin.ui.look.theme import LIGHT, font, load_fonts
from scripts.guide_card_words import CARDS, Band, Card, bands, rows

DPI = 1200
WIDTH, HEIGHT, MARGIN = 2100, 2970, 120
INNER = WIDTH - 2 * MARGIN
BAND, STEP, KEY, ROW = 124, 78, 58, 44
GAP = 20
COLUMNS = 4
Face = tuple[int, int, str]
"""Size, weight and ink."""

TEXT = (42, 400, LIGHT.ink)
BOLD, WORD, HEADING, TITLE = ((size, 700, LIGHT.ink) for size in (44, 46, 52, 92))
SMALL, CAP = (36, 400, LIGHT.ink), (36, 700, LIGHT.ink)
TOP = int(Qt.AlignmentFlag.AlignTop | Qt.TextFlag.TextWordWrap)
MIDDLE = int(Qt.AlignmentFlag.AlignVCenter | Qt.TextFlag.TextWordWrap)
CENTRE = int(Qt.AlignmentFlag.AlignCenter)


def write(spoken: str, folder: Path) -> Path:
    """The card in "fr" or "en". Needs a QGuiApplication."""
    load_fonts()
    card = CARDS[spoken]
    path = folder / f"{card.name}.pdf"
    writer = QPdfWriter(str(path))
    writer.setResolution(DPI)
    writer.setCreator("Checkin")
    writer.setTitle(card.title)
    none = QMarginsF(0, 0, 0, 0)
    writer.setPageLayout(QPageLayout(QPageSize(QPageSize.PageSizeId.A4), QPageLayout.Orientation.Portrait, none))
    painter = QPainter(writer)
    painter.scale(DPI / 254, DPI / 254)
    _draw(painter, card, Translator(spoken))
    painter.end()
    return path


def _draw(painter: QPainter, card: Card, voice: Translator) -> None:
    """From the top to the bottom, each part where the one above ends."""
    y = _title(painter, card)
    for number, step in enumerate(card.steps, 1):
        _step(painter, QRectF(MARGIN, y, INNER, STEP), str(number), step)
        y += STEP
    y = _heading(painter, y + GAP, card.answers)
    for band in bands(card):
        _band(painter, QRectF(MARGIN, y, INNER, BAND), band, _titles(band, voice))
        y += BAND + 8
    y += 6
    for row in rows(card):
        _row(painter, QRectF(MARGIN, y, INNER, ROW), row, _titles(row, voice))
        y += ROW
    y = _keys(painter, y + GAP, card)
    _troubles(painter, y + GAP, card)
    _supervisor(painter, card)


def _titles(band: Band, voice: Translator) -> str:
    return " · ".join(voice.translate(title, place=1) for title in band.titles)


def _title(painter: QPainter, card: Card) -> float:
    drawing.app_icon().paint(painter, int(MARGIN), 84, 108, 108)
    _text(painter, QRectF(MARGIN + 140, 76, INNER - 140, 124), card.title, TITLE, MIDDLE)
    return 212


def _heading(painter: QPainter, y: float, text: str) -> float:
    _text(painter, QRectF(MARGIN, y, INNER, 66), text, HEADING)
    return y + 70


def _step(painter: QPainter, box: QRectF, number: str, text: str) -> None:
    disc = QRectF(box.left(), box.center().y() - 36, 72, 72)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(QColor(LIGHT.accent))
    painter.drawEllipse(disc)
    _text(painter, disc, number, in_ink(BOLD, LIGHT.on_accent), CENTRE)
    _text(painter, box.adjusted(100, 0, 0, 0), text, TEXT, MIDDLE)


def _band(painter: QPainter, box: QRectF, band: Band, titles: str) -> None:
    """Its colour and its shape, as on the screen."""
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(QColor(band.colours.ground))
    painter.drawRoundedRect(box, 30, 30)
    drawing.draw(painter, SHAPES[band.family], QRectF(box.left() + 36, box.center().y() - 46, 92, 92), band.colours.ink)
    row = box.adjusted(164, 4, -30, -4)
    half = row.height() / 2
    _text(painter, row.adjusted(0, 0, 0, -half), titles, in_ink(WORD, band.colours.ink), MIDDLE)
    _text(painter, row.adjusted(0, half, 0, 0), band.act, in_ink(TEXT, band.colours.ink), MIDDLE)


def _row(painter: QPainter, box: QRectF, row: Band, titles: str) -> None:
    """One line: the shape in its colour, what the screen says, what to do."""
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(QColor(row.colours.ground))
    badge = QRectF(box.left(), box.top() + 3, 40, 40)
    painter.drawRoundedRect(badge, 12, 12)
    if shape := SHAPES[row.family]:
        drawing.draw(painter, shape, badge.adjusted(8, 8, -8, -8), row.colours.ink)
    text = box.adjusted(58, 0, 0, 0)
    _text(painter, text, titles, CAP, MIDDLE)
    width = painter.fontMetrics().horizontalAdvance(titles)
    _text(painter, text.adjusted(width + 24, 0, 0, 0), row.act, SMALL, MIDDLE)


def _keys(painter: QPainter, y: float, card: Card) -> float:
    """Some beside each other."""
    width = INNER / COLUMNS
    for number, (key, what) in enumerate(card.keys):
        place = QRectF(MARGIN + width * (number % COLUMNS), y + (KEY + 12) * (number // COLUMNS), width, KEY)
        painter.setFont(font(CAP[0], CAP[1]))
        cap = QRectF(place.left(), place.top(), max(84, painter.fontMetrics().horizontalAdvance(key) + 22), KEY)
        painter.setPen(QPen(QColor(LIGHT.ink), 4))
        painter.setBrush(QColor(LIGHT.surface))
        painter.drawRoundedRect(cap, 18, 18)
        _text(painter, cap, key, CAP, CENTRE)
        _text(painter, place.adjusted(cap.width() + 10, 0, 0, 0), what, SMALL, MIDDLE)
    return y + (KEY + 12) * -(-len(card.keys) // COLUMNS)


def _troubles(painter: QPainter, y: float, card: Card) -> None:
    for place, (question, what) in zip(_thirds(y), card.troubles, strict=True):
        painter.setPen(QPen(QColor(LIGHT.line), 4))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawRoundedRect(place, 24, 24)
        inner = place.adjusted(26, 14, -20, -8)
        _text(painter, inner, question, BOLD)
        _text(painter, inner.adjusted(0, 60, 0, 0), what, SMALL)


def _thirds(y: float) -> Iterator[QRectF]:
    width = (INNER - 2 * GAP) / 3
    for number in range(3):
        yield QRectF(MARGIN + number * (width + GAP), y, width, HEIGHT - 195 - y)


def _supervisor(painter: QPainter, card: Card) -> None:
    """A line to write on."""
    y = HEIGHT - 110
    _text(painter, QRectF(MARGIN, y - 60, 420, 60), card.supervisor, BOLD, MIDDLE)
    painter.setPen(QPen(QColor(LIGHT.ink), 4))
    painter.drawLine(MARGIN + 420, y, WIDTH - MARGIN, y)


def in_ink(face: Face, colour: str) -> Face:
    return face[0], face[1], colour


def _text(painter: QPainter, box: QRectF, text: str, face: Face, flags: int = TOP) -> None:
    """Whole, or a fault: a card with a word cut off is not written."""
    size, weight, ink = face
    painter.setFont(font(size, weight))
    painter.setPen(QColor(ink))
    taken = painter.boundingRect(box, flags, text)
    assert max(taken.height() - box.height(), taken.width() - box.width()) <= 1, f"no room for: {text}"
    painter.drawText(box, flags, text)
