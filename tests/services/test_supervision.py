# SPDX-License-Identifier: GPL-3.0-or-later
"""Supervisors and their PINs; and admitted all the same: who said so, and why, is in the entry."""

import csv
import json
import time
from contextlib import closing
from datetime import timedelta

import pytest

from checkin.core.attendee import Presence, Status
from checkin.core.decision import Reason, Verdict
from checkin.core.entries import EntryKind
from checkin.core.message import UserError
from checkin.core.supervisor import KINDS, TRIES, Authority
from checkin.services.attendance.attendance_evidence import day_report_from_journal
from checkin.services.desk import Desk
from checkin.services.desk_queries import DeskQueries
from checkin.services.event_file import EventFile
from checkin.services.exports.attendance_export import export_attendance
from checkin.services.file_check import check_file, rebuild
from checkin.services.lists.import_undo import newest_import, undo_import
from checkin.services.supervision import Supervision
from checkin.translation import Translator
from tests.builders import KEY, an_attendee
from tests.conftest import add_people
from tests.services.lists import bring

FIRST = Authority("Accueil 1", "Premier superviseur")
ANA = Authority("Ana", "Équipe du soir")


@pytest.fixture
def supervision(event, desk):
    return Supervision(event, desk)


@pytest.fixture
def supervised(supervision):
    """With Ana, whose PIN is 4071."""
    supervision.name("Ana", "4071", FIRST)
    return supervision


def kinds(event):
    return [e.kind for e in event.journal.entries_of_kinds(KINDS + TRIES)]


def fail(supervision, times, pin="9042"):
    for _ in range(times):
        with pytest.raises(UserError) as told:
            supervision.check(pin)
    return told.value


def test_while_nobody_is_named_a_reason_is_enough_and_the_desk_signs(supervision, event):
    assert not supervision.is_needed
    assert supervision.authority(" Parole  de l’organisateur ") == Authority("Accueil 1", "Parole de l’organisateur")
    with pytest.raises(UserError):
        supervision.authority("  ")
    assert kinds(event) == []


def test_a_pin_alone_tells_who_allows_and_writes_nothing_when_there_is_nothing_to_forgive(supervised, event):
    supervised.name("Bruno", "90210", ANA)
    assert supervised.is_needed
    assert supervised.authority("Payé à l’accueil", "90210") == Authority("Bruno", "Payé à l’accueil")
    assert supervised.authority("Payé à l’accueil", "4071").name == "Ana"
    assert kinds(event) == [EntryKind.SUPERVISOR_NAMED] * 2
    supervised.change_pin(supervised.supervisors()[0], "9021", ANA)
    assert supervised.check("9021").name == "Ana"
    fail(supervised, 1, "4071")
    supervised.change_pin(supervised.supervisors()[0], "9021", ANA)  # the same again is no other person's


def test_wrong_pins_are_entries_told_with_the_tries_left_and_forgiven_by_a_right_one(supervised, event):
    assert fail(supervised, 3).fields == {"left": 2}
    assert kinds(event)[1:] == [EntryKind.SUPERVISOR_REFUSED] * 3
    assert event.journal.entries_of_kinds([EntryKind.SUPERVISOR_REFUSED])[0].desk == "Accueil 1"
    assert supervised.check("4071").name == "Ana"
    assert kinds(event)[-1] == EntryKind.SUPERVISOR_RECOGNISED
    assert fail(supervised, 1).fields == {"left": 4}


def test_five_wrong_pins_lock_out_the_right_one_too_and_a_try_meanwhile_is_not_counted(supervised, event, clock):
    """After a restart and under another name of the desk too."""
    assert fail(supervised, 5).fields == {"until": "08:41"}
    assert fail(supervised, 1, "4071").fields == {"until": "08:41"}
    assert len(kinds(event)) == 6
    with closing(EventFile.open(event.path)) as again:
        other = Supervision(again, Desk(again, clock, "Accueil 2"))
        assert other.waiting_time() == timedelta(minutes=1)
        assert "until" in fail(other, 1, "4071").fields
    clock.pass_by(seconds=61)
    assert supervised.check("4071").name == "Ana"


