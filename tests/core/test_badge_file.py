# SPDX-License-Identifier: GPL-3.0-or-later
"""The badge file: what is understood, and the one sentence for what is not."""

import tomllib

import pytest

from checkin.core.badges.badge_file import read_badge
from checkin.core.badges.template import (
    Align,
    Box,
    CodeElement,
    Condition,
    FoldDirection,
    ImageElement,
    Shape,
    ShapeElement,
    TextElement,
    template_for,
)
from checkin.core.message import UserError
from checkin.paths import resources

HEAD = 'name = "A6"\nwidth = 105\nheight = 148\n'
PLACED = "x = 1\ny = 2.5\nwidth = 30\nheight = 4\n"


def badge(text):
    return read_badge(tomllib.loads(text))


def test_every_kind_of_element_is_read():
    made = badge(
        HEAD
        + 'categories = ["presse"]\nfold = "over"\n[colours]\ndefault = "#112233"\npresse = "#445566"\n'
        + f'[[element]]\nkind = "text"\n{PLACED}text = "{{first_name}}"\nsize = 9\nleast = 3\n'
        + 'bold = true\nalign = "right"\n'
        + f'[[element]]\nkind = "code"\n{PLACED}side = 2\n'
        + f'[[element]]\nkind = "image"\n{PLACED}image = "logo.png"\n'
        + f'[[element]]\nkind = "ellipse"\n{PLACED}when = {{ field = "role", has = ["maire"] }}\n'
    )
    place = Box(1, 2.5, 30, 4)
    assert made.elements == (
        TextElement(place, "{first_name}", 9, 3, is_bold=True, align=Align.RIGHT),
        CodeElement(place, side=2),
        ImageElement(place, "logo.png"),
        ShapeElement(place, Shape.ELLIPSE, when=Condition("role", ("maire",))),
    )
    assert (made.categories, made.fold, made.sides, made.unfolded_size) == (
        ("presse",),
        FoldDirection.OVER,
        2,
        (105, 296),
    )
    assert (made.colour_of("presse"), made.colour_of("autre")) == ("#445566", "#112233")


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ('name = "x"\nwidth = 105\n', "height"),
        (HEAD + "format = 2\n", "newer"),
        (HEAD + "colour = 3\n", "known"),
        (HEAD + '[[element]]\nkind = "star"\n' + PLACED, "kind"),
        (HEAD + '[[element]]\nkind = "text"\nx = 1\n', "y"),
        (HEAD + '[[element]]\nkind = "text"\n' + PLACED + "size = -1\n", "size"),
        (HEAD + '[[element]]\nkind = "text"\n' + PLACED + 'colour = "blue"\n', "colour"),
        (HEAD + '[[element]]\nkind = "text"\n' + PLACED + "radius = 1\n", "radius"),
        (HEAD + '[[element]]\nkind = "text"\n' + PLACED + "turn = 45\n", "turn"),
        (HEAD + '[[element]]\nkind = "code"\n' + PLACED + "side = 3\n", "side"),
        (HEAD + '[[element]]\nkind = "code"\n' + PLACED + 'when = "presse"\n', "when"),
        (HEAD + '[[element]]\nkind = "image"\n' + PLACED, "image"),
        (HEAD.replace("105", "inf"), "width"),
        (HEAD.replace("105", "true"), "width"),
        ("element = 3\n" + HEAD, "element"),
    ],
)
def test_a_mistake_is_told_with_its_place(text, told):
    with pytest.raises(UserError) as caught:
        badge(text)
    assert told in str(caught.value.fields) or told in caught.value.words.text


@pytest.mark.parametrize("path", sorted((resources() / "badges").glob("*.toml")), ids=lambda path: path.stem)
def test_the_badges_that_come_with_the_program_are_right_and_inside_their_edges(path):
    made = badge(path.read_text(encoding="utf-8"))
    assert any(isinstance(element, CodeElement) for element in made.elements)
    for element in made.elements:
        assert element.box.right <= made.width
        assert element.box.bottom <= made.height


def test_a_template_of_the_category_goes_before_one_for_everyone():
    everyone, press = badge(HEAD), badge(HEAD + 'categories = ["presse"]\n')
    assert template_for("presse", [everyone, press]) is press
    assert template_for("autre", [press, everyone]) is everyone
    assert template_for("autre", [press]) is None


def test_a_condition_is_met_whatever_the_capitals_and_accents():
    assert Condition("category", ("ELU",)).is_met({"category": "Élue"})
    assert not Condition("category", ("presse",)).is_met({})
    assert Condition("note").is_met({"note": "x"})
    assert not Condition("note").is_met({"note": " "})
