# SPDX-License-Identifier: GPL-3.0-or-later
"""An event of two days and a night, replayed at speed: what is counted, by day and in all, was worked out by hand."""

import json
from contextlib import closing
from dataclasses import replace
from datetime import date, datetime, timedelta, timezone
from zoneinfo import ZoneInfo

import openpyxl
import pytest

from checkin.core.decision import Reason, Verdict
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
from tests.conftest import add_people
from tests.fakes import FakeClock

PARIS = ZoneInfo("Europe/Paris")
TUESDAY, WEDNESDAY = date(2023, 7, 4), date(2023, 7, 5)
ANNE, BEN, CLEO, DAN = (an_attendee(n, last_name=name) for n, name in enumerate(("Anne", "Ben", "Cleo", "Dan"), 1))


def at(day, hour, minute=0):
    return datetime(2023, 7, day, hour, minute, tzinfo=PARIS)


def session(name, day, starts, ends):
    return Session(name, name.title(), at(day, starts), at(day, ends) if ends > starts else at(day + 1, ends))


HALF_DAYS = [f"2023-07-0{day}" for day in ("4/morning", "4/afternoon", "4/evening", "5/morning", "5/afternoon")]
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


def made(folder):
    event = EventFile.create(folder / "two.checkin", KEY)
    event.plan(TWO_DAYS, at=at(3, 12), desk="A")
    add_people(event, at(3, 12), ANNE, BEN, CLEO, DAN)
    return closing(event)


@pytest.fixture
def event(tmp_path):
    with made(tmp_path) as opened:
        yield opened


@pytest.fixture(scope="module")
def replayed(tmp_path_factory):
    """The event after both days, and the answers; no test changes anything."""
    with made(tmp_path_factory.mktemp("replayed")) as opened:
        yield opened, replay(opened)[1]


@pytest.fixture(scope="module")
def over(replayed):
    return replayed[0]


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


def exported(event, path, now, *options):
    """The export as it was written, read again."""
    export_attendance(event, path, say, *options, now=now)
    if path.suffix == ".json":
        return json.loads(path.read_text())
    return {sheet.title: list(sheet.values) for sheet in openpyxl.load_workbook(path)}


def by_day(figures):
    return [figures[day] for day in (TUESDAY, WEDNESDAY)]


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


def test_everyone_comes_anew_on_each_day_and_once_a_day(replayed):
    _, answers = replayed
    again = Verdict.DUPLICATE, Reason.ALREADY_ARRIVED
    welcome, left = (Verdict.ADMIT, Reason.WELCOME), (Verdict.ADMIT, Reason.EXIT)
    assert [(answer.verdict, answer.reason) for answer in answers] == [
        welcome,
        welcome,
        again,
        welcome,
        again,
        left,
        welcome,
        left,  # half past midnight is still Tuesday's event
        welcome,
        welcome,
        welcome,
        welcome,
        left,
    ]
    assert [day_of(answer.control_point.id) for answer in answers[:1] + answers[8:9]] == [TUESDAY, WEDNESDAY]


def test_the_account_says_how_many_were_there_on_each_day_and_in_all(over):
    report = day_report_from_journal(over, at(5, 18))
    assert (report.total.registered, report.total.present, report.total.absent) == (4, 3, 1)
    assert [(line.people, line.absent) for line in by_day(report.days)] == [(3, 1), (2, 2)]
    assert report.is_balanced
    assert day_report_from_tables(over) == report
    assert not check_file(over).problems
    use = read_programme_use(over)
    assert by_day(use.on_day) == [3, 2]
    assert (use.passed["accueil"], use.passed["cadeau"]) == (5, 1)


def test_who_was_only_at_a_door_of_no_day_counts_on_the_day_of_that_hour(event):
    day, _ = replay(event)
    assert day.scan(DAN, 5, 1, 30, "cadeau").reason is Reason.WELCOME, "half past one is still Tuesday's event"
    report = day_report_from_journal(event, at(5, 18))
    assert (report.total.present, report.total.absent) == (4, 0)
    assert [line.people for line in by_day(report.days)] == [4, 2]
    assert day_report_from_tables(event) == report
    assert report.is_balanced


