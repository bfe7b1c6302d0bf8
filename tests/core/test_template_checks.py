# SPDX-License-Identifier: GPL-3.0-or-later
"""What is wrong with a template whoever wears it, told before anything is printed."""

import pytest

from checkin.core.badges.template import (
    BadgeTemplate,
    Box,
    CodeElement,
    ImageElement,
    ShapeElement,
    TextElement,
    clashes,
    template_problems,
    unknown_fields,
    without_code,
)

CODE = CodeElement(Box(20, 20, 40, 30))
"""Its square of 30 mm stands in the middle: from 25 to 55."""


def told(*elements):
    return [words.text for words, _ in template_problems(BadgeTemplate("t", 100, 60, elements))]


@pytest.mark.parametrize(
    ("box", "is_told"),
    [
        (Box(50, 40, 20, 5), True),
        (Box(55, 20, 20, 30), False),
        (Box(10, 20, 15, 30), False),
        (Box(21, 21, 3, 3), False),
        (Box(30, 50, 10, 5), False),
    ],
)
def test_what_stands_on_a_code_or_its_white_is_told_and_what_stands_beside_it_is_not(box, is_told):
    assert bool(told(CODE, TextElement(box, "x", 4))) == is_told
    assert bool(told(TextElement(box, "x", 4), CODE)) == is_told


def test_a_text_under_the_white_of_a_code_is_told_with_the_place_that_is_covered():
    name = TextElement(Box(5, 20, 30, 10), "{last_name}", 6)
    assert "white space around the code hides" in told(name, CODE)[0]
    assert clashes(BadgeTemplate("t", 100, 60, (name, CODE)), 1) == [(name, Box(25, 20, 10, 10))]


def test_a_band_or_a_picture_may_be_the_ground_of_a_code_but_a_logo_is_not_to_lose_a_corner():
    assert told(ShapeElement(Box(0, 15, 100, 10)), ImageElement(Box(0, 0, 100, 60), "sky.png"), CODE) == []
    assert len(told(ImageElement(Box(10, 10, 20, 20), "logo.png"), CODE)) == 1


def test_the_other_side_stands_on_nothing():
    assert told(CODE, TextElement(Box(30, 30, 10, 10), "x", 4, side=2)) == []


def test_what_is_over_the_edge_is_told_of_a_code_first_of_all():
    over = ShapeElement(Box(90, 0, 11, 5))
    assert [text.split(":")[0] for text in told(over)] == ["Elements that go over the edge of the badge"]
    assert "will not scan" in told(over, CodeElement(Box(80, 40, 30, 30)))[0]
    assert told(ShapeElement(Box(0, 0, 100, 60)), CODE) == []


def test_a_badge_without_a_code_is_told_where_badges_are_drawn_and_is_no_mistake():
    bare = BadgeTemplate("t", 100, 60)
    assert (len(without_code(bare)), template_problems(bare)) == (1, [])
    assert without_code(BadgeTemplate("t", 100, 60, (CODE,))) == []


def test_a_column_that_the_list_does_not_have_is_named_as_it_was_typed():
    template = BadgeTemplate("A", 90, 55, (TextElement(Box(5, 5, 30, 10), "Table {custom:Table} {custom:Menu}", 6),))
    (problem,) = unknown_fields(template, ["custom:Menu"])
    assert problem[1] == {"field": "Table"}