def test_a_clock_set_back_begins_the_wait_again_once(supervised, event, clock):
    fail(supervised, 5)
    clock.pass_by(hours=-30)
    assert supervised.waiting_time() == timedelta(minutes=1)
    clock.pass_by(seconds=30)
    assert supervised.waiting_time() == timedelta(seconds=30)
    assert len(kinds(event)) == 7
    clock.pass_by(seconds=31)
    assert supervised.check("4071")


def test_a_pin_changed_in_another_window_while_it_was_tried_is_not_accepted(supervised, event, clock, monkeypatch):
    real, first = Supervision.supervisors, []

    def supervisors_then_changed(self):
        found = real(self)
        if self is supervised and not first:
            first.append(found)
            with closing(EventFile.open(event.path)) as other:
                Supervision(other, Desk(other, clock, "Accueil 2")).change_pin(found[0], "90210", ANA)
        return found

    monkeypatch.setattr(Supervision, "supervisors", supervisors_then_changed)
    with pytest.raises(UserError):
        supervised.check("4071")


def test_no_pin_is_ever_in_the_file_or_in_an_error_and_it_is_answered_before_one_notices(supervised, event):
    error = fail(supervised, 1, "90420042")
    assert "90420042" not in f"{error} {error.fields}"
    bodies = json.dumps([dict(e.body) for e in event.journal.entries_of_kinds(KINDS + TRIES)])
    assert "90420042" not in bodies
    assert '"4071"' not in bodies
    started = time.thread_time()
    supervised.check("4071")
    assert time.thread_time() - started < 2  # 0.1 s on an idle computer


def test_no_two_share_a_pin_and_no_two_a_name_and_the_desk_signs_no_more(supervised, event):
    for name, pin, by in (
        ("Bruno", "4071", ANA),
        ("ANA", "90210", ANA),
        ("Bruno", "1234", ANA),
        ("", "90210", ANA),
        ("Mallory", "90210", FIRST),
    ):
        with pytest.raises(UserError):
            supervised.name(name, pin, by)
    assert [s.name for s in supervised.supervisors()] == ["Ana"]
    assert supervised.check("4071")
    assert kinds(event) == [EntryKind.SUPERVISOR_NAMED]


def test_every_change_tells_who_and_why_and_the_last_one_is_removed_by_themselves_alone(supervised, event):
    supervised.name("Bruno", "90210", ANA)
    ana, bruno = supervised.supervisors()
    supervised.remove(bruno, ANA)
    for entry in event.journal.entries_of_kinds(KINDS)[1:]:
        assert (entry.body["allowed_by"], entry.body["why"]) == ("Ana", "Équipe du soir")
    with pytest.raises(UserError):
        supervised.remove(ana, Authority("Bruno", "Je pars"))
    supervised.remove(ana, Authority("Ana", "Je pars aussi"))
    assert not supervised.is_needed


def test_supervisors_are_not_people_of_the_event(supervised, event):
    fail(supervised, 2)
    supervised.check("4071")
    before = day_report_from_journal(event)
    assert before.total.registered == event.attendees.count() == 3
    assert all(not subject.startswith("supervisor") for subject in event.journal.people())
    rebuild(event)
    assert check_file(event).problems == ()
    assert day_report_from_journal(event) == before


def test_an_import_taken_back_tells_who_allowed_it(event, clock):
    bring(event, clock, "Léa;Petit", header="Prénom;Nom")
    undo_import(event, newest_import(event).import_id, at=clock(), desk="Accueil 1", authority=ANA)
    first, *others = event.journal.entries_of_kinds([EntryKind.UNDONE])
    assert (first.subject, first.body["allowed_by"], first.body["why"]) == ("", "Ana", "Équipe du soir")
    assert all("why" not in e.body for e in others)


