# SPDX-License-Identifier: GPL-3.0-or-later
"""What tells the installer of Windows that the program runs."""

import ctypes
import subprocess
import sys

import pytest

from checkin.devices.computer import MUTEXES, mark_as_running

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
