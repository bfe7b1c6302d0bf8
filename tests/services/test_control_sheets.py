# SPDX-License-Identifier: GPL-3.0-or-later
"""Control sheets of an event, and what is attested of two days to which people come on one or on both.

The figures were counted by hand; of any day they are those of the export.
"""

import json
from collections import Counter
from contextlib import closing
from dataclasses import replace
from datetime import date, datetime, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory
from unicodedata import normalize
from zoneinfo import ZoneInfo

import openpyxl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from checkin.core.attendance.sign_in_sheet import SheetForm
from checkin.core.attendance.stays import ConfirmedExit, ExitProof
from checkin.core.attendee import Status
from checkin.core.decision import Verdict
from checkin.core.export_columns import export_options
from checkin.core.programme.programme import Column, ControlPoint, Event, Programme, Requirement, Session
from checkin.core.supervisor import Authority
from checkin.services.attendance.attendance_evidence import (
    AttendanceEvidence,
    ExitHours,
    day_report_from_journal,
    day_report_from_tables,
)
from checkin.services.attendance.attendance_papers import (
    SheetOptions,
    issue,
    make_report_context,
    make_sign_in_sheets,
    write_sheets,
)
from checkin.services.desk import Desk
from checkin.services.event_file import EventFile
from checkin.services.exports.attendance_export import compare_export, export_attendance
from checkin.services.exports.exporting import export_day_report
from checkin.services.file_check import check_file
from checkin.services.privacy import event_purge
from checkin.translation import Translator
from tests.builders import KEY, an_attendee
from tests.conftest import add_people
from tests.fakes import FakeClock
from tests.pdf_reports.readers import about, told
from tests.services.test_several_days import ANNE, TWO_DAYS, at, event, replay, say

__all__ = ["event"]
TUESDAY_MORNING, TUESDAY_EVENING = "2023-07-04/morning", "2023-07-04/evening"
CLAIRE = Authority("Claire Le Bihan", "La salle s’est vidée")


def control_sheets(event, now=None, *occasions):
    made = make_sign_in_sheets(event, SheetOptions(occasions, SheetForm.CONTROL), now)
    return {sheet.occasion.id: sheet for sheet in made}


def paper(event, folder, sheets, language="fr"):
    """The text of sheets, as written at seven on Wednesday."""
    write_sheets(folder / "c.pdf", [*sheets], make_report_context(event, Translator(language), at(5, 19)))
    return " ".join(normalize("NFKC", told(folder / "c.pdf")).split())


def test_of_an_event_of_two_days_each_half_day_has_the_figures_counted_by_hand(event):
    replay(event)
    sheets = control_sheets(event, at(5, 18))
    assert {
        half: (s.presences.expected, s.briefs.total, s.absent, s.arrivals.total, s.exits.read)
        for half, s in sheets.items()
    } == {
        TUESDAY_MORNING: (2, 0, 2, 2, 1),
        "2023-07-04/afternoon": (1, 0, 3, 1, 0),
        TUESDAY_EVENING: (1, 0, 3, 1, 1),
        "2023-07-05/morning": (2, 0, 2, 2, 1),
        "2023-07-05/afternoon": (1, 0, 3, 1, 0),
    }
    morning, evening = sheets[TUESDAY_MORNING], sheets[TUESDAY_EVENING]
    assert (morning.arrivals.first, morning.arrivals.last) == (at(4, 8, 50), at(4, 9, 30))
    assert morning.exits.assumed == {ExitProof.ASSUMED: {at(4, 12): 1}}
    assert (evening.exits.first, evening.exits.last) == (at(5, 0, 30), at(5, 0, 30))
    assert (morning.is_provisional, evening.is_provisional) == (True, False)


