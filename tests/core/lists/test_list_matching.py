# SPDX-License-Identifier: GPL-3.0-or-later
"""The rule of docs/lists.md, case by case: who of a new list is whom of the event."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from checkin.core.lists.list_matching import match_people
from tests.core.lists.people import SAID, a_row, at_the_desk, corrected, known


def matched(people, rows, said=SAID):
    """{row: number of the known person}, counted from 1."""
    order = [k.attendee.id for k in people]
    return {row.row: order.index(k.attendee.id) + 1 for k, row in match_people(people, rows, said).pairs}


ONE = {"organisation": "Région", "email": "z@x.example"}


@pytest.mark.parametrize(
    ("before", "now"),
    [
        # The ticket code is stronger than every word.
        ({"ticket_code": "T1", **ONE}, {"ticket_code": "T1", "first_name": "Paul", "last_name": "Martin"}),
        # E-mail and name, whatever the capitals, accents, hyphens and the order of the words.
        (ONE, {**ONE, "organisation": "Mairie"}),
        (ONE, {"email": "Z@X.example", "first_name": "", "last_name": "DURAND Zoe"}),
        ({**ONE, "last_name": "Le Goff-Kermarrec"}, {"email": "z@x.example", "last_name": "Le Goff Kermarrec"}),
        # Another ticket of the same person: the first was given back.
        ({"ticket_code": "T1", **ONE}, {"ticket_code": "T9", **ONE}),
        # Name and organisation, each only once.
        (ONE, {"organisation": "REGION", "email": "other@x.example"}),
        ({"organisation": "Région"}, {"organisation": "Région", "email": "z@x.example"}),
        # Nothing but a name on both sides.
        ({}, {}),
        # The e-mail alone, and a name that is nearly the same.
        (ONE, {"email": "z@x.example", "last_name": "Durandt"}),
        (ONE, {"email": "z@x.example", "last_name": "Durand-Martin"}),
    ],
)
def test_one_person_is_found_again(before, now):
    assert matched([known(1, **before)], [a_row(2, **now)]) == {2: 1}


@pytest.mark.parametrize(
    ("before", "now"),
    [
        # A colleague registered with the same address.
        ({"email": "contact@x.example"}, {"email": "contact@x.example", "first_name": "Paul", "last_name": "Martin"}),
        # Another person of the same name.
        (ONE, {"organisation": "Mairie", "email": "zoe@y.example"}),
        # Only the name agrees, and the addresses differ.
        ({"email": "z@x.example"}, {"email": "zoe@y.example"}),
        ({"organisation": "Région"}, {"organisation": "Mairie"}),
        ({}, {"last_name": "Dupont"}),
    ],
)
def test_two_people_stay_two(before, now):
    assert matched([known(1, **before)], [a_row(2, **now)]) == {}


def test_a_code_that_was_replaced_is_still_the_persons():
    person = known(1, ticket_code="OLD")
    both, old = frozenset({"OLD", "NEW"}), frozenset({"OLD"})
    replaced = replace(corrected(person, ticket_code="NEW"), codes=both, revoked=old)
    assert matched([replaced], [a_row(2, ticket_code="OLD")]) == {2: 1}


def test_of_two_rows_with_codes_of_one_person_the_valid_code_counts_and_the_other_is_nobody():
    person = replace(known(1, ticket_code="NEW"), codes=frozenset({"OLD", "NEW"}), revoked=frozenset({"OLD"}))
    rows = [
        a_row(2, ticket_code="OLD"),
        a_row(3, ticket_code="NEW"),
        a_row(4, ticket_code="X"),
        a_row(5, ticket_code="X"),
    ]
    found = match_people([person, known(2, last_name="Petit")], rows, SAID)
    assert [row.row for _, row in found.pairs] == [3]
    assert [(problem.row, problem.fields) for problem in found.left_out] == [(5, {"other": 4}), (2, {"other": 3})]


def test_a_code_that_was_replaced_is_nobody_elses():
    person = replace(known(1, ticket_code="NEW"), codes=frozenset({"OLD", "NEW"}), revoked=frozenset({"OLD"}))
    found = match_people([person], [a_row(2, ticket_code="OLD", first_name="Paul", last_name="Martin")], SAID)
    assert (found.pairs, [problem.row for problem in found.left_out]) == ([], [2])


def test_homonyms_are_never_exchanged():
    one, two = (
        known(1, organisation="Région", email="a@x.example"),
        known(2, organisation="Mairie", email="b@x.example"),
    )
    rows = [a_row(2, organisation="Mairie", email="b@x.example"), a_row(3, organisation="Région", email="a@x.example")]
    assert matched([one, two], rows) == {2: 2, 3: 1}
    assert matched([one, two], [a_row(2, organisation="Région", email="new@x.example")]) == {2: 1}
    assert matched([one, two], [a_row(2, organisation="", email="new@x.example")]) == {}


def test_a_third_homonym_of_the_same_organisation_is_nobody_known():
    one, two = (
        known(1, organisation="Région", email="a@x.example"),
        known(2, organisation="Région", email="b@x.example"),
    )
    assert matched([one, two], [a_row(2, organisation="Région", email="c@x.example")]) == {}
    twice = [a_row(2, organisation="Région", email="c@x.example"), a_row(3, organisation="Région", email="d@x.example")]
    assert matched([known(1, organisation="Région", email="a@x.example")], twice) == {}


def test_colleagues_who_share_an_address_are_told_apart_by_their_names():
    shared = "contact@x.example"
    people = [known(n, first_name=name, email=shared) for n, name in enumerate(("Anne", "Anna", "Zoé"), 1)]
    rows = [a_row(r, first_name=name, email=shared) for r, name in enumerate(("Zoé", "Annie", "Anne"), 2)]
    assert matched(people, rows) == {2: 3, 4: 1}


def test_somebody_twice_on_the_list_is_twice_on_the_next():
    people = [known(1, **ONE), known(2, **ONE)]
    assert matched(people, [a_row(2, **ONE), a_row(3, **ONE)]) == {2: 1, 3: 2}
    assert matched(people, [a_row(2, **ONE)]) == {2: 1}


def test_of_two_who_look_alike_the_one_as_the_list_had_them_is_taken():
    people = [known(1, email="z@x.example", organisation="Mairie"), known(2, **ONE)]
    assert matched(people, [a_row(2, **ONE)]) == {2: 2}


def test_a_name_without_anything_else_is_not_found_among_two():
    assert matched([known(1, email="z@x.example"), known(2)], [a_row(2), a_row(3)]) == {2: 2}


def test_a_name_corrected_at_the_desk_is_found_by_either_spelling():
    person = corrected(known(1, last_name="Wamytan", email="b@x.example"), last_name="Vamitan")
    assert matched([person], [a_row(2, last_name="Wamytan", email="b@x.example")]) == {2: 1}
    assert matched([person], [a_row(2, last_name="Vamitan", email="b@x.example")]) == {2: 1}


def test_everything_corrected_at_the_desk_the_list_as_it_was_still_finds_the_person_and_so_does_a_list_put_right():
    before, now = {"last_name": "Wrong", "email": "wrong@x.example"}, {"last_name": "Right", "email": "r@x.example"}
    person = corrected(known(1, **before), **now)
    assert matched([person], [a_row(2, **before, organisation="Région")]) == {2: 1}
    assert matched([person], [a_row(2, **now, organisation="Région")]) == {2: 1}
    assert matched([corrected(known(1, **ONE), **now)], [a_row(2, **{**ONE, "email": "new@x.example"})]) == {2: 1}


def test_who_was_written_down_at_the_desk_is_found_by_the_list():
    assert matched([at_the_desk(1, **ONE)], [a_row(2, **ONE)]) == {2: 1}


def test_who_is_on_the_list_goes_before_who_had_left_it():
    gone, here = replace(known(1, **ONE), is_gone=True), known(2, **ONE)
    assert matched([gone, here], [a_row(2, **ONE)]) == {2: 2}
    assert matched([gone], [a_row(2, **ONE)]) == {2: 1}


def test_a_list_without_organisations_finds_who_has_one():
    said = ("first_name", "last_name", "email")
    assert matched([known(1, organisation="Région")], [a_row(2)], said) == {2: 1}
    assert matched([known(1, organisation="Région", email="z@x.example")], [a_row(2, email="y@x.example")], said) == {}


OTHERS = [known(n, first_name="", last_name=f"Person {n}") for n in (11, 12)]
"""People of the newest list whom the next one does not have."""


@pytest.mark.parametrize(
    ("before", "now"),
    [
        ({"category": "Professional"}, {"category": "Guest", "email": "z@x.example"}),
        ({"phone": "06 12 34 56 78"}, {"phone": "06 99 99 99 99"}),
    ],
)
def test_a_name_alone_does_not_make_one_person_of_two_whom_two_sources_describe_differently(before, now):
    rows, said = [a_row(2, **now)], (*SAID, "category", "phone")
    assert matched([known(1, **before), *OTHERS], rows, said) == {}
    assert matched([known(1, **before, organisation="Région"), *OTHERS], [a_row(2, **now, organisation="Région")]) == {
        2: 1
    }
    assert matched([known(1, **before), *OTHERS], [a_row(2)], said) == {2: 1}


def test_on_the_newer_version_of_a_list_of_names_people_change_their_category():
    said = (*SAID, "category")
    people = [known(1, category="Visitor"), *OTHERS]
    rows = [a_row(2, category="Guest"), a_row(3, first_name="", last_name="Person 11")]
    assert matched(people, rows, said) == {2: 1, 3: 2}


@pytest.mark.parametrize(
    ("before", "now"),
    [
        ({"phone": "06 12 34 56 78"}, {"phone": "06 99 99 99 99"}),
        ({"email": "z@x.example"}, {"email": "zoe@y.example"}),
    ],
)
def test_no_version_of_a_list_makes_one_person_of_two_telephones_or_addresses(before, now):
    said = (*SAID, "phone")
    others = [a_row(number, first_name="", last_name=f"Person {number + 8}") for number in (3, 4)]
    assert matched([known(1, **before), *OTHERS], [a_row(2, **now), *others], said) == {3: 2, 4: 3}
    same = {**before, "category": "Guest"}
    assert matched([known(1, **before, category="Visitor"), *OTHERS], [a_row(2, **same), *others], said)[2] == 1


def test_one_name_in_common_does_not_make_a_list_the_newer_version_of_another():
    said = (*SAID, "category")
    person, row = known(1, category="Visitor"), a_row(2, category="Guest")
    assert matched([person], [row], said) == {}
    assert matched([person], [row, a_row(3, first_name="", last_name="Person 11")], said) == {}
    assert matched([person], [a_row(2, category="visitor")], said) == {2: 1}


NAMES = st.sampled_from(["Zoé", "Zoe", "Anne", "Anna", ""])
FIELDS = st.fixed_dictionaries(
    {
        "first_name": NAMES,
        "last_name": st.sampled_from(["Durand", "Durant", "Martin"]),
        "organisation": st.sampled_from(["", "Région", "Mairie"]),
        "email": st.sampled_from(["", "a@x.example", "b@x.example"]),
        "ticket_code": st.sampled_from(["", "", "T1", "T2"]),
    }
)


@given(st.lists(FIELDS, max_size=8), st.lists(FIELDS, max_size=8))
def test_nobody_is_matched_twice_and_the_same_list_is_matched_whole(before, now):
    people = [known(number, **fields) for number, fields in enumerate(_with_codes_of_their_own(before), 1)]
    rows = [a_row(number, **fields) for number, fields in enumerate(_with_codes_of_their_own(now), 2)]
    pairs = match_people(people, rows, SAID).pairs
    assert len({k.attendee.id for k, _ in pairs}) == len({row.row for _, row in pairs}) == len(pairs)
    same = [a_row(n, **fields) for n, fields in enumerate(_with_codes_of_their_own(before), 2)]
    again = match_people(people, same, SAID).pairs
    assert len(again) == len(people)
    assert all(row.last_name == k.attendee.last_name and row.email == k.attendee.email for k, row in again)


def _with_codes_of_their_own(people):
    """A code stands once on a list."""
    seen = set()
    for fields in people:
        code = fields["ticket_code"] if fields["ticket_code"] not in seen else ""
        seen.add(code)
        yield {**fields, "ticket_code": code}
