# SPDX-License-Identifier: GPL-3.0-or-later
"""Writing tables as a workbook (XLSX): typed cells, a fixed header, filters. Excel's limits raise errors, nothing is
cut.

A table with more rows than a sheet holds continues on the next sheet.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from datetime import date, datetime
from itertools import chain, islice
from pathlib import Path
from typing import Any

from checkin.core.errors import UserError
from checkin.core.message import Message
from checkin.documents.output_table import OutputColumn, OutputTable, cell_as_text, is_number
from checkin.documents.xlsx_page_setup import PrintMarks, Widths, set_up

LONGEST_CELL = 32_767
MOST_ROWS = 1_048_575
LONGEST_NAME = 31
"""Excel's limits: characters in a cell, rows below the header, characters in a sheet's name."""

PLAIN = PrintMarks()

_UNFIT_NAME = re.compile(r"[\[\]:*?/\\\x00-\x1f]")


def write_xlsx(path: Path, tables: Iterable[OutputTable], marks: PrintMarks = PLAIN) -> list[int]:
    """Write the workbook to a new file, and return the number of rows of each table; `marks` are printed in headers and
    footers. Raises `UserError` for a text that is too long.

    One row at a time is held in memory; those written so far are in files of random names in the same folder.
    """
    from xlsxwriter import Workbook

    plain = {"strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
    with path.open("xb") as file:
        workbook = Workbook(file, {**plain, "constant_memory": True, "tmpdir": str(path.parent)})
        workbook.set_properties({"title": marks.title, "company": marks.organiser})
        book = _Book(workbook, marks)
        try:
            counts = [book.add(table) for table in tables]
            workbook.close()
        except BaseException:
            for sheet in workbook.worksheets():
                sheet._opt_close()  # only its rows so far: `close` would write the whole workbook
            raise
    return counts


class _Book:
    """A workbook that is being filled. Names of sheets are unique, ignoring case."""

    def __init__(self, workbook: Any, marks: PrintMarks) -> None:
        self._workbook, self._marks = workbook, marks
        self._names = {"history"}  # a name that Excel reserves
        self._bold = workbook.add_format({"bold": True, "bottom": 1, "valign": "top", "text_wrap": True})
        self._looks = {kind: workbook.add_format(look) for kind, look in _FORMATS.items()}

    def add(self, table: OutputTable) -> int:
        """Add a table, on as many sheets as it needs, and return the number of its rows."""
        return sum(self._add_sheet(table, rows) for rows in _by_sheet(table.rows))

    def _add_sheet(self, table: OutputTable, rows: Iterable[Sequence[object]]) -> int:
        sheet = self._workbook.add_worksheet(self._name(table.name))
        _head(sheet, table.columns, self._bold)
        looks = [self._looks[column.kind] for column in table.columns]
        widths, last = Widths(table.columns), 0
        for last, row in enumerate(rows, start=1):
            _fill(sheet, last, list(zip(table.columns, row, looks, strict=True)), widths)
        set_up(sheet, widths.fitting(), self._marks)
        sheet.print_area(0, 0, last, len(table.columns) - 1)  # a long text does not shrink the whole print
        sheet.autofilter(0, 0, last, len(table.columns) - 1)
        return last

    def _name(self, wanted: str) -> str:
        plain = _UNFIT_NAME.sub(" ", wanted).strip(" '") or "1"
        for number in range(1, len(self._names) + 2):
            ending = f" ({number})" if number > 1 else ""
            name = plain[: LONGEST_NAME - len(ending)].strip(" '") + ending
            if name.casefold() not in self._names:
                break
        self._names.add(name.casefold())
        return name


def _by_sheet(rows: Iterable[Sequence[object]]) -> Iterator[Iterable[Sequence[object]]]:
    """Yield the rows of each sheet needed, of at least one."""
    left = iter(rows)
    yield islice(left, MOST_ROWS)
    while (first := next(left, None)) is not None:
        yield chain([first], islice(left, MOST_ROWS - 1))


_FORMATS: dict[str, dict[str, object]] = {
    "text": {"num_format": "@", "valign": "top", "text_wrap": True},
    "yes_no": {"num_format": "@", "valign": "top"},
    "number": {"valign": "top"},
    "date": {"num_format": "yyyy-mm-dd", "align": "left", "valign": "top"},
    "datetime": {"num_format": "yyyy-mm-dd hh:mm:ss", "align": "left", "valign": "top"},
}


def _head(sheet: Any, columns: Sequence[OutputColumn], look: Any) -> None:
    for index, column in enumerate(columns):
        _fill_text(sheet, (0, index), column, column.title, look)
    sheet.freeze_panes(1, 0)


def _fill(sheet: Any, number: int, cells: Sequence[tuple[OutputColumn, object, Any]], widths: Widths) -> None:
    for index, (column, value, look) in enumerate(cells):
        if value is None or value == "":
            continue  # blank, not an empty text: filters offer blanks, COUNTA leaves them out
        text = value if type(value) is str else cell_as_text(column, value)
        widths.see(index, text)
        if type(value) is str:
            _fill_text(sheet, (number, index), column, text, look)
        elif is_number(value) and column.kind == "number":
            sheet.write_number(number, index, value, look)
        elif isinstance(value, date) and value.year >= 1900 and column.kind in ("date", "datetime"):
            naive = value.replace(tzinfo=None, microsecond=0) if isinstance(value, datetime) else value
            sheet.write_datetime(number, index, naive, look)
        else:
            _fill_text(sheet, (number, index), column, text, look)


def _fill_text(sheet: Any, place: tuple[int, int], column: OutputColumn, text: str, look: Any) -> None:
    """Write a text; raise `UserError` if it is too long: the library would leave it out silently."""
    if 2 * len(text) > LONGEST_CELL and len(text.encode("utf-16-le", "replace")) // 2 > LONGEST_CELL:
        raise UserError(_TOO_LONG, row=place[0] + 1, column=column.title[:80], most=LONGEST_CELL)
    sheet.write_string(*place, text, look)


_TOO_LONG = Message(
    "export",
    "Row {row}, “{column}”: the text is longer than the {most} characters an XLSX cell can hold. "
    "Nothing was written; export as CSV instead.",
)
