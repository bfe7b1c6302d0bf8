# SPDX-License-Identifier: GPL-3.0-or-later
"""A thread for one piece of work with an end: joining an event, an exchange with a USB drive."""

from collections.abc import Callable

from PySide6.QtCore import Signal

from checkin.core.errors import CheckinError
from checkin.core.lists.progress import Cancelled, ReportProgress
from checkin.services.detached_thread import DetachableThread


class BackgroundTask(DetachableThread):
    """Runs `work` once; `work` gets a progress callback, and opens what it needs for itself.

    `result` is what it returned, None without a result; it is final once the thread has ended.
    """

    progressed = Signal(int, int)
    """Carries progress and its total, 0 while unknown."""
    done = Signal(object)
    refused = Signal(CheckinError)
    failed = Signal(Exception)
    """A fault of the program."""

    def __init__(self, work: Callable[[ReportProgress], object]) -> None:
        super().__init__()
        self.result: object = None
        self._work = work
        self._is_cancelled = False

    def cancel(self) -> None:
        """Stop at the next progress report. What was done stays done, and nothing is half done. Called from the UI
        thread.
        """
        self._is_cancelled = True

    def leave(self) -> None:
        """Cancel without waiting: the thread ends by itself, at the next progress report."""
        self.cancel()
        super().leave()

    def step(self) -> None:
        try:
            self.result = self._work(self._report_progress)
        except Cancelled:
            return
        except CheckinError as error:
            self.refused.emit(error)
        else:
            self.done.emit(self.result)

    def run(self) -> None:  # Qt's name
        try:
            self.step()
        except Exception as fault:
            self.failed.emit(fault)

    def _report_progress(self, done: int, total: int | None) -> None:
        if self._is_cancelled:
            raise Cancelled
        self.progressed.emit(done, total or 0)
