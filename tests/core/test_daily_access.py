# SPDX-License-Identifier: GPL-3.0-or-later
"""Who is expected on which day, by the entrances of that day and their hours."""

from dataclasses import replace
from datetime import date, datetime
from zoneinfo import ZoneInfo

import pytest

from checkin.core.attendance.half_days import DailyAccess
from checkin.core.attendance.stays import EventOccasions
from checkin.core.attendee import Presence
from checkin.core.programme.programme import ControlPoint, Event, PointMode, Programme, Requirement, Session
from checkin.core.programme.programme_edits import programme_of_days
from tests.builders import an_attendee

PARIS = ZoneInfo("Europe/Paris")
MONDAY, TUESDAY = date(2026, 10, 5), date(2026, 10, 6)


def at(day, hour, minute=0):
    return datetime(2026, 10, day, hour, minute, tzinfo=PARIS)


def programme(*points, sessions=()):
    return programme_of_days(Programme(Event("R", MONDAY, last_day=TUESDAY), sessions=sessions, control_points=points))


def days_of(attendee, *points):
    access = DailyAccess(programme(*points))
    return [day for day in (MONDAY, TUESDAY) if access.expects(attendee, day)]


def only(value, **more):
    point = ControlPoint(value, value, requires=(Requirement("custom:Jours", (value,)),))
    return replace(point, **more)


OF_TUESDAY = an_attendee(1, custom={"Jours": "MARDI"}, category="Presse")
LUNDI, MARDI = only("lundi", opens=at(5, 8), closes=at(5, 18)), only("mardi", opens=at(6, 8), closes=at(6, 18))


@pytest.mark.parametrize(
    ("points", "expected"),
    [
        ((), [MONDAY, TUESDAY]),
        ((ControlPoint("a", "A"),), [MONDAY, TUESDAY]),
        ((LUNDI, MARDI), [TUESDAY]),
        ((LUNDI,), [TUESDAY]),  # no entrance of Tuesday says who may not come
        ((LUNDI, MARDI, ControlPoint("presse", "Presse", categories=("Presse",))), [MONDAY, TUESDAY]),
        ((LUNDI, MARDI, ControlPoint("porte", "Porte", session="atelier")), [TUESDAY]),
        ((LUNDI, MARDI, ControlPoint("sortie", "Sortie", mode=PointMode.EXIT)), [TUESDAY]),
        ((only("mardi", is_daily=True),), [MONDAY, TUESDAY]),
        ((only("lundi", is_daily=True),), []),
        ((replace(LUNDI, opens=at(4, 18), closes=at(6, 2)), MARDI), [TUESDAY]),  # from the eve until late at night
        ((LUNDI, replace(MARDI, closes=None)), [TUESDAY]),
        ((LUNDI, replace(MARDI, opens=None)), [MONDAY, TUESDAY]),
    ],
)
def test_who_is_expected_on_a_day_is_who_an_entrance_of_it_would_admit(points, expected):
    assert days_of(OF_TUESDAY, *points) == expected


def test_an_online_attendee_whom_no_entrance_would_admit_is_no_less_expected_online():
    online = replace(OF_TUESDAY, presence=Presence.REMOTE)
    assert days_of(replace(online, custom={}), LUNDI, MARDI) == [MONDAY, TUESDAY]
    assert days_of(online, LUNDI, MARDI) == [TUESDAY]
    assert days_of(replace(OF_TUESDAY, custom={}), LUNDI, MARDI) == []


def test_a_day_has_ended_once_its_programme_and_its_doors_have():
    sessions = (Session("s", "S", at(5, 9), at(5, 17)), Session("t", "T", at(6, 9), at(6, 17)))
    door = ControlPoint("porte", "Porte", session="s", closes=at(5, 20))

    def ended(now, *points):
        occasions = EventOccasions.of(programme(*points, sessions=sessions), PARIS, now)
        return [day for day in (MONDAY, TUESDAY) if occasions.has_day_ended(day)]

    assert ended(at(5, 16, 59)) == []
    assert ended(at(5, 17)) == [MONDAY]
    assert ended(at(5, 17, 30), LUNDI) == []
    assert ended(at(5, 18), LUNDI, MARDI) == [MONDAY]
    assert ended(at(5, 19), LUNDI, door) == []
    assert ended(at(6, 17), LUNDI, MARDI) == [MONDAY, TUESDAY], "with its last half-day the event is over"


def test_a_day_of_which_the_programme_tells_no_times_ends_in_the_night():
    for now, expected in ((at(6, 3, 59), False), (at(6, 4), True)):
        assert EventOccasions.of(programme(LUNDI), PARIS, now).has_day_ended(MONDAY) is expected
