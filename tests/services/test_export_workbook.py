# SPDX-License-Identifier: GPL-3.0-or-later
"""A whole export, opened by another library: sheets, types, the account, every scan, and the file for programs."""

import csv
import errno
import json
import os
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import openpyxl
import pytest

from checkin.core.attendee import Status
from checkin.core.entries import EntryKind
from checkin.core.export_columns import export_options
from checkin.core.journal_fingerprint import ExportOrigin
from checkin.core.message import StorageError, UserError, fill_message
from checkin.core.people.registration_form import RegistrationForm
from checkin.core.programme.programme import Session
from checkin.core.supervisor import Authority
from checkin.documents import atomic_write, table_writer
from checkin.services.attendance.attendance_evidence import ExitHours, find_origin
from checkin.services.exports.attendance_export import export_attendance
from tests.builders import MORNING, an_attendee
from tests.conftest import add_people
from tests.services.lists import bring, person
from tests.services.overruled_questions import overrule_question
from tests.services.test_importing import ZOE

ONE, TWO, THREE = (an_attendee(n) for n in (1, 2, 3))


def say(words, **fields):
    return fill_message(words.text, fields)


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


def test_a_workbook_has_all_of_the_day(book):
    parts = [
        "Attendance",
        "Event",
        "Account",
        "Corrections",
        "Sessions",
        "Accueil",
        "Atelier B",
        "All scans",
        "Technical",
    ]
    assert book().sheetnames == parts


def test_cells_are_typed_and_every_sheet_has_a_header_that_stays_and_filters(book):
    found = book()
    for sheet in found.worksheets:
        assert (sheet.freeze_panes, sheet.auto_filter.ref is not None) == ("A2", True)
    one = next(r for r in records(found["Atelier B"]) if r["Last name"] == "Le Goff-1")
    assert one["First arrival"] == datetime(2023, 7, 4, 9, 10)
    assert (one["Minutes at the session"], one["Late at the session"]) == (30, "yes")
    assert type(one["Minutes at the session"]) is int


def test_half_days_are_columns_and_minutes_numbers(book):
    (one,) = (r for r in records(book("funder")["Attendance"]) if r["Last name"] == "Le Goff-1")
    assert (one["Present: morning"], one["Minutes: morning"], one["Minutes in all"]) == ("yes", 60, 60)
    assert one["Attended"] == "on site"
    assert {r["Late: morning"] for r in records(book("hr")["Attendance"]) if r["Came"] == "no"} == {None}
    assert len(records(book("funder")["Attendance"])) == 3, "a row a person"


def test_a_funder_sees_who_came_and_missed_their_workshop_and_who_was_cancelled(book, event, desk, clock):
    """Four was let in at the welcome and not at the door of their workshop, five was cancelled, two did not come."""
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


def test_the_event_is_described_where_no_table_is_broken(book):
    told = [row for row in book().worksheets[1].values][1:]
    assert told[:2] == [("Title", "9ᵉ Rencontre"), ("Days", "04/07/2023")]
    assert ("Half-day", "04/07/2023, 08:40 – 10:40; exit assumed at 10:40, hour not confirmed") in told
    assert told[-1][0] == "State"
    assert "Provisional" in told[-1][1]
    assert [what for what, _ in [row for row in book(is_anonymous=True)["Event"].values][1:]] == [
        "Title",
        "Days",
        "Made on",
    ]


def test_what_tells_when_somebody_left_stands_beside_the_minutes(book, day, desk, clock):
    (one, three) = (r for r in records(book("funder")["Attendance"]) if r["Exit: morning"])
    assert (one["Exit: morning"], three["Exit: morning"]) == ("scanned", "assumed, not confirmed")
    assert {r["Exit of the session"] for r in records(book()["Atelier B"])} == {"scanned", "assumed, not confirmed"}
    clock.at = MORNING + timedelta(hours=3)
    ExitHours(day, desk).confirm({"2023-07-04/morning": MORNING + timedelta(minutes=100)})
    three = next(r for r in records(book("funder")["Attendance"]) if r["Last name"] == "N’Guyen")
    assert (three["Exit: morning"], three["Minutes: morning"]) == ("assumed, hour confirmed", 70)
    assert "confirmed by the organiser" in next(row[1] for row in book()["Event"].values if row[0] == "Half-day")
    assert [row[0] for row in book()["Event"].values][-1] != "State", "nothing is provisional any more"


