# SPDX-License-Identifier: GPL-3.0-or-later
"""What is attested of an event of two days that people come to on one day or on both, by a column of the list."""

import json
from dataclasses import replace
from datetime import date, datetime
from unicodedata import normalize
from zoneinfo import ZoneInfo

import openpyxl
import pytest

from checkin.core.decision import Verdict
from checkin.core.programme.programme import Column, ControlPoint, Event, Programme, Requirement, Session
from checkin.core.supervisor import Authority
from checkin.services.attendance.attendance_evidence import (
    AttendanceEvidence,
    day_report_from_journal,
    day_report_from_tables,
)
from checkin.services.attendance.attendance_papers import (
    SheetForm,
    SheetOptions,
    issue,
    make_report_context,
    make_sign_in_sheets,
    write_sheets,
)
from checkin.services.desk import Desk
from checkin.services.event_file import EventFile
from checkin.services.exports.attendance_export import compare_export, export_attendance
from checkin.services.file_check import check_file
from checkin.translation import Translator
from tests.builders import KEY, an_attendee
from tests.conftest import add_people
from tests.fakes import FakeClock
from tests.pdf_reports.readers import told

PARIS = ZoneInfo("Europe/Paris")
MONDAY, TUESDAY = date(2026, 10, 5), date(2026, 10, 6)
SAY = Translator("fr").translate


def at(day, hour, minute=0):
    return datetime(2026, 10, day, hour, minute, tzinfo=PARIS)


AFTERWARDS = at(6, 19)


def session(name, day, starts, ends, **more):
    return Session(name, name.title(), at(day, starts), at(day, ends), **more)


def welcome(name, day, *values):
    required = (Requirement("custom:Jours", values),)
    return ControlPoint(name.casefold(), f"Accueil {name}", opens=at(day, 8), closes=at(day, 18), requires=required)


LES_DEUX, LUNDI, MARDI = "Les deux", "Lundi 5", "Mardi 6"
PROGRAMME = Programme(
    Event("Rencontre", MONDAY, last_day=TUESDAY),
    sessions=(
        session("ouverture", 5, 9, 12),
        session("ateliers", 5, 14, 17),
        session("bilan", 6, 9, 12),
        session("cloture", 6, 14, 16),
    ),
    control_points=(welcome("Lundi", 5, LES_DEUX, LUNDI), welcome("Mardi", 6, LES_DEUX, MARDI)),
    columns=(Column("jours", "Jours", "custom:Jours", is_counted=True),),
)
NAMES = {"Anne": LES_DEUX, "Ben": LUNDI, "Cleo": MARDI, "Dan": LES_DEUX, "Eva": LUNDI, "Flo": MARDI}
PEOPLE = {name: an_attendee(n, last_name=name, custom={"Jours": days}) for n, (name, days) in enumerate(NAMES.items())}
GROUP = an_attendee(9, last_name="Groupe", custom={"Jours": LES_DEUX}, places=2)


@pytest.fixture
def event(tmp_path):
    made = EventFile.create(tmp_path / "two.checkin", KEY)
    made.plan(PROGRAMME, at=at(1, 12), desk="A")
    add_people(made, at(1, 12), *PEOPLE.values())
    yield made
    made.close()


@pytest.fixture
def scan(event):
    clock = FakeClock(at(5, 8))
    desk = Desk(event, clock, "Accueil 1", "lundi")

    def scan(person, day, hour, minute=0):
        clock.at = at(day, hour, minute)
        desk.move_to("lundi" if day == 5 else "mardi")
        return desk.scan(person.ticket_code)

    return scan


@pytest.fixture
def monday(scan):
    scan(PEOPLE["Anne"], 5, 8, 50)
    scan(PEOPLE["Ben"], 5, 8, 55)


@pytest.fixture
def both_days(scan, monday):
    scan(PEOPLE["Cleo"], 6, 8, 50)


def exported(event, folder, now):
    export_attendance(event, folder / "out.json", SAY, now=now)
    return json.loads((folder / "out.json").read_text("utf-8"))


def written(event, folder, now):
    export_attendance(event, folder / "out.xlsx", SAY, now=now)
    return {sheet.title: list(sheet.values) for sheet in openpyxl.load_workbook(folder / "out.xlsx")}


def sheets(event, now, form=SheetForm.FILLED):
    return {each.occasion.id: each for each in make_sign_in_sheets(event, SheetOptions(form=form), now)}


def by_point(document):
    """The state of each person at each control point that has a row of theirs."""
    found = {}
    for row in document["rows"]:
        found.setdefault(row["control_point"], {})[row["last_name"]] = row["state"]
    return found


def compares(event, folder):
    names = ("out.json", "out.xlsx")
    return all(compare_export(event, folder / name, [SAY]).has_same_values for name in names)


