# SPDX-License-Identifier: GPL-3.0-or-later
from datetime import timedelta

import pytest

from checkin.core.handover import SOON, handover, latest_over
from checkin.core.programme.programme import ControlPoint, PointMode
from tests.builders import MORNING, a_programme

NOON, TWO, FOUR = (MORNING + timedelta(hours=hours) for hours in (4, 6, 8))
ARRIVAL = ControlPoint("accueil", "Accueil", opens=MORNING, closes=NOON)
ALWAYS = ControlPoint("toujours", "Toujours")
A = ControlPoint("a", "Atelier A", "a", opens=TWO, closes=FOUR)
B = ControlPoint("b", "Atelier B", "b", opens=TWO, closes=FOUR)
OUT = ControlPoint("sortie", "Sortie", opens=TWO, mode=PointMode.EXIT)
PROGRAMME = a_programme(control_points=(ARRIVAL, ALWAYS, A, B, OUT))
MINUTE = timedelta(minutes=1)


@pytest.mark.parametrize(
    ("here", "now", "expected", "is_over"),
    [
        (ARRIVAL, MORNING, (), False),
        (ARRIVAL, NOON, (), False),  # over, and nothing to go to yet
        (ARRIVAL, TWO - SOON - MINUTE, (), False),
        (ARRIVAL, TWO - SOON, (A, B), True),
        (ARRIVAL, TWO + SOON + MINUTE, (A, B), True),
        (ALWAYS, TWO - SOON, (A, B), False),
        (ALWAYS, TWO + SOON, (), False),  # not asked for ever
        (A, TWO, (), False),  # B begins with it, not after it
        (A, FOUR, (), False),
    ],
)
def test_where_a_desk_is_wanted(here, now, expected, is_over):
    found = handover(PROGRAMME, here, now)
    assert (found.points if found else ()) == expected
    assert (found.is_over if found else False) == is_over
    assert found is None or found.only is None


def test_nothing_is_left_to_decide_where_one_is_left_and_the_own_one_is_over():
    alone = a_programme(control_points=(ARRIVAL, ALWAYS, A))
    assert handover(alone, ARRIVAL, TWO).only is A
    assert handover(alone, ALWAYS, TWO).only is None


DAY = timedelta(days=1)
MONDAY = ControlPoint("lundi", "Accueil lundi", opens=MORNING, closes=FOUR)
TUESDAY = ControlPoint("mardi", "Accueil mardi", opens=MORNING + DAY, closes=FOUR + DAY)
LATER = ControlPoint("nuit", "Soirée", "soiree", opens=FOUR + DAY, closes=FOUR + 2 * DAY)
DAYS = a_programme(control_points=(MONDAY, TUESDAY, LATER, OUT))


@pytest.mark.parametrize(
    ("here", "now", "expected"),
    [
        (MONDAY, FOUR - MINUTE, MONDAY),
        (MONDAY, FOUR, MONDAY),  # the second day is still to come
        (MONDAY, TWO + DAY, MONDAY),  # proposed by the clock
        (MONDAY, FOUR + DAY, TUESDAY),
        (MONDAY, FOUR + 9 * DAY, TUESDAY),
        (TUESDAY, FOUR + 9 * DAY, TUESDAY),
        (LATER, FOUR + 9 * DAY, LATER),
        (ALWAYS, FOUR + 9 * DAY, ALWAYS),
    ],
)
def test_a_desk_that_is_opened_after_the_last_day_stands_at_its_entrance(here, now, expected):
    assert latest_over(DAYS, here, now) is expected
