# SPDX-License-Identifier: GPL-3.0-or-later
"""`checkin join` and `checkin sync` with a real pretix, and with one that is not there."""

import json

import pytest

from checkin.command_line.main import main
from tests.needs import need
from tests.ports import free_port

need("pretix")


def test_a_dead_address_creates_nothing_and_says_that_the_code_is_still_good(qapp, tmp_path, capsys):
    code = json.dumps({"handshake_version": 1, "url": f"http://127.0.0.1:{free_port()}", "token": "kpp4jn8g2ynzonp6"})
    assert main(["join", code, str(tmp_path / "a.checkin"), "--language", "en"]) == 3
    told = capsys.readouterr().err
    assert "pretix cannot be reached. Nothing was changed" in told
    assert "with the same device code" in told
    assert "kpp4jn8g2ynzonp6" not in told
    assert not list(tmp_path.iterdir())


@pytest.mark.parametrize("language", ["en", "fr"])
def test_a_round_says_what_went_to_pretix_and_came_from_it(pretix, tmp_path, capsys, language):
    path, own = str(tmp_path / "a.checkin"), ["--language", language]
    join = ["join", pretix.device_code(), path, "--desk", "Accueil CLI", "--pretix-event", pretix.main.slug, *own]
    assert main(join) == 0
    point = f"list-{pretix.main.lists['accueil']}"
    assert main(["scan", path, pretix.main.secret("paid_1"), "--at", point, *own]) == 0
    capsys.readouterr()

    assert main(["sync", path, *own]) == 0

    (line,) = [json.loads(text) for text in capsys.readouterr().out.splitlines()]
    told = {name: line[name] for name in ("place", "pretix_event", "sent", "waiting", "refused", "error")}
    assert told == {
        "place": "pretix",
        "pretix_event": pretix.main.slug,
        "sent": 1,
        "waiting": 0,
        "refused": 0,
        "error": None,
    }
    assert line["fetched_at"]
