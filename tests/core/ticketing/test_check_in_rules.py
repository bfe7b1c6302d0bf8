# SPDX-License-Identifier: GPL-3.0-or-later
"""The rules of a check-in list: whether they admit, what they lack, and why they refuse."""

import json
from dataclasses import replace
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from checkin.core.ticketing.rule_explanations import NEWER_RULE, NO_GATE, NO_SERIES_DATE, ODD_TIME
from checkin.core.ticketing.ticket_rules import DEEPEST, RuleFacts, evaluate_rules
from tests.core.ticketing.tickets import TICKETING, at

FACTS = RuleFacts(
    product=1,
    variation=0,
    gate=None,
    now=at("10:00"),
    zone=ZoneInfo("Europe/Paris"),
    ticketing=TICKETING,
    is_of_series=False,
    entries=(at("09:00"), at("09:15:30"), at("23:30", "2023-07-03")),
    is_inside=True,
)
NEW = replace(FACTS, entries=(), is_inside=False)
UNKNOWN = {"==": [{"var": "gate"}, 1]}
TRUE, FALSE = {"==": [1, 1]}, {"==": [1, 2]}


def admits(rules, facts=FACTS):
    return evaluate_rules(rules, facts).admits


def lacks(rules, facts=FACTS):
    return [explanation.words for explanation in evaluate_rules(rules, facts).missing]


def told(rules, facts=FACTS):
    found = evaluate_rules(rules, facts)
    assert found.admits is False
    return [each.words.text.format(**each.fields) for each in found.explanations]


def var(name):
    return {"var": name}


def now(operator, *when, tolerance=None):
    return {operator: [var("now"), {"buildTime": list(when)}, tolerance]}


TIMES = {"minutes_since_last_entry": 44, "minutes_since_first_entry": 630, "entry_status": "present"}
COUNTED = {"entries_number": 3, "entries_today": 2, "entries_days": 2}
VALUES = {"product": 1, "variation": None, "now_isoweekday": 2, **COUNTED, **TIMES}
WITHOUT_ENTRIES = {"minutes_since_last_entry": -1, "minutes_since_first_entry": -1, "entry_status": "absent"}


@pytest.mark.parametrize(("facts", "values"), [(FACTS, VALUES), (NEW, WITHOUT_ENTRIES)])
def test_each_variable_has_its_value(facts, values):
    assert [name for name, value in values.items() if not admits({"==": [var(name), value]}, facts)] == []
    assert [name for name, value in values.items() if admits({"!=": [var(name), value]}, facts) is not False] == []


@pytest.mark.parametrize(
    ("count", "expected"),
    [("entries_since", 1), ("entries_before", 2), ("entries_days_since", 1), ("entries_days_before", 2)],
)
def test_entries_are_counted_on_both_sides_of_a_time(count, expected):
    assert admits({"==": [{count: [{"buildTime": ["customtime", "09:15"]}]}, expected]})
    assert admits({"==": [{"entries_since": [{"buildTime": ["date_from"]}]}, 2]})


@pytest.mark.parametrize(
    ("when", "is_before"),
    [
        (["date_from"], False),
        (["date_admission"], False),
        (["date_to"], True),
        (["custom", "2023-07-04T08:00:00.000Z"], False),
        (["custom", "2023-07-04T08:00:00.001Z"], True),
        (["custom", "2023-07-04T10:30+02:00"], True),
        (["customtime", "10:00:01"], True),
        (["customtime", "09:59"], False),
        (["customtime", "2023-01-01T11:00:00"], True),
    ],
)
def test_now_is_compared_with_the_times_of_the_event_and_of_the_rule(when, is_before):
    assert admits(now("isBefore", *when)) is is_before


def test_an_event_without_end_or_admission_has_those_of_its_beginning():
    only = replace(FACTS, ticketing=replace(TICKETING, date_to=None, date_admission=None))
    assert admits(now("isBefore", "date_to"), only) is False
    assert admits(now("isAfter", "date_admission"), only)


