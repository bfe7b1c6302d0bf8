# SPDX-License-Identifier: GPL-3.0-or-later
"""`checkin check --against`: an export that somebody changed does not pass, one that was only saved again does."""

import json

import openpyxl
import pytest

from checkin.command_line.main import main
from checkin.services.event_file import EventFile
from tests.builders import KEY, MORNING, a_programme, an_attendee
from tests.conftest import add_people


@pytest.fixture
def path(tmp_path):
    event = EventFile.create(tmp_path / "e.checkin", KEY)
    event.plan(a_programme(), at=MORNING, desk="CLI")
    add_people(
        event, MORNING, *(an_attendee(n, sessions=("atelier-b",), custom={"N° SIRET": f"00{n}"}) for n in range(3))
    )
    event.close()
    return tmp_path / "e.checkin"


@pytest.fixture
def checkin(qapp, capsys):
    """The exit code, what was said, what was wrong."""

    def run(*arguments, language="en"):
        code = main([*map(str, arguments), "--language", language])
        told = capsys.readouterr()
        return code, told.out, told.err

    return run


@pytest.fixture
def scanned(checkin, path):
    checkin("scan", path, an_attendee(1).ticket_code)
    return path


@pytest.mark.parametrize("name", ["out.xlsx", "out.csv", "out.json"])
@pytest.mark.parametrize("wished", [[], ["--preset", "hr"], ["--columns", "code,custom"], ["--anonymous"]])
def test_every_cell_of_an_export_is_compared_whatever_it_is_and_in_whichever_language(
    checkin, scanned, tmp_path, name, wished
):
    export = tmp_path / name
    checkin("export", scanned, export, *wished, language="fr")
    code, said, wrong = checkin("check", scanned, "--against", export)
    assert (code, wrong) == (0, "")
    assert "Every cell was compared" in said


def test_a_cell_that_was_typed_over_is_told(checkin, scanned, tmp_path):
    export = tmp_path / "out.xlsx"
    checkin("export", scanned, export)
    book = openpyxl.load_workbook(export)
    book.save(export)
    assert checkin("check", scanned, "--against", export)[0] == 0, "saved again by another program, and the same"
    book["Attendance"]["A2"] = "Personne"
    book["Accueil"]["A3"] = None
    book.save(export)
    code, said, wrong = checkin("check", scanned, "--against", export)
    assert (code, said) == (1, "")
    assert "2 cells differ" in wrong
    assert "The first is Attendance!A2: “Personne”, where this file gives “Le Goff-0”" in wrong


def test_who_takes_out_how_it_was_made_is_not_believed_the_rest(checkin, scanned, tmp_path):
    export = tmp_path / "out.xlsx"
    checkin("export", scanned, export)
    book = openpyxl.load_workbook(export)
    (made,) = (
        cell for row in book["Technical"].iter_rows() for cell in row if str(cell.value).startswith("checkin:made")
    )
    made.value = None
    book["Attendance"]["A2"] = "Personne"
    book.save(export)
    code, said, wrong = checkin("check", scanned, "--against", export)
    assert (code, said, "cells cannot be compared" in wrong) == (1, "", True)


def test_a_sheet_that_was_taken_out_is_told(checkin, scanned, tmp_path):
    export = tmp_path / "out.xlsx"
    checkin("export", scanned, export)
    book = openpyxl.load_workbook(export)
    del book["All scans"]
    book.save(export)
    assert checkin("check", scanned, "--against", export)[0] == 1


def test_a_value_of_a_json_that_was_changed_is_told(checkin, scanned, tmp_path):
    export = tmp_path / "out.json"
    checkin("export", scanned, export)
    told = json.loads(export.read_text(encoding="utf-8"))
    told["rows"][1]["minutes"] = 999
    export.write_text(json.dumps(told), encoding="utf-8")
    code, _, wrong = checkin("check", scanned, "--against", export)
    assert (code, "rows[1].minutes: “999”" in wrong) == (1, True)


def test_a_csv_is_checked_by_the_account_beside_it(checkin, scanned, tmp_path):
    export, account = tmp_path / "out.csv", tmp_path / "out-account.csv"
    checkin("export", scanned, export)
    assert checkin("check", scanned, "--against", account)[0] == 0
    scans = tmp_path / "out-scans.csv"
    scans.unlink()
    assert checkin("check", scanned, "--against", export)[0] == 0, "who was sent the attendance need not have them"
    export.write_text(export.read_text(encoding="utf-8-sig").replace("Le Goff-1", "Le Gof"), encoding="utf-8-sig")
    code, _, wrong = checkin("check", scanned, "--against", export)
    assert (code, "out!A" in wrong) == (1, True)
    account.unlink()
    code, _, wrong = checkin("check", scanned, "--against", export)
    assert (code, "NAME-account.csv" in wrong) == (3, True)


def test_of_an_earlier_state_the_cells_are_not_vouched_for(checkin, scanned, tmp_path):
    export = tmp_path / "out.xlsx"
    checkin("export", scanned, export)
    checkin("scan", scanned, an_attendee(2).ticket_code)
    code, said, _ = checkin("check", scanned, "--against", export)
    assert (code, "contents of its cells were not verified" in said) == (0, True)


def test_the_pages_of_a_pdf_are_not_compared_and_it_says_so(checkin, scanned, tmp_path):
    export = tmp_path / "out.pdf"
    assert checkin("export", scanned, export)[0] == 0
    code, said, _ = checkin("check", scanned, "--against", export)
    assert (code, "contents of its pages were not compared" in said, "as it is now" in said) == (0, True, True)


def test_of_an_earlier_pdf_the_pages_are_never_compared_and_nobody_is_told_that_they_would_be_in_time(
    checkin, scanned, tmp_path
):
    export = tmp_path / "out.pdf"
    checkin("export", scanned, export)
    checkin("scan", scanned, an_attendee(2).ticket_code)
    code, said, _ = checkin("check", scanned, "--against", export)
    assert (code, "contents of its pages were not compared" in said, "cells" in said) == (0, True, False)


def test_an_entry_is_one_word_in_french_whatever_the_answer(checkin, scanned, tmp_path):
    fresh, changed = tmp_path / "out.xlsx", tmp_path / "changed.xlsx"
    checkin("export", scanned, fresh)
    book = openpyxl.load_workbook(fresh)
    book["Attendance"]["A2"] = "Personne"
    book.save(changed)
    told = [checkin("check", scanned, "--against", export, language="fr") for export in (fresh, changed)]
    checkin("scan", scanned, an_attendee(2).ticket_code)
    told.append(checkin("check", scanned, "--against", fresh, language="fr"))
    for _, said, wrong in told:
        assert "entrées" in said + wrong
        assert "écriture" not in said + wrong
