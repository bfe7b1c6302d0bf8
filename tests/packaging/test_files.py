# SPDX-License-Identifier: GPL-3.0-or-later
"""The systems are told the same of the program, each in its own way."""

import plistlib
import re
from configparser import ConfigParser
from xml.etree import ElementTree

import pytest

from checkin import __version__
from checkin.command_line import command, main, selftest_commands
from checkin.devices.computer import MUTEXES
from checkin.paths import resources

PACKAGING = resources().parent / "packaging"
MIME = "application/x-checkin-event"


def test_a_double_click_on_an_event_opens_it_on_every_system():
    entry = ConfigParser(interpolation=None)
    entry.read(PACKAGING / "linux/checkin.desktop", encoding="utf-8")
    assert entry["Desktop Entry"]["MimeType"] == f"{MIME};"
    assert entry["Desktop Entry"]["Exec"] == "checkin %f"
    (kind,) = ElementTree.parse(PACKAGING / "linux/checkin.xml").getroot()
    assert kind.get("type") == MIME
    assert [e.get("pattern") for e in kind if e.tag.endswith("glob")] == ["*.checkin"]
    document = plistlib.loads((PACKAGING / "macos/Info.plist").read_bytes())["CFBundleDocumentTypes"][0]
    assert document["LSItemContentTypes"] == ["org.checkin.event"]
    setup = (PACKAGING / "windows/checkin.iss").read_text("utf-8")
    assert 'Subkey: "Software\\Classes\\.checkin"' in setup
    assert 'checkin-desk.exe"" ""%1"""' in setup


def test_nothing_is_installed_over_a_running_program_or_taken_from_it():
    setup = (PACKAGING / "windows/checkin.iss").read_text("utf-8")
    assert re.search(r"^AppMutex=(.*)$", setup, re.MULTILINE)[1] == ",".join(MUTEXES)


def test_what_the_installer_of_windows_reads_from_the_source_is_there():
    """Relative to SourceDir, which is relative to the script. What is built first is not there yet."""
    setup = (PACKAGING / "windows/checkin.iss").read_text("utf-8")
    told = dict(re.findall(r"^(SourceDir|LicenseFile)=(.*)$", setup, re.MULTILINE))
    source = PACKAGING / "windows" / told["SourceDir"].replace("\\", "/")
    assert (source / told["LicenseFile"].replace("\\", "/")).is_file()


def test_macos_asks_for_the_camera_in_words():
    assert plistlib.loads((PACKAGING / "macos/Info.plist").read_bytes())["NSCameraUsageDescription"]


def test_the_version_is_said_once():
    """Windows takes three numbers, and every package is named by it."""
    assert re.fullmatch(r"\d+\.\d+\.\d+", __version__)
    for path in PACKAGING.rglob("*"):
        assert path.is_dir() or f"={__version__}" not in path.read_text("utf-8"), path


def test_the_program_of_windows_has_no_terminal_to_speak_to(monkeypatch, tmp_path):
    """The frozen program without a console has None for both streams."""
    monkeypatch.setattr("sys.stdout", None)
    monkeypatch.setattr("sys.stderr", None)
    assert main.main(["check", str(tmp_path / "nothing.checkin"), "--language", "en"]) == command.USER_ERROR


@pytest.mark.parametrize("words", [["--selftest", "--json"], ["selftest", "--json"]])
def test_the_self_test_is_found_by_both_names(words, monkeypatch):
    asked = []
    monkeypatch.setattr(selftest_commands, "run_selftest", lambda chosen: asked.append(chosen.json) or 0)
    assert main.main([*words, "--language", "en"]) == 0
    assert asked == [True]
