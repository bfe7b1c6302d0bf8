# SPDX-License-Identifier: GPL-3.0-or-later
"""Who comes when: by the hours of the programme, by who has come, and how far that is from days as they may go."""

import random
import statistics
from dataclasses import replace
from datetime import datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from checkin.core.live.forecast import Forecast, arrival_curve, before_the_day, fit_forecast
from checkin.core.programme.programme import ControlPoint, Event, Programme, Session, Speaker
from tests.core.simulated_days import CURVE, NINE, SERVICES, invented_day, total_errors

MINUTE = timedelta(minutes=1)
DOOR = ControlPoint("accueil", "Accueil", opens=NINE - 60 * MINUTE)
COFFEE = Session("cafe", "Café", NINE - 30 * MINUTE, NINE)
OPENING = Session("opening", "Ouverture", NINE, NINE + 30 * MINUTE)
SOMEBODY = Speaker("opening/1", "Max Roy", "", "", "opening")


def at(clock):
    return datetime.fromisoformat(f"2023-07-04T{clock}+02:00")


def begins(sessions, speakers=(), door=DOOR):
    curve = arrival_curve(Programme(Event("R"), sessions=sessions, speakers=speakers), door, NINE.date())
    return curve and f"{curve.begins:%H:%M}"


@pytest.mark.parametrize(
    ("sessions", "speakers", "expected"),
    [
        ((OPENING,), (), "09:00"),
        ((COFFEE, OPENING), (SOMEBODY,), "09:00"),  # nobody speaks over the coffee
        ((COFFEE, OPENING), (), "08:30"),  # this programme names no speakers: the coffee may be anything
        ((COFFEE, replace(OPENING, starts=NINE + 90 * MINUTE)), (SOMEBODY,), "08:30"),  # not followed by it
        ((), (), "08:30"),  # the doors open at eight, and that is all one knows
        ((replace(OPENING, starts=NINE + timedelta(days=1)),), (), "08:30"),
    ],
)
def test_one_has_to_be_there_when_the_day_begins(sessions, speakers, expected):
    assert begins(sessions, speakers) == expected


def test_without_any_time_nothing_is_forecast():
    assert begins((Session("s", "S"),), door=ControlPoint("a", "A")) is None


def test_nobody_comes_before_the_doors_open():
    door = replace(DOOR, opens=NINE - 15 * MINUTE)
    curve = arrival_curve(Programme(Event("R"), sessions=(OPENING,)), door, NINE.date())
    assert curve.first == curve.doors_open == NINE - 15 * MINUTE


@pytest.mark.parametrize(
    ("clock", "share"), [("08:10", 0), ("08:30", 0.05), ("08:50", 0.633), ("09:00", 0.925), ("09:30", 1)]
)
def test_the_curve_is_that_of_the_queue_arithmetic(clock, share):
    assert CURVE.share(at(clock)) == pytest.approx(share, abs=0.001)


@pytest.mark.parametrize(
    ("clock", "came", "total"),
    [
        ("08:00", 0, 298),  # of a list 85 % come
        ("08:50", 188, 298),  # as the curve says
        ("08:50", 150, 245),
        ("09:00", 250, 271),
        ("09:40", 260, 260),  # whoever is not there now does not come
        ("08:50", 340, 350),  # the list has no more
        ("08:50", 400, 400),  # more than the list has
    ],
)
def test_the_rest_follows_from_who_has_come(clock, came, total):
    assert round(Forecast(CURVE, 350, came, at(clock)).total) == pytest.approx(total, abs=1)


def test_when_nearly_all_are_there():
    assert f"{Forecast(CURVE, 350, 188, at('08:50')).nearly_all_at:%H:%M}" == "09:11"
    assert Forecast(CURVE, 350, 300, at("09:40")).nearly_all_at is None


def test_where_hardly_anybody_came_the_curve_explains_nothing():
    assert Forecast(CURVE, 120, 19, at("09:14")).is_far_below
    assert not Forecast(CURVE, 120, 0, at("08:00")).is_far_below
    assert not Forecast(CURVE, 120, 70, at("09:40")).is_far_below
    assert not Forecast(CURVE, 0, 0, at("09:14")).is_far_below


@pytest.mark.parametrize("late", [-8, 0, 10])
def test_people_who_are_all_early_or_late_are_not_fewer(late):
    now, moved = at("08:55"), CURVE.moved(late)
    minutes = [CURVE.first + n * MINUTE for n in range(45)]
    came = {m: round(300 * (moved.share(m + MINUTE) - moved.share(m))) for m in minutes}
    forecast = fit_forecast(CURVE, 350, came, now)
    assert forecast.curve.begins - CURVE.begins == late * MINUTE
    assert forecast.total == pytest.approx(300, abs=20)


def test_while_nobody_comes_they_are_late_before_they_are_fewer():
    forecast = fit_forecast(CURVE, 350, {}, at("08:35"))
    assert forecast.curve.begins > CURVE.begins
    assert 200 < forecast.total < 298


def test_before_anybody_came_the_curve_is_that_of_the_programme():
    assert fit_forecast(CURVE, 350, {}, at("08:10")).curve == fit_forecast(CURVE, 0, {}, at("08:50")).curve == CURVE
    assert round(before_the_day(CURVE, 350).total) == 298


moments = st.integers(-90, 60).map(lambda n: NINE + n * MINUTE)


@given(moments, moments)
def test_the_curve_never_falls(one, other):
    assert (CURVE.share(one) <= CURVE.share(other)) is (one <= other) or CURVE.share(one) == CURVE.share(other)


@given(moments, st.integers(0, 2000), st.integers(0, 2500))
def test_the_forecast_is_between_who_came_and_the_list_and_all_of_it_is_still_to_come(now, expected, came):
    forecast = Forecast(CURVE, expected, came, now)
    assert came <= forecast.total <= max(came, expected) + 1e-6
    coming = forecast.coming(NINE - 90 * MINUTE, NINE + 60 * MINUTE)
    assert coming == pytest.approx(forecast.remaining, abs=1e-6)


@given(moments, st.integers(1, 2000), st.integers(0, 2000), st.integers(0, 100))
def test_more_who_came_is_never_a_smaller_forecast(now, expected, came, more):
    total = Forecast(CURVE, expected, came, now).total
    assert Forecast(CURVE, expected, came + more, now).total >= total - 1e-6


def test_on_invented_days_it_is_as_far_off_as_the_document_says():
    draw = random.Random(9)
    days = [invented_day(draw, 4, SERVICES["badge ready"]) for _ in range(100)]
    at_nine = list(total_errors(days, 0))
    ours, lists = (statistics.median(errors) for errors in zip(*at_nine, strict=True))
    assert ours < 0.03 < lists
    assert statistics.median(error for error, _ in total_errors(days, -10)) < 0.08
