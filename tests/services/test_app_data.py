# SPDX-License-Identifier: GPL-3.0-or-later
"""What Checkin keeps on a computer is listed, and goes when it is meant."""

import json
import os

import pytest
from PySide6.QtCore import QLockFile

from checkin.core.message import UserError
from checkin.services.computer import app_data
from checkin.services.computer.crash_recovery import OpenMark


@pytest.fixture
def own(tmp_path, event):
    """Checkin's own folder with everything in it, and a folder for what is there for a while."""
    folder = tmp_path / "own"
    OpenMark(folder, event.path).note(screen=1)
    for name in ("checkin.log", "checkin.log.1", "crash.txt", "crashes.txt", "version.txt"):
        (folder / name).write_text("0.0.1")
    (folder / "recent.json").write_text(json.dumps({"events": [str(event.path), "/gone.checkin", 3, None]}))
    (tmp_path / "temporary" / "checkin-demo-1").mkdir(parents=True)
    (tmp_path / "temporary" / "checkin-demo-1" / "demo.checkin").write_bytes(b"x")
    (tmp_path / "temporary" / "checkin-rehearsal-1").mkdir()
    (tmp_path / "temporary" / "checkin-rehearsal-1" / "rehearsal.checkin").write_bytes(b"x")
    for name in ("autre", "checkin-pg-1", "checkin-demo-autre"):
        (tmp_path / "temporary" / name).mkdir()
        (tmp_path / "temporary" / name / "somebody’s").write_bytes(b"x")
    return folder


def test_all_of_it_is_listed_by_kind(own, tmp_path, event):
    kept = {k.what.text.split()[0]: len(k.files) for k in app_data.list_app_data(own, tmp_path / "temporary")}
    assert kept == {"The": 2, "Notes": 2, "Which": 1, "Lists": 2, "What": 2}
    assert app_data.known_events(own) == [event.path]
    assert app_data.list_app_data(tmp_path / "none", tmp_path / "none") == ()


def test_it_goes_and_the_events_that_were_not_named_stay(own, tmp_path, event):
    assert app_data.remove_app_data(own, (), tmp_path / "temporary") == 9
    assert not own.exists()
    left = {path.parent.name for path in (tmp_path / "temporary").glob("*/*") if path.is_file()}
    assert left == {"autre", "checkin-pg-1", "checkin-demo-autre"}
    assert event.path.exists()


def test_an_event_that_somebody_keeps_there_goes_only_when_it_is_named(own, tmp_path):
    (own / "fête.checkin").write_bytes(b"x")
    (own / "fête.schema-3.backup.checkin").write_bytes(b"x")
    app_data.remove_app_data(own, (), tmp_path / "temporary")
    assert {path.name for path in own.iterdir()} == {"fête.checkin", "fête.schema-3.backup.checkin"}
    app_data.remove_app_data(own, (own / "fête.checkin",), tmp_path / "temporary")
    assert not own.exists()


def test_an_event_that_was_named_goes_with_its_bytes(own, tmp_path, event):
    event.close()
    os.link(event.path, tmp_path / "same")
    app_data.remove_app_data(own, (event.path,), tmp_path / "temporary")
    assert not event.path.exists()
    assert set((tmp_path / "same").read_bytes()) == {0}


def test_nothing_goes_while_an_event_of_them_is_open_and_a_demonstration_that_runs_stays(own, tmp_path, event):
    demo = QLockFile(str(tmp_path / "temporary" / "checkin-demo-1" / "demo.checkin.lock"))
    assert demo.tryLock(0)
    rehearsal = QLockFile(str(tmp_path / "temporary" / "checkin-rehearsal-1" / "in-use"))
    assert rehearsal.tryLock(0)
    assert app_data.find_leftovers(tmp_path / "temporary") == []
    lock = QLockFile(f"{event.path}.lock")
    assert lock.tryLock(0)
    with pytest.raises(UserError, match="is open"):
        app_data.remove_app_data(own, (event.path,), tmp_path / "temporary")
    assert own.exists()
    lock.unlock()
    demo.unlock()
    rehearsal.unlock()
