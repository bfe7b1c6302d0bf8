# SPDX-License-Identifier: GPL-3.0-or-later
"""The desk on a real X server while an assistive technology listens on real buses: scans, names, Enter and Space.

A small listener stands in for a screen reader: Qt posts each key again, without its time, as soon as any program
listens. With `CHECKIN_ORCA=1` it is Orca itself, whose words are then read too; with `CHECKIN_SCANS` there are more
scans (docs/accessibility.md).
Run as a program this file is the desk of the event named, or the listener.
"""

import json
import os
import re
import shutil
import signal
import subprocess
import sys
import tempfile
from pathlib import Path

import pytest
from PySide6.QtCore import QDeadlineTimer
from PySide6.QtDBus import QDBusConnection, QDBusMessage

from checkin.core.entries import EntryKind
from checkin.core.keystrokes import GUARD_MS
from tests.application.test_closing_x11 import PEOPLE, todays_event
from tests.application.test_kiosk_x11 import Screen
from tests.builders import MORNING, an_attendee
from tests.conftest import add_people
from tests.devices.test_wedge_x11 import ROOT, display, end, keys_of
from tests.fakes import FakeClock
from tests.patience import PATIENCE_MS

__all__ = ["display", "todays_event"]  # the fixtures

ORCA = bool(os.environ.get("CHECKIN_ORCA"))
SCANS = int(os.environ.get("CHECKIN_SCANS", "6"))
LINE_ENDS = ("\r", "\t", "\r\r", "\r")
AFTER_A_SCAN = str(2 * GUARD_MS / 1_000)  # a hand's pause: right after a scan keys press no button, and a Tab ends it
MOST_TRIES = 60
SAID = re.compile("SPEECH OUTPUT: '(.*)'")
LAUNCHER = Path("/usr/libexec/at-spi-bus-launcher")


def show_desk(path):
    """The program run in the X server; what there is to see is told when it changes."""
    from PySide6.QtCore import QEvent, QObject, QTimer

    from checkin.application import desk_program, qt_application
    from checkin.services.event_file import EventFile
    from checkin.ui.desk import desk_operations
    from checkin.ui.desk.answer_panel import AnswerPanel
    from checkin.ui.widgets.search_box import SearchBox

    class PostedAgain(QObject):
        keys = 0

        def eventFilter(self, watched, event):
            is_key = event.type() == QEvent.Type.KeyPress and watched.isWindowType()
            self.keys += is_key and not event.spontaneous()
            return False

    desk_operations.LINGER_MS.clear()  # however slow the hands are on a busy machine
    app, again, told = qt_application.application(), PostedAgain(), []
    event = EventFile.open(Path(path))
    program = desk_program.DeskProgram(event, FakeClock(MORNING), "en")
    box, panel = program.shell.findChild(SearchBox), program.shell.findChild(AnswerPanel)

    def tell():
        focused = app.focusWidget()
        news = {
            "answer": panel.accessibleName() if panel.isVisible() else "",
            "box": box.text(),
            "focus": focused.accessibleName() if focused else "",
            "again": again.keys,
            **{kind: len(list(event.journal.entries_of_kinds([EntryKind(kind)]))) for kind in ("checked_in", "undone")},
        }
        if told != [news] and app.focusWindow():
            told[:] = [news]
            print(json.dumps(news), flush=True)

    timer = QTimer(interval=50)
    timer.timeout.connect(tell)
    app.installEventFilter(again)
    program.ready.connect(timer.start)
    program.ready.connect(lambda: program.shell.activateWindow())  # there is no window manager
    program.start()
    app.exec()
    program.stop()


def ask_registry(session, method, *arguments):
    """Return the connection to the bus of assistive technologies, and the answer of its registry."""
    address = QDBusMessage.createMethodCall("org.a11y.Bus", "/org/a11y/bus", "org.a11y.Bus", "GetAddress")
    answer = QDBusConnection.connectToBus(session, "session").call(address)
    assert not answer.errorMessage(), answer.errorMessage()
    bus, name = QDBusConnection.connectToBus(answer.arguments()[0], "assistive"), "org.a11y.atspi.Registry"
    call = QDBusMessage.createMethodCall(name, "/org/a11y/atspi/registry", name, method)
    call.setArguments(list(arguments))
    return bus, bus.call(call)


