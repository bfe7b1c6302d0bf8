# SPDX-License-Identifier: GPL-3.0-or-later
"""Writing tables to CSV or XLSX, by the file's suffix. Files are complete or not written."""

import csv
import io
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import IO

from checkin.core.errors import UserError
from checkin.core.message import Message
from checkin.documents.atomic_write import draft_of_files
from checkin.documents.output_table import OutputColumn, OutputTable, cell_as_text, escape_formula, is_number
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
    columns, count = table.columns, 0
    text = io.TextIOWrapper(file, encoding="utf-8-sig", errors="replace", newline="")
    writer = csv.writer(text, delimiter=";", lineterminator="\r\n")
    writer.writerow([escape_formula(column.title) for column in columns])
    for row in table.rows:
        writer.writerow(
            [
                cell if cell is None or (type(cell) is str and cell[:1].isalnum()) else _csv_cell(column, cell)
                for column, cell in zip(columns, row, strict=True)
            ]
        )
        count += 1
    text.detach()  # the file is its opener's
    return count


def _csv_cell(column: OutputColumn, value: object) -> object:
    return value if is_number(value) else escape_formula(cell_as_text(column, value))


_UNKNOWN_SUFFIX = Message(
    "export", "This type of file cannot be written. Nothing was written; end the name with .xlsx or .csv."
)
