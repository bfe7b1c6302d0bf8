# SPDX-License-Identifier: GPL-3.0-or-later
"""A whole export, opened by another library: sheets, types, the account, every scan, the table, the file for programs.

Also what it says while the event goes on, and after its end.
"""

import csv
import errno
import json
import os
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import openpyxl
import pytest

from checkin.core.attendee import Presence, Status
from checkin.core.entries import EntryKind
from checkin.core.export_columns import VERSION, export_options
from checkin.core.journal_fingerprint import ExportOrigin
from checkin.core.message import StorageError, UserError, fill_message
from checkin.core.people.registration_form import RegistrationForm
from checkin.core.programme.programme import ControlPoint, Event, PointMode, Programme, Session
from checkin.core.supervisor import Authority
from checkin.documents import atomic_write, table_writer
from checkin.services.attendance.attendance_evidence import ExitHours, find_origin
from checkin.services.desk import Desk
from checkin.services.event_file import EventFile
from checkin.services.exports.attendance_export import EVERYTHING, compare_export, export_attendance
from checkin.translation import Translator
from tests.builders import KEY, MORNING, a_programme, an_attendee
from tests.conftest import add_people
from tests.fakes import FakeClock
from tests.services.lists import bring, person
from tests.services.overruled_questions import overrule_question
from tests.services.test_importing import ZOE

ONE, TWO, THREE = (an_attendee(n) for n in (1, 2, 3))


def say(words, **fields):
    return fill_message(words.text, fields)


def exported(event, folder, options=EVERYTHING, now=None, tell=say):
    """What programs read of an export."""
    export_attendance(event, folder / "out.json", tell, options, now)
    return json.loads((folder / "out.json").read_text("utf-8"))


def named(rows, name, column="Last name"):
    (found,) = (row for row in rows if row[column] == name)
    return found


def runs_ahead(event, clock):
    """By ten minutes, as the only desk was measured."""
    with event.transaction():
        body = {"offset": 600, "identity": "a"}
        event.journal.append(EntryKind.CLOCK_MEASURED, "", body, at=clock(), desk="Accueil 1")


@pytest.fixture
def day(event, desk, clock):
    """One comes and goes to the workshop although not registered, three comes late, a supervisor allows it."""
    desk.scan(ONE.ticket_code)
    clock.pass_by(minutes=30)
    desk.move_to("atelier-b")
    overrule_question(desk, desk.scan(ONE.ticket_code), Authority("Claire", "place libre"))
    desk.scan(THREE.ticket_code)
    clock.pass_by(minutes=30)
    desk.move_to("sortie")
    desk.scan(ONE.ticket_code)
    return event


@pytest.fixture
def book(day, tmp_path):
    def read(*arguments, **wishes):
        export_attendance(day, tmp_path / "out.xlsx", say, export_options(*arguments, **wishes))
        return openpyxl.load_workbook(tmp_path / "out.xlsx")

    return read


def records(sheet):
    header, *rows = sheet.values
    return [dict(zip(header, row, strict=True)) for row in rows]


def test_a_workbook_of_this_file_has_all_of_the_day_typed_below_headers_that_stay_and_filter(
    book, day, desk, tmp_path, monkeypatch
):
    found = book()
    doors = ["Sessions", "Accueil", "Atelier B"]
    assert found.sheetnames == ["Attendance", "Event", "Account", "Corrections", *doors, "All scans", "Technical"]
    for sheet in found.worksheets:
        assert (sheet.freeze_panes, sheet.auto_filter.ref is not None) == ("A2", True)
    one = named(records(found["Atelier B"]), "Le Goff-1")
    assert one["First arrival"] == datetime(2023, 7, 4, 9, 10)
    assert (one["Minutes at the session"], one["Late at the session"]) == (30, "yes")
    assert type(one["Minutes at the session"]) is int
    assert find_origin(day, tmp_path / "out.xlsx")[0] is ExportOrigin.NOW
    desk.move_to("accueil")
    desk.scan(TWO.ticket_code)
    assert find_origin(day, tmp_path / "out.xlsx")[0] is ExportOrigin.EARLIER
    values = {cell.value for sheet in found.worksheets for row in sheet.iter_rows() for cell in row}
    assert ("" in values, None in values) == (False, True), "an empty text is an empty cell"
    monkeypatch.setattr(table_writer, "MOST_ROWS", 4)
    found = book()
    parts = [name for name in found.sheetnames if name.startswith("All scans")]
    assert parts[:2] == ["All scans", "All scans (2)"], "more rows than a sheet holds go on in the next"
    assert sum(len(records(found[name])) for name in parts) == day.journal.count()


