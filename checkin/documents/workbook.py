# SPDX-License-Identifier: GPL-3.0-or-later
"""Reads an XLSX workbook in a child process: a hostile one can end the reader, never the desk.

A workbook of 1 kB with one cell at the far corner aborts python-calamine 0.9.1, with no exception to catch.
"""

import multiprocessing
import sys
import time
from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from datetime import time as clock_time
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Any

from checkin.core.errors import UserError
from checkin.core.lists.columns import Row
from checkin.core.words import Words
from checkin.documents.sheet import EMPTY, MOST_COLUMNS, MOST_ROWS, TOO_LARGE, Measure, Sheet
from checkin.documents.workbook_guard import DAMAGED, check_workbook

SECONDS = 60.0
MEMORY = 2 << 30
"""Bytes of address space for the child, where the system can hold it to that (Linux)."""

MOST_TEXT = 100_000_000
"""Characters in all cells: one long text shared by many cells is small in the file and huge in memory."""

_BATCH = 2000

_GAVE_UP = Words(
    "list",
    "This workbook could not be read: it is damaged, or far too large when unpacked. "
    "Nothing was imported; copy the list into a new workbook, or save it as CSV.",
)
_TOO_SLOW = Words(
    "list",
    "This workbook took too long to read. Nothing was imported; copy the list into a new workbook, or save it as CSV.",
)


def read_workbook(path: Path, seconds: float = SECONDS) -> Sheet:
    """The first visible sheet with anything in it. Raises `UserError`; the child is gone when it returns."""
    return run_apart(_send_sheet, path, seconds)


def run_apart(reader: Callable[[Path, Connection], None], path: Path, seconds: float) -> Sheet:
    """What `reader`, a function that another process can import, sends of `path`."""
    context = multiprocessing.get_context("spawn")
    ours, theirs = context.Pipe(duplex=False)
    child = context.Process(target=_in_child, args=(reader, path, theirs), daemon=True)
    child.start()
    theirs.close()
    try:
        return _receive(ours, time.monotonic() + seconds)
    finally:
        child.kill()
        child.join()
        child.close()
        ours.close()


def _receive(pipe: Connection, deadline: float) -> Sheet:
    rows: list[Row] = []
    while pipe.poll(max(0.0, deadline - time.monotonic())):
        try:
            kind, content = pipe.recv()
        except (EOFError, OSError) as exc:  # it died
            raise UserError(_GAVE_UP) from exc
        if kind == "refused":
            words, fields = content
            raise UserError(words, **fields)
        if kind == "end":
            return Sheet(content, tuple(rows))
        rows += [Row(*row) for row in content]
    raise UserError(_TOO_SLOW)


def _in_child(reader: Callable[[Path, Connection], None], path: Path, pipe: Connection) -> None:
    _hold_memory()
    try:
        reader(path, pipe)
    except UserError as exc:
        pipe.send(("refused", (exc.words, exc.fields)))
    except MemoryError:
        pipe.send(("refused", (_GAVE_UP, {})))


def _hold_memory() -> None:
    if sys.platform == "linux":
        import resource

        resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))  # a core file would hold people's names


def _send_sheet(path: Path, pipe: Connection) -> None:
    check_workbook(path)
    name, rows = _first_sheet(path)
    for start in range(0, len(rows), _BATCH):
        pipe.send(("rows", rows[start : start + _BATCH]))
    pipe.send(("end", name))


def _first_sheet(path: Path) -> tuple[str, list[Row]]:
    """Hidden sheets hold lists of choices; the choice among several visible ones is not offered yet."""
    from python_calamine import CalamineError, CalamineWorkbook, SheetTypeEnum, SheetVisibleEnum

    try:
        with path.open("rb") as file, CalamineWorkbook.from_filelike(file) as workbook:
            for sheet in workbook.sheets_metadata:
                if sheet.typ is SheetTypeEnum.WorkSheet and sheet.visible is SheetVisibleEnum.Visible:
                    rows = list(_rows(workbook.get_sheet_by_name(sheet.name).iter_rows()))
                    if rows:
                        return sheet.name, rows
    except CalamineError as exc:
        raise UserError(DAMAGED) from exc
    raise UserError(EMPTY)


def _rows(values: Iterator[list[Any]]) -> Iterator[Row]:
    measure, text = Measure(), 0
    for number, cells in enumerate(values, start=1):
        row = Row(number, tuple(map(cell_text, cells)))
        if any(map(str.strip, row.cells)):
            measure.add(row)
            text += sum(map(len, row.cells))
            if text > MOST_TEXT:
                raise UserError(TOO_LARGE, rows=MOST_ROWS, columns=MOST_COLUMNS)
            yield row


def cell_text(value: object) -> str:
    """A cell as a person would type it: ISO dates, whole numbers without decimals, 15 digits as in Excel."""
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
