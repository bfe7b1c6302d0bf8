# SPDX-License-Identifier: GPL-3.0-or-later
"""What is offered to whoever registers somebody at the desk."""

from dataclasses import replace
from datetime import timedelta

import pytest

from checkin.core.attendee import Status
from checkin.core.people.registration_form import DuplicateReason, RegistrationForm
from checkin.core.programme.programme import Session
from checkin.services.desk_queries import MOST_ALIKE, DeskQueries, FormChoices
from tests.builders import MORNING, a_programme, an_attendee
from tests.conftest import add_people


@pytest.fixture
def choices(event, desk):
    return FormChoices(desk, DeskQueries(event))


@pytest.fixture
def add(event, clock):
    return lambda *people: add_people(event, clock(), *people)


def seats(choices):
    return {w.session.id: w.seats for w in choices.workshops()}


def alike(choices, first, last, email=""):
    found = choices.alike(RegistrationForm(first, last, email=email))
    return [(a.match.attendee.name, a.likeness) for a in found]


def test_organisations_are_found_by_the_beginning_of_their_words_without_accents_the_commonest_first(choices, add):
    add(
        an_attendee(11, organisation="Région Bretagne"),
        an_attendee(12, organisation="Mairie de Brest"),
        an_attendee(13, organisation="Mairie de Brest"),
        an_attendee(14, organisation="Ligue de l’enseignement"),
    )
    assert choices.organisations("br") == ["Mairie de Brest", "Région Bretagne"]
    assert choices.organisations("region BRET") == ["Région Bretagne"]
    assert choices.organisations("l’ens") == ["Ligue de l’enseignement"]
    assert choices.organisations("zz") == choices.organisations(" ") == choices.organisations("%") == []


def test_an_organisation_that_is_new_is_there_for_the_next_guest(choices, add):
    assert choices.organisations("mai") == []
    choices.remember("Mairie de Brest")
    choices.remember("Mairie de Brest")
    assert choices.organisations("mai") == ["Mairie de Brest"]
    add(an_attendee(12, organisation="Mairie de Lorient"))
    choices.forget()
    assert choices.organisations("mai") == ["Mairie de Lorient"]


def test_seats_are_those_nobody_has_booked_or_taken(choices, desk, add):
    assert seats(choices) == {"atelier-b": 1}  # two, and one person is registered
    registered = an_attendee(3)
    desk.move_to("atelier-b")
    desk.scan(registered.ticket_code)
    assert seats(choices) == {"atelier-b": 1}  # who was awaited is inside: counted once
    answer = desk.scan(an_attendee(1).ticket_code)
    desk.admit(answer)
    assert seats(choices) == {"atelier-b": 0}


def test_a_cancelled_booking_leaves_its_seat_and_a_group_takes_all_of_theirs(choices, event, add):
    add(an_attendee(11, sessions=("atelier-b",), status=Status.CANCELLED))
    assert seats(choices) == {"atelier-b": 1}
    add(an_attendee(12, sessions=("atelier-b",), places=4))
    assert seats(choices) == {"atelier-b": 0}


def test_only_workshops_on_registration_that_are_not_over_are_offered(choices, event, desk, clock):
    hour = timedelta(hours=1)
    sessions = (
        Session("plenary", "Plénière", MORNING + hour, MORNING + 2 * hour),
        Session("over", "Atelier A", MORNING - 2 * hour, MORNING - hour, capacity=9, is_booked=True),
        Session("b", "Atelier B", MORNING - hour, MORNING + hour, capacity=9, is_booked=True),
        Session("c", "Atelier C", None, None, is_booked=True),
    )
    event.plan(replace(a_programme(), sessions=sessions), at=clock(), desk="Accueil 1")
    desk.reload()
    assert seats(choices) == {"b": 9, "c": None}
    clock.pass_by(hours=1)
    assert seats(choices) == {"c": None}


def test_whom_the_list_has_is_told_from_two_letters_of_both_names(choices, add):
    assert alike(choices, "je", "fo") == [("Jean-Baptiste de La Fournière", DuplicateReason.NEAR_NAME)]
    assert alike(choices, "fo", "je") == [("Jean-Baptiste de La Fournière", DuplicateReason.NEAR_NAME)]
    assert alike(choices, "j", "fo") == []


def test_the_namesake_comes_before_those_who_are_called_nearly_so(choices, add):
    near = [an_attendee(n, first_name="Marie", last_name=f"Dupond{x}") for n, x in enumerate("aelt", start=20)]
    add(*near, an_attendee(30, first_name="Dupond", last_name="Marie"))
    found = alike(choices, "Marie", "Dupond")
    assert found[0] == ("Dupond Marie", DuplicateReason.SAME_NAME)
    assert len(found) == MOST_ALIKE


def test_an_address_finds_its_person_and_no_other_of_the_house(choices, add):
    add(
        an_attendee(21, first_name="Léa", last_name="Roy", email="lea.roy@brest.example"),
        an_attendee(22, first_name="Luc", last_name="Roy", email="luc.roy@brest.example"),
    )
    assert alike(choices, "", "", "LEA.ROY@brest.example") == [("Léa Roy", DuplicateReason.SAME_EMAIL)]


def test_an_organisation_called_like_the_person_is_nobody(choices, add):
    add(an_attendee(21, first_name="Paul", last_name="Petit", organisation="Marie Claire Diffusion"))
    assert alike(choices, "Marie", "Claire") == []


@pytest.mark.parametrize("rubbish", ["", "\x00\ud800", '"; DROP TABLE', "* OR NEAR(", "é" * 5000, "😀😀 😀😀"])
def test_whatever_was_pasted_is_looked_for(choices, rubbish):
    assert alike(choices, rubbish, rubbish, rubbish + "@") == []
    assert choices.organisations(rubbish) == []
