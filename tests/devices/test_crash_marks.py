# SPDX-License-Identifier: GPL-3.0-or-later
"""A part in which the program ended is left out, and tried again in its time."""

import signal
import subprocess
import sys

import pytest

from checkin.core import print_jobs
from checkin.devices import crash_marks, printers
from checkin.devices.crash_marks import DAY_S, CrashMarks, Part
from checkin.devices.printer import PrinterError
from tests.needs import need

AT_WORK = """
import os, signal, sys
from pathlib import Path
from checkin.devices.crash_marks import CrashMarks, Part
with CrashMarks(Path(sys.argv[1])).at_work(Part.SOUND):
    print("at work", flush=True)
    sys.stdin.readline()
    os.kill(os.getpid(), signal.SIGSEGV)
"""


@pytest.fixture
def at_work(tmp_path):
    """Another program in the midst of it."""
    need("POSIX signals")
    process = subprocess.Popen(
        [sys.executable, "-c", AT_WORK, tmp_path],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
    )
    assert process.stdout.readline() == b"at work\n"
    yield process
    process.communicate()


@pytest.fixture
def crashed(at_work, tmp_path):
    at_work.communicate(b"\n")
    assert at_work.returncode == -signal.SIGSEGV
    return CrashMarks(tmp_path)


def test_a_part_that_ended_the_program_is_left_out_until_a_day_an_update_or_a_user_brings_it_back(
    crashed, tmp_path, monkeypatch
):
    assert [part for part in Part if crashed.is_left_out(part)] == [Part.SOUND]
    now = crash_marks.time.time()
    assert CrashMarks(tmp_path, lambda: now + DAY_S - 60).is_left_out(Part.SOUND)
    assert not CrashMarks(tmp_path, lambda: now + DAY_S + 60).is_left_out(Part.SOUND)
    assert not CrashMarks(tmp_path, lambda: now - DAY_S).is_left_out(Part.SOUND)  # the clock was wrong then or is now
    with monkeypatch.context() as updated:
        updated.setattr(crash_marks, "__version__", "99.0")
        assert not crashed.is_left_out(Part.SOUND)
    assert crashed.is_left_out(Part.SOUND)
    crashed.remove(Part.SOUND)
    assert not crashed.is_left_out(Part.SOUND)


def test_tried_again_without_harm_it_stays(crashed, tmp_path):
    with crashed.at_work(Part.SOUND):
        assert not crashed.is_left_out(Part.SOUND)
    assert not crashed.is_left_out(Part.SOUND)
    assert list(tmp_path.iterdir()) == []


def test_a_part_at_work_in_another_window_is_not_left_out_in_this_one(at_work, tmp_path):
    marks = CrashMarks(tmp_path)
    assert not marks.is_left_out(Part.SOUND)
    with marks.at_work(Part.SOUND):
        pass
    at_work.communicate(b"\n")
    assert marks.is_left_out(Part.SOUND)


def test_an_error_that_the_program_survives_leaves_no_mark(tmp_path):
    marks = CrashMarks(tmp_path)
    with pytest.raises(OSError, match="busy"), marks.at_work(Part.CAMERA):
        raise OSError("busy")
    assert not marks.is_left_out(Part.CAMERA)


def test_a_folder_that_cannot_be_written_has_no_marks(tmp_path):
    (tmp_path / "file").touch()
    marks = CrashMarks(tmp_path / "file" / "none")
    with marks.at_work(Part.SOUND):
        assert not marks.is_left_out(Part.SOUND)


def test_printers_that_are_left_out_are_not_asked(tmp_path, monkeypatch):
    monkeypatch.setattr(printers, "app_folder", lambda: tmp_path)
    monkeypatch.setattr(printers, "QPrinterInfo", None)
    (tmp_path / "crash-printers.txt").write_text(crash_marks.__version__)
    assert printers.qt_printers() == {}
    printer = printers.QtPrinter("Desk", None)
    assert printer.state().trouble is print_jobs.PrinterTrouble.STOPPED
    with pytest.raises(PrinterError):
        printer.send(None)


def test_printers_bear_their_mark_while_they_work(tmp_path, monkeypatch):
    seen = []

    class Driver:
        @staticmethod
        def availablePrinterNames():
            seen.extend(path.name for path in tmp_path.glob("crash-printers*"))
            return []

    monkeypatch.setattr(printers, "app_folder", lambda: tmp_path)
    monkeypatch.setattr(printers, "QPrinterInfo", Driver)
    Driver.printerInfo = None
    printers.qt_printers()
    assert seen == ["crash-printers.txt"]
    assert list(tmp_path.iterdir()) == []
