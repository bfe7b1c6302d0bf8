# SPDX-License-Identifier: GPL-3.0-or-later
"""How long people were there whose exit nobody scanned: the organiser confirms an hour at one desk, all others know.

What certificates, sheets and exports say of sessions without an end. The rules: tests/core/test_attendance_rules.py.
"""

from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import openpyxl
import pytest

from checkin.core.attendance.half_days import DayPart, HalfDay
from checkin.core.attendance.sign_in_sheet import Occasion, SheetForm
from checkin.core.entries import EntryKind
from checkin.core.export_columns import export_options
from checkin.core.local_time import TimeSpan
from checkin.core.message import UserError
from checkin.core.programme.programme import ControlPoint, Event, PointMode, Programme, Session
from checkin.core.supervisor import Authority
from checkin.pdf_reports.page_canvas import ReportContext
from checkin.pdf_reports.sheet_frame import occasion_heading
from checkin.services.attendance.attendance_evidence import AttendanceEvidence, ExitHours, exit_hours
from checkin.services.attendance.attendance_papers import (
    SheetOptions,
    issue,
    make_sign_in_sheets,
    write_certificates,
    write_sheets,
)
from checkin.services.desk import Desk
from checkin.services.event_file import EventFile
from checkin.services.exports.attendance_export import export_attendance
from checkin.services.privacy import event_purge
from checkin.storage.outbox import Outbox
from checkin.sync.exchange import Exchange
from checkin.translation import Translator
from tests.builders import KEY, MORNING, an_attendee
from tests.pdf_reports.readers import told
from tests.sync.memory import MemoryLog, MemoryPeer

ONE, TWO, THREE = (an_attendee(n) for n in (1, 2, 3))


HALF = "2023-07-04/morning"
END = MORNING + timedelta(hours=2)


@pytest.fixture
def evening(event, desk, clock):
    """One came and was never scanned out; the programme ended at 10:40 on the clock of the hall."""
    desk.check_in(ONE.id)
    clock.at = MORNING + timedelta(hours=9)
    return ExitHours(event, desk)


def shown(event, clock):
    return exit_hours(AttendanceEvidence(event, clock()).occasions)


def minutes(event):
    return AttendanceEvidence(event).of(ONE.id).attendance.minutes


def test_the_end_of_the_programme_is_proposed_until_an_hour_is_confirmed(event, evening, clock):
    (proposed,) = shown(event, clock)
    assert (f"{proposed.hour:%H:%M}", proposed.confirmed, minutes(event)) == ("10:40", None, 120)
    evening.confirm({HALF: END - timedelta(minutes=20)})
    (told,) = shown(event, clock)
    assert (told.hour, told.confirmed.desk, told.confirmed.at) == (END - timedelta(minutes=20), "Accueil 1", clock())
    assert minutes(event) == 100


def test_it_can_be_changed_and_taken_away_and_is_written_once(event, evening, clock):
    for hour in (END, END, END - timedelta(minutes=60), None, None):
        evening.confirm({HALF: hour})
    assert len(event.journal.entries_of_kinds([EntryKind.EXIT_CONFIRMED])) == 3
    assert (shown(event, clock)[0].confirmed, minutes(event)) == (None, 120)


@pytest.mark.parametrize(
    ("half_day", "after", "told"),
    [
        (HALF, timedelta(hours=10), "has not passed yet"),
        (HALF, timedelta(0), "before this half-day"),
        ("2023-07-04/evening", timedelta(hours=2), "no longer in the programme"),
    ],
)
def test_an_hour_that_nobody_can_know_is_refused(event, evening, half_day, after, told):
    with pytest.raises(UserError, match=told):
        evening.confirm({half_day: MORNING + after})
    assert event.journal.entries_of_kinds([EntryKind.EXIT_CONFIRMED]) == []


def test_while_the_half_day_goes_on_people_may_have_left_before_its_end(event, evening, clock):
    clock.at = MORNING + timedelta(minutes=90)
    assert not shown(event, clock)[0].is_over
    evening.confirm({HALF: MORNING + timedelta(minutes=80)})
    assert AttendanceEvidence(event, clock()).of(ONE.id).attendance.minutes == 80
    clock.at = MORNING - timedelta(minutes=1)
    assert shown(event, clock) == (), "it has not begun"


