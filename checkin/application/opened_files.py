# SPDX-License-Identifier: GPL-3.0-or-later
"""Files that the system asks the running program to open.

On a Mac a double click on an event file arrives so, in a program that is starting or already running; elsewhere it
starts a program with the file on its command line, which passes it on if that event is open (`second_start`).

    double click ──▶ QFileOpenEvent ──▶ OpenedFiles ──▶ the first window: as if it were dropped there
                                             │
                                             └─────────▶ an open desk: a program of its own, as with the command line
"""

import sys
from collections.abc import Callable, Sequence
from pathlib import Path

from PySide6.QtCore import QEvent, QObject, QProcess, Qt, QTimer
from PySide6.QtGui import QFileOpenEvent
from PySide6.QtWidgets import QApplication, QWidget


def start_program(arguments: Sequence[str]) -> None:
    """Start another instance of the program, which goes on when this one ends."""
    packaged = getattr(sys, "frozen", False)
    QProcess.startDetached(sys.executable, [*([] if packaged else ["-m", "checkin"]), *arguments])


class FileOpeningApplication(QApplication):
    """The Qt application, which hands over the files that the system asks it to open."""

    def event(self, event: QEvent) -> bool:
        if not isinstance(event, QFileOpenEvent) or not event.file():
            return super().event(event)
        opened_files(self).take(Path(event.file()))
        return True


class OpenedFiles(QObject):
    """The files that the application was asked to open. One that arrives before a window accepts files waits."""

    def __init__(self, application: QApplication) -> None:
        super().__init__(application)
        self.start_program: Callable[[Sequence[str]], object] = start_program
        self._open: Callable[[Path], object] | None = None
        self._waiting: list[Path] = []

    def take_to(self, opens: Callable[[Path], object] | None) -> None:
        """Pass each file to `opens` from now on; None: let them wait."""
        self._open = opens
        self._deliver_soon()

    def take_beside(self, event: Path, window: Callable[[], QWidget]) -> None:
        """Open each file in a program of its own; for `event` itself bring its window to the front.

        Does nothing while the window is hidden by a kiosk.
        """

        def open_beside(path: Path) -> None:
            if not window().isVisible():
                return
            if path.resolve() == event.resolve():
                window().setWindowState(window().windowState() & ~Qt.WindowState.WindowMinimized)
                window().raise_()
                window().activateWindow()
            else:
                self.start_program([str(path)])

        self.take_to(open_beside)

    def take_to_window(self, window: QWidget, opens: Callable[[Path], object]) -> None:
        """Pass each file to `opens`; while `window` shows a dialog, or has closed, open it in a program of its own."""

        def open_here(path: Path) -> None:
            if window.isVisible() and QApplication.activeModalWidget() in (None, window):
                opens(path)
            else:
                self.start_program([str(path)])

        self.take_to(open_here)

    def take(self, path: Path) -> None:
        """Take a file that is to be opened."""
        self._waiting.append(path)
        self._deliver_soon()

    def _deliver_soon(self) -> None:
        """Deliver from the event loop, so that errors reach the error handler."""
        if self._waiting and self._open:
            QTimer.singleShot(0, self, self._deliver)

    def _deliver(self) -> None:
        if self._open and self._waiting:
            path = self._waiting.pop(0)
            self._deliver_soon()
            self._open(path)


def opened_files(application: QApplication) -> OpenedFiles:
    """Return those of this application; its child, made at the first call."""
    return application.findChild(OpenedFiles) or OpenedFiles(application)
