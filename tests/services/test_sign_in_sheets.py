# SPDX-License-Identifier: GPL-3.0-or-later
"""Papers of a real event: who is on them, and files that are whole or not there."""

import json
from dataclasses import replace
from datetime import timedelta
from unicodedata import normalize

import pytest

from checkin.core.attendance.sign_in_sheet import SheetForm, SheetOrder
from checkin.core.attendee import Status
from checkin.core.message import StorageError, UserError
from checkin.core.people.registration_form import RegistrationForm
from checkin.core.supervisor import Authority
from checkin.services.attendance import attendance_papers
from checkin.services.attendance.attendance_evidence import day_report_from_journal
from checkin.services.attendance.attendance_papers import SheetOptions
from checkin.services.exports.attendance_export import export_attendance
from checkin.services.privacy import event_purge
from checkin.translation import Translator
from tests.builders import MORNING, an_attendee
from tests.conftest import add_people
from tests.full_disk import full_disk
from tests.pdf_reports.readers import told

HALF, WORKSHOP = "2023-07-04/morning", "atelier-b"


def rows(event, **wish):
    (sheet,) = attendance_papers.make_sign_in_sheets(event, SheetOptions(**wish))
    return [(row.last_name, row.is_present) for row in sheet.rows]


def test_a_blank_sheet_has_who_is_expected(event):
    assert rows(event, occasions=(HALF,), form=SheetForm.BLANK) == [
        ("de La Fournière", False),
        ("Le Goff-1", False),
        ("N’Guyen", False),
    ]
    assert rows(event, occasions=(WORKSHOP,), form=SheetForm.BLANK) == [("N’Guyen", False)]


def test_a_filled_sheet_has_also_who_came_unexpected(event, desk):
    desk.move_to(WORKSHOP)
    desk.admit(desk.scan(an_attendee(1).ticket_code))
    (sheet,) = attendance_papers.make_sign_in_sheets(event, SheetOptions((WORKSHOP,), order=SheetOrder.ORGANISATION))
    assert {(r.last_name, r.is_expected, r.is_present) for r in sheet.rows} == {
        ("Le Goff-1", False, True),
        ("N’Guyen", True, False),
    }


@pytest.mark.parametrize("is_at_once", [True, False], ids=["at once", "found again"])
def test_somebody_registered_here_who_was_refused_first_is_told_of_as_added(event, desk, clock, is_at_once):
    planned = event.programme()
    entrance = replace(planned.control_points[0], categories=("presse",))
    event.plan(replace(planned, control_points=(entrance, *planned.control_points[1:])), at=clock(), desk="d")
    desk.reload()
    refused = desk.registration.walk_in(RegistrationForm("Zoé", "Ba", category="participant"))
    refused = refused if is_at_once else desk.check_in(refused.attendee.id)
    assert refused.can_overrule
    assert desk.overrule(refused, Authority("Ana", "Erreur")).entry
    (sheet,) = attendance_papers.make_sign_in_sheets(event, SheetOptions((HALF,)))
    said = [remark.words.text for row in sheet.rows if row.last_name == "Ba" for remark in row.remarks]
    assert said[0] == "added at the desk"
    assert len(said) == 2  # and that a supervisor let them in


def test_every_half_day_unless_asked_otherwise(event):
    assert [s.occasion.id for s in attendance_papers.make_sign_in_sheets(event, SheetOptions())] == [HALF]


def test_a_session_is_known_by_its_title_and_an_unknown_one_is_told(event):
    assert attendance_papers.find_occasion(event, "ATELIER B") == WORKSHOP
    with pytest.raises(UserError, match="choose from: 2023-07-04/morning, atelier-b"):
        attendance_papers.make_sign_in_sheets(event, SheetOptions((HALF, "nulle part")))


