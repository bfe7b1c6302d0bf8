# SPDX-License-Identifier: GPL-3.0-or-later
"""Two people of one name in a list show what differs, and only as much of it as is needed."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from checkin.core.people_list import distinguish_namesakes
from tests.builders import an_attendee

BREST, LYON = "Ville de Brest", "Ville de Lyon"


def namesakes(*fields):
    people = [an_attendee(n, first_name="Jean", last_name="Martin", **each) for n, each in enumerate(fields, 1)]
    return distinguish_namesakes(people, str.upper)


def test_who_has_no_namesake_shows_an_organisation():
    people = [an_attendee(1, organisation=BREST, role="maire", email="a@b.fr"), an_attendee(2)]
    assert distinguish_namesakes(people, str) == [(BREST,), ()]


@pytest.mark.parametrize(
    ("one", "other", "told"),
    [
        ({"organisation": BREST}, {"organisation": LYON}, [(BREST,), (LYON,)]),
        ({"organisation": BREST, "role": "a"}, {"organisation": BREST, "role": "b"}, [("a",), ("b",)]),
        ({"organisation": BREST, "role": "a"}, {"organisation": LYON, "role": "b"}, [(BREST, "a"), (LYON, "b")]),
        (
            {"organisation": BREST, "email": "a@b.fr"},
            {"organisation": BREST, "email": "c@b.fr"},
            [("a@b.fr",), ("c@b.fr",)],
        ),
        ({"category": "vip"}, {"category": ""}, [("VIP",), ()]),
    ],
)
def test_namesakes_show_what_differs(one, other, told):
    assert namesakes(one, other) == told


def test_namesakes_whom_nothing_tells_apart_show_the_end_of_their_code():
    one, other = namesakes({"organisation": BREST}, {"organisation": BREST})
    assert one != other
    assert one[0] == f"… {an_attendee(1).ticket_code[-4:]}"


def test_a_name_in_another_order_or_without_accents_is_the_same_name():
    people = [
        an_attendee(1, first_name="Zoé", last_name="Martin", organisation=BREST),
        an_attendee(2, first_name="MARTIN", last_name="Zoe", organisation=BREST, role="maire"),
    ]
    assert distinguish_namesakes(people, str) == [(), ("maire",)]


few = st.sampled_from(["", "a", "b"])


@given(st.lists(st.fixed_dictionaries({n: few for n in ("organisation", "role", "email", "category")}), max_size=5))
def test_no_two_of_one_name_are_told_alike(fields):
    told = namesakes(*fields)
    assert len(set(told)) == len(told)
