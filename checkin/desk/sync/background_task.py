# SPDX-License-Identifier: GPL-3.0-or-later
"""The thread of one piece of work with an end: joining an event, taking entries to a key and back. Then it is over."""

from collections.abc import Callable

from PySide6.QtCore import Signal

from checkin.core.errors import CheckinError
from checkin.core.lists.progress import Cancelled, ReportProgress
from checkin.desk.detached_thread import DetachableThread


class BackgroundTask(DetachableThread):
    """`work` is given what it tells of its progress to, and opens for itself what it needs."""

    told = Signal(int, int)
    """How much is done, and of how much: 0 while nobody knows."""
    done = Signal(object)
    refused = Signal(CheckinError)
    failed = Signal(Exception)
    """A fault of the program."""

    def __init__(self, work: Callable[[ReportProgress], object]) -> None:
        super().__init__()
        self._work = work
        self._is_cancelled = False

    def cancel(self) -> None:
        """From the window: what was done stays done, nothing is half."""
        self._is_cancelled = True

    def leave(self) -> None:
        """Nobody asks for it any more, and nobody waits: the thread ends by itself, at the next thing it tells."""
        self.cancel()
        super().leave()

    def step(self) -> None:
        """All of it."""
        try:
            result = self._work(self._tell)
        except Cancelled:
            return
        except CheckinError as error:
            self.refused.emit(error)
        else:
            self.done.emit(result)

    def run(self) -> None:  # Qt's name
        try:
            self.step()
        except Exception as fault:
            self.failed.emit(fault)

    def _tell(self, done: int, total: int | None) -> None:
        if self._is_cancelled:
            raise Cancelled
        self.told.emit(done, total or 0)