def figures(line):
    return line.registered, line.present, line.absent


def sheet_figures(sheet):
    return sheet.expected, sheet.present, sheet.absent


MORNINGS = ("2026-10-05/morning", "2026-10-06/morning")


AFTERNOONS = ("2026-10-05/afternoon", "2026-10-06/afternoon")


def test_a_half_day_at_which_no_badge_was_read_knows_no_absences(event, both_days, tmp_path, qapp):
    found = sheets(event, AFTERWARDS)
    assert {half for half, sheet in found.items() if sheet.is_observed} == {*MORNINGS}
    assert {half for half, sheet in found.items() if not sheet.is_observed} == {*AFTERNOONS}
    for form in (SheetForm.FILLED, SheetForm.CONTROL):
        sheet = sheets(event, AFTERWARDS, form)["2026-10-05/afternoon"]
        write_sheets(tmp_path / "s.pdf", [sheet], make_report_context(event, Translator("fr"), AFTERWARDS))
        text = normalize("NFKC", told(tmp_path / "s.pdf"))
        assert "Aucun badge lu pour cette demi-journée : présence non constatée" in text
        assert "absent" not in text.casefold()


def test_cells_are_empty_where_no_badge_was_read_or_nobody_was_expected(event, both_days, tmp_path):
    rows = {row["last_name"]: row for row in exported(event, tmp_path, AFTERWARDS)["rows"]}
    anne = rows["Anne"]
    for column in ("half_days", "half_day_minutes", "half_day_exits", "half_days_late"):
        assert {anne[column][half] for half in AFTERNOONS} == {None}
    assert (anne["minutes"], anne["half_day_minutes"]["2026-10-06/morning"]) == (180, 0)
    heading, *lines = written(event, tmp_path, AFTERWARDS)["Présences"]
    column = heading.index("Présent\xa0: 06/10 après-midi")
    assert {line[column] for line in lines} == {None}
    told = {name: tuple(row["half_days"][half] for half in MORNINGS) for name, row in rows.items()}
    assert told == {
        "Anne": (True, False),
        "Ben": (True, None),
        "Cleo": (None, True),
        "Dan": (False, False),
        "Eva": (False, None),
        "Flo": (None, False),
    }
    assert rows["Ben"]["half_day_minutes"]["2026-10-06/morning"] is None
    certified = {each.certificate.name.split()[-1]: each.certificate.minutes for each in issue(event, AFTERWARDS)}
    assert certified == {"Anne": 180, "Ben": 180, "Cleo": 180}


def test_who_may_enter_at_no_entrance_of_a_day_is_not_expected_on_its_sheets(event, both_days):
    found = sheets(event, AFTERWARDS)
    expected = [{row.last_name for row in found[half].rows} for half in MORNINGS]
    assert expected == [{"Anne", "Ben", "Dan", "Eva"}, {"Anne", "Cleo", "Dan", "Flo"}]
    assert sheet_figures(found["2026-10-05/morning"]) == (4, 2, 2)
    blank = sheets(event, at(5, 7), SheetForm.BLANK)["2026-10-06/morning"]
    assert {row.last_name for row in blank.rows} == expected[1]


def test_the_account_of_a_day_is_of_those_expected_on_it_and_of_those_who_came(event, both_days, tmp_path):
    report = day_report_from_journal(event, AFTERWARDS)
    of_days = {day: (*figures(line), line.places) for day, line in report.days.items()}
    assert of_days == {MONDAY: (4, 2, 2, 4), TUESDAY: (4, 1, 3, 4)}
    assert figures(report.total) == (6, 3, 3)
    assert report.is_balanced
    counted = report.on_days[MONDAY].columns["Jours"]
    assert {value: line.registered for value, line in counted.items()} == {LES_DEUX: 2, LUNDI: 2}
    assert day_report_from_tables(event) == report
    assert not check_file(event).problems
    account = {row[0]: row[1:5] for row in written(event, tmp_path, AFTERWARDS)["Compte"]}
    assert account["Sur place le 05/10/2026"] == (4, 2, 2, 0)
    assert account["Sur place le 06/10/2026"] == (4, 1, 3, 0)


def test_who_came_on_a_day_on_which_they_were_not_expected_is_present(event, both_days, scan, tmp_path):
    """Ben is of Monday alone, and was let in on Tuesday."""
    answer = scan(PEOPLE["Ben"], 6, 9)
    desk = Desk(event, FakeClock(at(6, 9, 1)), "Accueil 1", "mardi")
    assert desk.overrule(answer, Authority("Anne", "Invité")).verdict is Verdict.ADMIT
    sheet = sheets(event, AFTERWARDS)["2026-10-06/morning"]
    (row,) = [row for row in sheet.rows if row.last_name == "Ben"]
    assert (row.is_expected, row.is_present, sheet.expected) == (False, True, 4)
    line = day_report_from_journal(event, AFTERWARDS).days[TUESDAY]
    assert (*figures(line), line.places) == (5, 2, 3, 4)
    document = exported(event, tmp_path, AFTERWARDS)
    assert by_point(document)["Accueil Mardi"]["Ben"] == "present"
    ben = next(row for row in document["rows"] if row["last_name"] == "Ben")
    assert ben["half_days"]["2026-10-06/morning"] is True