def test_who_confirmed_the_hour_and_what_it_was_before_is_on_the_sheet_and_in_exports(qapp, event, tmp_path):
    day, _ = replay(event)
    hours = ExitHours(event, day.desk)
    hours.confirm({TUESDAY_MORNING: at(4, 12, 15)})
    day.clock.at = at(5, 18, 5)
    hours.confirm({TUESDAY_MORNING: None})
    day.clock.at = at(5, 18, 10)
    hours.confirm({TUESDAY_MORNING: at(4, 12, 30)}, CLAIRE)
    sheets = control_sheets(event, at(5, 19), TUESDAY_MORNING)
    confirmed = ConfirmedExit(at(4, 12, 30), "Accueil 1", at(5, 18, 10), CLAIRE.name, CLAIRE.why)
    assert sheets[TUESDAY_MORNING].confirmed == confirmed
    text = paper(event, tmp_path, sheets.values())
    for words in (
        "Feuille de contrôle Rencontre",
        "lues de 08:50 à 09:30 : 2",
        "par code : 2",
        "lues à 12:00 : 1",
        "supposées à l’heure confirmée, 12:30 : 1",
        "12:30, confirmée le 05/07 à 18:10 (Claire Le Bihan, Accueil 1) : La salle s’est vidée",
        "avant : retirée le 05/07 à 18:05 (Accueil 1)",
        "avant : 12:15, confirmée le 05/07 à 18:00 (Accueil 1)",
        "Le contrôleur",
        make_report_context(event, Translator("fr"), at(5, 19)).fingerprint,
    ):
        assert words in text
    assert "provisoire" not in text
    hours.confirm({TUESDAY_EVENING: at(5, 0, 45)})
    export_attendance(event, tmp_path / "out.json", say, now=at(5, 19))
    halves = json.loads((tmp_path / "out.json").read_text("utf-8"))["half_days"]
    assert {h["id"]: h["exit_confirmed_by"] for h in halves if h.get("exit_confirmed_by")} == {
        TUESDAY_MORNING: CLAIRE.name
    }
    export_attendance(event, tmp_path / "out.csv", say, now=at(5, 19))
    account = (tmp_path / "out-account.csv").read_text("utf-8")
    assert "hour confirmed by Claire Le Bihan" in account
    assert "hour confirmed by the organiser" in account
    assert "Exit time of 04/07/2023, 12:30: confirmed by Claire Le Bihan on 05/07/2023 18:10 (Accueil 1)" in account
    export_day_report(event, tmp_path / "d.pdf", make_report_context(event, Translator("fr"), at(5, 19)))
    assert "confirmée par Claire Le Bihan" in told(tmp_path / "d.pdf").replace("\xa0", " ")
    assert about(tmp_path / "c.pdf")["Title"] == "Feuille de contrôle – Rencontre"
    filled = make_sign_in_sheets(event, SheetOptions((TUESDAY_MORNING,)), at(5, 19))
    assert "heure confirmée par Claire Le Bihan." in paper(event, tmp_path, filled)
    opening = next(session for session in TWO_DAYS.sessions if session.id == "ouverture")
    later = (replace(opening, starts=at(4, 12, 40), ends=at(4, 13)), *(s for s in TWO_DAYS.sessions if s != opening))
    event.plan(replace(TWO_DAYS, sessions=later, control_points=()), at=at(5, 18), desk="A")
    sheets = control_sheets(event, at(5, 19), TUESDAY_MORNING).values()
    assert "so it does not count" in paper(event, tmp_path, sheets, "en")


def test_after_a_purge_the_figures_stay_and_nobody_is_named(qapp, event, tmp_path):
    day, _ = replay(event)
    ExitHours(event, day.desk).confirm({TUESDAY_MORNING: at(4, 12)}, CLAIRE)
    day.desk.registration.correct(ANNE.id, {"last_name": "Zéphyrine"})
    before = control_sheets(event, at(5, 19))
    event_purge.purge(event, CLAIRE, at=at(5, 19), desk="Accueil 1")
    after = control_sheets(event, at(5, 19))
    for half, sheet in before.items():
        left = after[half]
        for figure in ("presences", "absent", "arrivals", "exits"):
            assert getattr(left, figure) == getattr(sheet, figure), figure
        assert (left.lines, left.forgotten) == ((), 4)
    text = paper(event, tmp_path, after.values())
    assert not any(name in text for name in ("Claire", "Anne", "Zéphyrine"))


