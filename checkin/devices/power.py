# SPDX-License-Identifier: GPL-3.0-or-later
"""Power supply and battery level of this computer, as far as its system reports them without a library."""

import ctypes
import re
import subprocess
import sys
from pathlib import Path

from checkin.core.ready.computer_checks import PowerState

LINUX = Path("/sys/class/power_supply")
PATIENCE_S = 5
_UNKNOWN = 255
"""The value by which Windows says that it does not know."""


def read_power() -> PowerState:
    """Return the state of the power supply; unknown values are None. Never raises."""
    try:
        if sys.platform == "win32":
            return _on_windows()
        if sys.platform == "darwin":
            asked = subprocess.run(
                ["pmset", "-g", "batt"], capture_output=True, text=True, timeout=PATIENCE_S, check=True
            )
            return parse_pmset(asked.stdout)
        return read_linux_power(LINUX)
    except (OSError, subprocess.SubprocessError):
        return PowerState()


def read_linux_power(folder: Path) -> PowerState:
    """Return the state on Linux, with one folder per supply. Batteries of mice and headsets are ignored."""
    supplies = [each for each in sorted(folder.iterdir()) if _word(each, "scope") != "Device"]
    batteries = [each for each in supplies if _word(each, "type") == "Battery"]
    online = [_word(each, "online") for each in supplies if each not in batteries]
    states = {_word(each, "status") for each in batteries}
    levels = [int(level) for each in batteries if (level := _word(each, "capacity")).isdecimal()]
    return PowerState(_is_on_mains(online, states), round(sum(levels) / len(levels)) if levels else None)


def _is_on_mains(online: list[str], states: set[str]) -> bool | None:
    """Whether a charger reports power; if none is listed, whether a battery is not discharging. None if unknown."""
    if "1" in online:
        return True
    if "Discharging" in states or "0" in online:
        return False
    return True if states & {"Charging", "Full", "Not charging"} else None


def _word(supply: Path, name: str) -> str:
    try:
        return (supply / name).read_text("utf-8", "replace").strip()
    except OSError:
        return ""


def parse_pmset(sentence: str) -> PowerState:
    """Return the state on macOS, from the output of `pmset -g batt`."""
    source = re.search(r"drawing from '(AC|Battery|UPS) Power'", sentence)
    level = re.search(r"InternalBattery.*?(\d{1,3})%", sentence)
    return PowerState(source[1] == "AC" if source else None, int(level[1]) if level else None)


class _Status(ctypes.Structure):
    """SYSTEM_POWER_STATUS of the Windows API."""

    _fields_ = (
        ("line", ctypes.c_ubyte),
        ("flag", ctypes.c_ubyte),
        ("percent", ctypes.c_ubyte),
        ("saver", ctypes.c_ubyte),
        ("left", ctypes.c_uint32),
        ("full", ctypes.c_uint32),
    )


def parse_windows_power(line: int, percent: int) -> PowerState:
    return PowerState(None if line == _UNKNOWN else line == 1, None if percent == _UNKNOWN else percent)


def _on_windows() -> PowerState:
    status = _Status()
    ctypes.windll.kernel32.GetSystemPowerStatus(ctypes.byref(status))  # type: ignore[attr-defined,unused-ignore]
    return parse_windows_power(status.line, status.percent)
