# SPDX-License-Identifier: GPL-3.0-or-later
"""Writing tables to CSV or XLSX, by the file's suffix. Files are complete or not written."""

import codecs
import csv
import io
import math
import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from itertools import chain, islice
from math import ceil
from pathlib import Path
from typing import IO, Any, Literal

from checkin.core.message import Message, UserError
from checkin.documents.atomic_write import draft_of_files

# Tables to be written to files: their columns and cell texts. No text can run as a formula in a spreadsheet.

_RUNS = re.compile(r"\s*[=+\-@\t\r＝＋－＠]")
"""The beginning of a text that some spreadsheet takes for a formula (OWASP, CSV injection), full-width signs too."""


_MOMENT = len("2026-01-01 00:00:00")


@dataclass(frozen=True, slots=True)
class OutputColumn:
    """A column of an output table.

    `width`: greatest width in characters of a column of long texts, 0 for the default. `yes_no`: the words for True and
    False in a "yes_no" column. Cells: None is empty everywhere; "datetime" needs a `datetime`, written as the clock it
    shows (convert it to the event's time zone first), "date" a `date`, "number" an int or a finite float. Anything else
    is text.
    """

    title: str
    kind: Literal["text", "number", "datetime", "date", "yes_no"] = "text"
    width: int = 0
    yes_no: tuple[str, str] = ("oui", "non")


@dataclass(frozen=True, slots=True)
class OutputTable:
    """One sheet of a workbook. `rows` are iterated once, as they are written; `count` is about how many they are, for
    progress, None where unknown.
    """

    name: str
    columns: Sequence[OutputColumn]
    rows: Iterable[Sequence[object]]
    count: int | None = None


def escape_formula(text: str) -> str:
    """Return the text with an apostrophe before it if a spreadsheet might run it. For texts only: -5 stays a number."""
    return "'" + text if not text[:1].isalnum() and _RUNS.match(text) else text


def cell_as_text(column: OutputColumn, value: object) -> str:
    if isinstance(value, str):
        return str(value)
    if value is None:
        return ""
    if isinstance(value, bool):
        return column.yes_no[0 if value else 1]
    if isinstance(value, datetime):
        return moment_as_text(value)
    return value.isoformat() if isinstance(value, date) else str(value)


def moment_as_text(at: datetime) -> str:
    """Return the clock that a time shows, without its offset."""
    return at.isoformat(" ", "seconds")[:_MOMENT]


def is_number(value: object) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool) and math.isfinite(value)


# The print layout of a worksheet: A4 landscape, columns as wide as their content, the header on every page.

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


# Writing tables as a workbook (XLSX): typed cells, a fixed header, filters. Excel's limits raise errors, nothing is
# cut.
# A table with more rows than a sheet holds continues on the next sheet.

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


__all__ = ["OutputColumn", "OutputTable", "csv_text", "escape_formula", "write_csv", "write_table", "write_tables"]


def write_table(path: Path, columns: Sequence[OutputColumn], rows: Iterable[Sequence[object]], sheet_name: str) -> None:
    """Write one table to `path`, whole or not at all (`write_tables`)."""
    write_tables(path, [OutputTable(sheet_name, columns, rows)])


def write_tables(path: Path, tables: Sequence[OutputTable]) -> None:
    """Write tables to `path`, whole or not at all: XLSX with a sheet for each, CSV with the first only.

    Raises `UserError` for an unknown suffix or content that XLSX cannot hold, `StorageError` if the disk fails.
    """
    suffix = path.suffix.lower()
    if suffix not in (".csv", ".xlsx"):
        raise UserError(_UNKNOWN_SUFFIX)
    with draft_of_files(path) as draft:
        if suffix == ".csv":
            write_csv(draft, tables[0])
        else:
            write_xlsx(draft, tables)


def write_csv(path: Path, table: OutputTable) -> int:
    """Write the table to a new file, as a French Excel opens it: UTF-8 with a byte order mark, semicolons. Return the
    number of its rows.
    """
    with path.open("xb") as file:
        return _put_csv(file, table)


def csv_text(table: OutputTable) -> bytes:
    """Return what `write_csv` writes."""
    content = io.BytesIO()
    _put_csv(content, table)
    return content.getvalue()


def _put_csv(file: IO[bytes], table: OutputTable) -> int:
    shown, count = [*map(_csv_cell, table.columns)], 0
    file.write(codecs.BOM_UTF8)  # "utf-8-sig" writes it too, and encodes each line in Python
    text = io.TextIOWrapper(file, encoding="utf-8", errors="replace", newline="")
    writer = csv.writer(text, delimiter=";", lineterminator="\r\n")
    writer.writerow([escape_formula(column.title) for column in table.columns])
    for row in table.rows:
        writer.writerow(
            [
                cell if cell is None or (type(cell) is str and (not cell or cell[0].isalnum())) else show(cell)
                for show, cell in zip(shown, row, strict=True)
            ]
        )
        count += 1
    text.detach()  # the file is its opener's
    return count


def _csv_cell(column: OutputColumn) -> Callable[[object], object]:
    """Return the function from a value of the column to what the CSV module writes."""
    yes, no = map(escape_formula, column.yes_no)

    def show(value: object) -> object:
        kind = type(value)
        if kind is bool:
            return yes if value else no
        if kind is int:  # neither it nor a time begins like a formula
            return value
        if isinstance(value, datetime):
            return moment_as_text(value)
        return value if is_number(value) else escape_formula(cell_as_text(column, value))

    return show


_UNKNOWN_SUFFIX = Message(
    "export", "This type of file cannot be written. Nothing was written; end the name with .xlsx or .csv."
)
