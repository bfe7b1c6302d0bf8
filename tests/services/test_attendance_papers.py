# SPDX-License-Identifier: GPL-3.0-or-later
"""Certificates, hours that nobody scanned, and signatures: of those who were there, whole on the disk or not there.

The rules of presence: tests/core/test_attendance_rules.py.
"""

import errno
import json
import os
from contextlib import ExitStack, closing
from dataclasses import replace
from datetime import date, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import openpyxl
import pytest

from checkin.core import tokens
from checkin.core.attendance import attendance_certificate as rules
from checkin.core.attendance.attendance_certificate import Certificate, CertifiedHalfDay, WhyNone
from checkin.core.attendance.half_days import DayPart, HalfDay
from checkin.core.attendance.sign_in_sheet import Occasion, SheetForm
from checkin.core.attendee import Presence
from checkin.core.decision import Reason
from checkin.core.entries import EntryKind
from checkin.core.export_columns import export_options
from checkin.core.local_time import TimeSpan
from checkin.core.message import Cancelled, StorageError, UserError
from checkin.core.people.person_timeline import TimelineKind
from checkin.core.programme.programme import ControlPoint, Event, PointMode, Programme, Session
from checkin.core.supervisor import Authority
from checkin.core.tokens import CodeValidity
from checkin.documents import atomic_write
from checkin.pdf_reports.certificate_page import IssuedCertificate
from checkin.pdf_reports.page_canvas import ReportContext
from checkin.pdf_reports.sheet_frame import occasion_heading
from checkin.services.attendance.attendance_evidence import AttendanceEvidence, ExitHours, exit_hours
from checkin.services.attendance.attendance_papers import (
    SheetOptions,
    issue,
    issue_round,
    make_sign_in_sheets,
    verify,
    write_certificates,
    write_sheets,
)
from checkin.services.desk import Desk
from checkin.services.event_file import EventFile
from checkin.services.exports.attendance_export import export_attendance
from checkin.services.people_queries import PeopleQueries
from checkin.services.privacy import event_purge
from checkin.services.privacy.person_data import export_person
from checkin.storage.outbox import Outbox
from checkin.sync.exchange import Exchange
from checkin.translation import Translator, translate
from tests.builders import KEY, MORNING, a_programme, an_attendee
from tests.conftest import add_people
from tests.core.signatures import a_signature
from tests.full_disk import full_disk
from tests.pdf_reports.readers import told
from tests.sync.memory import MemoryLog, MemoryPeer

ONE, TWO, THREE = map(an_attendee, (1, 2, 3))


@pytest.fixture
def written(event, desk):
    """Two people came, the third did not."""
    for person in (ONE, TWO):
        desk.check_in(person.id)
    return issue(event)


def files(folder):
    return sorted((path.relative_to(folder).as_posix(), path.read_bytes()) for path in folder.rglob("*.pdf"))


def test_only_those_who_were_there_get_one_in_the_order_of_the_sign_in_sheets(event, desk, clock):
    with pytest.raises(UserError, match="Nobody has been present"):
        issue(event)
    add_people(event, MORNING, an_attendee(9, first_name="Anne", last_name="Hubert"))
    for person in (ONE, TWO, an_attendee(9)):
        desk.check_in(person.id)
    (sheet,) = make_sign_in_sheets(event, SheetOptions())
    came = [f"{row.first_name} {row.last_name}" for row in sheet.rows if row.is_present]
    assert came == ["Jean-Baptiste de La Fournière", "Anne Hubert", "Éléonore Le Goff-1"]
    assert [one.certificate.name for one in issue(event)] == came
    event.plan(Programme(Event("Vernissage")), at=clock(), desk="Accueil 1")
    without_times = [(one.certificate.name, one.certificate.arrived) for one in issue(event)]
    assert without_times == [(name, clock()) for name in came]


@pytest.fixture
def set_back(desk, clock):
    """ONE leaves half an hour before they came, by the clock of the desk. Return the exit."""
    desk.check_in(ONE.id)
    clock.pass_by(minutes=-30)
    desk.move_to("sortie")
    answer = desk.scan(ONE.ticket_code)
    assert answer.reason is Reason.EXIT, answer.reason
    desk.move_to("accueil")
    return answer.entry


