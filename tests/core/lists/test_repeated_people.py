# SPDX-License-Identifier: GPL-3.0-or-later
"""One list that names somebody twice: a form answered again, and what is told where it may be somebody else."""

from dataclasses import replace

import pytest

from checkin.core.lists.column_mapping import to_body
from checkin.core.lists.list_fields import SAME_NAME, SAME_PERSON, AnswerHandling
from checkin.core.lists.list_interpretation import interpret_list, list_shortfall, repeated_person
from checkin.core.lists.listed_person import ListedPerson
from checkin.core.lists.mapping_guess import guess_mapping, suggest_mapping
from tests.builders import a_programme
from tests.core.lists.people import rows_of

TITLES = "Horodateur|Nom|Prénom|E-mail|Statut"

LINES = (
    "2026-05-01 09:00:00|Durand|Zoé|zoe@x.example|Oui",
    "2026-05-01 10:00:00|Petit|Max|max@x.example|Oui",
    "2026-05-03 08:00:00|durand|ZOE|Zoe@x.example|Non",
    "2026-05-04 08:00:00|Roux|Ada|ada@x.example|Oui",
)


def read(*lines, titles=TITLES, taken_in=(), answers=AnswerHandling.LATEST):
    rows = rows_of(titles, *lines)
    mapping = replace(guess_mapping(rows), answers=answers)
    return interpret_list(rows, a_programme(sessions=(), speakers=()), mapping, taken_in=taken_in)


def again(found):
    """Row of an earlier answer → row of the latest."""
    return {answer.person.row: answer.latest for answer in found.earlier}


def test_the_later_answer_of_one_person_counts_and_the_earlier_row_can_be_taken_in():
    found = read(*LINES)
    people = [(person.row, person.status.value) for person in found.people]
    assert people == [(3, "confirmed"), (4, "cancelled"), (5, "confirmed")]
    assert (again(found), found.ignored) == ({2: 4}, (2,))
    assert not [problem for problem in found.problems if problem.words is SAME_PERSON]
    assert sum(value.people for value in found.statuses) == 3
    assert (list_shortfall(found).rows, list_shortfall(found).ignored) == (3, 0)
    found = read(*LINES, taken_in=(2,))
    assert [person.row for person in found.people] == [2, 3, 4, 5]
    assert again(found) == {}


@pytest.mark.parametrize(
    ("earlier", "later"),
    [
        ("Oct 05, 2026 08:03 AM", "Oct 05, 2026 01:54 PM"),
        ("Nov 30, 2026 09:00 AM", "Dec 1, 2026 08:00 AM"),
        ("5 octobre 2026 à 8h03", "1er déc. 2026 à 7h00"),
        ("31 August 2026 18:00", "1 September 2026 08:00"),
    ],
)
def test_a_month_may_be_written_as_a_word(earlier, later):
    titles = "Submission Date|Nom|Prénom|E-mail|Statut"
    others = [f"{earlier}|Petit{n}|Max|p{n}@x.example|Oui" for n in range(6)]
    lines = (f"{later}|Durand|Zoé|z@x.example|Oui", f"{earlier}|Durand|Zoé|z@x.example|Oui", *others)
    found = read(*lines, titles=titles)
    assert again(found) == {3: 2}
    assert not [problem for problem in found.problems if problem.words is SAME_PERSON]


def test_the_order_of_the_rows_does_not_decide_but_the_time():
    assert again(read(*reversed(LINES))) == {5: 3}
    days = ("09/05/2026 10:00", "10/05/2026 09:00", "02/06/2026 08:00", "13/04/2026 12:00")
    assert again(read(*[f"{day}|Durand|Zoé|z@x.example|Oui" for day in days])) == {2: 4, 3: 4, 5: 4}
    american = ("5/13/2026 9:05:00 PM", "5/13/2026 10:05:00 AM", "5/2/2026 8:00:00 AM", "5/3/2026 8:00:00 AM")
    assert set(again(read(*[f"{day}|Durand|Zoé|z@x.example|Oui" for day in american])).values()) == {2}


@pytest.mark.parametrize(
    "other",
    [
        "2026-05-03 08:00:00|Durand|Max|zoe@x.example|Non",  # a couple with one address
        "2026-05-03 08:00:00|Durand|Zoé|another@x.example|Non",  # a namesake
        "|Durand|Zoé|zoe@x.example|Non",  # added by hand
    ],
)
def test_who_may_be_somebody_else_stays(other):
    found = read(LINES[0], other, *LINES[1:2], *LINES[3:])
    assert (again(found), len(found.people)) == ({}, 4)


