# SPDX-License-Identifier: GPL-3.0-or-later
"""Certificates of a real event: for those who were there, verified against the file, whole on the disk or not there."""

from dataclasses import replace
from datetime import timedelta

import pytest

from checkin.core.attendance import attendance_certificate as rules
from checkin.core.attendance.attendance_certificate import WhyNone
from checkin.core.decision import Reason
from checkin.core.entries import EntryKind
from checkin.core.message import StorageError, UserError
from checkin.core.programme.programme import Event, Programme, Session
from checkin.core.progress import Cancelled
from checkin.core.tokens import CodeValidity
from checkin.services.attendance.attendance_papers import (
    SheetOptions,
    issue,
    issue_round,
    make_report_context,
    make_sign_in_sheets,
    verify,
    write_certificates,
)
from checkin.services.desk import Desk
from checkin.services.event_file import EventFile
from checkin.translation import Translator
from tests.builders import KEY, MORNING, a_programme, an_attendee
from tests.conftest import add_people
from tests.full_disk import full_disk

ONE, TWO = an_attendee(1), an_attendee(2)


@pytest.fixture
def written(event, desk):
    """Two people came, the third did not."""
    for person in (ONE, TWO):
        desk.check_in(person.id)
    return issue(event)


def test_only_those_who_were_there(event, desk, written):
    assert [one.certificate.name for one in written] == ["Jean-Baptiste de La Fournière", "Éléonore Le Goff-1"]


def test_nobody_was_there(event):
    with pytest.raises(UserError, match="Nobody has been present"):
        issue(event)


@pytest.fixture
def set_back(desk, clock):
    """ONE leaves half an hour before they came, by the clock of the desk. Return the exit."""
    desk.check_in(ONE.id)
    clock.pass_by(minutes=-30)
    desk.move_to("sortie")
    answer = desk.scan(ONE.ticket_code)
    assert answer.reason is Reason.EXIT, answer.reason
    return answer.entry


def test_who_left_before_they_came_by_the_clock_is_named_and_after_an_undo_of_the_exit_gets_one(
    event, desk, set_back, clock
):
    with pytest.raises(UserError, match="left before they came") as told:
        issue(event)
    assert told.value.fields["names"] == ONE.name
    desk.move_to("accueil")
    desk.check_in(TWO.id)
    found = issue_round(event)
    assert [one.certificate.person for one in found.issued] == [TWO.id]
    assert found.without == {WhyNone.CLOCK: [ONE.name]}
    desk.undo(set_back)
    found = issue_round(event)
    assert {one.certificate.person for one in found.issued} == {ONE.id, TWO.id}
    assert (found.without, found.backwards) == ({}, [])


def test_who_was_there_at_another_time_gets_one_and_is_named(event, desk, set_back, clock):
    desk.move_to("accueil")
    desk.check_in(ONE.id)
    found = issue_round(event)
    assert [one.certificate.person for one in found.issued] == [ONE.id]
    assert (found.without, found.backwards) == ({}, [ONE.name])


def test_what_is_written_is_genuine(event, written):
    for one in written:
        found = verify(event, one.code)
        assert (found.standing, found.now) == (CodeValidity.GENUINE, one.certificate)


def test_an_exit_that_arrives_later_changes_what_it_says(event, desk, clock, written):
    code = next(one.code for one in written if one.certificate.person == ONE.id)
    desk.move_to("sortie")
    clock.pass_by(minutes=90)
    desk.admit(desk.scan(ONE.ticket_code))
    found = verify(event, code)
    assert (found.standing, found.now.minutes) == (CodeValidity.CHANGED, 90)


def test_an_arrival_that_is_undone_leaves_nothing_to_certify(event, desk, written):
    code = next(one.code for one in written if one.certificate.person == ONE.id)
    desk.undo(next(e for e in event.journal.about(ONE.id) if e.kind == "checked_in").id)
    found = verify(event, code)
    assert (found.standing, found.now) == (CodeValidity.CHANGED, None)


def test_a_record_that_was_merged_is_still_found(event, desk, written):
    code = next(one.code for one in written if one.certificate.person == TWO.id)
    desk.registration.merge(ONE.id, TWO.id)
    found = verify(event, code)
    assert (found.standing, found.now.person) == (CodeValidity.CHANGED, ONE.id)


