# SPDX-License-Identifier: GPL-3.0-or-later
"""The threads that print: one for each printer, so that one that hangs holds up no other, and one that looks for
printers. Loops call `step()`; tests call `step()` with no thread.

What has to be printed is in the event file, which each thread opens for itself: a wake-up is only a hint.
"""

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QCoreApplication, QSemaphore, QThread, Signal

from checkin.core.print_jobs import PrinterState
from checkin.core.print_plan import FoundPrinter
from checkin.desk.event_file import EventFile
from checkin.desk.print_service.spooler import PrintSpooler
from checkin.devices.printers import list_printers

AT_WORK_MS = 500
IDLE_MS = 5_000
"""Until the printer is asked again: with a badge to print, without."""

STOP_WAIT_MS = 30_000
"""Longer than any printer may take to answer."""


class PrintWorker(QThread):
    """`set_up` makes the press, from the event opened in this thread."""

    changed = Signal(object)
    """The `PrinterState`, when it is another or a badge has moved on."""

    failed = Signal(Exception)
    """A fault of the program or of the disk. It goes on all the same."""

    def __init__(self, path: Path, set_up: Callable[[EventFile], PrintSpooler]) -> None:
        super().__init__()
        self._path, self._set_up = path, set_up
        self._event: EventFile | None = None
        self._press: PrintSpooler | None = None
        self._told: PrinterState | None = None
        self._wake = QSemaphore()
        self._is_paused = self._is_stopping = False

    def wake(self) -> None:
        """From any thread: there may be something to print."""
        if self._wake.available() == 0:
            self._wake.release()

    def pause(self, is_paused: bool) -> None:
        """From any thread: print only for people who stand there."""
        self._is_paused = is_paused
        self.wake()

    def step(self) -> bool:
        """One thing; returns whether there is more to do at once."""
        press = self._opened()
        press.is_paused = self._is_paused
        has_more = press.step()
        if has_more or press.state != self._told:
            self._told = press.state
            self.changed.emit(press.state)
        return has_more

    def close(self) -> None:
        """In the thread that called `step`."""
        if self._event:
            self._event.close()
        self._event = self._press = None

    def end(self) -> None:
        """Ends the thread after what it is at."""
        self._is_stopping = True
        self._wake.release()

    def stop(self) -> None:
        """Ends the thread; returns when it has ended."""
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
            self._press = None  # nobody knows what became of a badge that was being handed over: `recover` says so
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
    """Looks once for printers. `look` may take as long as the print service takes to answer."""

    found = Signal(object)
    """A tuple of `FoundPrinter`, empty where there are none or the print service does not answer."""

    def __init__(self, look: Callable[[], tuple[FoundPrinter, ...]] = list_printers) -> None:
        super().__init__()
        self._look = look

    def launch(self) -> None:
        """Start it as the program's own: whoever asked may be gone when the print service answers."""
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
