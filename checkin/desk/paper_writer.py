# SPDX-License-Identifier: GPL-3.0-or-later
"""The thread that draws badges, sheets and certificates into a file. It knows no event: what it draws is handed in. Its
loop calls `step()`; tests call `step()` with no thread.
"""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from PySide6.QtCore import QCoreApplication, QThread, Signal

from checkin.badges.badge_fonts import load
from checkin.badges.badge_output import PageProgress
from checkin.core.errors import CheckinError
from checkin.core.lists.progress import Cancelled

TELL_EVERY = 10
"""Pages between two words of how far it is."""


@dataclass(frozen=True, slots=True)
class PaperJob:
    """`write` makes the file or folder `path` of immutable values, and returns how many pages or files it has."""

    path: Path
    write: Callable[[PageProgress], int]


class PaperWriter(QThread):
    """`written` tells how many pages or files; `refused` what the person can be told. What was there before stays whole
    until then, and when it is cancelled.
    """

    progressed = Signal(int, int)
    written = Signal(int)
    cancelled = Signal()
    refused = Signal(CheckinError)
    failed = Signal(Exception)

    def __init__(self, wish: PaperJob) -> None:
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
            self.written.emit(self.wish.write(self._tell))
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
