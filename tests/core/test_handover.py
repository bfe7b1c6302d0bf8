# SPDX-License-Identifier: GPL-3.0-or-later
from dataclasses import replace
from datetime import date, timedelta

import pytest

from checkin.core.admission_rules import SOON, handover, latest_over
from checkin.core.programme.programme import ControlPoint, Event, PointMode, Session
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


TEN, EVENING, EIGHT = (MORNING + timedelta(hours=hours) for hours in (2, 10.5, 11))
TALK = Session("debat", "Débat", TEN)
WORKSHOP = Session("a", "Atelier A", TWO, FOUR)
DINNER = Session("diner", "Dîner", EIGHT)
DAILY = ControlPoint("accueil", "Accueil", is_daily=True)
TABLE = ControlPoint("diner", "Dîner", "diner", opens=EVENING)
EARLY = ControlPoint("a", "Atelier A", "a", opens=TWO - timedelta(minutes=30))


@pytest.mark.parametrize(
    ("here", "now", "expected", "is_over"),
    [
        (DAILY, TWO - timedelta(minutes=15), (EARLY,), False),  # the door is open, its session has not begun
        (DAILY, TWO + SOON - MINUTE, (EARLY,), False),
        (DAILY, TWO + SOON, (), False),  # there is more to come today: who comes late comes to the arrival
        (DAILY, EVENING - MINUTE, (TABLE,), False),
        (DAILY, EVENING, (TABLE,), True),
        (DAILY, EVENING + timedelta(minutes=15), (TABLE,), True),  # begun in between, and at a start
        (DAILY, EIGHT + timedelta(hours=1), (TABLE,), True),
        (DAILY, EVENING + DAY, (), False),  # that dinner was yesterday's
        (TABLE, EIGHT + timedelta(hours=1), (), False),
        (TABLE, MORNING + DAY, (DAILY,), True),
    ],
)
def test_a_desk_goes_to_the_last_session_of_the_day_when_its_door_opens(here, now, expected, is_over):
    planned = a_programme(
        event=Event("Rencontres", date(2023, 7, 4), last_day=date(2023, 7, 5)),
        sessions=(TALK, WORKSHOP, DINNER),
        control_points=(DAILY, EARLY, TABLE),
    )
    found = handover(planned, here, now)
    assert (found.points, found.is_over) == (expected, is_over) if found else (expected, is_over) == ((), False)


def test_a_desk_stays_at_the_arrival_while_something_else_goes_on():
    plenary = Session("pleniere", "Plénière", TWO, FOUR)
    for beside in (plenary, Session("soir", "Soirée", FOUR)):
        planned = a_programme(sessions=(WORKSHOP, beside), control_points=(DAILY, EARLY))
        assert handover(planned, DAILY, TWO).only is None


@pytest.mark.parametrize("fields", [{"mode": PointMode.EXIT}, {"gives": "Casques"}])
def test_only_an_entrance_gives_way_to_the_last_session(fields):
    desk = replace(DAILY, id="poste", **fields)
    planned = a_programme(sessions=(TALK, WORKSHOP, DINNER), control_points=(DAILY, desk, TABLE))
    late = EIGHT + timedelta(hours=1)
    assert handover(planned, DAILY, late).only is TABLE
    assert handover(planned, desk, late) is None


def test_the_arrival_stays_open_where_the_day_has_one_session():
    planned = a_programme(sessions=(DINNER,), control_points=(DAILY, TABLE))
    assert handover(planned, DAILY, EVENING).only is None


def test_of_two_entrances_that_opened_at_once_the_first_of_the_programme_is_stood_at():
    beside = ControlPoint("mardi-2", "Accueil mardi, cour", opens=TUESDAY.opens, closes=TUESDAY.closes)
    both = a_programme(control_points=(MONDAY, TUESDAY, beside))
    assert latest_over(both, MONDAY, FOUR + DAY) is TUESDAY
