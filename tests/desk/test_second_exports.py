# SPDX-License-Identifier: GPL-3.0-or-later
"""Exports of the second version, which told absences that nobody had observed, and what the same event says now."""

import json
import shutil
from datetime import UTC, datetime
from pathlib import Path

import openpyxl
import pytest

from checkin.core.message import Message
from checkin.desk.event_file import EventFile
from checkin.desk.exports.attendance_export import EVERYTHING, export_attendance
from checkin.desk.exports.export_comparison import compare_export
from checkin.language import Translator

DATA = Path(__file__).parent.parent / "data"
BEFORE_THE_END = datetime(2023, 7, 4, 13, 15, tzinfo=UTC)
AFTERWARDS = datetime(2023, 7, 5, 13, 15, tzinfo=UTC)
SAY = Translator("fr").say


@pytest.fixture
def kept(tmp_path):
    """A copy: opening a file may bring it up to date. Somebody missed the workshop, which ended at 14:00 UTC."""
    event = EventFile.open(Path(shutil.copy(DATA / "first_exports" / "rencontre.checkin", tmp_path)))
    yield event
    event.close()


@pytest.mark.parametrize("name", ["pendant.json", "pendant.xlsx", "apres.json"])
def test_an_export_is_compared_by_the_rules_it_was_made_by(kept, name):
    assert compare_export(kept, DATA / "second_exports" / name, [SAY]) == []


@pytest.mark.parametrize(
    ("now", "expected"), [(BEFORE_THE_END, (None, None, "à venir")), (AFTERWARDS, ("absent", 1, 1))]
)
def test_nobody_is_absent_from_a_session_before_it_has_ended(kept, tmp_path, now, expected):
    state, absent, cell = expected
    made = export_attendance(kept, tmp_path / "now.json", SAY, EVERYTHING, now)
    assert "Provisoires" in made.told(SAY)
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
        assert compare_export(kept, tmp_path / name, [SAY]) == []
