# SPDX-License-Identifier: GPL-3.0-or-later
"""A line of the last arrivals that let nobody in says what became of its person since."""

import pytest

from checkin.core.answer import Outcome, Then
from checkin.core.attendee import Status
from checkin.core.decision import Reason, Verdict
from checkin.core.supervisor import Authority
from checkin.services.desk_queries import DeskQueries
from tests.builders import an_attendee
from tests.conftest import add_people

CANCELLED, UNPAID = an_attendee(21, status=Status.CANCELLED), an_attendee(22, status=Status.UNPAID)
ONE, TWO = an_attendee(1), an_attendee(2)


@pytest.fixture
def door(event, desk, clock):
    add_people(event, clock(), CANCELLED, UNPAID)
    return desk


def lines(event, desk):
    """Newest first: what each line says happened, and what became of it."""
    return [(p.reason, p.outcome) for p in DeskQueries(event).recent_scans(desk.programme, desk.control_point)]


def test_who_was_refused_and_then_let_in_is_no_open_case(event, door, clock):
    refused = door.scan(CANCELLED.ticket_code)
    clock.pass_by(minutes=1)
    let_in = door.overrule(refused, Authority("Anne", "speaker"))
    assert lines(event, door)[1] == (Reason.CANCELLED, Outcome(Then.IN, let_in.at))
    assert lines(event, door)[0][1] is None


def test_a_question_that_was_answered_is_no_open_case(event, door, clock):
    asked = door.scan(UNPAID.ticket_code)
    clock.pass_by(minutes=1)
    assert lines(event, door) == [(Reason.UNPAID, None)]
    let_in = door.admit(asked)
    assert lines(event, door)[1] == (Reason.UNPAID, Outcome(Then.IN, let_in.at))


def test_a_refusal_is_open_again_when_the_arrival_after_it_was_undone(event, door, clock):
    refused = door.scan(CANCELLED.ticket_code)
    clock.pass_by(minutes=1)
    door.undo(door.overrule(refused, Authority("Anne", "speaker")).entry)
    assert lines(event, door)[1] == (Reason.CANCELLED, None)


def test_who_is_in_already_is_a_closed_case_once_that_arrival_was_undone(event, door, clock):
    first = door.scan(ONE.ticket_code)
    clock.pass_by(minutes=1)
    door.scan(ONE.ticket_code)
    assert lines(event, door)[0] == (Reason.ALREADY_ARRIVED, None)
    door.undo(first.entry)
    assert lines(event, door)[0] == (Reason.ALREADY_ARRIVED, Outcome(Then.UNDONE))
    clock.pass_by(minutes=1)
    again = door.scan(ONE.ticket_code)
    assert lines(event, door)[1] == (Reason.ALREADY_ARRIVED, Outcome(Then.IN, again.at))


def test_an_arrival_before_the_line_and_other_people_close_nothing(event, door, clock):
    door.scan(ONE.ticket_code)
    clock.pass_by(minutes=1)
    door.scan(ONE.ticket_code)
    door.scan("3760123450017")
    door.scan(TWO.ticket_code)
    assert [outcome for _, outcome in lines(event, door)] == [None] * 4


def test_the_next_passage_is_told_and_not_a_later_one(event, door, clock):
    asked = door.scan(UNPAID.ticket_code)
    let_in = door.admit(asked)
    clock.pass_by(minutes=5)
    door.move_to("sortie")
    door.scan(UNPAID.ticket_code)
    (first,) = (
        p for p in DeskQueries(event).recent_scans(door.programme, door.control_point) if p.verdict is Verdict.ASK
    )
    assert first.outcome == Outcome(Then.IN, let_in.at)