def of(found):
    return {one.certificate.person for one in found.issued}, found.without, found.backwards


@pytest.mark.parametrize("is_undone", [True, False])
def test_who_left_before_they_came_by_the_clock_is_named_and_gets_one_after_an_undo_or_another_arrival(
    event, desk, set_back, is_undone
):
    with pytest.raises(UserError, match="left before they came") as told:
        issue(event)
    assert told.value.fields["names"] == ONE.name
    desk.check_in(TWO.id)
    assert of(issue_round(event)) == ({TWO.id}, {WhyNone.CLOCK: [ONE.name]}, [])
    if is_undone:
        desk.undo(set_back)
    else:
        desk.check_in(ONE.id)
    assert of(issue_round(event)) == ({ONE.id, TWO.id}, {}, [] if is_undone else [ONE.name])


def test_what_is_written_is_genuine_until_what_it_says_has_changed(event, desk, clock, written, tmp_path):
    def verified(code):
        found = verify(event, code)
        return found.standing, found.now

    codes = {one.certificate.person: one.code for one in written}
    for one in written:
        assert verified(one.code) == (CodeValidity.GENUINE, one.certificate)
    desk.move_to("sortie")
    clock.pass_by(minutes=90)
    desk.admit(desk.scan(ONE.ticket_code))
    standing, now = verified(codes[ONE.id])
    assert (standing, now.minutes) == (CodeValidity.CHANGED, 90)
    desk.undo(next(e for e in event.journal.about(TWO.id) if e.kind == "checked_in").id)
    assert verified(codes[TWO.id]) == (CodeValidity.CHANGED, None)
    desk.registration.merge(ONE.id, TWO.id)
    standing, now = verified(codes[TWO.id])
    assert (standing, now.person) == (CodeValidity.CHANGED, ONE.id)
    with closing(EventFile.create(tmp_path / "copy.checkin", KEY)) as elsewhere:
        assert verify(elsewhere, codes[ONE.id]).standing is CodeValidity.GONE


def test_a_certificate_adds_up(event, desk, clock):
    """70 minutes and 40 seconds on each of two mornings are 140 minutes."""
    begins = MORNING + timedelta(days=1)
    suite = Session("suite", "Suite", begins, begins + timedelta(hours=2))
    event.plan(replace(a_programme(), sessions=(*a_programme().sessions, suite)), at=clock(), desk="Accueil 1")
    for morning in (MORNING, begins):
        left = morning + timedelta(minutes=70, seconds=40)
        with event.transaction():
            for kind, at in ((EntryKind.CHECKED_IN, morning), (EntryKind.CHECKED_OUT, left)):
                event.journal.append(kind, ONE.id, {"control_point": "accueil"}, at=at, desk="Accueil 1")
    clock.at = begins + timedelta(hours=3)
    (only,) = issue(event)
    assert ([half.minutes for half in only.certificate.halves], only.certificate.minutes) == ([70, 70], 140)
    found = verify(event, rules.code(event.key, only.certificate))
    assert (found.standing, found.now) == (CodeValidity.GENUINE, only.certificate)
    found = verify(event, rules.code(event.key, replace(only.certificate, minutes=141)))
    assert (found.standing, found.now) == (CodeValidity.CHANGED, only.certificate)


def test_one_file_each_by_number_and_work_that_is_stopped_leaves_the_earlier_files_and_no_new_ones(
    qapp, written, tmp_path
):
    said, folder = [], tmp_path / "out"
    write_certificates(folder, written, SETTING, lambda *done: said.append(done))
    assert {p.name for p in folder.iterdir()} == {f"{one.number}.pdf" for one in written}
    assert said == [(1, 2), (2, 2)]
    for file in folder.iterdir():
        file.unlink()
    (folder / f"{written[0].number}.pdf").write_bytes(b"earlier")
    before = files(folder)

    def stop(done, _total):
        if done == 2:
            raise Cancelled

    with pytest.raises(Cancelled):
        write_certificates(folder, written, SETTING, stop)
    assert files(folder) == before


