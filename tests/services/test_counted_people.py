# SPDX-License-Identifier: GPL-3.0-or-later
"""Who is counted at a control point: one answer for the header, the list and the live screen."""

from dataclasses import replace

import pytest

from checkin.core.people_list import AttendanceFilter, AttendeeFilter, AttendeeOrder
from checkin.core.programme.programme import Column, ControlPoint, Requirement
from checkin.services.desk import Desk
from checkin.services.desk_queries import DeskQueries
from checkin.services.live_queries import LiveQueries
from checkin.services.people_queries import PeopleQueries
from tests.builders import a_programme, an_attendee
from tests.conftest import add_people

MEANT, ALSO, OTHER, NONE = (
    an_attendee(20 + n, category=category) for n, category in enumerate(("participant", "PARTICÌPANT", "presse", ""))
)


@pytest.fixture
def lunch(event, clock):
    """A desk at the door of participants; one of them is written with capitals and an accent."""
    add_people(event, clock(), MEANT, ALSO, OTHER, NONE)
    return Desk(event, clock, "Accueil 1", control_point="dejeuner")


def expected(event, desk, attendance):
    found = PeopleQueries(event, desk).order("", AttendeeFilter(attendance=attendance), AttendeeOrder())
    return set(found) & {MEANT.id, ALSO.id, OTHER.id, NONE.id}


def test_whoever_a_door_lets_in_by_their_category_is_expected_there_however_it_is_written(event, lunch, clock):
    before = DeskQueries(event).tally(lunch.programme, lunch.control_point, clock())
    assert lunch.check_in(ALSO.id).entry
    tally = DeskQueries(event).tally(lunch.programme, lunch.control_point, clock())
    assert (tally.arrived, tally.unexpected, tally.missing) == (1, 0, before.missing - 1)
    assert expected(event, lunch, AttendanceFilter.EXPECTED) == {MEANT.id, ALSO.id}
    assert expected(event, lunch, AttendanceFilter.TO_COME) == {MEANT.id}


def test_the_live_screen_expects_them_too(event, clock):
    entrance = replace(a_programme().control_points[0], categories=("participant",))
    event.plan(replace(a_programme(), control_points=(entrance,)), at=clock(), desk="d")
    add_people(event, clock(), MEANT, ALSO, OTHER, NONE)
    before = LiveQueries(event).read(clock()).live
    assert Desk(event, clock, "Accueil 1").check_in(ALSO.id).entry
    live = LiveQueries(event).read(clock()).live
    assert (live.expected, live.unexpected, live.missing) == (before.expected, 0, before.missing - 1)
    assert [(part.name, part.missing) for part in live.by_category if part.expected] == [("Participant", live.missing)]


def test_the_missing_of_a_category_that_asks_for_attention_are_named_however_it_is_written(event, clock):
    add_people(event, clock(), an_attendee(30, category="OFFICÌEL"))
    live = LiveQueries(event).read(clock()).live
    assert ([guest.id for guest in live.guests], live.guests_missing) == ([an_attendee(30).id], 1)


def test_at_a_door_for_categories_that_nobody_has_nobody_is_expected(event, clock):
    entrance = replace(a_programme().control_points[0], categories=("officiel",))
    event.plan(replace(a_programme(), control_points=(entrance,)), at=clock(), desk="d")
    live = LiveQueries(event).read(clock()).live
    assert (live.expected, live.by_category) == (0, ())


def test_whom_the_door_of_a_dinner_refuses_is_not_expected_at_it_nor_counted_for_its_cook(event, clock):
    answered = Requirement("custom:Dîner ?", ("oui",))
    dinner = ControlPoint("diner", "Dîner", categories=("participant",), requires=(answered,))
    diets = Column("regime", "Régime", "custom:Régime", is_counted=True)
    event.plan(replace(a_programme(), control_points=(dinner,), columns=(diets,)), at=clock(), desk="d")
    answers = ("Oui", "non", "", "OUI")
    people = [
        an_attendee(30 + n, category="participant", custom={"Dîner ?": answer, "Régime": "Végétarien"})
        for n, answer in enumerate(answers)
    ]
    add_people(event, clock(), *people)
    desk = Desk(event, clock, "Accueil 1")
    tally = DeskQueries(event).tally(desk.programme, desk.control_point, clock())
    assert (tally.expected, tally.missing) == (2, 2)
    live = LiveQueries(event).read(clock()).live
    assert [(value.name, value.expected) for value in live.by_column[0].values] == [("Végétarien", 2)]
    listed = PeopleQueries(event, desk).order("", AttendeeFilter(attendance=AttendanceFilter.TO_COME), AttendeeOrder())
    assert {*listed} == {people[0].id, people[3].id}
