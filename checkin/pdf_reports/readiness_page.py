# SPDX-License-Identifier: GPL-3.0-or-later
"""The readiness sheet: one page with the verdict, each check result with its remedy, the test code and a signature
line.

Draws what it is given, in that order; knows no event.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from checkin.core.badges.template import Box
from checkin.pdf_reports.page_canvas import BLACK, BOLD, GREY, INNER, MARGIN, WIDTH, PageCanvas, style

CODE, TOP, FOOT = 34.0, 56.0, 262.0
"""Millimetres: side of the code, top of the results, and their lowest end."""
TICK, NAME, TEXT = MARGIN, MARGIN + 9, MARGIN + 42
"""Left edge of each column."""
TALLEST = 15.5
"""Greatest height of a row in millimetres: thirteen of them fit."""

_NAME, _SAID = style(bold=True, lines=2, least=2.4), style(lines=2, least=2.4)


@dataclass(frozen=True, slots=True)
class ReadyPageRow:
    """One check result. `is_well` ticks its box; other boxes are left to a pen."""

    name: str
    result: str
    remedy: str
    is_well: bool


@dataclass(frozen=True, slots=True)
class ReadyPageTexts:
    """The texts around the results, in the language of the desk."""

    title: str
    word: str
    summary: str
    made: str
    code: str
    signed: str


def draw_ready_page(rows: Sequence[ReadyPageRow], texts: ReadyPageTexts, ink: PageCanvas) -> None:
    """Draw the sheet on an A4 page."""
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
    ink.text(row.result, Box(TEXT, top, wide, half), 3.3, _SAID)
    ink.text(row.remedy, Box(TEXT, top + half, wide, half - 0.6), 3.0, _SAID, GREY)
    ink.line(MARGIN, top + height, WIDTH - MARGIN, top + height)