def test_the_live_screen_counts_today_and_the_days_in_all(over):
    live = LiveQueries(over).read(at(5, 10)).live
    assert (live.arrived, live.expected, live.in_all) == (2, 4, 3)
    assert [(each.day, each.arrived) for each in live.days] == [(TUESDAY, 3), (WEDNESDAY, 2)]
    live = LiveQueries(over).read(at(4, 10)).live
    assert (live.arrived, live.in_all) == (3, 3)


def test_half_days_of_both_days_have_their_minutes(over):
    """Anne was seen at both meals, with no exit: the afternoon that follows counts."""
    minutes = {
        each.history.attendee.last_name: {half: got.minutes for half, got in each.attendance.half_days.items()}
        for each in AttendanceEvidence(over, at(5, 18)).all_people()
        if each.history.attendee
    }
    assert minutes == {
        name: dict(zip(HALF_DAYS, expected, strict=True))
        for name, expected in {
            "Anne": (180, 180, 0, 180, 120),
            "Ben": (150, 0, 0, 0, 0),
            "Cleo": (0, 0, 270, 180, 0),
            "Dan": (0, 0, 0, 0, 0),
        }.items()
    }


def test_certificates_and_sheets_are_of_both_days(over):
    by_name = {each.certificate.name.split()[-1]: each.certificate for each in issue(over, at(5, 18))}
    assert sorted(by_name) == ["Anne", "Ben", "Cleo"]
    assert [half.half_day.id for half in by_name["Cleo"].halves if half.minutes] == HALF_DAYS[2:4]
    sheets = make_sign_in_sheets(over, SheetOptions(), at(5, 18))
    present = {sheet.occasion.id: sum(row.is_present for row in sheet.rows) for sheet in sheets}
    assert present == dict(zip(HALF_DAYS, (2, 1, 1, 2, 1), strict=True))


def test_the_export_has_a_row_for_each_day_and_the_first_arrival_of_each_person(over, tmp_path):
    came = {"Anne": True, "Ben": True, "Cleo": True, "Dan": False}
    document = exported(over, tmp_path / "out.json", at(5, 18))
    rows = [(row["last_name"], row["control_point"], (row["arrival"] or "")[:16]) for row in document["rows"]]
    assert [row for row in rows if row[0] in ("Cleo", "Dan")] == [
        ("Cleo", "Accueil 2023-07-04", "2023-07-04T20:00"),
        ("Cleo", "Accueil 2023-07-05", "2023-07-05T09:00"),
        ("Dan", "Accueil 2023-07-04", ""),
        ("Dan", "Accueil 2023-07-05", ""),
    ]
    short = exported(over, tmp_path / "short.json", at(5, 18), export_options(columns=["last_name", "came"]))
    for each in (document, short):
        assert {row["last_name"]: row["came"] for row in each["rows"]} == came
    days = document["account"]["days"]
    assert {day: line["people"] for day, line in days.items()} == {"2023-07-04": 3, "2023-07-05": 2}


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


def test_yesterday_s_paper_is_entered_as_yesterday(event):
    day, answers = replay(event)
    day.desk.move_to("accueil")
    day.desk.enter_from_paper(at(4, 9, 10))
    answer = day.desk.check_in(DAN.id)
    assert (answer.reason, day_of(answer.control_point.id)) == (Reason.WELCOME, TUESDAY)
    assert [line.people for line in by_day(day_report_from_journal(event, at(5, 18)).days)] == [4, 2]
    undone = Day(event).desk.undo(answers[1].entry)
    assert (undone.reason, day_of(undone.control_point.id)) == (Reason.UNDONE, TUESDAY)


