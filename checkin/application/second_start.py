# SPDX-License-Identifier: GPL-3.0-or-later
"""A second start of the program for an event that is open already, as by another double click on its file: the window
that is open comes forward, and the second program ends.

    second program ── connects to the name of the event ──▶ first program ── brings its window to the front
                   ◀── one byte: it is at work ─────────────┘

A first program that hangs, or belongs to another user, sends no byte; then the second one opens a window as usual.
"""

import hashlib
import os
import sys
from pathlib import Path

from PySide6.QtCore import QObject, Signal
from PySide6.QtNetwork import QLocalServer, QLocalSocket

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
