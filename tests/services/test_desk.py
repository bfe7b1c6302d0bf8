# SPDX-License-Identifier: GPL-3.0-or-later
import sys
import time
from contextlib import closing
from dataclasses import replace
from datetime import datetime, timedelta

import pytest

from checkin.core.attendee import CheckInMethod, Presence, Status
from checkin.core.decision import Reason, Verdict
from checkin.core.entries import EntryKind
from checkin.core.message import StorageError, UserError
from checkin.core.people.registration_form import RegistrationForm
from checkin.core.programme.programme import ControlPoint, Event
from checkin.core.supervisor import Authority
from checkin.core.tokens import TEST_CODE, EventKey
from checkin.services.attendance.attendance_evidence import read_fingerprint
from checkin.services.desk import Desk
from checkin.services.desk_queries import DeskQueries
from checkin.services.event_file import EventFile
from tests.builders import KEY, MORNING, a_programme, an_attendee
from tests.conftest import add_people

ONE, TWO, THREE = (an_attendee(n).ticket_code for n in (1, 2, 3))


def test_an_arrival_is_in_the_file_at_once_and_the_code_held_up_again_tells_when_and_where_it_was(event, desk, clock):
    first, before = desk.scan(ONE), event.journal.count()
    assert (first.verdict, first.reason) == (Verdict.ADMIT, Reason.WELCOME)
    with closing(EventFile.open(event.path)) as other:
        assert other.journal.entry(first.entry).kind == EntryKind.CHECKED_IN
        assert other.attendees.arrived("accueil") == 1
    clock.pass_by(seconds=3)
    assert desk.scan(ONE).reason is Reason.REPEATED
    assert event.journal.count() == before
    clock.pass_by(minutes=11)
    answer = Desk(event, clock, "Accueil 2").scan(ONE.lower())
    assert (answer.verdict, answer.reason) == (Verdict.DUPLICATE, Reason.ALREADY_ARRIVED)
    assert (answer.earlier.at, answer.earlier.desk) == (first.at, "Accueil 1")
    assert event.attendees.arrived("accueil") == 1
    clock.pass_by(hours=9)
    assert desk.scan(ONE).reason is Reason.ALREADY_ARRIVED, "after closing too"


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("3760123450017", Reason.UNKNOWN),
        (EventKey("other", b"o" * 32).issue(b"1" * 16).code, Reason.OTHER_EVENT),
        (EventKey(KEY.event, b"o" * 32).issue(b"1" * 16).code, Reason.FORGED),
        ("", Reason.UNREADABLE),
        ("A" * 10_000, Reason.UNREADABLE),
        ("\x00\x1b[31m", Reason.UNREADABLE),
        ("\u202egnp.exe", Reason.UNREADABLE),
        ("'; DROP TABLE journal; --", Reason.UNKNOWN),
        ("🎟️🎟️🎟️", Reason.UNKNOWN),
        ("<img src=x onerror=alert(1)>", Reason.UNKNOWN),
        ("\ud800", Reason.UNREADABLE),
    ],
)
def test_any_text_is_answered_recorded_and_shown_safely(event, desk, text, reason):
    answer = desk.scan(text)
    assert answer.reason is reason
    assert answer.read.isprintable()
    assert len(answer.read) <= 65
    assert event.journal.entry(answer.entry).body["reason"] == reason
    assert event.journal.entries_of_kinds([EntryKind.ATTENDEE_ADDED])
    before = read_fingerprint(event)
    assert desk.scan(TEST_CODE).reason is Reason.TRIAL
    assert desk.scan(TEST_CODE.lower()).verdict is Verdict.REFUSE
    assert desk.resolve(TEST_CODE) == TEST_CODE
    assert read_fingerprint(event) == before, "the test code leaves nothing in the journal"


