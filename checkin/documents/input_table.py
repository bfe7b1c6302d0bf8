# SPDX-License-Identifier: GPL-3.0-or-later
"""A table read from a file, and its limits: the most bytes, rows, columns and sheets of a list. Values only."""

import re
import stat
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from checkin.core.lists.list_fields import ListRow, RowProblem
from checkin.core.lists.mapping_guess import is_list_of_people, list_likeness
from checkin.core.message import Message, UserError

MOST_BYTES = 50 << 20
"""Bytes of the file. A list of 100,000 people with ten columns is about 15 MB."""

MOST_ROWS = 200_000
MOST_COLUMNS = 300
MOST_CELLS = 5_000_000
MOST_SHEETS = 10_000
"""Sheets, or tables of a web page: some pages have one for each person."""

MOST_TEXT = 100_000_000
"""Characters in all cells: one long text shared by many cells is small in the file and huge in memory."""

MOST_LINES = 1_000_000
"""Lines of a text file: rows, and the lines within cells. More are refused before anything is read."""

LONGEST_CELL = 128 << 10
"""Characters of one cell (Excel's own limit is 32,767); also the default limit of Python's `csv`."""


@dataclass(frozen=True, slots=True)
class Sheet:
    """One table. `rows` leaves out empty rows; each keeps the number that a spreadsheet shows (from 1).

    `name` is the sheet's, the table's or, for a text file, the file's. `problems` are what the reading
    found odd, or put right, in its rows.
    """

    name: str
    rows: tuple[ListRow, ...]
    problems: tuple[RowProblem, ...] = ()


@dataclass(frozen=True, slots=True)
class Book:
    """The content of a file: its visible sheets that are not empty, at least one, in the file's order.

    `encoding` and `separator` are those of a text file, else ""; `separator` also for a text of one column.
    """

    sheets: tuple[Sheet, ...]
    encoding: str = ""
    separator: str = ""

    @property
    def is_text(self) -> bool:
        """Whether another encoding or separator could be chosen."""
        return bool(self.encoding)

    def sheet(self, name: str = "") -> Sheet:
        """Return the sheet of this name; "" is the one that looks most like a list of people. Raises `UserError`."""
        if not name:
            return max(self.sheets, key=lambda sheet: list_likeness(sheet.rows))
        found = next((sheet for sheet in self.sheets if sheet.name == name), None)
        if found is None:
            raise UserError(_NO_SUCH_SHEET, name=name, names=", ".join(sheet.name for sheet in self.sheets))
        return found

    def other_lists(self, sheet: Sheet) -> tuple[Sheet, ...]:
        """Return the sheets besides `sheet` that look like lists of people too."""
        return tuple(other for other in self.sheets if other is not sheet and is_list_of_people(other.rows))


class ListSizeCheck:
    """A counter of rows and cells while a file is read. `add` raises `UserError` when it is too large for a list of
    people.
    """

    def __init__(self) -> None:
        self._cells = 0
        self._text = 0

    @property
    def is_empty(self) -> bool:
        """Whether no row was counted."""
        return not self._cells

    def add(self, row: ListRow) -> None:
        self._cells += len(row.cells)
        self._text += sum(map(len, row.cells))
        if (
            row.number > MOST_ROWS
            or len(row.cells) > MOST_COLUMNS
            or self._cells > MOST_CELLS
            or self._text > MOST_TEXT
        ):
            raise UserError(TOO_LARGE, rows=MOST_ROWS, columns=MOST_COLUMNS)
        if max(map(len, row.cells), default=0) > LONGEST_CELL:
            raise UserError(CELL_TOO_LONG, row=row.number)


def check_rectangle(rows: int, columns: int, others: int = 0) -> None:
    """Raise `UserError` if a table is too large, filled or not; `others` is the number of cells of other tables."""
    if rows > MOST_ROWS or columns > MOST_COLUMNS or rows * columns + others > MOST_CELLS:
        raise UserError(TOO_LARGE, rows=MOST_ROWS, columns=MOST_COLUMNS)


