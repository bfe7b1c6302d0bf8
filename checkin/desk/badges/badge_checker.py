# SPDX-License-Identifier: GPL-3.0-or-later
"""What threads do with badges: one writes them as a PDF, one looks at each before it is printed. Neither knows the
event: what they draw is handed in. Loops call `step()`; tests call `step()` with no thread.
"""

from collections.abc import Callable, Sequence
from pathlib import Path

from PySide6.QtCore import QThread, Signal

from checkin.badges.badge_fonts import load
from checkin.badges.badge_output import Badge
from checkin.badges.badge_problems import problems_of_person
from checkin.core.badges.stocks import Stock
from checkin.desk.badges.badge_making import write_badges
from checkin.desk.paper_writer import PaperJob

Make = Callable[[], Sequence[Badge]]
"""The badges, from immutable values: ten thousand take half a second."""

TELL_EVERY = 20
"""Badges between two words of how far it is."""

REST_MS = 2
"""Between two badges that are looked at: scanning at the desk goes first."""


def badges_pdf(path: Path, make: Make, stock: Stock | None = None, first: int = 0) -> PaperJob:
    """A PDF of badges. `first` cells of the first sheet of `stock` were used already."""
    return PaperJob(path, lambda tell: write_badges(path, make(), stock, first, tell))


class BadgeChecker(QThread):
    """Looks at one badge after another, from the `first` on. `found` carries the number of one, and its problems."""

    progressed = Signal(int, int)
    found = Signal(int, list)
    failed = Signal(Exception)

    def __init__(self, make: Make, first: int = 0) -> None:
        super().__init__()
        load()
        self._make, self._next = make, first
        self._badges: Sequence[Badge] | None = None
        self._is_stopping = False

    def step(self) -> bool:
        """One badge; returns whether there are more."""
        if self._badges is None:
            self._badges = self._make()
        number, total = self._next, len(self._badges)
        if number >= total:
            self.progressed.emit(total, total)
            return False
        if problems := problems_of_person(self._badges[number]):
            self.found.emit(number, problems)
        self._next += 1
        if self._next % TELL_EVERY == 0:
            self.progressed.emit(self._next, total)
        return True

    def stop(self) -> None:
        """Ends the thread; returns when it has ended, a badge later."""
        self._is_stopping = True
        self.wait()

    def run(self) -> None:  # Qt's name
        try:
            while not self._is_stopping and self.step():
                self.msleep(REST_MS)
        except Exception as fault:
            self.failed.emit(fault)