def test_a_funder_sees_minutes_of_half_days_who_missed_their_workshop_and_who_was_cancelled(book, event, desk, clock):
    """Four was let in at the welcome and not at the door of their workshop, five was cancelled, two did not come."""
    rows = records(book("funder")["Attendance"])
    one = named(rows, "Le Goff-1")
    assert (one["Present: morning"], one["Minutes: morning"], one["Minutes in all"]) == ("yes", 60, 60)
    assert (one["Attended"], len(rows)) == ("on site", 3), "a row a person"
    assert {r["Late: morning"] for r in records(book("hr")["Attendance"]) if r["Came"] == "no"} == {None}
    four = an_attendee(4, last_name="Hamon", sessions=("atelier-b",))
    add_people(event, clock(), four, an_attendee(5, last_name="Roche", status=Status.CANCELLED))
    desk.move_to("accueil")
    desk.check_in(four.id)
    clock.at = MORNING + timedelta(hours=5)
    told = ("Came", "Registration status", "Minutes in all")
    found = {r["Last name"]: tuple(r[key] for key in told) for r in records(book("funder")["Attendance"])}
    assert found["Hamon"] == ("yes", "confirmed", 0)
    assert found["Roche"] == ("no", "cancelled", 0)
    assert found["de La Fournière"] == ("no", "confirmed", 0)


def test_what_tells_when_somebody_left_stands_beside_the_minutes(book, day, desk, clock):
    (one, three) = (r for r in records(book("funder")["Attendance"]) if r["Exit: morning"])
    assert (one["Exit: morning"], three["Exit: morning"]) == ("scanned", "assumed, not confirmed")
    assert {r["Exit of the session"] for r in records(book()["Atelier B"])} == {"scanned", "assumed, not confirmed"}
    clock.at = MORNING + timedelta(hours=3)
    ExitHours(day, desk).confirm({"2023-07-04/morning": MORNING + timedelta(minutes=100)})
    three = named(records(book("funder")["Attendance"]), "N’Guyen")
    assert (three["Exit: morning"], three["Minutes: morning"]) == ("assumed, hour confirmed", 70)
    about = [*book()["Event"].values]
    assert "confirmed by the organiser" in next(row[1] for row in about if row[0] == "Half-day")
    assert about[-1][0] != "State", "nothing is provisional any more"


def test_while_the_half_day_goes_on_only_what_has_passed_is_counted(day, tmp_path):
    found = exported(day, tmp_path, export_options("funder"), MORNING + timedelta(minutes=45))
    times = ("half_days", "half_day_minutes", "half_day_exits")
    of_half = {row["last_name"]: [next(iter(row[key].values())) for key in times] for row in found["rows"]}
    assert of_half["N’Guyen"] == [None, 15, "ongoing"], "nobody knows yet whether it will be long enough"
    assert of_half["de La Fournière"] == [None, 0, None]
    assert (found["is_provisional"], found["made_at"]) == (True, "2023-07-04T07:25:00+00:00")
    assert (found["half_days"][0]["is_over"], found["half_days"][0]["exit_confirmed"]) == (False, None)
    assert {p["exit"] for session in found["sessions"] for p in session["people"]} == {"ongoing"}