def test_each_welcome_point_has_the_rows_of_those_expected_there(event, both_days, tmp_path):
    assert by_point(exported(event, tmp_path, AFTERWARDS)) == {
        "Accueil Lundi": {"Anne": "present", "Ben": "present", "Dan": "absent", "Eva": "absent"},
        "Accueil Mardi": {"Anne": "absent", "Cleo": "present", "Dan": "absent", "Flo": "absent"},
    }
    book = written(event, tmp_path, AFTERWARDS)
    assert [row[0] for row in book["Accueil Mardi"][1:]] == ["Anne", "Cleo", "Dan", "Flo"]
    assert compares(event, tmp_path)


def test_nobody_is_left_out_before_their_day_has_begun_nor_for_want_of_a_day(event, monday, tmp_path):
    add_people(event, at(5, 9), an_attendee(8, last_name="Nul", custom={"Jours": ""}))
    document = exported(event, tmp_path, at(5, 19))
    assert by_point(document) == {
        "Accueil Lundi": {"Anne": "present", "Ben": "present", "Dan": "absent", "Eva": "absent", "Nul": None},
        "Accueil Mardi": {"Cleo": "to_come", "Flo": "to_come"},
    }


def test_a_day_that_has_ended_knows_its_absences_and_one_that_has_not_does_not(event, monday, tmp_path):
    for now, absent, state in ((at(5, 17, 30), (None, None), "to_come"), (at(5, 18), (2, None), "absent")):
        document = exported(event, tmp_path, now)
        days, columns = document["account"]["days"], document["account"]["columns_by_day"]
        assert tuple(days[each]["absent"] for each in ("2026-10-05", "2026-10-06")) == absent
        assert columns["2026-10-06"]["Jours"][LES_DEUX]["absent"] is None
        assert by_point(document)["Accueil Lundi"]["Dan"] == state
        account = {row[0]: row[3] for row in written(event, tmp_path, now)["Compte"]}
        shown = tuple(account[f"Sur place le 0{n}/10/2026"] for n in (5, 6))
        assert shown == tuple("à venir" if each is None else each for each in absent)
        assert AttendanceEvidence(event, now).occasions.ended_days() == ({MONDAY} if absent[0] else set())
        assert compares(event, tmp_path)


def test_a_day_on_which_nobody_was_seen_knows_no_absences_in_the_account_either(event, monday, tmp_path):
    document = exported(event, tmp_path, AFTERWARDS)
    assert [line["absent"] for line in document["account"]["days"].values()] == [2, None]
    assert set(by_point(document)["Accueil Mardi"].values()) == {None}
    account = {row[0]: row[1:5] for row in written(event, tmp_path, AFTERWARDS)["Compte"]}
    assert account["Sur place le 06/10/2026"] == (4, 0, None, 0)


def test_a_group_of_which_some_came_says_how_many(event, scan):
    add_people(event, at(1, 12), GROUP)
    desk = Desk(event, FakeClock(at(5, 8, 31)), "Accueil 1", "lundi")
    desk.admit(desk.scan(GROUP.ticket_code), people=1)

    def remarks():
        row = next(row for row in sheets(event, at(5, 19))["2026-10-05/morning"].rows if row.last_name == "Groupe")
        return [SAY(each.words, **each.fields) for each in row.remarks]

    assert remarks() == ["groupe de 2, 1 personne venue"]
    late = Desk(event, FakeClock(at(5, 14, 10)), "Accueil 1", "lundi")
    answer = late.admit(late.scan(GROUP.ticket_code), people=1)
    assert remarks() == ["groupe de 2, 1 personne venue"], "in the morning there was one"
    late.undo(answer.entry)
    desk.admit(desk.scan(GROUP.ticket_code), people=1)
    assert remarks() == ["groupe de 2"]


def test_of_an_event_of_one_day_sheet_and_account_expect_the_same_people(event, monday):
    """Whoever its entrance would refuse may have been let in all the same, and is on the paper to sign."""
    one_day = replace(PROGRAMME, event=Event("Rencontre", MONDAY), sessions=PROGRAMME.sessions[:2])
    event.plan(one_day, at=at(5, 9), desk="A")
    sheet = make_sign_in_sheets(event, SheetOptions(), at(6, 12))[0]
    assert sheet_figures(sheet) == figures(day_report_from_journal(event, at(6, 12)).total) == (6, 2, 4)
