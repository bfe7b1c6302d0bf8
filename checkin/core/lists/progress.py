# SPDX-License-Identifier: GPL-3.0-or-later
"""How long work on a list tells how far it is, and is stopped: by calling a function that may raise. Pure."""

from collections.abc import Callable, Iterable, Iterator
from typing import TypeVar

ReportProgress = Callable[[int, int | None], None]
"""`tell(done, total)`, in rows; `total` None while nobody knows it. It may raise `Cancelled`: the work then ends there,
has written nothing, and lets the exception through.
"""

Item = TypeVar("Item")

BATCH = 500
"""Rows between two calls: some milliseconds of work."""


class Cancelled(Exception):
    """Somebody no longer wants this. Not an error: nothing is said of it."""


WHOLE = 1000
"""What a part of some work is told out of."""


def ignore_progress(_done: int, _total: int | None) -> None:
    """For work that nobody waits for."""


class CombinedProgress:
    """One bar for work of several parts, each of which counts in things of its own. It never goes back."""

    def __init__(self, tell: ReportProgress) -> None:
        self._tell, self._at = tell, 0

    def part(self, last: int) -> ReportProgress:
        """Moves it to `last` of `WHOLE`, from where it is when this part is told of first."""
        first: int | None = None

        def told(done: int, total: int | None) -> None:
            nonlocal first
            if not total:
                self._tell(done, None)
                return
            first = self._at if first is None else first
            self._at = max(self._at, first + (last - first) * min(done, total) // total)
            self._tell(self._at, WHOLE)

        return told


def report_while(items: Iterable[Item], tell: ReportProgress, total: int | None = None) -> Iterator[Item]:
    """`items` as they are, with a word every `BATCH` of them."""
    for done, item in enumerate(items):
        if done % BATCH == 0:
            tell(done, total)
        yield item