def test_people_who_were_forgotten_are_counted_and_not_listed(qapp, event, desk, clock, tmp_path):
    desk.scan(an_attendee(1).ticket_code)
    event_purge.purge(event, Authority("Anne", "Fin"), at=clock(), desk="Accueil 1")
    add_people(event, clock(), an_attendee(7, last_name="Kerbrat"))
    (sheet,) = attendance_papers.make_sign_in_sheets(event, SheetOptions((HALF,)))
    assert (sheet.expected, sheet.present, sheet.forgotten) == (4, 1, 3)
    attendance_papers.write_sheets(
        tmp_path / "s.pdf", [sheet], attendance_papers.make_report_context(event, Translator("fr"), MORNING)
    )
    text = normalize("NFKC", told(tmp_path / "s.pdf"))  # no ligatures
    assert "Kerbrat" in text
    assert "#" not in text
    assert "noms effacés : 3" in text


def test_sheets_are_written_without_addresses(qapp, event, clock, tmp_path):
    add_people(event, clock(), an_attendee(7, last_name="Kerbrat", email="kerbrat@example.org"))
    sheets = attendance_papers.make_sign_in_sheets(event, SheetOptions())
    attendance_papers.write_sheets(
        tmp_path / "s.pdf", sheets, attendance_papers.make_report_context(event, Translator("fr"), MORNING)
    )
    text = told(tmp_path / "s.pdf")
    assert "Kerbrat" in text
    assert "example.org" not in text


def test_a_disk_that_is_full_leaves_the_earlier_file_and_nothing_else(qapp, event, tmp_path):
    folder = tmp_path / "out"
    folder.mkdir()
    (folder / "s.pdf").write_bytes(b"earlier")
    sheets = attendance_papers.make_sign_in_sheets(event, SheetOptions())
    with full_disk(), pytest.raises(StorageError, match="The disk is full"):
        attendance_papers.write_sheets(
            folder / "s.pdf", sheets, attendance_papers.make_report_context(event, Translator("fr"), MORNING)
        )
    assert [(p.name, p.read_bytes()) for p in folder.iterdir()] == [("s.pdf", b"earlier")]


def test_pictures_that_cannot_serve_are_refused_in_words(qapp, tmp_path):
    (tmp_path / "text.png").write_text("no picture")
    with (tmp_path / "large.png").open("wb") as file:
        file.truncate(100_000_000)
    for name, sentence in (("text.png", "is not a picture"), ("large.png", "larger than 20 MB"), ("gone.png", "read")):
        with pytest.raises(UserError, match=sentence):
            attendance_papers.read_logo(tmp_path / name)


def test_of_a_session_where_no_badge_was_read_nobody_is_said_to_be_absent(qapp, event, desk, tmp_path):
    desk.scan(an_attendee(1).ticket_code)  # in the hall; whom the workshop expects was seen nowhere
    sheets = attendance_papers.make_sign_in_sheets(event, SheetOptions((WORKSHOP,)), MORNING + timedelta(days=1))
    attendance_papers.write_sheets(
        tmp_path / "s.pdf", sheets, attendance_papers.make_report_context(event, Translator("fr"), MORNING)
    )
    text = normalize("NFKC", told(tmp_path / "s.pdf"))
    assert "Attendus : 1 · Aucun badge lu pour cette session : présence non constatée" in text
    assert "absent" not in text
    found = export_attendance(event, tmp_path / "out.json", Translator("fr").translate, now=MORNING + timedelta(days=1))
    read = json.loads((tmp_path / "out.json").read_text("utf-8"))
    (line,) = [line for session, line in read["account"]["sessions"].items() if session == WORKSHOP]
    assert (found.rows > 0, line["registered"], line["absent"]) == (True, 1, None)
    assert {p["is_present"] for s in read["sessions"] if s["id"] == WORKSHOP for p in s["people"]} == {None}


def test_who_was_cancelled_and_came_is_not_expected_on_the_sheet_nor_in_the_account(event, desk):
    desk.scan(an_attendee(1).ticket_code)
    desk.registration.set_status({an_attendee(1).id: Status.CANCELLED})
    (sheet,) = attendance_papers.make_sign_in_sheets(event, SheetOptions((HALF,)))
    (row,) = [row for row in sheet.rows if row.last_name == "Le Goff-1"]
    assert (row.is_expected, row.remarks[-1].words.text) == (False, "registration cancelled")
    assert day_report_from_journal(event).total.places == sheet.expected == 2
