# SPDX-License-Identifier: GPL-3.0-or-later
"""A test that fails in the middle ends what it started: the next one passes."""

import os
import re
import subprocess
import sys

import pytest

from checkin.paths import resources
from tests.patience import PATIENCE_S

ROOT = resources().parent

TESTS = """
import subprocess, sys, threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest
from PySide6.QtCore import QThread, QTimer
from PySide6.QtWidgets import QApplication

from checkin.application.desk_program import DeskProgram
from checkin.services.threads import BackgroundTask
from checkin.services.sync.peer_sync import SyncWorker


ticks = []


def started(event, clock, qtbot):
    program = DeskProgram(event, clock, "en")
    with qtbot.waitSignal(program.ready):
        program.start()
    program.choices.choose(desk="Accueil 3")
    program.sync._change_peers(program.settings.__class__(folder=str(event.path.parent)))
    return program


@pytest.fixture
def program(event, clock, qtbot):
    made = started(event, clock, qtbot)
    yield made
    made.shell.close()
    made.stop()


def test_a_journey(event, clock, qtbot):
    program = started(event, clock, qtbot)
    qtbot.waitUntil(lambda: program.readiness._measured is not None)
    program.sync._worker.wake()
    assert False


def test_of_a_fixture(program):
    assert False


def test_a_worker(event, qtbot):
    worker = SyncWorker(event.path, lambda event: [], "Accueil 1")
    worker.start()
    assert False


def test_a_thread_without_python(qtbot):
    thread = QThread()
    thread.start()
    assert False


def test_a_child(qtbot):
    global child
    child = subprocess.Popen([sys.executable, "-c", "input()"], stdin=subprocess.PIPE)
    assert False


def test_a_server():
    server = ThreadingHTTPServer(("127.0.0.1", 0), BaseHTTPRequestHandler)
    threading.Thread(target=server.serve_forever, name="serving").start()
    assert False


def test_a_timer(qtbot):
    again = QTimer(interval=0)
    again.timeout.connect(lambda: ticks.append(1))
    again.start()
    assert False


def test_the_next(qtbot):
    threads, windows = threading.active_count(), QApplication.topLevelWidgets()
    ticks.clear()
    for _ in range(50):
        qtbot.wait(1)
    assert not ticks
    assert child.poll() is not None
    assert not [window for window in windows if window.isVisible()]
    assert threads == 1
"""


@pytest.fixture(scope="module")
def told(tmp_path_factory):
    """What a run of these tests tells."""
    file = tmp_path_factory.mktemp("leftovers") / "test_failing.py"
    file.write_text(TESTS)
    command = [
        sys.executable,
        "-m",
        "pytest",
        "-p",
        "tests.conftest",
        "-p",
        "no:cacheprovider",
        "-c",
        ROOT / "pyproject.toml",
    ]
    done = subprocess.run(
        [*map(str, command), f"--rootdir={file.parent}", "-rA", str(file)],
        cwd=ROOT,
        env=os.environ | {"PYTEST_XDIST_WORKER": "", "QT_QPA_PLATFORM": "offscreen"},
        capture_output=True,
        text=True,
        check=False,
        timeout=10 * PATIENCE_S,
    )
    return done.stdout + done.stderr


def test_the_test_after_those_that_failed_passes(told):
    assert re.findall(r"^PASSED .*::(\w+)$", told, re.MULTILINE) == ["test_the_next"], told
    assert "already deleted" not in told
    assert "Destroyed while" not in told


@pytest.mark.parametrize(
    ("test", "left"),
    [
        ("test_a_worker", "SyncWorker"),
        ("test_a_thread_without_python", "QThread"),
        ("test_a_child", "process"),
        ("test_a_server", "thread serving"),
    ],
)
def test_what_runs_on_is_named_with_its_test(told, test, left):
    assert re.search(rf"ERROR at teardown of {test} _+\nleft running, and ended now: {left}", told), told
