# SPDX-License-Identifier: GPL-3.0-or-later
"""Answers to questions of the ticketing, and which questions are open."""

from datetime import date
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from checkin.core.message import UserError
from checkin.core.ticketing.questions import Question, QuestionOption, QuestionType, is_valid_answer, write_answer
from checkin.core.ticketing.ticket_rules import open_questions

PARIS = ZoneInfo("Europe/Paris")
DAY = date(2023, 7, 4)
OPTIONS = (QuestionOption(4, "VEGE"), QuestionOption(5, "VEGAN"), QuestionOption(6, "7"))


def question(kind, **fields):
    return Question(1, type=kind, options=OPTIONS, **fields)


@pytest.mark.parametrize(
    ("kind", "good", "bad"),
    [
        ("N", ["18", "-2.5", " 3 "], ["abc", "NaN", "1;2"]),
        ("S", ["texte"], []),
        ("B", ["True", "false", "oui"], []),
        ("C", ["VEGE", "5", "7"], ["VIANDE", "VEGE,VEGAN", "99"]),
        ("M", ["VEGE", "VEGE,VEGAN", "4,VEGAN"], ["VEGE,VIANDE", "VEGE,VEGE", "VEGE,"]),
        ("D", ["2023-07-04"], ["demain"]),
        ("H", ["09:30", "09:30:00"], ["9 h"]),
        ("W", ["2023-07-04T09:30:00+02:00", "2023-07-04 09:30"], ["demain"]),
        ("CC", ["FR", "fr"], ["XX", "France"]),
        ("TEL", ["+33 1 23 45"], []),
        ("F", ["file:6d3"], ["photo.jpg"]),
        ("new", ["anything"], []),
    ],
)
def test_each_type_has_its_answers(kind, good, bad):
    asked = question(kind)
    assert [text for text in good if not is_valid_answer(asked, text, PARIS)] == []
    assert [text for text in bad if is_valid_answer(asked, text, PARIS)] == []


@pytest.mark.parametrize("kind", list(QuestionType))
def test_an_empty_answer_passes_unless_the_question_is_required(kind):
    assert is_valid_answer(question(kind), "", PARIS)
    assert not is_valid_answer(question(kind, is_required=True), "", PARIS)


def test_a_required_yes_is_no_no():
    consent = question("B", is_required=True)
    assert is_valid_answer(consent, "True", PARIS)
    assert not is_valid_answer(consent, "False", PARIS)


@pytest.mark.parametrize(
    ("kind", "limits", "inside", "outside"),
    [
        ("N", {"valid_number_min": "18.0", "valid_number_max": "20"}, ("18", "20"), ("17.9", "21")),
        ("S", {"valid_string_length_min": "2", "valid_string_length_max": "3"}, ("ab", "abc"), ("a", "abcd")),
        ("D", {"valid_date_min": "2023-07-04"}, ("2023-07-04",), ("2023-07-03",)),
        ("W", {"valid_datetime_max": "2023-07-04T10:00:00Z"}, ("2023-07-04T12:00",), ("2023-07-04T12:01",)),
        ("N", {"valid_number_min": "much"}, ("1",), ()),
    ],
)
def test_limits_hold_at_both_ends(kind, limits, inside, outside):
    asked = question(kind, limits=limits)
    assert all(is_valid_answer(asked, text, PARIS) for text in inside)
    assert not any(is_valid_answer(asked, text, PARIS) for text in outside)


@pytest.mark.parametrize(
    ("kind", "typed", "written"),
    [
        ("N", "12,5", "12.5"),
        ("N", "1 000", "1000"),
        ("D", "4/7/2023", "2023-07-04"),
        ("D", "5/7", "2023-07-05"),
        ("H", "9h30", "09:30:00"),
        ("W", "5/7 14:00", "2023-07-05T14:00:00+02:00"),
        ("CC", "fr", "FR"),
        ("M", "VEGE,VEGAN", "VEGE,VEGAN"),
        ("S", "  texte ", "texte"),
        ("S", " ", ""),
    ],
)
def test_what_people_type_is_written_as_the_ticketing_wants_it(kind, typed, written):
    assert write_answer(question(kind), typed, DAY, PARIS) == written


@pytest.mark.parametrize(
    ("kind", "typed"),
    [("N", "douze"), ("D", "demain"), ("H", "25:00"), ("W", "x"), ("CC", "XX"), ("C", "VIANDE"), ("F", "x")],
)
def test_another_answer_is_refused_with_what_is_expected(kind, typed):
    with pytest.raises(UserError) as refused:
        write_answer(question(kind), typed, DAY, PARIS)
    assert "Please" in str(refused.value) or "file" in str(refused.value)


def test_a_required_answer_is_missed():
    with pytest.raises(UserError, match="has to be answered"):
        write_answer(question("S", is_required=True), " ", DAY, PARIS)


@given(st.sampled_from(list(QuestionType)), st.text(), st.booleans())
def test_what_is_written_is_what_the_server_takes(kind, typed, required):
    asked = question(kind, is_required=required)
    try:
        written = write_answer(asked, typed, DAY, PARIS)
    except UserError:
        return
    assert is_valid_answer(asked, written, PARIS)


def test_questions_are_open_in_their_order_until_they_are_answered():
    first, second = (
        Question(9, is_asked=True, products=(1,), place=1),
        Question(2, is_asked=True, products=(1,), place=2),
    )
    not_here, other = Question(3, products=(1,)), Question(4, is_asked=True, products=(2,))
    asked = (second, not_here, other, first)
    assert open_questions(asked, 1, (), {}, PARIS) == (first, second)
    assert open_questions(asked, 1, (9,), {2: ""}, PARIS) == ()
    assert open_questions((question("N", is_asked=True, products=(1,)),), 1, (), {1: "x"}, PARIS) != ()