def test_the_event_is_described_and_the_account_balances_line_by_line(book):
    found = book()
    told = [*found["Event"].values][1:]
    assert told[:2] == [("Title", "9ᵉ Rencontre"), ("Days", "04/07/2023")]
    assert ("Half-day", "04/07/2023, 08:40 – 10:40; exit assumed at 10:40, hour not confirmed") in told
    assert told[-1][0] == "State"
    assert "Provisional" in told[-1][1]
    assert [row[0] for row in book(is_anonymous=True)["Event"].values][1:] == ["Title", "Days", "Made on"]
    header, *rows = found["Account"].values
    lines = {row[0]: row[1:] for row in rows if row[0]}
    titles = ("Registrations, including cancelled", "Of them, present", "Of them, absent", "Of them, cancelled")
    assert (header[1:5], header[8]) == (titles, "Of these people, not expected")
    assert lines["The whole event"] == (3, 2, 1, 0, 0, 3, 2, 0), "three was seen at the workshop alone"
    assert lines["Session: Atelier B"] == (1, 1, 0, 0, 0, 1, 2, 1), "three is registered, and not expected here"
    assert lines["Category: Participant"][:3] == (2, 1, 1)
    assert any("3 registrations = 2 present + 1 absent + 0 cancelled" in text for text in lines)


def test_every_entry_is_a_scan_and_tells_who_allowed_it_and_what_was_taken_back(book, day, desk):
    desk.move_to("accueil")
    desk.undo(desk.scan(TWO.ticket_code).entry)
    added = desk.registration.walk_in(RegistrationForm(first_name="Ulysse", last_name="Parti"))
    desk.undo(added.entry)
    found = records(book()["All scans"])
    assert [r["Entry"] for r in found] == [e.id.hex() for e in day.journal.everything()]
    assert all(r["Time written"] == r["Time corrected"] for r in found), "also of entries written in another zone"
    (allowed,) = (r for r in found if r["Allowed by"])
    assert (allowed["What"], allowed["Who"], allowed["Control point"]) == ("arrival", "Éléonore Le Goff-1", "Atelier B")
    assert (allowed["Answer"], allowed["Why"], allowed["Allowed by"]) == ("not registered", "place libre", "Claire")
    about_two = [(r["What"], r["Undone"]) for r in found if r["Who"] == "Jean-Baptiste de La Fournière"]
    assert about_two[-2:] == [("arrival", "yes"), ("undone", "no")]
    gone = [r for r in found if r["Who"] == "Ulysse Parti"]
    assert {r["What"] for r in gone} == {"person added", "arrival", "undone"}
    assert {r["Code"] for r in gone} == {added.attendee.ticket_code}


def test_a_wrong_clock_is_put_right_beside_what_was_written_but_not_a_time_on_paper(day, desk, book, clock):
    """That was read off the clock of the hall."""
    runs_ahead(day, clock)
    desk.move_to("accueil")
    desk.enter_from_paper(clock() - timedelta(minutes=45))
    desk.scan(TWO.ticket_code)
    found = book()
    scan = next(r for r in records(found["All scans"]) if r["What"] == "arrival")
    assert scan["Time written"] - scan["Time corrected"] == timedelta(minutes=10)
    one, two = (named(records(found["Accueil"]), name) for name in ("Le Goff-1", "de La Fournière"))
    assert one["First arrival"] - one["First arrival, corrected"] == timedelta(minutes=10)
    assert two["First arrival"] == two["First arrival, corrected"] == datetime(2023, 7, 4, 8, 55)
    assert named(records(found["Attendance"]), "de La Fournière")["Minutes: morning"] == 105


