# SPDX-License-Identifier: GPL-3.0-or-later
"""Numbers of things in the entries: what another desk may have written, merged people, and a purge."""

import json
from dataclasses import replace

import openpyxl
import pytest

from checkin.core.decision import Reason
from checkin.core.entries import EntryKind
from checkin.core.message import Message, StorageError, fill_message
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

ONE, TWO = an_attendee(1), an_attendee(2)


@pytest.fixture
def desk(event, clock):
    programme = a_programme()
    door, *others = programme.control_points
    event.plan(
        replace(programme, control_points=(replace(door, gives="badge visiteur"), *others)), at=MORNING, desk="d"
    )
    return Desk(event, clock, "Accueil 1")


def lent(desk, clock, person, number):
    clock.pass_by(minutes=1)
    desk.scan(person.ticket_code)
    return desk.scan(number)


@pytest.mark.parametrize("thing", [None, 7, ["12"], {}, ""])
def test_an_entry_that_names_no_thing_lends_none(event, desk, clock, thing):
    desk.scan(ONE.ticket_code)
    with event.transaction():
        body = {"control_point": "accueil", "thing": thing}
        event.journal.append(EntryKind.THING_LENT, ONE.id, body, at=clock(), desk="X")
    assert desk.lending.holder("12") == ""
    assert event.journal.history(ONE.id).visit("accueil").thing == ""


def test_what_was_lent_to_somebody_who_is_not_in_is_with_nobody(event, desk, clock):
    with event.transaction():
        body = {"control_point": "accueil", "thing": "12"}
        event.journal.append(EntryKind.THING_LENT, ONE.id, body, at=clock(), desk="X")
    assert desk.lending.holder("12") == ""


def test_of_two_desks_that_lent_one_number_the_newest_counts(event, desk, clock):
    lent(desk, clock, ONE, "12")
    clock.pass_by(minutes=1)
    desk.scan(TWO.ticket_code)
    with event.transaction():
        body = {"control_point": "accueil", "thing": "12"}
        event.journal.append(EntryKind.THING_LENT, TWO.id, body, at=clock(), desk="Accueil 2")
    assert desk.lending.holder("12") == TWO.id


def test_the_thing_of_a_merged_record_is_the_persons(event, desk, clock):
    lent(desk, clock, TWO, "12")
    desk.registration.merge(ONE.id, TWO.id)
    assert desk.lending.holder("badge visiteur 12") == ONE.id
    desk.registration.unmerge(TWO.id)
    assert desk.lending.holder("12") == TWO.id


def test_a_number_of_another_desk_is_not_for_the_person_who_arrived_here(event, desk, clock):
    other = Desk(event, clock, "Accueil 2")
    desk.scan(ONE.ticket_code)
    assert other.scan("12").attendee is None
    assert desk.scan("12").attendee.id == ONE.id


def test_a_purge_leaves_no_number(event, desk, clock):
    lent(desk, clock, ONE, "12")
    event_purge.purge(event, Authority("Accueil 1", "w"), at=clock(), desk="Accueil 1")
    assert all(is_anonymous(person.id) for person, _ in event.attendees.all())
    assert [entry.body for entry in event.journal.entries_of_kinds([EntryKind.THING_LENT])] == [
        {"control_point": "accueil"}
    ]


def test_the_tables_stay_what_the_journal_says(event, desk, clock):
    lent(desk, clock, ONE, "12")
    assert set(event.journal.differences().values()) == {0}


def test_the_list_of_people_says_who_has_which_and_shows_these_alone(event, desk, clock):
    lent(desk, clock, ONE, "12")
    lent(desk, clock, TWO, "7")
    queries = PeopleQueries(event, desk)
    out = AttendeeFilter(attendance=AttendanceFilter.INSIDE)
    assert sorted(queries.order("", out, AttendeeOrder())) == sorted([ONE.id, TWO.id])
    (standing,) = queries.standings([ONE.id])
    assert state_text(standing, fill, lambda at: "10:03") == "Badge visiteur 12 · 10:03"
    add_exit(event, desk)
    desk.move_to("retour")
    desk.scan("12")
    assert queries.order("", out, AttendeeOrder()) == [TWO.id]
    (standing,) = queries.standings([ONE.id])
    assert standing.thing == ""


def test_the_last_arrivals_and_the_counter_say_what_is_out_now(event, desk, clock):
    lent(desk, clock, ONE, "12")
    lent(desk, clock, TWO, "7")
    add_exit(event, desk)
    desk.move_to("retour")
    desk.scan("12")
    desk.move_to("accueil")
    queries = DeskQueries(event)
    shown = queries.recent_scans(desk.programme, desk.control_point)
    assert {line.thing for line in shown if line.attendee == ONE.id} == {""}
    assert "badge visiteur 7" in {line.thing for line in shown if line.attendee == TWO.id}
    tally = queries.tally(desk.programme, desk.control_point, clock())
    assert (tally.inside, tally.arrived, tally.is_handed_out) == (1, 2, True)


def test_an_export_tells_the_number_of_each_thing_lent_and_brought_back(event, desk, clock, tmp_path):
    lent(desk, clock, ONE, "12")
    lent(desk, clock, TWO, "7")
    add_exit(event, desk)
    desk.move_to("retour")
    desk.scan("12")
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


def fill(words, **fields):
    return fill_message(words.text, fields)


def add_exit(event, desk):
    programme = event.programme()
    back = ControlPoint("retour", "Retour", mode=PointMode.EXIT)
    event.plan(replace(programme, control_points=(*programme.control_points, back)), at=MORNING, desk="d")
    desk.admission.reload()


def test_a_thing_is_handed_on_whole_or_not_at_all(event, desk, clock, monkeypatch):
    lent(desk, clock, ONE, "12")
    waiting = lent(desk, clock, TWO, "12")
    assert waiting.reason is Reason.THING_OUT
    note = event.journal.append

    def fails_at_the_second(kind, *about, **when):
        if kind == EntryKind.THING_LENT:
            raise StorageError(Message("desk", "full"))
        return note(kind, *about, **when)

    monkeypatch.setattr(event.journal, "append", fails_at_the_second)
    with pytest.raises(StorageError):
        desk.lending.hand_on(waiting)
    assert desk.lending.holder("12") == ONE.id
