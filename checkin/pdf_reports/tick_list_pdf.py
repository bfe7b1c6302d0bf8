# SPDX-License-Identifier: GPL-3.0-or-later
"""The tick list for a desk without computer: a box to tick, a line for the time, a code to scan later, by person.

Draws what it is given, in that order; knows no event.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial

from checkin.badges.badge_output import PageProgress
from checkin.core.badges.template import Box
from checkin.pdf_reports.page_canvas import BLACK, BOLD, GREY, INNER, MARGIN, RIGHT, WIDTH, PageCanvas, style
from checkin.pdf_reports.pdf_building import PdfMetadata, build_pdf

ROW, ROWS, TOP = 16.0, 15, 34.0
"""Millimetres, and rows per page. 16 mm give Checkin's codes modules of 0.5 mm, readable at arm's length
(`badge_problems.LEAST_MODULE`).
"""

CODE_EDGE = 0.3
"""Millimetres of a row above and below its code, beside the code's own quiet zone."""

CODE_SIDE = ROW - 2 * CODE_EDGE
TICK, TIME, NAME, ORGANISATION, TAIL, CODES = MARGIN, 24.0, 44.0, 103.0, 147.0, 162.0
"""Left edge of each column. Codes alternate between two columns, so that a scanner sees only one."""

ARRIVED = "#8A8A8A"
"""Grey for people who have arrived: visible, but clearly done."""

BLANK_ROWS = 3
"""Least number of empty rows after the last person, for people who are on no list."""

_NAME, _PLAIN = style(bold=True, lines=3, least=1.9), style(lines=2, least=2.4)


@dataclass(frozen=True, slots=True)
class TickRow:
    """One person. `arrived` is the time of arrival as text, "" for a person still expected."""

    name: str = ""
    organisation: str = ""
    tail: str = ""
    code: str = ""
    arrived: str = ""


@dataclass(frozen=True, slots=True)
class TickTexts:
    """The texts around the rows, in the language of the desk. `page` contains {page} and {pages}."""

    title: str
    author: str
    printed: str
    how_to: str
    page: str
    columns: tuple[str, str, str, str]
    """Titles of the columns for the written time, the name, the organisation, the last letters of the code."""


def build_tick_list(rows: Sequence[TickRow], texts: TickTexts, report: PageProgress | None = None) -> tuple[bytes, int]:
    """Return the PDF and its number of pages. Raises `UserError` for a code that fits no QR code."""
    pages = _pages(rows)
    drawn = [partial(_draw_page, texts, own, number, len(pages)) for number, own in enumerate(pages, 1)]
    return build_pdf(PdfMetadata(texts.title, texts.author), drawn, report), len(pages)


def _pages(rows: Sequence[TickRow]) -> list[list[TickRow]]:
    """Return the rows of each page; the rest of the last page is empty rows for people who are on no list."""
    missing = -(len(rows) + BLANK_ROWS) % ROWS + BLANK_ROWS
    filled = [*rows, *[TickRow()] * missing]
    return [filled[first : first + ROWS] for first in range(0, len(filled), ROWS)]


def _draw_page(texts: TickTexts, rows: Sequence[TickRow], number: int, pages: int, ink: PageCanvas) -> None:
    ink.text(texts.title, Box(MARGIN, 8, INNER - 32, 8), 4.6, BOLD)
    page = texts.page.format(page=number, pages=pages)
    ink.text(page, Box(WIDTH - MARGIN - 30, 8, 30, 8), 3.4, style(align=RIGHT))
    ink.text(texts.printed, Box(MARGIN, 16, INNER, 5), 3.0, colour=GREY)
    ink.text(texts.how_to, Box(MARGIN, 21, INNER, 5), 3.0)
    for x, text in zip((TIME, NAME, ORGANISATION, TAIL), texts.columns, strict=True):
        ink.text(text, Box(x, TOP - 6, NAME - TIME, 5), 2.6, colour=GREY)
    ink.line(MARGIN, TOP, WIDTH - MARGIN, TOP)
    for place, row in enumerate(rows):
        _draw_row(ink, row, place)


def _draw_row(ink: PageCanvas, row: TickRow, place: int) -> None:
    """Draw a row; people who have arrived are grey, with their time in place of the line."""
    top, colour = TOP + place * ROW, ARRIVED if row.arrived else BLACK
    _draw_box(ink, top, is_done=bool(row.arrived))
    if not row.arrived:
        ink.line(TIME, top + ROW - 4, NAME - 4, top + ROW - 4, GREY)
    ink.text(row.arrived, Box(TIME, top, NAME - TIME - 2, ROW), 4.0, _PLAIN, colour)
    ink.text(row.name, Box(NAME, top, ORGANISATION - NAME - 2, ROW), 4.0, _NAME, colour)
    ink.text(row.organisation, Box(ORGANISATION, top, TAIL - ORGANISATION - 2, ROW), 3.2, _PLAIN, colour)
    ink.text(row.tail, Box(TAIL, top, CODES - TAIL - 1, ROW), 3.4, colour=colour)
    ink.line(MARGIN, top + ROW, WIDTH - MARGIN, top + ROW)
    if row.code:
        left = CODES + place % 2 * (CODE_SIDE + 2)
        ink.code(row.code, Box(left, top + CODE_EDGE, CODE_SIDE, CODE_SIDE))
    else:
        ink.line(NAME, top + ROW - 4, TAIL - 4, top + ROW - 4, GREY)


def _draw_box(ink: PageCanvas, top: float, *, is_done: bool) -> None:
    y, side = top + ROW / 2 - 3, 6.0
    ink.frame(Box(TICK, y, side, side), ARRIVED if is_done else BLACK)
    if is_done:
        ink.line(TICK, y, TICK + side, y + side, ARRIVED)
        ink.line(TICK, y + side, TICK + side, y, ARRIVED)
