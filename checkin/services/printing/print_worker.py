# SPDX-License-Identifier: GPL-3.0-or-later
"""The printing threads: one per printer, so that one that hangs blocks no other; and one that searches printers.

Jobs are in the event file, which each thread opens for itself: a wake-up is only a hint. Loops call `step()`; tests
call `step()` without a thread.
"""

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QCoreApplication, QSemaphore, QThread, Signal

from checkin.core.printing.print_jobs import PrinterState
from checkin.core.printing.print_plan import FoundPrinter
from checkin.devices.printers import list_printers
from checkin.services.event_file import EventFile
from checkin.services.printing.spooler import PrintSpooler

AT_WORK_MS = 500
"""Milliseconds until the printer is asked again while a badge is waiting or printing."""
IDLE_MS = 5_000
"""Milliseconds until the printer is asked again without a job."""

STOP_WAIT_MS = 30_000
"""Milliseconds that `stop` waits: longer than any printer may take to answer."""


class PrintWorker(QThread):
    """The thread of one printer. `set_up` makes its spooler from the event, which is opened in this thread."""

    changed = Signal(object)
    """Carries the `PrinterState`, when it differs or a job has moved on."""

    failed = Signal(Exception)
    """A fault of the program or of the disk. The thread goes on."""

    def __init__(self, path: Path, set_up: Callable[[EventFile], PrintSpooler]) -> None:
        super().__init__()
        self._path, self._set_up = path, set_up
        self._event: EventFile | None = None
        self._press: PrintSpooler | None = None
        self._reported: PrinterState | None = None
        self._wake = QSemaphore()
        self._is_paused = self._is_stopping = False

    def wake(self) -> None:
        """Look for jobs now. May be called from any thread."""
        if self._wake.available() == 0:
            self._wake.release()

    def pause(self, is_paused: bool) -> None:
        """Print only for people at the desk. May be called from any thread."""
        self._is_paused = is_paused
        self.wake()

    def step(self) -> bool:
        """Do one step of the spooler; return whether there is more to do at once."""
        press = self._opened()
        press.is_paused = self._is_paused
        has_more = press.step()
        if has_more or press.state != self._reported:
            self._reported = press.state
            self.changed.emit(press.state)
        return has_more

    def close(self) -> None:
        """Close the event, in the thread that called `step`."""
        if self._event:
            self._event.close()
        self._event = self._press = None

    def end(self) -> None:
        """Request the end of the thread, after its current step."""
        self._is_stopping = True
        self._wake.release()

    def stop(self) -> None:
        """End the thread; return when it has ended."""
        self.end()
        self.wait(STOP_WAIT_MS)

    def run(self) -> None:  # Qt's name
        while not self._is_stopping:
            if not self._try():
                self._wake.tryAcquire(1, AT_WORK_MS if self._press and self._press.is_at_work else IDLE_MS)
        self.close()

    def _try(self) -> bool:
        try:
            return self.step()
        except Exception as fault:  # one badge must not end printing for the day
            self._press = None  # a job may be half sent: the next spooler's `recover` marks it as uncertain
            self.failed.emit(fault)
            return False

    def _opened(self) -> PrintSpooler:
        self._event = self._event or EventFile.open(self._path)
        self._event.guard.reconnect_if_replaced()
        if self._press is None:
            self._press = self._set_up(self._event)
            self._press.recover()
        return self._press


class PrinterSearch(QThread):
    """Searches printers once. `look` may take as long as the system's print service takes to answer."""

    found = Signal(object)
    """Carries a tuple of `FoundPrinter`, empty if there are none or the print service does not answer."""

    def __init__(self, look: Callable[[], tuple[FoundPrinter, ...]] = list_printers) -> None:
        super().__init__()
        self._look = look

    def launch(self) -> None:
        """Start the thread as a child of the application: its window may close before the answer."""
        program = QCoreApplication.instance()
        assert program
        self.setParent(program)
        self.finished.connect(self.deleteLater)
        program.aboutToQuit.connect(self.wait)
        self.start()

    def step(self) -> None:
        self.found.emit(self._look())

    def run(self) -> None:  # Qt's name
        self.step()
