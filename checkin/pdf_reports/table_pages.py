# SPDX-License-Identifier: GPL-3.0-or-later
"""Tables on A4 pages: of any report, the tick list, the readiness sheet. Draws what it is given; knows no event."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import partial

from checkin.badges.badge_problems import PageProgress
from checkin.core.badges.template import Box
from checkin.pdf_reports.page_canvas import (
    BLACK,
    BOLD,
    GREY,
    HEIGHT,
    INNER,
    MARGIN,
    RIGHT,
    WIDTH,
    DrawPage,
    PageCanvas,
    PdfMetadata,
    build_pdf,
    style,
)

FIRST, NEXT, FOOT = 30.0, 12.0, 10.0
"""Millimetres: height of the heading on the first page and on the others, and of the line at the bottom."""

HEADING, TITLES, ROW, GAP = 9.0, 10.0, 6.0, 5.0
"""Heights in millimetres: the heading of a table, the titles of its columns, a row, the gap below a table."""
CODE = 2.6
"""Size of a code's letters in millimetres."""
_TITLE, _NUMBER_TITLE = style(bold=True, lines=3, least=1.8), style(bold=True, lines=3, least=1.8, align=RIGHT)
_CELL, _NUMBER = style(lines=2, least=1.8), style(align=RIGHT)

Draw = Callable[[PageCanvas, float], None]


@dataclass(frozen=True, slots=True)
class ReportColumn:
    """A column, `width` in millimetres. A code is set small and without ligatures, to be typed."""

    title: str
    width: float
    is_number: bool = False
    is_code: bool = False


@dataclass(frozen=True, slots=True)
class ReportTable:
    """A table with `columns` no wider than a page in all. An empty `heading`, or titles that are all empty, take no
    space.
    """

    heading: str
    columns: Sequence[ReportColumn]
    rows: Sequence[Sequence[str]]


@dataclass(frozen=True, slots=True)
class ReportTexts:
    """The texts around the tables. `page` contains {number} and {count}."""

    title: str
    about: str
    made: str
    page: str


def table_pages(tables: Sequence[ReportTable], texts: ReportTexts) -> list[DrawPage]:
    layout = _Layout()
    for table in tables:
        layout.add(table)
    count = len(layout.pages)
    return [partial(_draw_page, drawn, texts, number, count) for number, drawn in enumerate(layout.pages, 1)]


class _Layout:
    """The vertical positions of everything on each page."""

    def __init__(self) -> None:
        self.pages: list[list[tuple[float, Draw]]] = [[]]
        self._y = MARGIN + FIRST

    def add(self, table: ReportTable) -> None:
        """Add a table. A heading is never the last line of a page, and titles are repeated on each page."""
        titles = TITLES if any(column.title for column in table.columns) else 0.0
        heading = HEADING if table.heading else 0.0
        if not self._holds(heading + titles + ROW):
            self._turn()
        self._put(heading, partial(_draw_heading, table))
        self._put(titles, partial(_draw_titles, table))
        for row in table.rows:
            if not self._holds(ROW):
                self._turn()
                self._put(titles, partial(_draw_titles, table))
            self._put(ROW, partial(_draw_row, table, row))
        self._y += GAP

    def _holds(self, height: float) -> bool:
        return self._y + height <= HEIGHT - MARGIN - FOOT

    def _turn(self) -> None:
        self.pages.append([])
        self._y = MARGIN + NEXT

    def _put(self, height: float, draw: Draw) -> None:
        if height:
            self.pages[-1].append((self._y, draw))
            self._y += height


def _draw_page(
    drawn: Sequence[tuple[float, Draw]], texts: ReportTexts, number: int, count: int, ink: PageCanvas
) -> None:
    wide = WIDTH - 2 * MARGIN
    ink.text(texts.title, Box(MARGIN, MARGIN, wide, 8), 6 if number == 1 else 4, BOLD)
    if number == 1:
        ink.text(texts.about, Box(MARGIN, MARGIN + 10, wide, 14), 4, style(lines=2))
    for y, draw in drawn:
        draw(ink, y)
    top = HEIGHT - MARGIN - 5
    ink.line(MARGIN, top, WIDTH - MARGIN, top)
    ink.text(texts.made, Box(MARGIN, top + 1, wide - 30, 4), 2.8, colour=GREY)
    page = texts.page.format(number=number, count=count)
    ink.text(page, Box(WIDTH - MARGIN - 30, top + 1, 30, 4), 2.8, style(align=RIGHT), GREY)