PEOPLE = [an_attendee(n, last_name=f"Nom{n}") for n in range(5)]
ACT = st.tuples(
    st.sampled_from(("scan", "scan", "search", "paper", "exit", "workshop", "undo", "cancel", "correct")),
    st.integers(0, 4),
    st.integers(1, 70),
)


def act(event, desk, what, person):
    desk.move_to({"exit": "sortie", "workshop": "ateliers"}.get(what, "accueil"))
    match what:
        case "scan" | "exit" | "workshop":
            desk.scan(person.ticket_code)
        case "search":
            desk.check_in(person.id)
        case "paper":
            desk.enter_from_paper(desk.now() - timedelta(minutes=5))
            desk.check_in(person.id)
            desk.enter_from_paper(None)
        case "undo":
            [(_, history)] = event.journal.histories([person.id])
            if arrived := [visit.arrived for visit in history.visits.values() if visit.arrived]:
                desk.undo(arrived[-1].id)
        case "cancel":
            desk.registration.set_status({person.id: Status.CANCELLED})
        case "correct":
            desk.registration.correct(person.id, {"last_name": f"Corrigé{desk.now():%M}"})


@settings(max_examples=40)
@given(st.lists(ACT, max_size=14), st.booleans())
def test_of_any_day_the_figures_are_those_of_the_sign_in_sheet_and_of_the_export(acts, is_confirmed):
    with TemporaryDirectory() as folder, closing(EventFile.create(Path(folder) / "two.checkin", KEY)) as event:
        event.plan(TWO_DAYS, at=at(3, 12), desk="A")
        add_people(event, at(3, 12), *PEOPLE)
        clock = FakeClock(at(4, 8))
        desk = Desk(event, clock, "Accueil 1", "accueil")
        for what, number, minutes in acts:
            clock.pass_by(minutes=minutes)
            act(event, desk, what, PEOPLE[number])
        clock.at = at(5, 20)
        if is_confirmed:
            ExitHours(event, desk).confirm({TUESDAY_MORNING: at(4, 11), "2023-07-04/afternoon": at(4, 17, 30)})
        options = export_options(columns=["code", "half_days", "half_day_minutes", "half_day_exits"])
        export_attendance(event, Path(folder) / "out.json", say, options, clock.at)
        rows = json.loads((Path(folder) / "out.json").read_text("utf-8"))["rows"]
        filled = {s.occasion.id: s for s in make_sign_in_sheets(event, SheetOptions(), clock.at)}
        for half, sheet in control_sheets(event, clock.at).items():
            plain, there, brief = filled[half], sheet.presences.total, sheet.briefs.total
            assert (there, sheet.absent, brief) == (plain.present, plain.absent, len(plain.brief))
            assert there == sum(row["half_days"][half] is True for row in rows)
            assert there + brief == sum((row["half_day_minutes"][half] or 0) > 0 for row in rows)
            exits = Counter(row["half_day_exits"][half] for row in rows if row["half_day_exits"][half])
            assumed = {proof.value: sum(hours.values()) for proof, hours in sheet.exits.assumed.items()}
            assert {"read": sheet.exits.read} | assumed == {"read": 0} | exits


PARIS = ZoneInfo("Europe/Paris")
MONDAY, TUESDAY = date(2026, 10, 5), date(2026, 10, 6)
SAY = Translator("fr").translate


def in_october(day, hour, minute=0):
    return datetime(2026, 10, day, hour, minute, tzinfo=PARIS)


AFTERWARDS = in_october(6, 19)


