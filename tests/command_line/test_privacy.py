# SPDX-License-Identifier: GPL-3.0-or-later
"""Forgetting, giving all that is known, a report, and all data taken away, as scripts ask for it."""

import json
import shutil
import sys
import zipfile
from contextlib import closing
from dataclasses import replace

import pytest

from checkin.command_line import people_commands
from checkin.command_line.main import main
from checkin.core.entries import EntryKind
from checkin.core.message import ignore_progress
from checkin.core.sync.invitation import Volume
from checkin.paths import app_folder
from checkin.services.desk import Desk
from checkin.services.event_file import EventFile
from checkin.services.sync.usb_exchange import put_on_usb_drive
from checkin.storage import settings_store
from checkin.storage.outbox import Outbox
from checkin.sync.folder_peer import FolderPeer
from checkin.sync.peer import Heartbeat
from tests.builders import KEY, MORNING, a_programme
from tests.command_line.running import checkin
from tests.fakes import FakeClock
from tests.privacy import WOLFGANG, ZEPHYRINE, a_day, traces

PIN = "4719\n"
"""Of the supervisor of `a_day`."""


@pytest.fixture
def path(tmp_path):
    clock = FakeClock(MORNING)
    event = EventFile.create(tmp_path / "e.checkin", KEY)
    event.plan(a_programme(), at=MORNING, desk="d")
    a_day(event, Desk(event, clock, "Accueil 1"), clock)
    event.close()
    return event.path


def test_without_yes_it_only_says_what_would_be_done(path):
    done = checkin("purge", path)
    told = json.loads(done.stdout)
    assert (done.returncode, told["people"], told["speakers"], told["supervisors"]) == (0, 3, 1, 1)
    assert "d" in [desk["name"] for desk in told["desks"]]
    assert "Accueil 1" not in [desk["name"] for desk in told["desks"]], "it is the desk of this file"
    assert all(told[part] for part in ("goes", "stays", "not_reachable"))
    assert json.loads(checkin("purge", path).stdout) == told


def test_with_yes_everybody_is_forgotten_and_the_file_is_sound(path, tmp_path):
    done = checkin("purge", path, "--yes", "--certificate", tmp_path / "record.txt", "--language", "fr", stdin=PIN)
    assert (done.returncode, done.stderr) == (0, "")
    assert {trace for _, trace in traces(tmp_path)} <= {"Aurélie Vasseur"}  # whoever decides it signs it
    assert "CONSTAT" in (tmp_path / "record.txt").read_text("utf-8")
    assert checkin("check", path).returncode == 0
    again = checkin("purge", path, "--yes", stdin=PIN)
    assert again.returncode == 3
    assert again.stderr


def test_a_desk_whose_sign_is_in_the_shared_folder_is_named_with_what_it_has_there(path, tmp_path):
    """The entries in its file are those of this desk and of commands."""
    folder = tmp_path / "partage"
    folder.mkdir()
    with closing(EventFile.open(path)) as event:
        settings = settings_store.load(event.db)
        settings_store.save(event.db, replace(settings, folder=str(folder), identity="a" * 16))
        with closing(FolderPeer(folder, event.key.secret, identity="b" * 16)) as other:
            other.push([entry for _, entry in Outbox(event.db, event.journal).since(0, 100)])
            other.exchange_heartbeats(Heartbeat("b" * 16, "Accueil 2", MORNING, 0, is_goodbye=True))
    record = checkin("purge", path, "--yes", "--language", "en", stdin=PIN).stdout
    assert f"The shared folder {folder}: “Accueil 2” still has names or codes there" in record
    assert "“Accueil 2”, last heard from on " in record
    assert "“Accueil 1” still has" not in record
    assert "“CLI” still has" not in record


def test_an_export_of_just_before_is_not_accused_after(path, tmp_path):
    checkin("export", path, tmp_path / "before.xlsx")
    assert checkin("purge", path, "--yes", stdin=PIN).returncode == 0
    done = checkin("check", path, "--against", tmp_path / "before.xlsx", "--language", "en")
    assert (done.returncode, done.stderr) == (0, "")
    assert "before the erasure" in done.stdout


