# SPDX-License-Identifier: GPL-3.0-or-later
"""Certificates of a real event: for those who were there, verified against the file, whole on the disk or not there."""

import errno
import os
from contextlib import ExitStack, closing
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from checkin.core import tokens
from checkin.core.attendance import attendance_certificate as rules
from checkin.core.attendance.attendance_certificate import Certificate, CertifiedHalfDay, WhyNone
from checkin.core.attendance.half_days import DayPart, HalfDay
from checkin.core.attendee import Presence
from checkin.core.decision import Reason
from checkin.core.entries import EntryKind
from checkin.core.local_time import TimeSpan
from checkin.core.message import StorageError, UserError
from checkin.core.programme.programme import Event, Programme, Session
from checkin.core.progress import Cancelled
from checkin.core.tokens import CodeValidity
from checkin.documents import atomic_write
from checkin.pdf_reports.certificate_page import IssuedCertificate
from checkin.pdf_reports.page_canvas import ReportContext
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


def files(folder):
    return sorted((path.relative_to(folder).as_posix(), path.read_bytes()) for path in folder.rglob("*.pdf"))


def test_only_those_who_were_there_get_one_in_the_order_of_the_sign_in_sheets(event, desk):
    with pytest.raises(UserError, match="Nobody has been present"):
        issue(event)
    add_people(event, MORNING, an_attendee(9, first_name="Anne", last_name="Hubert"))
    for person in (ONE, TWO, an_attendee(9)):
        desk.check_in(person.id)
    (sheet,) = make_sign_in_sheets(event, SheetOptions())
    came = [f"{row.first_name} {row.last_name}" for row in sheet.rows if row.is_present]
    assert came == ["Jean-Baptiste de La Fournière", "Anne Hubert", "Éléonore Le Goff-1"]
    assert [one.certificate.name for one in issue(event)] == came


@pytest.fixture
def set_back(desk, clock):
    """ONE leaves half an hour before they came, by the clock of the desk. Return the exit."""
    desk.check_in(ONE.id)
    clock.pass_by(minutes=-30)
    desk.move_to("sortie")
    answer = desk.scan(ONE.ticket_code)
    assert answer.reason is Reason.EXIT, answer.reason
    desk.move_to("accueil")
    return answer.entry


def of(found):
    return {one.certificate.person for one in found.issued}, found.without, found.backwards


@pytest.mark.parametrize("is_undone", [True, False])
def test_who_left_before_they_came_by_the_clock_is_named_and_gets_one_after_an_undo_or_another_arrival(
    event, desk, set_back, is_undone
):
    with pytest.raises(UserError, match="left before they came") as told:
        issue(event)
    assert told.value.fields["names"] == ONE.name
    desk.check_in(TWO.id)
    assert of(issue_round(event)) == ({TWO.id}, {WhyNone.CLOCK: [ONE.name]}, [])
    if is_undone:
        desk.undo(set_back)
    else:
        desk.check_in(ONE.id)
    assert of(issue_round(event)) == ({ONE.id, TWO.id}, {}, [] if is_undone else [ONE.name])


def test_what_is_written_is_genuine_until_what_it_says_has_changed(event, desk, clock, written, tmp_path):
    def verified(code):
        found = verify(event, code)
        return found.standing, found.now

    codes = {one.certificate.person: one.code for one in written}
    for one in written:
        assert verified(one.code) == (CodeValidity.GENUINE, one.certificate)
    desk.move_to("sortie")
    clock.pass_by(minutes=90)
    desk.admit(desk.scan(ONE.ticket_code))
    standing, now = verified(codes[ONE.id])
    assert (standing, now.minutes) == (CodeValidity.CHANGED, 90)
    desk.undo(next(e for e in event.journal.about(TWO.id) if e.kind == "checked_in").id)
    assert verified(codes[TWO.id]) == (CodeValidity.CHANGED, None)
    desk.registration.merge(ONE.id, TWO.id)
    standing, now = verified(codes[TWO.id])
    assert (standing, now.person) == (CodeValidity.CHANGED, ONE.id)
    with closing(EventFile.create(tmp_path / "copy.checkin", KEY)) as elsewhere:
        assert verify(elsewhere, codes[ONE.id]).standing is CodeValidity.GONE