def session(name, day, starts, ends, **more):
    return Session(name, name.title(), in_october(day, starts), in_october(day, ends), **more)


def welcome(name, day, *values):
    required = (Requirement("custom:Jours", values),)
    return ControlPoint(
        name.casefold(), f"Accueil {name}", opens=in_october(day, 8), closes=in_october(day, 18), requires=required
    )


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
GUESTS = {name: an_attendee(n, last_name=name, custom={"Jours": days}) for n, (name, days) in enumerate(NAMES.items())}
GROUP = an_attendee(9, last_name="Groupe", custom={"Jours": LES_DEUX}, places=2)


@pytest.fixture
def october(tmp_path):
    made = EventFile.create(tmp_path / "two.checkin", KEY)
    made.plan(PROGRAMME, at=in_october(1, 12), desk="A")
    add_people(made, in_october(1, 12), *GUESTS.values())
    yield made
    made.close()


@pytest.fixture
def scan(october):
    clock = FakeClock(in_october(5, 8))
    desk = Desk(october, clock, "Accueil 1", "lundi")

    def scan(person, day, hour, minute=0):
        clock.at = in_october(day, hour, minute)
        desk.move_to("lundi" if day == 5 else "mardi")
        return desk.scan(person.ticket_code)

    return scan


@pytest.fixture
def monday(scan):
    scan(GUESTS["Anne"], 5, 8, 50)
    scan(GUESTS["Ben"], 5, 8, 55)


@pytest.fixture
def both_days(scan, monday):
    scan(GUESTS["Cleo"], 6, 8, 50)


def exported(october, folder, now):
    export_attendance(october, folder / "out.json", SAY, now=now)
    return json.loads((folder / "out.json").read_text("utf-8"))


def written(october, folder, now):
    export_attendance(october, folder / "out.xlsx", SAY, now=now)
    return {sheet.title: list(sheet.values) for sheet in openpyxl.load_workbook(folder / "out.xlsx")}


def sheets(october, now, form=SheetForm.FILLED):
    return {each.occasion.id: each for each in make_sign_in_sheets(october, SheetOptions(form=form), now)}


def by_point(document):
    """The state of each person in_october each control point that has a row of theirs."""
    found = {}
    for row in document["rows"]:
        found.setdefault(row["control_point"], {})[row["last_name"]] = row["state"]
    return found


def compares(october, folder):
    names = ("out.json", "out.xlsx")
    return all(compare_export(october, folder / name, [SAY]).has_same_values for name in names)


def figures(line):
    return line.registered, line.present, line.absent


def sheet_figures(sheet):
    return sheet.expected, sheet.present, sheet.absent


MORNINGS = ("2026-10-05/morning", "2026-10-06/morning")
AFTERNOONS = ("2026-10-05/afternoon", "2026-10-06/afternoon")


def test_a_half_day_at_which_no_badge_was_read_knows_no_absences(october, both_days, tmp_path, qapp):
    found = sheets(october, AFTERWARDS)
    assert {half for half, sheet in found.items() if sheet.is_observed} == {*MORNINGS}
    assert {half for half, sheet in found.items() if not sheet.is_observed} == {*AFTERNOONS}
    for form in (SheetForm.FILLED, SheetForm.CONTROL):
        sheet = sheets(october, AFTERWARDS, form)["2026-10-05/afternoon"]
        write_sheets(tmp_path / "s.pdf", [sheet], make_report_context(october, Translator("fr"), AFTERWARDS))
        text = normalize("NFKC", told(tmp_path / "s.pdf"))
        assert "Aucun badge lu pour cette demi-journée : présence non constatée" in text
        assert "absent" not in text.casefold()


