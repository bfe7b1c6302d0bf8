# SPDX-License-Identifier: GPL-3.0-or-later
"""What the computer says of itself: power (of Windows and macOS as documented), disk, drives, and that we run."""

import ctypes
import subprocess
import sys

import pytest
from PySide6.QtCore import QStorageInfo

from checkin.core.ready.checks import PowerState
from checkin.devices.computer import (
    MUTEXES,
    _volume,
    list_usb_drives,
    mark_as_running,
    measure_disk,
    parse_pmset,
    parse_windows_power,
    read_linux_power,
    read_power,
)
from tests.fakes import FakeSeconds
from tests.full_disk import full_disk


def supplies(folder, **each):
    for name, files in each.items():
        (folder / name).mkdir()
        for file, text in files.items():
            (folder / name / file).write_text(f"{text}\n")
    return folder


BATTERY = {"type": "Battery", "status": "Discharging", "capacity": "64"}
CHARGER = {"type": "Mains", "online": "1"}


@pytest.mark.parametrize(
    ("found", "state"),
    [
        ({}, PowerState()),
        ({"AC": CHARGER, "BAT0": BATTERY | {"status": "Charging"}}, PowerState(True, 64)),
        ({"AC": CHARGER | {"online": "0"}, "BAT0": BATTERY}, PowerState(False, 64)),
        ({"BAT0": BATTERY}, PowerState(False, 64)),
        ({"BAT0": BATTERY | {"status": "Full", "capacity": "100"}}, PowerState(True, 100)),
        ({"BAT0": BATTERY | {"status": "Unknown"}}, PowerState(None, 64)),
        ({"BAT0": BATTERY, "BAT1": BATTERY | {"capacity": "36"}}, PowerState(False, 50)),
        ({"ucsi": {"type": "USB", "online": "1"}, "BAT0": BATTERY}, PowerState(True, 64)),
        ({"AC": CHARGER, "mouse": BATTERY | {"scope": "Device", "capacity": "5"}}, PowerState(True)),
        ({"BAT0": {"type": "Battery"}}, PowerState()),
    ],
)
def test_linux(tmp_path, found, state):
    assert read_linux_power(supplies(tmp_path, **found)) == state


@pytest.mark.parametrize(
    ("said", "state"),
    [
        ("Now drawing from 'AC Power'\n -InternalBattery-0\t87%; charging; 1:02 remaining\n", PowerState(True, 87)),
        ("Now drawing from 'Battery Power'\n -InternalBattery-0\t41%; discharging\n", PowerState(False, 41)),
        ("Now drawing from 'AC Power'\n", PowerState(True)),
        ("", PowerState()),
    ],
)
def test_macos(said, state):
    assert parse_pmset(said) == state


@pytest.mark.parametrize(
    ("line", "percent", "state"),
    [(1, 80, PowerState(True, 80)), (0, 30, PowerState(False, 30)), (255, 255, PowerState())],
)
def test_windows(line, percent, state):
    assert parse_windows_power(line, percent) == state


def test_whatever_this_computer_says_is_an_answer():
    assert isinstance(read_power(), PowerState)


def test_a_record_is_written_for_real_and_nothing_stays(tmp_path):
    ticks = iter((10.0, 10.25))
    state = measure_disk(tmp_path, lambda: next(ticks))
    assert state.took == 0.25
    assert state.free > 0
    assert not list(tmp_path.iterdir())


def test_a_disk_that_is_full_or_gone_is_found_out(tmp_path):
    with full_disk(most=100):
        assert measure_disk(tmp_path, FakeSeconds()).took is None
    gone = measure_disk(tmp_path / "gone", FakeSeconds())
    assert (gone.took, gone.free) == (None, 0)


def test_the_system_itself_is_a_volume_and_never_a_key():
    system = _volume(QStorageInfo.root())
    assert system.root == QStorageInfo.root().rootPath()
    assert system.free > 0
    assert system.file_system, "a root that is no mount of its own (a bare chroot) has no file system to name"
    assert system.root not in [key.root for key in list_usb_drives()]


def test_one_that_is_gone_meanwhile_cannot_be_written():
    assert not _volume(QStorageInfo("/nowhere/at/all")).is_writable


MARKED = "from checkin.devices.computer import mark_as_running; mark_as_running(); print(); input()"
SYNCHRONIZE = 0x100000


def is_told(name):
    """Asked as the installer asks."""
    handle = ctypes.windll.kernel32.OpenMutexW(SYNCHRONIZE, False, name)
    ctypes.windll.kernel32.CloseHandle(handle)
    return bool(handle)


@pytest.mark.skipif(sys.platform != "win32", reason="only Windows has such an installer")
@pytest.mark.parametrize("name", MUTEXES)
def test_a_program_is_known_to_run_until_it_has_ended(name):
    with subprocess.Popen([sys.executable, "-c", MARKED], stdin=subprocess.PIPE, stdout=subprocess.PIPE) as running:
        running.stdout.readline()
        assert is_told(name)
        running.kill()
    assert not is_told(name)


@pytest.mark.skipif(sys.platform == "win32", reason="there it does something")
def test_elsewhere_nothing_is_done():
    assert mark_as_running() is None
