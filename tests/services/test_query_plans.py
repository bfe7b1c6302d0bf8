# SPDX-License-Identifier: GPL-3.0-or-later
"""What is asked again and again finds its entries by an index, however long the journal is."""

import pytest

from checkin.core.supervisor import Authority
from checkin.services.desk import Desk
from checkin.services.privacy import event_purge
from tests.builders import KEY, an_attendee


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
