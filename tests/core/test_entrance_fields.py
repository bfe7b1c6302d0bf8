# SPDX-License-Identifier: GPL-3.0-or-later
"""Which fields of a person decide where they may enter, and which columns belong to the place that somebody takes."""

import pytest

from checkin.core.admission_rules import decides_entrance
from checkin.core.people.registration_form import place_columns
from checkin.core.programme.programme import ControlPoint, Requirement
from tests.builders import a_programme, an_attendee

LUNCH = ControlPoint("dejeuner", "Déjeuner", requires=(Requirement("custom:Déjeuner", ("oui",)),))
PROGRAMME = a_programme(control_points=(LUNCH,))


@pytest.mark.parametrize("field", ["category", "sessions", "custom:DEJEUNER"])
def test_what_decides_about_entrances(field):
    assert decides_entrance(field, PROGRAMME)


@pytest.mark.parametrize("field", ["first_name", "organisation", "email", "custom:Régime"])
def test_what_does_not(field):
    assert not decides_entrance(field, PROGRAMME)


@pytest.mark.parametrize(
    "title", ["Table", "N° de table", "Seat no.", "Salle", "Montant dû", "N° commande", "DEJEUNER"]
)
def test_columns_of_a_place(title):
    assert place_columns(an_attendee(custom={title: "7"}), PROGRAMME) == {title: "7"}


@pytest.mark.parametrize(
    "title", ["Régime", "Allergie", "Mineur", "Date de naissance", "Who shall sit at your table in the evening?"]
)
def test_columns_of_a_person(title):
    assert place_columns(an_attendee(custom={title: "7"}), PROGRAMME) == {}
