# SPDX-License-Identifier: GPL-3.0-or-later
"""People told apart and found again: in a list, at registration, by a photograph's name."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from checkin.core.people.registration_form import DuplicateReason, RegistrationForm, duplicate_reason
from checkin.core.people_list import distinguish_namesakes
from checkin.core.picture_entries import MatchedBy, match_photographs
from tests.builders import an_attendee

BREST, LYON = "Ville de Brest", "Ville de Lyon"


def namesakes(*fields):
    people = [an_attendee(n, first_name="Jean", last_name="Martin", **each) for n, each in enumerate(fields, 1)]
    return distinguish_namesakes(people, str.upper)


@pytest.mark.parametrize(
    ("one", "other", "told"),
    [
        ({"organisation": BREST}, {"organisation": LYON}, [(BREST,), (LYON,)]),
        ({"organisation": BREST, "role": "a"}, {"organisation": BREST, "role": "b"}, [("a",), ("b",)]),
        ({"organisation": BREST, "role": "a"}, {"organisation": LYON, "role": "b"}, [(BREST, "a"), (LYON, "b")]),
        ({"organisation": BREST, "email": "a@b"}, {"organisation": BREST, "email": "c@b"}, [("a@b",), ("c@b",)]),
        ({"category": "vip"}, {"category": ""}, [("VIP",), ()]),
    ],
)
def test_namesakes_show_what_differs(one, other, told):
    assert namesakes(one, other) == told


def test_namesakes_whom_nothing_tells_apart_show_the_end_of_their_code_and_others_an_organisation():
    people = [an_attendee(1, organisation=BREST, role="maire", email="a@b.fr"), an_attendee(2)]
    assert distinguish_namesakes(people, str) == [(BREST,), ()]
    one, other = namesakes({"organisation": BREST}, {"organisation": BREST})
    assert one != other, "namesakes whom nothing tells apart show the end of their code"
    assert one[0] == f"… {an_attendee(1).ticket_code[-4:]}"
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


LETTERS = st.text("abcdefgéÉç", min_size=2, max_size=12)


def like(first, last, attendee, email=""):
    return duplicate_reason(RegistrationForm(first, last, email=email), attendee)


MARIE = an_attendee(1, first_name="Marie", last_name="Dupond", email="marie@dupond.example")
JEAN = an_attendee(2, first_name="Jean-Baptiste", last_name="de La Fournière")
ANNE = an_attendee(3, first_name="Anne-Laure", last_name="Le Goff")


@pytest.mark.parametrize(
    ("first", "last", "attendee", "reason"),
    [
        ("marie", "DUPOND", MARIE, DuplicateReason.SAME_NAME),
        ("Dupond", "Marie", MARIE, DuplicateReason.SAME_NAME),
        ("Jean Baptiste", "De la Fourniere", JEAN, DuplicateReason.SAME_NAME),
        ("Annelaure", "Legoff", ANNE, DuplicateReason.SAME_NAME),
        ("LE GOFF", "anne-laure", ANNE, DuplicateReason.SAME_NAME),
        ("ma", "du", MARIE, DuplicateReason.NEAR_NAME),
        ("Marie", "Dupont", MARIE, DuplicateReason.NEAR_NAME),
        ("Dupont", "Marie", MARIE, DuplicateReason.NEAR_NAME),
        ("Jean", "Fournière", JEAN, DuplicateReason.NEAR_NAME),
        ("Jean-Baptiste", "La Fourniere", JEAN, DuplicateReason.NEAR_NAME),
        ("Jean-Batiste", "de La Fournière", JEAN, DuplicateReason.NEAR_NAME),
        ("Anne", "Legoff", ANNE, DuplicateReason.NEAR_NAME),
        ("m", "du", MARIE, None),
        ("Marie", "d", MARIE, None),
        ("Marie", "Durand", MARIE, None),
        ("Paul", "Dupond", MARIE, None),
        ("", "Dupond", MARIE, None),
    ],
)
def test_the_same_name_in_any_order_is_a_namesake_and_one_unfinished_or_a_letter_away_is_near(
    first, last, attendee, reason
):
    assert like(first, last, attendee) is reason


def test_the_same_address_is_the_same_person_whatever_the_name():
    assert like("Léa", "Martin", MARIE, email=" Marie@Dupond.example ") is DuplicateReason.SAME_EMAIL
    assert like("Léa", "Martin", MARIE, email="marie@") is None
    assert like("Léa", "Martin", an_attendee(5, email="")) is None


@given(LETTERS, LETTERS)
def test_everybody_is_their_own_namesake_in_both_orders(first, last):
    attendee = an_attendee(4, first_name=first, last_name=last)
    assert like(first.upper(), last, attendee) is DuplicateReason.SAME_NAME
    assert like(last, first, attendee) is DuplicateReason.SAME_NAME


PICTURED = an_attendee(
    1, first_name="Marie-Ève", last_name="LE GOFF", email="Marie@x.org", custom={"N°": "007", "Photo": "IMG_1.JPG"}
)

PAUL = an_attendee(2, first_name="Paul", last_name="Ba", email="paul@x.org", custom={"N°": "8", "Photo": "p/IMG_2.png"})
NOOR = an_attendee(3, first_name="Noor", last_name="Aziz", custom={"N°": "9", "Photo": "", "Table": "4"})
PEOPLE = (PICTURED, PAUL, NOOR)


def owner(text, people=PEOPLE):
    return next((p.id for p in people if p.ticket_code.replace("-", "") == text.upper().replace("-", "")), None)


def matched(*files, people=PEOPLE, column=""):
    found = match_photographs(files, people, lambda text: owner(text, people), column)
    return {match.file: (match.person.first_name, match.by) for match in found.matched}


CODE = PICTURED.ticket_code
FILES = {
    MatchedBy.CODE: (f"{CODE}.jpg", f"{CODE.lower()}.JPEG"),
    MatchedBy.EMAIL: ("marie@x.org.png", "class 3/MARIE@X.ORG.jpg"),
    MatchedBy.COLUMN: ("007.jpg", "7.jpg", "img_1.jpeg"),
    MatchedBy.NAME: ("Le Goff Marie-Eve.jpg", "marie_eve_le_goff.webp", "Marie-E\u0300ve LE GOFF.jpg"),
}


@pytest.mark.parametrize(("by", "file"), [(by, file) for by, files in FILES.items() for file in files])
def test_a_file_is_found_by_code_address_column_or_name(file, by):
    assert matched(file) == {file: ("Marie-Ève", by)}


def test_the_column_that_fits_most_files_is_used_alone_and_one_that_was_chosen_is_the_only_way():
    found = match_photographs(("IMG_1.jpg", "IMG_2.png", "8.jpg"), PEOPLE, owner)
    assert found.column == "Photo", "the column that fits most files is used alone"
    assert [match.file for match in found.matched] == ["IMG_1.jpg", "IMG_2.png"]
    assert found.of_nobody == ("8.jpg",)
    assert matched("8.jpg", "marie@x.org.jpg", column="N°") == {"8.jpg": ("Paul", MatchedBy.COLUMN)}
    people = [an_attendee(n, last_name=f"P{n}", custom={"Table": str(n // 2)}) for n in range(1, 9)]
    found = match_photographs(("4.jpg", "1.jpg"), people, lambda _: None)
    assert not found.matched, "a column whose values several people share is not used unasked"
    assert found.column == ""


def test_files_of_several_people_and_several_of_one_person_are_only_told():
    twins = (an_attendee(1, first_name="Jean", last_name="Roy"), an_attendee(2, first_name="Roy", last_name="Jean"))
    found = match_photographs(("jean roy.jpg",), twins, lambda _: None)
    assert found.of_several == ("jean roy.jpg",), "a name of several people is nobodys"
    assert not found.matched
    assert not found.without, "both have a file that may be theirs"
    assert matched("Paul.jpg", "Ba.jpg") == {}, "one word is no name"
    found = match_photographs(("007.jpg", "marie@x.org.jpg", "8.jpg"), PEOPLE, owner)
    assert [match.file for match in found.doubled] == ["007.jpg", "marie@x.org.jpg"]
    assert [match.file for match in found.matched] == ["8.jpg"]
    assert found.without == (NOOR,)


names = st.text(st.sampled_from("aàÀ1 0._-/\\@é🙂"), max_size=8).map(lambda text: f"{text}.jpg")


@given(st.lists(names, unique=True, max_size=8), st.sampled_from(["", "N°", "Photo"]))
def test_every_file_is_in_one_place_and_nobody_has_two(files, column):
    found = match_photographs(files, PEOPLE, owner, column)
    places = [m.file for m in (*found.matched, *found.doubled)] + [*found.of_several, *found.of_nobody]
    assert sorted(places) == sorted(files)
    who = [match.person.id for match in found.matched]
    assert len(who) == len(set(who))
    assert not set(who) & {person.id for person in found.without}
