# SPDX-License-Identifier: GPL-3.0-or-later
"""The days of an event, and its control points on each."""

from dataclasses import replace
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from checkin.core.programme.programme import ControlPoint, Event, Programme, Session
from checkin.core.programme.programme_edits import day_today, find_point, first_and_last, has_several_days

FIRST, LAST, DAY = date(2026, 10, 5), date(2026, 10, 7), timedelta(days=1)
EVENT = Event("R", FIRST, last_day=LAST)
NOON = datetime(2026, 10, 5, 12, tzinfo=ZoneInfo("Europe/Paris"))
DAILY, ONCE = ControlPoint("accueil", "Accueil", is_daily=True), ControlPoint("diner", "Dîner")
PROGRAMME = Programme(EVENT, control_points=(ONCE, DAILY))


def test_the_first_day_and_the_last_stand_for_all():
    assert first_and_last(EVENT) == (FIRST, LAST)
    assert first_and_last(replace(EVENT, last_day=None)) == (FIRST,)
    assert first_and_last(Event("R")) == ()


@pytest.mark.parametrize(
    ("event", "begins", "expected"),
    [
        (EVENT, [], True),
        (replace(EVENT, last_day=FIRST + DAY), [], True),
        (Event("R", FIRST), [NOON, NOON], False),
        (Event("R", FIRST), [NOON, NOON + DAY], True),
        (Event("R"), [], False),
    ],
)
def test_a_time_needs_its_day_where_there_are_two(event, begins, expected):
    sessions = tuple(Session(str(n), "A", at) for n, at in enumerate(begins))
    assert has_several_days(Programme(event, sessions=sessions)) is expected


@pytest.mark.parametrize(
    ("at", "expected"),
    [(NOON - DAY, None), (NOON, FIRST), (NOON + 2 * DAY, LAST), (NOON + 3 * DAY, None)],
)
def test_it_is_a_day_of_the_event_or_none(at, expected):
    assert day_today(PROGRAMME, at) == expected


def test_a_control_point_is_found_as_it_was_planned_and_as_it_is_on_a_day():
    assert find_point(PROGRAMME, "diner") is ONCE
    assert find_point(PROGRAMME, "accueil") is DAILY
    assert find_point(PROGRAMME, "accueil@2026-10-06").id == "accueil@2026-10-06"
    assert find_point(PROGRAMME, "diner@2026-10-06") is None
    assert find_point(PROGRAMME, "autre") is None