def test_a_ticket_of_a_desk_not_heard_of_is_asked_then_let_in_and_marked(event, desk, clock):
    token = KEY.issue(b"walk-in elsewhere")
    asked = desk.scan(token.code)
    assert (asked.verdict, asked.reason) == (Verdict.ASK, Reason.NOT_HEARD_OF)
    admitted = desk.admit(asked)
    assert admitted.verdict is Verdict.ADMIT
    assert admitted.is_override
    clock.pass_by(minutes=1)
    add_people(event, clock(), an_attendee(9, id=token.id, ticket_code=token.code))
    assert desk.scan(token.code).reason is Reason.ALREADY_ARRIVED


def test_who_registered_as_remote_is_switched_with_one_key_and_once_though_another_desk_did_meanwhile(
    event, desk, clock
):
    remote = an_attendee(10, presence=Presence.REMOTE)
    add_people(event, clock(), remote)
    asked, other = desk.scan(remote.ticket_code), Desk(event, clock, "Accueil 2")
    assert asked.reason is Reason.REMOTE
    admitted = other.admit(other.scan(remote.ticket_code))
    assert admitted.attendee.presence is event.attendees.get(remote.id).presence is Presence.ON_SITE
    assert desk.admit(asked).reason is Reason.ALREADY_ARRIVED
    assert len(event.journal.entries_of_kinds([EntryKind.CHECKED_IN])) == 1
    desk.undo(admitted.entry)
    assert event.attendees.get(remote.id).presence is Presence.REMOTE
    assert event.attendees.arrived("accueil") == 0


def test_a_refusal_can_neither_be_admitted_nor_undone(event, desk, clock):
    cancelled = an_attendee(12, status=Status.CANCELLED)
    add_people(event, clock(), cancelled)
    refused = desk.scan(cancelled.ticket_code)
    assert desk.admit(refused).reason is Reason.CANCELLED
    assert event.attendees.arrived("accueil") == 0
    with pytest.raises(UserError, match="nothing to undo"):
        desk.undo(refused.entry)


def test_a_person_goes_the_same_way_with_a_new_code_or_picked_from_the_list(event, desk, clock):
    new = desk.replace_code(an_attendee(1).id)
    assert desk.scan(ONE).reason is Reason.CODE_REPLACED
    answer = desk.scan(new)
    assert (answer.reason, answer.attendee.id) == (Reason.WELCOME, an_attendee(1).id)
    assert desk.check_in(an_attendee(2).id).how is CheckInMethod.SEARCH
    clock.pass_by(minutes=1)
    assert desk.scan(TWO).reason is Reason.ALREADY_ARRIVED
    assert [visit.how for visit in event.attendees.visits(an_attendee(2).id)] == ["search"]


def test_leaving_once_and_coming_back_and_an_exit_belongs_to_the_arrival_it_followed(event, desk, clock):
    def scan(point, **later):
        clock.pass_by(**later)
        desk.move_to(point)
        return desk.scan(ONE)

    arrival = scan("accueil")
    assert scan("sortie", hours=1).reason is Reason.EXIT
    assert scan("sortie", seconds=3).reason is Reason.REPEATED
    assert scan("accueil", minutes=30).reason is Reason.REENTRY
    (visit,) = event.attendees.visits()
    assert (visit.is_inside, visit.left_at - visit.arrived_at) == (True, timedelta(hours=1))
    scan("sortie", minutes=30)
    desk.undo(event.journal.history(an_attendee(1).id).visit("accueil").entered.id)
    desk.undo(arrival.entry)
    assert scan("accueil", minutes=1).reason is Reason.WELCOME
    (visit,) = event.attendees.visits()
    assert (visit.is_inside, visit.left_at) == (True, None)


def test_an_exit_without_entry_records_both_when_confirmed_and_an_undo_takes_both_back(event, desk):
    desk.move_to("sortie")
    confirmed = desk.admit(desk.scan(ONE))
    (visit,) = event.attendees.visits()
    assert (visit.is_inside, visit.over) == (False, "exit_without_entry")
    desk.undo(confirmed.entry)
    assert list(event.attendees.visits()) == []


