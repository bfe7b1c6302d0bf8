# SPDX-License-Identifier: GPL-3.0-or-later
from datetime import timedelta

import pytest

from checkin.core.programme.programme import ControlPoint, Session
from checkin.core.ready.checks import ReadinessGrade
from checkin.core.ready.readiness import (
    BadAddresses,
    ListState,
    OpenIssues,
    Overbooked,
    check_addresses,
    check_list,
    check_open_issues,
    check_programme,
    check_returns,
    check_seats,
)
from checkin.translation import translate
from tests.builders import MORNING

HOUR = timedelta(hours=1)
DAY = timedelta(days=1)


@pytest.mark.parametrize(
    ("people", "age", "grade"),
    [
        (0, None, ReadinessGrade.STOP),
        (0, HOUR, ReadinessGrade.STOP),
        (3, None, ReadinessGrade.WELL),
        (3, DAY, ReadinessGrade.WELL),
        (3, 3 * DAY, ReadinessGrade.LOOK),
    ],
)
def test_a_list_is_there_and_not_older_than_the_last_registrations(people, age, grade):
    assert check_list(ListState(people, age and MORNING - age), MORNING).grade is grade


@pytest.mark.parametrize(
    ("opens", "closes", "grade"),
    [
        (None, None, ReadinessGrade.WELL),
        (-HOUR, HOUR, ReadinessGrade.WELL),
        (HOUR, 2 * HOUR, ReadinessGrade.WELL),  # later today
        (DAY, DAY + HOUR, ReadinessGrade.LOOK),
        (-2 * HOUR, -HOUR, ReadinessGrade.STOP),
        (HOUR, -HOUR, ReadinessGrade.STOP),
    ],
)
def test_somebody_who_comes_now_is_let_in_by_the_hours(opens, closes, grade):
    times = (MORNING + opens, MORNING + closes) if opens is not None else (None, None)
    found = check_programme(ControlPoint("accueil", "Accueil", "", *times), MORNING)
    assert found.grade is grade
    assert (found.remedy is None) == (grade is ReadinessGrade.WELL)


def test_an_entrance_that_opens_on_another_day_says_what_people_are_told_before():
    found = check_programme(ControlPoint("accueil", "Accueil", "", MORNING + DAY), MORNING)
    assert "is told that it is not open yet" in found.message.text


@pytest.mark.parametrize(
    ("left", "grade"),
    [
        (OpenIssues(), ReadinessGrade.WELL),
        (OpenIssues(waiting=4), ReadinessGrade.ASIDE),
        (OpenIssues(uncertain=1), ReadinessGrade.LOOK),
        (OpenIssues(conflicts=2, uncertain=1), ReadinessGrade.LOOK),
    ],
)
def test_what_was_left_open_is_settled_before_the_doors_open(left, grade):
    assert check_open_issues(left).grade is grade


def overbooked(title, booked, seats=12, ends=None):
    return Overbooked(
        Session(title.lower(), title, ends=ends and MORNING + ends, capacity=seats, is_booked=True), booked
    )


def test_a_session_with_more_booked_than_seats_is_told_with_both_numbers():
    found = check_seats([overbooked("Atelier B", 38)], MORNING)
    assert (found.grade, found.remedy is None) == (ReadinessGrade.LOOK, False)
    assert translate(found.message, **found.fields) == "“Atelier B”: 38 people booked for 12 seats."


def test_several_such_sessions_are_one_finding_the_fullest_first():
    found = check_seats([overbooked("A", 13), overbooked("B", 38), overbooked("C", 15), overbooked("D", 14)], MORNING)
    assert (found.grade, found.fields["sessions"]) == (
        ReadinessGrade.LOOK,
        ("B 38/12", "C 15/12", "D 14/12", "A 13/12"),
    )


def test_of_seats_nothing_is_said_where_there_are_enough_or_all_is_over():
    assert check_seats([], MORNING) is None
    assert check_seats([overbooked("A", 13, ends=-HOUR)], MORNING) is None
    assert check_seats([overbooked("A", 13, ends=HOUR)], MORNING) is not None


def test_addresses_that_take_no_message_are_to_be_looked_at_by_who_sends_tickets():
    assert check_addresses(BadAddresses()) is None
    found = check_addresses(BadAddresses(113, 113, is_mailing=True))
    assert (found.grade, found.fields["count"]) == (ReadinessGrade.LOOK, 113)
    assert "accents" in found.message.text
    assert check_addresses(BadAddresses(1)).grade is ReadinessGrade.ASIDE


def test_doors_without_an_exit_are_named_and_do_not_count():
    assert check_returns([]) is None
    found = check_returns(["Accueil", "Atelier A"])
    assert "Accueil" in str(found.fields["doors"])
    assert found.grade is ReadinessGrade.ASIDE


def test_no_advice_about_accents_where_there_are_none():
    found = check_addresses(BadAddresses(people=1, accented=0, is_mailing=True))
    assert "ccent" not in f"{found.message.text} {found.remedy.text}"
    assert "ccent" in check_addresses(BadAddresses(people=2, accented=1, is_mailing=True)).remedy.text
