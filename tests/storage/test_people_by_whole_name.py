# SPDX-License-Identifier: GPL-3.0-or-later
"""People by their whole names."""

import pytest

from checkin.storage.people_search import find_people_by_name
from tests.builders import MORNING, an_attendee
from tests.conftest import add_people

LONG = "Wolfeschlegelsteinhausenbergerdorff"
PEOPLE = {
    number: an_attendee(number, first_name=first, last_name=last)
    for number, (first, last) in enumerate(
        [("Jean-Marie", "Le Goff"), ("Jean", "Le Goff"), ("Hubert", LONG), ("Łukasz", "Œuvré"), ("Anna", "Anna")],
        start=20,
    )
}


@pytest.fixture
def named(event):
    add_people(event, MORNING, *PEOPLE.values())
    return lambda *names: {person.last_name + person.first_name for person in find_people_by_name(event.db, names)}


@pytest.mark.parametrize(
    ("name", "number"),
    [
        ("LE GOFF Jean-Marie", 20),
        ("le goff jean", 21),
        (f"Hubert {LONG}", 22),
        ("oeuvre lukasz", 23),
        ("Anna Anna", 24),
    ],
)
def test_a_name_is_whole_in_any_order_capitals_and_accents(named, name, number):
    person = PEOPLE[number]
    assert named(name) == {person.last_name + person.first_name}


@pytest.mark.parametrize(
    "name", ["Le Goff", "Jean Marie", "Jean Le Goff Marie Anna", f"Hubert {LONG[:-1]}", "Anna", "", "?"]
)
def test_less_or_more_of_a_name_is_nobody(named, name):
    assert named(name) == set()


def test_many_names_are_asked_for_at_once(named):
    assert len(named(*(person.name for person in PEOPLE.values()), *(f"Nobody {n}" for n in range(300)))) == 5
