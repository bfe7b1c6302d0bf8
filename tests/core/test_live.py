# SPDX-License-Identifier: GPL-3.0-or-later
"""Who comes when: by the hours of the programme, by who has come, and how far that is from days as they may go."""

import random
import re
import statistics
from dataclasses import replace
from datetime import datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from checkin.core.live.forecast import (
    SECONDS,
    STANDARD_SECONDS,
    Forecast,
    QueueEstimate,
    Service,
    advice,
    arrival_curve,
    before_the_day,
    capacity,
    desk_plan,
    desks_wanted,
    expected_queue,
    fit_forecast,
    longest_wait,
    queue_words,
    seconds_per_guest,
    wait_words,
    waiting_now,
)
from checkin.core.live.live_figures import ArrivalCounts
from checkin.core.message import fill_message
from checkin.core.programme.programme import ControlPoint, Event, Programme, Session, Speaker
from tests.builders import MORNING
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


def test_without_any_time_nothing_is_forecast_and_nobody_comes_before_the_doors_open():
    assert begins((Session("s", "S"),), door=ControlPoint("a", "A")) is None, "without any time nothing is forecast"
    door = replace(DOOR, opens=NINE - 15 * MINUTE)
    curve = arrival_curve(Programme(Event("R"), sessions=(OPENING,)), door, NINE.date())
    assert curve.first == curve.doors_open == NINE - 15 * MINUTE, "nobody comes before the doors open"


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


def test_how_many_still_come_follows_from_who_came():
    assert f"{Forecast(CURVE, 350, 188, at('08:50')).nearly_all_at:%H:%M}" == "09:11"
    assert Forecast(CURVE, 350, 300, at("09:40")).nearly_all_at is None
    assert Forecast(CURVE, 120, 19, at("09:14")).is_far_below
    assert not Forecast(CURVE, 120, 0, at("08:00")).is_far_below
    assert not Forecast(CURVE, 120, 70, at("09:40")).is_far_below
    assert not Forecast(CURVE, 0, 0, at("09:14")).is_far_below
    forecast = fit_forecast(CURVE, 350, {}, at("08:35"))
    assert forecast.curve.begins > CURVE.begins
    assert 200 < forecast.total < 298
    assert fit_forecast(CURVE, 350, {}, at("08:10")).curve == fit_forecast(CURVE, 0, {}, at("08:50")).curve == CURVE
    assert round(before_the_day(CURVE, 350).total) == 298


@pytest.mark.parametrize("late", [-8, 0, 10])
def test_people_who_are_all_early_or_late_are_not_fewer(late):
    now, moved = at("08:55"), CURVE.moved(late)
    minutes = [CURVE.first + n * MINUTE for n in range(45)]
    came = {m: round(300 * (moved.share(m + MINUTE) - moved.share(m))) for m in minutes}
    forecast = fit_forecast(CURVE, 350, came, now)
    assert forecast.curve.begins - CURVE.begins == late * MINUTE
    assert forecast.total == pytest.approx(300, abs=20)


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
    ours, lists = (statistics.median(errors) for errors in zip(*list(total_errors(days, 0)), strict=True))
    assert ours < 0.03 < lists
    assert statistics.median(error for error, _ in total_errors(days, -10)) < 0.08


DESKS = {
    Service.READY: "350/30:4 280/30:3 350/60:2 20000/60:95 350/1:32 1/30:1 0/1:1",  # 280 are 80 % of 350
    Service.BOX: "350/30:6",
    Service.PRINTED: "350/30:8 280/30:6",
}


@pytest.mark.parametrize(("service", "plan"), [(s, plan) for s, plans in DESKS.items() for plan in plans.split()])
def test_the_desks(service, plan):
    people, minutes, desks = map(int, re.split("[/:]", plan))
    assert desk_plan(people, minutes, SECONDS[service]).desks == desks


SIMULATED = {
    Service.READY: {2: 214, 3: 30},
    Service.BOX: {2: 859, 3: 276, 4: 92},
    Service.PRINTED: {2: 1653, 3: 753, 4: 331, 5: 151, 6: 60},
}


@pytest.mark.parametrize("service", SIMULATED)
def test_it_comes_near_a_simulation_of_single_guests(service):
    """Seconds that 95 % of 280 people, in half an hour, wait at most when each is drawn by chance."""
    waits = {desks: longest_wait(280, 30, desks, SECONDS[service]) * 60 for desks in SIMULATED[service]}
    assert waits == pytest.approx(SIMULATED[service], rel=0.25, abs=30)


