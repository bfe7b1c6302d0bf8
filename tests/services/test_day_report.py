# SPDX-License-Identifier: GPL-3.0-or-later
"""The account of a real day, read twice and on paper, beside a count of all, and of a file that was tampered with."""

import contextlib
import json
from collections import Counter
from contextlib import closing
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from checkin.core.attendee import Presence, Status
from checkin.core.entries import EntryKind
from checkin.core.export_columns import ExportOptions, find_columns
from checkin.core.journal_fingerprint import ExportOrigin
from checkin.core.message import UserError
from checkin.core.people.registration_form import RegistrationForm
from checkin.services.attendance.attendance_evidence import (
    day_report_from_journal,
    day_report_from_tables,
    find_origin,
    read_fingerprint,
)
from checkin.services.attendance.attendance_papers import (
    SheetOptions,
    issue,
    make_report_context,
    make_sign_in_sheets,
    write_certificates,
    write_sheets,
)
from checkin.services.desk import Desk
from checkin.services.event_file import EventFile
from checkin.services.exports.export_source import ExportSource
from checkin.services.exports.exporting import export
from checkin.services.exports.people_tables import ExportRow, reader
from checkin.services.file_check import check_file, rebuild
from checkin.storage.sqlite_library import fetch_rows
from checkin.translation import Translator
from tests.builders import KEY, MORNING, a_programme, an_attendee
from tests.conftest import add_people
from tests.fakes import FakeClock
from tests.pdf_reports.readers import about, told

PEOPLE = [
    an_attendee(1, category="participant", sessions=("atelier-b", "atelier-c")),
    an_attendee(2, category="Presse", sessions=("atelier-b",), places=2),
    an_attendee(3, places=3),
    an_attendee(4, status=Status.CANCELLED, sessions=("atelier-b",)),
    an_attendee(5, sessions=("atelier-b",), status=Status.UNPAID),
    an_attendee(6, presence=Presence.REMOTE),
]
UNHEARD = KEY.issue(b"elsewhere elsewh").code
act = st.tuples(
    st.sampled_from(["scan", "admit", "undo", "merge", "unmerge", "cancel"]),
    st.integers(0, len(PEOPLE)),
    st.sampled_from(["accueil", "atelier-b", "sortie"]),
)


@settings(max_examples=50)
@given(st.lists(act, max_size=15))
def test_every_day_balances_both_readings_agree_and_the_counts_are_those_of_all(acts):
    with TemporaryDirectory() as folder, closing(EventFile.create(Path(folder) / "jour.checkin", KEY)) as event:
        event.plan(a_programme(), at=MORNING, desk="Accueil 1")
        add_people(event, MORNING, *PEOPLE)
        clock = FakeClock(MORNING)
        desk = Desk(event, clock, "Accueil 1")
        for kind, number, point in acts:
            clock.pass_by(minutes=1)
            carry_out(desk, kind, number, point)
        made = day_report_from_journal(event)
        assert made.is_balanced
        assert day_report_from_tables(event) == made
        assert made.total.registered == event.attendees.count()
        came = Counter[str]()
        for visit in event.attendees.visits():
            came[visit.attendee] = max(came[visit.attendee], visit.people)
        assert made.total.people == came.total() >= event.attendees.arrived("accueil")
        assert made.total.present + made.total.others == len(came) == len(said_to_have_come(event))
        assert {said.certificate.person for said in certified(event)} <= said_to_have_come(event)
        found = kept(event)
        assert found == counted(event)
        rebuild(event)
        assert kept(event) == found


def said_to_have_come(event):
    """By the export, in its column "came"."""
    source, (came,) = ExportSource(event), find_columns(["came"])
    return {person.id for person in source.people if reader(came)(ExportRow(source, person, source.arrival))}


def certified(event):
    try:
        return issue(event)
    except UserError:
        return []


def carry_out(desk, kind, number, point):
    """What may not be done at a desk is not done."""
    code = PEOPLE[number].ticket_code if number < len(PEOPLE) else UNHEARD
    person, other = (PEOPLE[each % len(PEOPLE)].id for each in (number, number + 1))
    desk.move_to(point)
    answer = desk.scan(code)
    if kind == "admit" and answer.can_admit:
        desk.admit(answer)
    elif kind == "undo" and answer.undoes:
        desk.undo(answer.undoes)
    with contextlib.suppress(UserError):
        match kind:
            case "merge":
                desk.registration.merge(person, other)
            case "unmerge":
                desk.registration.unmerge(other)
            case "cancel":
                desk.registration.set_status({person: Status.CANCELLED})


