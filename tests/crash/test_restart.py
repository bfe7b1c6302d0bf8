# SPDX-License-Identifier: GPL-3.0-or-later
"""The window is killed while it reads the film; the next start has the same event, screen and language, and says so."""

import json
import os
import signal
import subprocess
import sys
import time
from dataclasses import replace

import pytest

from checkin import paths
from checkin.services.demo_event import make_demo
from checkin.services.event_file import EventFile
from checkin.storage.settings_store import IS_DEMO, note
from tests.patience import PATIENCE_S

FILM = paths.resources() / "demo" / "queue.mp4"

DRIVER = """
import json, os, sys
from checkin.devices import computer
computer.has_screen = lambda: True
from PySide6.QtCore import QTimer
from checkin.application import desk_program
from checkin.command_line.main import main

start = desk_program.DeskProgram.start

def tell(**what):
    print(json.dumps(what), flush=True)

def begin(program, film=None):
    start(program, film)
    program.window.answered.connect(lambda answer: answer.verdict == "admit" and tell(entry=answer.entry.hex()))
    QTimer.singleShot(0, program, lambda: look(program))

def look(program):
    if os.environ["ENTERS"] and not program.shell.current:
        program.shell.enter(int(os.environ["ENTERS"]))
    tell(event=str(program._event.path), screen=program.shell.current, spoken=program._spoken,
         point=program.desk.control_point.id, notice=program.trouble.notice.text)

desk_program.DeskProgram.start = begin
sys.exit(main(sys.argv[1:]))
"""


@pytest.fixture
def path(tmp_path):
    """The demonstration's event, as a real one of today: the demonstration is not opened again by itself."""
    event, now = make_demo(tmp_path, paths.resources() / "demo", lambda: 0.0)
    described = event.programme()
    points = tuple(replace(point, opens=None, closes=None) for point in described.control_points)
    note(event.db, IS_DEMO, "")
    event.plan(replace(described, control_points=points), at=now(), desk="Accueil 1")
    event.close()
    return event.path


@pytest.fixture
def begin(tmp_path):
    """Starts the program; whatever still runs after the test is ended."""
    begun = []

    def start(*arguments, enters=""):
        begun.append(Program(tmp_path / "home", *arguments, enters=enters))
        return begun[-1]

    yield start
    for program in begun:
        if program.process.poll() is None:
            program.end(signal.SIGKILL)
        program.process.stdout.close()
        program.process.stderr.close()


class Program:
    """A real process; what it tells is a line of JSON each."""

    def __init__(self, home, *arguments, enters=""):
        told = {"XDG_DATA_HOME": str(home), "QT_QPA_PLATFORM": "offscreen", "ENTERS": enters}
        command = [sys.executable, "-c", DRIVER, *map(str, arguments)]
        self.process = subprocess.Popen(
            command, env=os.environ | told, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
        )
        self.entries = []

    def look(self):
        """What it showed first."""
        while "event" not in (told := self._read()):
            pass
        return told

    def scans(self, count):
        while len(self.entries) < count:
            self._read()

    def end(self, number):
        """Returns its exit code, and keeps all it told until then."""
        self.process.send_signal(number)
        rest, errors = self.process.communicate(timeout=PATIENCE_S)
        self.entries += [told["entry"] for told in map(json.loads, rest.splitlines()) if "entry" in told]
        assert "Traceback" not in errors
        return self.process.returncode

    def _read(self):
        line = self.process.stdout.readline()
        assert line, self.process.stderr.read()
        told = json.loads(line)
        self.entries += [told["entry"]] if "entry" in told else []
        return told


@pytest.mark.skipif(sys.platform == "win32", reason="needs signals")
def test_killed_in_the_middle_of_a_queue_it_comes_back_with_every_arrival(path, tmp_path, begin):
    first = begin(path, "--video", FILM, "--language", "en")  # a computer that says nothing speaks French
    before = first.look()
    first.scans(3)
    assert first.end(signal.SIGKILL) == -signal.SIGKILL
    again = begin()
    after = again.look()
    assert {k: after[k] for k in ("event", "screen", "spoken", "point")} == {
        k: before[k] for k in ("event", "screen", "spoken", "point")
    }
    assert before["notice"] == ""
    arrivals = len(first.entries)
    assert f"Found again: {arrivals} people who came to any control point, the last at " in after["notice"]
    assert again.end(signal.SIGTERM) == 0
    event = EventFile.open(path)
    held = {entry.id.hex() for entry in event.journal.everything()}
    event.close()
    assert set(first.entries) <= held
    assert list((tmp_path / "home" / "Checkin").glob("*.open.json")) == []


@pytest.mark.skipif(sys.platform == "win32", reason="needs signals")
def test_the_screen_that_was_seen_is_seen_again_and_a_clean_end_is_not_spoken_of(path, tmp_path, begin):
    first = begin(path, "--language", "en", enters="1")
    assert first.look()["screen"] == 1
    first.end(signal.SIGKILL)
    again = begin(path, "--language", "fr")
    after = again.look()
    assert after["screen"] == 1
    assert "Personne n’était encore venu" in after["notice"]
    assert again.end(signal.SIGTERM) == 0
    third = begin(path)
    assert (third.look()["screen"], third.entries) == (0, [])
    third.end(signal.SIGTERM)


@pytest.mark.skipif(sys.platform == "win32", reason="needs signals")
def test_an_event_that_ends_the_program_again_and_again_is_not_opened_for_ever(path, tmp_path, begin):
    for arguments in ((path,), (), (), ()):
        program = begin(*arguments)
        program.look()
        program.end(signal.SIGKILL)
    last = begin()
    until = time.monotonic() + PATIENCE_S  # the first window tells nothing on standard output
    while list((tmp_path / "home" / "Checkin").glob("*.open.json")):
        assert time.monotonic() < until
        time.sleep(0.1)
    assert last.process.poll() is None
    last.end(signal.SIGKILL)
    assert last.entries == []