@pytest.mark.parametrize("who", [ZEPHYRINE.id, ZEPHYRINE.ticket_code, ZEPHYRINE.ticket_code.lower()])
def test_a_person_gets_all_that_is_known_of_them_and_of_nobody_else(path, tmp_path, who):
    out = tmp_path / "out.json"
    done = checkin("person", path, who, out)
    assert done.returncode == 0, done.stderr
    told = json.loads(out.read_text("utf-8"))
    assert told["person"]["email"] == "zephyrine@exemple.test"
    assert told["person"]["custom"] == {"Régime": "sans gluten"}
    assert [visit["control_point"] for visit in told["visits"]] == ["accueil"]
    assert len(told["codes"]) == 2
    assert {"attendee_added", "checked_in", "code_replaced", "attendee_corrected"} <= {
        e["kind"] for e in told["entries"]
    }
    assert told["badges"][0]["why"] == "Le carnet rouge"
    assert "Wolfgang" not in out.read_text("utf-8")
    assert "sans gluten" in (tmp_path / "out.txt").read_text("utf-8")


def test_of_a_merged_person_both_records_and_nobody_is_a_sentence(path, tmp_path):
    out = tmp_path / "out.json"
    assert (checkin("person", path, "37612", out).returncode, out.exists()) == (3, False)
    checkin("person", path, WOLFGANG.ticket_code, out)
    assert len({e["about"] for e in json.loads(out.read_text("utf-8"))["entries"]}) == 2


def test_a_purge_asks_for_the_pin_of_a_supervisor_where_one_is_named(path):
    """On standard input; wrong ones count as they do in the window, and take nobody away."""
    assert checkin("purge", path, "--yes", "--certificate", path.parent / "no" / "r.txt", stdin=PIN).returncode == 4
    for typed in ("", "4720\n"):
        done = checkin("purge", path, "--yes", "--language", "en", stdin=typed)
        assert (done.returncode, done.stdout) == (3, "")
        assert "Nobody has this PIN" in done.stderr
    assert json.loads(checkin("purge", path).stdout)["people"] == 3
    with closing(EventFile.open(path)) as event:
        assert len(event.journal.entries_of_kinds([EntryKind.SUPERVISOR_REFUSED])) == 2
    assert checkin("purge", path, "--yes", stdin=PIN).returncode == 0
    with closing(EventFile.open(path)) as event:
        assert event.journal.entries_of_kinds([EntryKind.EVENT_PURGED])[0].body["by"] == "Aurélie Vasseur"


def test_a_purge_empties_the_keys_in_the_computer_too(qapp, path, tmp_path, monkeypatch, capsys):
    (tmp_path / "CLE52").mkdir()
    key = Volume((tmp_path / "CLE52").as_posix(), "CLE52")
    put_on_usb_drive(path, key, (), FakeClock(MORNING), ignore_progress)
    monkeypatch.setattr(people_commands, "list_usb_drives", lambda: (key,))
    monkeypatch.setattr(people_commands, "read_pin", lambda: PIN.strip())
    assert main(["purge", str(path), "--yes", "--language", "en"]) == 0
    assert "On the USB drive CLE52" in capsys.readouterr().out
    assert {trace for _, trace in traces(tmp_path / "CLE52")} <= {"Aurélie Vasseur"}  # who decided it


@pytest.mark.parametrize("command", [("purge", "--yes"), ("check",)])
def test_the_copy_of_a_rehearsal_that_was_killed_goes_with_the_next_command(path, tmp_path, command):
    left = tmp_path / "temporary" / "checkin-rehearsal-x"
    left.mkdir(parents=True)
    shutil.copy(path, left / "rehearsal.checkin")
    verb, *rest = command
    checkin(verb, path, *rest, stdin=PIN, TMPDIR=str(left.parent), TEMP=str(left.parent))
    assert not left.exists()


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
    assert checkin("report", tmp_path / "none" / "report.zip").returncode == 4
    with zipfile.ZipFile(tmp_path / "report.zip") as packed:
        assert "event.txt" not in packed.namelist()
        assert "versions.txt" in packed.namelist()


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