def test_as_clocks_go_back_both_times_are_kept_and_the_order_is_unbroken(day, book, desk, clock):
    """29 October 2023 in Paris, at a desk that is 10 minutes ahead: the second scan reads 50 minutes less."""
    desk.move_to("accueil")
    for at in (datetime(2023, 10, 29, 0, 55, tzinfo=UTC), datetime(2023, 10, 29, 1, 5, tzinfo=UTC)):
        clock.at = at
        desk.scan(TWO.ticket_code)
    runs_ahead(day, clock)
    found = records(book()["All scans"])[-3:-1]
    assert [f"{r['Time written']:%H:%M}" for r in found] == ["02:55", "02:05"]
    assert [f"{r['Time corrected']:%H:%M}" for r in found] == ["02:45", "02:55"]
    assert [r["Entry"] for r in found] == sorted(r["Entry"] for r in found)


def test_only_what_a_person_corrected_is_called_a_correction(day, book, desk, clock):
    def told():
        return [r["What"] for r in records(book()["All scans"]) if "Durand" in (r["Who"] or "")]

    for line in (ZOE, ZOE.replace("Région", "Mairie"), ZOE.replace("Région", "Mairie").replace(";oui", ";non")):
        bring(day, clock, line)
    assert "person corrected" not in told()
    desk.registration.correct(person(day, "Durand").id, {"organisation": "Ville"})
    first, *between, last = told()
    assert (first, {*between}, last) == ("person added", {"list read again"}, "person corrected")


def test_without_names_there_are_only_figures(day, book, clock, tmp_path):
    found = exported(day, tmp_path, export_options(is_anonymous=True))
    assert found["statistics"]["came"] == {"labels": [""], "count": None}
    assert "Goff" not in (tmp_path / "out.json").read_text("utf-8")
    add_people(day, clock(), *(an_attendee(n, last_name=f"Secret-{n}") for n in range(10, 20)))
    found = book(is_anonymous=True)
    assert found.sheetnames == ["Figures", "Event", "Account"]
    told = " ".join(str(cell) for sheet in found.worksheets for row in sheet.values for cell in row)
    assert not any(name in told for name in ("Secret", "Goff", "Claire", ONE.ticket_code))
    assert "fewer than 5" in told


def test_a_preset_as_csv_has_its_columns_and_beside_it_lie_the_account_and_the_scans_that_were_wished(day, tmp_path):
    export_attendance(day, tmp_path / "out.csv", say, export_options("mailing"))
    header, *rows = csv.reader((tmp_path / "out.csv").read_text(encoding="utf-8-sig").splitlines(), delimiter=";")
    assert header == ["First name", "Last name", "E-mail", "Organisation", "Category", "Came"]
    assert [row[-1] for row in rows] == ["no", "yes", "yes"]
    told = export_attendance(day, tmp_path / "soir.csv", say, export_options("funder")).sentence(say)
    assert told.startswith("3 rows written to soir.csv; next to it: soir-account.csv, soir-scans.csv.")
    assert "Provisional" in told
    scans = (tmp_path / "soir-scans.csv").read_text(encoding="utf-8-sig").splitlines()
    assert len(scans) == day.journal.count() + 1
    assert "The whole event;3;2;1;0" in (tmp_path / "soir-account.csv").read_text(encoding="utf-8-sig")


def test_json_has_stable_keys_in_no_language(day, desk, tmp_path):
    told = exported(day, tmp_path, tell=lambda words, **_: "traduit")
    assert "traduit" not in json.dumps(told, ensure_ascii=False)
    assert (told["format"], told["version"], len(told["rows"])) == ("checkin-attendance", 1, 5)
    one = next(r for r in told["rows"] if r["last_name"] == "Le Goff-1" and r["control_point"] == "Atelier B")
    assert (one["state"], one["arrival"], one["over"]) == ("present", "2023-07-04T09:10:00+02:00", ["not_registered"])
    assert one["half_day_minutes"] == {"2023-07-04/morning": 60}
    assert told["half_days"][0]["begins"] == "2023-07-04T08:40:00+02:00"
    assert (told["account"]["total"]["registered"], told["account"]["is_balanced"]) == (3, True)
    assert find_origin(day, tmp_path / "out.json")[0] is ExportOrigin.NOW
    (session,) = told["sessions"]
    one = named(session["people"], ONE.ticket_code, "code")
    assert (session["id"], one["is_registered"], one["minutes"], one["way"]) == ("atelier-b", False, 30, "on_site")
    assert [scan["entry"] for scan in told["scans"]] == [e.id.hex() for e in day.journal.everything()]
    desk.registration.correct(TWO.id, {"organisation": "Mairie"})
    (changed,) = exported(day, tmp_path)["corrections"]
    assert (changed["what"], changed["field"], changed["new"]) == ("corrected", "organisation", "Mairie")
    assert "scans" not in exported(day, tmp_path, export_options("hr"))


