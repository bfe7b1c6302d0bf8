# SPDX-License-Identifier: GPL-3.0-or-later
"""The screen is kept on by asking the desktop, and no longer than wanted. Where there is no desktop nothing happens.

Run as a program this file is a desktop and the program that asks it, on the session bus of its environment.
"""

import json
import os
import shutil
import subprocess
import sys

import pytest

from checkin.devices.computer import ScreenWakeLock
from tests.devices.test_wedge_x11 import ROOT
from tests.patience import PATIENCE_S


def ask_a_desktop():
    """Prints who asked for what while they are there; and after `release`, once the bus has heard that they are not."""
    from PySide6.QtCore import ClassInfo, QCoreApplication, QObject, QTimer, Slot
    from PySide6.QtDBus import QDBusConnection, QDBusMessage, QDBusServiceWatcher

    @ClassInfo({"D-Bus Interface": "org.freedesktop.ScreenSaver"})
    class Desktop(QObject):
        asked = ()

        @Slot(str, str, QDBusMessage, result=int)
        def Inhibit(self, who, why, message):
            self.asked = (who, why, message.service())
            watcher.addWatchedService(message.service())
            QTimer.singleShot(0, let_go)
            return 7

    app, desktop, bus = QCoreApplication([]), Desktop(), QDBusConnection.sessionBus()
    assert bus.registerService("org.freedesktop.ScreenSaver")
    bus.registerObject("/org/freedesktop/ScreenSaver", desktop, QDBusConnection.RegisterOption.ExportAllSlots)
    awake, watcher = ScreenWakeLock("Guests"), QDBusServiceWatcher()
    watcher.setConnection(bus)
    watcher.setWatchMode(QDBusServiceWatcher.WatchModeFlag.WatchForUnregistration)

    def note():
        who, why, connection = desktop.asked
        print(json.dumps([who, why, bus.interface().isServiceRegistered(connection).value()]), flush=True)

    def let_go():
        note()
        awake.release()

    watcher.serviceUnregistered.connect(note)
    watcher.serviceUnregistered.connect(app.quit)
    QTimer.singleShot(10_000, app.quit)
    awake.keep()
    app.exec()


@pytest.mark.skipif(shutil.which("dbus-run-session") is None, reason="dbus-run-session not found: apt-get install dbus")
def test_the_desktop_is_asked_and_let_go():
    command = ["dbus-run-session", "--", sys.executable, __file__]
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    asked = subprocess.run(command, env=environment, check=True, capture_output=True, timeout=PATIENCE_S)
    told = [json.loads(line) for line in asked.stdout.splitlines()]
    assert told == [["Checkin", "Guests", True], ["Checkin", "Guests", False]]


def test_without_a_desktop_nothing_is_kept_and_nothing_fails(monkeypatch, qapp):
    monkeypatch.setenv("DBUS_SESSION_BUS_ADDRESS", "unix:path=/nowhere")
    awake = ScreenWakeLock("Guests")
    awake.keep()
    awake.release()
    assert awake._asked is None


if __name__ == "__main__":
    ask_a_desktop()
