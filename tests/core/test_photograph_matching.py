# SPDX-License-Identifier: GPL-3.0-or-later
"""Whose photograph a file is: found by whatever it may be called, and never guessed."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from checkin.core.picture_entries import MatchedBy, match_photographs
from tests.builders import an_attendee

MARIE = an_attendee(
    1, first_name="Marie-Ève", last_name="LE GOFF", email="Marie@x.org", custom={"N°": "007", "Photo": "IMG_1.JPG"}
)
PAUL = an_attendee(2, first_name="Paul", last_name="Ba", email="paul@x.org", custom={"N°": "8", "Photo": "p/IMG_2.png"})
NOOR = an_attendee(3, first_name="Noor", last_name="Aziz", custom={"N°": "9", "Photo": "", "Table": "4"})
PEOPLE = (MARIE, PAUL, NOOR)


def owner(text, people=PEOPLE):
    return next((p.id for p in people if p.ticket_code.replace("-", "") == text.upper().replace("-", "")), None)


def matched(*files, people=PEOPLE, column=""):
    found = match_photographs(files, people, lambda text: owner(text, people), column)
    return {match.file: (match.person.first_name, match.by) for match in found.matched}


@pytest.mark.parametrize(
    ("file", "by"),
    [
        (f"{MARIE.ticket_code}.jpg", MatchedBy.CODE),
        (f"{MARIE.ticket_code.lower()}.JPEG", MatchedBy.CODE),
        ("marie@x.org.png", MatchedBy.EMAIL),
        ("class 3/MARIE@X.ORG.jpg", MatchedBy.EMAIL),
        ("007.jpg", MatchedBy.COLUMN),
        ("7.jpg", MatchedBy.COLUMN),
        ("img_1.jpeg", MatchedBy.COLUMN),
        ("Le Goff Marie-Eve.jpg", MatchedBy.NAME),
        ("marie_eve_le_goff.webp", MatchedBy.NAME),
        (unicodedata.normalize("NFD", "Marie-Ève LE GOFF.jpg"), MatchedBy.NAME),
    ],
)
def test_a_file_is_found_by_code_address_column_or_name(file, by):
    assert matched(file) == {file: ("Marie-Ève", by)}


def test_the_column_that_fits_most_files_is_used_alone():
    files = ("IMG_1.jpg", "IMG_2.png", "8.jpg")
    found = match_photographs(files, PEOPLE, owner)
    assert found.column == "Photo"
    assert [match.file for match in found.matched] == ["IMG_1.jpg", "IMG_2.png"]
    assert found.of_nobody == ("8.jpg",)


def test_a_column_that_was_chosen_is_the_only_way():
    assert matched("8.jpg", "marie@x.org.jpg", column="N°") == {"8.jpg": ("Paul", MatchedBy.COLUMN)}


def test_a_column_whose_values_several_people_share_is_not_used_unasked():
    people = [an_attendee(n, last_name=f"P{n}", custom={"Table": str(n // 2)}) for n in range(1, 9)]
    found = match_photographs(("4.jpg", "1.jpg"), people, lambda _: None)
    assert not found.matched
    assert found.column == ""


def test_a_name_of_several_people_is_nobodys():
    twins = (an_attendee(1, first_name="Jean", last_name="Roy"), an_attendee(2, first_name="Roy", last_name="Jean"))
    found = match_photographs(("jean roy.jpg",), twins, lambda _: None)
    assert found.of_several == ("jean roy.jpg",)
    assert not found.matched
    assert not found.without, "both have a file that may be theirs"


def test_two_files_of_one_person_are_only_told():
    found = match_photographs(("007.jpg", "marie@x.org.jpg", "8.jpg"), PEOPLE, owner)
    assert [match.file for match in found.doubled] == ["007.jpg", "marie@x.org.jpg"]
    assert [match.file for match in found.matched] == ["8.jpg"]
    assert found.without == (NOOR,)


def test_one_word_is_no_name():
    assert matched("Paul.jpg", "Ba.jpg") == {}


names = st.text(st.sampled_from("aàÀ1 0._-/\\@é🙂"), max_size=8).map(lambda text: f"{text}.jpg")


@given(st.lists(names, unique=True, max_size=8), st.sampled_from(["", "N°", "Photo"]))
def test_every_file_is_in_one_place_and_nobody_has_two(files, column):
    found = match_photographs(files, PEOPLE, owner, column)
    places = [m.file for m in (*found.matched, *found.doubled)] + [*found.of_several, *found.of_nobody]
    assert sorted(places) == sorted(files)
    who = [match.person.id for match in found.matched]
    assert len(who) == len(set(who))
    assert not set(who) & {person.id for person in found.without}
