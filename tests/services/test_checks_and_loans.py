# SPDX-License-Identifier: GPL-3.0-or-later
"""A control point that has something checked first, or lends numbered things: asked once, said in the entry, undone."""

import json
from dataclasses import replace

import openpyxl
import pytest

from checkin.core.attendee import Presence, Status
from checkin.core.decision import Reason, Verdict
from checkin.core.entries import EntryKind
from checkin.core.message import Message, StorageError, fill_message
from checkin.core.people.registration_form import RegistrationForm
from checkin.core.people_list import AttendanceFilter, AttendeeFilter, AttendeeOrder
from checkin.core.person_state import state_text
from checkin.core.programme.programme import ControlPoint, PointMode
from checkin.core.purge import is_anonymous
from checkin.core.supervisor import Authority
from checkin.services.desk import Desk
from checkin.services.desk_queries import DeskQueries
from checkin.services.exports.attendance_export import compare_export, export_attendance
from checkin.services.people_queries import PeopleQueries
from checkin.services.privacy import event_purge
from tests.builders import MORNING, a_programme, an_attendee
from tests.conftest import add_people

ONE, TWO, GROUP, UNPAID, FAR, OFF = (
    an_attendee(1),
    an_attendee(2),
    an_attendee(41, last_name="Classe", places=4),
    an_attendee(42, last_name="Impayé", status=Status.UNPAID),
    an_attendee(43, last_name="Loin", presence=Presence.REMOTE),
    an_attendee(44, last_name="Parti", status=Status.CANCELLED),
)


def at_the_entrance(event, clock, **duty):
    programme = a_programme()
    door, *others = programme.control_points
    event.plan(replace(programme, control_points=(replace(door, **duty), *others)), at=MORNING, desk="d")
    return Desk(event, clock, "Accueil 1")


@pytest.fixture
def checking(event, clock):
    add_people(event, MORNING, GROUP, UNPAID, FAR, OFF)
    return at_the_entrance(event, clock, checks="Pièce d’identité vue")


@pytest.fixture
def lender(event, clock):
    return at_the_entrance(event, clock, gives="badge visiteur")


def fill(words, **fields):
    return fill_message(words.text, fields)


def arrivals(event):
    return [entry.body for entry in event.journal.entries_of_kinds([EntryKind.CHECKED_IN])]


def test_nobody_counts_before_the_check_is_confirmed(event, checking):
    asked = checking.scan(ONE.ticket_code)
    assert (asked.verdict, asked.reason) == (Verdict.ASK, Reason.TO_CHECK)
    assert event.attendees.arrived("accueil") == 0
    let_in = checking.admit(asked)
    assert (let_in.verdict, let_in.reason, let_in.is_override) == (Verdict.ADMIT, Reason.WELCOME, False)
    (body,) = arrivals(event)
    assert (body["checked"], "over" in body) == (True, False)
    assert checking.scan(OFF.ticket_code).reason is Reason.CANCELLED, "who is refused is not checked"
    checking.move_to("dejeuner")
    assert checking.scan(an_attendee(2).ticket_code).reason is Reason.WELCOME, "only that control point asks"


def test_who_comes_back_is_not_asked_again_and_who_was_undone_is(checking, clock):
    arrived = checking.admit(checking.scan(ONE.ticket_code))
    clock.pass_by(minutes=5)
    assert checking.scan(ONE.ticket_code).reason is Reason.ALREADY_ARRIVED
    checking.move_to("sortie")
    assert checking.scan(ONE.ticket_code).reason is Reason.EXIT
    checking.move_to("accueil")
    clock.pass_by(minutes=5)
    assert checking.scan(ONE.ticket_code).reason is Reason.REENTRY
    for entry in (checking.check_in(ONE.id).passage.id, arrived.entry):
        checking.undo(entry)
    clock.pass_by(minutes=5)
    assert checking.scan(ONE.ticket_code).reason is Reason.TO_CHECK


@pytest.mark.parametrize(
    ("person", "then"), [(UNPAID, Reason.UNPAID), (FAR, Reason.REMOTE), (GROUP, Reason.GROUP)], ids=lambda x: str(x)[:9]
)
def test_another_question_comes_after_the_check_and_keeps_it(event, checking, person, then):
    asked = checking.scan(person.ticket_code)
    assert asked.reason is Reason.TO_CHECK
    next_one = checking.admit(asked)
    assert (next_one.verdict, next_one.reason) == (Verdict.ASK, then)
    assert event.attendees.arrived("accueil") == 0
    assert checking.admit(next_one).verdict is Verdict.ADMIT
    assert arrivals(event)[0]["checked"] is True


def test_who_was_cancelled_meanwhile_is_not_let_in_by_the_key(event, checking):
    asked = checking.scan(ONE.ticket_code)
    checking.registration.set_status({ONE.id: Status.CANCELLED})
    assert checking.admit(asked).reason is Reason.CANCELLED
    assert arrivals(event) == []


def test_a_person_registered_here_is_checked_too(event, checking):
    asked = checking.registration.walk_in(RegistrationForm("Ada", "Byron"))
    assert asked.reason is Reason.TO_CHECK
    assert checking.admit(asked).verdict is Verdict.ADMIT
    assert arrivals(event)[0]["checked"] is True


def lent(desk, clock, person, number):
    clock.pass_by(minutes=1)
    desk.scan(person.ticket_code)
    return desk.scan(number)


def lent_elsewhere(event, clock, person, thing):
    with event.transaction():
        body = {"control_point": "accueil", "thing": thing}
        event.journal.append(EntryKind.THING_LENT, person.id, body, at=clock(), desk="Accueil 2")