def test_a_workshop_fills_up_and_keeps_the_seats_that_were_booked(event, desk):
    desk.move_to("atelier-b")  # two seats, one of them booked by THREE
    asked = desk.scan(ONE)
    assert (asked.reason, asked.counts.seats) == (Reason.NOT_REGISTERED, 1)
    desk.move_to("accueil")
    desk.admit(asked)
    places = ("atelier-b", "accueil")
    assert [event.attendees.arrived(place) for place in places] == [1, 0], "answered where it was asked"
    desk.move_to("atelier-b")
    late = desk.scan(TWO)
    assert (late.reason, late.counts.seats) == (Reason.FULL, 0)
    assert desk.scan(KEY.issue(b"unheard of 123456").code).reason is Reason.FULL
    assert desk.scan(THREE).reason is Reason.WELCOME


def test_a_code_that_keeps_being_refused_is_told_each_time_and_written_once_and_each_person_has_an_entry(
    event, desk, clock
):
    def refused():
        return [entry.subject for entry in event.journal.entries_of_kinds([EntryKind.REFUSED])]

    for _ in range(10):
        assert desk.scan("3760123450017").reason is Reason.UNKNOWN
        clock.pass_by(seconds=2)
    assert len(refused()) == 1
    clock.pass_by(minutes=1)
    desk.scan("3760123450017")
    assert len(refused()) == 2
    people = [an_attendee(number, status=Status.CANCELLED) for number in (12, 13)]
    add_people(event, clock(), *people)
    for person in (*people, people[1]):
        assert desk.check_in(person.id).reason is Reason.CANCELLED
    assert refused()[2:] == [person.id for person in people]


@pytest.mark.parametrize(
    ("listed", "read", "reason"),
    [
        ("aB-376", "]Q3aB-376\r", Reason.WELCOME),
        ("aB-376", "AB-376", Reason.UNKNOWN),
        ("010950600013435217AB10X", "]C1010950600013435217AB\x1d10X", Reason.WELCOME),
    ],
    ids=["with a symbology", "in another case", "GS1 with separators"],
)
def test_a_foreign_code_of_the_list_is_a_ticket_as_the_list_wrote_it(event, desk, listed, read, reason):
    add_people(event, MORNING, an_attendee(30, id="MEMBER", ticket_code=listed))
    assert desk.scan(read).reason is reason


def test_a_full_disk_says_not_saved_and_the_file_still_opens(event, desk):
    event.db.conn.execute(f"PRAGMA max_page_count = {event.db.conn.execute('PRAGMA page_count').fetchone()[0]}")
    saved = []
    with pytest.raises(StorageError, match="disk is full: nothing was saved"):
        saved.extend(desk.scan(str(number)).entry for number in range(1000, 4000))
    assert desk.not_saved("x", CheckInMethod.CODE).reason is Reason.NOT_SAVED
    event.db.conn.execute("PRAGMA max_page_count = 1000000")
    assert all(event.journal.entry(entry) for entry in saved)
    assert desk.scan(ONE).verdict is Verdict.ADMIT


def test_what_the_screen_shows(event, desk, clock):
    board = DeskQueries(event)
    welcome = desk.scan(ONE)
    clock.pass_by(minutes=2)
    taken_back = desk.scan(TWO)
    desk.undo(taken_back.entry)
    clock.pass_by(minutes=1)
    unknown = desk.scan("3760123450017")
    tally = board.tally(desk.programme, desk.control_point, clock())
    assert (tally.arrived, tally.expected) == (1, 3)
    assert tally.per_minute[-4:] == (1, 0, 0, 0)
    passages = board.recent_scans(desk.programme, desk.control_point)
    assert [(p.name[:4], p.reason, p.can_undo, p.is_undone) for p in passages] == [
        ("", Reason.UNKNOWN, False, False),
        ("Jean", Reason.WELCOME, False, True),
        ("Éléo", Reason.WELCOME, True, False),
    ]
    (match,) = board.search("le gof", desk.programme, desk.control_point)
    assert (match.is_inside, match.tail) == (True, ONE[-4:])
    people = [board.person_of(entry) for entry in (welcome.entry, unknown.entry, b"0" * 16)]
    assert [person and person.ticket_code for person in people] == [ONE, None, None]
    desk.move_to("atelier-b")
    desk.scan(THREE)
    desk.move_to("accueil")
    for number in range(200):
        desk.scan(f"3760{number}")
    desk.move_to("atelier-b")
    (passage,) = board.recent_scans(desk.programme, desk.control_point)
    assert passage.can_undo, "a quiet control point keeps its last arrivals"


