# SPDX-License-Identifier: GPL-3.0-or-later
"""Reading untrusted files in a child process, which may crash without the desk. Sheets arrive row by row."""

import multiprocessing
import sys
import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import islice
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Any, TypeVar, cast

from checkin.core.errors import UserError
from checkin.core.lists.list_fields import ListRow
from checkin.core.lists.progress import ReportProgress, ignore_progress
from checkin.core.lists.row_problems import RowProblem
from checkin.core.message import Message
from checkin.documents.input_table import EMPTY, MOST_COLUMNS, MOST_ROWS, MOST_SHEETS, TOO_LARGE, Sheet
from checkin.documents.row_remarks import remarks

SECONDS = 60.0
MEMORY = 2 << 30
"""Bytes of address space of the child, where the system can enforce it (Linux)."""

Reader = Callable[[Path], Iterator[tuple[str, Iterable[ListRow | RowProblem]]]]
"""A function that yields the name and the rows of each sheet, and the problems of reading them; the child process must
be able to import it.
"""

_Given = TypeVar("_Given")
_Made = TypeVar("_Made")

_BATCH = 1000
_PATIENCE = 0.1
"""Seconds between two calls of `report`, which may cancel the work."""


def read_in_subprocess(
    reader: Reader, path: Path, report: ReportProgress, seconds: float = SECONDS
) -> tuple[Sheet, ...]:
    """Return the sheets of `path` that are not empty. Raises `UserError`; the child has ended when this returns."""
    with _child(_send_sheets, reader, path) as pipe:
        return tuple(_receive(pipe, report, time.monotonic() + seconds))


@dataclass(frozen=True, slots=True)
class SubprocessMessages:
    """The messages for work that takes too long, and for work at which the child failed."""

    too_slow: Message
    gave_up: Message


def run_in_subprocess(
    work: Callable[[_Given], _Made], given: _Given, refusals: SubprocessMessages, seconds: float = SECONDS
) -> _Made:
    """Return `work(given)`, computed in a child process.

    `work` must be importable there, and its values must be picklable. Raises `UserError`; the child has ended when this
    returns.
    """
    with _child(_send_result, work, given) as pipe:
        _, made = _next(pipe, ignore_progress, 0, time.monotonic() + seconds, refusals)
    return cast(_Made, made)


@contextmanager
def _child(target: Callable[..., None], *arguments: object) -> Iterator[Connection]:
    context = multiprocessing.get_context("spawn")
    ours, theirs = context.Pipe(duplex=False)
    child = context.Process(target=_in_child, args=(target, theirs, *arguments), daemon=True)
    child.start()
    theirs.close()
    try:
        yield ours
    finally:
        child.kill()
        child.join()
        child.close()
        ours.close()


def _receive(pipe: Connection, report: ReportProgress, deadline: float) -> Iterator[Sheet]:
    rows: list[ListRow] = []
    problems: list[RowProblem] = []
    done = 0
    while True:
        report(done, None)
        kind, content = _next(pipe, report, done, deadline, _OF_WORKBOOKS)
        if kind == "rows":
            rows += [row for row in content if isinstance(row, ListRow)]
            problems += [problem for problem in content if isinstance(problem, RowProblem)]
            done += len(content)
        elif kind == "sheet":
            if rows:
                problems += [problem for row in rows for problem in remarks(row)]
                yield Sheet(content, tuple(rows), tuple(problems))
            rows, problems = [], []
        else:
            return


def _next(
    pipe: Connection, report: ReportProgress, done: int, deadline: float, refusals: SubprocessMessages
) -> tuple[str, Any]:
    while not _has_something(pipe):
        report(done, None)
        if time.monotonic() > deadline:
            raise UserError(refusals.too_slow)
    try:
        kind, content = pipe.recv()
    except (EOFError, OSError) as exc:  # the child died
        raise UserError(refusals.gave_up) from exc
    if kind == "gave up":
        raise UserError(refusals.gave_up)
    if kind == "refused":
        words, fields = content
        raise UserError(words, **fields)
    return kind, content


def _has_something(pipe: Connection) -> bool:
    """Whether `recv` has something to return or to raise. Of a child that died, only Windows says so here already."""
    try:
        return pipe.poll(_PATIENCE)
    except OSError:
        return True


def _in_child(target: Callable[..., None], pipe: Connection, *arguments: object) -> None:
    _hold_memory()
    try:
        target(pipe, *arguments)
    except UserError as exc:
        pipe.send(("refused", (exc.words, exc.fields)))
    except (MemoryError, RecursionError):
        pipe.send(("gave up", ""))


def _send_sheets(pipe: Connection, reader: Reader, path: Path) -> None:
    found = False
    for number, (name, rows) in enumerate(reader(path)):
        if number == MOST_SHEETS:
            raise UserError(TOO_LARGE, rows=MOST_ROWS, columns=MOST_COLUMNS)
        remaining = iter(rows)
        while some := list(islice(remaining, _BATCH)):
            pipe.send(("rows", some))
            found = found or any(isinstance(row, ListRow) for row in some)
        pipe.send(("sheet", name))
    if not found:
        raise UserError(EMPTY)
    pipe.send(("end", ""))


def _send_result(pipe: Connection, work: Callable[[Any], Any], given: Any) -> None:
    pipe.send(("made", work(given)))


def _hold_memory() -> None:
    if sys.platform == "linux":
        import resource

        resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))  # a core file would contain people's names


_GAVE_UP = Message(
    "list",
    "This workbook could not be read: it is damaged, or far too large when unpacked. "
    "Nothing was imported; copy the list into a new workbook, or save it as CSV.",
)
_TOO_SLOW = Message(
    "list",
    "This workbook took too long to read. Nothing was imported; copy the list into a new workbook, or save it as CSV.",
)
_OF_WORKBOOKS = SubprocessMessages(_TOO_SLOW, _GAVE_UP)
