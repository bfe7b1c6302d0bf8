# SPDX-License-Identifier: GPL-3.0-or-later
"""A scanner on a real X server: keys pressed by number, translated by the layouts of the system.

Run as a program this file is the window scanned into; it answers in lines of JSON.
"""

import json
import os
import select
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from checkin.core.keyboard_layouts import repair, us_character
from checkin.core.tokens import CodeOrigin, EventKey
from tests.devices.x11_hands import Hands
from tests.needs import need
from tests.patience import PATIENCE_S

ROOT = Path(__file__).parents[2]
KEY = EventKey("rencontre-2026", b"k" * 32)
OURS = [KEY.issue(bytes(range(seed, seed + 16))).code for seed in range(3)]
LISTED = ["3760123456789", "HA112-QWZM_9"]
PROGRAMS = ("Xvfb", "setxkbmap", "xdotool")
REPORT_KEY = "75"  # F9
LINE_ENDS = {"\r": 36, "\t": 23}


def is_known(text):
    return KEY.read(text).origin is CodeOrigin.GENUINE or text in LISTED


def show_window():
    """The program run in the X server."""
    from PySide6.QtCore import Qt
    from PySide6.QtGui import QKeySequence, QShortcut
    from PySide6.QtWidgets import QApplication, QDialog, QLineEdit, QPushButton, QVBoxLayout

    from checkin.devices import keyboard_wedge as module

    app = QApplication([])
    if "--positions" in sys.argv:  # nothing is repaired
        wedge = module.KeyboardWedge(lambda typed: typed if is_known(typed) else None)
    else:
        module._position_of = lambda event: None
        wedge = module.KeyboardWedge(lambda typed: repair(typed, is_known))
    window = QDialog()
    fields, presses = [QLineEdit(), QLineEdit("Le Goff"), QPushButton("OK")], []
    fields[2].setDefault(True)
    fields[2].clicked.connect(lambda: presses.append(1))
    layout = QVBoxLayout(window)
    for field in fields:
        layout.addWidget(field)

    def say(**what):
        print(json.dumps(what), flush=True)

    def report():
        say(texts=[fields[0].text(), fields[1].text()], selected=fields[1].selectedText(), presses=len(presses))
        fields[(fields.index(app.focusWidget()) + 1) % 3].setFocus(Qt.FocusReason.TabFocusReason)

    QShortcut(QKeySequence("F9"), window, report)
    wedge.code_typed.connect(lambda code: say(code=code))
    wedge.install(app)
    app.focusWindowChanged.connect(lambda focused: focused and say(ready=True))
    window.show()
    window.activateWindow()
    app.exec()


class Bench:
    """An X server, the window in it, and a scanner that is a US keyboard."""

    def __init__(self, display, window):
        self.environment = {**os.environ, "DISPLAY": display}
        self.hands = Hands(display)
        self.window = window
        self._rest = b""

    def plug_in(self, layout):
        self._run("setxkbmap", *layout.split())

    def scan(self, text, end):
        """The codes the desk got, then the window's report of itself."""
        self.hands.scan(keys_of(text + end), 4)
        self.hands.wait()
        codes = [] if end else [self.next_line()["code"]]  # without line end: first the silence
        self._run("xdotool", "key", REPORT_KEY)
        while "code" in (line := self.next_line()):
            codes.append(line["code"])
        return codes, line

    def next_line(self):
        while b"\n" not in self._rest:
            ready, _, _ = select.select([self.window.stdout], [], [], PATIENCE_S)
            part = os.read(self.window.stdout.fileno(), 4096) if ready else b""
            assert part, "The window does not answer."
            self._rest += part
        line, self._rest = self._rest.split(b"\n", 1)
        return json.loads(line)

    def _run(self, *command):
        subprocess.run(command, env=self.environment, check=True, timeout=PATIENCE_S)


def keys_of(text):
    """Key numbers of X11, which count from 8, and whether Shift is held."""
    places = {us_character(p, s): (p + 8, s) for s in (True, False) for p in range(2, 58) if us_character(p, s)}
    return [(LINE_ENDS[character], False) if character in LINE_ENDS else places[character] for character in text]


@pytest.fixture(scope="module")
def display():
    need("X11")
    missing = [program for program in PROGRAMS if shutil.which(program) is None]
    assert not missing, f"{missing} not found: apt-get install xvfb xdotool x11-xkb-utils"
    read, write = os.pipe()
    # -noreset: without it the layout is undone as soon as setxkbmap, the last client, leaves.
    command = ["Xvfb", "-noreset", "-screen", "0", "640x480x24", "-nolisten", "tcp", "-displayfd", str(write)]
    server = subprocess.Popen(command, pass_fds=[write], stderr=subprocess.DEVNULL)
    os.close(write)
    with os.fdopen(read) as number:
        yield f":{number.readline().strip()}"
    end(server)


@pytest.fixture(params=["", "--positions"], ids=["by text", "by position"])
def bench(display, request):
    environment = {**os.environ, "DISPLAY": display, "QT_QPA_PLATFORM": "xcb", "PYTHONPATH": str(ROOT)}
    command = [sys.executable, __file__, *request.param.split()]
    window = subprocess.Popen(command, env=environment, stdout=subprocess.PIPE)
    bench = Bench(display, window)
    assert bench.next_line() == {"ready": True}
    yield bench
    end(window)
    bench.hands.leave()


def end(process):
    process.terminate()
    process.wait(PATIENCE_S)
    if process.stdout:
        process.stdout.close()


def test_scans_are_read_exactly_on_the_layouts_of_the_system_and_leave_the_window_as_it_was(bench):
    """Each layout meets each place of the focus (the report moves it on) and each line end."""
    untouched = ["", "Le Goff"]
    ends = ["\r", "\t", "\r\r", "\r", "\r"]
    for layout in ("us", "fr", "be", "de", "cz", "fr bepo"):
        bench.plug_in(layout)
        for code, end_of_line in zip([*OURS, *LISTED], ends, strict=True):
            codes, report = bench.scan(code, end_of_line)
            assert (codes, report["texts"], report["presses"]) == ([code], untouched, 0), layout
            assert report["selected"] in ("", "Le Goff")


def test_a_scan_without_line_end_is_read_and_an_unknown_one_given_as_typed(bench):
    bench.plug_in("fr")
    assert bench.scan(OURS[0], "")[0] == [OURS[0]]
    codes, report = bench.scan("autre-2026", "\r")
    assert codes == ["qutre)éàé-"]
    assert (report["texts"], report["presses"]) == (["", "Le Goff"], 0)


if __name__ == "__main__":
    show_window()