def test_cells_are_empty_where_no_badge_was_read_or_nobody_was_expected(october, both_days, tmp_path):
    rows = {row["last_name"]: row for row in exported(october, tmp_path, AFTERWARDS)["rows"]}
    anne = rows["Anne"]
    for column in ("half_days", "half_day_minutes", "half_day_exits", "half_days_late"):
        assert {anne[column][half] for half in AFTERNOONS} == {None}
    assert (anne["minutes"], anne["half_day_minutes"]["2026-10-06/morning"]) == (180, 0)
    heading, *lines = written(october, tmp_path, AFTERWARDS)["Présences"]
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
    certified = {each.certificate.name.split()[-1]: each.certificate.minutes for each in issue(october, AFTERWARDS)}
    assert certified == {"Anne": 180, "Ben": 180, "Cleo": 180}


def test_who_may_enter_at_no_entrance_of_a_day_is_not_expected_on_its_sheets_unless_it_is_the_only_day(
    october, monday, scan
):
    """Of an event of one day whoever its entrance would refuse may have been let in all the same."""
    one_day = replace(PROGRAMME, event=Event("Rencontre", MONDAY), sessions=PROGRAMME.sessions[:2])
    october.plan(one_day, at=in_october(5, 9), desk="A")
    sheet = sheets(october, in_october(6, 12))["2026-10-05/morning"]
    account = day_report_from_journal(october, in_october(6, 12)).total
    assert sheet_figures(sheet) == figures(account) == (6, 2, 4)
    october.plan(PROGRAMME, at=in_october(5, 10), desk="A")
    scan(GUESTS["Cleo"], 6, 8, 50)
    found = sheets(october, AFTERWARDS)
    expected = [{row.last_name for row in found[half].rows} for half in MORNINGS]
    assert expected == [{"Anne", "Ben", "Dan", "Eva"}, {"Anne", "Cleo", "Dan", "Flo"}]
    assert sheet_figures(found["2026-10-05/morning"]) == (4, 2, 2)
    blank = sheets(october, in_october(5, 7), SheetForm.BLANK)["2026-10-06/morning"]
    assert {row.last_name for row in blank.rows} == expected[1]


def test_the_account_of_a_day_is_of_those_expected_on_it_and_of_those_who_came(october, both_days, tmp_path):
    report = day_report_from_journal(october, AFTERWARDS)
    of_days = {day: (*figures(line), line.places) for day, line in report.days.items()}
    assert of_days == {MONDAY: (4, 2, 2, 4), TUESDAY: (4, 1, 3, 4)}
    assert figures(report.total) == (6, 3, 3)
    assert report.is_balanced
    counted = report.on_days[MONDAY].columns["Jours"]
    assert {value: line.registered for value, line in counted.items()} == {LES_DEUX: 2, LUNDI: 2}
    assert day_report_from_tables(october) == report
    assert not check_file(october).problems
    account = {row[0]: row[1:5] for row in written(october, tmp_path, AFTERWARDS)["Compte"]}
    assert account["Sur place le 05/10/2026"] == (4, 2, 2, 0)
    assert account["Sur place le 06/10/2026"] == (4, 1, 3, 0)


def test_who_came_on_a_day_on_which_they_were_not_expected_is_present(october, both_days, scan, tmp_path):
    """Ben is of Monday alone, and was let in on Tuesday."""
    answer = scan(GUESTS["Ben"], 6, 9)
    desk = Desk(october, FakeClock(in_october(6, 9, 1)), "Accueil 1", "mardi")
    assert desk.overrule(answer, Authority("Anne", "Invité")).verdict is Verdict.ADMIT
    sheet = sheets(october, AFTERWARDS)["2026-10-06/morning"]
    (row,) = [row for row in sheet.rows if row.last_name == "Ben"]
    assert (row.is_expected, row.is_present, sheet.expected) == (False, True, 4)
    line = day_report_from_journal(october, AFTERWARDS).days[TUESDAY]
    assert (*figures(line), line.places) == (5, 2, 3, 4)
    document = exported(october, tmp_path, AFTERWARDS)
    assert by_point(document)["Accueil Mardi"]["Ben"] == "present"
    ben = next(row for row in document["rows"] if row["last_name"] == "Ben")
    assert ben["half_days"]["2026-10-06/morning"] is True