def test_while_the_half_day_goes_on_only_what_has_passed_is_counted(day, tmp_path):
    now = MORNING + timedelta(minutes=45)
    export_attendance(day, tmp_path / "out.json", say, export_options("funder"), now)
    found = json.loads((tmp_path / "out.json").read_text("utf-8"))
    of_half = {row["last_name"]: [next(iter(row[key].values())) for key in _TIMES] for row in found["rows"]}
    assert of_half["N’Guyen"] == [None, 15, "ongoing"], "nobody knows yet whether it will be long enough"
    assert of_half["de La Fournière"] == [None, 0, None]
    assert (found["is_provisional"], found["made_at"]) == (True, "2023-07-04T07:25:00+00:00")
    assert (found["half_days"][0]["is_over"], found["half_days"][0]["exit_confirmed"]) == (False, None)
    assert {p["exit"] for session in found["sessions"] for p in session["people"]} == {"ongoing"}


_TIMES = ("half_days", "half_day_minutes", "half_day_exits")


def test_the_account_balances_line_by_line_and_tells_what_was_not_as_planned(book):
    header, *rows = book()["Account"].values
    lines = {row[0]: row[1:] for row in rows if row[0]}
    assert header[1:5] == (
        "Registrations, including cancelled",
        "Of them, present",
        "Of them, absent",
        "Of them, cancelled",
    )
    assert lines["The whole event"] == (3, 2, 1, 0, 0, 3, 2, 0), "three was seen at the workshop alone"
    assert lines["Session: Atelier B"] == (1, 1, 0, 0, 0, 1, 2, 1), "three is registered, and not expected here"
    assert header[8] == "Of these people, not expected"
    assert lines["Category: Participant"][:3] == (2, 1, 1)
    assert any("3 registrations = 2 present + 1 absent + 0 cancelled" in text for text in lines)


def test_every_entry_is_a_scan_and_tells_who_allowed_it(book, day):
    found = records(book()["All scans"])
    assert [r["Entry"] for r in found] == [e.id.hex() for e in day.journal.everything()]
    assert all(r["Time written"] == r["Time corrected"] for r in found), "also of entries written in another zone"
    (allowed,) = (r for r in found if r["Allowed by"])
    assert (allowed["What"], allowed["Who"], allowed["Control point"]) == ("arrival", "Éléonore Le Goff-1", "Atelier B")
    assert (allowed["Answer"], allowed["Why"], allowed["Allowed by"]) == ("not registered", "place libre", "Claire")


def test_a_wrong_clock_is_put_right_beside_what_was_written(day, book, clock):
    with day.transaction():
        day.journal.append(EntryKind.CLOCK_MEASURED, "", {"offset": 600, "identity": "a"}, at=clock(), desk="Accueil 1")
    scan = next(r for r in records(book()["All scans"]) if r["What"] == "arrival")
    assert scan["Time written"] - scan["Time corrected"] == timedelta(minutes=10)
    one = next(r for r in records(book()["Accueil"]) if r["Last name"] == "Le Goff-1")
    assert one["First arrival"] - one["First arrival, corrected"] == timedelta(minutes=10)


