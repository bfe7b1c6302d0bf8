# SPDX-License-Identifier: GPL-3.0-or-later
"""A badge as a file, as entries, and what is wrong with it whoever wears it."""

import json
import tomllib
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from checkin.core.badges.badge_file import (
    badge_document,
    badge_text,
    fold_templates,
    read_badge,
    saved_entry,
    withdrawn_entry,
)
from checkin.core.badges.template import (
    Align,
    BadgeTemplate,
    Box,
    CodeElement,
    Condition,
    FoldDirection,
    ImageElement,
    Shape,
    ShapeElement,
    TextElement,
    clashes,
    fill_fields,
    template_for,
    template_problems,
    unknown_fields,
    without_code,
)
from checkin.core.entries import EntryKind, body_text
from checkin.core.message import UserError
from checkin.core.picture_entries import join_pictures, picture_digest, picture_entries
from checkin.paths import resources
from tests.builders import Steps
from tests.core.badges import TEMPLATES

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
    assert (made.categories, made.fold) == (("presse",), FoldDirection.OVER)
    assert (made.sides, made.unfolded_size) == (2, (105, 296))
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
def test_the_badges_that_come_with_the_program_are_right_inside_their_edges_and_read_back_as_the_same(path):
    made = badge(path.read_text(encoding="utf-8"))
    assert any(isinstance(element, CodeElement) for element in made.elements)
    for element in made.elements:
        assert element.box.right <= made.width
        assert element.box.bottom <= made.height
    assert badge(badge_text(made)) == made


def test_which_template_and_which_element_is_shown():
    everyone, press = badge(HEAD), badge(HEAD + 'categories = ["presse"]\n')
    assert template_for("presse", [everyone, press]) is press
    assert template_for("autre", [press, everyone]) is everyone
    assert template_for("autre", [press]) is None
    assert Condition("category", ("ELU",)).is_met({"category": "Élue"})
    assert not Condition("category", ("presse",)).is_met({})
    assert Condition("note").is_met({"note": "x"})
    assert not Condition("note").is_met({"note": " "})


VALUES = {"day": "25/11/2026", "place": "Salle des fêtes", "role": "", "first_name": "Zoé"}


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("{day} · {place}", "25/11/2026 · Salle des fêtes"),
        ("{role} · {place}", "Salle des fêtes"),
        ("{day} · {role}", "25/11/2026"),
        ("{role} · {role}", ""),
        ("{day} · {role} · {place}", "25/11/2026 · Salle des fêtes"),
        ("Bienvenue · {role}", "Bienvenue"),
        ("· {day} ·", "· 25/11/2026 ·"),
        ("{role}\n{first_name}  !", "Zoé !"),
        ("Table {custom:Table}", ""),
        ("{first_name}\nTable {custom:Table}", "Zoé"),
        ("Table {custom:Table} · {place}", "Salle des fêtes"),
        ("Table {custom:Table}, {place}", "Table , Salle des fêtes"),
        ("{day}\n\n{place}", "25/11/2026\n\nSalle des fêtes"),
    ],
)
def test_empty_fields_leave_nothing_behind(text, said):
    assert fill_fields(text, VALUES) == said


def test_the_words_of_a_message_stay():
    assert fill_fields("Le vestiaire {role} est gratuit.", VALUES, is_prose=True) == "Le vestiaire est gratuit."


@settings(max_examples=100)
@given(TEMPLATES)
def test_what_is_written_reads_back_as_the_same(template):
    assert read_badge(tomllib.loads(badge_text(template))) == template
    assert read_badge(json.loads(json.dumps(badge_document(template)))) == template


def test_the_file_is_one_that_a_person_can_read():
    text = badge_text(badge(HEAD + '[[element]]\nkind = "text"\nx = 1\ny = 2.50\nwidth = 30\nheight = 4\ntext = "a"\n'))
    assert text.splitlines()[:4] == ["format = 1", 'name = "A6"', "width = 105", "height = 148"]
    assert 'kind = "text"\nx = 1\ny = 2.5\nwidth = 30\nheight = 4\ntext = "a"\nsize = 5\nleast = 2\nlines = 2' in text
    assert badge(text).elements == (TextElement(Box(1, 2.5, 30, 4), "a", 5),)


A6 = BadgeTemplate("A6", 105, 148, (ImageElement(Box(0, 0, 20, 20), "logo.png"),))
LOGO = bytes(range(256)) * 60


