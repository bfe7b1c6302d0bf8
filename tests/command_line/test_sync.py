# SPDX-License-Identifier: GPL-3.0-or-later
"""`checkin sync` and `checkin conflicts` on two event files and a folder."""

import json

import pytest

from checkin.command_line.main import main
from checkin.desk.desk import Desk
from checkin.desk.event_file import EventFile
from checkin.desk.meeting_place import MeetingPlace
from tests.builders import an_attendee

ONE = an_attendee(1)


@pytest.fixture
def files(qapp, event, clock, tmp_path, capsys):
    """The event at two desks that have both let the same person in."""
    share = tmp_path / "share"
    share.mkdir()
    other = EventFile.create(tmp_path / "other.checkin", event.key)
    for path in (event.path, other.path):
        assert main(["sync", str(path), str(share), "--once", "--language", "en"]) == 0
    for opened, name in ((event, "Nord"), (other, "Sud")):
        Desk(opened, clock, name).check_in(ONE.id)
    other.close()
    capsys.readouterr()
    return share, event.path, other.path


def lines(capsys):
    return [json.loads(line) for line in capsys.readouterr().out.splitlines()]


def test_desks_exchange_and_see_what_they_did_apart(files, capsys):
    share, one, other = files
    assert main(["conflicts", str(one)]) == 0
    for path in (one, other, one):
        assert main(["sync", str(path), str(share)]) == 0
    first, second, third = lines(capsys)
    assert (first["sent"], second["sent"], second["received"], third["received"]) == (1, 1, 1, 1)
    assert third["waiting"] == 0
    assert all(d["closed"] for d in third["desks"]), "each said goodbye"
    assert main(["conflicts", str(other)]) == 1
    (found,) = lines(capsys)
    assert (found["kind"], found["first"]["desk"], found["second"]["desk"]) == ("double_admission", "Nord", "Sud")
    assert found["name"] == ONE.name


def test_a_folder_that_is_not_there_is_told(qapp, event, tmp_path, capsys):
    assert main(["sync", str(event.path), str(tmp_path / "nowhere"), "--language", "en"]) == 3
    assert "cannot be reached" in capsys.readouterr().err


def test_a_watch_tells_what_is_wrong_once_and_that_it_is_over(qapp, event, tmp_path, capsys, monkeypatch):
    """It waits as often as a second has rounds; then the folder is there, and then it is interrupted."""
    share, waited = tmp_path / "share", []

    def wait(place, seconds):
        waited.append(seconds)
        if len(waited) == 3:
            share.mkdir()
        if len(waited) == 6:
            raise KeyboardInterrupt
        place._next_at = 0.0
        return True

    monkeypatch.setattr(MeetingPlace, "wait", wait)
    assert main(["sync", str(event.path), str(share), "--watch", "--language", "en"]) == 0
    told = [line["error"] for line in lines(capsys)]
    assert len(told) == 2
    assert "cannot be reached" in told[0]
    assert told[1] is None
