# SPDX-License-Identifier: GPL-3.0-or-later
"""`checkin export` and `checkin check --against`, as a person types them."""

import csv
import json

import pytest

from checkin.command_line.main import main
from checkin.services.event_file import EventFile
from tests.builders import KEY, MORNING, a_programme, an_attendee
from tests.conftest import add_people


@pytest.fixture
def path(tmp_path):
    event = EventFile.create(tmp_path / "e.checkin", KEY)
    event.plan(a_programme(), at=MORNING, desk="CLI")
    add_people(event, MORNING, *(an_attendee(n, sessions=("atelier-b",)) for n in range(3)))
    event.close()
    return tmp_path / "e.checkin"


@pytest.fixture
def checkin(qapp, capsys):
    """The exit code, what was said, what was wrong."""

    def run(*arguments):
        code = main([*map(str, arguments), "--language", "en"])
        told = capsys.readouterr()
        return code, told.out, told.err

    return run


def test_columns_and_presets(checkin, path, tmp_path):
    out = tmp_path / "out.csv"
    assert checkin("export", path, out, "--columns", "code, last_name")[:2] == (
        0,
        "3 rows written to out.csv; next to it: out-account.csv.\n",
    )
    header, *rows = csv.reader(out.read_text(encoding="utf-8-sig").splitlines(), delimiter=";")
    assert (header, len(rows)) == (["Code", "Last name"], 3)
    assert (
        checkin("export", path, out, "--preset", "pretix")[1]
        == "6 rows written to out.csv; next to it: out-account.csv.\n"
    )


def test_what_there_is_not_is_told_and_nothing_is_written(checkin, path, tmp_path):
    code, _, wrong = checkin("export", path, tmp_path / "out.csv", "--columns", "iban")
    assert (code, "There is no column “iban”" in wrong) == (3, True)
    assert not (tmp_path / "out.csv").exists()


def test_figures_without_names(checkin, path, tmp_path):
    assert checkin("export", path, tmp_path / "out.json", "--anonymous")[0] == 0
    text = (tmp_path / "out.json").read_text(encoding="utf-8")
    assert "Goff" not in text
    assert json.loads(text)["statistics"]["least"] == 5


def test_an_export_is_checked_against_its_file_and_against_another(checkin, path, tmp_path):
    export = tmp_path / "out.xlsx"
    checkin("export", path, export)
    assert "made from this file as it is now" in checkin("check", path, "--against", export)[1]
    checkin("scan", path, an_attendee(1).ticket_code)
    code, said, _ = checkin("check", path, "--against", export)
    assert (code, "now it has" in said) == (0, True)
    EventFile.create(tmp_path / "other.checkin").close()
    code, _, wrong = checkin("check", tmp_path / "other.checkin", "--against", export)
    assert (code, "was made from another event" in wrong) == (1, True)


def test_check_tells_the_account(checkin, path):
    code, said, _ = checkin("check", path)
    assert code == 0
    assert "3 registrations = 0 present + 3 absent + 0 cancelled" in said
    assert (
        "Registered at the desk: 0; corrections: 0; arrivals and exits undone: 0; merged: 0; conflicts to settle: 0."
        in said
    )