def listen():
    """The least that a screen reader does: it wants to hear where the focus is."""
    from PySide6.QtCore import QCoreApplication

    app = QCoreApplication([])
    bus, answer = ask_registry(os.environ["DBUS_SESSION_BUS_ADDRESS"], "RegisterEvent", "object:state-changed:focused")
    assert bus.isConnected()
    assert not answer.errorMessage(), answer.errorMessage()
    print("listening", flush=True)
    app.exec()


class Desk(Screen):
    """What there is to see; `now` is what was told last."""

    def next_line(self):
        self.now = super().next_line()
        print(self.now)
        return self.now


@pytest.fixture
def start(display, tmp_path):
    """What starts a program in a session of its own: home, display, and the buses of assistive technologies."""
    assert LAUNCHER.exists(), f"{LAUNCHER} not found: apt-get install at-spi2-core"
    processes = []
    with tempfile.TemporaryDirectory(prefix="checkin-at-") as home:  # a socket's path must be short
        own = {"HOME": home, "XDG_RUNTIME_DIR": home, "XDG_CACHE_HOME": home, "XDG_DATA_HOME": f"{home}/data"}
        environment = {**os.environ, **own, "DISPLAY": display, "QT_QPA_PLATFORM": "xcb", "PYTHONPATH": str(ROOT)}
        environment |= {"QT_LINUX_ACCESSIBILITY_ALWAYS_ON": "1", "NO_AT_BRIDGE": "1", "LANG": "C.UTF-8"}

        def started(*command):
            with (tmp_path / "said").open("a") as said:
                process = subprocess.Popen(
                    command, env=environment, stdout=subprocess.PIPE, stderr=said, start_new_session=True
                )
            processes.append(process)
            return process

        bus = started("dbus-daemon", "--session", "--nofork", "--nopidfile", "--print-address")
        environment["DBUS_SESSION_BUS_ADDRESS"] = bus.stdout.readline().decode().strip()
        ask = ("dbus-send", "--session", "--print-reply", "--dest=org.a11y.Bus", "/org/a11y/bus")
        subprocess.run([*ask, "org.a11y.Bus.GetAddress"], env=environment, check=True, capture_output=True)
        yield started
        for process in reversed(processes):
            os.killpg(process.pid, signal.SIGKILL)  # Orca may not end when it is asked
            end(process)


@pytest.fixture
def words():
    """The file in which Orca notes what it says."""
    with tempfile.TemporaryDirectory(prefix="checkin-orca-") as folder:
        yield Path(folder) / "said"


@pytest.fixture
def screen_reader(start, words):
    """What starts the listener, and waits until it listens."""

    def started():
        command = ["orca", f"--debug-file={words}"] if ORCA else [sys.executable, __file__, "--listen"]
        assert shutil.which(command[0]), "Orca not found: apt-get install orca openbox"
        process = start(*command)
        if not ORCA:
            assert process.stdout.readline() == b"listening\n"

    return started


@pytest.fixture
def desk(display, start, todays_event):
    """What starts the desk, and waits until it is ready."""

    def started():
        desk = Desk(display, start(sys.executable, __file__, str(todays_event.path)))
        desk.shows(checked_in=0)
        desk.plug_in("us")
        return desk

    return started


def scan(desk, text):
    desk.hands.scan(keys_of(text), 4)
    desk.hands.wait()


def type_by_hand(desk, text):
    desk._run("xdotool", "type", "--delay", "110", text)


def go_to(desk, start_of_name):
    """Tab until this has the focus, as a person does who hears what has."""
    for _ in range(30):
        before = desk.now["focus"]
        if before.startswith(start_of_name):
            return
        desk.press("Tab")
        while desk.now["focus"] == before:
            desk.shows()
    raise AssertionError(f"Tab does not reach {start_of_name}")