@pytest.mark.parametrize("tolerance", [61, "61", 60.5])
def test_a_tolerance_widens_both_sides(tolerance):
    assert admits(now("isBefore", "date_from", tolerance=tolerance))
    assert admits(now("isAfter", "customtime", "11:00", tolerance=tolerance))
    assert admits(now("isBefore", "date_from", tolerance=60)) is False


def test_a_list_of_products_holds_ids():
    looked_up = [{"lookup": ["product", "1", "Visite"]}, {"lookup": ["product", 7, "Autre"]}]
    assert admits({"inList": [var("product"), {"objectList": looked_up}]})
    assert admits({"inList": [var("product"), {"objectList": looked_up[1:]}]}) is False
    assert admits({"inList": [var("variation"), {"objectList": looked_up}]}) is False


@pytest.mark.parametrize(
    ("rules", "expected"),
    [
        ({"==": [var("product"), "1"]}, True),
        ({"==": [True, 1]}, True),
        ({"<": [var("product"), "3"]}, True),
        ({"<": [var("variation"), 3]}, False),
        ({">=": [3, var("entries_number")]}, True),
        ({"<": [1, var("entries_number"), 4]}, True),
        ({"<=": [3, var("entries_number"), 2]}, False),
        ({"and": []}, True),
        ({"or": []}, False),
        ({"and": [var("variation"), True]}, False),
        ({"or": [0, var("product")]}, True),
    ],
)
def test_values_are_compared_as_json_logic_does(rules, expected):
    assert admits(rules) is expected


@pytest.mark.parametrize(
    "part",
    [
        {"isBefore": [var("product"), {"buildTime": ["date_to"]}]},
        {"<": [var("entry_status"), None]},
        {"inList": [var("product"), 5]},
        {"lookup": ["product", "x", "Nom"]},
        {"==": [1]},
        now("isBefore", "custom", "2023-07-04T12:00:00"),
        now("isBefore", "date_to", tolerance="bald"),
        {"entries_since": [5]},
        {},
    ],
)
def test_a_part_that_makes_no_sense_refuses_whatever_the_others_say(part):
    assert admits({"or": [TRUE, part]}) is False
    assert admits({"or": [UNKNOWN, part]}) is False


@pytest.mark.parametrize(
    ("part", "lacking"),
    [
        (UNKNOWN, NO_GATE),
        ({"weather": ["sunny"]}, NEWER_RULE),
        ({"==": [var("weather"), 1]}, NEWER_RULE),
        (now("isBefore", "sunrise"), NEWER_RULE),
        ({"and": [TRUE], "or": [TRUE]}, NEWER_RULE),
        (now("isBefore", "custom", "4 July 2023"), ODD_TIME),
        (now("isBefore", "customtime", "1800"), ODD_TIME),
        ({"<": [{"entries_since": [{"buildTime": ["custom", "2023-07-04T08:00:00"]}]}, 3]}, ODD_TIME),
    ],
)
def test_what_cannot_be_known_is_said(part, lacking):
    assert (admits(part), lacks(part)) == (None, [lacking])
    assert (admits({"and": [TRUE, part]}), admits({"and": [part, FALSE]})) == (None, False)
    assert (admits({"or": [FALSE, part]}), admits({"or": [part, TRUE]})) == (None, True)


def test_what_is_missing_is_said_once_of_a_series_and_of_too_many_levels_too():
    assert lacks({"and": [UNKNOWN, UNKNOWN, {"weather": []}]}) == sorted([NO_GATE, NEWER_RULE])
    of_series = replace(FACTS, is_of_series=True)
    assert lacks(now("isBefore", "date_to"), of_series) == [NO_SERIES_DATE]
    assert admits(now("isBefore", "customtime", "11:00"), of_series)
    rules = TRUE
    for _ in range(DEEPEST * 20):
        rules = {"and": [rules]}
    assert lacks(rules) == [NEWER_RULE]


