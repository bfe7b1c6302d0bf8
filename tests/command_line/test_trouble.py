# SPDX-License-Identifier: GPL-3.0-or-later
"""A report, and all data taken away, as scripts ask for it: real processes, real files."""

import json
import sys
import zipfile

import pytest

from checkin.paths import app_folder
from tests.command_line.test_commands import checkin
from tests.command_line.test_privacy import path as path
from tests.privacy import ZEPHYRINE, traces


@pytest.fixture
def home(tmp_path, monkeypatch):
    """Somebody's account with Checkin's own folder in it."""
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "home"))
    monkeypatch.setenv("TMPDIR", str(tmp_path / "temporary"))  # what others keep in theirs is no test's
    (tmp_path / "temporary").mkdir()
    own = tmp_path / "home" / "Checkin"
    own.mkdir(parents=True)
    (own / "checkin.log").write_text("2026-11-25 ERROR checkin.error_handler fault\nKeyError\n")
    return own


def test_a_report_names_nobody(path, home, tmp_path):
    out = tmp_path / "out" / "report.zip"
    out.parent.mkdir()
    done = checkin("report", out, path, "--language", "fr")
    assert (done.returncode, done.stderr) == (0, "")
    assert "rien n’a été envoyé" in done.stdout
    with zipfile.ZipFile(out) as packed:
        assert b"KeyError" in packed.read("log.txt") or sys.platform != "linux"
        packed.extractall(out.parent)
    assert traces(out.parent, (ZEPHYRINE.ticket_code,)) == []


def test_an_event_that_cannot_be_opened_does_not_hinder_a_report(home, tmp_path):
    broken = tmp_path / "broken.checkin"
    broken.write_bytes(b"not a database" * 100)
    done = checkin("report", tmp_path / "report.zip", broken, "--language", "en")
    assert done.returncode == 3
    assert "is not a Checkin event" in done.stderr
    with zipfile.ZipFile(tmp_path / "report.zip") as packed:
        assert "event.txt" not in packed.namelist()
        assert "versions.txt" in packed.namelist()


def test_a_place_that_cannot_be_written_is_a_sentence(home, tmp_path):
    assert checkin("report", tmp_path / "none" / "report.zip").returncode == 4


@pytest.mark.skipif(sys.platform != "linux", reason="the account of a test is told by an environment variable")
def test_data_are_shown_first_and_go_with_yes(path, home, tmp_path):
    told = json.loads(checkin("remove-data", "--event", path).stdout)
    assert told["folder"] == str(home) == str(app_folder())
    assert [kept["files"] for kept in told["kept"]][:1] == [1]
    assert told["events"] == [str(path)]
    assert told["stays"]
    assert home.exists()
    done = checkin("remove-data", "--event", path, "--yes", "--language", "en")
    assert (done.returncode, done.stderr) == (0, "")
    assert "removed from this computer" in done.stdout
    assert not home.exists()
    assert not path.exists()
    assert checkin("remove-data", "--event", path, "--yes").returncode == 3
