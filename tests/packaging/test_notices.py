# SPDX-License-Identifier: GPL-3.0-or-later
"""What is in a package is told from where its files came from."""

import json
import shutil
import sys
from datetime import datetime
from importlib import metadata
from pathlib import Path

import pytest
from cyclonedx.validation.json import JsonStrictValidator

from scripts import package_parts
from scripts.package_notices import text
from scripts.package_parts import Part, UnknownPart, parts
from scripts.package_sbom import SCHEMA, bill

MACHINE_READABLE = """Format: https://www.debian.org/doc/packaging-manuals/copyright-format/1.0/

Files: *
Copyright: somebody
License: LGPL-2.1+

Files: debian/*
License: GPL-2
"""


@pytest.fixture
def bundled(tmp_path):
    def made(*sources):
        (tmp_path / "bundled.json").write_text(json.dumps([str(source) for source in sources]))
        return parts(tmp_path / "bundled.json")

    return made


def names(found, kind):
    return [part.name for part in found if part.kind == kind]


def test_a_python_package_is_there_if_one_of_its_files_is(bundled):
    package = metadata.distribution("qrcode")
    found = bundled(next(package.locate_file(file) for file in package.files if file.name == "main.py"))
    assert names(found, "pypi") == ["qrcode"]
    (part,) = (part for part in found if part.name == "qrcode")
    assert (part.version, part.licence) == (package.version, "BSD")
    assert "Redistribution and use" in part.texts[0]


def test_a_library_that_nobody_tells_of_stops_the_package(bundled):
    with pytest.raises(UnknownPart, match=r"libmystery-1a2b\.so\.1"):
        bundled("/x/psycopg_binary.libs/libmystery-1a2b.so.1")


def test_every_library_that_the_installed_wheels_hold_is_told(bundled):
    """Those of the wheels for this system; `packaging/wheels.json` has those of the others."""
    site = Path(str(metadata.distribution("numpy").locate_file("")))
    assert names(bundled(*site.glob("*.libs/*")), "generic")


def test_a_part_without_a_text_stops_the_package(bundled, monkeypatch):
    monkeypatch.setitem(package_parts._TOLD, "wheel", {})
    file = next(file for file in metadata.distribution("shiboken6").files if file.name == "__init__.py")
    with pytest.raises(UnknownPart, match="shiboken6"):
        bundled(metadata.distribution("shiboken6").locate_file(file))


def test_qt_is_under_the_licence_that_we_use_it_under(bundled):
    file = next(file for file in metadata.distribution("shiboken6").files if file.name == "__init__.py")
    (part,) = (
        part for part in bundled(metadata.distribution("shiboken6").locate_file(file)) if part.name == "shiboken6"
    )
    assert "GNU LESSER GENERAL PUBLIC LICENSE" in part.texts[0]
    assert not any("Commercial" in text[:200] for text in part.texts)


def test_what_a_wheel_lists_of_itself_is_told_as_its_own(bundled):
    package = metadata.distribution("python-calamine")
    found = bundled(next(package.locate_file(file) for file in package.files if file.name == "__init__.py"))
    crates = [part for part in found if part.kind == "cargo"]
    assert {"calamine", "zip", "quick-xml"} <= {part.name for part in crates}
    assert {part.within for part in crates} == {"python-calamine"}
    assert all(part.texts and part.version for part in crates)


def test_the_version_of_a_library_is_read_in_it(bundled):
    site = Path(str(metadata.distribution("numpy").locate_file("")))
    (found,) = (part for part in bundled(*site.glob("PySide6/**/*Qt6Core.*")) if part.name == "Qt")
    assert found.version == metadata.version("pyside6-essentials")


