# SPDX-License-Identifier: GPL-3.0-or-later
"""The threads of badges: one writes a PDF, one looks at every badge before it is printed. Neither knows the event:
what they draw is handed in. Loops call `step()`; tests call `step()` with no thread.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from PySide6.QtCore import QCoreApplication, QThread, Signal

from checkin.badges.faces import load
from checkin.badges.outputs import Badge
from checkin.badges.report import problems_of_person
from checkin.core.badges.stocks import Stock
from checkin.core.errors import CheckinError
from checkin.core.lists.progress import Cancelled
from checkin.desk.badges.badges import write_badges

Make = Callable[[], Sequence[Badge]]
"""The badges, from immutable values: ten thousand take half a second."""

TELL_EVERY = 20
"""Badges between two words of how far it is."""

REST_MS = 2
"""Between two badges that are looked at: scanning at the desk goes first."""


@dataclass(frozen=True, slots=True)
class PdfWish:
    """A PDF of badges. `first` cells of the first sheet of `stock` were used already."""

    path: Path
    make: Make
    stock: Stock | None = None
    first: int = 0


class BadgeWriter(QThread):
    """`written` tells how many badges and pages; `refused` what the person can be told. An earlier file of the name
    stays whole until then, and when it is cancelled.
    """

    progressed = Signal(int, int)
    written = Signal(int, int)
    cancelled = Signal()
    refused = Signal(CheckinError)
    failed = Signal(Exception)

    def __init__(self, wish: PdfWish) -> None:
        super().__init__()
        load()  # fonts belong to the thread of the window
        self.wish = wish
        self._is_unwanted = False

    def cancel(self) -> None:
        """From the window: ends after the page that is drawn now."""
        self._is_unwanted = True

    def launch(self) -> None:
        """Start the thread, as the program's own: it goes on whatever screen is shown."""
        program = QCoreApplication.instance()
        assert program
        self.setParent(program)
        self.finished.connect(self.deleteLater)
        program.aboutToQuit.connect(self._leave)
        self.start()

    def step(self) -> None:
        """All of it."""
        try:
            badges = self.wish.make()
            pages = write_badges(self.wish.path, badges, self.wish.stock, self.wish.first, self._tell)
            self.written.emit(len(badges), pages)
        except Cancelled:
            self.cancelled.emit()
        except CheckinError as error:
            self.refused.emit(error)

    def _tell(self, done: int, total: int) -> None:
        if self._is_unwanted:
            raise Cancelled
        if done % TELL_EVERY == 0 or done == total:
            self.progressed.emit(done, total)

    def _leave(self) -> None:
        self.cancel()
        self.wait()

    def run(self) -> None:  # Qt's name
        try:
            self.step()
        except Exception as fault:
            self.failed.emit(fault)


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