@pytest.mark.parametrize(
    ("kind", "body"),
    [
        ("checked_in", {"control_point": "accueil", "how": "nfc", "reason": "teleported"}),
        ("refused", {"control_point": "accueil", "verdict": "hold", "how": 7}),
        ("event_described", {"title": "T", "day": None, "timezone": "Mars/Olympus"}),
    ],
)
def test_entries_of_a_newer_version_stop_neither_the_last_scans_nor_the_clock_nor_an_undo(
    event, desk, clock, kind, body
):
    with event.transaction():
        entry = event.journal.append(kind, an_attendee(1).id, body, at=clock(), desk="Accueil 9")
    desk.reload()
    DeskQueries(event).recent_scans(desk.programme, desk.control_point)
    assert event.clock()()
    if kind == "checked_in":
        assert desk.undo(entry.id).reason is Reason.UNDONE


def test_a_programme_changed_by_another_command_is_taken_over_with_its_time_zone(event, desk, clock):
    before = event.data_version()
    with closing(EventFile.open(event.path)) as other:
        tahiti = Event("Tahiti", timezone="Pacific/Tahiti")
        other.plan(a_programme(event=tahiti, speakers=()), at=clock(), desk="CLI")
    assert event.data_version() != before
    desk.reload()
    assert desk.programme.speakers == ()
    assert desk.now().utcoffset() == event.clock()().utcoffset() == timedelta(hours=-10)


@pytest.mark.skipif(sys.platform == "win32", reason="a program keeps the zone it was started in there")
def test_a_computer_that_changes_its_time_zone_while_open_changes_no_hour_of_the_event(event, monkeypatch):
    now = event.clock()
    before = now()
    try:
        monkeypatch.setenv("TZ", "Asia/Tokyo")
        time.tzset()
        assert datetime.now().astimezone().utcoffset() == timedelta(hours=9)
        after = now()
    finally:
        monkeypatch.undo()
        time.tzset()
    assert (after.utcoffset(), after > before) == (before.utcoffset(), True)


def test_who_is_here_already_is_undone_once_by_the_passage_that_brought_them_in(event, desk, clock):
    """Made at another desk; of somebody who came back it is the return: undoing the arrival would leave them in."""
    arrived = Desk(event, clock, "Accueil 2").scan(ONE)
    clock.pass_by(minutes=5)
    again = desk.scan(ONE)
    assert (again.reason, again.undoes, again.can_undo) == (Reason.ALREADY_ARRIVED, arrived.entry, False)
    answer = desk.undo(again.undoes)
    assert (answer.reason, answer.attendee.id) == (Reason.UNDONE, an_attendee(1).id)
    undone = answer.undone
    assert (undone.entry.desk, undone.is_inside, undone.with_registration) == ("Accueil 2", False, False)
    assert event.attendees.arrived("accueil") == 0
    assert event.journal.entries_of_kinds([EntryKind.UNDONE])[-1].desk == "Accueil 1"
    with pytest.raises(UserError, match="already undone"):
        desk.undo(arrived.entry)
    clock.pass_by(minutes=1)
    assert desk.scan(ONE).reason is Reason.WELCOME
    clock.pass_by(minutes=5)
    desk.admission.append(EntryKind.CHECKED_OUT, an_attendee(1).id, {"control_point": "accueil"})
    clock.pass_by(minutes=5)
    back = desk.scan(ONE)
    clock.pass_by(minutes=5)
    again = desk.scan(ONE)
    assert (back.reason, again.reason, again.undoes) == (Reason.REENTRY, Reason.ALREADY_ARRIVED, back.entry)
    desk.undo(again.undoes)
    assert not event.journal.history(an_attendee(1).id).visit("accueil").is_inside


