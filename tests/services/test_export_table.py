# SPDX-License-Identifier: GPL-3.0-or-later
"""The evening's table, cell by cell."""

import csv

import pytest

from checkin.core.attendee import Presence, Status
from checkin.core.message import fill_message
from checkin.core.supervisor import Authority
from checkin.services.exports.attendance_export import export_attendance
from tests.builders import KEY, a_programme, an_attendee
from tests.conftest import add_people
from tests.services.overruled_questions import overrule_question

ONE, TWO, THREE = (an_attendee(n) for n in (1, 2, 3))


def say(words, **fields):
    return fill_message(words.text, fields)


@pytest.fixture
def table(event, desk, clock, tmp_path):
    """Rows as dictionaries, written when called."""

    def read():
        export_attendance(event, tmp_path / "out.csv", say)
        text = (tmp_path / "out.csv").read_text(encoding="utf-8-sig")
        return list(csv.DictReader(text.splitlines(), delimiter=";"))

    return read


def row(rows, last_name, point="Accueil"):
    (found,) = (r for r in rows if r["Last name"] == last_name and r["Control point"] == point)
    return found


def test_everyone_is_on_it_once_and_at_each_session_they_booked(table):
    rows = table()
    assert [(r["Last name"], r["Control point"], r["State"]) for r in rows] == [
        ("de La Fournière", "Accueil", "absent"),
        ("Le Goff-1", "Accueil", "absent"),
        ("N’Guyen", "Accueil", "absent"),
        ("N’Guyen", "Atelier B", ""),
    ]


def test_an_arrival_has_its_local_time_its_desk_and_how(table, desk, clock):
    desk.scan(ONE.ticket_code)
    desk.check_in(TWO.id)
    first, second = row(table(), "Le Goff-1"), row(table(), "de La Fournière")
    assert (first["State"], first["First arrival"], first["Desk"], first["How"]) == (
        "present",
        "2023-07-04 08:40:00",
        "Accueil 1",
        "code",
    )
    assert second["How"] == "search"
    assert first["Code"] == ONE.ticket_code


def test_who_left_has_a_last_exit(table, desk, clock):
    desk.scan(ONE.ticket_code)
    clock.pass_by(hours=3)
    desk.move_to("sortie")
    desk.scan(ONE.ticket_code)
    found = row(table(), "Le Goff-1")
    assert (found["State"], found["Last exit"]) == ("left", "2023-07-04 11:40:00")


def test_what_was_overridden_corrected_replaced_and_undone_is_visible(table, event, desk, clock):
    add_people(event, clock(), an_attendee(9, last_name="Distant", presence=Presence.REMOTE))
    desk.admit(desk.scan(an_attendee(9).ticket_code))
    undone = desk.scan(ONE.ticket_code)
    desk.undo(undone.entry)
    new = desk.replace_code(TWO.id)
    rows = table()
    distant = row(rows, "Distant")
    assert distant["Let in despite"] == "online"
    assert distant["Corrections"] == "On site or online : online → on site (08:40, Accueil 1)"
    assert row(rows, "Le Goff-1")["Corrections"] == "Accueil – arrival undone (08:40, Accueil 1)"
    assert row(rows, "de La Fournière")["Corrections"].endswith(f"{TWO.ticket_code} → {new} (08:40, Accueil 1)")


def test_a_ticket_let_in_unheard_of_is_on_it(table, desk):
    token = KEY.issue(b"elsewhere elsewh")
    desk.admit(desk.scan(token.code))
    (found,) = (r for r in table() if r["Last name"] == "")
    assert (found["Code"], found["Registration status"], found["State"]) == (token.id, "not known yet", "present")


def test_arrivals_at_a_control_point_that_is_planned_no_more_are_kept(table, event, desk, clock):
    desk.move_to("dejeuner")
    desk.scan(ONE.ticket_code)
    points = tuple(p for p in a_programme().control_points if p.id != "dejeuner")
    event.plan(a_programme(control_points=points), at=clock(), desk="CLI")
    assert row(table(), "Le Goff-1", "dejeuner")["State"] == "present"


def test_cancelled_people_are_told_apart_from_absent_ones(table, event, clock):
    add_people(event, clock(), an_attendee(9, last_name="Parti", status=Status.CANCELLED))
    assert row(table(), "Parti")["State"] == "cancelled"


def test_columns_of_the_list_that_we_do_not_know_come_last(table, event, clock):
    add_people(event, clock(), an_attendee(9, last_name="Z", custom={"Régime": "=1+1"}))
    rows = table()
    assert list(rows[0])[-1] == "Régime"
    assert row(rows, "Z")["Régime"] == "'=1+1"


def test_two_records_of_one_person_are_one_row_that_tells_of_the_other(table, desk):
    desk.move_to("atelier-b")
    overrule_question(desk, desk.scan(TWO.ticket_code), Authority("Claire", "place libre"))
    desk.registration.merge(ONE.id, TWO.id)
    rows = table()
    assert {r["Last name"] for r in rows} == {"Le Goff-1", "N’Guyen"}
    here = row(rows, "Le Goff-1", "Atelier B")
    assert (here["State"], here["Why"], here["Allowed by"]) == ("present", "place libre", "Claire")
    name = f"Jean-Baptiste de La Fournière ({TWO.ticket_code})"
    assert here["Corrections"] == f"same person as {name} (08:40, Accueil 1)"
