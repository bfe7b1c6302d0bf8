# SPDX-License-Identifier: GPL-3.0-or-later
"""What the reading of a file finds odd in its rows, as problems shown beside those of the list's people."""

import re
from collections.abc import Iterator

from checkin.core.lists.list_fields import ListRow
from checkin.core.lists.row_problems import RowProblem
from checkin.core.message import Message

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
