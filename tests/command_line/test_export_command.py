# SPDX-License-Identifier: GPL-3.0-or-later
"""`checkin export` and `checkin check --against`, and what other commands are told to write: never over the event."""

import csv
import json

import openpyxl
import pytest

from checkin.core.entries import EntryKind
from checkin.services.event_file import EventFile
from tests.builders import KEY, MORNING, a_programme, an_attendee
from tests.command_line.running import said
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
def scanned(path):
    said("scan", path, an_attendee(1).ticket_code)
    return path


@pytest.mark.parametrize("name", ["out.xlsx", "out.csv", "out.json"])
@pytest.mark.parametrize("wished", [[], ["--preset", "hr"], ["--columns", "code,custom"], ["--anonymous"]])
def test_every_cell_of_an_export_is_compared_whatever_it_is_and_in_whichever_language(scanned, tmp_path, name, wished):
    export = tmp_path / name
    said("export", scanned, export, *wished, language="fr")
    code, told, wrong = said("check", scanned, "--against", export)
    assert (code, wrong) == (0, "")
    assert "Every cell was compared" in told


@pytest.fixture
def workbook(scanned, tmp_path):
    """What makes an export, and saves it again once somebody changed its book."""
    export = tmp_path / "out.xlsx"
    said("export", scanned, export)

    def changed(*changes):
        book = openpyxl.load_workbook(export)
        for change in changes:
            change(book)
        book.save(export)
        return export

    return changed


def type_over(book):
    book["Attendance"]["A2"] = "Personne"
    book["Accueil"]["A3"] = None


def forget_how_it_was_made(book):
    rows = book["Technical"].iter_rows()
    (made,) = (cell for row in rows for cell in row if str(cell.value).startswith("checkin:made"))
    made.value = None


def take_out_a_sheet(book):
    del book["All scans"]


@pytest.mark.parametrize(
    ("changes", "says"),
    [
        ([type_over], ["2 cells differ", "Attendance!A2: “Personne”, where this file gives “Le Goff-0”"]),
        ([forget_how_it_was_made, type_over], ["cells cannot be compared"]),
        ([take_out_a_sheet], []),
    ],
    ids=["typed over", "not said how it was made", "a sheet taken out"],
)
def test_a_workbook_that_was_changed_does_not_pass_and_one_that_was_saved_again_does(scanned, workbook, changes, says):
    assert said("check", scanned, "--against", workbook())[0] == 0
    code, told, wrong = said("check", scanned, "--against", workbook(*changes))
    assert (code, told) == (1, "")
    assert [each for each in says if each not in wrong] == []


@pytest.mark.parametrize(
    ("name", "at_once", "later"),
    [
        ("out.xlsx", "made from this file as it is now", "contents of its cells were not verified"),
        ("out.pdf", "contents of its pages were not compared", "contents of its pages were not compared"),
    ],
)
def test_what_an_export_is_vouched_for_at_once_later_and_by_another_event(scanned, tmp_path, name, at_once, later):
    export, other = tmp_path / name, tmp_path / "other.checkin"
    said("export", scanned, export)
    code, told, _ = said("check", scanned, "--against", export)
    assert (code, at_once in told, "as it is now" in told) == (0, True, True)
    assert "entrées" in said("check", scanned, "--against", export, language="fr")[1]
    said("scan", scanned, an_attendee(2).ticket_code)
    code, told, _ = said("check", scanned, "--against", export)
    assert (code, later in told, "now it has" in told) == (0, True, True)
    assert ("cells" in told) is (name == "out.xlsx"), "nobody is told that pages would be compared in time"
    EventFile.create(other).close()
    code, _, wrong = said("check", other, "--against", export)
    assert (code, "was made from another event" in wrong) == (1, True)


def test_a_value_of_a_json_that_was_changed_is_told(scanned, tmp_path):
    export = tmp_path / "out.json"
    said("export", scanned, export)
    kept = json.loads(export.read_text(encoding="utf-8"))
    kept["rows"][1]["minutes"] = 999
    export.write_text(json.dumps(kept), encoding="utf-8")
    code, _, wrong = said("check", scanned, "--against", export)
    assert (code, "rows[1].minutes: “999”" in wrong) == (1, True)
    assert "écriture" not in said("check", scanned, "--against", export, language="fr")[2]


