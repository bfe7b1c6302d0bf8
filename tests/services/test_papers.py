# SPDX-License-Identifier: GPL-3.0-or-later
"""Papers of an event: sign-in sheets, and the list whose ticked lines are entered again with their written times."""

import csv
import json
from contextlib import closing
from dataclasses import replace
from datetime import timedelta
from unicodedata import normalize

import pytest

from checkin import translation
from checkin.command_line.main import main
from checkin.core.attendance.sign_in_sheet import SheetForm, SheetOrder
from checkin.core.attendee import CheckInMethod, Presence, Status
from checkin.core.decision import Reason, Verdict
from checkin.core.message import StorageError, UserError
from checkin.core.people.person_timeline import read_timeline
from checkin.core.people.registration_form import RegistrationForm
from checkin.core.supervisor import Authority
from checkin.services.attendance.attendance_evidence import AttendanceEvidence, day_report_from_journal
from checkin.services.attendance.attendance_papers import (
    SheetOptions,
    TickListHeader,
    find_occasion,
    make_report_context,
    make_sign_in_sheets,
    read_logo,
    write_sheets,
    write_tick_list,
)
from checkin.services.desk import Desk
from checkin.services.desk_queries import DeskQueries
from checkin.services.event_file import EventFile
from checkin.services.exports.attendance_export import export_attendance
from checkin.services.file_check import check_file
from checkin.services.privacy import event_purge
from checkin.translation import Translator
from tests.builders import KEY, MORNING, an_attendee
from tests.conftest import add_people
from tests.full_disk import full_disk
from tests.pdf_reports.readers import codes, told

HALF, WORKSHOP = "2023-07-04/morning", "atelier-b"
ONE = an_attendee(1)
WRITTEN = MORNING + timedelta(minutes=5)


def sheet_of(event, *occasions, now=None, **wish):
    (sheet,) = make_sign_in_sheets(event, SheetOptions(occasions, **wish), now)
    return sheet


def printed(event, path, *sheets):
    """What is on the paper, in French and without ligatures."""
    write_sheets(path, sheets, make_report_context(event, Translator("fr"), MORNING))
    return normalize("NFKC", told(path))


def test_a_blank_sheet_has_who_is_expected_and_a_filled_one_also_who_came(event, desk):
    for occasion, names in ((HALF, ["de La Fournière", "Le Goff-1", "N’Guyen"]), (WORKSHOP, ["N’Guyen"])):
        blank = sheet_of(event, occasion, form=SheetForm.BLANK)
        assert [(row.last_name, row.is_present) for row in blank.rows] == [(name, False) for name in names]
    desk.move_to(WORKSHOP)
    desk.admit(desk.scan(ONE.ticket_code))
    sheet = sheet_of(event, WORKSHOP, order=SheetOrder.ORGANISATION)
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
    (row,) = [row for row in sheet_of(event, HALF).rows if row.last_name == "Ba"]
    assert row.remarks[0].words.text == "added at the desk"
    assert len(row.remarks) == 2  # and that a supervisor let them in


def test_a_session_is_known_by_its_title_an_unknown_one_is_told_and_half_days_are_made_unless_asked(event):
    assert find_occasion(event, "ATELIER B") == WORKSHOP
    with pytest.raises(UserError, match="2023-07-04/morning, atelier-b"):
        make_sign_in_sheets(event, SheetOptions((HALF, "nulle part")))
    assert sheet_of(event).occasion.id == HALF


def test_people_who_were_forgotten_are_counted_and_not_listed(qapp, event, desk, clock, tmp_path):
    desk.scan(ONE.ticket_code)
    event_purge.purge(event, Authority("Anne", "Fin"), at=clock(), desk="Accueil 1")
    with pytest.raises(UserError, match="Nobody"):
        tick_list(event, desk, tmp_path / "list.pdf")
    add_people(event, clock(), an_attendee(7, last_name="Kerbrat", email="kerbrat@example.org"))
    assert tick_list(event, desk, tmp_path / "list.pdf").people == 1
    sheet = sheet_of(event, HALF)
    assert (sheet.expected, sheet.present, sheet.forgotten) == (4, 1, 3)
    text = printed(event, tmp_path / "s.pdf", sheet)
    assert ["Kerbrat" in text, "#" in text, "example.org" in text] == [True, False, False]
    assert "noms effacés : 3" in text


