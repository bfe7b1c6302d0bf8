# SPDX-License-Identifier: GPL-3.0-or-later
"""What each system is told of the program, the same in its own way: read in the files that tell it, for nobody has run
it on a Mac yet. `scripts/windows installer` proves that Windows does what its installer and the Store's manifest say.
"""

import ast
import os
import plistlib
import re
import shutil
import sys
from configparser import ConfigParser
from pathlib import Path
from xml.etree import ElementTree

import pip
import pytest
from PIL import Image

from checkin import __version__, paths
from checkin.command_line import command, main, selftest_commands
from checkin.core.message import LANGUAGES
from checkin.devices.computer import MUTEXES
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


MAC = ROOT / "packaging" / "macos"
PLIST = plistlib.loads((MAC / "Info.plist").read_bytes())
SPEC = ast.parse((ROOT / "build_installer.spec").read_text("utf-8"))
PURPOSES = {name for name in PLIST if name.endswith("UsageDescription")}
TAKEN_BY_MACOS = {"Ctrl+Q", "Ctrl+H", "Ctrl+Alt+H", "Ctrl+Space", "Ctrl+Tab"}
"""Keys of the menu that Qt gives every program there, and of the system; Qt's Ctrl is Cmd."""


def keywords(called):
    """Return the arguments that build_installer.spec calls a function with, as source."""
    (call,) = (
        node
        for node in ast.walk(SPEC)
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == called
    )
    return {word.arg: ast.unparse(word.value) for word in call.keywords}


def test_the_program_has_its_name_version_and_icon():
    told = keywords("BUNDLE")
    assert told["bundle_identifier"] == "'org.checkin.Checkin'"
    assert (told["name"], told["version"], told["icon"]) == ("'Checkin.app'", "__version__", "ICON")
    assert "'CFBundleVersion': __version__" in told["info_plist"]
    assert not {"CFBundleVersion", "CFBundleShortVersionString", "CFBundleIdentifier"} & set(PLIST), "said once"


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("NSHighResolutionCapable", True),
        ("NSRequiresAquaSystemAppearance", False),  # dark where the system is dark
        ("CFBundleDevelopmentRegion", "fr"),
        ("CFBundleLocalizations", ["fr", "en"]),
        ("LSApplicationCategoryType", "public.app-category.business"),
    ],
)
def test_macos_is_told(name, value):
    assert PLIST[name] == value


def test_an_event_is_a_document_of_the_program():
    (document,) = PLIST["CFBundleDocumentTypes"]
    (kind,) = PLIST["UTExportedTypeDeclarations"]
    assert document["LSItemContentTypes"] == [kind["UTTypeIdentifier"]] == ["org.checkin.event"]
    assert (document["CFBundleTypeRole"], document["LSHandlerRank"]) == ("Editor", "Owner")
    assert kind["UTTypeTagSpecification"] == {"public.filename-extension": ["checkin"]}


def test_it_asks_for_all_that_macos_guards():
    """Camera, other computers and printers, USB drives, shared folders. Without a sentence it refuses the camera."""
    assert {
        f"NS{what}UsageDescription" for what in ("Camera", "LocalNetwork", "RemovableVolumes", "NetworkVolumes")
    } == PURPOSES


@pytest.mark.parametrize(("language", "place"), [("fr", 0), ("en", 1)])
def test_it_asks_in_the_language_of_the_user(language, place):
    """Each language has its own file; the list has both, for users of any other."""
    told = dict(re.findall(r'"(\w+)" = "(.+)";', (MAC / f"{language}.lproj" / "InfoPlist.strings").read_text("utf-8")))
    assert told == {name: PLIST[name].split(" / ")[place] for name in PURPOSES}
    assert language in LANGUAGES


def test_a_signed_program_may_use_the_camera():
    told = plistlib.loads((MAC / "entitlements.plist").read_bytes())
    assert told["com.apple.security.device.camera"]
    assert told["com.apple.security.cs.disable-library-validation"], "Python and Qt are signed by others"


def test_the_data_of_this_computer_are_where_each_system_keeps_such():
    home = Path.home()
    folders = {
        "linux": Path(os.environ.get("XDG_DATA_HOME", home / ".local" / "share")),
        "darwin": home / "Library" / "Application Support",
        "win32": Path(os.environ.get("LOCALAPPDATA", home)),
    }
    assert paths.app_folder() == folders[sys.platform] / "Checkin"


def test_the_keys_that_macos_keeps_for_itself_are_known():
    """Who presses Cmd+H there hides the program: docs/installers.md says so."""
    used = {
        key.replace("Shift+", "")
        for path in (ROOT / "checkin").rglob("*.py")
        for key in re.findall(r'"(Ctrl\+[\w+,]+)"', path.read_text("utf-8"))
    }
    assert used & TAKEN_BY_MACOS == {"Ctrl+H"}
    assert "Ctrl+," in used, "the settings, where a Mac has them"
    for page in ("docs/installers.md", "docs/fr/installers.md"):
        assert "Cmd+H" in (ROOT / page).read_text("utf-8")


MIME = "application/x-checkin-event"


def test_a_double_click_on_an_event_opens_it_on_every_system():
    entry = ConfigParser(interpolation=None)
    entry.read(ROOT / "packaging" / "linux/checkin.desktop", encoding="utf-8")
    assert entry["Desktop Entry"]["MimeType"] == f"{MIME};"
    assert entry["Desktop Entry"]["Exec"] == "checkin %f"
    (kind,) = ElementTree.parse(ROOT / "packaging" / "linux/checkin.xml").getroot()
    assert kind.get("type") == MIME
    assert [e.get("pattern") for e in kind if e.tag.endswith("glob")] == ["*.checkin"]
    document = PLIST["CFBundleDocumentTypes"][0]
    assert document["LSItemContentTypes"] == ["org.checkin.event"]
    assert 'Subkey: "Software\\Classes\\.checkin"' in SCRIPT
    assert 'checkin-desk.exe"" ""%1"""' in SCRIPT


def test_nothing_is_installed_over_a_running_program_or_taken_from_it():
    assert re.search(r"^AppMutex=(.*)$", SCRIPT, re.MULTILINE)[1] == ",".join(MUTEXES)


def test_what_the_installer_of_windows_reads_from_the_source_is_there():
    """Relative to SourceDir, which is relative to the script. What is built first is not there yet."""
    told = dict(re.findall(r"^(SourceDir|LicenseFile)=(.*)$", SCRIPT, re.MULTILINE))
    source = ROOT / "packaging" / "windows" / told["SourceDir"].replace("\\", "/")
    assert (source / told["LicenseFile"].replace("\\", "/")).is_file()


def test_the_version_is_said_once():
    """Windows takes three numbers, and every package is named by it."""
    assert re.fullmatch(r"\d+\.\d+\.\d+", __version__)
    for path in (ROOT / "packaging").rglob("*"):
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


def test_phones_reach_a_desk_that_an_administrator_installed_and_the_rule_goes_with_it():
    run, undone = section("Run"), section("UninstallRun")
    opened = re.findall(
        r'add rule name=""(\w+)"" dir=in .*protocol=TCP.*program=""{app}\\([\w-]+)\.exe"""', "\n".join(run)
    )
    assert opened == [("Checkin", "checkin-desk"), ("Checkin", "checkin")]
    assert 'delete rule name=""Checkin""' in undone[0]
    rules = [line for line in run + undone if "netsh" in line]
    assert all(line.endswith("Check: IsAdminInstallMode") for line in rules)