def test_a_csv_is_checked_by_the_account_beside_it(scanned, tmp_path):
    export, account = tmp_path / "out.csv", tmp_path / "out-account.csv"
    said("export", scanned, export)
    assert said("check", scanned, "--against", account)[0] == 0
    scans = tmp_path / "out-scans.csv"
    scans.unlink()
    assert said("check", scanned, "--against", export)[0] == 0, "who was sent the attendance need not have them"
    export.write_text(export.read_text(encoding="utf-8-sig").replace("Le Goff-1", "Le Gof"), encoding="utf-8-sig")
    code, _, wrong = said("check", scanned, "--against", export)
    assert (code, "out!A" in wrong) == (1, True)
    account.unlink()
    code, _, wrong = said("check", scanned, "--against", export)
    assert (code, "NAME-account.csv" in wrong) == (3, True)


def test_columns_and_presets(path, tmp_path):
    out = tmp_path / "out.csv"
    written = "rows written to out.csv; next to it: out-account.csv.\n"
    assert said("export", path, out, "--columns", "code, last_name")[:2] == (0, f"3 {written}")
    header, *rows = csv.reader(out.read_text(encoding="utf-8-sig").splitlines(), delimiter=";")
    assert (header, len(rows)) == (["Code", "Last name"], 3)
    assert said("export", path, out, "--preset", "pretix")[1] == f"6 {written}"


def test_what_there_is_not_is_told_and_nothing_is_written(path, tmp_path):
    code, _, wrong = said("export", path, tmp_path / "out.csv", "--columns", "iban")
    assert (code, "There is no column “iban”" in wrong) == (3, True)
    assert not (tmp_path / "out.csv").exists()


def test_figures_without_names(path, tmp_path):
    assert said("export", path, tmp_path / "out.json", "--anonymous")[0] == 0
    text = (tmp_path / "out.json").read_text(encoding="utf-8")
    assert "Goff" not in text
    assert json.loads(text)["statistics"]["least"] == 5


def test_check_tells_the_account(path):
    code, told, _ = said("check", path)
    assert (code, "3 registrations = 0 present + 3 absent + 0 cancelled" in told) == (0, True)
    assert "conflicts to settle: 0" in told


ONE = an_attendee(1)


@pytest.fixture
def arrived(event, desk):
    desk.check_in(ONE.id)
    return event.path


@pytest.mark.parametrize(
    "words",
    [
        ["sheets", "E", "OUT"],
        ["paper", "E", "OUT"],
        ["badges", "E", "OUT"],
        ["certificates", "E", "OUT"],
        ["codes", "E", "OUT"],
        ["programme", "E", "OUT"],
        ["export", "E", "OUT"],
        ["person", "E", ONE.ticket_code, "OUT"],
        ["report", "OUT"],
        ["report", "OUT", "E"],
        ["purge", "E", "--yes", "--certificate", "OUT"],
    ],
    ids=lambda words: " ".join(words),
)
def test_the_event_is_never_the_file_that_is_written(event, arrived, words):
    told = [{"E": arrived, "OUT": arrived}.get(word, word) for word in words]
    code, _, wrong = said(*told)
    assert (code in (3, 4), bool(wrong)) == (True, True)
    event.close()
    opened = EventFile.open(arrived)
    assert len(opened.attendees.search("Le Goff")) == 1
    assert opened.journal.entries_of_kinds([EntryKind.EVENT_PURGED]) == []
    opened.close()


@pytest.mark.parametrize("name", ["out", "out.doc", "out.checkin"])
@pytest.mark.parametrize("command", ["sheets", "paper", "badges", "programme", "export", "person"])
def test_a_name_without_its_suffix_writes_nothing(arrived, tmp_path, command, name):
    who = [ONE.ticket_code] if command == "person" else []
    assert said(command, arrived, *who, tmp_path / name)[0] == 3
    assert not (tmp_path / name).exists()


def test_a_person_as_text_has_the_file_for_programs_beside_it(arrived, tmp_path):
    assert said("person", arrived, ONE.ticket_code, tmp_path / "out.txt")[0] == 0
    assert json.loads((tmp_path / "out.json").read_text("utf-8"))["id"] == ONE.id
    assert "EVERYTHING" in (tmp_path / "out.txt").read_text("utf-8")


def test_the_record_of_a_purge_takes_no_other_files_place(event, arrived, tmp_path):
    kept = tmp_path / "record.txt"
    kept.write_text("of last year")
    assert said("purge", arrived, "--yes", "--certificate", kept)[0] == 3
    assert kept.read_text() == "of last year"
    assert event.journal.entries_of_kinds([EntryKind.EVENT_PURGED]) == []
