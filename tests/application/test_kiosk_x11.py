# SPDX-License-Identifier: GPL-3.0-or-later
"""Self-service on a real X server: keys that a person presses, a window asked to close, a process that is killed.

Run as a program this file is the program on the event named; it answers in lines of JSON.
"""

import json
import os
import shutil
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from checkin.core.entries import EntryKind
from checkin.core.kiosk_answers import GreetingStyle
from checkin.core.supervisor import Authority
from checkin.services.kiosk_service import KioskService
from checkin.storage import settings_store
from tests.builders import an_attendee
from tests.devices.test_wedge_x11 import ROOT, Bench, display, end, keys_of
from tests.patience import PATIENCE_S

__all__ = ["display"]  # the fixture

PIN = "4711"
"""A busy computer takes its time to import everything."""


def show_kiosk(path):
    """The program run in the X server; what there is to see is told each tenth of a second when it changes."""
    from PySide6.QtCore import QEvent, QObject, QTimer
    from PySide6.QtWidgets import QApplication

    from checkin.application import desk_program, qt_application
    from checkin.application.desk_recovery import _end_when_asked
    from checkin.services.event_file import EventFile
    from checkin.services.kiosk_service import enable_self_service

    event = EventFile.open(Path(path))
    if "--kiosk" in sys.argv:
        enable_self_service(event)
    program = desk_program.DeskProgram(event, event.clock(), "en")
    program.start()
    _end_when_asked()
    told, icons = [], []

    class Icons(QObject):
        """Sees that the window was made an icon."""

        def eventFilter(self, watched, event):
            if event.type() == QEvent.Type.WindowStateChange and watched.isMinimized():
                icons.append(watched)
            return False

    seen = Icons()
    if program.kiosk.window:
        program.kiosk.window.installEventFilter(seen)

    def tell():
        window = program.kiosk.window
        is_full = bool(window and window.isVisible() and window.size() == window.screen().size())
        is_full = is_full and window.windowHandle().isExposed() and not window.isMinimized()
        card = window.card.card if window and window.pages.currentWidget() is window.card else None
        page = type(window.pages.currentWidget()).__name__ if window else "the desk"
        others = [w for w in QApplication.topLevelWidgets() if w.isVisible() and w is not window]
        news = {"page": card.title if card else page, "full": is_full, "others": len(others)}
        news["typed"] = len(window.pin.field.text()) if window else 0
        news["icons"] = len(icons)
        if told != [news] and (told or qt_application.application().focusWindow()):
            told[:] = [news]
            print(json.dumps(news), flush=True)

    timer = QTimer(interval=100)
    timer.timeout.connect(tell)
    timer.start()
    qt_application.application().exec()
    program.stop()


class Screen(Bench):
    """What there is to see, as it was told last."""

    def shows(self, **wanted):
        """Wait until it does."""
        while not wanted.items() <= (line := self.next_line()).items():
            pass
        return line

    def press(self, *keys):
        self._run("xdotool", "key", "--delay", "150", *keys)  # a hand, not a scanner

    def ask_to_close(self):
        self.hands.close(self._focused())

    def make_icon(self):
        self._run("xdotool", "windowminimize", str(self._focused()))

    def _focused(self):
        found = subprocess.run(
            ["xdotool", "getwindowfocus"], env=self.environment, check=True, capture_output=True, timeout=PATIENCE_S
        )
        return int(found.stdout)

    def is_quiet(self):
        """Nothing changed for half a second."""
        import select

        return not self._rest and not select.select([self.window.stdout], [], [], 0.5)[0]


@pytest.fixture
def opened(display, event, tmp_path):
    """What starts the program on the event."""
    KioskService(event, _desk(event)).supervision.name("Anne", PIN, Authority("Borne 2", "First supervisor"))
    processes = []
    environment = {**os.environ, "DISPLAY": display, "QT_QPA_PLATFORM": "xcb", "PYTHONPATH": str(ROOT)}
    environment |= {"HOME": str(tmp_path), "XDG_DATA_HOME": str(tmp_path / "data")}

    def start(*how):
        command = [sys.executable, __file__, str(event.path), *how]
        processes.append(subprocess.Popen(command, env=environment, stdout=subprocess.PIPE))
        return Screen(display, processes[-1])

    yield start
    for process in processes:
        end(process)


@pytest.fixture
def window_manager(display, tmp_path):
    assert shutil.which("openbox"), "openbox not found: apt-get install openbox"
    environment = {**os.environ, "DISPLAY": display, "HOME": str(tmp_path)}
    manager = subprocess.Popen(["openbox"], env=environment, stderr=subprocess.DEVNULL)
    yield
    end(manager)


def _desk(event):
    from checkin.services.desk import Desk

    return Desk(event, event.clock(), "Borne 2")


def test_a_guest_at_the_keyboard_gets_nowhere_and_a_scanner_and_the_pin_do(opened, event):
    screen = opened("--kiosk")
    screen.shows(page="KioskIdle", full=True, others=0)
    screen.press("alt+F4", "Escape", "F1", "F3", "F11", "ctrl+i", "ctrl+s", "ctrl+q", "ctrl+w", "Menu", "alt+space")
    screen.press("super+d", "ctrl+shift+Escape", "shift+F10", "Down", "Delete", "Home")
    screen.ask_to_close()
    assert screen.is_quiet()
    screen.plug_in("fr")
    screen.hands.scan(keys_of(an_attendee(1).ticket_code + "\r"), 4)
    screen.shows(page="Please see the welcome desk", full=True, others=0)  # the event was years ago
    assert [e.subject for e in event.journal.entries_of_kinds([EntryKind.REFUSED])] == [an_attendee(1).id]
    screen.press("shift+Tab", "space")  # the last button: the team's
    screen.shows(page="KioskPin", others=0)
    screen.plug_in("us")
    screen.press("ctrl+v", "F5", "4", "7", "1", "1")
    screen.shows(typed=4)
    screen.press("Return")
    assert screen.shows(page="the desk")["others"] == 1
    assert not settings_store.load_kiosk(event.db).is_open


def test_made_an_icon_it_comes_back_at_once(opened, window_manager):
    screen = opened("--kiosk")
    screen.shows(page="KioskIdle", full=True, icons=0)
    for icons in (1, 2):
        screen.make_icon()
        screen.shows(full=True, icons=icons, others=0)


def test_killed_it_comes_back_for_guests(opened, event):
    screen = opened("--kiosk")
    screen.shows(page="KioskIdle", full=True)
    screen.window.send_signal(signal.SIGKILL)
    screen.window.wait(PATIENCE_S)
    again = opened()  # by hand, or by the system: nobody says what for
    assert again.shows(page="KioskIdle", full=True)["others"] == 0


def test_a_system_that_logs_out_can_end_it(opened, event):
    screen = opened("--kiosk")
    screen.shows(page="KioskIdle", full=True)
    screen.window.terminate()
    assert screen.window.wait(PATIENCE_S) == 0
    assert settings_store.load_kiosk(event.db) == settings_store.KioskSettings(True, GreetingStyle.INITIAL)


if __name__ == "__main__":
    show_kiosk(sys.argv[1])