@pytest.mark.parametrize("name", ["out.xlsx", "out.csv", "out.json"])
def test_a_file_that_is_open_elsewhere_stays_as_it_was(day, tmp_path, monkeypatch, name):
    def refuse(*_):
        raise OSError(errno.EACCES, os.strerror(errno.EACCES))

    (tmp_path / name).write_bytes(b"ancien")
    before = set(tmp_path.iterdir())
    monkeypatch.setattr(atomic_write.os, "replace", refuse)
    with pytest.raises(StorageError, match="open in another program"):
        export_attendance(day, tmp_path / name, say)
    assert (tmp_path / name).read_bytes() == b"ancien"
    assert set(tmp_path.iterdir()) == before
    with pytest.raises(UserError, match=r"\.xlsx, \.csv, \.json or \.pdf"):
        export_attendance(day, tmp_path / "out.docx", say)


def test_who_watched_came_and_was_present(event, desk, tmp_path):
    begins = event.programme().sessions[0].starts
    body = {"start": begins.isoformat(), "end": (begins + timedelta(minutes=119)).isoformat()}
    with event.transaction():
        event.journal.append(EntryKind.REMOTE_SEEN, TWO.id, body, at=begins, desk="Accueil 1")
    told = exported(event, tmp_path)
    two = named(told["rows"], "Jean-Baptiste", "first_name")
    assert (two["state"], two["came"], two["way"], two["minutes"]) == ("remote", True, "remote", 119)
    assert (told["account"]["total"]["present"], told["account"]["total"]["remote"]) == (1, 1)


def test_what_was_not_as_planned_is_listed_and_the_switch_of_the_door_stands_apart(day, book, desk):
    desk.move_to("accueil")
    desk.registration.correct(TWO.id, {"presence": "remote", "organisation": "Mairie"})
    with day.transaction():
        changes = {"sessions": [["gone"], ["atelier-b", "gone"]], "category": ["presse", "officiel"]}
        tomorrow = MORNING + timedelta(days=1)
        day.journal.append(EntryKind.ATTENDEE_CORRECTED, TWO.id, {"changes": changes}, at=tomorrow, desk="Accueil 1")
    desk.admit(desk.scan(TWO.ticket_code))
    desk.undo(desk.registration.walk_in(RegistrationForm(first_name="Ulysse", last_name="Parti")).entry)
    desk.registration.walk_in(RegistrationForm(first_name="Zoé", last_name="Gœury"))
    desk.registration.set_status({ONE.id: Status.CANCELLED})
    found = book()
    rows = records(found["Corrections"])
    told = [(r["What"], r["Who"].split()[0], r["Field or passage"], r["Before"], r["After"]) for r in rows]
    assert told == [
        ("cancelled, and there", "Éléonore", None, None, None),
        ("registered at the desk", "Zoé", None, None, None),
        ("correction", "Jean-Baptiste", "On site or online", "on site", "online"),
        ("correction", "Jean-Baptiste", "Organisation", None, "Mairie"),
        ("correction", "Éléonore", "Registration status", "confirmed", "cancelled"),
        ("correction", "Jean-Baptiste", "Sessions", "gone", "Atelier B, gone"),
        ("correction", "Jean-Baptiste", "Category", "Presse", "Officiel"),
        ("arrival or exit undone", "Ulysse", "Accueil – arrival undone", None, None),
        ("was to be online, came to the door", "Jean-Baptiste", "On site or online", "online", "on site"),
    ]
    assert all(type(r["When"]) is datetime and r["Desk"] == "Accueil 1" for r in rows)
    lines = {row[0] for row in found["Account"].values}
    cancelled_there = "Of the present, with a cancelled registration: "
    assert {"Corrections: 5", "Were to be online and came to the door: 1", f"{cancelled_there}1"} <= lines
    desk.registration.set_status({THREE.id: Status.CANCELLED})  # seen at the door of a session alone
    found = book()
    (three,) = (r for r in records(found["Corrections"])[:2] if r["Code"] == THREE.ticket_code)
    assert (three["What"], three["When"]) == ("cancelled, and there", datetime(2023, 7, 4, 9, 10))
    assert f"{cancelled_there}2" in [row[0] for row in found["Account"].values]