def test_another_desk_hears_of_it_and_may_change_it(event, evening, clock, tmp_path):
    evening.confirm({HALF: END - timedelta(minutes=20)})
    other, log = EventFile.create(tmp_path / "other.checkin", KEY), MemoryLog()
    here, there = (Exchange(Outbox(each.db, each.journal), MemoryPeer(log), clock) for each in (event, other))
    here.run_round()
    there.run_round()
    elsewhere = ExitHours(other, Desk(other, clock, "Accueil 2"))
    assert (shown(other, clock)[0].hour, minutes(other)) == (END - timedelta(minutes=20), 100)
    elsewhere.confirm({HALF: END - timedelta(minutes=60)})
    there.run_round()
    here.run_round()
    assert (shown(event, clock)[0].confirmed.desk, minutes(event)) == ("Accueil 2", 60)
    other.close()


def test_a_clock_that_runs_ahead_attests_no_time_that_has_not_passed(event, desk, clock):
    desk.check_in(ONE.id)
    clock.pass_by(minutes=90)
    with event.transaction():
        body = {"offset": 3600, "identity": "a"}
        event.journal.append(EntryKind.CLOCK_MEASURED, "", body, at=clock(), desk="Accueil 1")
    with pytest.raises(UserError, match="has not passed yet"):
        ExitHours(event, desk).confirm({HALF: clock() - timedelta(minutes=10)})


def test_a_supervisor_who_confirmed_is_named_until_a_purge_which_leaves_the_hour(event, evening, clock):
    evening.confirm({HALF: None})
    evening.confirm({HALF: END - timedelta(minutes=1)})
    plain = event.journal.entries_of_kinds([EntryKind.EXIT_CONFIRMED])
    evening.confirm({HALF: END}, Authority("Anne Martin", "The hall was empty"))
    clock.pass_by(minutes=1)
    assert evening.confirm({HALF: END}, Authority("Ben", "Again")) == 0, "the hour counts already"
    (told,) = shown(event, clock)
    assert (told.confirmed.by, told.confirmed.why) == ("Anne Martin", "The hall was empty")
    assert set(event.journal.people()) == {an_attendee(n).id for n in (1, 2, 3)}, "it is about nobody"
    event_purge.purge(event, Authority("Accueil 1", "w"), at=clock(), desk="Accueil 1")
    (kept,) = shown(event, clock)
    assert (kept.hour, kept.confirmed.hour, kept.confirmed.by, kept.confirmed.why) == (END, END, "", "")
    assert event.journal.entries_of_kinds([EntryKind.EXIT_CONFIRMED])[: len(plain)] == plain


PARIS = ZoneInfo("Europe/Paris")
FRENCH = Translator("fr")
STAYS, LEAVES = an_attendee(1), an_attendee(2)


def at(hour, minute=0):
    return datetime(2026, 12, 1, hour, minute, tzinfo=PARIS)


PROGRAMME = Programme(
    Event("Assises", date(2026, 12, 1), "Nantes", "Association des assises"),
    sessions=(
        Session("pleniere", "Plénière", at(9, 30)),
        Session("atelier", "Atelier", at(14), at(16)),
        Session("cloture", "Clôture", at(16)),
        Session("diner", "Dîner", at(20)),
    ),
    control_points=(
        ControlPoint("accueil", "Accueil"),
        ControlPoint("sortie", "Sortie", mode=PointMode.EXIT),
        ControlPoint("salle", "Salle", "diner"),
    ),
)


@pytest.fixture
def dinner(event, desk, clock):
    """One comes to plenary and dinner, without an exit; one leaves the plenary early, and comes back."""
    clock.at = at(8)
    event.plan(PROGRAMME, at=clock(), desk="d")
    desk.reload()
    for when, point, person in (
        (at(9, 30), "accueil", STAYS),
        (at(9, 30), "accueil", LEAVES),
        (at(10, 10), "sortie", LEAVES),
        (at(14), "accueil", LEAVES),
        (at(16, 30), "sortie", LEAVES),
        (at(20), "salle", STAYS),
    ):
        clock.at = when
        desk.move_to(point)
        desk.admit(desk.scan(person.ticket_code))
    clock.at = at(23)
    return event


def test_a_certificate_says_which_of_its_hours_nobody_wrote_until_the_organiser_confirms_them(
    qapp, dinner, desk, tmp_path
):
    def told_of():
        found = {}
        for one in issue(dinner, at(23)):
            write_certificates(tmp_path / "certificate.pdf", [one], ReportContext(FRENCH, PARIS, at(23)))
            found[one.certificate.person] = told(tmp_path / "certificate.pdf")
        return found

    found = told_of()
    assert found[STAYS.id].count("heure supposée") == 2  # the morning, the dinner
    assert "heure supposée" not in found[LEAVES.id]
    assert "Heure supposée" in found[STAYS.id]
    hours = {"2026-12-01/morning": at(10, 30), "2026-12-01/afternoon": at(17), "2026-12-01/evening": at(21)}
    ExitHours(dinner, desk).confirm(hours)
    assert "eure supposée" not in told_of()[STAYS.id]


