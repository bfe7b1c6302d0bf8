# SPDX-License-Identifier: GPL-3.0-or-later
from datetime import date, timedelta
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from checkin.core.attendee import Presence, Status
from checkin.core.desk_settings import is_taken, next_free
from checkin.core.programme.programme import ControlPoint, Event, Session
from checkin.core.rehearsal_rules import GUESTS, begins_at, pretend_guests
from checkin.core.tokens import CodeOrigin
from tests.builders import KEY, MORNING, a_programme, an_attendee

HOUR, DAY = timedelta(hours=1), timedelta(days=1)
OPEN = ControlPoint("accueil", "Accueil", "", MORNING - HOUR, MORNING + 8 * HOUR)
ALWAYS = ControlPoint("accueil", "Accueil")


def test_a_rehearsal_begins_now_with_open_doors_and_else_when_they_open():
    assert begins_at(a_programme(), OPEN, MORNING) == MORNING, "on the day with open doors it begins now"
    assert begins_at(a_programme(), ALWAYS, MORNING) == MORNING
    for now in (MORNING - DAY, MORNING - 2 * HOUR, MORNING + 9 * HOUR, MORNING + 400 * DAY):
        assert begins_at(a_programme(), OPEN, now) == OPEN.opens
    begins = begins_at(a_programme(), ALWAYS, MORNING - DAY)
    assert (begins.date(), begins.hour, begins.minute) == (date(2023, 7, 4), 8, 30)
    assert begins_at(a_programme(event=Event("Rencontre")), ALWAYS, MORNING + 400 * DAY) == MORNING + 400 * DAY
    second = Session("b", "Second day", MORNING + DAY)
    always = ControlPoint("accueil", "Accueil", "", MORNING - HOUR, MORNING + 3 * DAY)
    assert begins_at(a_programme(sessions=(second,)), always, MORNING + DAY) == MORNING + DAY


OTHERS = {"presence": Presence.REMOTE}, {"category": "presse"}, {"places": 3}
KINDS = [*({"status": status} for status in Status), *OTHERS]
PEOPLE = [an_attendee(n) for n in range(1, 300)] + [an_attendee(300 + n, **kind) for n, kind in enumerate(KINDS)]


def test_every_kind_of_registration_and_every_code_that_goes_wrong_comes_whatever_the_dice_say():
    rare = {person.ticket_code for person in PEOPLE if person.id in {an_attendee(n).id for n in range(301, 308)}}
    for seed in range(20):
        codes = pretend_guests(PEOPLE, KEY, Random(seed))
        assert len(codes) == GUESTS
        assert rare <= set(codes)
        assert {KEY.read(code).origin for code in codes} == set(CodeOrigin) - {CodeOrigin.TRIAL, CodeOrigin.BLANK}
        assert codes.count(codes[-1]) == 2  # somebody comes again


def test_of_a_short_list_everybody_comes_and_of_an_empty_one_nobody_and_others_each_time():
    assert pretend_guests(PEOPLE, KEY, Random(1)) != pretend_guests(PEOPLE, KEY, Random(2))
    few = PEOPLE[:2]
    assert {person.ticket_code for person in few} <= set(pretend_guests(few, KEY, Random(1)))
    assert pretend_guests([], KEY, Random(1)) == []
    assert pretend_guests([an_attendee(1, ticket_code="")], KEY, Random(1)) == []


NAMES = st.text(alphabet="Aé 19-", min_size=1, max_size=8).filter(str.strip)


@pytest.mark.parametrize(
    ("name", "taken", "free"),
    [
        ("Accueil 2", [], "Accueil 2"),
        ("Accueil 2", ["Accueil 1"], "Accueil 2"),
        ("Accueil 2", ["Accueil 1", "accueil  2", "Accueil 3"], "Accueil 4"),
        ("Presse", ["Presse"], "Presse 2"),
        ("Hall B2", ["HALL B2"], "Hall B3"),
        ("9", ["9"], "10"),
    ],
)
def test_the_next_name_is_the_one_people_would_give(name, taken, free):
    assert next_free(name, taken) == free


@settings(max_examples=60)
@given(NAMES, st.lists(NAMES, max_size=6))
def test_the_next_name_is_free(name, taken):
    free = next_free(name, taken)
    assert free
    assert not is_taken(free, taken)
    assert is_taken(name, taken) or free == " ".join(name.split())
