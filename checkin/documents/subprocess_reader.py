# SPDX-License-Identifier: GPL-3.0-or-later
"""Reading untrusted files in a child process, which may crash without the desk. Sheets arrive row by row."""

import multiprocessing
import sys
import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from io import BytesIO
from itertools import islice
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Any, NamedTuple, TypeVar, cast

from checkin.core.lists.list_fields import ListRow, RowProblem
from checkin.core.message import Message, ReportProgress, UserError, ignore_progress
from checkin.documents.input_table import EMPTY, MOST_COLUMNS, MOST_ROWS, MOST_SHEETS, TOO_LARGE, Sheet, remarks

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


# The first pages of a PDF as pictures, drawn in a child process: the file comes from a server.
# A page on which nothing is drawn gives its size alone.

PDF_SECONDS = 30.0
"""Seconds; starting the process takes two or three on an old computer."""

LARGEST_PDF = 20_000_000
"""Bytes of a file that is read."""

MM_PER_POINT = 25.4 / 72

MOST_PROPORTION = 50
"""How often the shorter side of a page goes into the longer one at most; more is no page."""

_WHITE = 255


@dataclass(frozen=True, slots=True)
class PdfPages:
    """The pages of a PDF: the width and height of the first in mm, how many there are, and the pictures of the first
    ones as PNG, b"" for an empty page.
    """

    width: float
    height: float
    count: int
    pictures: tuple[bytes, ...]


class _Wanted(NamedTuple):
    data: bytes
    most: int
    side: int


def read_pdf_pages(data: bytes, most: int, side: int) -> PdfPages:
    """Return the pages of a PDF, with pictures of the first `most`, whose longer side has `side` pixels. Raises
    `UserError` for anything else.
    """
    if len(data) > LARGEST_PDF:
        raise UserError(_BACKGROUND_DAMAGED)
    return run_in_subprocess(_drawn, _Wanted(data, most, side), _BACKGROUND_REFUSED, PDF_SECONDS)


def _drawn(wanted: _Wanted) -> PdfPages:
    """Draw in the child process."""
    import pypdfium2

    try:
        document = pypdfium2.PdfDocument(wanted.data)
        count = len(document)
        width, height = (round(side * MM_PER_POINT, 2) for side in document[0].get_size())
        drawn = range(min(count, wanted.most))
        return PdfPages(width, height, count, tuple(_picture(document[number], wanted.side) for number in drawn))
    except (pypdfium2.PdfiumError, IndexError, ValueError, OverflowError) as exc:
        raise UserError(Message("badge layout", "Its background is no PDF that can be read.")) from exc


def _picture(page: Any, side: int) -> bytes:
    """Return a page as PNG, b"" for an empty one."""
    sides = page.get_size()
    if min(sides) <= 0 or max(sides) / min(sides) > MOST_PROPORTION:
        raise ValueError(sides)
    picture = page.render(scale=side / max(sides)).to_pil().convert("RGB")
    if all(least == _WHITE for least, _ in picture.getextrema()):
        return b""
    target = BytesIO()
    picture.save(target, "PNG")
    return target.getvalue()


_BACKGROUND_DAMAGED = Message("badge layout", "Its background is damaged or too large.")
_BACKGROUND_TOO_SLOW = Message("badge layout", "Its background takes too long to draw.")
_BACKGROUND_REFUSED = SubprocessMessages(_BACKGROUND_TOO_SLOW, _BACKGROUND_DAMAGED)