def test_a_day_that_has_ended_knows_its_absences_and_one_that_has_not_does_not(october, monday, tmp_path):
    for now, absent, state in (
        (in_october(5, 17, 30), (None, None), "to_come"),
        (in_october(5, 18), (2, None), "absent"),
    ):
        document = exported(october, tmp_path, now)
        days, columns = document["account"]["days"], document["account"]["columns_by_day"]
        assert tuple(days[each]["absent"] for each in ("2026-10-05", "2026-10-06")) == absent
        assert columns["2026-10-06"]["Jours"][LES_DEUX]["absent"] is None
        assert by_point(document)["Accueil Lundi"]["Dan"] == state
        account = {row[0]: row[3] for row in written(october, tmp_path, now)["Compte"]}
        shown = tuple(account[f"Sur place le 0{n}/10/2026"] for n in (5, 6))
        assert shown == tuple("à venir" if each is None else each for each in absent)
        assert AttendanceEvidence(october, now).occasions.ended_days() == ({MONDAY} if absent[0] else set())
        assert compares(october, tmp_path)
    add_people(october, in_october(5, 9), an_attendee(8, last_name="Nul", custom={"Jours": ""}))
    assert by_point(exported(october, tmp_path, in_october(5, 19))) == {
        "Accueil Lundi": {"Anne": "present", "Ben": "present", "Dan": "absent", "Eva": "absent", "Nul": None},
        "Accueil Mardi": {"Cleo": "to_come", "Flo": "to_come"},
    }, "nobody is left out for want of a day"


def test_each_welcome_point_has_the_rows_of_those_expected_there_and_absences_if_anybody_was_seen(
    october, monday, scan, tmp_path
):
    document = exported(october, tmp_path, AFTERWARDS)
    assert [line["absent"] for line in document["account"]["days"].values()] == [2, None]
    assert set(by_point(document)["Accueil Mardi"].values()) == {None}
    account = {row[0]: row[1:5] for row in written(october, tmp_path, AFTERWARDS)["Compte"]}
    assert account["Sur place le 06/10/2026"] == (4, 0, None, 0)
    scan(GUESTS["Cleo"], 6, 8, 50)
    assert by_point(exported(october, tmp_path, AFTERWARDS)) == {
        "Accueil Lundi": {"Anne": "present", "Ben": "present", "Dan": "absent", "Eva": "absent"},
        "Accueil Mardi": {"Anne": "absent", "Cleo": "present", "Dan": "absent", "Flo": "absent"},
    }
    book = written(october, tmp_path, AFTERWARDS)
    assert [row[0] for row in book["Accueil Mardi"][1:]] == ["Anne", "Cleo", "Dan", "Flo"]
    assert compares(october, tmp_path)


def test_a_group_of_which_some_came_says_how_many(october, scan):
    add_people(october, in_october(1, 12), GROUP)
    desk = Desk(october, FakeClock(in_october(5, 8, 31)), "Accueil 1", "lundi")
    desk.admit(desk.scan(GROUP.ticket_code), people=1)

    def remarks():
        row = next(
            row for row in sheets(october, in_october(5, 19))["2026-10-05/morning"].rows if row.last_name == "Groupe"
        )
        return [SAY(each.words, **each.fields) for each in row.remarks]

    assert remarks() == ["groupe de 2, 1 personne venue"]
    late = Desk(october, FakeClock(in_october(5, 14, 10)), "Accueil 1", "lundi")
    answer = late.admit(late.scan(GROUP.ticket_code), people=1)
    assert remarks() == ["groupe de 2, 1 personne venue"], "in the morning there was one"
    late.undo(answer.entry)
    desk.admit(desk.scan(GROUP.ticket_code), people=1)
    assert remarks() == ["groupe de 2"]
