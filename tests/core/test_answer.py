# SPDX-License-Identifier: GPL-3.0-or-later
"""What an answer offers, by what was decided and where: the window and the keys ask it."""

import pytest

from checkin.core.answer import MOST_TO_UNDO, LentThing, SeatCounts
from checkin.core.attendee import Status
from checkin.core.decision import Reason, Verdict
from checkin.core.entries import EntryKind
from checkin.core.programme.programme import ControlPoint
from tests.builders import Steps
from tests.ui.answers import WAY_OUT, a_person, an_answer

HEADSETS = ControlPoint("casques", "Casques", gives="casque")
OWING = a_person(status=Status.UNPAID)


@pytest.mark.parametrize(
    ("fields", "expected"),
    [
        ({}, True),
        ({"verdict": Verdict.ADMIT}, False),
        ({"is_payment_waived": True}, False),
        ({"attendee": a_person()}, False),
        ({"attendee": None}, False),
        ({"reason": Reason.PENDING}, False),
    ],
)
def test_a_payment_is_asked_for_where_it_is_the_question_and_due(fields, expected):
    assert an_answer(**{"reason": Reason.UNPAID, "attendee": OWING, **fields}).asks_payment is expected


@pytest.mark.parametrize(
    ("fields", "expected"),
    [
        ({}, True),
        ({"control_point": HEADSETS}, False),
        ({"control_point": WAY_OUT}, False),
        ({"scans_only": True}, False),
        ({"came": 1}, False),
        ({"reason": Reason.WELCOME}, False),
    ],
)
def test_who_was_given_a_code_is_awaited_where_people_come_in(fields, expected):
    assert an_answer(**{"reason": Reason.TIED, **fields}).awaits_entry is expected


def test_one_key_undoes_as_many_of_a_group_as_the_entry_let_in():
    passage = Steps().entry(EntryKind.CHECKED_IN, control_point="accueil", people=3)
    assert an_answer(entered=2).people_to_undo == 2
    assert an_answer(entered=2, passage=passage).people_to_undo == 2
    assert an_answer(Reason.ALREADY_ARRIVED, entry=None, passage=passage).people_to_undo == 3


def test_the_newest_arrivals_of_an_order_can_be_undone_by_a_number_after_an_arrival_or_an_undo():
    party = tuple(an_answer(entry=bytes([n])) for n in range(MOST_TO_UNDO + 1))
    refused = an_answer(Reason.CANCELLED)
    for reason in (Reason.WELCOME, Reason.UNDONE):
        assert an_answer(reason, party=(*party, refused)).undoable_party == party[1:]
    assert an_answer(Reason.UNPAID, party=party).undoable_party == ()


@pytest.mark.parametrize(
    ("reason", "fields", "expected"),
    [
        (Reason.ALREADY_ARRIVED, {}, True),
        (Reason.THING_OUT, {}, True),
        (Reason.REPEATED, {}, False),
        (Reason.WELCOME, {}, False),
        (Reason.THING_OUT, {"attendee": None}, False),
        (Reason.ALREADY_ARRIVED, {"control_point": an_answer().control_point}, False),
    ],
)
def test_a_thing_is_taken_back_from_who_has_it_or_had_it(reason, fields, expected):
    assert an_answer(reason, **{"control_point": HEADSETS, **fields}).can_take_back is expected


def test_coming_is_borrowing_where_the_things_have_a_name():
    assert an_answer(lent=LentThing("casque")).is_loan is True
    assert an_answer().is_loan is False


@pytest.mark.parametrize(
    ("reason", "inside", "capacity", "expected"),
    [
        (Reason.WELCOME, 20, 20, True),
        (Reason.WELCOME, 21, 20, True),
        (Reason.WELCOME, 19, 20, False),
        (Reason.WELCOME, 20, 0, False),
        (Reason.EXIT, 20, 20, False),
        (Reason.FULL, 20, 20, False),
    ],
)
def test_the_last_seat_is_taken_by_who_comes_in(reason, inside, capacity, expected):
    assert an_answer(reason, counts=SeatCounts(inside=inside, capacity=capacity)).fills_room is expected


def test_further_people_of_a_group_are_no_return():
    assert an_answer(Reason.REENTRY, entered=2).is_rest_of_group
    assert not an_answer(Reason.REENTRY).is_rest_of_group
    assert not an_answer(Reason.WELCOME, entered=2).is_rest_of_group
