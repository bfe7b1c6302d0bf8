# SPDX-License-Identifier: GPL-3.0-or-later
"""The account of a real day at a real desk, read twice, and a file that was tampered with."""

import contextlib
from collections import Counter
from contextlib import closing
from datetime import timedelta
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from checkin.core.attendee import Status
from checkin.core.entries import EntryKind
from checkin.core.export_columns import find_columns
from checkin.core.message import UserError
from checkin.core.people.registration_form import RegistrationForm
from checkin.services.attendance.attendance_evidence import day_report_from_journal, day_report_from_tables
from checkin.services.attendance.attendance_papers import issue
from checkin.services.desk import Desk
from checkin.services.event_file import EventFile
from checkin.services.exports.export_source import ExportSource
from checkin.services.exports.people_tables import ExportRow, reader
from checkin.services.file_check import check_file, rebuild
from tests.builders import KEY, MORNING, a_programme, an_attendee
from tests.conftest import add_people
from tests.fakes import FakeClock

PEOPLE = [
    an_attendee(1, category="participant"),
    an_attendee(2, category="Presse", sessions=("atelier-b",)),
    an_attendee(3, places=3),
    an_attendee(4, status=Status.CANCELLED),
    an_attendee(5, sessions=("atelier-b",), status=Status.UNPAID),
]
UNHEARD = KEY.issue(b"elsewhere elsewh").code
act = st.tuples(
    st.sampled_from(["scan", "admit", "undo", "merge", "unmerge", "cancel"]),
    st.integers(0, 5),
    st.sampled_from(["accueil", "atelier-b", "sortie"]),
)


@settings(max_examples=25)
@given(st.lists(act, max_size=12))
def test_every_day_balances_and_both_readings_agree(acts):
    with TemporaryDirectory() as folder:
        event = EventFile.create(Path(folder) / "jour.checkin", KEY)
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
        event.close()


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
    desk.move_to(point)
    answer = desk.scan(code)
    if kind == "admit" and answer.can_admit:
        desk.admit(answer)
    elif kind == "undo" and answer.undoes:
        desk.undo(answer.undoes)
    with contextlib.suppress(UserError):
        beside_the_door(desk.registration, kind, number)


def beside_the_door(registration, kind, number):
    person, other = PEOPLE[number % 5].id, PEOPLE[(number + 1) % 5].id
    if kind == "merge":
        registration.merge(person, other)
    elif kind == "unmerge":
        registration.unmerge(other)
    elif kind == "cancel":
        registration.set_status({person: Status.CANCELLED})


@pytest.mark.parametrize(
    "tampering",
    [
        "DELETE FROM visits WHERE control_point = 'atelier-b'",
        "UPDATE visits SET people = people + 1",
        "UPDATE attendees SET category = 'presse', body = json_set(body, '$.category', 'presse')",
        "UPDATE attendees SET body = json_set(body, '$.status', 'cancelled')",
        "UPDATE attendees SET corrections = '[]'",
    ],
)
def test_an_account_that_does_not_balance_is_told_and_mended(event, desk, tampering):
    desk.undo(desk.scan(PEOPLE[0].ticket_code).entry)
    for point in ("accueil", "atelier-b"):
        desk.move_to(point)
        desk.admit(desk.scan(an_attendee(3).ticket_code))
    event.db.conn.execute(tampering)
    assert any("do not add up" in words.text for words, _ in check_file(event).problems)
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


def test_the_account_tells_what_was_not_as_planned(event, desk, clock):
    desk.undo(desk.scan(an_attendee(1).ticket_code).entry)
    desk.registration.walk_in(RegistrationForm(first_name="Zoé", last_name="Gœury"))
    desk.registration.correct(an_attendee(2).id, {"organisation": "Mairie"})
    desk.registration.merge(an_attendee(2).id, an_attendee(1).id)
    made = day_report_from_journal(event)
    assert (made.total.registered, made.total.present, made.total.absent) == (3, 1, 2)
    assert (made.walk_ins, made.corrections, made.undone, len(made.merges), made.conflicts) == (1, 1, 1, 1, 0)


def watches(event, person, begins, minutes):
    body = {"start": begins.isoformat(), "end": (begins + timedelta(minutes=minutes)).isoformat(), "source": "zoom"}
    with event.transaction():
        event.journal.append(EntryKind.REMOTE_SEEN, person.id, body, at=begins, desk="Accueil 1")


def test_who_watched_is_present_from_afar_and_no_certificate_is_of_somebody_absent(event, desk):
    begins = event.programme().sessions[0].starts
    desk.scan(an_attendee(2).ticket_code)
    desk.registration.set_status({an_attendee(1).id: Status.CANCELLED})
    for number in (1, 2):
        watches(event, an_attendee(number), begins, 119)
    watches(event, an_attendee(3), begins - timedelta(hours=1), 30)
    made = day_report_from_journal(event)
    assert (made.total.present, made.total.remote, made.total.absent, made.total.cancelled) == (2, 1, 1, 0)
    assert made.came_cancelled == 1
    assert day_report_from_tables(event) == made
    assert made.is_balanced
    assert len(issue(event)) == 2, "three watched before the programme began"


def test_who_was_scanned_only_at_the_door_of_a_session_is_present_in_the_account_the_export_and_on_paper(event, desk):
    desk.scan(an_attendee(1).ticket_code)
    desk.move_to("atelier-b")
    desk.admit(desk.scan(an_attendee(3).ticket_code))
    made = day_report_from_journal(event)
    assert (made.total.present, made.total.absent, made.total.people) == (2, 1, 2)
    assert day_report_from_tables(event) == made
    there = {an_attendee(1).id, an_attendee(3).id}
    assert said_to_have_come(event) == there == {said.certificate.person for said in issue(event)}


def test_a_walk_in_that_was_undone_is_still_told_of(event, desk):
    desk.undo(desk.scan(an_attendee(1).ticket_code).entry)
    desk.undo(desk.registration.walk_in(RegistrationForm(first_name="Ulysse", last_name="Parti")).entry)
    made = day_report_from_journal(event)
    assert (made.undone, made.walk_ins, made.total.registered) == (2, 0, 3)
    assert day_report_from_tables(event) == made
