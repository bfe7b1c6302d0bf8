# SPDX-License-Identifier: GPL-3.0-or-later
"""An event of two days and a night, replayed at speed: what is counted, by day and in all, was worked out by hand."""

import json
from dataclasses import replace
from datetime import date, datetime, timedelta, timezone
from zoneinfo import ZoneInfo

import openpyxl
import pytest

from checkin.core.attendee import attendee_body
from checkin.core.decision import Reason, Verdict
from checkin.core.entries import EntryKind
from checkin.core.export_columns import export_options
from checkin.core.message import fill_message
from checkin.core.people_list import AttendanceFilter, AttendeeFilter, AttendeeOrder
from checkin.core.print_jobs import PrintPlan, PrintPolicy
from checkin.core.programme.programme import Column, ControlPoint, Event, PointMode, Programme, Reentry, Session
from checkin.core.programme.programme_edits import day_of, planned_id
from checkin.services.attendance.attendance_evidence import (
    AttendanceEvidence,
    day_report_from_journal,
    day_report_from_tables,
)
from checkin.services.attendance.attendance_papers import SheetOptions, issue, make_sign_in_sheets
from checkin.services.desk import Desk
from checkin.services.event_file import EventFile
from checkin.services.exports.attendance_export import compare_export, export_attendance
from checkin.services.file_check import check_file
from checkin.services.live_queries import LiveQueries
from checkin.services.people_queries import PeopleQueries
from checkin.services.programme.programme_use import read_programme_use
from tests.builders import KEY, an_attendee
from tests.fakes import FakeClock

PARIS = ZoneInfo("Europe/Paris")
TUESDAY, WEDNESDAY = date(2023, 7, 4), date(2023, 7, 5)
ANNE, BEN, CLEO, DAN = (an_attendee(n, last_name=name) for n, name in enumerate(("Anne", "Ben", "Cleo", "Dan"), 1))


def at(day, hour, minute=0):
    return datetime(2023, 7, day, hour, minute, tzinfo=PARIS)


def session(name, day, starts, ends):
    return Session(name, name.title(), at(day, starts), at(day, ends) if ends > starts else at(day + 1, ends))


TWO_DAYS = Programme(
    Event("Rencontre", TUESDAY, last_day=WEDNESDAY),
    sessions=(
        session("ouverture", 4, 9, 12),
        session("ateliers", 4, 14, 17),
        session("soiree", 4, 20, 1),
        session("bilan", 5, 9, 12),
        session("cloture", 5, 14, 16),
    ),
    control_points=(
        ControlPoint("accueil", "Accueil", opens=at(4, 8), is_daily=True),
        ControlPoint("sortie", "Sortie", mode=PointMode.EXIT),
        ControlPoint("repas", "Repas", reentry=Reentry.NEVER, session="", is_daily=True),
        ControlPoint("cadeau", "Cadeau", reentry=Reentry.NEVER),
    ),
)


@pytest.fixture
def event(tmp_path):
    made = EventFile.create(tmp_path / "two.checkin", KEY)
    made.plan(TWO_DAYS, at=at(3, 12), desk="A")
    with made.transaction():
        for person in (ANNE, BEN, CLEO, DAN):
            made.journal.append(EntryKind.ATTENDEE_ADDED, person.id, attendee_body(person), at=at(3, 12), desk="A")
    yield made
    made.close()


class Day:
    """A desk whose clock is set before each scan."""

    def __init__(self, event, point="accueil"):
        self.clock = FakeClock(at(4, 8))
        self.desk = Desk(event, self.clock, "Accueil 1", point)

    def scan(self, person, day, hour, minute=0, point="accueil"):
        self.clock.at = at(day, hour, minute)
        self.desk.move_to(point)
        return self.desk.scan(person.ticket_code)


def say(words, **fields):
    return fill_message(words.text, fields)


def replay(event):
    day = Day(event)
    answers = [
        day.scan(ANNE, 4, 8, 50),
        day.scan(BEN, 4, 9, 30),
        day.scan(ANNE, 4, 9, 40),
        day.scan(ANNE, 4, 12, 15, "repas"),
        day.scan(ANNE, 4, 12, 20, "repas"),
        day.scan(BEN, 4, 12, 0, "sortie"),
        day.scan(CLEO, 4, 20, 0),
        day.scan(CLEO, 5, 0, 30, "sortie"),
        day.scan(ANNE, 5, 8, 55),
        day.scan(CLEO, 5, 9, 0),
        day.scan(ANNE, 5, 12, 5, "repas"),
        day.scan(ANNE, 5, 12, 10, "cadeau"),
        day.scan(CLEO, 5, 12, 0, "sortie"),
    ]
    day.clock.at = at(5, 18)
    return day, answers


