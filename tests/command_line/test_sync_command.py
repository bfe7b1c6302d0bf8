# SPDX-License-Identifier: GPL-3.0-or-later
"""`checkin sync`, `conflicts`, `invite` and `join` on event files, a folder and a key."""

import io
from contextlib import closing
from dataclasses import replace

import pytest

from checkin.command_line.command import USER_ERROR
from checkin.command_line.main import main
from checkin.core.desk_settings import Settings
from checkin.core.sync.invitation import invitation_in
from checkin.services.desk import Desk
from checkin.services.event_file import EventFile
from checkin.services.sync.joining import invite, read_desk_name
from checkin.storage import settings_store as kept
from tests.builders import an_attendee
from tests.command_line.running import lines, said

ONE = an_attendee(1)


@pytest.fixture
def files(event, clock, tmp_path, capsys):
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


def test_desks_exchange_and_see_what_they_did_apart(files, capsys):
    share, one, other = files
    assert main(["conflicts", str(one)]) == 0
    for path in (one, other, one):
        assert main(["sync", str(path), str(share)]) == 0
    first, second, third = lines(capsys.readouterr().out)
    assert (first["sent"], second["sent"], second["received"], third["received"]) == (1, 1, 1, 1)
    assert third["waiting"] == 0
    assert all(d["closed"] for d in third["desks"]), "each said goodbye"
    assert main(["conflicts", str(other)]) == 1
    (found,) = lines(capsys.readouterr().out)
    assert (found["kind"], found["first"]["desk"], found["second"]["desk"]) == ("double_admission", "Nord", "Sud")
    assert found["name"] == ONE.name


@pytest.mark.parametrize(
    ("place", "says"), [("nowhere", "cannot be reached"), ("postgresql://192.168.1.20", "not the address")]
)
def test_a_place_that_is_not_there_or_has_a_mistake_is_told(event, place, says):
    code, _, wrong = said("sync", event.path, place)
    assert (code, says in wrong) == (3, True)


def test_a_watch_tells_what_is_wrong_once_and_that_it_is_over(event, tmp_path, capsys, monkeypatch):
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
    told = [line["error"] for line in lines(capsys.readouterr().out)]
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
    (heard,) = lines(capsys.readouterr().out)[-1]["desks"]
    assert (heard["name"], heard["waiting"], heard["closed"]) == ("Nord", 0, True)


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


@pytest.fixture
def path(event):
    event.close()
    return event.path


@pytest.fixture
def key(tmp_path):
    (tmp_path / "CLE").mkdir()
    return tmp_path / "CLE"


def test_the_text_that_is_printed_is_what_join_wants(path, tmp_path, monkeypatch):
    (tmp_path / "share").mkdir()
    assert said("sync", path, tmp_path / "share")[0] == 0
    code, text, _ = said("invite", path, "--folder", tmp_path / "share")
    invitation = invitation_in(text)
    assert (code, invitation.desk, invitation.folder) == (0, "Accueil 2", str(tmp_path / "share"))
    hub = "postgresql://poste2:geheim@hub.example/checkin"
    given = invitation_in(said("invite", path, "--desk", "Porte B", "--hub", hub)[1])
    assert (given.desk, given.hub, given.folder) == ("Porte B", hub, "")
    monkeypatch.setattr("sys.stdin", io.StringIO(text))
    code, told, _ = said("join", "-", tmp_path / "second.checkin")
    assert (code, told) == (0, "“Accueil 2” has joined “9ᵉ Rencontre”: 3 registrations.\n")


def test_an_event_on_a_key_is_joined_from_its_folder(path, key, tmp_path):
    code, _, trouble = said("join", key, tmp_path / "second.checkin")
    assert (code, "checkin invite" in trouble) == (USER_ERROR, True)
    code, told, _ = said("invite", path, "--key", key)
    assert code == 0
    assert told.endswith("3 registrations.\n")
    code, told, _ = said("join", key, tmp_path / "second.checkin")
    assert (code, told) == (0, "“Accueil 2” has joined “9ᵉ Rencontre”: 3 registrations.\n")
    said("join", key, tmp_path / "third.checkin", "--desk", "Porte B")
    with closing(EventFile.open(tmp_path / "third.checkin")) as third:
        assert kept.load(third.db).desk == "Porte B"


def test_of_several_events_on_a_key_one_is_named(path, key, tmp_path):
    EventFile.create(tmp_path / "gala.checkin").close()
    for each in (path, tmp_path / "gala.checkin"):
        said("invite", each, "--key", key)
    code, _, trouble = said("join", key, tmp_path / "second.checkin")
    assert code == USER_ERROR
    assert "9ᵉ Rencontre" in trouble
    assert not (tmp_path / "second.checkin").exists()
    assert said("join", key, tmp_path / "second.checkin", "--event", "gala")[0] == 0
