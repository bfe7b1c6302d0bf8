# SPDX-License-Identifier: GPL-3.0-or-later
"""The answer of the ticketing on one scan: each rule, and which comes first."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from checkin.core.ticketing.position import SignedTicket, TicketAnswer
from checkin.core.ticketing.questions import Question
from checkin.core.ticketing.rule_explanations import (
    NO_ADDONS,
    NO_GATE,
    NO_MEDIUM,
    NO_SERIES_DATE,
    NO_ZONE,
    TicketReason,
)
from checkin.core.ticketing.ticket_rules import CheckInList
from checkin.core.ticketing.ticketing import Product, ProductVariation
from tests.core.ticketing.tickets import (
    LIST,
    OTHER_WORKSHOP,
    PAID,
    TICKETING,
    VISIT,
    WORKSHOP,
    addon,
    answer,
    at,
    entry,
    leaving,
    reason,
)

PENDING = replace(PAID, status="n")
NEVER_AGAIN = replace(LIST, allow_entry_after_exit=False)
FIRST, SECOND = addon(11, WORKSHOP), addon(12, OTHER_WORKSHOP)
WITH_ADDONS = replace(PAID, addons=(FIRST, SECOND))
WORKSHOPS = CheckInList(2, products=(WORKSHOP, OTHER_WORKSHOP), addon_match=True)
DIET = Question(1, "REGIME", type="S", is_asked=True, products=(VISIT,), place=2)
ASKING = replace(TICKETING, questions=(DIET,))
ONLY_BEFORE_NINE = replace(LIST, rules={"isBefore": [{"var": "now"}, {"buildTime": ["date_from"]}]})


def test_a_paid_ticket_is_accepted_and_its_position_counts():
    found = answer()
    assert (found.is_accepted, found.position, found.explanations) == (True, PAID, ())


def test_an_unknown_code_is_invalid_and_a_former_one_revoked():
    assert reason(None) == "invalid"
    assert reason(None, is_revoked=True) == "revoked"


def test_the_new_code_of_a_ticket_counts_though_it_stands_among_the_revoked():
    assert reason(is_revoked=True, is_blocked=True) == ""


@pytest.mark.parametrize("status", ["c", "e", ""])
def test_a_ticket_of_an_order_that_is_not_alive_is_cancelled(status):
    assert reason(replace(PAID, status=status)) == "canceled"


def test_a_ticket_that_left_its_order_is_invalid():
    assert reason(replace(PAID, is_cancelled=True)) == "invalid"


def test_a_blocked_ticket_is_refused_at_the_exit_too():
    blocked = replace(PAID, is_blocked=True)
    assert reason(blocked) == reason(blocked, is_exit=True) == "blocked"


def test_an_order_that_waits_for_approval_is_unapproved_even_if_pending_counts():
    waiting = replace(PENDING, require_approval=True, valid_if_pending=True)
    assert reason(waiting) == "unapproved"
    assert reason(replace(waiting, status="p")) == ""


def test_a_pending_order_counts_where_the_order_or_the_list_and_the_desk_say_so():
    with_pending = replace(LIST, include_pending=True)
    assert reason(PENDING) == "unpaid"
    assert reason(PENDING, with_pending) == "unpaid"
    assert reason(PENDING, ignore_unpaid=True) == "unpaid"
    assert reason(PENDING, with_pending, ignore_unpaid=True) == ""
    assert reason(replace(PENDING, valid_if_pending=True)) == ""


def test_a_ticket_has_its_time_and_may_leave_after_it():
    until, since = replace(PAID, valid_until=at("09:59")), replace(PAID, valid_from=at("10:01"))
    assert reason(until) == reason(since) == "invalid_time"
    assert reason(until, is_exit=True) == reason(since, is_exit=True) == ""
    assert reason(replace(PAID, valid_from=at("10:00"), valid_until=at("10:00"))) == ""


def test_the_time_of_a_ticket_is_told_with_its_day_unless_it_is_today():
    (today,) = answer(replace(PAID, valid_from=at("14:30"))).explanations
    (before,) = answer(replace(PAID, valid_until=at("18:00", "2023-07-03"))).explanations
    assert (today.words.text, today.fields) == ("is valid only from {time}", {"time": "14:30"})
    assert before.fields == {"day": "03/07/2023", "time": "18:00"}


def test_a_product_that_is_not_on_the_list_is_refused_before_the_payment():
    assert reason(PENDING, replace(LIST, all_products=False, products=(7,))) == "product"
    assert reason(PAID, replace(LIST, all_products=False, products=(VISIT,))) == ""


def test_a_list_of_one_date_does_not_know_tickets_of_another():
    assert reason(replace(PAID, subevent=4), replace(LIST, subevent=5)) == "invalid"
    assert reason(replace(PAID, subevent=5), replace(LIST, subevent=5)) == ""


def test_the_rules_of_a_list_refuse_the_entry_alone():
    found = answer(PAID, ONLY_BEFORE_NINE)
    assert (found.reason, [e.fields for e in found.explanations]) == ("rules", [{"time": "09:00"}])
    assert reason(PAID, ONLY_BEFORE_NINE, is_exit=True) == ""
    assert reason(PAID, ONLY_BEFORE_NINE, moment=at("08:30")) == ""


def test_a_rule_on_a_gate_that_is_not_known_leaves_the_answer_open():
    at_gate = replace(LIST, rules={"==": [{"var": "gate"}, 1]})
    found = answer(PAID, at_gate)
    assert (found.is_accepted, found.is_undecided, found.missing[0].words) == (False, True, NO_GATE)
    assert (reason(PAID, at_gate, gate=1), reason(PAID, at_gate, gate=0)) == ("", "rules")


def test_a_refusal_is_certain_whatever_an_earlier_rule_says():
    found = answer(PAID, replace(NEVER_AGAIN, rules={"==": [{"var": "gate"}, 1]}), passages=[entry("09:00")])
    assert (found.reason, found.is_undecided) == (TicketReason.ALREADY_REDEEMED, False)
    assert found.missing


def test_the_dates_of_a_series_and_an_unknown_zone_are_missing():
    assert answer(replace(PAID, subevent=4), ONLY_BEFORE_NINE).missing[0].words == NO_SERIES_DATE
    assert answer(PAID, ONLY_BEFORE_NINE, replace(TICKETING, timezone="Europe/Atlantis")).missing[0].words == NO_ZONE


def test_open_questions_are_asked_at_the_entry_after_the_rules():
    found = answer(ticketing=ASKING)
    assert (found.reason, found.questions) == ("incomplete", (DIET,))
    assert reason(PAID, ONLY_BEFORE_NINE, ASKING) == "rules"
    assert reason(ticketing=ASKING, is_exit=True) == ""
    assert reason(ticketing=ASKING, answers={1: "végétarien"}) == ""
    assert reason(replace(PAID, answers={1: TicketAnswer("sans gluten")}), ticketing=ASKING) == ""
    assert reason(replace(PAID, item=2), ticketing=ASKING) == ""


def test_questions_are_open_before_a_ticket_counts_as_used():
    assert reason(PAID, NEVER_AGAIN, ASKING, passages=[entry("09:00")]) == "incomplete"


def test_a_ticket_to_be_exchanged_for_a_wristband_is_left_open():
    medium = replace(TICKETING, products=(Product(VISIT, needs_medium=True),))
    assert answer(ticketing=medium).missing[0].words == NO_MEDIUM
    assert answer(ticketing=medium, is_exit=True).is_undecided


@pytest.mark.parametrize(
    ("passages", "after_exit", "multiple", "expected"),
    [
        ((), False, False, ""),
        ((entry("09:00"),), True, False, "already_redeemed"),
        ((entry("09:00"),), False, True, ""),
        ((entry("09:00"), leaving("09:30")), True, False, ""),
        ((entry("09:00"), leaving("09:30")), False, False, "already_redeemed"),
        ((leaving("08:30"), leaving("09:30")), False, False, ""),
        ((leaving("09:30"), entry("09:45"), leaving("09:40")), True, False, "already_redeemed"),
    ],
)
def test_how_often_a_ticket_counts(passages, after_exit, multiple, expected):
    allowed = replace(LIST, allow_entry_after_exit=after_exit, allow_multiple_entries=multiple)
    assert reason(PAID, allowed, passages=passages) == expected
    assert reason(PAID, allowed, passages=passages, is_exit=True) == ""


@pytest.mark.parametrize(
    ("since", "passages", "expected"),
    [
        ("09:30", (entry("09:00"),), ""),
        ("09:00", (entry("09:00"),), ""),
        ("10:30", (entry("09:00"),), "already_redeemed"),
        ("09:30", (entry("09:00"), entry("09:45")), "already_redeemed"),
        ("09:30", (entry("09:00", day="2023-07-03"),), ""),
        ("09:30", (entry("09:00"), leaving("09:10"), entry("09:20")), ""),
    ],
)
def test_everybody_is_sent_out_at_the_hour_of_the_list(since, passages, expected):
    assert reason(PAID, replace(LIST, exit_all_at=at(since)), passages=passages) == expected
    assert reason(PAID, replace(NEVER_AGAIN, exit_all_at=at(since)), passages=passages) == "already_redeemed"


def test_the_hour_at_which_everybody_is_sent_out_comes_each_day():
    for_weeks = replace(LIST, exit_all_at=at("23:00", "2023-06-20"))
    assert reason(PAID, for_weeks, passages=[entry("22:00", day="2023-07-03")]) == ""
    assert reason(PAID, for_weeks, passages=[entry("23:30", day="2023-07-03")]) == "already_redeemed"


def test_the_passages_of_another_ticket_of_the_order_do_not_count():
    assert reason(WITH_ADDONS, NEVER_AGAIN, passages=[entry("09:00", FIRST.id)]) == ""
    assert reason(WITH_ADDONS, NEVER_AGAIN, passages=[entry("09:00", 0)]) == "already_redeemed"


def test_a_ticket_stands_for_its_addon_where_the_list_says_so():
    one = replace(PAID, addons=(FIRST,))
    assert (answer(one, WORKSHOPS).position, answer(one, WORKSHOPS).is_accepted) == (FIRST, True)
    assert reason(one, replace(WORKSHOPS, addon_match=False)) == "product"
    assert reason(one, WORKSHOPS, passages=[entry("09:00", FIRST.id)]) == "already_redeemed"
    assert answer(FIRST, replace(WORKSHOPS, addon_match=False)).is_accepted


def test_two_addons_of_one_list_are_ambiguous_unless_one_is_valid_now():
    early, late = addon(11, WORKSHOP, valid_until=at("09:30")), addon(12, OTHER_WORKSHOP, valid_from=at("09:30"))
    assert reason(WITH_ADDONS, WORKSHOPS) == "ambiguous"
    assert answer(replace(PAID, addons=(early, late)), WORKSHOPS).position == late
    assert answer(replace(PAID, addons=(early, late)), WORKSHOPS, moment=at("09:00")).position == early


def test_of_addons_that_are_not_valid_the_next_one_is_named_then_the_last_one():
    first, second = (addon(11, WORKSHOP, valid_from=at("15:00")), addon(12, OTHER_WORKSHOP, valid_from=at("12:00")))
    assert answer(replace(PAID, addons=(first, second)), WORKSHOPS).position == second
    gone = (addon(11, WORKSHOP, valid_until=at("08:00")), addon(12, OTHER_WORKSHOP, valid_until=at("09:00")))
    assert answer(replace(PAID, addons=gone), WORKSHOPS).position == gone[1]


def test_what_the_order_the_variation_and_the_product_say_is_shown_with_every_answer():
    product = Product(VISIT, text="Pochette", variations=(ProductVariation(3, attention=True, text="Matin"),))
    known = replace(TICKETING, products=(product,))
    found = answer(replace(PAID, status="c", variation=3, text="À voir"), ticketing=known)
    assert (found.reason, found.attention, found.texts) == ("canceled", True, ("À voir", "Matin", "Pochette"))
    assert not answer(ticketing=known).attention


SIGNED = SignedTicket("seed", VISIT)


def test_a_signed_ticket_that_was_not_pulled_is_accepted_and_says_so():
    found = answer(SIGNED)
    assert found.is_accepted
    assert "not in the list yet" in found.explanations[0].words.text
    assert (found.position, reason(SIGNED, passages=[entry("09:00", 0)])) == (None, "already_redeemed")


def test_a_signed_ticket_is_refused_by_what_it_says_and_by_the_lists_of_the_ticketing():
    assert reason(SIGNED, is_revoked=True) == "revoked"
    assert reason(SIGNED, is_blocked=True) == "blocked"
    assert reason(replace(SIGNED, item=9), replace(LIST, all_products=False, products=(VISIT,))) == "product"
    assert reason(replace(SIGNED, valid_until=at("09:00"))) == "invalid_time"
    assert reason(replace(SIGNED, subevent=1), replace(LIST, subevent=2)) == "invalid"
    assert reason(SIGNED, ticketing=ASKING) == "incomplete"


def test_the_addons_of_a_signed_ticket_are_not_known():
    assert answer(SIGNED, WORKSHOPS).missing[0].words == NO_ADDONS


STATES = st.fixed_dictionaries(
    {
        "status": st.sampled_from("pnec"),
        "valid_if_pending": st.booleans(),
        "require_approval": st.booleans(),
        "is_blocked": st.booleans(),
        "valid_from": st.none() | st.sampled_from([at("09:00"), at("11:00")]),
        "valid_until": st.none() | st.sampled_from([at("09:00"), at("11:00")]),
    }
)
PASSAGES = st.lists(st.sampled_from([entry("09:00"), leaving("09:10"), entry("09:20"), leaving("09:30")]))


@given(STATES, PASSAGES)
def test_who_may_enter_may_leave(state, passages):
    position = replace(PAID, **state)
    if answer(position, passages=passages).is_accepted:
        assert answer(position, passages=passages, is_exit=True).is_accepted


@given(STATES, PASSAGES)
def test_a_list_that_allows_more_refuses_nobody_else(state, passages):
    position = replace(PAID, **state)
    wider = replace(LIST, allow_multiple_entries=True, include_pending=True)
    if answer(position, passages=passages, ignore_unpaid=True).is_accepted:
        assert answer(position, wider, passages=passages, ignore_unpaid=True).is_accepted


@given(STATES, st.permutations([entry("09:00"), leaving("09:10"), entry("09:20"), leaving("09:30")]))
def test_the_order_in_which_passages_became_known_does_not_matter(state, passages):
    position = replace(PAID, **state)
    assert answer(position, passages=passages) == answer(position, passages=sorted(passages, key=lambda p: p.at))
