# SPDX-License-Identifier: GPL-3.0-or-later
from datetime import date, timedelta

from checkin.core.programme.programme import ControlPoint, Event, Session
from checkin.core.rehearsal_rules import begins_at
from tests.builders import MORNING, a_programme

HOUR, DAY = timedelta(hours=1), timedelta(days=1)
OPEN = ControlPoint("accueil", "Accueil", "", MORNING - HOUR, MORNING + 8 * HOUR)
ALWAYS = ControlPoint("accueil", "Accueil")


def test_on_the_day_with_open_doors_it_begins_now():
    assert begins_at(a_programme(), OPEN, MORNING) == MORNING
    assert begins_at(a_programme(), ALWAYS, MORNING) == MORNING


def test_before_and_after_it_begins_when_the_doors_open():
    for now in (MORNING - DAY, MORNING - 2 * HOUR, MORNING + 9 * HOUR, MORNING + 400 * DAY):
        assert begins_at(a_programme(), OPEN, now) == OPEN.opens


def test_where_no_hour_is_named_it_begins_in_the_morning_of_the_day():
    begins = begins_at(a_programme(), ALWAYS, MORNING - DAY)
    assert (begins.date(), begins.hour, begins.minute) == (date(2023, 7, 4), 8, 30)


def test_an_event_without_a_day_is_rehearsed_now():
    programme = a_programme(event=Event("Rencontre"))
    assert begins_at(programme, ALWAYS, MORNING + 400 * DAY) == MORNING + 400 * DAY


def test_the_second_day_of_an_event_is_its_day_too():
    second = Session("b", "Second day", MORNING + DAY)
    always = ControlPoint("accueil", "Accueil", "", MORNING - HOUR, MORNING + 3 * DAY)
    assert begins_at(a_programme(sessions=(second,)), always, MORNING + DAY) == MORNING + DAY
