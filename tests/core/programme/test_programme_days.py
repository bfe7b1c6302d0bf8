# SPDX-License-Identifier: GPL-3.0-or-later
"""The days of an event, its sessions, categories and entrances on each."""

from dataclasses import replace
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from checkin.core.admission_rules import decides_entrance
from checkin.core.attendance.half_days import DailyAccess
from checkin.core.attendance.stays import EventOccasions
from checkin.core.attendee import Presence
from checkin.core.people.registration_form import place_columns
from checkin.core.programme.programme import (
    Category,
    ControlPoint,
    Event,
    PointMode,
    Programme,
    Requirement,
    Session,
    is_running,
    is_session_over,
    sort_by_time,
)
from checkin.core.programme.programme_edits import (
    day_today,
    find_point,
    first_and_last,
    has_several_days,
    programme_of_days,
)
from tests.builders import MORNING, a_programme, an_attendee

FIRST, LAST, DAY = date(2026, 10, 5), date(2026, 10, 7), timedelta(days=1)
EVENT = Event("R", FIRST, last_day=LAST)
NOON = datetime(2026, 10, 5, 12, tzinfo=ZoneInfo("Europe/Paris"))
DAILY, ONCE = ControlPoint("accueil", "Accueil", is_daily=True), ControlPoint("diner", "Dîner")
PROGRAMME = Programme(EVENT, control_points=(ONCE, DAILY))


def test_the_first_day_and_the_last_stand_for_all_and_a_point_is_found_as_it_is_on_a_day():
    assert first_and_last(EVENT) == (FIRST, LAST)
    assert first_and_last(replace(EVENT, last_day=None)) == (FIRST,)
    assert first_and_last(Event("R")) == ()
    assert find_point(PROGRAMME, "diner") is ONCE
    assert find_point(PROGRAMME, "accueil") is DAILY
    assert find_point(PROGRAMME, "accueil@2026-10-06").id == "accueil@2026-10-06"
    assert find_point(PROGRAMME, "diner@2026-10-06") is None
    assert find_point(PROGRAMME, "autre") is None


@pytest.mark.parametrize(
    ("event", "begins", "expected"),
    [
        (EVENT, [], True),
        (replace(EVENT, last_day=FIRST + DAY), [], True),
        (Event("R", FIRST), [NOON, NOON], False),
        (Event("R", FIRST), [NOON, NOON + DAY], True),
        (Event("R"), [], False),
    ],
)
def test_a_time_needs_its_day_where_there_are_two(event, begins, expected):
    sessions = tuple(Session(str(n), "A", at) for n, at in enumerate(begins))
    assert has_several_days(Programme(event, sessions=sessions)) is expected


@pytest.mark.parametrize(
    ("at", "expected"), [(NOON - DAY, None), (NOON, FIRST), (NOON + 2 * DAY, LAST), (NOON + 3 * DAY, None)]
)
def test_it_is_a_day_of_the_event_or_none(at, expected):
    assert day_today(PROGRAMME, at) == expected


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
    for now, expected in ((at(6, 3, 59), False), (at(6, 4), True)):
        assert EventOccasions.of(programme(LUNDI), PARIS, now).has_day_ended(MONDAY) is expected


HOUR = timedelta(hours=1)
SESSION = Session("a", "A", MORNING, MORNING + 2 * HOUR)
ENDLESS = Session("b", "B", MORNING)
UNTIMED = Session("c", "C")


@pytest.mark.parametrize(
    ("session", "hours", "runs", "over"),
    [
        (SESSION, -0.1, False, False),
        (SESSION, 0, True, False),
        (SESSION, 1.9, True, False),
        (SESSION, 2, False, True),
        (ENDLESS, 0.9, True, False),
        (ENDLESS, 1, False, True),
        (UNTIMED, 0, False, False),
    ],
)
def test_a_session_runs_from_its_beginning_until_its_end(session, hours, runs, over):
    at = MORNING + hours * HOUR
    assert (is_running(session, at), is_session_over(session, at)) == (runs, over)


def test_sessions_stand_as_the_day_goes_and_those_without_a_time_last():
    late = Session("d", "D", MORNING + HOUR)
    assert sort_by_time([UNTIMED, late, ENDLESS, SESSION]) == [ENDLESS, SESSION, late, UNTIMED]


OF_THREE = replace(
    a_programme(), categories=(Category("vip", "Officiel"), Category("b", "Équipe"), Category("a", "Presse"))
)


@given(st.permutations(["vip", "Équipe", "a", "Mécène", "école", ""]))
def test_categories_of_the_programme_come_first_then_others_by_name_and_none_at_all_is_last(found):
    assert OF_THREE.sort_categories(found) == ["vip", "Équipe", "a", "école", "Mécène", ""]
    assert OF_THREE.sort_categories(["presse", "B", "vip"]) == ["vip", "B", "presse"]


LUNCH = ControlPoint("dejeuner", "Déjeuner", requires=(Requirement("custom:Déjeuner", ("oui",)),))
WITH_LUNCH = a_programme(control_points=(LUNCH,))


DECIDING, OTHERS = ("category", "sessions", "custom:DEJEUNER"), ("first_name", "organisation", "email", "custom:Régime")
OF_A_PLACE = ("Table", "N° de table", "Seat no.", "Salle", "Montant dû", "N° commande", "DEJEUNER")
OF_A_PERSON = ("Régime", "Allergie", "Mineur", "Date de naissance", "Who shall sit at your table in the evening?")


@pytest.mark.parametrize("field", [*DECIDING, *OTHERS])
def test_what_decides_about_entrances(field):
    assert decides_entrance(field, WITH_LUNCH) is (field in DECIDING)


@pytest.mark.parametrize("title", [*OF_A_PLACE, *OF_A_PERSON])
def test_columns_of_a_place_and_of_a_person(title):
    assert place_columns(an_attendee(custom={title: "7"}), WITH_LUNCH) == ({title: "7"} if title in OF_A_PLACE else {})
