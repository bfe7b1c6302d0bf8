# SPDX-License-Identifier: GPL-3.0-or-later
"""Tables people take away, as CSV or XLSX by the file's suffix. Never half a file, never fewer rows than there are."""

import csv
import io
from collections.abc import Iterable, Sequence
from pathlib import Path

from checkin.core.errors import UserError
from checkin.core.words import Words
from checkin.documents.aside import write_aside
from checkin.documents.cells import Column, Table, harmless, is_number, text_of
from checkin.documents.xlsx import xlsx

__all__ = ["Column", "Table", "csv_text", "harmless", "write_table", "write_tables"]


def write_table(path: Path, columns: Sequence[Column], rows: Iterable[Sequence[object]], sheet_name: str) -> None:
    """One table, `path` whole or not at all (`write_tables`)."""
    write_tables(path, [Table(sheet_name, columns, rows)])


def write_tables(path: Path, tables: Sequence[Table]) -> None:
    """Writes `path` whole or not at all: XLSX with a sheet for each table, CSV with the first.

    Raises `UserError` for an unknown suffix or what XLSX cannot hold, `StorageError` if the disk fails.
    """
    match path.suffix.lower():
        case ".csv":
            write_aside(path, csv_text(tables[0]))
        case ".xlsx":
            write_aside(path, xlsx(tables))
        case _:
            raise UserError(_UNKNOWN_SUFFIX)


def csv_text(table: Table) -> bytes:
    """As a French Excel opens it: UTF-8 with its mark, semicolons."""
    text = io.StringIO(newline="")
    writer = csv.writer(text, delimiter=";", lineterminator="\r\n")
    writer.writerow([harmless(column.title) for column in table.columns])
    for row in table.rows:
        writer.writerow([_csv_cell(column, value) for column, value in zip(table.columns, row, strict=True)])
    return text.getvalue().encode("utf-8-sig", errors="replace")


def _csv_cell(column: Column, value: object) -> str:
    return str(value) if is_number(value) else harmless(text_of(column, value))


_UNKNOWN_SUFFIX = Words(
    "export", "This kind of file cannot be written. Nothing was written; end the name with .xlsx or .csv."
)
