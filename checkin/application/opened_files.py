# SPDX-License-Identifier: GPL-3.0-or-later
"""Files that the system asks the running program to open. On a Mac a double click on an event file comes so, to a
program that is starting or at work already; elsewhere it starts a program with the file on its command line.

    double click ──▶ QFileOpenEvent ──▶ OpenedFiles ──▶ the first window: as if it were dropped there
                                            │
                                            └─────────▶ an open desk: a program of its own, as with the command line
"""

import sys
from collections.abc import Callable, Sequence
from pathlib import Path

from PySide6.QtCore import QEvent, QObject, QProcess, QTimer
from PySide6.QtGui import QFileOpenEvent
from PySide6.QtWidgets import QApplication, QWidget


def start_program(arguments: Sequence[str]) -> None:
    """Start another program of this kind, which goes on when this one ends."""
    packaged = getattr(sys, "frozen", False)
    QProcess.startDetached(sys.executable, [*([] if packaged else ["-m", "checkin"]), *arguments])


class OpenedFiles(QObject):
    """The one filter of the application for such files. What comes while nobody takes files waits for whoever does."""

    def __init__(self, application: QApplication) -> None:
        super().__init__(application)
        self.start_program: Callable[[Sequence[str]], object] = start_program
        self._open: Callable[[Path], object] | None = None
        self._waiting: list[Path] = []
        application.installEventFilter(self)

    def take_to(self, opens: Callable[[Path], object] | None) -> None:
        """Hand each file to `opens` from now on; None: nobody takes files for now."""
        self._open = opens
        self._deliver_soon()

    def take_beside(self, event: Path, window: Callable[[], QWidget]) -> None:
        """Open each file in a program of its own, but this event, whose window comes to the front. Where the window is
        not seen, because guests serve themselves, nothing happens.
        """

        def open_beside(path: Path) -> None:
            if not window().isVisible():
                return
            if path.resolve() == event.resolve():
                window().raise_()
                window().activateWindow()
            else:
                self.start_program([str(path)])

        self.take_to(open_beside)

    def take_to_window(self, window: QWidget, opens: Callable[[Path], object]) -> None:
        """Hand each file to `opens`; where `window` asks something, or has chosen, a program of its own opens it."""

        def open_here(path: Path) -> None:
            if window.isVisible() and QApplication.activeModalWidget() in (None, window):
                opens(path)
            else:
                self.start_program([str(path)])

        self.take_to(open_here)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() != QEvent.Type.FileOpen or not isinstance(event, QFileOpenEvent) or not event.file():
            return False
        self._waiting.append(Path(event.file()))
        self._deliver_soon()
        return True

    def _deliver_soon(self) -> None:
        """From the loop of events, where a file that cannot be opened is told like any other."""
        if self._waiting and self._open:
            QTimer.singleShot(0, self, self._deliver)

    def _deliver(self) -> None:
        if self._open and self._waiting:
            path = self._waiting.pop(0)
            self._deliver_soon()
            self._open(path)


def opened_files(application: QApplication) -> OpenedFiles:
    """Return the filter of this application, made at the first call."""
    return application.findChild(OpenedFiles) or OpenedFiles(application)