@pytest.mark.parametrize("is_first", [True, False], ids=["before the desk", "after the desk"])
def test_a_desk_that_is_listened_to_tells_scans_names_and_buttons_apart(desk, screen_reader, is_first, todays_event):
    """Who comes first decides whether the desk's filter of keys is asked before Qt's or after it."""
    add_people(todays_event, MORNING, *(an_attendee(number) for number in range(PEOPLE, SCANS + 2)))
    if is_first:
        screen_reader()
    desk = desk()
    if not is_first:
        screen_reader()
    for _ in range(MOST_TRIES):  # Orca takes its time
        desk.press("a")
        desk.shows(box="a")
        desk.press("BackSpace")
        desk.shows(box="")
        if desk.now["again"]:
            break
    assert desk.now["again"], "Qt posts no key again: nothing listens"

    for number in range(SCANS):
        scan(desk, an_attendee(number).ticket_code + LINE_ENDS[number % len(LINE_ENDS)])
        desk.shows(checked_in=number + 1, box="", answer="Welcome")
    scan(desk, "UNKNOWN-2026\r")
    desk.shows(box="", answer="Unknown code")

    type_by_hand(desk, "Maryvonne\t")
    desk.shows(box="Maryvonne", answer="Unknown code")
    go_to(desk, "Name, organisation")
    desk.press("Escape")
    desk.shows(box="")

    for undone, key in enumerate(("space", "Return"), 1):
        scan(desk, an_attendee(SCANS + undone - 1).ticket_code + "\r")
        desk.shows(answer="Welcome", checked_in=SCANS + undone)
        desk._run("xdotool", "sleep", AFTER_A_SCAN)
        go_to(desk, "Undo")
        desk._run("xdotool", "sleep", AFTER_A_SCAN, "key", key)
        desk.shows(undone=undone)
    assert len(list(todays_event.journal.entries_of_kinds([EntryKind.REFUSED]))) == 1  # the unknown code


@pytest.mark.skipif(not ORCA, reason="CHECKIN_ORCA=1 is not set")
def test_orca_says_whom_the_search_finds_the_answer_the_last_answer_and_the_screens(
    desk, screen_reader, words, todays_event
):
    add_people(todays_event, MORNING, an_attendee(PEOPLE, first_name="Jean-Baptiste", last_name="de La Fournière"))
    desk = desk()
    screen_reader()

    def hear(*parts):
        """Wait until all of this was said in one sentence, since the last time."""
        patience = QDeadlineTimer(PATIENCE_MS)
        while True:
            text = words.read_text(errors="replace")[hear.read :] if words.exists() else ""
            found = next((said for said in SAID.finditer(text) if all(part in said[1] for part in parts)), None)
            if found:
                hear.read += found.end()
                return
            assert not patience.hasExpired(), (parts, SAID.findall(text))
            desk._run("xdotool", "sleep", "0.5", "key", "Shift_L")  # whatever Orca notes brings what it keeps back

    hear.read = 0
    hear("Accueil 1")
    desk._run("xdotool", "sleep", "3")  # Orca says the window before it hears announcements
    type_by_hand(desk, "fourn")
    hear("1 person", "Jean-Baptiste de La Fournière", "Enter: let in")
    desk.press("Return")
    hear("Welcome", "Jean-Baptiste de La Fournière", "F8")
    desk.press("alt+r")
    hear("Welcome", "Jean-Baptiste de La Fournière", "F8")
    type_by_hand(desk, "zzzz")
    hear("Nobody matches")
    desk.press("Escape")
    desk.press("ctrl+2")
    hear("Attendees")
    desk.press("Tab")
    hear("Everyone")
    hear("Here")
    desk.press("Down")
    hear("registrations")


if __name__ == "__main__":
    listen() if "--listen" in sys.argv else show_desk(sys.argv[1])