BY = Authority("Ana", "Parole de l’organisateur")
ONE = an_attendee(1)


def known(event, clock, **fields):
    person = an_attendee(60, **{"category": "participant", **fields})
    add_people(event, clock(), person)
    return person


def newest(event):
    return event.journal.entries_of_kinds([EntryKind.CHECKED_IN])[-1]


@pytest.mark.parametrize("status", [Status.CANCELLED, Status.BLOCKED])
def test_a_person_is_let_in_over_what_is_said_of_them_until_it_is_undone(event, clock, desk, status):
    person = known(event, clock, status=status)
    refused = desk.scan(person.ticket_code)
    assert refused.reason == status.value
    answer = desk.overrule(refused, BY)
    assert (answer.verdict, answer.reason, answer.is_override) == (Verdict.ADMIT, refused.reason, True)
    body = newest(event).body
    assert (body["over"], body["why"], body["allowed_by"]) == (refused.reason, "Parole de l’organisateur", "Ana")
    assert event.attendees.visit(person.id, "accueil").is_inside
    assert desk.undo(answer.entry).reason is Reason.UNDONE
    assert event.attendees.visit(person.id, "accueil") is None


@pytest.mark.parametrize(
    "fields", [{"status": Status.PENDING}, {"status": Status.UNPAID}, {"presence": Presence.REMOTE}]
)
def test_a_question_is_answered_and_needs_no_supervisor(event, clock, desk, fields):
    asked = desk.scan(known(event, clock, **fields).ticket_code)
    assert (asked.can_admit, asked.can_overrule) == (True, False)
    with pytest.raises(UserError):
        desk.overrule(asked, BY)
    assert event.journal.entries_of_kinds([EntryKind.CHECKED_IN]) == []


def test_over_the_hours_a_category_without_access_and_a_badge_that_was_replaced(event, clock, desk):
    clock.pass_by(hours=-2)
    assert desk.overrule(desk.scan(ONE.ticket_code), BY).is_override
    assert newest(event).body["over"] == Reason.TOO_EARLY
    desk.move_to("dejeuner")
    person = known(event, clock, category="presse")
    assert desk.overrule(desk.scan(person.ticket_code), BY).reason is Reason.NO_ACCESS
    desk.replace_code(ONE.id)
    refused = desk.scan(ONE.ticket_code)
    assert refused.reason is Reason.CODE_REPLACED
    assert desk.overrule(refused, BY).attendee.id == ONE.id


def test_over_a_full_room(event, clock, desk):
    *inside, late = people = [an_attendee(number) for number in (70, 71, 72)]
    add_people(event, clock(), *people)
    desk.move_to("atelier-b")
    for person in inside:
        desk.admit(desk.scan(person.ticket_code))
    refused = desk.scan(late.ticket_code)
    assert refused.reason is Reason.FULL
    assert desk.overrule(refused, BY).is_override


def test_a_genuine_code_not_heard_of_that_comes_a_second_time(event, clock, desk):
    token = KEY.issue(b"elsewhere elsewh")
    desk.admit(desk.scan(token.code))
    clock.pass_by(minutes=1)
    answer = desk.overrule(desk.scan(token.code), BY)
    assert (answer.reason, newest(event).subject) == (Reason.ALREADY_ARRIVED, token.id)


def test_who_is_in_already_is_counted_once_and_undo_takes_back_only_the_second_time(event, clock, desk):
    desk.scan(ONE.ticket_code)
    clock.pass_by(minutes=1)
    answer = desk.overrule(desk.scan(ONE.ticket_code), BY)
    assert event.attendees.arrived("accueil") == 1
    desk.undo(answer.entry)
    assert event.attendees.visit(ONE.id, "accueil").is_inside


