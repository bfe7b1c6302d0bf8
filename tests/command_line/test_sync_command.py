# SPDX-License-Identifier: GPL-3.0-or-later
"""`checkin sync` and `checkin conflicts` on two event files and a folder."""

import io
import json
from contextlib import closing
from dataclasses import replace

import pytest

from checkin.command_line.main import main
from checkin.core.desk_settings import Settings
from checkin.services.desk import Desk
from checkin.services.event_file import EventFile
from checkin.services.sync.joining import invite, read_desk_name
from checkin.storage import settings_store as kept
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

    def wait(places, seconds):
        waited.append(seconds)
        if len(waited) == 3:
            share.mkdir()
        if len(waited) == 6:
            raise KeyboardInterrupt
        places[0]._next_at = 0.0

    monkeypatch.setattr("checkin.command_line.exchange_commands.wait_for_news", wait)
    assert main(["sync", str(event.path), str(share), "--watch", "--language", "en"]) == 0
    told = [line["error"] for line in lines(capsys)]
    assert len(told) == 2
    assert "cannot be reached" in told[0]
    assert told[1] is None


def test_after_a_purge_nobodys_name_is_left_in_the_folder(files, capsys):
    """Each process has a file of its own there; a later one knows it for its own by the event file's identity."""
    share, one, _ = files
    said = lambda: "".join(file.read_text("utf-8") for file in share.iterdir() if file.is_file())  # noqa: E731
    assert ONE.last_name in said()
    assert main(["purge", str(one), "--yes", "--language", "en"]) == 0
    assert main(["sync", str(one), str(share), "--once"]) == 0
    assert ONE.last_name not in said()


def test_who_comes_again_is_one_desk_not_many_by_the_name_of_its_file(files, event, capsys):
    share, one, other = files
    kept.save(event.db, replace(kept.load(event.db), desk="Nord"))
    for path in (one, one, one, other):
        assert main(["sync", str(path), str(share)]) == 0
    assert len({file.name.partition("-")[0] for file in share.iterdir()}) == 2
    (heard,) = lines(capsys)[-1]["desks"]
    assert (heard["name"], heard["waiting"], heard["closed"]) == ("Nord", 0, True)


def test_an_address_with_a_mistake_is_told(qapp, event, capsys):
    assert main(["sync", str(event.path), "postgresql://192.168.1.20", "--language", "en"]) == 3
    assert "not the address" in capsys.readouterr().err


def test_another_computer_joins_by_the_text_of_an_invitation(files, event, tmp_path, monkeypatch, capsys):
    share, _, _ = files
    text = invite(event, Settings(folder=str(share)), "").text()
    monkeypatch.setattr("sys.stdin", io.StringIO(f"{text}\n"))
    for typed, name in ((text, "second"), ("-", "third")):
        path = tmp_path / f"{name}.checkin"
        assert main(["join", typed, str(path), "--desk", f"Porte {name}", "--language", "en"]) == 0
        with closing(EventFile.open(path)) as joined:
            assert (joined.attendees.get(ONE.id).name, read_desk_name(joined)) == (ONE.name, f"Porte {name}")
    assert main(["join", text[:-3], str(tmp_path / "x.checkin"), "--desk", "x", "--language", "en"]) == 3
    assert "incomplete" in capsys.readouterr().err
    assert not (tmp_path / "x.checkin").exists()
