# SPDX-License-Identifier: GPL-3.0-or-later
"""The manifests of winget hold to the rules of its schema 1.10; `winget validate` runs on Windows alone."""

import hashlib
import re

import pytest
import yaml

from checkin import __version__
from scripts.package_winget import MANIFESTS, fill

URL = f"https://example.org/checkin-{__version__}-windows-x86_64.exe"
COMMON = {"PackageIdentifier", "PackageVersion", "ManifestType", "ManifestVersion"}
LOCALE = {"PackageLocale", "Publisher", "PackageName", "License", "ShortDescription"}
REQUIRED = {
    "version": COMMON | {"DefaultLocale"},
    "installer": COMMON | {"Installers"},
    "defaultLocale": COMMON | LOCALE,
    "locale": COMMON | {"PackageLocale"},
}
LONGEST = {"ShortDescription": 256, "Description": 10_000, "PackageName": 256, "Publisher": 256, "License": 512}
SHORTEST = {"ShortDescription": 3, "Description": 3, "PackageName": 2, "Publisher": 2, "License": 3}
MOST_TAGS, LONGEST_TAG = 16, 40
IDENTIFIER = re.compile(r"[^.\s\\/:*?\"<>|]{1,32}(\.[^.\s\\/:*?\"<>|]{1,32}){1,7}")
ALLOWED = {
    "InstallerType": {"inno"},
    "UpgradeBehavior": {"install", "uninstallPrevious", "deny"},
    "Scope": {"user", "machine"},
    "Architecture": {"x64"},
    "ElevationRequirement": {"elevationRequired", "elevationProhibited", "elevatesSelf"},
}


@pytest.fixture
def setup(tmp_path):
    path = tmp_path / f"checkin-{__version__}-windows-x86_64.exe"
    path.write_bytes(b"an installer")
    return path


@pytest.fixture
def manifests(setup, tmp_path):
    fill(setup, URL, "2026-12-01", tmp_path / "out")
    return {path.name: yaml.safe_load(path.read_text("utf-8")) for path in (tmp_path / "out").iterdir()}


def test_there_is_one_of_each_kind_named_as_winget_wants(manifests):
    kinds = {"": "version", ".installer": "installer", ".locale.en-US": "defaultLocale", ".locale.fr-FR": "locale"}
    assert {name: told["ManifestType"] for name, told in manifests.items()} == {
        f"Checkin.Checkin{end}.yaml": kind for end, kind in kinds.items()
    }
    assert manifests["Checkin.Checkin.yaml"]["DefaultLocale"] == "en-US"


def test_what_must_be_told_is_told_in_due_length(manifests):
    for told in manifests.values():
        assert REQUIRED[told["ManifestType"]] <= set(told)
        assert IDENTIFIER.fullmatch(told["PackageIdentifier"])
        assert (told["PackageIdentifier"], told["PackageVersion"]) == ("Checkin.Checkin", __version__)
        for name in LONGEST.keys() & told.keys():
            assert SHORTEST[name] <= len(told[name]) <= LONGEST[name]
        tags = told.get("Tags", ())
        assert len(tags) <= MOST_TAGS
        assert all(0 < len(tag) <= LONGEST_TAG for tag in tags)


def test_the_languages_tell_the_same(manifests):
    english, french = (manifests[f"Checkin.Checkin.locale.{code}.yaml"] for code in ("en-US", "fr-FR"))
    assert set(english) == set(french)
    assert (english["PackageLocale"], french["PackageLocale"]) == ("en-US", "fr-FR")
    assert english["ShortDescription"] != french["ShortDescription"]


def test_each_installer_is_that_file_for_one_user_or_for_all(manifests, setup):
    told = manifests["Checkin.Checkin.installer.yaml"]
    digest = hashlib.sha256(setup.read_bytes()).hexdigest().upper()
    switches = {each["Scope"]: each["InstallerSwitches"]["Custom"] for each in told["Installers"]}
    assert switches == {"user": "/CURRENTUSER", "machine": "/ALLUSERS"}
    assert all((each["InstallerUrl"], each["InstallerSha256"]) == (URL, digest) for each in told["Installers"])
    for each in (told, *told["Installers"]):
        assert all(each[name] in values for name, values in ALLOWED.items() if name in each)


def test_winget_knows_the_program_by_what_the_installer_writes(manifests):
    told = manifests["Checkin.Checkin.installer.yaml"]
    script = (MANIFESTS.parent / "windows" / "checkin.iss").read_text("utf-8-sig")
    (entry,) = told["AppsAndFeaturesEntries"]
    assert entry["ProductCode"] == re.search(r"^AppId=\{(\{.*\})$", script, re.MULTILINE)[1] + "_is1"
    assert entry["DisplayName"] == re.search(r"^AppVerName=(.*)$", script, re.MULTILINE)[1].replace(
        "{#Version}", __version__
    )
    assert told["MinimumOSVersion"] == re.search(r"^MinVersion=(.*)$", script, re.MULTILINE)[1] + ".0"


def test_no_place_is_left_to_fill(manifests):
    assert "@" not in str(manifests)


def test_the_installer_of_another_version_is_refused(tmp_path):
    other = tmp_path / "checkin-9.9.9-windows-x86_64.exe"
    other.write_bytes(b"")
    with pytest.raises(SystemExit, match=r"9\.9\.9"):
        fill(other, URL, "2026-12-01", tmp_path / "out")
