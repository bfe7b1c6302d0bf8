# SPDX-License-Identifier: GPL-3.0-or-later
"""Who waits, how long, and how many desks that takes."""

import random
import statistics
from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from checkin.core.live.forecast import (
    STANDARD_SECONDS,
    QueueEstimate,
    capacity,
    desks_wanted,
    expected_queue,
    queue_words,
    seconds_per_guest,
    waiting_now,
)
from checkin.core.live.live_figures import ArrivalCounts
from checkin.core.message import fill_message
from tests.builders import MORNING
from tests.core.simulated_days import SERVICES, invented_day


def told(words, fields):
    return fill_message(words.text, fields)


def test_the_sentences():
    assert told(*queue_words(QueueEstimate(12, 4))) == "estimated queue: 12 people, 4 min"
    assert told(*queue_words(QueueEstimate(1, 1))) == "estimated queue: 1 person, 1 min"
    assert told(*queue_words(QueueEstimate(30, None))) == "estimated queue: 30 people, and growing"
    assert told(*queue_words(QueueEstimate())) == "no queue"


def test_what_a_guest_took_is_the_same_looked_at_years_later():
    first = int(MORNING.timestamp()) // 60
    arrivals = [("Accueil 1", first + n, 3) for n in range(12)]
    at_the_end, later = MORNING + timedelta(minutes=12), MORNING + timedelta(days=3 * 365)
    assert ArrivalCounts(arrivals, at_the_end).seconds == ArrivalCounts(arrivals, later).seconds == 20
    assert ArrivalCounts(arrivals, later)._at_work(ArrivalCounts(arrivals, later).minutes) == range(first, first + 12)


def test_a_guest_takes_as_long_as_desks_have_shown_once_they_were_busy():
    assert seconds_per_guest([]) == seconds_per_guest([[1] * 30]) == STANDARD_SECONDS  # they waited for guests
    assert seconds_per_guest([[0] * 20 + [3] * 10]) == 20
    assert seconds_per_guest([[3] * 10, [6] * 10, [1] * 10]) == pytest.approx(13.33, abs=0.01)


def test_nobody_waits_while_desks_have_free_time():
    assert waiting_now([5] * 10, [8] * 10, capacity=20) == 0


def test_who_came_to_the_door_and_not_through_waits_while_they_have_none():
    assert waiting_now([10] * 5, [13] * 5, capacity=10) == 15
    assert waiting_now([10] * 5 + [1] * 5, [13] * 10, capacity=10) == 0


def test_a_queue_grows_and_goes():
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
