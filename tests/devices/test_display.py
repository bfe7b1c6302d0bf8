# SPDX-License-Identifier: GPL-3.0-or-later
"""Whether a window would be seen: asked of a real X server, and of one that is gone."""

import os
import subprocess
import sys

import pytest

from checkin.devices.computer import has_screen
from tests.devices.test_wedge_x11 import display

__all__ = ["display"]  # the fixture

ASK = "from checkin.devices.computer import has_screen; print(has_screen())"


def answer(**environment):
    """Of a program of its own: this one has a QGuiApplication already."""
    known = {k: v for k, v in os.environ.items() if k not in ("QT_QPA_PLATFORM", "DISPLAY", "WAYLAND_DISPLAY")}
    done = subprocess.run(
        [sys.executable, "-c", ASK], capture_output=True, text=True, env={**known, **environment}, check=True
    )
    assert done.stderr == ""
    return done.stdout.strip()


def test_a_server_that_answers_is_a_screen(display):
    assert answer(DISPLAY=display) == "True"


@pytest.mark.needs("X11")
def test_a_server_that_is_gone_is_none_and_does_not_end_the_program():
    assert answer(DISPLAY=":987") == "False"


@pytest.mark.skipif(sys.platform in ("win32", "darwin"), reason="there always is one")
def test_without_the_name_of_a_server_there_is_none():
    assert answer() == "False"


def test_what_qt_was_told_counts(display):
    assert answer(DISPLAY=display, QT_QPA_PLATFORM="offscreen") == "False"
    assert answer(QT_QPA_PLATFORM="xcb") == "True"


def test_a_running_program_asks_nobody(qapp, monkeypatch):
    monkeypatch.setenv("QT_QPA_PLATFORM", "xcb")
    assert not has_screen()