@pytest.mark.parametrize(
    ("rules", "sentences"),
    [
        (now("isBefore", "date_from"), ["only before 09:00"]),
        (now("isAfter", "date_to", tolerance=30), ["only after 17:30"]),
        (now("isAfter", "custom", "2023-07-05T08:00:00Z"), ["only after 05/07/2023, 10:00"]),
        ({"inList": [var("product"), {"objectList": []}]}, ["not with this kind of ticket"]),
        ({"==": [var("entry_status"), "absent"]}, ["already inside"]),
        ({"<": [var("entries_today"), 2]}, ["too many entries today"]),
        ({">": [var("entries_number"), 3]}, ["not enough entries before"]),
        ({">": [var("minutes_since_last_entry"), 120]}, ["too soon after the last entry"]),
        ({"<": [{"entries_days_before": [{"buildTime": ["date_to"]}]}, 1]}, ["entries on too many days"]),
        ({"==": [1, 2]}, ["a rule of this check-in list does not allow it"]),
        ({"or": []}, ["a rule of this check-in list does not allow it"]),
        ({"and": [var("variation")]}, ["a rule of this check-in list does not allow it"]),
    ],
)
def test_a_refusal_says_why(rules, sentences):
    assert told(rules) == sentences


def test_all_that_is_wrong_is_said_but_only_of_the_easiest_way_and_nothing_that_may_hold():
    early, vip = now("isBefore", "date_from"), {"==": [var("product"), 4]}
    assert told({"and": [early, vip, TRUE]}) == ["only before 09:00", "not with this kind of ticket"]
    assert told({"or": [vip, early]}) == ["only before 09:00"]
    two = {"and": [early, now("isAfter", "date_to")]}
    assert told({"or": [{"and": [vip, TRUE]}, two]}) == ["only before 09:00", "only after 18:00"]
    technical = {"<": [var("minutes_since_last_entry"), 0]}
    assert told({"or": [technical, {"<": [var("entries_number"), 3]}]}) == ["too many entries"]
    assert told({"and": [UNKNOWN, now("isBefore", "date_from")]}) == ["only before 09:00"]
    (found,) = evaluate_rules({"==": [var("now_isoweekday"), 5]}, FACTS).explanations
    assert found.fields["day"].text == "Fridays"
    assert told({"!=": [var("now_isoweekday"), 2]}) == ["not on this day of the week"]


OPERATORS = ["and", "or", "==", "!=", "<", "<=", ">", ">=", "inList", "isBefore", "isAfter", "objectList", "lookup"]
COUNTS = ["entries_since", "entries_before", "entries_days_since", "entries_days_before", "buildTime", "var", "weather"]
LEAVES = (
    st.none()
    | st.booleans()
    | st.integers(-3, 10**400)
    | st.floats(allow_nan=True)
    | st.sampled_from(["product", "gate", "now", "entries_number", "date_from", "custom", "customtime", "18:00", "x"])
    | st.text(max_size=3)
)
ANY_RULES = st.recursive(
    LEAVES,
    lambda parts: (
        st.dictionaries(st.sampled_from(OPERATORS + COUNTS), parts | st.lists(parts, max_size=3), max_size=2)
        | st.lists(parts, max_size=3)
    ),
    max_leaves=12,
)


@given(st.dictionaries(st.sampled_from(OPERATORS + COUNTS), st.lists(ANY_RULES, max_size=3), max_size=1))
def test_any_rules_have_an_outcome_with_a_reason(rules):
    found = evaluate_rules(rules, FACTS)
    assert bool(found.missing) is (found.admits is None)
    assert not (found.explanations and found.admits)
    assert evaluate_rules(json.loads(json.dumps(rules)), FACTS) == found


SENSIBLE = st.sampled_from([TRUE, FALSE, UNKNOWN, now("isBefore", "date_to"), {"<": [var("entries_number"), 2]}])
RULES = st.recursive(
    SENSIBLE,
    lambda parts: st.dictionaries(st.sampled_from(["and", "or"]), st.lists(parts, max_size=3), min_size=1, max_size=1),
    max_leaves=8,
)


@given(RULES)
def test_an_open_answer_has_both_ends_and_a_certain_one_has_the_same(rules):
    """What is missing may turn out either way; where nothing hangs on it, the answer stays."""
    outcomes = {admits(rules, replace(FACTS, gate=gate)) for gate in (0, 1)}
    assert None not in outcomes
    assert outcomes == ({True, False} if admits(rules) is None else {admits(rules)})
