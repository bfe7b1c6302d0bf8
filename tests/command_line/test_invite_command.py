# SPDX-License-Identifier: GPL-3.0-or-later
"""A second desk from the command line: by the text of an invitation, and from a key."""

import io
from contextlib import closing

import pytest

from checkin.command_line.command import USER_ERROR
from checkin.command_line.main import main
from checkin.core.sync.invitation import invitation_in
from checkin.services.event_file import EventFile
from checkin.storage import settings_store as kept

pytestmark = pytest.mark.usefixtures("qapp")


def run(capsys, *words):
    code = main([*map(str, words), "--language", "en"])
    told = capsys.readouterr()
    return code, told.out.strip(), told.err.strip()


@pytest.fixture
def path(event):
    event.close()
    return event.path


@pytest.fixture
def key(tmp_path):
    (tmp_path / "CLE").mkdir()
    return tmp_path / "CLE"


def test_the_text_that_is_printed_is_what_join_wants(capsys, path, tmp_path, monkeypatch):
    (tmp_path / "share").mkdir()
    assert run(capsys, "sync", path, tmp_path / "share")[0] == 0
    code, text, _ = run(capsys, "invite", path, "--folder", tmp_path / "share")
    invitation = invitation_in(text)
    assert (code, invitation.desk, invitation.folder) == (0, "Accueil 2", str(tmp_path / "share"))
    monkeypatch.setattr("sys.stdin", io.StringIO(text))
    code, told, _ = run(capsys, "join", "-", tmp_path / "second.checkin")
    assert code == 0
    assert told == "“Accueil 2” has joined “9ᵉ Rencontre”: 3 registrations."


def test_names_and_addresses_that_are_given_are_in_the_text(capsys, path):
    hub = "postgresql://poste2:geheim@hub.example/checkin"
    _, text, _ = run(capsys, "invite", path, "--desk", "Porte B", "--hub", hub)
    invitation = invitation_in(text)
    assert (invitation.desk, invitation.hub, invitation.folder) == ("Porte B", hub, "")


def test_an_event_on_a_key_is_joined_from_its_folder(capsys, path, key, tmp_path):
    code, told, _ = run(capsys, "invite", path, "--key", key)
    assert code == 0
    assert told.endswith("3 registrations.")
    code, told, _ = run(capsys, "join", key, tmp_path / "second.checkin")
    assert (code, told) == (0, "“Accueil 2” has joined “9ᵉ Rencontre”: 3 registrations.")
    run(capsys, "join", key, tmp_path / "third.checkin", "--desk", "Porte B")
    with closing(EventFile.open(tmp_path / "third.checkin")) as third:
        assert kept.load(third.db).desk == "Porte B"


def test_of_several_events_on_a_key_one_is_named(capsys, path, key, tmp_path):
    EventFile.create(tmp_path / "gala.checkin").close()
    for each in (path, tmp_path / "gala.checkin"):
        run(capsys, "invite", each, "--key", key)
    code, _, trouble = run(capsys, "join", key, tmp_path / "second.checkin")
    assert code == USER_ERROR
    assert "9ᵉ Rencontre" in trouble
    assert not (tmp_path / "second.checkin").exists()
    assert run(capsys, "join", key, tmp_path / "second.checkin", "--event", "gala")[0] == 0


def test_a_folder_without_an_event_says_how_one_gets_there(capsys, key, tmp_path):
    code, _, trouble = run(capsys, "join", key, tmp_path / "second.checkin")
    assert code == USER_ERROR
    assert "checkin invite" in trouble
