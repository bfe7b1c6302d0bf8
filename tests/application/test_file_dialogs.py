# SPDX-License-Identifier: GPL-3.0-or-later
"""A file dialog in the folder of an open event leaves SQLite's locks on it (docs/adr/0010)."""

import subprocess
import sys

import pytest

from tests.patience import PATIENCE_S

LOOK = """
import os, sys
from pathlib import Path
from PySide6.QtCore import QDeadlineTimer
from PySide6.QtWidgets import QFileDialog, QFileSystemModel
from checkin.services.event_file import EventFile
from checkin.application import qt_application

if sys.argv[2] == "told nothing":
    qt_application._know_event_files = lambda: None
program = qt_application.application()
event = EventFile.create(Path(sys.argv[1]) / "jour.checkin")


def locks():
    files = {os.stat(path).st_ino for path in Path(sys.argv[1]).iterdir()}
    held = [line.split() for line in open("/proc/locks")]
    return sum(line[1] == "POSIX" and int(line[5].split(":")[2]) in files for line in held)


before = locks()
dialog = QFileDialog(None, "", sys.argv[1])
dialog.setOption(QFileDialog.Option.DontUseNativeDialog)
dialog.show()
model, patience = dialog.findChild(QFileSystemModel), QDeadlineTimer(20_000)
listed, seen = 0, 0
while seen < 50 and not patience.hasExpired():  # its thread has looked at every file, and the window at what it found
    program.processEvents()
    program.thread().msleep(10)
    listed = model.rowCount(model.index(sys.argv[1]))
    seen += listed > 0
print(before, locks())
"""


def looked_at(folder, told):
    command = [sys.executable, "-c", LOOK, str(folder), told]
    return subprocess.run(command, capture_output=True, text=True, check=True, timeout=PATIENCE_S).stdout.split()


@pytest.mark.skipif(sys.platform != "linux", reason="the kernel's list of locks is Linux's")
@pytest.mark.parametrize("told", ["", "told nothing"], ids=["a program that told Qt", "the control, which can fail"])
def test_a_file_dialog_leaves_the_locks_of_an_open_event(tmp_path, told):
    before, after = looked_at(tmp_path, told)
    assert int(before) > 0
    assert after == ("0" if told else before)