def check_lines(data: bytes) -> None:
    """Raise `UserError` for a text of more lines than a list can have."""
    if max(data.count(b"\n"), data.count(b"\r")) > MOST_LINES:
        raise UserError(TOO_LARGE, rows=MOST_ROWS, columns=MOST_COLUMNS)


TOO_LARGE = Message(
    "list",
    "This table is too large for a list of people: at most {rows} rows and {columns} columns. "
    "Nothing was imported; keep only the list and save it again.",
)
CELL_TOO_LONG = Message(
    "list",
    "Row {row} holds a text far too long for a list, or a quotation mark that is never closed. "
    "Nothing was imported; correct the row and save the file again.",
)
EMPTY = Message("list", "This file is empty. Nothing was imported; choose another file.")
HIDDEN = Message(
    "list",
    "All that this workbook holds is on hidden sheets. Nothing was imported; show the sheet of the list in your "
    "spreadsheet program, save the file and import it again.",
)
NOT_A_LIST = Message(
    "list", "This file is not a list. Nothing was imported; choose a spreadsheet saved as XLSX or CSV."
)
SAVE_AS = Message(
    "list",
    "This kind of spreadsheet cannot be read. Nothing was imported; open it in your spreadsheet program, "
    "save it as XLSX or CSV, and import that file.",
)
_NO_SUCH_SHEET = Message(
    "list", "There is no sheet called “{name}” in this file. Nothing was imported; its sheets are: {names}."
)
ENCRYPTED = Message(
    "list",
    "This workbook is protected by a password. Nothing was imported; open it in your spreadsheet program, "
    "remove the password, save it and import it again.",
)
DAMAGED = Message(
    "list",
    "This workbook is damaged. Nothing was imported; open it in your spreadsheet program, save it again "
    "and import it, or ask for a new copy.",
)


# What the reading of a file finds odd in its rows, as problems shown beside those of the list's people.

_SHORTENED = re.compile(r"\s*\d([.,]\d+)?E\+\d\d\s*", re.IGNORECASE)

FOREIGN = Message(
    "list", "This row was in another encoding than the rest of the file. Its accents were put right; check the name."
)
REREAD = Message(
    "list",
    "The accents of this file were damaged when it was saved, in {count} {count:row|rows} like this one. They were put "
    "right; check some names. To have the file as it is, choose its encoding yourself.",
)
SHORTENED = Message(
    "list",
    "“{word}” is a long number that a spreadsheet program shortened; its digits are lost. Ask for a list where this "
    "column is text.",
)
NO_VALUE = Message(
    "list",
    "Column {column} holds formulas without a result, in {count} rows: this is the first. Their cells are empty. "
    "Open the file in your spreadsheet program, save it and import it again.",
)
NO_VALUE_HERE = Message(
    "list",
    "Cell {cell} holds a formula without a result, and is empty. Open the file in your spreadsheet program, save it "
    "and import it again.",
)
ERROR_VALUE = Message("list", "Cell {cell} holds {word}, an error of a formula. The cell was left empty.")


def remarks(row: ListRow) -> Iterator[RowProblem]:
    """Yield the problems that the cells of a row show by themselves."""
    for cell in row.cells:
        if ("E+" in cell or "e+" in cell) and _SHORTENED.fullmatch(cell):
            yield RowProblem(row.number, SHORTENED, {"word": cell.strip()})


def column_letters(column: int) -> str:
    """Return the letters of a column as in a spreadsheet; A is 0."""
    first, last = divmod(column, 26)
    return (column_letters(first - 1) if first else "") + chr(ord("A") + last)


# The bytes of a file that somebody chose or dropped, up to a limit.


class NoFileError(OSError):
    """A folder, a pipe or a device, whose reading might never end."""


class LargeFileError(OSError):
    """The file has more bytes than are read of its kind."""


def read_chosen_file(path: Path, most: int) -> bytes:
    """Return the bytes of a file. Raises `OSError`, also for what is no file and for more than `most` bytes."""
    try:
        found = path.stat()
        if not stat.S_ISREG(found.st_mode):
            raise NoFileError
        if found.st_size > most:
            raise LargeFileError
        with path.open("rb") as file:
            return file.read(most)
    except ValueError as exc:  # a name that no file has, with a zero byte
        raise OSError("no name of a file") from exc
