# SPDX-License-Identifier: GPL-3.0-or-later
"""Threads for one piece of work with an end: joining an event, an exchange with a USB drive, a PDF."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from PySide6.QtCore import QCoreApplication, QThread, Signal

from checkin.badges.badge_fonts import load
from checkin.badges.badge_problems import PageProgress
from checkin.core.message import CheckinError
from checkin.core.progress import Cancelled, ReportProgress
from checkin.services.event_reading import DetachableThread


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


# The thread that draws badges, sheets and certificates into a file.
# It knows no event: what it draws is handed in as immutable values. Its loop calls `step()`; tests call `step()`
# without a thread.

TELL_EVERY = 10
"""Pages between two progress reports."""


@dataclass(frozen=True, slots=True)
class PdfJob:
    """A file or folder to draw: `write` makes `path` and returns its number of pages or files."""

    path: Path
    write: Callable[[PageProgress], int]


class PdfWriter(QThread):
    """Writes one `PdfJob`; `written` carries its number of pages or files, `refused` the error to show.

    An existing file is replaced only when the new one is complete, and stays if the job is cancelled.
    """

    progressed = Signal(int, int)
    written = Signal(int)
    cancelled = Signal()
    refused = Signal(CheckinError)
    failed = Signal(Exception)

    def __init__(self, job: PdfJob) -> None:
        super().__init__()
        load()  # fonts are loaded in the UI thread
        self.job = job
        self._is_unwanted = False

    def cancel(self) -> None:
        """Stop after the page being drawn. Called from the UI thread."""
        self._is_unwanted = True

    def launch(self) -> None:
        """Start the thread as a child of the application, so that it survives a change of screens."""
        program = QCoreApplication.instance()
        assert program
        self.setParent(program)
        self.finished.connect(self.deleteLater)
        program.aboutToQuit.connect(self._leave)
        self.start()

    def step(self) -> None:
        try:
            self.written.emit(self.job.write(self._report_progress))
        except Cancelled:
            self.cancelled.emit()
        except CheckinError as error:
            self.refused.emit(error)

    def _report_progress(self, done: int, total: int) -> None:
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
