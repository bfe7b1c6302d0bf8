# SPDX-License-Identifier: GPL-3.0-or-later
"""Admitted all the same: who said so, and why, is in the entry; everything else is as for any arrival."""

import csv

import pytest

from checkin.core.attendee import Presence, Status
from checkin.core.decision import Reason, Verdict
from checkin.core.entries import EntryKind
from checkin.core.message import UserError, fill_message
from checkin.core.supervisor import Authority
from checkin.services.desk import Desk
from checkin.services.desk_queries import DeskQueries
from checkin.services.event_file import EventFile
from checkin.services.exports.attendance_export import export_attendance
from tests.builders import KEY, an_attendee
from tests.conftest import add_people

BY = Authority("Ana", "Parole de l’organisateur")
ONE = an_attendee(1)


def known(event, clock, **fields):
    person = an_attendee(60, **{"category": "participant", **fields})
    add_people(event, clock(), person)
    return person


def newest(event, kind=EntryKind.CHECKED_IN):
    return event.journal.entries_of_kinds([kind])[-1]


@pytest.mark.parametrize(
    ("fields", "reason"),
    [
        ({"status": Status.CANCELLED}, Reason.CANCELLED),
        ({"status": Status.BLOCKED}, Reason.BLOCKED),
    ],
)
def test_a_person_is_let_in_over_what_is_said_of_them(event, clock, desk, fields, reason):
    person = known(event, clock, **fields)
    refused = desk.scan(person.ticket_code)
    assert refused.reason is reason
    answer = desk.overrule(refused, BY)
    assert (answer.verdict, answer.reason, answer.is_override) == (Verdict.ADMIT, reason, True)
    body = newest(event).body
    assert (body["over"], body["why"], body["allowed_by"]) == (reason, "Parole de l’organisateur", "Ana")
    assert event.attendees.visit(person.id, "accueil").is_inside


@pytest.mark.parametrize(
    "fields", [{"status": Status.PENDING}, {"status": Status.UNPAID}, {"presence": Presence.REMOTE}]
)
def test_a_question_is_answered_and_needs_no_supervisor(event, clock, desk, fields):
    asked = desk.scan(known(event, clock, **fields).ticket_code)
    assert (asked.can_admit, asked.can_overrule) == (True, False)
    with pytest.raises(UserError):
        desk.overrule(asked, BY)
    assert event.journal.entries_of_kinds([EntryKind.CHECKED_IN]) == []


def test_over_the_hours(event, clock, desk):
    clock.pass_by(hours=-2)
    assert desk.overrule(desk.scan(ONE.ticket_code), BY).is_override
    assert newest(event).body["over"] == Reason.TOO_EARLY


def test_over_a_category_without_access(event, clock, desk):
    desk.move_to("dejeuner")
    person = known(event, clock, category="presse")
    assert desk.overrule(desk.scan(person.ticket_code), BY).reason is Reason.NO_ACCESS


def test_over_a_full_room(event, clock, desk):
    people = [an_attendee(number) for number in (70, 71, 72)]
    add_people(event, clock(), *people)
    desk.move_to("atelier-b")
    for person in people[:2]:
        desk.admit(desk.scan(person.ticket_code))
    refused = desk.scan(people[2].ticket_code)
    assert refused.reason is Reason.FULL
    assert desk.overrule(refused, BY).is_override


def test_with_a_badge_that_was_replaced(event, desk):
    desk.replace_code(ONE.id)
    refused = desk.scan(ONE.ticket_code)
    assert refused.reason is Reason.CODE_REPLACED
    assert desk.overrule(refused, BY).attendee.id == ONE.id


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


def test_undo_takes_it_back(event, clock, desk):
    person = known(event, clock, status=Status.CANCELLED)
    answer = desk.overrule(desk.scan(person.ticket_code), BY)
    assert desk.undo(answer.entry).reason is Reason.UNDONE
    assert event.attendees.visit(person.id, "accueil") is None


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
    other = EventFile.open(event.path)
    beside = Desk(other, clock, "Accueil 2")
    beside.overrule(beside.scan(person.ticket_code), BY)
    other.close()
    answer = desk.overrule(refused, BY)
    assert (answer.verdict, answer.reason) == (Verdict.DUPLICATE, Reason.ALREADY_ARRIVED)
    assert answer.earlier_desk == "Accueil 2"
    assert len(event.journal.entries_of_kinds([EntryKind.CHECKED_IN])) == 1


def test_what_stands_in_the_way_no_longer_needs_nobodys_word(event, clock, desk):
    clock.pass_by(minutes=-61)
    refused = desk.scan(ONE.ticket_code)
    clock.pass_by(minutes=2)
    answer = desk.overrule(refused, BY)
    assert (answer.reason, answer.is_override) == (Reason.WELCOME, False)
    assert "why" not in newest(event).body


def test_the_export_tells_who_allowed_it_and_why(event, clock, desk, tmp_path):
    person = known(event, clock, status=Status.CANCELLED, last_name="Annulé")
    desk.overrule(desk.scan(person.ticket_code), BY)
    clock.pass_by(minutes=1)
    desk.overrule(desk.check_in(person.id), BY)
    desk.scan(an_attendee(2).ticket_code)
    clock.pass_by(minutes=1)
    desk.undo(desk.overrule(desk.scan(an_attendee(2).ticket_code), BY).entry)
    path = tmp_path / "presence.csv"
    export_attendance(event, path, lambda words, **fields: fill_message(words.text, fields))
    with path.open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.DictReader(file, delimiter=";"))
    told = next(row for row in rows if row["Last name"] == "Annulé")
    assert (told["Let in despite"], told["Why"], told["Allowed by"]) == ("cancelled", BY.why, BY.name)
    other = next(row for row in rows if row["Last name"] == "de La Fournière")
    assert (other["Let in despite"], other["Why"], other["Allowed by"]) == ("", "", "")  # it was undone
