# SPDX-License-Identifier: GPL-3.0-or-later
"""What is proved of systems that nobody has here: the program asks for nothing that their wheels lack.

`packaging/wheels.json` says what they hold; `python -m scripts.wheel_contents FOLDER` writes it again.
"""

import ast
import json
import plistlib
import re
import sys
from pathlib import Path

import pytest

from checkin.badges.pictures import _KINDS
from checkin.command_line.selftest_commands import plugins_of
from checkin.paths import resources
from scripts import package_parts
from scripts.wheel_contents import LIST, LOCK, ROOT, contents, locked

HELD = json.loads(LIST.read_text("utf-8"))
SYSTEMS = {"macos": "darwin", "windows": "win32"}
SPEC = ast.parse((ROOT / "build_installer.spec").read_text("utf-8"))
WITHIN_QT = {"png", "bmp"}
"""Kinds of pictures that Qt reads without a plug-in."""
ONLY_LINUX = ("wayland", "xcb", "qxcb", "qwayland", "platformthemes/", "platforminputcontexts/", "cups")


def held(system, kind):
    return {name for wheel in HELD[system].values() for name in wheel.get(kind, ())}


def constant(name):
    """Return a table of build_installer.spec, which only PyInstaller can run."""
    (found,) = (
        node.value
        for node in SPEC.body
        if isinstance(node, ast.Assign) and isinstance(node.targets[0], ast.Name) and node.targets[0].id == name
    )
    return ast.literal_eval(found)


def imported():
    """Yield the module and its file for each import of another project's."""
    for path in sorted((ROOT / "checkin").rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            names = [alias.name for alias in node.names] if isinstance(node, ast.Import) else []
            if isinstance(node, ast.ImportFrom) and not node.level:
                names = [node.module]
            for name in names:
                if name.split(".")[0] not in {*sys.stdlib_module_names, "checkin"}:
                    yield name, path


@pytest.mark.parametrize("system", HELD)
def test_the_list_is_of_the_wheels_that_are_locked(system):
    told = {(name.split("-")[0].replace(".", "_"), name.split("-")[1]) for name in HELD[system]}
    wanted = {
        (re.sub(r"[-_.]+", "_", name).lower(), version) for name, version in locked(LOCK.read_text("utf-8"), system)
    }
    assert told == wanted, "run `python -m scripts.wheel_contents FOLDER`"


@pytest.mark.parametrize("system", HELD)
def test_every_module_that_the_program_imports_is_in_a_wheel(system):
    modules = held(system, "modules")
    lacking = {name: str(path) for name, path in imported() if ".".join(name.split(".")[:2]) not in modules}
    assert not lacking


def test_the_imports_are_found():
    assert {"PySide6.QtWidgets", "zxingcpp", "psycopg.rows", "numpy.typing"} <= {name for name, _ in imported()}


@pytest.mark.parametrize("system", HELD)
def test_every_plug_in_of_the_self_test_is_in_a_wheel(system):
    assert set(plugins_of(SYSTEMS[system])) <= held(system, "plugins")


@pytest.mark.parametrize("system", ["linux", "darwin", "win32"])
def test_every_plug_in_of_the_self_test_goes_into_the_package(system):
    kept = {f"{folder}/{name}" for folder, names in constant("PLUGINS").items() for name in names}
    assert set(plugins_of(system)) <= kept


def test_no_plug_in_is_named_that_no_wheel_has():
    known = held("macos", "plugins") | held("windows", "plugins")
    named = {f"{folder}/{name}" for folder, names in constant("PLUGINS").items() for name in names}
    assert all(any(word in name for word in ONLY_LINUX) for name in named - known), named - known


def test_every_kind_of_picture_that_is_read_has_its_plug_in():
    """Of Qt's formats the package holds those that badges can be made with, and the self-test asks for them."""
    kinds = {kind for _, kind in _KINDS} - WITHIN_QT
    assert {f"imageformats/q{kind}" for kind in kinds} <= set(plugins_of("linux"))


def test_modules_that_are_left_out_are_not_imported():
    left_out = constant("UNUSED_MODULES")
    names = [(name, path) for name, path in imported() if any(f"{name}.".startswith(f"{out}.") for out in left_out)]
    assert not names


@pytest.mark.parametrize("system", HELD)
def test_every_library_of_others_in_the_wheels_is_told_in_the_notices(system):
    """The folders are those of the wheels: pillow lists itself what is in its own."""
    libraries = [
        Path("/x", f"{name.split('-')[0]}.libs", library)
        for name, wheel in HELD[system].items()
        for library in wheel.get("libraries", ())
    ]
    assert libraries
    assert list(package_parts._embedded(libraries))


def test_macos_must_be_as_new_as_the_newest_that_a_wheel_asks_for():
    asked = {tuple(map(int, found)) for name in HELD["macos"] for found in re.findall(r"macosx_(\d+)_(\d+)", name)}
    plist = plistlib.loads((resources().parent / "packaging/macos/Info.plist").read_bytes())
    assert tuple(map(int, plist["LSMinimumSystemVersion"].split("."))) == max(asked)


@pytest.mark.parametrize(
    ("file", "kind", "name"),
    [
        ("PySide6/Qt/plugins/platforms/libqcocoa.dylib", "plugins", "platforms/qcocoa"),
        ("PySide6/plugins/platforms/qwindows.dll", "plugins", "platforms/qwindows"),
        ("PySide6/QtCore.abi3.so", "modules", "PySide6.QtCore"),
        ("PySide6/QtCore.pyd", "modules", "PySide6.QtCore"),
        ("psycopg/rows.py", "modules", "psycopg.rows"),
        ("numpy/typing/__init__.py", "modules", "numpy.typing"),
        ("zxingcpp.cp312-win_amd64.pyd", "modules", "zxingcpp"),
        ("psycopg_binary/.dylibs/libpq.5.dylib", "libraries", "libpq.5.dylib"),
    ],
)
def test_what_a_wheel_holds_is_known_by_the_names_of_its_files(file, kind, name):
    assert contents([file, "PySide6/_private.py"])[kind] == [name]