def test_a_disk_that_is_full_leaves_the_earlier_file_and_nothing_else(qapp, event, tmp_path):
    folder = tmp_path / "out"
    folder.mkdir()
    (folder / "s.pdf").write_bytes(b"earlier")
    sheet = sheet_of(event)
    with full_disk(), pytest.raises(StorageError, match="The disk is full"):
        printed(event, folder / "s.pdf", sheet)
    assert [(p.name, p.read_bytes()) for p in folder.iterdir()] == [("s.pdf", b"earlier")]


def test_pictures_that_cannot_serve_are_refused_in_words(qapp, tmp_path):
    (tmp_path / "text.png").write_text("no picture")
    with (tmp_path / "large.png").open("wb") as file:
        file.truncate(100_000_000)
    for name, sentence in (("text.png", "is not a picture"), ("large.png", "larger than 20 MB"), ("gone.png", "read")):
        with pytest.raises(UserError, match=sentence):
            read_logo(tmp_path / name)


def test_of_a_session_where_no_badge_was_read_nobody_is_said_to_be_absent(qapp, event, desk, tmp_path):
    later = MORNING + timedelta(days=1)
    desk.scan(ONE.ticket_code)  # in the hall; whom the workshop expects was seen nowhere
    text = printed(event, tmp_path / "s.pdf", sheet_of(event, WORKSHOP, now=later))
    assert "Attendus : 1" in text
    assert "présence non constatée" in text
    assert "absent" not in text
    found = export_attendance(event, tmp_path / "out.json", Translator("fr").translate, now=later)
    read = json.loads((tmp_path / "out.json").read_text("utf-8"))
    line = read["account"]["sessions"][WORKSHOP]
    assert (found.rows > 0, line["registered"], line["absent"]) == (True, 1, None)
    assert {p["is_present"] for s in read["sessions"] if s["id"] == WORKSHOP for p in s["people"]} == {None}


def test_who_was_cancelled_and_came_is_not_expected_on_the_sheet_nor_in_the_account(event, desk):
    desk.scan(ONE.ticket_code)
    desk.registration.set_status({ONE.id: Status.CANCELLED})
    sheet = sheet_of(event, HALF)
    (row,) = [row for row in sheet.rows if row.last_name == "Le Goff-1"]
    assert (row.is_expected, row.remarks[-1].words.text) == (False, "registration cancelled")
    assert day_report_from_journal(event).total.places == sheet.expected == 2


@pytest.fixture
def later(desk, clock):
    """An hour after: the outage is over, and the paper says when they came."""
    clock.at = MORNING + timedelta(hours=1)
    desk.enter_from_paper(WRITTEN)
    return desk


def tick_list(event, desk, path):
    here = TickListHeader(desk.now(), desk.name, desk.control_point)
    return write_tick_list(event, path, here, translation.translate)


def test_a_line_counts_at_its_written_time_and_the_export_says_so(event, later, clock, tmp_path):
    answer = later.scan(ONE.ticket_code)
    entry = event.journal.entry(answer.entry)
    assert (answer.verdict, answer.how, answer.at) == (Verdict.ADMIT, CheckInMethod.PAPER, WRITTEN)
    assert (entry.at, entry.body["how"], entry.happened_at) == (clock(), "paper", WRITTEN)
    assert event.attendees.visit(ONE.id, "accueil").arrived_at == WRITTEN
    assert DeskQueries(event).recent_scans(later.programme, later.control_point)[0].at == WRITTEN
    assert read_timeline(event.journal.about(ONE.id))[0].written_at == WRITTEN
    assert AttendanceEvidence(event).of(ONE.id).attendance.stays[0].time.begins == WRITTEN
    assert check_file(event).problems == ()
    export_attendance(event, tmp_path / "soir.csv", translation.translate)
    text = (tmp_path / "soir.csv").read_text(encoding="utf-8-sig")
    (row,) = [r for r in csv.DictReader(text.splitlines(), delimiter=";") if r["Code"] == ONE.ticket_code]
    assert (row["How"], "06:45" in row["First arrival"] or "08:45" in row["First arrival"]) == ("from paper", True)


def test_it_is_undone_like_any_other_and_the_same_line_twice_is_written_once(event, later):
    later.undo(later.scan(ONE.ticket_code).entry)
    assert event.attendees.visit(ONE.id, "accueil") is None
    assert later.scan(ONE.ticket_code).verdict is Verdict.ADMIT
    count = event.journal.count()
    assert (later.scan(ONE.ticket_code).reason, event.journal.count()) == (Reason.REPEATED, count)


