# SPDX-License-Identifier: GPL-3.0-or-later
"""What a Mac is told of the program, read in the files that tell it: nobody has run it there yet."""

import ast
import os
import plistlib
import re
import sys
from pathlib import Path

import pytest

from checkin import paths
from checkin.core.message import LANGUAGES
from scripts.wheel_contents import ROOT

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