def test_an_event_whose_programme_has_no_times(tmp_path, clock):
    with closing(EventFile.create(tmp_path / "bare.checkin", KEY)) as bare:
        bare.plan(Programme(Event("Vernissage")), at=clock(), desk="Accueil 1")
        add_people(bare, clock(), ONE, TWO)
        Desk(bare, clock, "Accueil 1").check_in(ONE.id)
        (only,) = issue(bare)
        assert (only.certificate.person, only.certificate.arrived) == (ONE.id, clock())


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


def test_one_file_each_by_number(qapp, event, written, tmp_path):
    said, folder = [], tmp_path / "out"
    setting = make_report_context(event, Translator("fr"), MORNING)
    write_certificates(folder, written, setting, lambda *done: said.append(done))
    assert {p.name for p in folder.iterdir()} == {f"{one.number}.pdf" for one in written}
    assert said == [(1, 2), (2, 2)]


def test_work_that_is_stopped_leaves_the_earlier_files_and_no_new_ones(qapp, written, tmp_path):
    (tmp_path / f"{written[0].number}.pdf").write_bytes(b"earlier")
    before = files(tmp_path)

    def stop(done, _total):
        if done == 2:
            raise Cancelled

    with pytest.raises(Cancelled):
        write_certificates(tmp_path, written, SETTING, stop)
    assert files(tmp_path) == before


SETTING = ReportContext(Translator("fr"), MORNING.tzinfo, MORNING)


def many(count):
    """Certificates of people nobody scanned one by one."""
    event, span = Event("9ᵉ Rencontre"), TimeSpan(MORNING, MORNING + timedelta(hours=3))
    half = CertifiedHalfDay(HalfDay(MORNING.date(), DayPart.MORNING, span), 180, Presence.ON_SITE)
    for number in range(count):
        said = Certificate(f"p{number}", f"Ève Nom{number}", "", "", event, (half,), 180)
        yield IssuedCertificate(said, tokens.number(KEY, said.person), rules.code(KEY, said))


@pytest.mark.parametrize("has_earlier", [True, False])
def test_a_disk_that_is_full_in_the_middle_of_many_files_leaves_the_folder_as_it_was(qapp, tmp_path, has_earlier):
    made, folder = list(many(40)), tmp_path / "out"
    if has_earlier:
        folder.mkdir()
        (folder / f"{made[0].number}.pdf").write_bytes(b"earlier")
    before = files(tmp_path)
    with ExitStack() as disk, pytest.raises(StorageError, match="The disk is full"):
        write_certificates(folder, made, SETTING, lambda done, _: done == 20 and disk.enter_context(full_disk()))
    assert files(tmp_path) == before
    assert [p for p in tmp_path.rglob("*") if ".part" in p.name or (p.is_dir() and not has_earlier)] == []


def test_a_disk_that_is_full_in_the_middle_of_one_pdf_ends_the_drawing_and_leaves_the_earlier_file(qapp, tmp_path):
    path, drawn = tmp_path / "all.pdf", []
    path.write_bytes(b"earlier")
    with full_disk(), pytest.raises(StorageError, match="The disk is full"):
        write_certificates(path, list(many(40)), SETTING, lambda done, _: drawn.append(done))
    assert drawn[-1] < 40
    assert [(p.name, p.read_bytes()) for p in tmp_path.iterdir()] == [("all.pdf", b"earlier")]


@pytest.mark.parametrize("place", [0, 1, 2])
def test_one_certificate_that_is_open_in_a_reader_leaves_all_of_them_as_they_were(qapp, tmp_path, monkeypatch, place):
    """As Windows does it: an open file can neither be replaced nor moved."""
    made = list(many(3))
    for one in made[place : place + 2]:
        (tmp_path / f"{one.number}.pdf").write_bytes(one.number.encode())
    locked, replace = tmp_path / f"{made[place].number}.pdf", atomic_write.os.replace

    def replace_unlocked(source, target):
        if locked in (Path(source), Path(target)):
            raise PermissionError(errno.EACCES, os.strerror(errno.EACCES), str(source))
        replace(source, target)

    before = files(tmp_path)
    monkeypatch.setattr(atomic_write.os, "replace", replace_unlocked)
    with pytest.raises(StorageError, match="open in another program"):
        write_certificates(tmp_path, made, SETTING)
    assert (files(tmp_path), len([*tmp_path.iterdir()])) == (before, len(before))