def test_hours_are_those_of_each_day_and_a_badge_is_printed_on_the_first_day_only(event):
    day = Day(event)
    day.desk.printing.use(PrintPlan("ipp://hall", policy=PrintPolicy.ALWAYS))
    assert day.scan(ANNE, 4, 7, 30).reason is Reason.TOO_EARLY
    assert day.scan(ANNE, 4, 8, 50).badge is not None
    assert day.scan(ANNE, 5, 7, 30).reason is Reason.TOO_EARLY
    answer = day.scan(ANNE, 5, 8)
    assert (answer.reason, answer.badge) == (Reason.WELCOME, None)
    assert day.scan(BEN, 5, 9).badge is not None


def test_a_day_taken_off_the_programme_keeps_who_was_counted_on_it(event):
    replay(event)
    event.plan(replace(TWO_DAYS, event=Event("Rencontre", TUESDAY)), at=at(5, 19), desk="A")
    report = day_report_from_journal(event, at(5, 20))
    assert (report.total.present, report.days) == (3, {})
    assert day_report_from_tables(event) == report
    assert not check_file(event).problems


def test_nobody_is_told_to_have_come_today_who_came_yesterday(over):
    queries = PeopleQueries(over, Desk(over, FakeClock(at(5, 10)), "Accueil 1", "accueil"))
    come = queries.order("", AttendeeFilter(attendance=AttendanceFilter.ARRIVED), AttendeeOrder())
    assert sorted(come) == sorted([ANNE.id, CLEO.id])


def states(sheet):
    """Each person's state in a sheet of people."""
    heading, *rows = sheet
    name, state = heading.index("Last name"), heading.index("State")
    return {row[name]: row[state] for row in rows}


def test_while_the_second_day_goes_on_who_missed_the_first_is_absent_from_it_everywhere(over, tmp_path):
    """Ben came on Tuesday only, Dan never; a row of Dan's is of a person who may still come today."""
    sheets = exported(over, tmp_path / "out.xlsx", at(5, 10))
    assert states(sheets["Accueil 04-07"]) == {"Anne": "present", "Ben": "left", "Cleo": "left", "Dan": "absent"}
    assert states(sheets["Accueil 05-07"])["Dan"] == states(sheets["Accueil 05-07"])["Ben"] == "not yet come"
    heading, *rows = sheets["Attendance"]
    where = [heading.index(title) for title in ("Last name", "Control point", "State")]
    told = {tuple(row[at] for at in where) for row in rows if row[where[0]] in ("Ben", "Dan")}
    first, second = "Accueil 04/07", "Accueil 05/07"
    assert told == {
        *(("Ben", first, "left"), ("Ben", second, "not yet come")),
        *(("Dan", first, "absent"), ("Dan", second, "not yet come")),
    }
    account = {row[0]: row[1:5] for row in sheets["Account"]}
    assert account["On site on 04/07/2023"] == (4, 3, 1, 0)
    assert account["On site on 05/07/2023"] == (4, 2, "to come", 0)
    assert "Present: 05/07 morning" in heading
    assert compare_export(over, tmp_path / "out.xlsx", [say]).has_same_values


def test_the_account_has_what_was_eaten_on_each_day(event, tmp_path):
    """Anne and Ben eat no meat, Cleo and Dan all: of these Anne came twice, Ben on Tuesday, Cleo twice, Dan never."""
    counted = Column("d", "Diet", "custom:Diet", is_counted=True)
    event.plan(replace(TWO_DAYS, columns=(counted,)), at=at(3, 13), desk="A")
    day, _ = replay(event)
    for person, diet in ((ANNE, "vegetarian"), (BEN, "vegetarian"), (CLEO, "all"), (DAN, "all")):
        day.desk.registration.correct(person.id, {"custom:Diet": diet})
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
    account = {row[0]: row[1:5] for row in exported(event, tmp_path / "out.xlsx", at(5, 18))["Account"]}
    assert account["Diet: vegetarian"] == account["04/07/2023 – Diet: vegetarian"] == (2, 2, 0, 0)
    assert account["05/07/2023 – Diet: vegetarian"] == (2, 1, 1, 0)
    told = exported(event, tmp_path / "out.json", at(5, 18))["account"]["columns_by_day"]
    assert told["2023-07-05"]["Diet"]["vegetarian"]["present"] == 1
