# SPDX-License-Identifier: GPL-3.0-or-later
"""The frozen folder is checked for what is too much; the check itself is run where the packages are made."""

import pytest

from scripts import package_limits
from scripts.package_limits import faults


@pytest.fixture
def folder(tmp_path):
    def made(*names):
        for name in names:
            path = tmp_path / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(name.rpartition("/")[2].encode())
        return tmp_path

    return made


def test_what_is_used_may_stay(folder):
    kept = folder("checkin.exe", "_internal/Qt6Core.dll", "_internal/PySide6/QtCore.pyd", "_internal/libQt6OpenGL.so.6")
    assert faults(kept, "linux") == faults(kept, "win32") == []


@pytest.mark.parametrize(
    "name",
    [
        "_internal/PySide6/QtOpenGL.abi3.so",
        "_internal/opengl32sw.dll",
        "_internal/resources/translations/checkin_fr.ts",
        "_internal/PIL/_avif.cp313-win_amd64.pyd",
    ],
)
def test_what_is_never_used_is_told(folder, name):
    assert faults(folder(name), "win32") == [f"never used: {name}"]


def test_the_camera_needs_qt_quick_on_linux_alone(folder):
    made = folder("_internal/libQt6Quick.so.6")
    assert faults(made, "linux") == []
    assert faults(made, "win32") == ["never used: _internal/libQt6Quick.so.6"]


def test_a_library_in_two_places_is_told(folder):
    made = folder("_internal/big.dll", "_internal/numpy.libs/big.dll")
    assert faults(made, "win32") == ["in two places: _internal/big.dll and _internal/numpy.libs/big.dll"]


def test_a_folder_that_has_grown_is_told(folder, monkeypatch):
    monkeypatch.setattr(package_limits, "LIMITS_MB", {"linux": 1})
    (folder() / "new").write_bytes(bytes(2_000_000))
    assert faults(folder(), "linux") == ["2 MB, more than 1"]
