# SPDX-License-Identifier: GPL-3.0-or-later
"""How many desks, and what one more or less means."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from checkin.core.live.forecast import SECONDS, Service, advice, desk_plan, longest_wait, wait_words
from checkin.core.message import fill_message


def told(words, fields):
    return fill_message(words.text, fields)


@pytest.mark.parametrize(
    ("people", "minutes", "service", "desks"),
    [
        (350, 30, Service.READY, 4),
        (280, 30, Service.READY, 3),  # 80 % of 350
        (350, 60, Service.READY, 2),
        (350, 30, Service.BOX, 6),
        (350, 30, Service.PRINTED, 8),
        (280, 30, Service.PRINTED, 6),
        (20_000, 60, Service.READY, 95),
        (350, 1, Service.READY, 32),
        (1, 30, Service.READY, 1),
        (0, 1, Service.READY, 1),
    ],
)
def test_the_desks(people, minutes, service, desks):
    assert desk_plan(people, minutes, SECONDS[service]).desks == desks


@pytest.mark.parametrize(
    ("desks", "service", "simulated"),
    [
        (2, Service.READY, 214),
        (3, Service.READY, 30),
        (2, Service.BOX, 859),
        (3, Service.BOX, 276),
        (4, Service.BOX, 92),
        (2, Service.PRINTED, 1653),
        (3, Service.PRINTED, 753),
        (4, Service.PRINTED, 331),
        (5, Service.PRINTED, 151),
        (6, Service.PRINTED, 60),
    ],
)
def test_it_comes_near_a_simulation_of_single_guests(desks, service, simulated):
    """Seconds that 95 % of 280 people, in half an hour, wait at most when each is drawn by chance."""
    assert longest_wait(280, 30, desks, SECONDS[service]) * 60 == pytest.approx(simulated, rel=0.25, abs=30)


def test_the_sentences():
    assert told(*advice(desk_plan(350, 30))) == "350 people, 30 minutes: 4 desks"
    assert told(*advice(desk_plan(3, 30))) == "3 people, 30 minutes: 1 desk"
    assert [told(*wait_words(*each)) for each in desk_plan(350, 30).waits] == [
        "3 desks: up to 2 min in the queue",
        "4 desks: nobody waits longer than a minute",
        "5 desks: nobody waits longer than a minute",
    ]
    assert told(*wait_words(1, 7.2)) == "1 desk: up to 8 min in the queue"
    assert told(*wait_words(1, 0.2)) == "1 desk: nobody waits longer than a minute"


def test_one_desk_is_the_fewest():
    assert [desks for desks, _ in desk_plan(3, 30).waits] == [1, 2]


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
