# SPDX-License-Identifier: GPL-3.0-or-later
"""The volunteer's card: one page of A4 to lie beside the keyboard, written as a PDF. Not part of the program.

Lengths are tenths of a millimetre, the size of a letter too.
"""

from collections.abc import Iterator
from pathlib import Path

from PySide6.QtCore import QMarginsF, QRectF, Qt
from PySide6.QtGui import QColor, QPageLayout, QPageSize, QPainter, QPdfWriter, QPen

from checkin.translation import Translator
from checkin.ui.look import icons
from checkin.ui.look.answer_looks import LOOKS, SHAPES
from checkin.ui.look.theme import LIGHT, font, load_fonts
from scripts.guide_card_words import CARDS, Band, Card, bands, rows

DPI = 1200
WIDTH, HEIGHT, MARGIN = 2100, 2970, 120
INNER = WIDTH - 2 * MARGIN
BAND, STEP, KEY, ROW = 172, 116, 80, 60
GAP = 22
Face = tuple[int, int, str]
"""Size, weight and ink."""

TEXT = (48, 400, LIGHT.ink)
BOLD, WORD, HEADING, TITLE = ((size, 700, LIGHT.ink) for size in (50, 58, 60, 110))
SMALL, CAP, REMARK = (44, 400, LIGHT.ink), (44, 700, LIGHT.ink), (40, 400, LIGHT.quiet)
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
        y += BAND + 10
    for row in rows(card):
        _row(painter, QRectF(MARGIN, y, INNER, ROW), row, _titles(row, voice))
        y += ROW
    y += 8
    _text(painter, QRectF(MARGIN, y, INNER, 156), card.grey, REMARK)
    y = _keys(painter, y + 174, card)
    _troubles(painter, y + GAP, card)
    _supervisor(painter, card)


def _titles(band: Band, voice: Translator) -> str:
    return " · ".join(voice.translate(LOOKS[reason].title) for reason in band.reasons)


def _title(painter: QPainter, card: Card) -> float:
    icons.app_icon().paint(painter, int(MARGIN), 96, 130, 130)
    _text(painter, QRectF(MARGIN + 160, 88, INNER - 160, 146), card.title, TITLE, MIDDLE)
    return 250


def _heading(painter: QPainter, y: float, text: str) -> float:
    _text(painter, QRectF(MARGIN, y, INNER, 80), text, HEADING)
    return y + 88


def _step(painter: QPainter, box: QRectF, number: str, text: str) -> None:
    disc = QRectF(box.left(), box.center().y() - 53, 84, 84)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(QColor(LIGHT.accent))
    painter.drawEllipse(disc)
    _text(painter, disc, number, in_ink(BOLD, LIGHT.on_accent), CENTRE)
    _text(painter, box.adjusted(118, 0, 0, -22), text, TEXT, MIDDLE)


def _band(painter: QPainter, box: QRectF, band: Band, titles: str) -> None:
    """Its colour and its shape, as on the screen."""
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(QColor(band.colours.ground))
    painter.drawRoundedRect(box, 30, 30)
    icons.draw(painter, SHAPES[band.family], QRectF(box.left() + 36, box.center().y() - 60, 120, 120), band.colours.ink)
    row = box.adjusted(194, 14, -30, -16)
    half = row.height() / 2
    _text(painter, row.adjusted(0, 0, 0, -half), titles, in_ink(WORD, band.colours.ink), MIDDLE)
    _text(painter, row.adjusted(0, half, 0, 0), band.act, in_ink(TEXT, band.colours.ink), MIDDLE)


def _row(painter: QPainter, box: QRectF, row: Band, titles: str) -> None:
    """One line: the shape in its colour, what the screen says, what to do."""
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(QColor(row.colours.ground))
    badge = QRectF(box.left(), box.top() + 6, 48, 48)
    painter.drawRoundedRect(badge, 12, 12)
    icons.draw(painter, SHAPES[row.family], badge.adjusted(9, 9, -9, -9), row.colours.ink)
    text = box.adjusted(68, 0, 0, 0)
    _text(painter, text, titles, CAP, MIDDLE)
    width = painter.fontMetrics().horizontalAdvance(titles)
    _text(painter, text.adjusted(width + 28, 0, 0, 0), row.act, SMALL, MIDDLE)


def _keys(painter: QPainter, y: float, card: Card) -> float:
    """Three beside each other."""
    width = INNER / 3
    for number, (key, what) in enumerate(card.keys):
        place = QRectF(MARGIN + width * (number % 3), y + (KEY + 14) * (number // 3), width, KEY)
        cap = QRectF(place.left(), place.top(), 176, KEY)
        painter.setPen(QPen(QColor(LIGHT.ink), 4))
        painter.setBrush(QColor(LIGHT.surface))
        painter.drawRoundedRect(cap, 18, 18)
        _text(painter, cap, key, CAP, CENTRE)
        _text(painter, place.adjusted(196, 0, 0, 0), what, SMALL, MIDDLE)
    return y + (KEY + 14) * -(-len(card.keys) // 3)


def _troubles(painter: QPainter, y: float, card: Card) -> None:
    for place, (question, what) in zip(_thirds(y), card.troubles, strict=True):
        painter.setPen(QPen(QColor(LIGHT.line), 4))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawRoundedRect(place, 24, 24)
        inner = place.adjusted(30, 18, -24, -10)
        _text(painter, inner, question, BOLD)
        _text(painter, inner.adjusted(0, 68, 0, 0), what, SMALL)


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