def test_the_quarters_of_an_hour_together_are_all_who_came_whichever_door_saw_them(event, desk, clock, book):
    more = [an_attendee(n) for n in range(10, 20)]
    add_people(event, clock(), *more)
    desk.move_to("atelier-b")
    for each in more:
        overrule_question(desk, desk.scan(each.ticket_code), Authority("Claire", "place libre"))
    rows = list(book(is_anonymous=True)["Figures"].values)
    (came,) = (row[2] for row in rows if row[0] == "Came in all")
    assert came == sum(row[2] for row in rows if str(row[0]).startswith("Arrived")) == 12


def test_a_session_without_a_door_has_its_sheet_and_its_people(event, desk, book):
    talk = Session("pleniere", "Plénière", MORNING, MORNING + timedelta(hours=1), is_streamed=True)
    event.plan(replace(event.programme(), sessions=(talk, *event.programme().sessions)), at=MORNING, desk="Accueil 1")
    desk.reload()
    desk.scan(ONE.ticket_code)
    found = book()
    assert found.sheetnames[4:8] == ["Sessions", "Accueil", "Plénière", "Atelier B"]
    (one,) = records(found["Plénière"])
    told = [one[f"{what} the session"] for what in ("Present at", "Attended", "Minutes at", "Late at")]
    assert (one["Last name"], told, "State" in one) == (ONE.last_name, ["yes", "on site", 60, "no"], False)
    minutes = [(r["Last name"], r["Plénière"], r["Atelier B"]) for r in records(found["Sessions"])]
    assert minutes == [(ONE.last_name, 60, 30), ("N’Guyen", None, 90)]


def test_what_two_desks_did_apart_is_listed_first(event, desk, book):
    """Both let two in, neither knew of the other; then each gave three another e-mail address."""
    with event.transaction():
        for name, address in (("Accueil 1", "a@b.example"), ("Accueil 2", "c@d.example")):
            body = {"control_point": "accueil", "reason": "welcome"}
            event.journal.append(EntryKind.CHECKED_IN, TWO.id, body, at=MORNING, desk=name)
            changes = {"email": ["", address]}
            event.journal.append(EntryKind.ATTENDEE_CORRECTED, THREE.id, {"changes": changes}, at=MORNING, desk=name)
    found = records(book()["Corrections"])[:2]
    told = {(r["What"], r["Field or passage"], r["Before"], r["After"], r["Desk"]) for r in found}
    assert told == {
        ("to settle between desks", "Accueil", "Accueil 1", "Accueil 2", "Accueil 2"),
        ("to settle between desks", "E-mail", "a@b.example", "c@d.example", "Accueil 2"),
    }


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


