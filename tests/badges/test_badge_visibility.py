# SPDX-License-Identifier: GPL-3.0-or-later
"""A badge that cannot be read is told before it is printed: a name under a logo, white letters on white."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QImage

from checkin.badges.badge_problems import Badge, find_problems, problems_of_person
from checkin.badges.painter import BadgeRecipient
from checkin.core.badges.template import (
    BY_CATEGORY,
    ON_CATEGORY,
    BadgeTemplate,
    Box,
    CodeElement,
    ImageElement,
    Shape,
    ShapeElement,
    TextElement,
)

NAME = TextElement(Box(5, 10, 60, 10), "{first_name}", 8)
OVER_NAME, BESIDE = Box(5, 8, 30, 14), Box(60, 30, 20, 20)


def picture(colour):
    image = QImage(40, 40, QImage.Format.Format_ARGB32)
    image.fill(colour)
    return image


PICTURES = {"logo": picture(Qt.GlobalColor.red), "glass": picture(Qt.GlobalColor.transparent)}


def found(*elements, ground="#FFFFFF", first_name="Béatrice"):
    template = BadgeTemplate("t", 90, 55, elements, ground=ground, colours={"presse": "#1A237E"})
    badge = Badge(template, BadgeRecipient({"first_name": first_name, "code": "X"}, "presse"), PICTURES)
    assert [p for p in find_problems([badge]) if p[1].get("text")] == problems_of_person(badge)
    return [words.text.partition("“{text}”")[0] or words.text for words, fields in problems_of_person(badge)]


def is_covered(told):
    return len(told) == 1 and told[0].startswith("Something covers")


def is_faint(told):
    return len(told) == 1 and "hardly be read" in told[0]


@pytest.mark.parametrize("over", [ImageElement(OVER_NAME, "logo"), ShapeElement(OVER_NAME, colour="#FFFFFF")])
def test_what_lies_over_a_name_is_told_and_what_lies_under_it_is_not(over):
    assert is_covered(found(NAME, over))
    assert found(over, NAME) == []


def test_what_does_not_hide_a_letter_is_not_told():
    """A picture that is transparent there, a frame around the name, a logo after the end of a short name."""
    assert found(NAME, ImageElement(OVER_NAME, "glass")) == []
    assert found(NAME, ShapeElement(Box(2, 5, 80, 20), Shape.BOX, "#000000", stroke=0.5)) == []
    logo = ImageElement(Box(50, 8, 14, 14), "logo")
    assert found(NAME, logo, first_name="Lou") == []
    assert is_covered(found(NAME, logo, first_name="Marie-Emmanuelle"))


def test_letters_like_their_ground_are_told():
    white = TextElement(NAME.box, NAME.text, 8, colour="#FFFFFF")
    assert is_faint(found(white))
    assert is_faint(found(NAME, ground="#111111"))
    assert is_faint(
        found(ShapeElement(OVER_NAME, colour="#FFFF00"), TextElement(OVER_NAME, "{first_name}", 8, colour="#FFF3B0"))
    )
    assert found(ShapeElement(Box(0, 5, 90, 20), colour=BY_CATEGORY), white) == []
    assert found(ShapeElement(Box(0, 5, 90, 20)), TextElement(NAME.box, NAME.text, 8, colour=ON_CATEGORY)) == []
    assert found(TextElement(NAME.box, NAME.text, 8, colour="#767676")) == []


def test_the_other_side_and_an_empty_field_are_left_alone():
    logo = ImageElement(OVER_NAME, "logo", side=2)
    assert found(NAME, logo) == []
    assert found(NAME, ImageElement(OVER_NAME, "logo"), first_name="") == []
    assert found(CodeElement(BESIDE), NAME) == []