def test_as_clocks_go_back_both_times_are_kept_and_the_order_is_unbroken(day, book, desk, clock):
    """29 October 2023 in Paris, at a desk that is 10 minutes ahead: the second scan reads 50 minutes less."""
    desk.move_to("accueil")
    for at in (datetime(2023, 10, 29, 0, 55, tzinfo=UTC), datetime(2023, 10, 29, 1, 5, tzinfo=UTC)):
        clock.at = at
        desk.scan(TWO.ticket_code)
    with day.transaction():
        day.journal.append(EntryKind.CLOCK_MEASURED, "", {"offset": 600, "identity": "a"}, at=clock(), desk="Accueil 1")
    found = records(book()["All scans"])[-3:-1]
    assert [r["Time written"].strftime("%H:%M") for r in found] == ["02:55", "02:05"]
    assert [r["Time corrected"].strftime("%H:%M") for r in found] == ["02:45", "02:55"]
    assert [r["Entry"] for r in found] == sorted(r["Entry"] for r in found)


def test_only_what_a_person_corrected_is_called_a_correction(day, book, desk, clock):
    bring(day, clock, ZOE)
    bring(day, clock, ZOE.replace("Région", "Mairie"))
    bring(day, clock, ZOE.replace("Région", "Mairie").replace(";oui", ";non"))
    whose = person(day, "Durand").id
    assert "person corrected" not in [r["What"] for r in records(book()["All scans"]) if "Durand" in (r["Who"] or "")]
    desk.registration.correct(whose, {"organisation": "Ville"})
    found = [r["What"] for r in records(book()["All scans"]) if "Durand" in (r["Who"] or "")]
    assert found[0] == "person added"
    assert set(found[1:-1]) == {"list read again"}
    assert found[-1] == "person corrected"


def test_what_was_taken_back_is_there_and_says_so(day, book, desk):
    desk.move_to("accueil")
    desk.undo(desk.scan(TWO.ticket_code).entry)
    found = [r for r in records(book()["All scans"]) if r["Who"] == "Jean-Baptiste de La Fournière"]
    assert [(r["What"], r["Undone"]) for r in found][-2:] == [("arrival", "yes"), ("undone", "no")]


def test_the_export_belongs_to_the_file_it_was_made_from(day, book, tmp_path, desk):
    book()
    assert find_origin(day, tmp_path / "out.xlsx")[0] is ExportOrigin.NOW
    desk.move_to("accueil")
    desk.scan(TWO.ticket_code)
    assert find_origin(day, tmp_path / "out.xlsx")[0] is ExportOrigin.EARLIER


def test_without_names_there_are_only_figures(day, book, clock):
    add_people(day, clock(), *(an_attendee(n, last_name=f"Secret-{n}") for n in range(10, 20)))
    found = book(is_anonymous=True)
    assert found.sheetnames == ["Figures", "Event", "Account"]
    told = " ".join(str(cell) for sheet in found.worksheets for row in sheet.values for cell in row)
    assert not any(name in told for name in ("Secret", "Goff", "Claire", ONE.ticket_code))
    assert "fewer than 5" in told


def test_more_rows_than_a_sheet_holds_go_on_in_the_next(book, monkeypatch, day):
    monkeypatch.setattr(table_writer, "MOST_ROWS", 4)
    found = book()
    parts = [name for name in found.sheetnames if name.startswith("All scans")]
    assert parts[:2] == ["All scans", "All scans (2)"]
    assert sum(len(records(found[name])) for name in parts) == day.journal.count()


def test_json_has_stable_keys_in_no_language(day, tmp_path):
    rows = export_attendance(day, tmp_path / "out.json", lambda words, **_: "traduit").rows
    told = json.loads((tmp_path / "out.json").read_text(encoding="utf-8"))
    assert "traduit" not in json.dumps(told, ensure_ascii=False)
    assert (told["format"], told["version"], len(told["rows"])) == ("checkin-attendance", 1, rows)
    one = next(r for r in told["rows"] if r["last_name"] == "Le Goff-1" and r["control_point"] == "Atelier B")
    assert (one["state"], one["arrival"], one["over"]) == ("present", "2023-07-04T09:10:00+02:00", ["not_registered"])
    assert one["half_day_minutes"] == {"2023-07-04/morning": 60}
    assert told["half_days"][0]["begins"] == "2023-07-04T08:40:00+02:00"
    assert told["account"]["total"]["registered"] == 3
    assert told["account"]["is_balanced"]
    assert find_origin(day, tmp_path / "out.json")[0] is ExportOrigin.NOW