def test_everyone_is_on_it_once_and_at_each_session_with_the_local_time_desk_and_way_of_their_arrival(
    table, desk, clock
):
    assert [(r["Last name"], r["Control point"], r["State"]) for r in table()] == [
        ("de La Fournière", "Accueil", "absent"),
        ("Le Goff-1", "Accueil", "absent"),
        ("N’Guyen", "Accueil", "absent"),
        ("N’Guyen", "Atelier B", ""),
    ]
    desk.scan(ONE.ticket_code)
    desk.check_in(TWO.id)
    clock.pass_by(hours=3)
    desk.move_to("sortie")
    desk.scan(TWO.ticket_code)
    rows = table()
    one, two = row(rows, "Le Goff-1"), row(rows, "de La Fournière")
    assert (one["State"], one["First arrival"]) == ("present", "2023-07-04 08:40:00")
    assert (one["Desk"], one["How"], one["Code"]) == ("Accueil 1", "code", ONE.ticket_code)
    assert (two["How"], two["State"], two["Last exit"]) == ("search", "left", "2023-07-04 11:40:00")


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


def test_what_is_in_no_plan_is_on_it_too(table, event, desk, clock):
    """A ticket that was let in unheard of, who was cancelled, a column of the list, and a point planned no more."""
    token = KEY.issue(b"elsewhere elsewh")
    desk.admit(desk.scan(token.code))
    cancelled = an_attendee(9, last_name="Parti", status=Status.CANCELLED, custom={"Régime": "=1+1"})
    add_people(event, clock(), cancelled)
    desk.move_to("dejeuner")
    desk.scan(ONE.ticket_code)
    points = tuple(p for p in a_programme().control_points if p.id != "dejeuner")
    event.plan(a_programme(control_points=points), at=clock(), desk="CLI")
    rows = table()
    unheard, gone = row(rows, ""), row(rows, "Parti")
    assert (unheard["Code"], unheard["Registration status"]) == (token.id, "not known yet")
    assert (unheard["State"], gone["State"]) == ("present", "cancelled")
    assert (list(rows[0])[-1], gone["Régime"]) == ("Régime", "'=1+1")
    assert row(rows, "Le Goff-1", "dejeuner")["State"] == "present"


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
    for each in (plain, MISSED, booked):
        Desk(event, FakeClock(at(6, 30)), "Accueil 1").check_in(each.id)
    Desk(event, FakeClock(at(12, 5)), "Accueil 1", "porte").scan(booked.ticket_code)
    yield event
    event.close()


@pytest.mark.parametrize("now", [BEFORE_THE_END, AFTERWARDS], ids=["before the end", "afterwards"])
def test_nobody_is_absent_from_the_event_or_a_session_before_it_has_ended(meeting, tmp_path, now):
    is_over = now == AFTERWARDS
    made = export_attendance(meeting, tmp_path / "out.json", SAY, EVERYTHING, now)
    assert "Provisoires" in made.sentence(SAY)
    found = json.loads((tmp_path / "out.json").read_text("utf-8"))
    row, account = named(found["rows"], "Absent", "last_name"), found["account"]
    state = "absent" if is_over else "to_come"
    assert (row["state"], row["came"], account["is_final"]) == (state, False if is_over else None, is_over)
    assert (account["total"]["registered"], account["total"]["absent"]) == (4, 1)
    states = {row["last_name"]: row["state"] for row in found["rows"] if row["control_point"] == "Atelier"}
    assert (states["Missed"], account["sessions"]["atelier"]["absent"]) == (state, 1 if is_over else None)
    export_attendance(meeting, tmp_path / "out.xlsx", SAY, EVERYTHING, now)
    lines = openpyxl.load_workbook(tmp_path / "out.xlsx")["Compte"].values
    assert next(told[3] for told in lines if str(told[0]).startswith("Session")) == (1 if is_over else "à venir")
    for name in ("out.json", "out.xlsx"):
        assert compare_export(meeting, tmp_path / name, [SAY]).has_same_values
    text, version = (tmp_path / "out.json").read_text("utf-8"), "checkin:made:{}:".format
    (tmp_path / "out.json").write_text(text.replace(version(VERSION), version(VERSION + 1)), "utf-8")
    assert compare_export(meeting, tmp_path / "out.json", [SAY]) is None, "another version is not compared"


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