def _draw_heading(table: ReportTable, ink: PageCanvas, y: float) -> None:
    ink.text(table.heading, Box(MARGIN, y, WIDTH - 2 * MARGIN, HEADING - 2), 4.4, BOLD)


def _draw_titles(table: ReportTable, ink: PageCanvas, y: float) -> None:
    for column, box in _boxes(table, y, TITLES - 1):
        ink.text(column.title, box, 2.9, _NUMBER_TITLE if column.is_number else _TITLE)
    ink.line(MARGIN, y + TITLES, WIDTH - MARGIN, y + TITLES, BLACK)


def _draw_row(table: ReportTable, row: Sequence[str], ink: PageCanvas, y: float) -> None:
    for text, (column, box) in zip(row, _boxes(table, y, ROW), strict=True):
        if column.is_code:
            ink.letters(text, box, CODE)
        else:
            ink.text(text, box, 3.2, _NUMBER if column.is_number else _CELL)
    if any(row) and len(row) > 1:
        ink.line(MARGIN, y + ROW, WIDTH - MARGIN, y + ROW)


def _boxes(table: ReportTable, y: float, height: float) -> Iterator[tuple[ReportColumn, Box]]:
    x = MARGIN
    for column in table.columns:
        yield column, Box(x, y, column.width - 1.5, height)
        x += column.width


# The tick list for a desk without computer: a box to tick, a line for the time, a code to scan later, by person.
# Draws what it is given, in that order; knows no event.

TICK_ROW, ROWS, TOP = 16.0, 15, 34.0
"""Millimetres, and rows per page. 16 mm give Checkin's codes modules of 0.5 mm, readable at arm's length
(`badge_problems.LEAST_MODULE`).
"""

CODE_EDGE = 0.3
"""Millimetres of a row above and below its code, beside the code's own quiet zone."""

CODE_SIDE = TICK_ROW - 2 * CODE_EDGE
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
    drawn = [partial(_draw_tick_page, texts, own, number, len(pages)) for number, own in enumerate(pages, 1)]
    return build_pdf(PdfMetadata(texts.title, texts.author), drawn, report), len(pages)


def _pages(rows: Sequence[TickRow]) -> list[list[TickRow]]:
    """Return the rows of each page; the rest of the last page is empty rows for people who are on no list."""
    missing = -(len(rows) + BLANK_ROWS) % ROWS + BLANK_ROWS
    filled = [*rows, *[TickRow()] * missing]
    return [filled[first : first + ROWS] for first in range(0, len(filled), ROWS)]


def _draw_tick_page(texts: TickTexts, rows: Sequence[TickRow], number: int, pages: int, ink: PageCanvas) -> None:
    ink.text(texts.title, Box(MARGIN, 8, INNER - 32, 8), 4.6, BOLD)
    page = texts.page.format(page=number, pages=pages)
    ink.text(page, Box(WIDTH - MARGIN - 30, 8, 30, 8), 3.4, style(align=RIGHT))
    ink.text(texts.printed, Box(MARGIN, 16, INNER, 5), 3.0, colour=GREY)
    ink.text(texts.how_to, Box(MARGIN, 21, INNER, 5), 3.0)
    for x, text in zip((TIME, NAME, ORGANISATION, TAIL), texts.columns, strict=True):
        ink.text(text, Box(x, TOP - 6, NAME - TIME, 5), 2.6, colour=GREY)
    ink.line(MARGIN, TOP, WIDTH - MARGIN, TOP)
    for place, row in enumerate(rows):
        _draw_tick_row(ink, row, place)


