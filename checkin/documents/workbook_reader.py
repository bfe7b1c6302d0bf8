# SPDX-License-Identifier: GPL-3.0-or-later
"""Reading workbooks (XLSX, ODS, XLS) with python-calamine; untrusted ones only in a child process
(`subprocess_reader`).

A workbook of 1 kB with one cell at the far corner aborts python-calamine 0.9.1, with no exception to catch.
"""

from collections.abc import Iterable, Iterator
from datetime import datetime, timedelta
from datetime import time as clock_time
from pathlib import Path
from typing import IO, Any

from checkin.core.errors import UserError
from checkin.core.lists.list_fields import ListRow
from checkin.core.lists.row_problems import RowProblem
from checkin.documents.cell_details import CellDetails
from checkin.documents.input_table import DAMAGED, ENCRYPTED, HIDDEN, ListSizeCheck
from checkin.documents.workbook_details import cell_details
from checkin.documents.workbook_guard import check_workbook


def read_workbook(path: Path) -> Iterator[tuple[str, Iterable[ListRow | RowProblem]]]:
    """Yield the visible sheets: hidden ones hold lists of choices, and data not meant to be seen.

    Rows and columns that are hidden or filtered are read: they are people, and what is known of them.
    """
    check_workbook(path)
    with path.open("rb") as file:
        details = cell_details(file)
        for name, rows in sheets_in(file):
            yield name, details.get(name, CellDetails()).applied(rows)


def sheets_in(file: IO[bytes]) -> Iterator[tuple[str, Iterable[ListRow]]]:
    """Yield the sheets without checking the file: in this process only for files that it wrote itself."""
    from python_calamine import CalamineError, CalamineWorkbook, PasswordError, SheetTypeEnum, SheetVisibleEnum

    measure = ListSizeCheck()
    file.seek(0)
    try:
        with CalamineWorkbook.from_filelike(file) as workbook:
            sheets = [sheet for sheet in workbook.sheets_metadata if sheet.typ is SheetTypeEnum.WorkSheet]
            shown = [sheet.name for sheet in sheets if sheet.visible is SheetVisibleEnum.Visible]
            for name in shown:
                found = workbook.get_sheet_by_name(name)
                before = ("",) * (found.start[1] if found.start else 0)
                yield name, _rows(found.iter_rows(), before, measure)
            hidden = [sheet.name for sheet in sheets if sheet.name not in shown]
            if measure.is_empty and any(workbook.get_sheet_by_name(name).height for name in hidden):
                raise UserError(HIDDEN)
    except PasswordError as exc:
        raise UserError(ENCRYPTED) from exc
    except CalamineError as exc:
        raise UserError(DAMAGED) from exc


def _rows(values: Iterable[list[Any]], before: tuple[str, ...], measure: ListSizeCheck) -> Iterator[ListRow]:
    """Yield the rows that are not empty. `before` are the empty columns at the left, which calamine leaves out."""
    for number, cells in enumerate(values, start=1):
        row = ListRow(number, (*before, *map(cell_text, cells)))
        if any(map(str.strip, row.cells)):
            measure.add(row)
            yield row


def cell_text(value: object) -> str:
    """Return a cell as a person would type it: ISO dates, whole numbers without decimals, 15 digits as in Excel."""
    match value:
        case str():
            return value
        case bool():
            return "TRUE" if value else "FALSE"
        case float():
            return str(int(value)) if value.is_integer() else format(value, ".15g")
        case datetime():
            is_day = value.time() == clock_time()
            return value.date().isoformat() if is_day else value.isoformat(" ", "seconds")
        case timedelta():
            minutes = round(value.total_seconds() / 60)
            return f"{minutes // 60}:{minutes % 60:02}"
        case clock_time():
            return value.isoformat("minutes" if not value.second else "seconds")
    return str(value)  # a date or a whole number
