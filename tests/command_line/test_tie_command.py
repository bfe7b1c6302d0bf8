# SPDX-License-Identifier: GPL-3.0-or-later
"""`checkin tie` and `checkin blanks`, as scripts call them."""

import json

import pytest

from checkin.command_line.main import main
from checkin.services.event_file import EventFile
from tests.builders import KEY, MORNING, a_programme, an_attendee
from tests.conftest import add_people

ONE, TWO = an_attendee(1), an_attendee(2)


@pytest.fixture
def path(tmp_path):
    event = EventFile.create(tmp_path / "e.checkin", KEY)
    event.plan(a_programme(), at=MORNING, desk="d")
    add_people(event, MORNING, ONE, TWO)
    event.close()
    return event.path


def scanned(path, capsys, *codes):
    main(["scan", str(path), *codes, "--at", "dejeuner", "--language", "en"])
    return [json.loads(line) for line in capsys.readouterr().out.splitlines()]


def test_a_code_is_tied_beside_the_others_or_in_their_place(path, capsys):
    assert main(["tie", str(path), ONE.ticket_code, "04:A2:b1", "--language", "en"]) == 0
    assert "“04:A2:b1” is now Éléonore Le Goff-1’s, beside their other codes." in capsys.readouterr().out
    assert main(["tie", str(path), "04:A2:b1", "card 7", "--replace", "--language", "en"]) == 0
    assert "only valid code" in capsys.readouterr().out
    answers = scanned(path, capsys, "card 7", "04:A2:b1", ONE.ticket_code)
    assert [a["name"] for a in answers] == [ONE.name] * 3
    assert [a["reason"] for a in answers[1:]] == ["code_replaced", "code_replaced"]


def test_the_export_tells_which_code_was_given(path, tmp_path, capsys):
    main(["tie", str(path), ONE.id, "04:A2:b1", "--language", "en"])
    main(["export", str(path), str(tmp_path / "day.csv"), "--language", "en"])
    (line,) = [line for line in (tmp_path / "day-scans.csv").read_text("utf-8-sig").splitlines() if "04:A2:b1" in line]
    assert f"code given;{ONE.name};04:A2:b1" in line


def test_somebody_elses_code_and_nobody_are_refused(path, capsys):
    assert main(["tie", str(path), ONE.id, TWO.ticket_code, "--language", "en"]) == 3
    assert TWO.name in capsys.readouterr().err
    assert main(["tie", str(path), "nobody", "04:A2", "--language", "en"]) == 3
    assert "Nobody in this event" in capsys.readouterr().err


def test_blanks_of_two_files_are_all_different_and_can_be_tied(path, tmp_path, capsys):
    for name in ("a.pdf", "b.pdf"):
        assert main(["blanks", str(path), str(tmp_path / name), "--count", "12", "--sheet", "86x54"]) == 0
    assert (tmp_path / "a.pdf").read_bytes() != (tmp_path / "b.pdf").read_bytes()
    assert main(["blanks", str(path), str(tmp_path / "c.pdf"), "--count", "0", "--language", "en"]) == 3
    assert "Nothing was written" in capsys.readouterr().err
    assert not (tmp_path / "c.pdf").exists()