def test_an_undo_says_that_an_earlier_arrival_still_counts_and_that_a_walk_in_is_no_longer_registered(desk, clock):
    desk.scan(ONE)
    clock.pass_by(minutes=5)
    twice = desk.overrule(desk.scan(ONE), Authority("Chantal", "Sent back"))
    assert desk.undo(twice.entry).undone.is_inside
    answer = desk.registration.walk_in(RegistrationForm(first_name="Zoé", last_name="Fontaine"))
    assert desk.undo(answer.entry).undone.with_registration


def test_the_note_of_a_control_point_is_the_last_one_left_there(event, desk, clock):
    programme = a_programme()
    planned = replace(programme.control_points[0], note="Clé au secrétariat")
    event.plan(replace(programme, control_points=(planned, *programme.control_points[1:])), at=clock(), desk="Bureau")
    desk = Desk(event, clock, "Accueil 1")
    assert desk.handover.note() == "Clé au secrétariat"
    desk.handover.leave_note(" Il manque  des badges ")
    desk.move_to("dejeuner")
    desk.handover.leave_note("Plus de pain")
    assert Desk(event, clock, "Accueil 2").handover.note() == "Il manque des badges"
    desk.handover.leave_note("")
    assert desk.handover.note() == ""


def test_a_desk_is_wanted_where_a_door_opens_and_stands_after_the_last_day_where_it_was(event, clock):
    opens = clock() + timedelta(hours=1)
    points = [
        ControlPoint(name, name, opens=at, closes=opens + timedelta(hours=1))
        for name, at in (("un", clock()), ("deux", opens))
    ]
    event.plan(a_programme(sessions=(), speakers=(), control_points=tuple(points)), at=clock(), desk="Bureau")
    desk = Desk(event, clock, "Accueil 1")
    assert desk.handover.wanted() is None
    clock.at = opens
    assert [point.id for point in desk.handover.wanted().points] == ["deux"]
    clock.pass_by(minutes=61)
    desk.handover.stand_at_latest()
    assert desk.control_point.id == "deux"


def test_who_is_awaited_comes_first_at_an_exit_who_is_inside_and_who_answers_better_before_all(event, desk, clock):
    names = (("Jean", "Brest"), ("Jean", "Lyon"), ("Zoé", "Nice"))
    brest, lyon, nice = (
        an_attendee(number, first_name=first, last_name="Martin", organisation=f"Ville de {town}")
        for number, (first, town) in enumerate(names, 21)
    )
    add_people(event, clock(), brest, lyon, nice)

    def search(typed, limit=8):
        return DeskQueries(event).search(typed, desk.programme, desk.control_point, limit)

    def found(*wish):
        return [(m.attendee.organisation[9:], m.arrived_at is not None) for m in search(*wish)]

    assert {m.tail for m in search("jean martin")} == {brest.ticket_code[-4:], lyon.ticket_code[-4:]}
    assert [[m.is_near for m in search(typed)] for typed in ("zoe martin", "zoe marten")] == [[False], [True]]
    assert found("martin")[-1] == ("Nice", False)
    desk.check_in(brest.id)
    assert found("martin") == [("Lyon", False), ("Nice", False), ("Brest", True)]
    assert found("martin", 2) == [("Lyon", False), ("Nice", False)]
    assert found("martin brest") == [("Brest", True)]
    assert found("brest mart")[0] == ("Brest", True)
    desk.check_in(nice.id)
    desk.move_to("sortie")
    desk.check_in(brest.id)
    assert found("martin") == [("Nice", True), ("Brest", True), ("Lyon", False)]
