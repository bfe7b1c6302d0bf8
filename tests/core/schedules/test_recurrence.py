# SPDX-License-Identifier: GPL-3.0-or-later
"""Days on which something comes again."""

from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from checkin.core.schedules.foreign_schedules import RecurrenceRule, days, read_rule

TUESDAY = date(2023, 7, 4)


def on(rule: RecurrenceRule, until: date) -> list[int]:
    return [day.day for day in days(rule, TUESDAY, until)]


def test_every_day_every_other_day_and_so_many_times() -> None:
    assert on(RecurrenceRule(is_weekly=False), date(2023, 7, 7)) == [4, 5, 6, 7]
    assert on(RecurrenceRule(is_weekly=False, interval=2), date(2023, 7, 9)) == [4, 6, 8]
    assert on(RecurrenceRule(is_weekly=False, count=3), date(2023, 7, 31)) == [4, 5, 6]
    assert on(RecurrenceRule(is_weekly=False, until=date(2023, 7, 6)), date(2023, 7, 31)) == [4, 5, 6]


def test_every_week_on_its_own_day_or_on_those_that_are_named() -> None:
    assert on(RecurrenceRule(is_weekly=True), date(2023, 7, 20)) == [4, 11, 18]
    assert on(RecurrenceRule(is_weekly=True, weekdays=frozenset((1, 3))), date(2023, 7, 14)) == [4, 6, 11, 13]
    assert on(RecurrenceRule(is_weekly=True, interval=2, weekdays=frozenset((0,))), date(2023, 7, 31)) == [4, 17, 31]


@given(
    st.builds(
        RecurrenceRule,
        st.booleans(),
        st.integers(1, 5),
        st.frozensets(st.integers(0, 6)),
        st.integers(0, 9),
        st.none() | st.dates(date(2023, 6, 1), date(2023, 9, 1)),
    ),
    st.integers(-3, 60),
)
def test_days_come_in_order_none_twice_none_outside(rule: RecurrenceRule, length: int) -> None:
    last = TUESDAY + timedelta(days=length)
    found = list(days(rule, TUESDAY, last))
    assert found == sorted(set(found))
    assert all(TUESDAY <= day <= min(last, rule.until or last) for day in found)
    assert not rule.count or len(found) <= rule.count


def test_a_calendar_that_began_long_ago_is_read_at_once() -> None:
    assert len(list(days(RecurrenceRule(is_weekly=False), date(1970, 1, 1), date(2999, 1, 1)))) == 4001


@pytest.mark.parametrize(
    "raw",
    [
        {"FREQ": ["MONTHLY"]},
        {"FREQ": ["DAILY"], "BYDAY": ["MO"]},
        {"FREQ": ["WEEKLY"], "BYDAY": ["1MO"]},
        {"FREQ": ["WEEKLY"], "INTERVAL": [2], "WKST": ["SU"]},
        {"FREQ": ["DAILY"], "BYHOUR": [9]},
        {"FREQ": ["DAILY"], "INTERVAL": [0]},
        {"RDATE": []},
        {},
    ],
)
def test_what_is_not_understood_is_no_rule(raw: dict[str, Any]) -> None:
    assert read_rule(raw, None) is None


def test_what_is_understood() -> None:
    assert read_rule({"FREQ": ["daily"], "COUNT": [3]}, None) == RecurrenceRule(is_weekly=False, count=3)
    weekly = read_rule({"FREQ": ["WEEKLY"], "BYDAY": ["MO", "TU"], "WKST": ["SU"]}, TUESDAY)
    assert weekly == RecurrenceRule(is_weekly=True, weekdays=frozenset((0, 1)), until=TUESDAY)
