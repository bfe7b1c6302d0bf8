# SPDX-License-Identifier: GPL-3.0-or-later
"""Progress and cancellation of long work on lists: by calling a function that may raise. Pure."""

from collections.abc import Callable, Iterable, Iterator
from typing import TypeVar

ReportProgress = Callable[[int, int | None], None]
"""A function called with (done, total) in rows; `total` is None while unknown. It may raise `Cancelled`: the work then
ends, has written nothing, and lets the exception through.
"""

Item = TypeVar("Item")

BATCH = 500
"""The rows between two calls: some milliseconds of work."""


class Cancelled(Exception):
    """The user cancelled the work. Not an error: nothing is shown."""


WHOLE = 1000
"""The total in which `CombinedProgress` reports."""


def ignore_progress(_done: int, _total: int | None) -> None:
    """Ignore the progress of work that no user waits for."""


class CombinedProgress:
    """One progress bar for work of several parts, each with units of its own. It never goes back."""

    def __init__(self, report: ReportProgress) -> None:
        self._report, self._at = report, 0

    def part(self, last: int) -> ReportProgress:
        """Return a function that moves the bar to `last` of `WHOLE`, from where it is at its first call."""
        first: int | None = None

        def report_part(done: int, total: int | None) -> None:
            nonlocal first
            if not total:
                self._report(done, None)
                return
            first = self._at if first is None else first
            self._at = max(self._at, first + (last - first) * min(done, total) // total)
            self._report(self._at, WHOLE)

        return report_part


def report_while(items: Iterable[Item], report: ReportProgress, total: int | None = None) -> Iterator[Item]:
    """Yield `items` unchanged, reporting every `BATCH` of them."""
    for done, item in enumerate(items):
        if done % BATCH == 0:
            report(done, total)
        yield item
