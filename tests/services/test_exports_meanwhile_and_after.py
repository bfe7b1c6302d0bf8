# SPDX-License-Identifier: GPL-3.0-or-later
"""What an export says while the event goes on, and after its end."""

import json
from datetime import UTC, date, datetime

import openpyxl
import pytest

from checkin.core.export_columns import VERSION
from checkin.core.message import Message
from checkin.core.programme.programme import ControlPoint, Event, PointMode, Programme, Session
from checkin.services.desk import Desk
from checkin.services.event_file import EventFile
from checkin.services.exports.attendance_export import EVERYTHING, compare_export, export_attendance
from checkin.translation import Translator
from tests.builders import KEY, an_attendee
from tests.conftest import add_people
from tests.fakes import FakeClock

BEFORE_THE_END = datetime(2023, 7, 4, 13, 15, tzinfo=UTC)
AFTERWARDS = datetime(2023, 7, 5, 13, 15, tzinfo=UTC)
SAY = Translator("fr").translate
ABSENT, MISSED = an_attendee(4, last_name="Absent"), an_attendee(2, last_name="Missed", sessions=("atelier",))


def at(hour, minute=0):
    return datetime(2023, 7, 4, hour, minute, tzinfo=UTC)


@pytest.fixture
def meeting(tmp_path):
    """An event of four people. One never comes, and one misses the workshop, which ends at 14:00 UTC."""
    sessions = (
        Session("pleniere", "Plénière", at(7), at(10, 30)),
        Session("atelier", "Atelier", at(12), at(14), is_booked=True),
        Session("debat", "Débat", at(14), at(15)),
    )
    points = (
        ControlPoint("accueil", "Accueil"),
        ControlPoint("porte", "Atelier", "atelier"),
        ControlPoint("sortie", "Sortie", mode=PointMode.EXIT),
    )
    about = Event("9ᵉ Rencontre", date(2023, 7, 4), "Rennes", "Région Bretagne", "Europe/Paris")
    plain, booked = an_attendee(1), an_attendee(3, sessions=("atelier",))
    event = EventFile.create(tmp_path / "rencontre.checkin", KEY)
    event.plan(Programme(about, sessions=sessions, control_points=points), at=at(6, 30), desk="Accueil 1")
    add_people(event, at(6, 30), plain, MISSED, booked, ABSENT)
    for person in (plain, MISSED, booked):
        Desk(event, FakeClock(at(6, 30)), "Accueil 1").check_in(person.id)
    Desk(event, FakeClock(at(12, 5)), "Accueil 1", "porte").scan(booked.ticket_code)
    yield event
    event.close()


def test_nobody_is_absent_from_the_event_before_it_has_ended(meeting, tmp_path):
    """One of the four never comes."""
    for now, (state, came, is_final) in {
        BEFORE_THE_END: ("to_come", None, False),
        AFTERWARDS: ("absent", False, True),
    }.items():
        export_attendance(meeting, tmp_path / "now.json", SAY, EVERYTHING, now)
        found = json.loads((tmp_path / "now.json").read_text("utf-8"))
        row = next(row for row in found["rows"] if row["last_name"] == "Absent")
        assert (row["state"], row["came"], found["account"]["is_final"]) == (state, came, is_final)
        assert (found["account"]["total"]["registered"], found["account"]["total"]["absent"]) == (4, 1)


def test_until_the_end_a_workbook_says_who_has_not_come_yet_and_that_it_is_provisional(meeting, tmp_path):
    export_attendance(meeting, tmp_path / "now.xlsx", SAY, EVERYTHING, BEFORE_THE_END)
    book = openpyxl.load_workbook(tmp_path / "now.xlsx")
    account = [row[0] for row in book["Compte"].values]
    assert "Dont absentes ou à venir" in [cell.value for cell in book["Compte"][1]]
    assert any(str(text).startswith("Provisoire, au 04/07/2023 15:15") for text in account)
    assert any("1 pas encore venue +" in str(text) for text in account)
    first = book.worksheets[0]
    told = {row[0]: row for row in first.iter_rows(values_only=True)}
    assert "pas encore venu" in told["Absent"]
    assert "absent" not in {cell for sheet in book for row in sheet.values for cell in row}
    assert compare_export(meeting, tmp_path / "now.xlsx", [SAY]).has_same_values


@pytest.mark.parametrize(
    ("now", "expected"), [(BEFORE_THE_END, ("to_come", None, "à venir")), (AFTERWARDS, ("absent", 1, 1))]
)
def test_nobody_is_absent_from_a_session_before_it_has_ended(meeting, tmp_path, now, expected):
    state, absent, cell = expected
    made = export_attendance(meeting, tmp_path / "now.json", SAY, EVERYTHING, now)
    assert "Provisoires" in made.sentence(SAY)
    found = json.loads((tmp_path / "now.json").read_text("utf-8"))
    states = {row["last_name"]: row["state"] for row in found["rows"] if row["control_point"] == "Atelier"}
    assert (states["Missed"], found["account"]["sessions"]["atelier"]["absent"]) == (state, absent)
    export_attendance(meeting, tmp_path / "now.xlsx", SAY, EVERYTHING, now)
    lines = {
        row[0]: row[3]
        for row in openpyxl.load_workbook(tmp_path / "now.xlsx")[SAY(Message("export", "Account"))].values
    }
    assert next(told for name, told in lines.items() if str(name).startswith("Session")) == cell
    for name in ("now.json", "now.xlsx"):
        assert compare_export(meeting, tmp_path / name, [SAY]).has_same_values


def test_an_export_of_another_version_is_not_compared(meeting, tmp_path):
    path = tmp_path / "now.json"
    export_attendance(meeting, path, SAY, EVERYTHING, AFTERWARDS)
    text = path.read_text("utf-8")
    path.write_text(text.replace(f"checkin:made:{VERSION}:", f"checkin:made:{VERSION + 1}:"), "utf-8")
    assert compare_export(meeting, path, [SAY]) is None