OF_PEOPLE = (
    "DELETE FROM visits WHERE control_point = 'atelier-b'",
    "UPDATE visits SET people = people + 1",
    "UPDATE attendees SET category = 'presse', body = json_set(body, '$.category', 'presse')",
    "UPDATE attendees SET body = json_set(body, '$.status', 'cancelled')",
    "UPDATE attendees SET corrections = '[]'",
)


OF_COUNTS = (
    "UPDATE visit_counts SET inside = inside + 1",
    "DELETE FROM arrival_counts",
    "DELETE FROM expected_counts WHERE session = ''",
)


@pytest.mark.parametrize("tampering", [*OF_PEOPLE, *OF_COUNTS])
def test_tables_that_do_not_agree_are_told_and_mended(event, desk, tampering):
    desk.undo(desk.scan(PEOPLE[0].ticket_code).entry)
    for point in ("accueil", "atelier-b"):
        desk.move_to(point)
        desk.admit(desk.scan(an_attendee(3).ticket_code))
    event.db.conn.execute(tampering)
    told = [words.text for words, _ in check_file(event).problems]
    assert any("do not add up" in text for text in told) if tampering in OF_PEOPLE else told
    rebuild(event)
    assert check_file(event).problems == ()


@pytest.mark.parametrize("also", ["", "DELETE FROM journal_order WHERE id NOT IN (SELECT id FROM journal)"])
def test_an_entry_that_was_taken_out_of_the_journal_is_missed(event, desk, also):
    """The tables can be made to agree with what is left; the order in which entries came has a hole."""
    for number in (1, 2):
        desk.scan(an_attendee(number).ticket_code)
    assert check_file(event).problems == ()
    event.db.conn.executescript(
        "DROP TRIGGER journal_keeps_everything;"
        "DELETE FROM journal WHERE id = (SELECT min(id) FROM journal WHERE kind = 'checked_in');" + also
    )
    event.close()
    with closing(EventFile.open(event.path)) as again:  # the process that recorded it would notice at once
        rebuild(again)
        ((words, fields),) = [each for each in check_file(again).problems if "is built" not in each[0].text]
    assert words.text.startswith("Entries missing from the journal")
    assert fields == {"entries": 1}


def test_the_account_tells_what_was_not_as_planned_and_a_walk_in_that_was_undone(event, desk):
    desk.undo(desk.scan(an_attendee(1).ticket_code).entry)
    desk.undo(desk.registration.walk_in(RegistrationForm(first_name="Ulysse", last_name="Parti")).entry)
    made = day_report_from_journal(event)
    assert (made.undone, made.walk_ins, made.total.registered) == (2, 0, 3)
    assert day_report_from_tables(event) == made
    desk.registration.walk_in(RegistrationForm(first_name="Zoé", last_name="Gœury"))
    desk.registration.correct(an_attendee(2).id, {"organisation": "Mairie"})
    desk.registration.merge(an_attendee(2).id, an_attendee(1).id)
    made = day_report_from_journal(event)
    assert (made.total.registered, made.total.present, made.total.absent) == (3, 1, 2)
    assert (made.walk_ins, made.corrections, made.undone, len(made.merges), made.conflicts) == (1, 1, 2, 1, 0)


def test_who_watched_is_present_from_afar_and_no_certificate_is_of_somebody_absent(event, desk):
    begins = event.programme().sessions[0].starts
    desk.scan(an_attendee(2).ticket_code)
    desk.registration.set_status({an_attendee(1).id: Status.CANCELLED})
    for number, start, minutes in ((1, begins, 119), (2, begins, 119), (3, begins - timedelta(hours=1), 30)):
        body = {"start": start.isoformat(), "end": (start + timedelta(minutes=minutes)).isoformat(), "source": "zoom"}
        with event.transaction():
            event.journal.append(EntryKind.REMOTE_SEEN, an_attendee(number).id, body, at=start, desk="Accueil 1")
    made = day_report_from_journal(event)
    assert (made.total.present, made.total.remote, made.total.absent, made.total.cancelled) == (2, 1, 1, 0)
    assert made.came_cancelled == 1
    assert day_report_from_tables(event) == made
    assert made.is_balanced
    assert len(issue(event)) == 2, "three watched before the programme began"


def kept(event):
    """What the tables of counts have, by table and key."""
    expected = {("expected", *row[:2]): row[2:] for row in fetch_rows(event.db, "SELECT * FROM expected_counts")}
    came = {("came", *row[:3]): row[3:] for row in fetch_rows(event.db, "SELECT * FROM visit_counts")}
    minutes = {("minute", *row[:3]): row[3:] for row in fetch_rows(event.db, "SELECT * FROM arrival_counts")}
    return expected | came | minutes


