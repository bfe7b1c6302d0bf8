# SPDX-License-Identifier: GPL-3.0-or-later
"""The thread that measures readiness every few minutes while the desk works, and reads the event file anew.

It has a connection of its own, and the desk never waits for it. Its loop calls `step()`; tests call `step()` without a
thread.
"""

from collections.abc import Callable
from datetime import datetime
from pathlib import Path

from PySide6.QtCore import QSemaphore, QThread, Signal

from checkin.core.errors import CheckinError
from checkin.services.event_file import EventFile
from checkin.services.ready.readiness_measuring import ReadinessMeter
from checkin.storage.file_guard import read_anew

EVERY_MS = 180_000
"""Milliseconds between measurements: a battery loses about two percent in that time."""
STOP_WAIT_MS = 30_000
"""Milliseconds that `stop` waits: longer than any disk may take."""


class ReadyWorker(QThread):
    """Measures readiness repeatedly. `clock` is the event's."""

    measured = Signal(object)
    """Carries a `ReadinessMeasurements` after each measurement."""

    failed = Signal(Exception)
    """A fault of the program. The thread goes on."""

    def __init__(self, path: Path, clock: Callable[[], datetime]) -> None:
        super().__init__()
        self._path, self._clock = path, clock
        self._event: EventFile | None = None
        self._probes: ReadinessMeter | None = None
        self._wake = QSemaphore()
        self._is_stopping = False

    def wake(self) -> None:
        """Measure now. May be called from any thread."""
        if self._wake.available() == 0:
            self._wake.release()

    def step(self) -> None:
        """Measure once, and look for damage. A file that cannot be opened is skipped: the desk reports it."""
        try:
            read_anew(self._path)
            if self._probes is None:
                self._event = EventFile.open(self._path)
                self._probes = ReadinessMeter(self._event, self._clock)
            elif self._event:
                self._event.guard.reconnect_if_replaced()
            self.measured.emit(self._probes.measure())
        except CheckinError:
            self.close()

    def close(self) -> None:
        """Close the event, in the thread that called `step`."""
        if self._event:
            self._event.close()
        self._event = self._probes = None

    def stop(self) -> None:
        """End the thread; return when it has ended."""
        self._is_stopping = True
        self._wake.release()
        self.wait(STOP_WAIT_MS)

    def run(self) -> None:  # Qt's name
        while not self._is_stopping:
            try:
                self.step()
            except Exception as fault:  # one failed measurement must not end the thread
                self.failed.emit(fault)
            self._wake.tryAcquire(1, EVERY_MS)
        self.close()