SETTING = ReportContext(Translator("fr"), MORNING.tzinfo, MORNING)


def many(count):
    """Certificates of people nobody scanned one by one."""
    event, span = Event("9ᵉ Rencontre"), TimeSpan(MORNING, MORNING + timedelta(hours=3))
    half = CertifiedHalfDay(HalfDay(MORNING.date(), DayPart.MORNING, span), 180, Presence.ON_SITE)
    for number in range(count):
        said = Certificate(f"p{number}", f"Ève Nom{number}", "", "", event, (half,), 180)
        yield IssuedCertificate(said, tokens.number(KEY, said.person), rules.code(KEY, said))


@pytest.mark.parametrize("has_earlier", [True, False])
def test_a_disk_that_is_full_in_the_middle_of_many_files_leaves_the_folder_as_it_was(qapp, tmp_path, has_earlier):
    made, folder = list(many(40)), tmp_path / "out"
    if has_earlier:
        folder.mkdir()
        (folder / f"{made[0].number}.pdf").write_bytes(b"earlier")
    before = files(tmp_path)
    with ExitStack() as disk, pytest.raises(StorageError, match="The disk is full"):
        write_certificates(folder, made, SETTING, lambda done, _: done == 20 and disk.enter_context(full_disk()))
    assert files(tmp_path) == before
    assert [p for p in tmp_path.rglob("*") if ".part" in p.name or (p.is_dir() and not has_earlier)] == []


def test_a_disk_that_is_full_in_the_middle_of_one_pdf_ends_the_drawing_and_leaves_the_earlier_file(qapp, tmp_path):
    path, drawn = tmp_path / "all.pdf", []
    path.write_bytes(b"earlier")
    with full_disk(), pytest.raises(StorageError, match="The disk is full"):
        write_certificates(path, list(many(40)), SETTING, lambda done, _: drawn.append(done))
    assert drawn[-1] < 40
    assert [(p.name, p.read_bytes()) for p in tmp_path.iterdir()] == [("all.pdf", b"earlier")]


@pytest.mark.parametrize("place", [0, 1, 2])
def test_one_certificate_that_is_open_in_a_reader_leaves_all_of_them_as_they_were(qapp, tmp_path, monkeypatch, place):
    """As Windows does it: an open file can neither be replaced nor moved."""
    made = list(many(3))
    for one in made[place : place + 2]:
        (tmp_path / f"{one.number}.pdf").write_bytes(one.number.encode())
    locked, replace = tmp_path / f"{made[place].number}.pdf", atomic_write.os.replace

    def replace_unlocked(source, target):
        if locked in (Path(source), Path(target)):
            raise PermissionError(errno.EACCES, os.strerror(errno.EACCES), str(source))
        replace(source, target)

    before = files(tmp_path)
    monkeypatch.setattr(atomic_write.os, "replace", replace_unlocked)
    with pytest.raises(StorageError, match="open in another program"):
        write_certificates(tmp_path, made, SETTING)
    assert (files(tmp_path), len([*tmp_path.iterdir()])) == (before, len(before))


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


def test_the_end_of_the_programme_is_proposed_until_an_hour_is_confirmed_which_is_written_once(event, evening, clock):
    (proposed,) = shown(event, clock)
    assert (f"{proposed.hour:%H:%M}", proposed.confirmed, minutes(event)) == ("10:40", None, 120)
    evening.confirm({HALF: END - timedelta(minutes=20)})
    (told,) = shown(event, clock)
    assert (told.hour, told.confirmed.desk, told.confirmed.at) == (END - timedelta(minutes=20), "Accueil 1", clock())
    assert minutes(event) == 100
    for hour in (END, END, END - timedelta(minutes=60), None, None):
        evening.confirm({HALF: hour})
    assert len(event.journal.entries_of_kinds([EntryKind.EXIT_CONFIRMED])) == 4
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
    with event.transaction():
        body = {"offset": 3600, "identity": "a"}
        event.journal.append(EntryKind.CLOCK_MEASURED, "", body, at=clock(), desk="Accueil 1")
    with pytest.raises(UserError, match="has not passed yet"):  # the clock of the desk runs ahead
        evening.confirm({HALF: clock() - timedelta(minutes=5)})
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