def entries_of(*rows):
    steps = Steps()
    return [steps.entry(kind, subject, **body) for kind, subject, body in rows]


def test_of_entries_what_was_saved_last_stands_in_the_place_of_the_first_until_it_is_withdrawn():
    card = BadgeTemplate("Card", 86, 54)
    wider = replace(A6, width=120.0)
    saved = [saved_entry("a", A6, {}), saved_entry("b", card, {}), saved_entry("a", wider, {})]
    found = fold_templates(entries_of(*saved))
    assert [(each.id, each.template) for each in found] == [("a", wider), ("b", card)]
    rows = [saved_entry("a", A6, {}), withdrawn_entry("a")]
    assert fold_templates(entries_of(*rows)) == (), "one that was withdrawn is gone until it is saved again"
    assert [each.id for each in fold_templates(entries_of(*rows, saved_entry("a", A6, {})))] == ["a"]
    newer = (EntryKind.BADGE_TEMPLATE_SAVED, "", {"template": "a", "badge": {"format": 99}})
    assert [each.id for each in fold_templates(entries_of(newer, saved_entry("b", A6, {})))] == ["b"]
    (found,) = fold_templates(entries_of(saved_entry("a", A6, {"logo.png": LOGO, "old.png": b"x"})))
    assert found.pictures == {"logo.png": picture_digest(LOGO)}, "only pictures that are shown are named"


def test_one_that_no_entry_can_hold_is_told_before_anything_is_written():
    crowded = replace(A6, elements=tuple(TextElement(Box(0, 0, 9, 9), "x" * 200, 5) for _ in range(60)))
    with pytest.raises(UserError, match="too large to be saved"):
        saved_entry("a", crowded, {})


@settings(max_examples=30)
@given(st.binary(max_size=20_000))
def test_a_picture_comes_back_from_its_parts_in_any_order_each_small_enough(data):
    rows = picture_entries(data)
    assert all(body_text(body) for _, _, body in rows)
    joined = join_pictures(reversed(entries_of(*rows)), [picture_digest(data)])
    assert joined == ({picture_digest(data): data} if data else {})


def test_a_picture_of_which_a_part_is_missing_or_wrong_is_not_there():
    rows = picture_entries(LOGO)
    assert len(rows) == 3
    wrong = [(kind, subject, body | {"data": "AAAA"}) for kind, subject, body in rows[:1]]
    for damaged in (rows[1:], rows[:-1], [*rows[1:], *wrong], []):
        assert join_pictures(entries_of(*damaged), [picture_digest(LOGO)]) == {}


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


def test_what_else_stands_on_a_code_or_over_the_edge_is_told():
    name = TextElement(Box(5, 20, 30, 10), "{last_name}", 6)
    assert "white space around the code hides" in told(name, CODE)[0]
    assert clashes(BadgeTemplate("t", 100, 60, (name, CODE)), 1) == [(name, Box(25, 20, 10, 10))]
    assert told(ShapeElement(Box(0, 15, 100, 10)), ImageElement(Box(0, 0, 100, 60), "sky.png"), CODE) == []
    assert len(told(ImageElement(Box(10, 10, 20, 20), "logo.png"), CODE)) == 1
    assert told(CODE, TextElement(Box(30, 30, 10, 10), "x", 4, side=2)) == [], "the other side stands on nothing"
    over = ShapeElement(Box(90, 0, 11, 5))
    assert [text.split(":")[0] for text in told(over)] == ["Elements that go over the edge of the badge"]
    assert "will not scan" in told(over, CodeElement(Box(80, 40, 30, 30)))[0]
    assert told(ShapeElement(Box(0, 0, 100, 60)), CODE) == []


def test_a_badge_without_a_code_and_a_column_that_the_list_does_not_have_are_told():
    bare = BadgeTemplate("t", 100, 60)
    assert (len(without_code(bare)), template_problems(bare)) == (1, [])
    assert without_code(BadgeTemplate("t", 100, 60, (CODE,))) == []
    template = BadgeTemplate("A", 90, 55, (TextElement(Box(5, 5, 30, 10), "Table {custom:Table} {custom:Menu}", 6),))
    (problem,) = unknown_fields(template, ["custom:Menu"])
    assert problem[1] == {"field": "Table"}, "a column that the list does not have is named as it was typed"