def test_json_without_names(day, tmp_path):
    export_attendance(day, tmp_path / "out.json", say, export_options(is_anonymous=True))
    text = (tmp_path / "out.json").read_text(encoding="utf-8")
    assert "Goff" not in text
    assert json.loads(text)["statistics"]["came"] == {"labels": [""], "count": None}


def test_a_preset_as_csv_has_its_columns(day, tmp_path):
    export_attendance(day, tmp_path / "out.csv", say, export_options("mailing"))
    header, *rows = csv.reader((tmp_path / "out.csv").read_text(encoding="utf-8-sig").splitlines(), delimiter=";")
    assert header == ["First name", "Last name", "E-mail", "Organisation", "Category", "Came"]
    assert [row[-1] for row in rows] == ["no", "yes", "yes"]


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


def test_another_kind_of_file_is_refused(day, tmp_path):
    with pytest.raises(UserError, match=r"\.xlsx, \.csv, \.json or \.pdf"):
        export_attendance(day, tmp_path / "out.docx", say)


def test_a_time_on_paper_is_not_corrected_by_the_clock_of_a_desk(day, desk, book, clock):
    """It was read off the clock of the hall."""
    with day.transaction():
        day.journal.append(EntryKind.CLOCK_MEASURED, "", {"offset": 600, "identity": "a"}, at=clock(), desk="Accueil 1")
    desk.move_to("accueil")
    desk.enter_from_paper(clock() - timedelta(minutes=45))
    desk.scan(TWO.ticket_code)
    found = book()
    two = next(r for r in records(found["Accueil"]) if r["First name"] == "Jean-Baptiste")
    assert two["First arrival"] == two["First arrival, corrected"] == datetime(2023, 7, 4, 8, 55)
    assert (
        next(r for r in records(found["Attendance"]) if r["First name"] == "Jean-Baptiste")["Minutes: morning"] == 105
    )


def test_who_watched_came_and_was_present(event, desk, tmp_path):
    begins = event.programme().sessions[0].starts
    body = {"start": begins.isoformat(), "end": (begins + timedelta(minutes=119)).isoformat()}
    with event.transaction():
        event.journal.append(EntryKind.REMOTE_SEEN, TWO.id, body, at=begins, desk="Accueil 1")
    export_attendance(event, tmp_path / "out.json", say)
    told = json.loads((tmp_path / "out.json").read_text(encoding="utf-8"))
    (two,) = (r for r in told["rows"] if r["first_name"] == "Jean-Baptiste")
    assert (two["state"], two["came"], two["way"], two["minutes"]) == ("remote", True, "remote", 119)
    assert (told["account"]["total"]["present"], told["account"]["total"]["remote"]) == (1, 1)


def test_somebody_who_was_taken_back_is_named_among_all_scans(day, book, desk):
    desk.move_to("accueil")
    added = desk.registration.walk_in(RegistrationForm(first_name="Ulysse", last_name="Parti"))
    desk.undo(added.entry)
    found = [r for r in records(book()["All scans"]) if r["Who"] == "Ulysse Parti"]
    assert {r["What"] for r in found} == {"person added", "arrival", "undone"}
    assert all(r["Code"] == added.attendee.ticket_code for r in found)


def write_correction(event, person, **changes):
    with event.transaction():
        event.journal.append(
            EntryKind.ATTENDEE_CORRECTED, person, {"changes": changes}, at=MORNING + timedelta(days=1), desk="Accueil 1"
        )