def test_one_name_with_two_addresses_and_one_telephone_is_one_person():
    titles = "Horodateur|Nom|Prénom|E-mail|Téléphone"
    lines = (
        "2026-05-01 09:00|Durand|Zoé|z@x.example|0612345678",
        "2026-05-02 09:00|Durand|Zoé|zoe@y.example|+33612345678",
    )
    assert again(read(*lines, titles=titles)) == {2: 3}
    without = ("2026-05-01 09:00|Durand|Zoé||", "2026-05-02 09:00|Durand|Zoé||")
    assert again(read(*without, titles=titles)) == {2: 3}


@pytest.mark.parametrize(
    "titles", ["Date de la commande|Nom|Prénom|E-mail|N° commande", "Horodateur|Nom|Prénom|E-mail|Code"]
)
def test_orders_and_tickets_are_no_answers(titles):
    lines = [f"2026-05-0{n} 09:00:00|Durand|Zoé|z@x.example|AB34C{n}Z" for n in range(1, 7)]
    assert again(read(*lines, titles=titles)) == {}


def test_what_is_no_second_answer():
    assert again(read(*(["2026-05-01 09:00:00|Durand|Zoé|z@x.example|Oui"] * 2), *LINES[1:2])) == {}


def test_where_nobody_was_asked_every_answer_counts_but_one_that_was_taken_back():
    same, other = LINES[0].replace("09:00", "09:30"), LINES[2]
    found = read(LINES[0], same, *LINES[1:2], answers=None)
    assert (again(found), found.repeated, len(found.people)) == ({}, 1, 3)
    assert [problem.words for problem in found.problems] == [SAME_PERSON]
    found = read(LINES[0], *LINES[1:2], other, answers=None)
    assert (again(found), [person.status.value for person in found.people]) == ({2: 4}, ["confirmed", "cancelled"])
    assert again(read(LINES[0], *LINES[1:2], other, answers=AnswerHandling.ALL)) == {}


def test_the_choice_is_remembered_for_that_list():
    rows = rows_of(TITLES, *LINES)
    for chosen in (*AnswerHandling, None):
        mapping = replace(guess_mapping(rows), answers=chosen)
        assert suggest_mapping(rows, {mapping.signature: to_body(mapping)}).answers is chosen


def anne(row: int, **fields: str) -> ListedPerson:
    return ListedPerson(row, "Anne", "Martin", **fields)


@pytest.mark.parametrize(
    ("first", "second", "told"),
    [
        ({"email": "a@x.org"}, {"email": "A@x.org"}, SAME_PERSON),
        ({"email": "a@x.org"}, {"email": "anne@y.org"}, None),
        ({"email": "a@x.org", "organisation": "CNRS"}, {"email": "anne@y.org", "organisation": "Cnrs"}, SAME_NAME),
        ({"email": "a@x.org", "phone": "0612345678"}, {"email": "b@x.org", "phone": "+33 6 12 34 56 78"}, SAME_NAME),
        ({}, {}, SAME_NAME),
        ({"email": "a@x.org"}, {}, SAME_NAME),
        ({"organisation": "CNRS"}, {"organisation": "INRAE"}, None),
        ({"organisation": "CNRS", "email": "a@x.org"}, {"organisation": "INRAE", "email": "a@x.org"}, SAME_PERSON),
        ({"phone": "06 12 34 56 78"}, {"phone": "06 98 76 54 32"}, None),
        ({"order": "A1"}, {"order": "A1"}, None),
        ({"order": "A1"}, {"order": "B2"}, SAME_NAME),
    ],
)
def test_two_rows_of_one_name_are_told_unless_something_tells_them_apart(first, second, told):
    found = repeated_person(anne(9, **second), [anne(4, **first)])
    assert (found and found.words) == told
    assert found is None or (found.row, found.fields) == (9, {"other": 4})


def test_the_row_with_the_same_address_is_named_before_one_that_only_may_be_the_same():
    found = repeated_person(anne(9, email="a@x.org"), [anne(2), anne(4, email="a@x.org")])
    assert (found.words, found.fields) == (SAME_PERSON, {"other": 4})
