# SPDX-License-Identifier: GPL-3.0-or-later
"""The paper round trip: the list printed, and its ticked lines entered again with their written times."""

import csv
from dataclasses import replace
from datetime import timedelta

import pytest

from checkin import translation
from checkin.command_line.main import main
from checkin.core.attendee import CheckInMethod, Presence, Status
from checkin.core.decision import Reason, Verdict
from checkin.core.message import UserError
from checkin.core.people.person_timeline import read_timeline
from checkin.core.supervisor import Authority
from checkin.services.attendance.attendance_evidence import AttendanceEvidence
from checkin.services.attendance.attendance_papers import TickListHeader, write_tick_list
from checkin.services.desk import Desk
from checkin.services.desk_queries import DeskQueries
from checkin.services.event_file import EventFile
from checkin.services.exports.attendance_export import export_attendance
from checkin.services.file_check import check_file
from checkin.services.privacy import event_purge
from tests.builders import KEY, MORNING, an_attendee
from tests.conftest import add_people
from tests.pdf_reports.readers import codes, told

ONE = an_attendee(1)
WRITTEN = MORNING + timedelta(minutes=5)


@pytest.fixture
def later(desk, clock):
    """An hour after: the outage is over, and the paper says when they came."""
    clock.at = MORNING + timedelta(hours=1)
    desk.enter_from_paper(WRITTEN)
    return desk


def test_a_line_counts_at_its_written_time(event, later, clock):
    answer = later.scan(ONE.ticket_code)
    entry = event.journal.entry(answer.entry)
    assert (answer.verdict, answer.how, answer.at) == (Verdict.ADMIT, CheckInMethod.PAPER, WRITTEN)
    assert (entry.at, entry.body["how"], entry.happened_at) == (clock(), "paper", WRITTEN)
    assert event.attendees.visit(ONE.id, "accueil").arrived_at == WRITTEN
    assert DeskQueries(event).recent_scans(later.programme, later.control_point)[0].at == WRITTEN
    assert read_timeline(event.journal.about(ONE.id))[0].written_at == WRITTEN
    assert AttendanceEvidence(event).of(ONE.id).attendance.stays[0].time.begins == WRITTEN
    assert check_file(event).problems == ()


def test_it_is_undone_like_any_other(event, later):
    later.undo(later.scan(ONE.ticket_code).entry)
    assert event.attendees.visit(ONE.id, "accueil") is None
    assert later.scan(ONE.ticket_code).verdict is Verdict.ADMIT


def test_the_same_line_twice_is_written_once(event, later):
    later.scan(ONE.ticket_code)
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
    assert (answer.reason, answer.earlier_at) == (Reason.ALREADY_ARRIVED, first.at)
    assert event.attendees.visit(ONE.id, "accueil").arrived_at == first.at


def test_a_door_that_has_closed_since_was_open_then(desk, clock):
    clock.at = MORNING + timedelta(hours=10)
    assert desk.scan(ONE.ticket_code).reason is Reason.TOO_LATE
    desk.enter_from_paper(WRITTEN)
    assert desk.scan(ONE.ticket_code).verdict is Verdict.ADMIT


def test_a_question_is_settled_with_the_written_time(event, later):
    unpaid = an_attendee(9, status=Status.UNPAID)
    add_people(event, MORNING, unpaid)
    asked = later.scan(unpaid.ticket_code)
    assert later.admit(asked).at == WRITTEN


def test_the_export_says_so(event, later, tmp_path):
    later.scan(ONE.ticket_code)
    export_attendance(event, tmp_path / "soir.csv", translation.translate)
    text = (tmp_path / "soir.csv").read_text(encoding="utf-8-sig")
    rows = list(csv.DictReader(text.splitlines(), delimiter=";"))
    row = next(r for r in rows if r["Code"] == ONE.ticket_code)
    assert (row["How"], "06:45" in row["First arrival"] or "08:45" in row["First arrival"]) == ("from paper", True)


def test_after_the_end_people_come_now_again(later, clock):
    later.enter_from_paper(None)
    assert later.scan(ONE.ticket_code).at == clock()


def test_everybody_is_on_the_paper_and_every_code_is_read_from_it(qapp, event, desk, clock, tmp_path):
    add_people(event, clock(), *(an_attendee(n) for n in range(10, 30)), an_attendee(31, status=Status.CANCELLED))
    desk.scan(ONE.ticket_code)
    done = write_tick_list(
        event, tmp_path / "p.pdf", TickListHeader(desk.now(), desk.name, desk.control_point), translation.translate
    )
    assert (done.people, done.arrived, done.pages, done.is_small) == (23, 1, 2, False)
    read = {text for page in (1, 2) for text in codes(tmp_path / "p.pdf", page)}
    listed = [a for a, _ in event.attendees.all() if a.status is not Status.CANCELLED]
    assert read == {a.ticket_code for a in listed}


def test_who_has_to_settle_something_is_called_so_on_the_paper(qapp, event, desk, clock, tmp_path):
    paid, unpaid = (an_attendee(n, organisation="Ville de Brest") for n in (8, 9))
    add_people(event, clock(), paid, replace(unpaid, status=Status.UNPAID, presence=Presence.REMOTE))
    write_tick_list(
        event, tmp_path / "p.pdf", TickListHeader(desk.now(), desk.name, desk.control_point), translation.translate
    )
    text = told(tmp_path / "p.pdf")
    assert " ".join(text.split()).count("To be paid · Ville de Brest") == 1
    assert "Expected" not in text


def test_a_list_of_nobody_is_told(qapp, tmp_path, clock):
    event = EventFile.create(tmp_path / "vide.checkin", KEY)
    desk = Desk(event, clock, "Accueil 1")
    with pytest.raises(UserError):
        write_tick_list(
            event, tmp_path / "p.pdf", TickListHeader(desk.now(), desk.name, desk.control_point), translation.translate
        )
    assert not (tmp_path / "p.pdf").exists()
    event.close()


def test_from_the_command_line_out_and_in(qapp, event, tmp_path, capsys):
    path, when = str(event.path), "1/7/2023 8:45"
    assert main(["paper", path, str(tmp_path / "p.pdf"), "--language", "en"]) == 0
    assert "3 people on 1 page written to p.pdf" in capsys.readouterr().out
    assert main(["scan", path, "--written", when, "--at", "dejeuner", ONE.ticket_code]) == 0
    assert '"at": "2023-07-01T08:45:00+02:00"' in capsys.readouterr().out
    assert main(["scan", path, "--written", "soon", ONE.ticket_code, "--language", "en"]) == 3
    assert "“soon” is not a time." in capsys.readouterr().err


def test_whoever_was_forgotten_is_on_no_list_for_paper(qapp, event, desk, clock, tmp_path):
    desk.scan(ONE.ticket_code)
    event_purge.purge(event, Authority("Anne", "Fin"), at=clock(), desk="Accueil 1")
    here = TickListHeader(clock(), "Accueil 1", desk.control_point)
    with pytest.raises(UserError, match="Nobody is on the list"):
        write_tick_list(event, tmp_path / "list.pdf", here, translation.translate)
    add_people(event, clock(), an_attendee(7))
    assert write_tick_list(event, tmp_path / "list.pdf", here, translation.translate).people == 1
