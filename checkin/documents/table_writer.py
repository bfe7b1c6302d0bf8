# SPDX-License-Identifier: GPL-3.0-or-later
"""Writing tables to CSV or XLSX, by the file's suffix. Files are complete or not written."""

import codecs
import csv
import io
from collections.abc import Callable, Iterable, Sequence
from datetime import datetime
from pathlib import Path
from typing import IO

from checkin.core.errors import UserError
from checkin.core.message import Message
from checkin.documents.atomic_write import draft_of_files
from checkin.documents.output_table import (
    OutputColumn,
    OutputTable,
    cell_as_text,
    escape_formula,
    is_number,
    moment_as_text,
)
from checkin.documents.xlsx_writer import write_xlsx

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
