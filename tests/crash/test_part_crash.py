# SPDX-License-Identifier: GPL-3.0-or-later
"""A library of sound or camera that ends the program costs its own part: the next start does without it."""

import json
import os
import signal
import subprocess
import sys

import pytest

from checkin.core.entries import EntryKind
from tests.application.test_closing_x11 import todays_event
from tests.builders import an_attendee
from tests.devices.test_wedge_x11 import ROOT
from tests.needs import need
from tests.patience import PATIENCE_S

__all__ = ["todays_event"]  # the fixture

DESK = """
import json, os, signal, sys
from pathlib import Path
from PySide6.QtCore import QTimer
from checkin.application import desk_program, qt_application
from checkin.devices import camera, sound
from checkin.services.event_file import EventFile
from tests.builders import MORNING, an_attendee
from tests.fakes import FakeClock

class Faulty:
    def __init__(self, *_):
        os.kill(os.getpid(), signal.SIGSEGV)

if fault := {"sound": sound, "camera": camera.QtMultimedia}.get(sys.argv[2]):
    fault.QMediaDevices = Faulty
app = qt_application.application()
program = desk_program.DeskProgram(EventFile.open(Path(sys.argv[1])), FakeClock(MORNING), "en")

def tell():
    bar = program.trouble.left_out
    program.window.take_code(an_attendee(int(sys.argv[3])).ticket_code)
    print(json.dumps({"says": "" if bar.isHidden() else bar.text, "camera": program.devices.reading.cameras()}))
    if "again" in sys.argv:
        bar.more.click()
    app.quit()

program.ready.connect(lambda: QTimer.singleShot(0, tell))
program.start()
app.exec()
program.stop()
"""


@pytest.fixture
def start(todays_event, tmp_path):
    need("POSIX signals")

    def started(*how):
        """The exit code of the desk, and what there was to see."""
        environment = {**os.environ, "PYTHONPATH": str(ROOT), "XDG_DATA_HOME": str(tmp_path / "data")}
        command = [sys.executable, "-c", DESK, str(todays_event.path), *how]
        ended = subprocess.run(command, env=environment, capture_output=True, timeout=PATIENCE_S, check=False)
        return ended.returncode, json.loads(ended.stdout or "{}")

    return started


@pytest.mark.parametrize("part", ["sound", "camera"])
def test_the_next_start_does_without_the_part_and_says_so_until_a_user_tries_again(start, part, todays_event):
    assert start(part, "1") == (-signal.SIGSEGV, {})
    code, shown = start(part, "1")
    assert (code, part in shown["says"], "Everything else works" in shown["says"]) == (0, True, True)
    assert start(part, "2", "again")[0] == 0
    came = {entry.subject for entry in todays_event.journal.entries_of_kinds([EntryKind.CHECKED_IN])}
    assert came == {an_attendee(1).id, an_attendee(2).id}
    assert start(part, "3") == (-signal.SIGSEGV, {})  # it was tried again


def test_a_desk_without_fault_says_nothing_and_leaves_no_mark(start, tmp_path):
    code, shown = start("none", "1")
    assert (code, shown["says"]) == (0, "")
    assert list((tmp_path / "data" / "Checkin").glob("crash-*")) == []
