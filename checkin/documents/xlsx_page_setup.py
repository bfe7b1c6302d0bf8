# SPDX-License-Identifier: GPL-3.0-or-later
"""The print layout of a worksheet: A4 landscape, columns as wide as their content, the header on every page."""

from collections.abc import Sequence
from dataclasses import dataclass
from math import ceil
from typing import Any

from checkin.documents.output_table import OutputColumn

A4 = 9
"""Excel's number of this paper size."""

MARGIN_INCHES, EDGE_INCHES = 0.4, 0.75
"""Left and right; above and below, where headers and footers are."""

MOST_ON_A_PAGE = 260
"""Characters side by side that are still legible on A4 landscape: about 6 points."""

LEAST_WIDTH, MOST_WIDTH, FILTER = 5, 36, 3
"""Characters: width of an almost empty column, of one with long texts and no width of its own, and of the filter arrow
beside a title.
"""

CAPITAL = 0.3
"""By what part of a digit a capital letter is wider than one."""

LONGEST_MARK = 100
"""Characters of an event's title in the page header: Excel refuses the three parts together from 255 on."""


@dataclass(frozen=True, slots=True)
class PrintMarks:
    """The texts of headers and footers. `page` contains {page} and {pages}."""

    title: str = ""
    organiser: str = ""
    made: str = ""
    page: str = "{page} / {pages}"


class Widths:
    """The widths of a sheet's columns in characters, measured as cells are written."""

    def __init__(self, columns: Sequence[OutputColumn]) -> None:
        self._asked = [column.width for column in columns]
        self._needed = [_of_title(column.title) for column in columns]

    def see(self, index: int, text: str) -> None:
        if len(text) * (1 + CAPITAL) >= self._needed[index]:
            longest = max(map(_room, text.splitlines()), default=0)
            self._needed[index] = max(self._needed[index], longest + 1)

    def fitting(self) -> list[int]:
        """Return widths that fit the cells, up to a limit: a longer text goes on in the next line of its cell."""
        pairs = zip(self._needed, self._asked, strict=True)
        return [max(LEAST_WIDTH, min(needed, max(asked, MOST_WIDTH))) for needed, asked in pairs]


def _room(line: str) -> int:
    """How many digits the line is as wide as, which is what widths of columns are counted in: capitals are wider."""
    return ceil(len(line) + CAPITAL * sum(letter.isupper() for letter in line))


def _of_title(title: str) -> int:
    """Return the width of a title, which wraps between words."""
    return max(map(len, title.split()), default=0) + FILTER


def set_up(sheet: Any, widths: Sequence[int], marks: PrintMarks) -> None:
    """Set widths and page layout, on as many pages side by side as are legible; each repeats the first two columns
    (names).
    """
    for index, width in enumerate(widths):
        sheet.set_column(index, index, width)
    across = ceil(sum(widths) / MOST_ON_A_PAGE)
    sheet.set_paper(A4)
    sheet.set_landscape()
    sheet.set_margins(MARGIN_INCHES, MARGIN_INCHES, EDGE_INCHES, EDGE_INCHES)
    sheet.fit_to_pages(across, 0)
    sheet.repeat_rows(0)
    if across > 1:
        sheet.repeat_columns(0, 1)
    sheet.hide_gridlines(0)
    sheet.set_header(f"&L{_mark(marks.title)}&R&A")
    page = _mark(marks.page).format(page="&P", pages="&N")
    sheet.set_footer(f"&L{_mark(marks.organiser)}&C{_mark(marks.made)}&R{page}")


def _mark(text: str) -> str:
    """Return the text for Excel's headers, in which an ampersand must be doubled."""
    whole = text[:LONGEST_MARK].replace("&", "&&")
    return whole if len(whole) <= LONGEST_MARK else text[: LONGEST_MARK // 2].replace("&", "&&")
