# SPDX-License-Identifier: GPL-3.0-or-later
"""Who has come, how fast, and how full it is."""

from datetime import timedelta

import pytest

from checkin.core.counts import ArrivalShare, Tally, comes_to, pace
from checkin.core.live.live_figures import ArrivalCounts
from checkin.core.programme.programme import ControlPoint, Event, Programme
from tests.builders import MORNING, a_programme

DAY, MINUTE = timedelta(days=1), timedelta(minutes=1)


@pytest.mark.parametrize(
    ("tally", "share"),
    [
        (Tally(3, 10, 2, capacity=4), 0.5),
        (Tally(9, 10, 5, capacity=4), 1.0),
        (Tally(3, 10, 2), 0.3),
        (Tally(3, 10, 3, unexpected=2), 0.1),
        (Tally(3, 0, 3), 0.0),
    ],
)
def test_the_share_is_of_the_seats_or_of_those_who_are_expected(tally, share):
    assert tally.share == pytest.approx(share)


def test_nobody_is_missed_where_nobody_is_expected():
    assert (ArrivalShare("Accueil 1", 3).missing, ArrivalShare("Accueil 2", 0).missing) == (0, 0)
    assert ArrivalShare("presse", 3, 5, unexpected=1).missing == 3


def test_the_pace_is_that_of_the_last_five_minutes():
    assert pace([60, 1, 2, 3, 4, 5]) == 3
    assert pace([5]) == 1


def test_arrivals_by_the_minute_of_all_desks():
    this = int(MORNING.timestamp()) // 60
    counted = ArrivalCounts([("A", this - 9, 40), ("A", this - 4, 3), ("B", this, 2), ("B", this + 1, 9)], MORNING)
    assert (counted.pace, counted.working, counted.total) == (1, 2, 54)
    assert counted.edges == [(MORNING + n * MINUTE).replace(second=0) for n in (-9, 1)]
    assert ArrivalCounts([("A", this - 5, 3)], MORNING).working == 0


@pytest.mark.parametrize(
    ("days", "point", "expected"),
    [
        ("mardi", ControlPoint("a", "A"), True),
        ("mardi", ControlPoint("a", "A", opens=MORNING, closes=MORNING + timedelta(hours=3)), True),
        ("mercredi", ControlPoint("a", "A", opens=MORNING, closes=MORNING + timedelta(hours=3)), False),
        ("mercredi", ControlPoint("a", "A", opens=MORNING, closes=MORNING + DAY), True),
        ("mercredi", ControlPoint("b", "B", "atelier-b"), False),
        ("un jour", ControlPoint("b", "B", "atelier-b"), True),
        ("", ControlPoint("b", "B", "atelier-b"), True),
        ("mardi: non; mercredi: absente", ControlPoint("b", "B", "atelier-b"), False),
        ("mercredi: non", ControlPoint("b", "B", "atelier-b"), True),
    ],
)
def test_who_says_on_which_days_they_come_is_expected_on_those(days, point, expected):
    """The fourth of July 2023 is a Tuesday."""
    event = Event("R", MORNING.date(), last_day=(MORNING + DAY).date())
    assert comes_to(days, Programme(event, sessions=a_programme().sessions), point) is expected
