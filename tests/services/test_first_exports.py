# SPDX-License-Identifier: GPL-3.0-or-later
"""Exports and certificates of the first version, kept as it wrote them, beside the event they were made from."""

import json
import shutil
from datetime import UTC, datetime
from pathlib import Path

import openpyxl
import pytest

from checkin.core.attendance.certificate_code import CodeValidity
from checkin.core.exports.journal_fingerprint import ExportOrigin
from checkin.services.attendance.attendance_evidence import AttendanceEvidence
from checkin.services.attendance.certificate_issuing import verify
from checkin.services.attendance.fingerprint_check import find_origin
from checkin.services.event_file import EventFile
from checkin.services.exports.attendance_export import export_attendance
from checkin.services.exports.export_comparison import compare_export
from checkin.translation import ENGLISH, FRENCH, Translator

KEPT = Path(__file__).parent.parent / "data" / "first_exports"
EXPORTS = ["tout.xlsx", "financeur.csv", "rh.xlsx", "tout.json", "chiffres.json", "chiffres.xlsx"]
"""With every kind of file and choice. In the event somebody missed a workshop that they had booked."""

CODES = dict(line.split(": ")[::2] for line in (KEPT / "certificates.txt").read_text("utf-8").splitlines())
WHILE_IT_RAN = datetime(2023, 7, 4, 13, 15, tzinfo=UTC)


@pytest.fixture
def kept(tmp_path):
    """A copy: opening a file may bring it up to date."""
    folder = shutil.copytree(KEPT, tmp_path / "kept")
    event = EventFile.open(folder / "rencontre.checkin")
    yield event
    event.close()


def compared(event, name):
    return compare_export(event, event.path.with_name(name), [Translator(each).translate for each in (FRENCH, ENGLISH)])


@pytest.mark.parametrize("name", EXPORTS)
def test_every_cell_is_still_compared_by_the_rules_it_was_made_by(kept, name):
    assert find_origin(kept, kept.path.with_name(name))[0] is ExportOrigin.NOW
    assert compared(kept, name).has_same_values


def test_a_cell_that_was_typed_over_is_still_told(kept):
    path = kept.path.with_name("rh.xlsx")
    book = openpyxl.load_workbook(path)
    book.worksheets[0]["I5"] = 999
    book.save(path)
    assert [found.found for found in compared(kept, "rh.xlsx").differences] == ["999"]


def test_the_same_choice_says_today_what_was_seen(kept, tmp_path):
    export_attendance(kept, tmp_path / "now.json", Translator("fr").translate)
    before, now = (json.loads(p.read_text("utf-8")) for p in (KEPT / "tout.json", tmp_path / "now.json"))

    def minutes(found):
        return {row["last_name"]: row["minutes"] for row in found["rows"] if row["control_point"] == "Accueil"}

    assert minutes(before) == {"Absent": 0, "Atelier": 325, "Le Goff-1": 210, "Missed": 390}
    assert minutes(now) == {**minutes(before), "Missed": 270}
    assert {"made_at", "is_provisional"}.isdisjoint(before)
    assert before.keys() <= now.keys()


@pytest.mark.parametrize(
    ("name", "standing"),
    [
        ("Éléonore Le Goff-1", CodeValidity.GENUINE),
        ("Anne Atelier", CodeValidity.GENUINE),
        ("Jean Missed", CodeValidity.COUNTED_ON),
    ],
)
def test_a_certificate_of_before_is_genuine_or_what_changed_is_said(kept, name, standing):
    found = verify(kept, CODES[name])
    assert (found.standing, found.now.name) == (standing, name)


def test_a_certificate_that_attested_what_was_still_to_come_is_told_from_a_changed_one(kept):
    found = verify(kept, CODES["Anne Atelier"], WHILE_IT_RAN)
    assert (found.standing, found.now.minutes) == (CodeValidity.COUNTED_ON, 210 + 70)
    assert AttendanceEvidence(kept, WHILE_IT_RAN).of(found.now.person).attendance.minutes == 280
