# SPDX-License-Identifier: GPL-3.0-or-later
"""Tables on A4 pages: a heading, column titles repeated on each page, rows. Draws what it is given; knows no event."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import partial

from checkin.core.badges.template import Box
from checkin.pdf_reports.page_canvas import BLACK, BOLD, GREY, HEIGHT, MARGIN, RIGHT, WIDTH, PageCanvas, style
from checkin.pdf_reports.pdf_building import DrawPage

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
