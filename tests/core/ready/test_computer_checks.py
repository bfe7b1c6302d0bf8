# SPDX-License-Identifier: GPL-3.0-or-later
from datetime import timedelta
from zoneinfo import ZoneInfo

import pytest

from checkin.core.ready.checks import (
    ClockState,
    DiskState,
    PowerState,
    ReadinessGrade,
    check_clock,
    check_disk,
    check_power,
    check_sound,
)
from tests.builders import MORNING

NOW = MORNING.astimezone(ZoneInfo("Europe/Paris"))
TODAY, TOMORROW = NOW.date(), NOW.date() + timedelta(days=1)
MB, GB = 1 << 20, 1 << 30


def clock(**fields):
    return check_clock(ClockState(NOW, **{"days": [TODAY], "zone": "Europe/Paris", "here": NOW.utcoffset(), **fields}))


def test_a_clock_that_is_right_says_so():
    assert clock().grade is ReadinessGrade.WELL
    assert clock(days=()).grade is ReadinessGrade.WELL
    assert clock(here=timedelta(0)).grade is ReadinessGrade.WELL  # the event's own hour counts


@pytest.mark.parametrize(
    "wrong",
    [
        {"days": [TOMORROW]},
        {"zone": ""},
        {"newest": NOW + timedelta(minutes=10)},
        {"ahead": 300.0},
        {"ahead": -300.0},
    ],
)
def test_a_clock_that_is_wrong_is_found_out(wrong):
    found = clock(**wrong)
    assert found.grade is ReadinessGrade.LOOK
    assert found.remedy


def test_of_an_event_of_several_days_the_nearest_is_named():
    found = clock(days=[TOMORROW + timedelta(days=5), TOMORROW])
    assert (found.fields["day"], found.fields["today"]) == (TOMORROW, TODAY)


def test_a_clock_a_little_apart_from_the_others_is_none_of_our_business():
    assert clock(ahead=20.0, newest=NOW + timedelta(seconds=20)).grade is ReadinessGrade.WELL


@pytest.mark.parametrize(
    ("free", "took", "grade"),
    [
        (9 * GB, 0.004, ReadinessGrade.WELL),
        (9 * GB, None, ReadinessGrade.STOP),
        (9 * GB, 2.0, ReadinessGrade.LOOK),
        (100 * MB, 0.004, ReadinessGrade.LOOK),
        (5 * MB, 0.004, ReadinessGrade.STOP),
    ],
)
def test_a_disk_has_room_and_takes_records_at_once(free, took, grade):
    assert check_disk(DiskState(free, took)).grade is grade


@pytest.mark.parametrize(
    ("power", "grade"),
    [
        (PowerState(True, 12), ReadinessGrade.WELL),
        (PowerState(True, None), ReadinessGrade.WELL),
        (PowerState(False, 95), ReadinessGrade.ASIDE),
        (PowerState(False, 50), ReadinessGrade.LOOK),
        (PowerState(False, 5), ReadinessGrade.STOP),
        (PowerState(None, 5), ReadinessGrade.ASIDE),
        (PowerState(None, None), ReadinessGrade.ASIDE),
    ],
)
def test_a_battery_lasts_the_morning(power, grade):
    assert check_power(power).grade is grade


@pytest.mark.parametrize(
    ("wanted", "possible", "heard", "grade"),
    [
        (False, True, None, ReadinessGrade.ASIDE),
        (True, False, None, ReadinessGrade.ASIDE),  # a desk without a loudspeaker is simply silent
        (True, True, None, ReadinessGrade.UNTRIED),
        (True, True, True, ReadinessGrade.WELL),
        (True, True, False, ReadinessGrade.LOOK),
    ],
)
def test_only_ears_know_whether_a_sound_was_heard(wanted, possible, heard, grade):
    assert check_sound(is_wanted=wanted, is_possible=possible, was_heard=heard).grade is grade
