# SPDX-License-Identifier: GPL-3.0-or-later
"""A ticket code on a white card beside an answer, to be photographed by its owner: modules, caption, letters."""

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter

from checkin.core.message import Message
from checkin.translation import translate
from checkin.ui.look.drawing import CENTRE, draw_aligned, draw_rounded
from checkin.ui.look.theme import GLOW, SHADOW, TEXT, font

SIDE, TEXT_LINE, EDGE = 232, 22, 6
"""Sizes in pixels at 1366x768: the code with its quiet zone, a line of text, the edge around them."""
GROUP, GROUPS_A_LINE, MARKED_LINE = 5, 2, 14

_CAPTION = Message("answer", "Let them photograph this code")


@dataclass(frozen=True, slots=True)
class CodeCard:
    """The layout of a code card.

    All modules of `square` have the same whole number of pixels, or a camera reads moiré.
    """

    card: QRectF
    square: QRectF
    modules: tuple[tuple[bool, ...], ...]
    letters: tuple[str, ...]
    text_line: float


def layout_code_card(code: str, right_top: QPointF, scale: float) -> CodeCard:
    """Return the layout of a card whose upper right corner is at `right_top`."""
    from checkin.services.exports.code_export import code_modules

    modules = tuple(map(tuple, code_modules(code)))
    side = max(2, int(SIDE * scale / len(modules))) * len(modules)
    letters, text_line, edge = group_letters(code), TEXT_LINE * max(scale, 0.75), round(EDGE * scale)
    width, height = side + 2 * edge, side + (1 + len(letters)) * text_line + 2 * edge
    card = QRectF(round(right_top.x() - width), round(right_top.y()), width, height)
    square = QRectF(card.left() + edge, round(card.top() + edge + text_line), side, side)
    return CodeCard(card, square, modules, letters, text_line)


def group_letters(code: str) -> tuple[str, ...]:
    """Return the letters of a code in lines of groups, as people read them out; a code with marks has groups of its
    own.
    """
    if not code.isalnum():
        return tuple(code[at : at + MARKED_LINE] for at in range(0, len(code), MARKED_LINE))
    groups = [code[at : at + GROUP] for at in range(0, len(code), GROUP)]
    return tuple(" ".join(groups[at : at + GROUPS_A_LINE]) for at in range(0, len(groups), GROUPS_A_LINE))


def paint_code_card(painter: QPainter, placed: CodeCard) -> None:
    draw_rounded(painter, placed.card, 12, GLOW)
    face = font(TEXT * placed.text_line / TEXT_LINE, 600, tabular=True)
    below = placed.square.bottom()
    lines = [(placed.square.top() - placed.text_line, translate(_CAPTION))]
    lines += [(below + at * placed.text_line, letters) for at, letters in enumerate(placed.letters)]
    for top, text in lines:
        draw_aligned(
            painter,
            QRectF(placed.card.left(), top, placed.card.width(), placed.text_line),
            text,
            (face, SHADOW),
            CENTRE,
        )
    paint_code_modules(painter, placed.square, placed.modules)


def paint_code_modules(painter: QPainter, square: QRectF, modules: Sequence[Sequence[bool]]) -> None:
    """Paint the black modules; the ground is white already."""
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing, False)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(QColor(SHADOW))
    unit = square.width() / len(modules)
    for y, row in enumerate(modules):
        for x, is_black in enumerate(row):
            if is_black:
                painter.drawRect(QRectF(square.left() + x * unit, square.top() + y * unit, unit, unit))
    painter.restore()