def counted(event):
    """The same from all people and all visits, one by one."""
    expected, came, minutes = Counter(), {}, Counter()
    people = {}
    for who, category, status, presence, places, body in fetch_rows(
        event.db, "SELECT id, category, status, presence, places, body FROM attendees"
    ):
        is_expected = status not in ("cancelled", "blocked") and presence != "remote"
        sessions = {"", *json.loads(body).get("sessions", [])}
        people[who] = category, places if is_expected else 0, sessions
        for session in sessions:
            expected["expected", session, category] += people[who][1]
    for visit in event.attendees.visits():
        minutes["minute", visit.control_point, int(visit.arrived_at.timestamp()) // 60, visit.desk] += visit.people
        category, places, sessions = people.get(visit.attendee, ("", 0, {""}))
        for session in sessions:
            sums = came.setdefault(("came", visit.control_point, session, category), Counter())
            sums.update(people=visit.people, inside=visit.people * visit.is_inside)
            sums.update(expected=min(visit.people, places), places=places)
    sums = {key: tuple(sums[name] for name in ("people", "inside", "expected", "places")) for key, sums in came.items()}
    return {key: (count,) for key, count in (expected + minutes).items()} | sums


def test_a_damaged_row_holds_no_arrival_up_and_its_counts_are_mended(event, desk):
    person = an_attendee(50, sessions=("atelier-b",))
    add_people(event, MORNING, person)
    event.db.conn.execute("UPDATE attendees SET body = '{\"sessions\": [' WHERE id = ?", [person.id])
    assert desk.scan(person.ticket_code).entry
    assert event.attendees.get(person.id) == person
    rebuild(event)
    assert check_file(event).problems == ()
    assert kept(event) == counted(event)


@pytest.fixture
def setting(qapp, event, desk, clock):
    """After the end of a day at which one came and two were corrected."""
    desk.scan(an_attendee(1).ticket_code)
    for number in (2, 3):
        desk.registration.correct(an_attendee(number).id, {"organisation": "Mairie"})
    clock.pass_by(hours=2)
    return make_report_context(event, Translator("fr"), clock())


def paper(event, path, setting, **options):
    export(event, path, setting, ExportOptions(**options))
    return " ".join(told(path).split())


def test_the_paper_has_the_balance_the_corrections_and_the_control_line(event, setting, tmp_path):
    path = tmp_path / "compte.pdf"
    text = paper(event, path, setting)
    for words in (
        "Compte du jour",
        "3 inscriptions = 1 présente + 2 absentes",
        "Corrections : 2",
        "Mairie",
        "Page 1/1",
    ):
        assert words in text
    assert text.count(str(read_fingerprint(event))) == 2, "in the text, and at the foot"
    assert find_origin(event, path)[0] is ExportOrigin.NOW
    assert export(event, path, setting, ExportOptions()).rows == 6
    text = paper(event, path, setting, is_anonymous=True)
    assert ("Mairie" in text, "moins de 5" in text) == (False, True)
    text = paper(event, path, replace(setting, made=MORNING + timedelta(hours=1)))
    assert "Provisoire, au 04/07/2023 09:40" in text
    assert "3 inscriptions = 1 présente + 2 pas encore venues" in text, "nobody is absent while the event goes on"


def test_many_corrections_go_on_with_their_titles_which_are_not_cut(event, desk, setting, tmp_path):
    path = tmp_path / "compte.pdf"
    for spoken in ("fr", "en"):
        paper(event, path, replace(setting, voice=Translator(spoken)))
        assert "…" not in told(path)
    for number in range(70):
        desk.registration.correct(an_attendee(2).id, {"role": f"Rôle {number}"})
    paper(event, path, setting)
    assert about(path)["Pages"] == "3"
    each = [told(path, page) for page in (1, 2, 3)]
    assert all("Avant" in text and f"Page {number}/3" in text for number, text in enumerate(each, 1))
    assert sum(text.count("Rôle 69") for text in each) == 1
    assert all("checkin:1:" in text for text in each)


def test_sheets_and_certificates_say_from_which_journal_they_are(event, setting, tmp_path):
    write_sheets(tmp_path / "feuilles.pdf", make_sign_in_sheets(event, SheetOptions()), setting)
    write_certificates(tmp_path / "attestations.pdf", issue(event), setting)
    for name in ("feuilles.pdf", "attestations.pdf"):
        assert str(read_fingerprint(event)) in about(tmp_path / name)["Creator"]
        assert str(read_fingerprint(event)) in told(tmp_path / name)
        assert find_origin(event, tmp_path / name)[0] is ExportOrigin.NOW
