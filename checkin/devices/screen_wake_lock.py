# SPDX-License-Identifier: GPL-3.0-or-later
"""A wake lock for the screen while a kiosk serves guests.

Linux: the desktop's `org.freedesktop.ScreenSaver` over D-Bus. Windows: the execution state of this thread. macOS:
`caffeinate`, which ends with this program. On systems without these nothing happens and nothing fails (docs/kiosk.md
says what to set there). Never waits for the desktop's answer.
"""

import ctypes
import logging
import os
import subprocess
import sys
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

if TYPE_CHECKING:
    from PySide6.QtDBus import QDBusPendingCallWatcher

_log = logging.getLogger(__name__)

_SERVICE, _PATH = "org.freedesktop.ScreenSaver", "/org/freedesktop/ScreenSaver"
_BUS = "checkin-awake"
"""A connection of its own: the desktop drops the lock when the connection that asked for it ends."""
_CONTINUOUS, _SYSTEM, _DISPLAY = 0x80000000, 0x1, 0x2
"""ES_CONTINUOUS, ES_SYSTEM_REQUIRED and ES_DISPLAY_REQUIRED of Windows."""


class ScreenWakeLock(QObject):
    """A lock that keeps the screen on between `keep` and `release`. It ends with the program, even a killed one.
    `reason` is shown by desktops that list such locks.
    """

    def __init__(self, reason: str, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._reason = reason
        self._caffeinate: subprocess.Popen[bytes] | None = None
        self._asked: QDBusPendingCallWatcher | None = None

    def keep(self) -> None:
        if sys.platform == "win32":
            ctypes.windll.kernel32.SetThreadExecutionState(_CONTINUOUS | _SYSTEM | _DISPLAY)
        elif sys.platform == "darwin":
            self._caffeinate = subprocess.Popen(["/usr/bin/caffeinate", "-d", "-i", "-w", str(os.getpid())])
        else:
            self._inhibit()

    def release(self) -> None:
        if sys.platform == "win32":
            ctypes.windll.kernel32.SetThreadExecutionState(_CONTINUOUS)
        elif self._caffeinate:
            self._caffeinate.terminate()
            self._caffeinate.wait()
            self._caffeinate = None
        elif self._asked:
            from PySide6.QtDBus import QDBusConnection

            self._asked = None
            QDBusConnection.disconnectFromBus(_BUS)

    def _inhibit(self) -> None:
        try:
            from PySide6.QtDBus import QDBusConnection, QDBusMessage, QDBusPendingCallWatcher
        except ImportError:  # a bundle without D-Bus
            _log.info("the screen is not kept awake: no D-Bus")
            return
        bus = QDBusConnection.connectToBus(QDBusConnection.BusType.SessionBus, _BUS)
        if not bus.isConnected():
            _log.info("the screen is not kept awake: no session bus")
            return
        message = QDBusMessage.createMethodCall(_SERVICE, _PATH, _SERVICE, "Inhibit")
        message.setArguments(["Checkin", self._reason])
        self._asked = QDBusPendingCallWatcher(bus.asyncCall(message), self)
        self._asked.finished.connect(_note)


def _note(answered: "QDBusPendingCallWatcher") -> None:
    if answered.isError():
        _log.info("the screen is not kept awake: %s", answered.error().name())
