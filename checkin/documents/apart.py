# SPDX-License-Identifier: GPL-3.0-or-later
"""Reads a file in a child process, which sends sheets row by row: a hostile file ends the reader, never the desk."""

import multiprocessing
import sys
import time
from collections.abc import Callable, Iterable, Iterator
from itertools import islice
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Any

from checkin.core.errors import UserError
from checkin.core.lists.columns import Row
from checkin.core.lists.progress import Tell
from checkin.core.words import Words
from checkin.documents.sheet import EMPTY, Sheet

SECONDS = 60.0
MEMORY = 2 << 30
"""Bytes of address space for the child, where the system can hold it to that (Linux)."""

Reader = Callable[[Path], Iterator[tuple[str, Iterable[Row]]]]
"""Gives the name and the rows that are not empty of each sheet. A function that another process can import."""

_BATCH = 1000
_PATIENCE = 0.1
"""Seconds between two questions whether anybody still wants the list."""


def read_apart(reader: Reader, path: Path, tell: Tell, seconds: float = SECONDS) -> tuple[Sheet, ...]:
    """The sheets of `path` with anything in them. Raises `UserError`; the child is gone when it returns."""
    context = multiprocessing.get_context("spawn")
    ours, theirs = context.Pipe(duplex=False)
    child = context.Process(target=_in_child, args=(reader, path, theirs), daemon=True)
    child.start()
    theirs.close()
    try:
        return tuple(_receive(ours, tell, time.monotonic() + seconds))
    finally:
        child.kill()
        child.join()
        child.close()
        ours.close()


def _receive(pipe: Connection, tell: Tell, deadline: float) -> Iterator[Sheet]:
    rows: list[Row] = []
    done = 0
    while True:
        tell(done, None)
        kind, content = _next(pipe, tell, done, deadline)
        if kind == "rows":
            rows += [Row(*row) for row in content]
            done += len(content)
        elif kind == "sheet":
            if rows:
                yield Sheet(content, tuple(rows))
            rows = []
        else:
            return


def _next(pipe: Connection, tell: Tell, done: int, deadline: float) -> tuple[str, Any]:
    while not pipe.poll(_PATIENCE):
        tell(done, None)
        if time.monotonic() > deadline:
            raise UserError(_TOO_SLOW)
    try:
        kind, content = pipe.recv()
    except (EOFError, OSError) as exc:  # it died
        raise UserError(_GAVE_UP) from exc
    if kind == "refused":
        words, fields = content
        raise UserError(words, **fields)
    return kind, content


def _in_child(reader: Reader, path: Path, pipe: Connection) -> None:
    _hold_memory()
    try:
        found = False
        for name, rows in reader(path):
            remaining = iter(rows)
            while some := list(islice(remaining, _BATCH)):
                pipe.send(("rows", some))
                found = True
            pipe.send(("sheet", name))
        if not found:
            raise UserError(EMPTY)
        pipe.send(("end", ""))
    except UserError as exc:
        pipe.send(("refused", (exc.words, exc.fields)))
    except MemoryError:
        pipe.send(("refused", (_GAVE_UP, {})))


def _hold_memory() -> None:
    if sys.platform == "linux":
        import resource

        resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))  # a core file would hold people's names


_GAVE_UP = Words(
    "list",
    "This workbook could not be read: it is damaged, or far too large when unpacked. "
    "Nothing was imported; copy the list into a new workbook, or save it as CSV.",
)
_TOO_SLOW = Words(
    "list",
    "This workbook took too long to read. Nothing was imported; copy the list into a new workbook, or save it as CSV.",
)