def test_everyone_comes_anew_on_each_day_and_once_a_day(event):
    _, answers = replay(event)
    assert [(answer.verdict, answer.reason) for answer in answers] == [
        (Verdict.ADMIT, Reason.WELCOME),
        (Verdict.ADMIT, Reason.WELCOME),
        (Verdict.DUPLICATE, Reason.ALREADY_ARRIVED),
        (Verdict.ADMIT, Reason.WELCOME),
        (Verdict.DUPLICATE, Reason.ALREADY_ARRIVED),
        (Verdict.ADMIT, Reason.EXIT),
        (Verdict.ADMIT, Reason.WELCOME),
        (Verdict.ADMIT, Reason.EXIT),  # half past midnight is still Tuesday's event
        (Verdict.ADMIT, Reason.WELCOME),
        (Verdict.ADMIT, Reason.WELCOME),
        (Verdict.ADMIT, Reason.WELCOME),
        (Verdict.ADMIT, Reason.WELCOME),
        (Verdict.ADMIT, Reason.EXIT),
    ]
    assert [day_of(answer.control_point.id) for answer in answers[:1] + answers[8:9]] == [TUESDAY, WEDNESDAY]


def test_the_account_says_how_many_were_there_on_each_day_and_in_all(event):
    replay(event)
    now = at(5, 18)
    report = day_report_from_journal(event, now)
    assert (report.total.registered, report.total.present, report.total.absent) == (4, 3, 1)
    assert {day: line.people for day, line in report.days.items()} == {TUESDAY: 3, WEDNESDAY: 2}
    assert {day: line.absent for day, line in report.days.items()} == {TUESDAY: 1, WEDNESDAY: 2}
    assert report.is_balanced
    assert day_report_from_tables(event) == report
    assert not check_file(event).problems


def test_who_was_only_at_a_door_of_no_day_counts_on_the_day_of_that_hour(event):
    day, _ = replay(event)
    assert day.scan(DAN, 5, 1, 30, "cadeau").reason is Reason.WELCOME, "half past one is still Tuesday's event"
    now = at(5, 18)
    report = day_report_from_journal(event, now)
    assert (report.total.present, report.total.absent) == (4, 0)
    assert {day: line.people for day, line in report.days.items()} == {TUESDAY: 4, WEDNESDAY: 2}
    assert day_report_from_tables(event) == report
    assert report.is_balanced


def test_the_live_screen_counts_today_and_the_days_in_all(event):
    replay(event)
    live = LiveQueries(event).read(at(5, 10)).live
    assert (live.arrived, live.expected, live.in_all) == (2, 4, 3)
    assert [(each.day, each.arrived) for each in live.days] == [(TUESDAY, 3), (WEDNESDAY, 2)]
    live = LiveQueries(event).read(at(4, 10)).live
    assert (live.arrived, live.in_all) == (3, 3)


def minutes_of(event):
    return {
        each.history.attendee.last_name: {half: got.minutes for half, got in each.attendance.half_days.items()}
        for each in AttendanceEvidence(event, at(5, 18)).all_people()
        if each.history.attendee
    }


def test_half_days_of_both_days_have_their_minutes(event):
    replay(event)  # Anne was seen at both meals, with no exit: the afternoon that follows counts
    days = [f"2023-07-0{day}/{part}" for day, part in ((4, "morning"), (4, "afternoon"), (4, "evening"))]
    days += [f"2023-07-05/{part}" for part in ("morning", "afternoon")]
    assert minutes_of(event) == {
        "Anne": dict(zip(days, (180, 180, 0, 180, 120), strict=True)),
        "Ben": dict(zip(days, (150, 0, 0, 0, 0), strict=True)),
        "Cleo": dict(zip(days, (0, 0, 270, 180, 0), strict=True)),
        "Dan": dict(zip(days, (0, 0, 0, 0, 0), strict=True)),
    }


def test_certificates_and_sheets_are_of_both_days(event):
    replay(event)
    made = [each.certificate for each in issue(event, at(5, 18))]
    by_name = {each.name.split()[-1]: each for each in made}
    assert sorted(by_name) == ["Anne", "Ben", "Cleo"]
    assert [half.half_day.id for half in by_name["Cleo"].halves if half.minutes] == [
        "2023-07-04/evening",
        "2023-07-05/morning",
    ]
    sheets = make_sign_in_sheets(event, SheetOptions(), at(5, 18))
    assert {sheet.occasion.id: sum(row.is_present for row in sheet.rows) for sheet in sheets} == {
        "2023-07-04/morning": 2,
        "2023-07-04/afternoon": 1,
        "2023-07-04/evening": 1,
        "2023-07-05/morning": 2,
        "2023-07-05/afternoon": 1,
    }


