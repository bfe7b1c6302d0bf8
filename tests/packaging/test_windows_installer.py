# SPDX-License-Identifier: GPL-3.0-or-later
"""What Windows is told of the program: by the installer's script, and by the manifest for the Store.

`scripts/windows installer` proves that they do it.
"""

import re
import shutil
from pathlib import Path
from xml.etree import ElementTree

import pip
import pytest
from PIL import Image

from checkin import __version__
from scripts.package_exe_check import ICON_SIDES, faults
from scripts.package_icons import main as draw_icons
from scripts.package_msix import SIDES, fill
from scripts.wheel_contents import ROOT

SCRIPT = (ROOT / "packaging" / "windows" / "checkin.iss").read_text("utf-8-sig")
APPX = {"": "http://schemas.microsoft.com/appx/manifest/foundation/windows10"}
APPX |= {"uap": "http://schemas.microsoft.com/appx/manifest/uap/windows10"}


def section(name):
    """Return the lines of a section that say something."""
    text = re.search(rf"^\[{name}\]\n(.*?)(?=^\[|\Z)", SCRIPT, re.MULTILINE | re.DOTALL)[1]
    return [line for line in text.splitlines() if line and not line.startswith(";")]


def settings():
    return dict(line.split("=", 1) for line in section("Setup"))


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("PrivilegesRequired", "lowest"),  # for one user
        ("PrivilegesRequiredOverridesAllowed", "dialog commandline"),  # /ALLUSERS
        ("CloseApplications", "no"),  # a desk with a queue is never closed
        ("ChangesAssociations", "yes"),
        ("DefaultDirName", "{autopf}\\Checkin"),
        ("UninstallDisplayIcon", "{app}\\checkin-desk.exe"),
    ],
)
def test_the_installer_is_set(name, value):
    assert settings()[name] == value


def test_it_speaks_french_and_english():
    assert [re.search(r'Name: "(\w+)"', line)[1] for line in section("Languages")] == ["fr", "en"]
    own = [line.split("=")[0].split(".") for line in section("CustomMessages")]
    assert {name for code, name in own if code == "fr"} == {name for code, name in own if code == "en"}


def test_what_it_writes_into_the_registry_goes_with_it():
    """A key below another one goes with that."""
    lines = section("Registry")
    keys = {re.search(r'Subkey: "([^"]*)"', line)[1]: line for line in lines}
    for key, line in keys.items():
        above = [other for other in keys if key.startswith(f"{other}\\")]
        assert "Flags: uninsdelete" in line or any("uninsdeletekey" in keys[other] for other in above), key
        assert line.startswith("Root: HKA;"), "of the user, or of all"


def test_an_update_leaves_nothing_of_the_older_version_and_takes_nothing_of_the_user():
    (line,) = section("InstallDelete")
    assert 'Name: "{app}\\_internal"' in line
    assert "[UninstallDelete]" not in SCRIPT, "events and settings are not its own"


@pytest.fixture
def foreign(tmp_path):
    """Programs of Windows that every Python has: pip's starters, one with a terminal and one without."""

    def made(starter, name):
        return Path(shutil.copy(Path(pip.__file__).parent / "_vendor" / "distlib" / starter, tmp_path / name))

    return made


def test_a_program_that_is_not_told_of_is_found_out(foreign):
    told = faults(foreign("t64.exe", "checkin.exe"))
    assert "ProductName: 'Simple Launcher', not 'Checkin'" in told
    assert f"FileVersion: '1.1.0.14', not '{__version__}'" in told
    assert "no icon of [24, 64, 128, 256] pixels" in told


@pytest.mark.parametrize(("starter", "name"), [("t64.exe", "checkin-desk.exe"), ("w64.exe", "checkin.exe")])
def test_a_terminal_behind_the_desk_is_found_out(foreign, starter, name):
    assert any("terminal" in fault for fault in faults(foreign(starter, name)))
    right = foreign("w64.exe" if starter == "t64.exe" else "t64.exe", name)
    assert not any("terminal" in fault for fault in faults(right))


def test_who_built_the_bootloader_is_known_by_its_linker(foreign):
    assert "its bootloader was not built by mingw" in faults(foreign("t64.exe", "checkin.exe"), "mingw")


def test_the_icon_has_every_size_that_windows_shows(tmp_path):
    draw_icons(tmp_path)
    with Image.open(tmp_path / "checkin.ico") as icon:
        assert {width for width, _ in icon.info["sizes"]} == ICON_SIDES


def test_the_store_is_told_the_same():
    root = ElementTree.fromstring(fill("12345Checkin", "CN=somebody"))
    identity = root.find("Identity", APPX)
    assert identity.get("Version") == f"{__version__}.0", "the Store wants a 0 in the last place"
    assert (identity.get("Name"), identity.get("Publisher")) == ("12345Checkin", "CN=somebody")
    assert [kind.text for kind in root.iterfind(".//uap:FileType", APPX)] == [".checkin"]
    assert root.find(".//TargetDeviceFamily", APPX).get("MinVersion") == settings()["MinVersion"] + ".0"
    assert "webcam" in {each.get("Name") for each in root.find("Capabilities", APPX)}
    assert {each.get("Language") for each in root.iterfind(".//Resource", APPX)} == {"fr-FR", "en-US"}


def test_the_store_is_shown_the_pictures_that_are_drawn():
    named = set(re.findall(r"Assets\\(\d+)x\d+\.png", fill("x", "y")))
    assert named == {str(side) for side in SIDES}