@pytest.fixture
def back(event, lender, clock):
    """Two have each a badge; the first brings it back."""

    def bring():
        programme = event.programme()
        points = (*programme.control_points, ControlPoint("retour", "Retour", mode=PointMode.EXIT))
        event.plan(replace(programme, control_points=points), at=MORNING, desk="d")
        lender.admission.reload()
        lender.move_to("retour")
        lender.scan("12")

    lent(lender, clock, ONE, "12")
    lent(lender, clock, TWO, "7")
    return bring


@pytest.mark.parametrize("thing", [None, 7, ["12"], {}, ""])
def test_an_entry_that_names_no_thing_lends_none(event, lender, clock, thing):
    lender.scan(ONE.ticket_code)
    lent_elsewhere(event, clock, ONE, thing)
    assert lender.lending.holder("12") == ""
    assert event.journal.history(ONE.id).visit("accueil").thing == ""


def test_what_another_desk_lent_to_who_is_in_counts_when_it_is_the_newest(event, lender, clock):
    lent_elsewhere(event, clock, TWO, "12")
    assert lender.lending.holder("12") == "", "who is not in has nothing"
    lent(lender, clock, ONE, "12")
    clock.pass_by(minutes=1)
    lender.scan(TWO.ticket_code)
    lent_elsewhere(event, clock, TWO, "12")
    assert lender.lending.holder("12") == TWO.id


def test_the_thing_of_a_merged_record_is_the_persons(event, lender, clock):
    lent(lender, clock, TWO, "12")
    lender.registration.merge(ONE.id, TWO.id)
    assert lender.lending.holder("badge visiteur 12") == ONE.id
    lender.registration.unmerge(TWO.id)
    assert lender.lending.holder("12") == TWO.id


def test_a_number_of_another_desk_is_not_for_the_person_who_arrived_here(event, lender, clock):
    other = Desk(event, clock, "Accueil 2")
    lender.scan(ONE.ticket_code)
    assert other.scan("12").attendee is None
    assert lender.scan("12").attendee.id == ONE.id


def test_a_purge_leaves_no_number(event, lender, clock):
    lent(lender, clock, ONE, "12")
    assert set(event.journal.differences().values()) == {0}
    event_purge.purge(event, Authority("Accueil 1", "w"), at=clock(), desk="Accueil 1")
    assert all(is_anonymous(person.id) for person, _ in event.attendees.all())
    (lending,) = event.journal.entries_of_kinds([EntryKind.THING_LENT])
    assert lending.body == {"control_point": "accueil"}


def test_the_list_of_people_says_who_has_which_and_shows_these_alone(event, lender, back):
    queries, out = PeopleQueries(event, lender), AttendeeFilter(attendance=AttendanceFilter.INSIDE)
    assert sorted(queries.order("", out, AttendeeOrder())) == sorted([ONE.id, TWO.id])
    (standing,) = queries.standings([ONE.id])
    assert state_text(standing, fill, lambda at: "10:03") == "Badge visiteur 12 · 10:03"
    back()
    assert queries.order("", out, AttendeeOrder()) == [TWO.id]
    (standing,) = queries.standings([ONE.id])
    assert standing.thing == ""


def test_the_last_arrivals_and_the_counter_say_what_is_out_now(event, lender, clock, back):
    back()
    lender.move_to("accueil")
    queries = DeskQueries(event)
    shown = queries.recent_scans(lender.programme, lender.control_point)
    assert {line.thing for line in shown if line.attendee == ONE.id} == {""}
    assert "badge visiteur 7" in {line.thing for line in shown if line.attendee == TWO.id}
    tally = queries.tally(lender.programme, lender.control_point, clock())
    assert (tally.inside, tally.arrived, tally.is_handed_out) == (1, 2, True)


def test_an_export_tells_the_number_of_each_thing_lent_and_brought_back(event, clock, back, tmp_path):
    back()
    export_attendance(event, tmp_path / "out.xlsx", fill, now=clock())
    book = openpyxl.load_workbook(tmp_path / "out.xlsx")
    heading, *rows = book["All scans"].values
    told = [(row[heading.index("What")], row[heading.index("Number lent")]) for row in rows]
    assert [each for each in told if each[1]] == [("lent", "12"), ("lent", "7"), ("exit", "12")]
    heading, *rows = book["Accueil"].values
    name, number = heading.index("Last name"), heading.index("Number lent")
    assert {row[name]: row[number] for row in rows if row[number]} == {"de La Fournière": "7"}
    assert compare_export(event, tmp_path / "out.xlsx", [fill]).has_same_values
    export_attendance(event, tmp_path / "out.json", fill, now=clock())
    scans = json.loads((tmp_path / "out.json").read_text("utf-8"))["scans"]
    assert [scan["thing"] for scan in scans if scan["thing"]] == ["12", "7", "12"]


def test_a_thing_is_handed_on_whole_or_not_at_all(event, lender, clock, monkeypatch):
    lent(lender, clock, ONE, "12")
    waiting = lent(lender, clock, TWO, "12")
    assert waiting.reason is Reason.THING_OUT
    note = event.journal.append

    def fails_at_the_second(kind, *about, **when):
        if kind == EntryKind.THING_LENT:
            raise StorageError(Message("lender", "full"))
        return note(kind, *about, **when)

    monkeypatch.setattr(event.journal, "append", fails_at_the_second)
    with pytest.raises(StorageError):
        lender.lending.hand_on(waiting)
    assert lender.lending.holder("12") == ONE.id