def test_the_export_has_a_row_for_each_day_and_the_first_arrival_of_each_person(event, tmp_path):
    replay(event)
    came = {"Anne": True, "Ben": True, "Cleo": True, "Dan": False}
    export_attendance(event, tmp_path / "out.json", say, now=at(5, 18))
    document = json.loads((tmp_path / "out.json").read_text())
    rows = [(row["last_name"], row["control_point"], (row["arrival"] or "")[:16]) for row in document["rows"]]
    assert [row for row in rows if row[0] in ("Cleo", "Dan")] == [
        ("Cleo", "Accueil 2023-07-04", "2023-07-04T20:00"),
        ("Cleo", "Accueil 2023-07-05", "2023-07-05T09:00"),
        ("Dan", "Accueil 2023-07-04", ""),
        ("Dan", "Accueil 2023-07-05", ""),
    ]
    assert {row["last_name"]: row["came"] for row in document["rows"]} == came
    export_attendance(event, tmp_path / "short.json", say, export_options(columns=["last_name", "came"]), at(5, 18))
    short = json.loads((tmp_path / "short.json").read_text())
    assert {row["last_name"]: row["came"] for row in short["rows"]} == came
    assert {day: line["people"] for day, line in document["account"]["days"].items()} == {
        "2023-07-04": 3,
        "2023-07-05": 2,
    }


def test_the_desk_follows_the_day_by_itself_in_the_zone_of_the_event(event):
    clock = FakeClock(datetime(2023, 7, 4, 20, tzinfo=timezone(timedelta(hours=-7))))  # 5 o'clock on Wednesday in Paris
    desk = Desk(event, clock, "Accueil 1", "accueil@2023-07-04")
    assert day_of(desk.control_point.id) == WEDNESDAY
    clock.at = at(4, 12)
    assert desk.follow_day()
    assert not desk.follow_day()
    assert (day_of(desk.control_point.id), planned_id(desk.control_point.id)) == (TUESDAY, "accueil")
    clock.at = at(5, 3, 59)
    assert not desk.follow_day()
    clock.at = at(5, 4)
    assert desk.follow_day()
    for early_or_late, day in ((at(1, 12), TUESDAY), (at(9, 12), WEDNESDAY)):
        clock.at = early_or_late
        desk.follow_day()
        assert day_of(desk.control_point.id) == day


def test_hours_of_a_daily_control_point_are_those_of_each_day(event):
    day = Day(event)
    assert day.scan(ANNE, 4, 7, 30).reason is Reason.TOO_EARLY
    assert day.scan(ANNE, 5, 7, 30).reason is Reason.TOO_EARLY
    assert day.scan(ANNE, 5, 8).reason is Reason.WELCOME


def test_yesterday_s_paper_is_entered_as_yesterday(event):
    day, _ = replay(event)
    day.desk.move_to("accueil")
    day.desk.enter_from_paper(at(4, 9, 10))
    answer = day.desk.check_in(DAN.id)
    assert (answer.reason, day_of(answer.control_point.id)) == (Reason.WELCOME, TUESDAY)
    assert {d: line.people for d, line in day_report_from_journal(event, at(5, 18)).days.items()} == {
        TUESDAY: 4,
        WEDNESDAY: 2,
    }


def test_an_arrival_of_the_day_before_is_undone_where_it_was(event):
    _, answers = replay(event)
    desk = Day(event).desk
    undone = desk.undo(answers[1].entry)
    assert undone.reason is Reason.UNDONE
    assert day_of(undone.control_point.id) == TUESDAY


def test_a_badge_is_printed_on_the_first_day_only(event):
    day = Day(event)
    day.desk.printing.use(PrintPlan("ipp://hall", policy=PrintPolicy.ALWAYS))
    assert day.scan(ANNE, 4, 8, 50).badge is not None
    assert day.scan(ANNE, 5, 8, 50).badge is None
    assert day.scan(BEN, 5, 9).badge is not None


def test_the_editor_knows_how_many_came_on_each_day(event):
    replay(event)
    use = read_programme_use(event)
    assert use.on_day == {TUESDAY: 3, WEDNESDAY: 2}
    assert (use.passed["accueil"], use.passed["cadeau"]) == (5, 1)


