# SPDX-License-Identifier: GPL-3.0-or-later
"""Plugged in or not, from what each system says. The texts of Windows and macOS follow their documentation."""

import pytest

from checkin.core.ready.checks import PowerState
from checkin.devices.computer import parse_pmset, parse_windows_power, read_linux_power, read_power


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


def test_macos():
    plugged = (
        "Now drawing from 'AC Power'\n -InternalBattery-0 (id=4653155)\t87%; charging; 1:02 remaining present: true\n"
    )
    drained = "Now drawing from 'Battery Power'\n -InternalBattery-0 (id=4653155)\t41%; discharging; (no estimate)\n"
    assert parse_pmset(plugged) == PowerState(True, 87)
    assert parse_pmset(drained) == PowerState(False, 41)
    assert parse_pmset("Now drawing from 'AC Power'\n") == PowerState(True)
    assert parse_pmset("") == PowerState()


def test_windows():
    assert parse_windows_power(1, 80) == PowerState(True, 80)
    assert parse_windows_power(0, 30) == PowerState(False, 30)
    assert parse_windows_power(255, 255) == PowerState()


def test_whatever_this_computer_says_is_an_answer():
    assert isinstance(read_power(), PowerState)
