# SPDX-License-Identifier: GPL-3.0-or-later
"""The Qt application of this process: its first window, files to open, garbage collection, second starts."""

import gc
import hashlib
import os
import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from time import perf_counter

from PySide6.QtCore import QEvent, QObject, QProcess, Qt, QTimer, Signal
from PySide6.QtGui import QFileOpenEvent
from PySide6.QtNetwork import QLocalServer, QLocalSocket
from PySide6.QtWidgets import QApplication, QWidget

from checkin.devices.computer import has_screen
from checkin.paths import resources
from checkin.services.threads import is_anything_read
from checkin.ui.widgets.keyboard import EnterPresses

# Files that the system asks the running program to open.
# On a Mac a double click on an event file arrives so, in a program that is starting or already running; elsewhere it
# starts a program with the file on its command line, which passes it on if that event is open (`SecondStarts`).
# double click ──▶ QFileOpenEvent ──▶ OpenedFiles ──▶ the first window: as if it were dropped there │ └─────────▶ an
# open desk: a program of its own, as with the command line


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


# Garbage collection in the windows' thread alone (docs/adr/0033).
# Python searches for cycles in any thread that happens to create an object, and destroys what it finds there, even
# the windows of a closed dialog: Qt does not survive that.

EVERY_MS = 200
"""Milliseconds between collections of young objects, each about 1 ms at a busy desk."""
SHARE = 50
"""A full collection waits this many times as long as the last one took: at most 2 % of the time."""
LONG_S, REST_S = 0.03, 600
"""Seconds of a full collection that holds the window, among many people: the objects that survive it are set aside, and
looked at again only after this rest.
"""
MANY = 50_000
"""More new objects than these at once are what was read of many people: they are set aside without being looked at."""


class GarbageCollection(QObject):
    """A timer that collects garbage; a child of the application. Switches Python's automatic collection off.

    `gc.disable()` pauses it.
    """

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self._thresholds = gc.get_threshold()
        gc.set_threshold(0)
        self._next_full, self._thaws_at = 0.0, 0.0
        self._timer = QTimer(self)
        self._timer.timeout.connect(self.step)
        self._timer.start(EVERY_MS)

    def step(self) -> None:
        """Collect the oldest generation that is due, as Python itself would. Nothing while an event is read beside the
        window: what is read would be looked at in vain, and the window would stand still for it.
        """
        if not gc.isenabled() or is_anything_read():
            return
        counts, began = gc.get_count(), perf_counter()
        due = [n for n, (count, most) in enumerate(zip(counts, self._thresholds, strict=True)) if count > most]
        if counts[0] > MANY:
            self._set_aside(began)
        elif 2 in due and began >= self._next_full:
            self._collect_old(began)
        elif due:
            gc.collect(min(due[-1], 1))

    def _collect_old(self, began: float) -> None:
        """Run a full collection. 100,000 people alive are no garbage, and to look at them takes a tenth of a second."""
        if 0 < self._thaws_at <= began:
            gc.unfreeze()
            self._thaws_at = 0.0
        gc.collect()
        ended = perf_counter()
        self._next_full = ended + SHARE * (ended - began)
        if ended - began > LONG_S:
            self._set_aside(ended)

    def _set_aside(self, now: float) -> None:
        """Leave all objects that are alive out of the searches until the rest has passed."""
        gc.freeze()
        self._thaws_at = self._thaws_at or now + REST_S


FRAME = 40
"""Pixels a title bar may take."""
SWITCH_S = 0.0005
"""Seconds after which a thread that computes lets another one go on. A window waits so long each time it comes back
from Qt, a hundred times for one picture: with Python's 5 ms it stood still for half a second while people were read.
"""
TYPING_MS = 1000
"""The longest pause within what is typed to find an entry of a list: Qt's 400 are too short for two fingers."""


def application() -> QApplication:
    """Return the QApplication, made at the first call."""
    made = QApplication.instance()
    if isinstance(made, QApplication):
        return made
    _know_event_files()
    sys.setswitchinterval(SWITCH_S)
    app = FileOpeningApplication(sys.argv[:1])
    app.setApplicationName("Checkin")
    app.setDesktopFileName("checkin")
    app.setKeyboardInputInterval(TYPING_MS)
    GarbageCollection(app)
    EnterPresses(app)
    return app


def _know_event_files() -> None:
    """Teach Qt to recognise event files and their WAL files by name.

    For unknown names its file dialogs open the file to find its type, and closing it drops the locks that this process
    holds on it (docs/adr/0010).
    """
    places = os.environ.get("XDG_DATA_DIRS") or "/usr/local/share:/usr/share"
    os.environ["XDG_DATA_DIRS"] = f"{resources()}:{places}"


def show_fitting(window: QWidget) -> None:
    """Show a window at its own size if it fits the screen with its frame, else maximised."""
    room = window.screen().availableSize()
    is_small = room.width() <= window.width() or room.height() <= window.height() + FRAME
    if is_small and has_screen():  # pictures of the demonstration keep their size: the offscreen screen is 800x800
        window.showMaximized()
    else:
        window.show()


# A second start of the program for an event that is open already, as by another double click on its file: the window
# that is open comes forward, and the second program ends.
# second program ── connects to the name of the event ──▶ first program ── brings its window to the front ◀── one
# byte: it is at work ─────────────┘
# A first program that hangs, or belongs to another user, sends no byte; then the second one opens a window as usual.

PATIENCE_MS = 2000
_AT_WORK = b"."
_ANY_PROGRAM = -1


class SecondStarts(QObject):
    """Listens for other programs that are started with this event, for as long as it exists."""

    noticed = Signal()

    def __init__(self, event: Path, parent: QObject) -> None:
        super().__init__(parent)
        self._server = QLocalServer(self)
        self._server.setSocketOptions(QLocalServer.SocketOption.UserAccessOption)
        self._server.newConnection.connect(self._answer)
        QLocalServer.removeServer(_name(event))  # of a program that was killed
        self._server.listen(_name(event))

    def stop(self) -> None:
        self._server.close()

    def _answer(self) -> None:
        caller = self._server.nextPendingConnection()
        caller.disconnected.connect(caller.deleteLater)
        caller.write(_AT_WORK)
        caller.flush()
        self.noticed.emit()


def show_open_window(event: Path, patience_ms: int = PATIENCE_MS) -> bool:
    """Have the program that has this event open bring its window to the front; return whether there is one."""
    socket = QLocalSocket()
    socket.connectToServer(_name(event))
    if not socket.waitForConnected(patience_ms):
        return False
    if sys.platform == "win32":  # only the program that the user has just started may give the foreground away
        import ctypes

        ctypes.windll.user32.AllowSetForegroundWindow(_ANY_PROGRAM)
    return socket.bytesAvailable() > 0 or socket.waitForReadyRead(patience_ms)


def _name(event: Path) -> str:
    """Return the name of a local socket: short, as some systems want it, and the same however the path is written."""
    path = os.path.normcase(event.resolve())
    return f"checkin-{hashlib.sha256(path.encode(errors='surrogatepass')).hexdigest()[:32]}"