def test_a_plan_and_a_queue_are_told_in_words():
    def figures(words, fields):
        return [int(number) for number in re.findall(r"\d+", fill_message(words.text, fields))]

    assert [figures(*advice(desk_plan(people, 30))) for people in (350, 3)] == [[350, 30, 4], [3, 30, 1]]
    assert [figures(*wait_words(*each)) for each in desk_plan(350, 30).waits] == [[3, 2], [4], [5]]
    assert [figures(*wait_words(1, minutes)) for minutes in (7.2, 0.2)] == [[1, 8], [1]]
    assert [desks for desks, _ in desk_plan(3, 30).waits] == [1, 2], "one desk is the fewest"
    queues = [QueueEstimate(12, 4), QueueEstimate(1, 1), QueueEstimate(30, None), QueueEstimate()]
    assert [figures(*queue_words(queue)) for queue in queues] == [[12, 4], [1, 1], [30], []]


days = (st.integers(0, 5000), st.integers(1, 300), st.floats(1, 120))


@given(*days, st.integers(1, 40))
def test_more_desks_never_mean_a_longer_wait(people, minutes, seconds, desks):
    assert longest_wait(people, minutes, desks + 1, seconds) <= longest_wait(people, minutes, desks, seconds) + 1e-9


@given(*days)
def test_more_people_slower_desks_or_less_time_are_never_fewer_desks(people, minutes, seconds):
    desks = desk_plan(people, minutes, seconds).desks
    assert desk_plan(people + 50, minutes, seconds).desks >= desks
    assert desk_plan(people, minutes, seconds + 5).desks >= desks
    assert desk_plan(people, minutes + 10, seconds).desks <= desks


def test_a_guest_takes_as_long_as_desks_have_shown_once_they_were_busy():
    assert seconds_per_guest([]) == seconds_per_guest([[1] * 30]) == STANDARD_SECONDS  # they waited for guests
    assert seconds_per_guest([[0] * 20 + [3] * 10]) == 20
    assert seconds_per_guest([[3] * 10, [6] * 10, [1] * 10]) == pytest.approx(13.33, abs=0.01)
    first = int(MORNING.timestamp()) // 60
    arrivals = [("Accueil 1", first + n, 3) for n in range(12)]
    at_the_end, later = MORNING + timedelta(minutes=12), MORNING + timedelta(days=3 * 365)
    assert ArrivalCounts(arrivals, at_the_end).seconds == ArrivalCounts(arrivals, later).seconds == 20
    assert ArrivalCounts(arrivals, later)._at_work(ArrivalCounts(arrivals, later).minutes) == range(first, first + 12)


def test_who_came_to_the_door_and_not_through_waits_while_desks_have_no_free_time():
    assert waiting_now([5] * 10, [8] * 10, capacity=20) == 0
    assert waiting_now([10] * 5, [13] * 5, capacity=10) == 15
    assert waiting_now([10] * 5 + [1] * 5, [13] * 10, capacity=10) == 0
    assert expected_queue(0, [10, 15, 15, 5, 5], 10) == QueueEstimate(0, 0, 10, 3)
    assert expected_queue(12, [2] * 5, 6) == QueueEstimate(12, 3, 12, 0)
    assert expected_queue(12, [9] * 5, 6) == QueueEstimate(12, None, 27, 5)
    assert expected_queue(0, [], 6) == QueueEstimate()


def test_so_many_desks_that_nobody_waits_more_than_a_minute():
    assert desks_wanted(0, [20] * 30, 10) == 4  # five a minute each: they do not come evenly
    assert desks_wanted(0, [0.1] * 30, 10) == 1
    assert desks_wanted(50, [0] * 30, 10) == 1  # gone in ten minutes
    assert desks_wanted(50, [5] * 30, 10) == 2


streams = st.lists(st.floats(0, 60), max_size=60)


@given(st.floats(0, 300), streams, st.integers(1, 20), st.floats(3, 60))
def test_more_desks_are_never_a_longer_queue(now, coming, desks, seconds):
    fewer = expected_queue(now, coming, capacity(desks, seconds))
    more = expected_queue(now, coming, capacity(desks + 1, seconds))
    assert more.most <= fewer.most
    assert fewer.minutes is None or (more.minutes is not None and more.minutes <= fewer.minutes)


@given(st.floats(0, 300), streams, st.floats(3, 60))
def test_slower_desks_are_never_fewer(now, coming, seconds):
    assert desks_wanted(now, coming, seconds * 1.5) >= desks_wanted(now, coming, seconds)


def test_on_invented_days_a_jam_is_told_from_none():
    draw = random.Random(9)
    jam = [invented_day(draw, 3, SERVICES["printed on demand"]) for _ in range(20)]
    calm = [invented_day(draw, 6, SERVICES["badge ready"]) for _ in range(20)]
    assert statistics.mean(day.waiting(-5) for day in jam) > 15
    assert statistics.mean(day.queue(-5) for day in jam) > 7
    assert statistics.mean(day.queue(-5) for day in calm) < 4