WORKSHOP = "atelier-b"
FIRST, SECOND = a_signature(), a_signature(shift=0.1)


def signatures(event, occasion, form=SheetForm.BLANK):
    (sheet,) = make_sign_in_sheets(event, SheetOptions((occasion,), form=form))
    return {row.last_name: row.signature for row in sheet.rows}


@pytest.mark.parametrize("form", [SheetForm.BLANK, SheetForm.FILLED])
def test_a_signature_stands_on_the_sheet_it_was_written_for_and_on_no_other(event, desk, form):
    desk.scan(ONE.ticket_code)
    desk.signing.sign(ONE.id, HALF, FIRST)
    assert signatures(event, HALF, form) == {"Le Goff-1": FIRST, "de La Fournière": None, "N’Guyen": None}
    assert set(signatures(event, WORKSHOP, form).values()) == {None}
    desk.signing.sign(ONE.id, WORKSHOP, FIRST)
    (sheet,) = make_sign_in_sheets(event, SheetOptions((WORKSHOP,)))
    row = next(row for row in sheet.rows if row.last_name == "Le Goff-1")
    assert (row.signature, row.is_present, row.is_expected) == (FIRST, False, False), "not scanned there"
    assert (sheet.present, sheet.expected, sheet.absent) == (0, 1, 1)


def test_the_newest_counts_and_taking_it_back_takes_back_all_of_that_half_day_for_both_records_of_a_person(event, desk):
    for occasion, signature in ((HALF, FIRST), (WORKSHOP, FIRST), (HALF, SECOND)):
        desk.signing.sign(ONE.id, occasion, signature)
    assert signatures(event, HALF)["Le Goff-1"] == SECOND
    assert len(event.journal.entries_of_kinds([EntryKind.SIGNED])) == 3
    desk.signing.undo(ONE.id, HALF)
    assert list(desk.signing.signed(ONE.id)) == [WORKSHOP]
    assert desk.signing.undo(ONE.id, HALF) is None
    desk.registration.merge(TWO.id, ONE.id)
    assert desk.signing.signed(TWO.id)[WORKSHOP].signature == FIRST
    assert desk.signing.sign(ONE.id, WORKSHOP, SECOND).subject == TWO.id
    desk.signing.undo(TWO.id, WORKSHOP)
    assert desk.signing.signed(TWO.id) == {}
    desk.registration.unmerge(ONE.id)
    assert desk.signing.signed(ONE.id) == {}


def test_only_a_desk_that_takes_signatures_asks_for_them_where_its_programme_says(event, desk, clock):
    assert not desk.scan(ONE.ticket_code).desk.signs
    desk.signing.is_wanted = True
    assert desk.scan(TWO.ticket_code).desk.signs
    assert not desk.scan("1234").desk.signs
    first, second = Desk(event, clock, "Atelier", "atelier-b").signing.occasions()
    assert (first.id, second.id, second.time.begins) == (WORKSHOP, HALF, MORNING)


def test_whoever_asks_gets_a_picture_of_it_and_the_story_can_take_it_back(event, desk, tmp_path):
    with full_disk(0), pytest.raises(StorageError):
        desk.signing.sign(ONE.id, HALF, FIRST)
    assert desk.signing.signed(ONE.id) == {}
    entry = desk.signing.sign(ONE.id, HALF, FIRST)
    export_person(event, ONE.id, tmp_path / "person.json", translate)
    (told,) = json.loads((tmp_path / "person.json").read_text())["signatures"]
    assert (told["for"], told["svg"][:4]) == (HALF, "<svg")
    (line, *_) = PeopleQueries(event, desk).person(ONE.id).story
    assert (line.what, line.session, line.can_undo) == (TimelineKind.SIGNED, HALF, True)
    desk.undo(entry.id)
    assert desk.signing.signed(ONE.id) == {}
