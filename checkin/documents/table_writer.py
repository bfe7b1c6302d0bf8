# SPDX-License-Identifier: GPL-3.0-or-later
"""Writing tables to CSV or XLSX, by the file's suffix. Files are complete or not written."""

import csv
import io
from collections.abc import Iterable, Sequence
from pathlib import Path

from checkin.core.errors import UserError
from checkin.core.message import Message
from checkin.documents.atomic_write import write_file_atomically
from checkin.documents.output_table import OutputColumn, OutputTable, cell_as_text, escape_formula, is_number
from checkin.documents.xlsx_writer import build_xlsx

__all__ = ["OutputColumn", "OutputTable", "csv_text", "escape_formula", "write_table", "write_tables"]


def write_table(path: Path, columns: Sequence[OutputColumn], rows: Iterable[Sequence[object]], sheet_name: str) -> None:
    """Write one table to `path`, whole or not at all (`write_tables`)."""
    write_tables(path, [OutputTable(sheet_name, columns, rows)])


def write_tables(path: Path, tables: Sequence[OutputTable]) -> None:
    """Write tables to `path`, whole or not at all: XLSX with a sheet for each, CSV with the first only.

    Raises `UserError` for an unknown suffix or content that XLSX cannot hold, `StorageError` if the disk fails.
    """
    match path.suffix.lower():
        case ".csv":
            write_file_atomically(path, csv_text(tables[0]))
        case ".xlsx":
            write_file_atomically(path, build_xlsx(tables))
        case _:
            raise UserError(_UNKNOWN_SUFFIX)


def csv_text(table: OutputTable) -> bytes:
    """Return the table as a French Excel opens it: UTF-8 with a byte order mark, semicolons."""
    content = io.BytesIO()
    text = io.TextIOWrapper(content, encoding="utf-8-sig", errors="replace", newline="")
    writer = csv.writer(text, delimiter=";", lineterminator="\r\n")
    writer.writerow([escape_formula(column.title) for column in table.columns])
    for row in table.rows:
        writer.writerow([_csv_cell(column, value) for column, value in zip(table.columns, row, strict=True)])
    text.flush()
    return content.getvalue()


def _csv_cell(column: OutputColumn, value: object) -> str:
    if value is None:
        return ""
    if type(value) is str:  # most cells
        return escape_formula(value)
    return str(value) if is_number(value) else escape_formula(cell_as_text(column, value))


_UNKNOWN_SUFFIX = Message(
    "export", "This type of file cannot be written. Nothing was written; end the name with .xlsx or .csv."
)
