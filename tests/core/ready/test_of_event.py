# SPDX-License-Identifier: GPL-3.0-or-later
from datetime import timedelta

import pytest

from checkin.core.programme.programme import ControlPoint, Session
from checkin.core.ready.finding import Grade
from checkin.core.ready.of_event import (
    LeftOpen,
    ListState,
    Overbooked,
    of_left_open,
    of_list,
    of_programme,
    of_seats,
)
from checkin.language import say
from tests.builders import MORNING

HOUR = timedelta(hours=1)
DAY = timedelta(days=1)


@pytest.mark.parametrize(
    ("people", "age", "grade"),
    [
        (0, None, Grade.STOP),
        (0, HOUR, Grade.STOP),
        (3, None, Grade.WELL),
        (3, DAY, Grade.WELL),
        (3, 3 * DAY, Grade.LOOK),
    ],
)
def test_a_list_is_there_and_not_older_than_the_last_registrations(people, age, grade):
    assert of_list(ListState(people, age and MORNING - age), MORNING).grade is grade


@pytest.mark.parametrize(
    ("opens", "closes", "grade"),
    [
        (None, None, Grade.WELL),
        (-HOUR, HOUR, Grade.WELL),
        (HOUR, 2 * HOUR, Grade.WELL),  # later today
        (DAY, DAY + HOUR, Grade.LOOK),
        (-2 * HOUR, -HOUR, Grade.STOP),
        (HOUR, -HOUR, Grade.STOP),
    ],
)
def test_somebody_who_comes_now_is_let_in_by_the_hours(opens, closes, grade):
    times = (MORNING + opens, MORNING + closes) if opens is not None else (None, None)
    found = of_programme(ControlPoint("accueil", "Accueil", "", *times), MORNING)
    assert found.grade is grade
    assert (found.remedy is None) == (grade is Grade.WELL)


@pytest.mark.parametrize(
    ("left", "grade"),
    [
        (LeftOpen(), Grade.WELL),
        (LeftOpen(waiting=4), Grade.ASIDE),
        (LeftOpen(uncertain=1), Grade.LOOK),
        (LeftOpen(conflicts=2, uncertain=1), Grade.LOOK),
    ],
)
def test_what_was_left_open_is_settled_before_the_doors_open(left, grade):
    assert of_left_open(left).grade is grade


def overbooked(title, booked, seats=12, ends=None):
    return Overbooked(
        Session(title.lower(), title, ends=ends and MORNING + ends, capacity=seats, is_booked=True), booked
    )


def test_a_session_with_more_booked_than_seats_is_told_with_both_numbers():
    found = of_seats([overbooked("Atelier B", 38)], MORNING)
    assert (found.grade, found.remedy is None) == (Grade.LOOK, False)
    assert say(found.said, **found.fields) == "“Atelier B”: 38 people have booked its 12 seats."


def test_several_such_sessions_are_one_finding_the_fullest_first_and_no_endless_one():
    found = of_seats([overbooked("A", 13), overbooked("B", 38), overbooked("C", 15), overbooked("D", 14)], MORNING)
    assert (found.grade, found.fields["sessions"]) == (Grade.LOOK, "B 38/12, C 15/12, D 14/12, …")
    assert of_seats([overbooked("A", 13), overbooked("B", 38)], MORNING).fields["sessions"] == "B 38/12, A 13/12"


def test_of_seats_nothing_is_said_where_there_are_enough_or_all_is_over():
    assert of_seats([], MORNING) is None
    assert of_seats([overbooked("A", 13, ends=-HOUR)], MORNING) is None
    assert of_seats([overbooked("A", 13, ends=HOUR)], MORNING) is not None