def test_a_person_who_is_not_there_any_more(event, written, tmp_path):
    elsewhere = EventFile.create(tmp_path / "copy.checkin", KEY)
    assert verify(elsewhere, written[0].code).standing is CodeValidity.GONE
    elsewhere.close()


def test_an_event_whose_programme_has_no_times(tmp_path, clock):
    bare = EventFile.create(tmp_path / "bare.checkin", KEY)
    bare.plan(Programme(Event("Vernissage")), at=clock(), desk="Accueil 1")
    add_people(bare, clock(), ONE, TWO)
    Desk(bare, clock, "Accueil 1").check_in(ONE.id)
    (only,) = issue(bare)
    assert (only.certificate.person, only.certificate.arrived) == (ONE.id, clock())
    bare.close()


def test_a_certificate_adds_up(event, desk, clock):
    """70 minutes and 40 seconds on each of two mornings are 140 minutes."""
    begins = MORNING + timedelta(days=1)
    suite = Session("suite", "Suite", begins, begins + timedelta(hours=2))
    event.plan(replace(a_programme(), sessions=(*a_programme().sessions, suite)), at=clock(), desk="Accueil 1")
    for morning in (MORNING, begins):
        left = morning + timedelta(minutes=70, seconds=40)
        with event.transaction():
            for kind, at in ((EntryKind.CHECKED_IN, morning), (EntryKind.CHECKED_OUT, left)):
                event.journal.append(kind, ONE.id, {"control_point": "accueil"}, at=at, desk="Accueil 1")
    clock.at = begins + timedelta(hours=3)
    (only,) = issue(event)
    assert ([half.minutes for half in only.certificate.halves], only.certificate.minutes) == ([70, 70], 140)
    found = verify(event, rules.code(event.key, only.certificate))
    assert (found.standing, found.now) == (CodeValidity.GENUINE, only.certificate)
    found = verify(event, rules.code(event.key, replace(only.certificate, minutes=141)))
    assert (found.standing, found.now) == (CodeValidity.CHANGED, only.certificate)


def setting(event):
    return make_report_context(event, Translator("fr"), MORNING)


def test_one_file_each_by_number(qapp, event, written, tmp_path):
    said = []
    folder = tmp_path / "out"
    write_certificates(folder, written, setting(event), lambda *done: said.append(done))
    assert {p.name for p in folder.iterdir()} == {f"{one.number}.pdf" for one in written}
    assert said == [(1, 2), (2, 2)]


@pytest.mark.parametrize("name", ["out", "all.pdf"])
def test_a_disk_that_is_full_leaves_nothing(qapp, event, written, tmp_path, name):
    before = sorted(tmp_path.iterdir())
    with full_disk(), pytest.raises(StorageError, match="The disk is full"):
        write_certificates(tmp_path / name, written, setting(event))
    assert sorted(tmp_path.iterdir()) == before


def test_work_that_is_stopped_leaves_the_earlier_files_and_no_new_ones(qapp, event, written, tmp_path):
    folder = tmp_path / "out"
    folder.mkdir()
    (folder / f"{written[0].number}.pdf").write_bytes(b"earlier")

    def stop(done, _total):
        if done == 2:
            raise Cancelled

    with pytest.raises(Cancelled):
        write_certificates(folder, written, setting(event), stop)
    assert [(p.name, p.read_bytes()) for p in folder.iterdir()] == [(f"{written[0].number}.pdf", b"earlier")]


def test_they_are_in_the_order_of_the_sign_in_sheets(event, desk):
    add_people(event, MORNING, an_attendee(9, first_name="Anne", last_name="Hubert"))
    for person in (ONE, TWO, an_attendee(9)):
        desk.check_in(person.id)
    (sheet,) = make_sign_in_sheets(event, SheetOptions())
    came = [f"{row.first_name} {row.last_name}" for row in sheet.rows if row.is_present]
    assert came == ["Jean-Baptiste de La Fournière", "Anne Hubert", "Éléonore Le Goff-1"]
    assert [one.certificate.name for one in issue(event)] == came
