# SPDX-License-Identifier: GPL-3.0-or-later
"""Exports of the second, third and sixth version, and what the same event says now.

The second told absences that nobody had observed, the third called everybody absent who had not come yet, the sixth all
of an event of two days on both, whichever their entrance was for.
"""

import json
import shutil
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path

import openpyxl
import pytest

from checkin.core.exports.export_recipe import ExportRecipe
from checkin.core.exports.export_wording import earlier_words
from checkin.core.message import Message
from checkin.services.event_file import EventFile
from checkin.services.exports.attendance_export import EVERYTHING, draft_export, export_attendance
from checkin.services.exports.export_comparison import compare_export
from checkin.translation import Translator
from tests.services.lists import bring
from tests.services.test_importing_again import ZOE

DATA = Path(__file__).parent.parent / "data"
BEFORE_THE_END = datetime(2023, 7, 4, 13, 15, tzinfo=UTC)
AFTERWARDS = datetime(2023, 7, 5, 13, 15, tzinfo=UTC)
SAY = Translator("fr").translate


@pytest.fixture
def kept(tmp_path):
    """A copy: opening a file may bring it up to date. Somebody missed the workshop, which ended at 14:00 UTC."""
    event = EventFile.open(Path(shutil.copy(DATA / "first_exports" / "rencontre.checkin", tmp_path)))
    yield event
    event.close()


@pytest.mark.parametrize("version", ["second_exports", "third_exports"])
@pytest.mark.parametrize("name", ["pendant.json", "pendant.xlsx", "apres.json"])
def test_an_export_is_compared_by_the_rules_it_was_made_by(kept, name, version):
    assert compare_export(kept, DATA / version / name, [SAY]).has_same_values


@pytest.mark.parametrize("name", ["soir.json", "soir.xlsx", "apres.json", "apres.xlsx"])
def test_an_export_of_two_days_of_the_sixth_version_is_compared_cell_for_cell(tmp_path, name):
    path = Path(shutil.copy(DATA / "sixth_exports" / "deux-jours.checkin", tmp_path))
    with closing(EventFile.open(path)) as event:
        assert compare_export(event, DATA / "sixth_exports" / name, [SAY]).has_same_values


def test_an_english_export_with_the_words_of_before_is_not_taken_for_a_changed_one(kept, tmp_path):
    english, making = Translator("en").translate, ExportRecipe(EVERYTHING, AFTERWARDS, 4)
    then = earlier_words(english, making)
    draft_export(kept, tmp_path / "then.xlsx", then, making)
    headings = {cell for sheet in openpyxl.load_workbook(tmp_path / "then.xlsx") for cell in next(sheet.values)}
    assert {"Let in although", "On site or remote", "Taken back"} <= headings
    assert compare_export(kept, tmp_path / "then.xlsx", [SAY, english]).has_same_values
    export_attendance(kept, tmp_path / "now.xlsx", english, EVERYTHING, AFTERWARDS)
    assert compare_export(kept, tmp_path / "now.xlsx", [SAY, english]).has_same_values


def test_nobody_is_absent_from_the_event_before_it_has_ended(kept, tmp_path):
    """One of the four never comes."""
    for now, (state, came, is_final) in {
        BEFORE_THE_END: ("to_come", None, False),
        AFTERWARDS: ("absent", False, True),
    }.items():
        export_attendance(kept, tmp_path / "now.json", SAY, EVERYTHING, now)
        found = json.loads((tmp_path / "now.json").read_text("utf-8"))
        row = next(row for row in found["rows"] if row["last_name"] == "Absent")
        assert (row["state"], row["came"], found["account"]["is_final"]) == (state, came, is_final)
        assert (found["account"]["total"]["registered"], found["account"]["total"]["absent"]) == (4, 1)


def test_until_the_end_a_workbook_says_who_has_not_come_yet_and_that_it_is_provisional(kept, tmp_path):
    export_attendance(kept, tmp_path / "now.xlsx", SAY, EVERYTHING, BEFORE_THE_END)
    book = openpyxl.load_workbook(tmp_path / "now.xlsx")
    account = [row[0] for row in book["Compte"].values]
    assert "Absents ou à venir" in [cell.value for cell in book["Compte"][1]]
    assert any(str(text).startswith("Provisoire, au 04/07/2023 15:15") for text in account)
    assert any("1 pas encore venue +" in str(text) for text in account)
    first = book.worksheets[0]
    told = {row[0]: row for row in first.iter_rows(values_only=True)}
    assert "pas encore venu" in told["Absent"]
    assert "absent" not in {cell for sheet in book for row in sheet.values for cell in row}
    assert compare_export(kept, tmp_path / "now.xlsx", [SAY]).has_same_values


@pytest.mark.parametrize(
    ("now", "expected"), [(BEFORE_THE_END, ("to_come", None, "à venir")), (AFTERWARDS, ("absent", 1, 1))]
)
def test_nobody_is_absent_from_a_session_before_it_has_ended(kept, tmp_path, now, expected):
    state, absent, cell = expected
    made = export_attendance(kept, tmp_path / "now.json", SAY, EVERYTHING, now)
    assert "Provisoires" in made.sentence(SAY)
    found = json.loads((tmp_path / "now.json").read_text("utf-8"))
    states = {row["last_name"]: row["state"] for row in found["rows"] if row["control_point"] == "Atelier"}
    assert (states["Missed"], found["account"]["sessions"]["atelier"]["absent"]) == (state, absent)
    export_attendance(kept, tmp_path / "now.xlsx", SAY, EVERYTHING, now)
    lines = {
        row[0]: row[3]
        for row in openpyxl.load_workbook(tmp_path / "now.xlsx")[SAY(Message("export", "Account"))].values
    }
    assert next(told for name, told in lines.items() if str(name).startswith("Session")) == cell
    for name in ("now.json", "now.xlsx"):
        assert compare_export(kept, tmp_path / name, [SAY]).has_same_values


def test_an_export_that_called_a_list_a_correction_is_compared_in_its_words(event, clock, tmp_path):
    bring(event, clock, ZOE)
    bring(event, clock, ZOE.replace("Région", "Mairie"))
    making = ExportRecipe(EVERYTHING, clock(), 4)
    draft_export(event, tmp_path / "then.xlsx", earlier_words(SAY, making), making)
    told = {row[3] for row in openpyxl.load_workbook(tmp_path / "then.xlsx")["Tous les passages"].values}
    assert "fiche corrigée" in told
    assert compare_export(event, tmp_path / "then.xlsx", [SAY]).has_same_values
