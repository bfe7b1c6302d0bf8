# SPDX-License-Identifier: GPL-3.0-or-later
"""Who of the list may be the person that is being registered."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from checkin.core.people.registration_form import DuplicateReason, RegistrationForm, duplicate_reason
from tests.builders import an_attendee

LETTERS = st.text("abcdefgéÉç", min_size=2, max_size=12)


def like(first, last, attendee, email=""):
    return duplicate_reason(RegistrationForm(first, last, email=email), attendee)


MARIE = an_attendee(1, first_name="Marie", last_name="Dupond", email="marie@dupond.example")
JEAN = an_attendee(2, first_name="Jean-Baptiste", last_name="de La Fournière")
ANNE = an_attendee(3, first_name="Anne-Laure", last_name="Le Goff")


@pytest.mark.parametrize(
    ("first", "last", "attendee"),
    [
        ("marie", "DUPOND", MARIE),
        ("Dupond", "Marie", MARIE),
        ("Jean Baptiste", "De la Fourniere", JEAN),
        ("Annelaure", "Legoff", ANNE),
        ("LE GOFF", "anne-laure", ANNE),
    ],
)
def test_the_same_name_in_any_order_and_spelling_is_a_namesake(first, last, attendee):
    assert like(first, last, attendee) is DuplicateReason.SAME_NAME


@pytest.mark.parametrize(
    ("first", "last", "attendee"),
    [
        ("ma", "du", MARIE),
        ("Marie", "Dupont", MARIE),
        ("Dupont", "Marie", MARIE),
        ("Jean", "Fournière", JEAN),
        ("Jean-Baptiste", "La Fourniere", JEAN),
        ("Jean-Batiste", "de La Fournière", JEAN),
        ("Anne", "Legoff", ANNE),
    ],
)
def test_a_name_that_is_not_finished_or_a_letter_away_is_near(first, last, attendee):
    assert like(first, last, attendee) is DuplicateReason.NEAR_NAME


@pytest.mark.parametrize(
    ("first", "last"), [("m", "du"), ("Marie", "d"), ("Marie", "Durand"), ("Paul", "Dupond"), ("", "Dupond")]
)
def test_one_name_alone_or_another_name_is_nobody(first, last):
    assert like(first, last, MARIE) is None


def test_the_same_address_is_the_same_person_whatever_the_name():
    assert like("Léa", "Martin", MARIE, email=" Marie@Dupond.example ") is DuplicateReason.SAME_EMAIL
    assert like("Léa", "Martin", MARIE, email="marie@") is None
    assert like("Léa", "Martin", an_attendee(5, email="")) is None


@given(LETTERS, LETTERS)
def test_everybody_is_their_own_namesake_in_both_orders(first, last):
    attendee = an_attendee(4, first_name=first, last_name=last)
    assert like(first.upper(), last, attendee) is DuplicateReason.SAME_NAME
    assert like(last, first, attendee) is DuplicateReason.SAME_NAME
