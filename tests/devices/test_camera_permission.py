# SPDX-License-Identifier: GPL-3.0-or-later
"""What the privacy settings of Windows say of the camera, as they keep it in the registry."""

import sys

import pytest

from checkin.devices.camera import CONSENT, FOR_PROGRAMS, VALUE, is_camera_denied

if sys.platform == "win32":
    import winreg

only_windows = pytest.mark.skipif(sys.platform != "win32", reason="only Windows keeps such a setting")


@pytest.fixture(params=[CONSENT, FOR_PROGRAMS])
def setting(request):
    """A key of the user's, put back as it was."""
    with winreg.CreateKeyEx(winreg.HKEY_CURRENT_USER, request.param, access=winreg.KEY_ALL_ACCESS) as key:
        try:
            before = winreg.QueryValueEx(key, VALUE)[0]
        except OSError:
            before = ""
        yield key
        if before:
            winreg.SetValueEx(key, VALUE, 0, winreg.REG_SZ, before)
        else:
            winreg.DeleteValue(key, VALUE)


@only_windows
def test_a_camera_that_a_setting_denies_is_known(setting):
    winreg.SetValueEx(setting, VALUE, 0, winreg.REG_SZ, "Allow")
    assert not is_camera_denied()
    winreg.SetValueEx(setting, VALUE, 0, winreg.REG_SZ, "Deny")
    assert is_camera_denied()


@pytest.mark.skipif(sys.platform == "win32", reason="there it is a setting")
def test_elsewhere_no_setting_denies_it():
    assert not is_camera_denied()