def test_a_day_taken_off_the_programme_keeps_who_was_counted_on_it(event):
    replay(event)
    one = Programme(Event("Rencontre", TUESDAY), sessions=TWO_DAYS.sessions, control_points=TWO_DAYS.control_points)
    event.plan(one, at=at(5, 19), desk="A")
    report = day_report_from_journal(event, at(5, 20))
    assert (report.total.present, report.days) == (3, {})
    assert day_report_from_tables(event) == report
    assert not check_file(event).problems


def test_nobody_is_told_to_have_come_today_who_came_yesterday(event):
    day, _ = replay(event)
    day.clock.at = at(5, 10)
    day.desk.move_to("accueil")
    queries = PeopleQueries(event, day.desk)
    come = queries.order("", AttendeeFilter(attendance=AttendanceFilter.ARRIVED), AttendeeOrder())
    assert sorted(come) == sorted([ANNE.id, CLEO.id])


def sheets_of(path):
    return {sheet.title: list(sheet.values) for sheet in openpyxl.load_workbook(path)}


def states(sheet):
    """Each person's state in a sheet of people."""
    heading, *rows = sheet
    name, state = heading.index("Last name"), heading.index("State")
    return {row[name]: row[state] for row in rows}


def test_while_the_second_day_goes_on_who_missed_the_first_is_absent_from_it_everywhere(event, tmp_path):
    """Ben came on Tuesday only, Dan never; a row of Dan's is of a person who may still come today."""
    replay(event)
    export_attendance(event, tmp_path / "out.xlsx", say, now=at(5, 10))
    sheets = sheets_of(tmp_path / "out.xlsx")
    assert states(sheets["Accueil 04-07"]) == {"Anne": "present", "Ben": "left", "Cleo": "left", "Dan": "absent"}
    assert states(sheets["Accueil 05-07"])["Dan"] == states(sheets["Accueil 05-07"])["Ben"] == "not yet come"
    heading, *rows = sheets["Attendance"]
    where = [heading.index(title) for title in ("Last name", "Control point", "State")]
    told = {tuple(row[at] for at in where) for row in rows if row[where[0]] in ("Ben", "Dan")}
    assert told == {
        ("Ben", "Accueil 04/07", "left"),
        ("Ben", "Accueil 05/07", "not yet come"),
        ("Dan", "Accueil 04/07", "absent"),
        ("Dan", "Accueil 05/07", "not yet come"),
    }
    account = {row[0]: row[1:5] for row in sheets["Account"]}
    assert account["On site on 04/07/2023"] == (4, 3, 1, 0)
    assert account["On site on 05/07/2023"] == (4, 2, "to come", 0)
    assert "Present: 05/07 morning" in heading
    assert compare_export(event, tmp_path / "out.xlsx", [say]).has_same_values


def test_the_account_has_what_was_eaten_on_each_day(event, tmp_path):
    """Anne and Ben eat no meat, Cleo and Dan all: of these Anne came twice, Ben on Tuesday, Cleo twice, Dan never."""
    diets = {ANNE.id: "vegetarian", BEN.id: "vegetarian", CLEO.id: "all", DAN.id: "all"}
    counted = Column("d", "Diet", "custom:Diet", is_counted=True)
    event.plan(replace(TWO_DAYS, columns=(counted,)), at=at(3, 13), desk="A")
    day, _ = replay(event)
    for person, diet in diets.items():
        day.desk.registration.correct(person, {"custom:Diet": diet})
    report = day_report_from_journal(event, at(5, 18))
    eaten = {
        (on.day, value): (line.registered, line.present, line.absent)
        for on, figures in report.on_days.items()
        for value, line in figures.columns["Diet"].items()
    }
    assert eaten == {
        (4, "vegetarian"): (2, 2, 0),
        (4, "all"): (2, 1, 1),
        (5, "vegetarian"): (2, 1, 1),
        (5, "all"): (2, 1, 1),
    }
    assert {value: line.present for value, line in report.columns["Diet"].items()} == {"vegetarian": 2, "all": 1}
    assert day_report_from_tables(event).on_days == report.on_days
    export_attendance(event, tmp_path / "out.xlsx", say, now=at(5, 18))
    account = {row[0]: row[1:5] for row in sheets_of(tmp_path / "out.xlsx")["Account"]}
    assert account["Diet: vegetarian"] == (2, 2, 0, 0)
    assert account["04/07/2023 – Diet: vegetarian"] == (2, 2, 0, 0)
    assert account["05/07/2023 – Diet: vegetarian"] == (2, 1, 1, 0)
    export_attendance(event, tmp_path / "out.json", say, now=at(5, 18))
    told = json.loads((tmp_path / "out.json").read_text())["account"]["columns_by_day"]
    assert told["2023-07-05"]["Diet"]["vegetarian"]["present"] == 1
