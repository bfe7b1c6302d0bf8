# SPDX-License-Identifier: GPL-3.0-or-later
"""At twice the size of text, nothing that is pressed or read in a dialog is at the side of a screen of 1366x768."""

import sys

import pytest

from tests.access.small_screen import SCENES, found

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="letters are drawn otherwise elsewhere")


@pytest.fixture(scope="module")
def told(tmp_path_factory):
    return found(tmp_path_factory.mktemp("screen"))


@pytest.mark.parametrize("screen", SCENES)
@pytest.mark.parametrize("spoken", ["fr", "en"])
def test_no_dialog_scrolls_sideways(told, screen, spoken):
    names = [name for name in told if name.startswith(f"{screen} ") and name.endswith(f" {spoken}")]
    assert names
    assert {name: told[name] for name in names if told[name]} == {}
