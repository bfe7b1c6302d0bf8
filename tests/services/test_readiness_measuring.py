# SPDX-License-Identifier: GPL-3.0-or-later
"""The event is measured as it is, in a moment; and what is asked again and again finds its entries by an index."""

from dataclasses import replace
from datetime import date

import pytest

from checkin.core.entries import EntryKind
from checkin.core.programme.programme import Event
from checkin.core.ready.checks import ReadinessGrade
from checkin.core.ready.readiness import ListState, OpenIssues, Overbooked, check_list
from checkin.core.supervisor import Authority
from checkin.services.desk import Desk
from checkin.services.privacy import event_purge
from checkin.services.readiness_measuring import ReadinessMeter, ReadyWorker
from checkin.storage.connection import transaction
from checkin.ui.ready.ready_band import result_text
from tests.builders import KEY, MORNING, a_programme, an_attendee
from tests.conftest import add_people


def test_the_event_is_measured_as_it_is_and_nothing_is_left_in_it_nor_beside_it(event, desk, clock):
    beside, entries = sorted(event.path.parent.iterdir()), event.journal.count()
    probes = ReadinessMeter(event, clock)
    first = probes.measure()
    assert (sorted(event.path.parent.iterdir()), event.journal.count()) == (beside, entries)
    assert (first.list, first.left) == (ListState(3, None), OpenIssues())
    assert (first.days, first.zone) == (frozenset({date(2023, 7, 4)}), "Europe/Paris")
    assert first.disk.took is not None
    with transaction(event.db):
        event.journal.append(EntryKind.LIST_IMPORTED, "", {"import": "x"}, at=MORNING, desk="Accueil 1")
    desk.printing.test_page("pdf:/tmp")
    event.plan(replace(a_programme(), event=Event("Rencontre", timezone="Mars/Olympus")), at=MORNING, desk="a")
    then = probes.measure()
    assert (then.list, then.left) == (ListState(3, MORNING), OpenIssues(waiting=1))
    assert (then.newest, then.zone) == (MORNING, ""), "a time zone that nobody knows"


def test_after_a_purge_the_list_that_was_there_is_not_told_any_more(event, clock):
    with transaction(event.db):
        event.journal.append(EntryKind.LIST_IMPORTED, "", {"import": "x"}, at=MORNING, desk="Accueil 1")
    event_purge.purge(event, Authority("Accueil 1", "x"), at=MORNING, desk="Accueil 1")
    state = ReadinessMeter(event, clock).measure().list
    assert state == ListState(3, MORNING, MORNING)
    found = check_list(state, MORNING)
    assert (found.grade, found.is_end) == (ReadinessGrade.ASIDE, True)
    assert "erased" in result_text(found)
    add_people(event, MORNING, an_attendee(9))
    assert ReadinessMeter(event, clock).measure().list.erased_at is None


def test_sessions_with_more_people_booked_than_seats_are_found(event, clock):
    (workshop,) = a_programme().sessions
    sessions = (workshop, replace(workshop, id="libre", is_booked=False), replace(workshop, id="sans", capacity=0))
    event.plan(a_programme(sessions=sessions), at=MORNING, desk="a")
    booked = ("atelier-b", "libre", "sans")
    add_people(event, MORNING, an_attendee(4, sessions=booked), an_attendee(5, sessions=booked, status="cancelled"))
    assert ReadinessMeter(event, clock).measure().overbooked == ()  # two for two seats
    add_people(event, MORNING, an_attendee(6, sessions=booked, places=3))
    assert ReadinessMeter(event, clock).measure().overbooked == (Overbooked(workshop, 5),)


def test_the_worker_measures_with_a_connection_of_its_own_and_tries_a_file_that_is_away_again(qapp, event, clock):
    away = event.path.with_name("elsewhere.checkin")
    worker, measured = ReadyWorker(away, clock), []
    worker.measured.connect(measured.append)
    worker.step()
    assert not measured
    event.close()
    event.path.rename(away)
    worker.step()
    worker.step()
    worker.close()
    assert [each.list.people for each in measured] == [3, 3]


class Listening:
    """A connection, and what was asked of it as it was asked: with its values put in, SQLite would plan otherwise."""

    def __init__(self, conn):
        self._conn, self.asked = conn, []

    def __getattr__(self, name):
        return getattr(self._conn, name)

    def execute(self, sql, arguments=()):
        self.asked.append((sql, arguments))
        return self._conn.execute(sql, arguments)


@pytest.fixture
def asked(event, monkeypatch):
    """The statements of something that is done, each with its values."""

    def asked_by(act):
        with monkeypatch.context() as patch:
            patch.setattr(event.db, "conn", listening := Listening(event.db.conn))
            act()
        return listening.asked

    return asked_by


@pytest.fixture
def plans(event, asked):
    """How SQLite goes about what is read while something is done, a line a table."""

    def plans_of(act):
        conn, questions = event.db.conn, [(sql, arguments) for sql, arguments in asked(act) if sql.startswith("SELECT")]
        assert questions
        return [row[3] for sql, arguments in questions for row in conn.execute(f"EXPLAIN QUERY PLAN {sql}", arguments)]

    return plans_of


def is_quick(plan):
    return not any(step == "SCAN journal" for step in plan)


def test_a_code_that_nobody_has_is_answered_by_indices_also_after_a_purge(event, clock, desk, plans):
    plan = plans(lambda: desk.scan(KEY.issue(b"n" * 16).code))
    assert any("journal_purges" in step for step in plan)
    assert is_quick(plan)
    event_purge.purge(event, Authority("Accueil 1", "w"), at=clock(), desk="Accueil 1")
    desk = Desk(event, clock, "Accueil 1")
    plan = plans(lambda: desk.scan(KEY.issue(b"n" * 16).code))
    assert is_quick(plan)
    assert "SCAN attendees" not in plan


def test_what_a_desk_reads_when_it_opens_is_found_by_indices(event, desk, plans):
    plan = plans(event.programme)
    assert any("journal_rare" in step for step in plan)
    for act in (desk.help.open, desk.handover.note, desk.conflicts.count):
        plan += plans(act)
    assert is_quick(plan)
    conflicts = plans(desk.conflicts.count)
    assert any("journal_settled" in step for step in conflicts)
    assert is_quick(conflicts)


def test_a_scan_that_lets_nobody_in_changes_no_table_of_people(desk, clock, asked):
    desk.scan(an_attendee(1).ticket_code)
    clock.pass_by(minutes=5)
    again = asked(lambda: desk.scan(an_attendee(1).ticket_code))
    assert [sql for sql, _ in again if sql.startswith("DELETE")] == []