def _draw_tick_row(ink: PageCanvas, row: TickRow, place: int) -> None:
    """Draw a row; people who have arrived are grey, with their time in place of the line."""
    top, colour = TOP + place * TICK_ROW, ARRIVED if row.arrived else BLACK
    _draw_box(ink, top, is_done=bool(row.arrived))
    if not row.arrived:
        ink.line(TIME, top + TICK_ROW - 4, NAME - 4, top + TICK_ROW - 4, GREY)
    ink.text(row.arrived, Box(TIME, top, NAME - TIME - 2, TICK_ROW), 4.0, _PLAIN, colour)
    ink.text(row.name, Box(NAME, top, ORGANISATION - NAME - 2, TICK_ROW), 4.0, _NAME, colour)
    ink.text(row.organisation, Box(ORGANISATION, top, TAIL - ORGANISATION - 2, TICK_ROW), 3.2, _PLAIN, colour)
    ink.text(row.tail, Box(TAIL, top, CODES - TAIL - 1, TICK_ROW), 3.4, colour=colour)
    ink.line(MARGIN, top + TICK_ROW, WIDTH - MARGIN, top + TICK_ROW)
    if row.code:
        left = CODES + place % 2 * (CODE_SIDE + 2)
        ink.code(row.code, Box(left, top + CODE_EDGE, CODE_SIDE, CODE_SIDE))
    else:
        ink.line(NAME, top + TICK_ROW - 4, TAIL - 4, top + TICK_ROW - 4, GREY)


def _draw_box(ink: PageCanvas, top: float, *, is_done: bool) -> None:
    y, side = top + TICK_ROW / 2 - 3, 6.0
    ink.frame(Box(TICK, y, side, side), ARRIVED if is_done else BLACK)
    if is_done:
        ink.line(TICK, y, TICK + side, y + side, ARRIVED)
        ink.line(TICK, y + side, TICK + side, y, ARRIVED)


# The readiness sheet: one page with the verdict, each check result with its remedy, the test code and a signature
# line.
# Draws what it is given, in that order; knows no event.

CODE_OF_EVENT, CHECKS_TOP, CHECKS_FOOT = 34.0, 56.0, 262.0
"""Millimetres: side of the code, top of the results, and their lowest end."""
CHECK_TICK, CHECK_NAME, TEXT = MARGIN, MARGIN + 9, MARGIN + 42
"""Left edge of each column."""
TALLEST = 15.5
"""Greatest height of a row in millimetres: thirteen of them fit."""

_CHECKED, _SAID = style(bold=True, lines=2, least=2.4), style(lines=2, least=2.4)


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
    beside = INNER - CODE_OF_EVENT - 8
    ink.text(texts.title, Box(MARGIN, 10, beside, 8), 4.6, BOLD)
    ink.text(texts.made, Box(MARGIN, 18, beside, 5), 3.0, colour=GREY)
    ink.text(texts.word, Box(MARGIN, 26, beside, 14), 12.0, BOLD)
    ink.text(texts.summary, Box(MARGIN, 41, beside, 6), 3.6)
    ink.code(texts.code, Box(WIDTH - MARGIN - CODE_OF_EVENT, 10, CODE_OF_EVENT, CODE_OF_EVENT))
    ink.line(MARGIN, CHECKS_TOP, WIDTH - MARGIN, CHECKS_TOP)
    height = min(TALLEST, (CHECKS_FOOT - CHECKS_TOP) / max(1, len(rows)))
    for place, row in enumerate(rows):
        _draw_check(ink, row, CHECKS_TOP + place * height, height)
    ink.text(texts.signed, Box(MARGIN, CHECKS_FOOT + 10, INNER, 6), 3.4)
    ink.line(MARGIN + 40, CHECKS_FOOT + 16, WIDTH - MARGIN, CHECKS_FOOT + 16, GREY)


def _draw_check(ink: PageCanvas, row: ReadyPageRow, top: float, height: float) -> None:
    side, y = 4.6, top + height / 2 - 2.3
    ink.frame(Box(CHECK_TICK, y, side, side), BLACK)
    if row.is_well:
        ink.line(CHECK_TICK + 0.9, y + side / 2, CHECK_TICK + 1.9, y + side - 1, BLACK)
        ink.line(CHECK_TICK + 1.9, y + side - 1, CHECK_TICK + side - 0.7, y + 0.9, BLACK)
    ink.text(row.name, Box(CHECK_NAME, top, TEXT - CHECK_NAME - 2, height), 3.6, _CHECKED)
    wide = WIDTH - MARGIN - TEXT
    half = height / 2 if row.remedy else height
    ink.text(row.result, Box(TEXT, top, wide, half), 3.3, _SAID)
    ink.text(row.remedy, Box(TEXT, top + half, wide, half - 0.6), 3.0, _SAID, GREY)
    ink.line(MARGIN, top + height, WIDTH - MARGIN, top + height)
