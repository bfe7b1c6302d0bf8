# SPDX-License-Identifier: GPL-3.0-or-later
"""Background work on badges: a PDF of many, and a check of each before printing.

Neither knows the event: what they draw is handed in as immutable values. The thread's loop calls `step()`; tests call
`step()` without a thread.
"""

from collections.abc import Callable, Sequence
from pathlib import Path

from PySide6.QtCore import Signal

from checkin.badges.badge_fonts import load
from checkin.badges.badge_output import Badge
from checkin.badges.badge_problems import problems_of_person
from checkin.core.badges.stocks import Stock
from checkin.services.badges.badge_building import write_badges
from checkin.services.detached_thread import DetachableThread
from checkin.services.pdf_writer import PdfJob

Make = Callable[[], Sequence[Badge]]
"""Makes the badges, from immutable values; ten thousand take half a second."""

TELL_EVERY = 20
"""Badges between two progress reports."""

REST_MS = 2
"""Milliseconds of rest between two badges, so that scanning goes first."""


def badges_pdf(path: Path, make: Make, stock: Stock | None = None, first: int = 0) -> PdfJob:
    """Return the job that writes a PDF of badges. `first` cells of the first sheet of `stock` are used already."""
    return PdfJob(path, lambda report: write_badges(path, make(), stock, first, report))


class BadgeChecker(DetachableThread):
    """Checks one badge after another, from `first` of `total` on. `found` carries a badge's number and its problems.

    Each badge is made when its turn comes: made all at once, those of 100,000 people would take seconds, which nothing
    ends early and for which all other threads wait.
    """

    progressed = Signal(int, int)
    found = Signal(int, list)
    failed = Signal(Exception)

    def __init__(self, make: Callable[[int], Badge], total: int, first: int = 0) -> None:
        super().__init__()
        load()
        self._make, self._total, self._next = make, total, first
        self._is_stopping = False

    def step(self) -> bool:
        """Check one badge, and return whether there are more."""
        if self._next >= self._total:
            self.progressed.emit(self._total, self._total)
            return False
        if problems := problems_of_person(self._make(self._next)):
            self.found.emit(self._next, problems)
        self._next += 1
        if self._next % TELL_EVERY == 0:
            self.progressed.emit(self._next, self._total)
        return True

    def leave(self) -> None:
        """End after the current badge, without waiting."""
        self._is_stopping = True
        super().leave()

    def run(self) -> None:  # Qt's name
        try:
            while not self._is_stopping and self.step():
                self.msleep(REST_MS)
        except Exception as fault:
            self.failed.emit(fault)
