# SPDX-License-Identifier: GPL-3.0-or-later
"""Whether the doors can open, on one sheet: the word, each finding with its remedy, the test code, a line to sign.

Draws what it is given, in the order it is given; knows no event.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from checkin.core.badges.template import Box
from checkin.papers.page_canvas import BLACK, BOLD, GREY, INNER, MARGIN, WIDTH, PageCanvas, style

CODE, TOP, FOOT = 34.0, 56.0, 262.0
"""Millimetres: the side of the code, where the findings begin, and where they end at the latest."""
TICK, NAME, TEXT = MARGIN, MARGIN + 9, MARGIN + 42
"""Where each column begins."""
TALLEST = 15.5
"""Millimetres of a row: thirteen of them fit."""

_NAME, _SAID = style(bold=True, lines=2, least=2.4), style(lines=2, least=2.4)


@dataclass(frozen=True, slots=True)
class ReadyPageRow:
    """One finding. `is_well` ticks its box; others leave it to a pen."""

    name: str
    said: str
    remedy: str
    is_well: bool


@dataclass(frozen=True, slots=True)
class ReadyPageTexts:
    """What is written around them, in the language of the desk."""

    title: str
    word: str
    summary: str
    made: str
    code: str
    signed: str


def draw_ready_page(rows: Sequence[ReadyPageRow], texts: ReadyPageTexts, ink: PageCanvas) -> None:
    """An A4 page."""
    beside = INNER - CODE - 8
    ink.text(texts.title, Box(MARGIN, 10, beside, 8), 4.6, BOLD)
    ink.text(texts.made, Box(MARGIN, 18, beside, 5), 3.0, colour=GREY)
    ink.text(texts.word, Box(MARGIN, 26, beside, 14), 12.0, BOLD)
    ink.text(texts.summary, Box(MARGIN, 41, beside, 6), 3.6)
    ink.code(texts.code, Box(WIDTH - MARGIN - CODE, 10, CODE, CODE))
    ink.line(MARGIN, TOP, WIDTH - MARGIN, TOP)
    height = min(TALLEST, (FOOT - TOP) / max(1, len(rows)))
    for place, row in enumerate(rows):
        _draw_row(ink, row, TOP + place * height, height)
    ink.text(texts.signed, Box(MARGIN, FOOT + 10, INNER, 6), 3.4)
    ink.line(MARGIN + 40, FOOT + 16, WIDTH - MARGIN, FOOT + 16, GREY)


def _draw_row(ink: PageCanvas, row: ReadyPageRow, top: float, height: float) -> None:
    side, y = 4.6, top + height / 2 - 2.3
    ink.frame(Box(TICK, y, side, side), BLACK)
    if row.is_well:
        ink.line(TICK + 0.9, y + side / 2, TICK + 1.9, y + side - 1, BLACK)
        ink.line(TICK + 1.9, y + side - 1, TICK + side - 0.7, y + 0.9, BLACK)
    ink.text(row.name, Box(NAME, top, TEXT - NAME - 2, height), 3.6, _NAME)
    wide = WIDTH - MARGIN - TEXT
    half = height / 2 if row.remedy else height
    ink.text(row.said, Box(TEXT, top, wide, half), 3.3, _SAID)
    ink.text(row.remedy, Box(TEXT, top + half, wide, half - 0.6), 3.0, _SAID, GREY)
    ink.line(MARGIN, top + height, WIDTH - MARGIN, top + height)
