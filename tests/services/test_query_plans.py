# SPDX-License-Identifier: GPL-3.0-or-later
"""What is asked again and again finds its entries by an index, however long the journal is."""

import pytest

from checkin.core.attendee import Status
from checkin.core.programme.programme import ControlPoint, Requirement
from checkin.core.supervisor import Authority
from checkin.services.desk import Desk
from checkin.services.people_queries import PeopleQueries
from checkin.services.privacy import event_purge
from tests.builders import KEY, a_programme, an_attendee
from tests.conftest import add_people


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


def test_whom_a_column_of_the_list_admits_is_kept_from_one_look_at_attendees_to_the_next(event, clock, plans):
    door = ControlPoint("diner", "Dîner", requires=(Requirement("custom:Dîner", ("oui",)),))
    event.plan(a_programme(control_points=(door,)), at=clock(), desk="d")
    guests = [an_attendee(30 + n, custom={"Dîner": answer}) for n, answer in enumerate(("oui", "non", "oui"))]
    add_people(event, clock(), *guests)
    desk = Desk(event, clock, "Accueil 1")
    people = PeopleQueries(event, desk)
    assert people.count_expected() == 2
    desk.check_in(guests[0].id)
    assert not any(step.startswith("SCAN attendees") for step in plans(people.count_expected))
    desk.registration.set_status({guests[2].id: Status.CANCELLED})
    assert people.count_expected() == 1