def test_a_cancelled_person_let_in_is_let_out_and_the_list_says_out(event, clock, desk):
    person = known(event, clock, status=Status.CANCELLED)
    desk.overrule(desk.scan(person.ticket_code), BY)
    desk.move_to("sortie")
    desk.overrule(desk.scan(person.ticket_code), BY)
    assert not event.attendees.visit(person.id, "accueil").is_inside
    passage = DeskQueries(event).recent_scans(desk.programme, desk.control_point)[0]
    assert (passage.verdict, passage.reason) == (Verdict.ADMIT, Reason.EXIT)


def test_a_cancelled_person_who_never_came_in_is_let_out_with_the_entry_that_was_missed(event, clock, desk):
    person = known(event, clock, status=Status.CANCELLED)
    desk.move_to("sortie")
    answer = desk.overrule(desk.scan(person.ticket_code), BY)
    assert [e.kind for e in event.journal.about(person.id)][-2:] == [EntryKind.CHECKED_IN, EntryKind.CHECKED_OUT]
    desk.undo(answer.entry)
    assert event.attendees.visit(person.id, "accueil") is None


@pytest.mark.parametrize("text", ["3760123450017", ONE.ticket_code[:-1] + "B", "\x00\x01"])
def test_where_nobody_is_known_there_is_nobody_to_let_in(event, desk, text):
    answer = desk.scan(text)
    assert not answer.can_overrule
    with pytest.raises(UserError, match="Search for a name"):
        desk.overrule(answer, BY)
    assert event.journal.entries_of_kinds([EntryKind.CHECKED_IN]) == []


def test_an_arrival_is_not_overruled_nor_read_twice(desk):
    welcome = desk.scan(ONE.ticket_code)
    repeated = desk.scan(ONE.ticket_code)
    assert repeated.reason is Reason.REPEATED
    assert not welcome.can_overrule
    assert not repeated.can_overrule


@pytest.mark.parametrize("status", [Status.CONFIRMED, Status.CANCELLED])
def test_if_another_desk_was_faster_its_arrival_is_the_answer(event, clock, desk, status):
    person = known(event, clock, status=status)
    clock.pass_by(hours=-2)
    refused = desk.scan(person.ticket_code)
    with closing(EventFile.open(event.path)) as other:
        beside = Desk(other, clock, "Accueil 2")
        beside.overrule(beside.scan(person.ticket_code), BY)
    answer = desk.overrule(refused, BY)
    assert (answer.verdict, answer.reason) == (Verdict.DUPLICATE, Reason.ALREADY_ARRIVED)
    assert answer.earlier.desk == "Accueil 2"
    assert len(event.journal.entries_of_kinds([EntryKind.CHECKED_IN])) == 1


def test_what_stands_in_the_way_no_longer_needs_nobodys_word(event, clock, desk):
    clock.pass_by(minutes=-61)
    refused = desk.scan(ONE.ticket_code)
    clock.pass_by(minutes=2)
    answer = desk.overrule(refused, BY)
    assert (answer.reason, answer.is_override) == (Reason.WELCOME, False)
    assert "why" not in newest(event).body


def test_the_export_tells_who_allowed_it_and_why(event, clock, desk, tmp_path):
    person, two = known(event, clock, status=Status.CANCELLED, last_name="Annulé"), an_attendee(2)
    desk.overrule(desk.scan(person.ticket_code), BY)
    clock.pass_by(minutes=1)
    desk.overrule(desk.check_in(person.id), BY)
    desk.scan(two.ticket_code)
    clock.pass_by(minutes=1)
    desk.undo(desk.overrule(desk.scan(two.ticket_code), BY).entry)
    path = tmp_path / "presence.csv"
    export_attendance(event, path, Translator("en").translate)
    with path.open(encoding="utf-8-sig", newline="") as file:
        rows = {row["Last name"]: row for row in csv.DictReader(file, delimiter=";")}
    told = {name: (row["Let in despite"], row["Why"], row["Allowed by"]) for name, row in rows.items()}
    assert told["Annulé"] == ("cancelled", BY.why, BY.name)
    assert told["de La Fournière"] == ("", "", "")  # it was undone
