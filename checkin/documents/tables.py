# SPDX-License-Identifier: GPL-3.0-or-later
"""Tables people take away, as CSV or XLSX by the file's suffix.

Never writes a cell that a spreadsheet would run as a formula or open as a link, and never half a file.
"""

import csv
import io
import math
import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import Any, Literal

from checkin.core.errors import UserError
from checkin.core.words import Words
from checkin.documents.aside import write_aside

LONGEST_CELL = 32_767
MOST_ROWS = 1_048_575
"""Excel's limits: characters in a cell, rows below the header."""

DEFAULT_WIDTH = 18

_RUNS = re.compile(r"\s*[=+\-@\t\r＝＋－＠]")
"""How a text begins that some spreadsheet takes for a formula (OWASP, CSV injection), full-width too."""

_UNFIT_NAME = re.compile(r"[\[\]:*?/\\\x00-\x1f]")


@dataclass(frozen=True, slots=True)
class Column:
    """`width` in characters, 0 for the usual one. `yes_no`: what True and False become in a "yes_no" column.

    Cells: None is empty everywhere; "datetime" wants a `datetime`, written as the clock it shows (bring it to
    the event's time zone first), "date" a `date`, "number" an int or a finite float. Anything else is text.
    """

    title: str
    kind: Literal["text", "number", "datetime", "date", "yes_no"] = "text"
    width: int = 0
    yes_no: tuple[str, str] = ("oui", "non")


def write_table(path: Path, columns: Sequence[Column], rows: Iterable[Sequence[object]], sheet_name: str) -> None:
    """Writes `path` whole or not at all.

    Raises `UserError` for an unknown suffix or what XLSX cannot hold, `StorageError` if the disk fails.
    """
    writer = _WRITERS.get(path.suffix.lower())
    if writer is None:
        raise UserError(_UNKNOWN_SUFFIX)
    write_aside(path, writer(columns, rows, sheet_name))


def _csv(columns: Sequence[Column], rows: Iterable[Sequence[object]], _: str) -> bytes:
    text = io.StringIO(newline="")
    writer = csv.writer(text, delimiter=";", lineterminator="\r\n")
    writer.writerow([harmless(column.title) for column in columns])
    for row in rows:
        writer.writerow([_csv_cell(column, value) for column, value in zip(columns, row, strict=True)])
    return text.getvalue().encode("utf-8-sig", errors="replace")


def _csv_cell(column: Column, value: object) -> str:
    return str(value) if _is_number(value) else harmless(_text(column, value))


def harmless(text: str) -> str:
    """`text`, behind an apostrophe if a spreadsheet might run it. For texts only: -5 stays a number."""
    return "'" + text if _RUNS.match(text) else text


def _text(column: Column, value: object) -> str:
    match value:
        case None:
            return ""
        case bool():
            return column.yes_no[0 if value else 1]
        case datetime():
            return value.replace(tzinfo=None).isoformat(" ", "seconds")
        case date():
            return value.isoformat()
    return str(value)


def _is_number(value: object) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool) and math.isfinite(value)


def _xlsx(columns: Sequence[Column], rows: Iterable[Sequence[object]], sheet_name: str) -> bytes:
    from xlsxwriter import Workbook

    content = io.BytesIO()
    plain = {
        "strings_to_formulas": False,
        "strings_to_urls": False,
        "strings_to_numbers": False,
        "in_memory": True,
    }
    with Workbook(content, plain) as workbook:
        sheet = workbook.add_worksheet(_UNFIT_NAME.sub(" ", sheet_name).strip(" '")[:31].strip(" '") or "1")
        _head(workbook, sheet, columns)
        formats = [workbook.add_format(_FORMATS[column.kind]) for column in columns]
        last = 0
        for last, row in enumerate(rows, start=1):
            _fill(sheet, last, list(zip(columns, row, formats, strict=True)))
        sheet.autofilter(0, 0, last, len(columns) - 1)
    return content.getvalue()


_FORMATS: dict[str, dict[str, object]] = {
    "text": {"num_format": "@", "valign": "top"},
    "yes_no": {"num_format": "@", "valign": "top"},
    "number": {"valign": "top"},
    "date": {"num_format": "yyyy-mm-dd", "align": "left", "valign": "top"},
    "datetime": {"num_format": "yyyy-mm-dd hh:mm:ss", "align": "left", "valign": "top"},
}


def _head(workbook: Any, sheet: Any, columns: Sequence[Column]) -> None:
    bold = workbook.add_format({"bold": True, "bottom": 1, "valign": "top", "text_wrap": True})
    for index, column in enumerate(columns):
        sheet.set_column(index, index, column.width or DEFAULT_WIDTH)
        sheet.write_string(0, index, column.title[:LONGEST_CELL], bold)
    sheet.freeze_panes(1, 0)


def _fill(sheet: Any, number: int, cells: Sequence[tuple[Column, object, Any]]) -> None:
    if number > MOST_ROWS:
        raise UserError(_TOO_MANY_ROWS)
    for index, (column, value, look) in enumerate(cells):
        if value is None:
            continue
        if _is_number(value) and column.kind == "number":
            sheet.write_number(number, index, value, look)
        elif isinstance(value, date) and value.year >= 1900 and column.kind in ("date", "datetime"):
            naive = value.replace(tzinfo=None, microsecond=0) if isinstance(value, datetime) else value
            sheet.write_datetime(number, index, naive, look)
        else:
            _fill_text(sheet, (number, index), column, value, look)


def _fill_text(sheet: Any, place: tuple[int, int], column: Column, value: object, look: Any) -> None:
    """The library would leave a text that is too long out, without a word."""
    text = _text(column, value)
    if len(text.encode("utf-16-le", "replace")) // 2 > LONGEST_CELL:
        raise UserError(_TOO_LONG, row=place[0] + 1, column=column.title, most=LONGEST_CELL)
    sheet.write_string(*place, text, look)


_WRITERS: dict[str, Callable[[Sequence[Column], Iterable[Sequence[object]], str], bytes]] = {
    ".csv": _csv,
    ".xlsx": _xlsx,
}
_UNKNOWN_SUFFIX = Words(
    "export", "This kind of file cannot be written. Nothing was written; end the name with .xlsx or .csv."
)
_TOO_LONG = Words(
    "export",
    "Row {row}, “{column}”: the text is longer than the {most} characters an XLSX cell can hold. "
    "Nothing was written; export as CSV instead.",
)
_TOO_MANY_ROWS = Words(
    "export", "There are more rows than an XLSX sheet can hold. Nothing was written; export as CSV instead."
)