def test_the_bill_of_materials_is_valid_and_says_what_is_within_what(bundled):
    wheels = [metadata.distribution(name) for name in ("python-calamine", "pillow", "qrcode")]
    found = bundled(
        *(wheel.locate_file(file) for wheel in wheels for file in wheel.files if file.name == "__init__.py")
    )
    made = json.loads(bill(found, datetime.fromisoformat("2026-11-28T12:00:00+01:00")))
    assert JsonStrictValidator(SCHEMA).validate_str(json.dumps(made)) is None
    within = {part["name"]: {inner["name"] for inner in part.get("components", ())} for part in made["components"]}
    assert {"calamine", "zip"} <= within["python-calamine"]
    assert "FreeType" in within["pillow"]
    assert within["qrcode"] == set()
    known = {part["ref"]: set(part.get("dependsOn", ())) for part in made["dependencies"]}
    assert {ref for ref in known if ref.startswith("pkg:pypi/pillow")} <= known["checkin"]


@pytest.mark.skipif(sys.platform == "win32", reason="the texts are those of Debian")
def test_texts_alone_are_in_the_notices_and_are_no_part(bundled):
    found = bundled("/x/libglib-2.0.so.0")
    (texts,) = (part for part in found if part.kind == "text")
    assert texts.name in text(found)
    assert texts.name not in bill(found, datetime.fromisoformat("2026-11-28T12:00:00+01:00"))


def test_the_bill_of_materials_is_the_same_each_time(bundled):
    at = datetime.fromisoformat("2026-11-28T12:00:00+01:00")
    assert bill(bundled(), at) == bill(bundled(), at)


def test_what_the_metadata_of_a_wheel_hides_is_told(bundled):
    assert "FFmpeg" in names(bundled("/x/PySide6/Qt/lib/libavcodec.so.61"), "generic")
    assert "FFmpeg" not in names(bundled("/x/libavif-c6062d5f.so.16"), "generic")


@pytest.mark.parametrize(
    ("file", "part"),
    [
        ("Qt6Core.dll", "Qt"),
        ("avcodec-63.dll", "FFmpeg"),
        ("libpq-f339ee7ec9e22a7678b0830c51679cc4.dll", "libpq of PostgreSQL"),
        ("libssl-3-x64-4e7cec2f17e882170e805bee25b2b412.dll", "OpenSSL"),
        ("vcruntime140_1.dll", "Microsoft Visual C++ runtime"),
    ],
)
def test_what_wheels_for_windows_hide_is_told_with_its_text(bundled, file, part):
    (found,) = (found for found in bundled(f"/x/PySide6/{file}") if found.name == part)
    assert found.texts
    assert all(len(text) > 300 for text in found.texts)


@pytest.mark.skipif(sys.platform != "win32", reason="elsewhere it is a package of Debian, or none")
def test_python_itself_is_told_with_its_text(bundled):
    (python,) = (part for part in bundled("C:/x/python313.dll") if part.name.startswith("CPython"))
    assert "PYTHON SOFTWARE FOUNDATION LICENSE" in python.texts[0]


@pytest.mark.skipif(not shutil.which("dpkg-query"), reason="needs a Debian")
def test_a_library_of_the_system_is_told_by_its_package(bundled):
    (library,) = list(Path("/usr/lib").glob("*-linux-gnu/libz.so.1"))
    found = bundled(library)
    assert names(found, "deb") == ["zlib1g"]
    assert bundled(str(library).removeprefix("/usr")) == found


def test_the_faces_and_drawings_are_told_whatever_else(bundled):
    assert names(bundled(), "generic") == ["Inter", "Lucide", "Noto Sans"]


def test_each_licence_stands_once_with_all_whose_it_is():
    one, two = Part("pypi", "one", "1.0", "MIT", ("Be kind.",)), Part("deb", "two", "", "MIT", ("Be kind.",))
    written = text([one, two])
    assert written.count("Be kind.") == 1
    assert "\none, two\n" in written
    assert "  one 1.0 (pypi): MIT\n  two (deb): MIT\n" in written


def test_the_licence_of_debian_is_that_of_most_files():
    from scripts.package_parts import _licence_of_debian

    assert _licence_of_debian(MACHINE_READABLE) == "LGPL-2.1+"
    assert _licence_of_debian("This package was debianised by ...\nLicense: ISC") == "see its text"