def test_what_was_not_as_planned_is_listed_and_the_switch_of_the_door_stands_apart(day, book, desk):
    desk.move_to("accueil")
    desk.registration.correct(TWO.id, {"presence": "remote", "organisation": "Mairie"})
    write_correction(day, TWO.id, sessions=[["gone"], ["atelier-b", "gone"]], category=["presse", "officiel"])
    desk.admit(desk.scan(TWO.ticket_code))
    desk.undo(desk.registration.walk_in(RegistrationForm(first_name="Ulysse", last_name="Parti")).entry)
    desk.registration.walk_in(RegistrationForm(first_name="Zoé", last_name="Gœury"))
    desk.registration.set_status({ONE.id: Status.CANCELLED})
    found = records(book()["Corrections"])
    told = [(r["What"], r["Who"].split()[0], r["Field or passage"], r["Before"], r["After"]) for r in found]
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
    assert all(type(r["When"]) is datetime and r["Desk"] == "Accueil 1" for r in found)
    lines = [str(row[0]) for row in book()["Account"].values]
    for line in (
        "Corrections: 5",
        "Were to be online and came to the door: 1",
        "Of the present, with a cancelled registration: 1",
    ):
        assert line in lines


def test_who_was_cancelled_and_seen_only_at_the_door_of_a_session_is_listed_as_the_account_counts(day, book, desk):
    desk.registration.set_status({THREE.id: Status.CANCELLED})
    (found,) = (r for r in records(book()["Corrections"]) if r["What"] == "cancelled, and there")
    assert (found["Code"], found["When"]) == (THREE.ticket_code, datetime(2023, 7, 4, 9, 10))
    assert "Of the present, with a cancelled registration: 1" in [row[0] for row in book()["Account"].values]


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
    assert (one["Last name"], one["Present at the session"], one["Attended the session"]) == (
        ONE.last_name,
        "yes",
        "on site",
    )
    assert (one["Minutes at the session"], one["Late at the session"], "State" in one) == (60, "no", False)
    assert [(r["Last name"], r["Plénière"], r["Atelier B"]) for r in records(found["Sessions"])] == [
        (ONE.last_name, 60, 30),
        ("N’Guyen", None, 90),
    ]


def test_json_has_corrections_sessions_and_scans(day, tmp_path, desk):
    desk.registration.correct(TWO.id, {"organisation": "Mairie"})
    export_attendance(day, tmp_path / "out.json", say)
    told = json.loads((tmp_path / "out.json").read_text(encoding="utf-8"))
    (changed,) = told["corrections"]
    assert (changed["what"], changed["field"], changed["new"]) == ("corrected", "organisation", "Mairie")
    (session,) = told["sessions"]
    one = next(p for p in session["people"] if p["code"] == ONE.ticket_code)
    assert (session["id"], one["is_registered"], one["minutes"], one["way"]) == ("atelier-b", False, 30, "on_site")
    assert [scan["entry"] for scan in told["scans"]] == [e.id.hex() for e in day.journal.everything()]
    export_attendance(day, tmp_path / "out.json", say, export_options("hr"))
    assert "scans" not in json.loads((tmp_path / "out.json").read_text(encoding="utf-8"))


def test_beside_a_csv_lie_the_account_and_the_scans_that_were_wished(day, tmp_path):
    made = export_attendance(day, tmp_path / "soir.csv", say, export_options("funder"))
    assert made.sentence(say) == (
        "3 rows written to soir.csv; next to it: soir-account.csv, soir-scans.csv. Provisional: confirm the exit "
        "times once they have passed, then export again."
    )
    scans = (tmp_path / "soir-scans.csv").read_text(encoding="utf-8-sig").splitlines()
    assert len(scans) == day.journal.count() + 1
    assert "The whole event;3;2;1;0" in (tmp_path / "soir-account.csv").read_text(encoding="utf-8-sig")


def test_an_empty_text_is_an_empty_cell(book):
    values = [cell.value for sheet in book().worksheets for row in sheet.iter_rows() for cell in row]
    assert "" not in values
    assert None in values


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