def test_who_was_scanned_elsewhere_meanwhile_came_when_the_paper_says(event, later, clock):
    other = Desk(event, clock, "Accueil 2")
    scanned = other.scan(ONE.ticket_code)
    assert scanned.verdict is Verdict.ADMIT
    assert later.scan(ONE.ticket_code).verdict is Verdict.ADMIT
    visit = event.attendees.visit(ONE.id, "accueil")
    assert (visit.arrived_at, visit.people, event.attendees.arrived("accueil")) == (WRITTEN, 1, 1)
    assert len(AttendanceEvidence(event).of(ONE.id).attendance.stays) == 1
    assert event.journal.history(ONE.id).open_conflicts == ()


def test_who_had_arrived_before_is_told_and_stays_as_they_are(event, desk, clock):
    first = desk.scan(ONE.ticket_code)
    clock.at = MORNING + timedelta(hours=1)
    desk.enter_from_paper(WRITTEN)
    answer = desk.scan(ONE.ticket_code)
    assert (answer.reason, answer.earlier.at) == (Reason.ALREADY_ARRIVED, first.at)
    assert event.attendees.visit(ONE.id, "accueil").arrived_at == first.at


def test_a_door_that_has_closed_since_was_open_then(desk, clock):
    clock.at = MORNING + timedelta(hours=10)
    assert desk.scan(ONE.ticket_code).reason is Reason.TOO_LATE
    desk.enter_from_paper(WRITTEN)
    assert desk.scan(ONE.ticket_code).verdict is Verdict.ADMIT


def test_a_question_is_settled_with_the_written_time_and_after_the_end_people_come_now_again(event, later, clock):
    unpaid = an_attendee(9, status=Status.UNPAID)
    add_people(event, MORNING, unpaid)
    assert later.admit(later.scan(unpaid.ticket_code)).at == WRITTEN
    later.enter_from_paper(None)
    assert later.scan(ONE.ticket_code).at == clock()


def test_everybody_is_on_the_paper_and_every_code_is_read_from_it(qapp, event, desk, clock, tmp_path):
    add_people(event, clock(), *(an_attendee(n) for n in range(10, 30)), an_attendee(31, status=Status.CANCELLED))
    desk.scan(ONE.ticket_code)
    done = tick_list(event, desk, tmp_path / "p.pdf")
    assert (done.people, done.arrived, done.pages, done.is_small) == (23, 1, 2, False)
    read = {text for page in (1, 2) for text in codes(tmp_path / "p.pdf", page)}
    assert read == {a.ticket_code for a, _ in event.attendees.all() if a.status is not Status.CANCELLED}


def test_who_has_to_settle_something_is_called_so_on_the_paper(qapp, event, desk, clock, tmp_path):
    paid, unpaid = (an_attendee(n, organisation="Ville de Brest") for n in (8, 9))
    add_people(event, clock(), paid, replace(unpaid, status=Status.UNPAID, presence=Presence.REMOTE))
    tick_list(event, desk, tmp_path / "p.pdf")
    text = told(tmp_path / "p.pdf")
    assert " ".join(text.split()).count("To be paid · Ville de Brest") == 1
    assert "Expected" not in text


def test_a_list_of_nobody_is_told(qapp, tmp_path, clock):
    with closing(EventFile.create(tmp_path / "vide.checkin", KEY)) as event, pytest.raises(UserError):
        tick_list(event, Desk(event, clock, "Accueil 1"), tmp_path / "p.pdf")
    assert not (tmp_path / "p.pdf").exists()


def test_from_the_command_line_out_and_in(qapp, event, tmp_path, capsys):
    path, when = str(event.path), "1/7/2023 8:45"
    assert main(["paper", path, str(tmp_path / "p.pdf"), "--language", "en"]) == 0
    assert "3 people on 1 page" in capsys.readouterr().out
    assert main(["scan", path, "--written", when, "--at", "dejeuner", ONE.ticket_code]) == 0
    assert '"at": "2023-07-01T08:45:00+02:00"' in capsys.readouterr().out
    assert main(["scan", path, "--written", "soon", ONE.ticket_code, "--language", "en"]) == 3
    assert "“soon”" in capsys.readouterr().err