@pytest.mark.parametrize("form", [SheetForm.FILLED, SheetForm.CONTROL])
def test_a_sheet_says_it_too(qapp, dinner, tmp_path, form):
    wish = SheetOptions(("atelier", "diner"), form=form)
    write_sheets(tmp_path / "s.pdf", make_sign_in_sheets(dinner, wish, at(23)), ReportContext(FRENCH, PARIS, at(23)))
    workshop, dinner = told(tmp_path / "s.pdf", 1), told(tmp_path / "s.pdf", 2)
    assert "(fin supposée)" in dinner
    assert "suppos" not in workshop.replace("sortie supposée", "").replace("sorties supposées", "")
    if form is SheetForm.FILLED:
        assert "° Heure supposée" in dinner


@pytest.mark.parametrize(
    ("begin", "end", "said"), [(True, False, "(début supposé)"), (True, True, "(heures supposées)"), (False, False, "")]
)
def test_a_half_day_that_begins_when_a_lunch_without_end_is_taken_to_end_says_so(qapp, begin, end, said):
    time = TimeSpan(at(13, 30), at(16))
    half = HalfDay(at(13).date(), DayPart.AFTERNOON, time, is_end_assumed=end, is_begin_assumed=begin)
    _, hours = occasion_heading(Occasion(time, half_day=half), FRENCH, PARIS)
    assert hours.partition("16:00")[2].strip() == said


def test_an_export_has_it_beside_the_minutes(dinner, tmp_path):
    export_attendance(dinner, tmp_path / "out.xlsx", FRENCH.translate, export_options("funder"), at(23))
    book = openpyxl.load_workbook(tmp_path / "out.xlsx")
    rows = [[cell.value for cell in row] for row in book.worksheets[0].iter_rows()]
    head = next(row for row in rows if "Nom" in row)
    people = {row[head.index("Nom")]: dict(zip(head, row, strict=True)) for row in rows[rows.index(head) + 1 :]}
    stays, leaves = people["Le Goff-1"], people["de La Fournière"]
    assert [stays[f"Heure supposée\xa0: {part}"] for part in ("matin", "après-midi", "soirée")] == ["oui", "non", "oui"]
    assert leaves["Heure supposée\xa0: matin"] == "non"
    assert (stays["Heure supposée au total"], leaves["Heure supposée au total"]) == ("oui", "non")
    assert [people[name]["Présent\xa0: matin"] for name in ("Le Goff-1", "de La Fournière")] == ["oui", "trop bref"]
    titles = [cell.value for sheet in book.worksheets for row in sheet.iter_rows() for cell in row if cell.value]
    assert "Plénière (fin supposée)" in titles
    assert "Atelier (fin supposée)" not in titles


def at_the_session(event, session="atelier-b"):
    """Of everybody, at the only session that has times: 08:40 to 10:40."""
    return {t.id: t.attendance.sessions[session].minutes for t in AttendanceEvidence(event).all_people()}


def test_presence_is_that_of_a_person_whatever_their_records_and_of_an_unheard_of_ticket(event, desk, clock):
    desk.scan(ONE.ticket_code)
    token = KEY.issue(b"elsewhere elsewh")
    desk.admit(desk.scan(token.code))
    desk.move_to("atelier-b")
    clock.pass_by(minutes=30)
    desk.scan(THREE.ticket_code)
    clock.pass_by(minutes=45)
    desk.admit(desk.scan(TWO.ticket_code))
    desk.move_to("sortie")
    desk.admit(desk.scan(THREE.ticket_code))
    found = AttendanceEvidence(event).of(THREE.id)
    assert found.history.attendee.last_name == "N’Guyen"
    assert (found.attendance.sessions["atelier-b"].minutes, found.attendance.minutes) == (45, 45)
    assert at_the_session(event) == {ONE.id: 0, TWO.id: 45, THREE.id: 45, token.id: 0}
    (unheard,) = (t for t in AttendanceEvidence(event).all_people() if t.history.attendee is None)
    assert (unheard.id, unheard.attendance.minutes) == (token.id, 120)
    desk.registration.merge(ONE.id, TWO.id)
    assert at_the_session(event) == {ONE.id: 45, THREE.id: 45, token.id: 0}
    assert AttendanceEvidence(event).of(TWO.id).id == ONE.id
