# SPDX-License-Identifier: GPL-3.0-or-later
"""Badge layouts of pretix as templates: what stands where, and what is said of the rest."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from checkin.core.badges.badge_file import badge_document, read_badge, saved_entry
from checkin.core.badges.pretix_layout import MOST_OBJECTS, LayoutPaper, read_layout
from checkin.core.badges.pretix_layout_texts import LayoutTexts, choice_problems, used_layouts
from checkin.core.badges.template import (
    PHOTOGRAPH,
    Align,
    Box,
    CodeElement,
    ImageElement,
    TextElement,
    template_problems,
)
from checkin.core.message import UserError, fill_message
from tests.core.pretix_layouts import LAYOUTS, OF_AN_EARLIER_PRETIX, code, text

A6 = LayoutPaper(148.0, 105.0)
DIET = LayoutTexts({"question_DIET": "{custom:Régime}"}, ("fr", "en"))


def read(*objects, paper=A6, texts=DIET):
    """Return the elements of a layout, and what is said of it."""
    template, problems = read_layout("Badge", list(objects), paper, texts)
    return template.elements, [fill_message(words.text, fields) for words, fields in problems]


def test_a_layout_of_an_earlier_pretix_has_its_name_its_company_and_its_code_each_on_its_line():
    (name, company, square), problems = read(*OF_AN_EARLIER_PRETIX)
    assert (name.text, name.is_bold, name.align, name.size) == ("{first_name} {last_name}", True, Align.CENTRE, 8.33)
    assert (company.text, company.is_bold, company.size) == ("{organisation}", False, 4.94)
    assert square == CodeElement(Box(59, 70, 30, 30))
    assert problems == []
    assert name.is_at_bottom
    # Measured in pretix's own PDF: the letters stand 62.045 mm above the lower edge.
    assert name.box.bottom - 0.184 * name.size == pytest.approx(105 - 62.045, abs=0.1)
    assert name.box.height > 3 * name.size


@pytest.mark.parametrize(
    ("vertical", "base"), [("bottom", 55.770), ("top", 100 - 8.467), ("middle", 77.25 + (1.15 / 2 - 1) * 8.467)]
)
def test_a_text_in_a_box_stands_where_pretix_has_it(vertical, base):
    (name,), problems = read(text("attendee_name", verticalalign=vertical))
    line = 1.253 * name.size
    above = {"bottom": name.box.height - line, "top": 0, "middle": (name.box.height - line) / 2}[vertical]
    assert 105 - (name.box.y + above + 1.069 * name.size) == pytest.approx(base, abs=0.1)
    assert (name.is_at_bottom, name.is_at_top) == (vertical == "bottom", vertical == "top")
    assert problems == []


def test_a_text_that_goes_down_begins_below_its_place():
    old = {key: value for key, value in text("item", type="textarea", downward=True).items() if key != "height"}
    (below,), _ = read({**old, "bottom": "40", "fontsize": "14"})
    assert below.is_at_top
    assert 105 - (below.box.y + 1.069 * below.size) == pytest.approx(35.536, abs=0.1)


@pytest.mark.parametrize(
    ("turn", "expected", "box"),
    [
        (0, 0, Box(60, 25, 30, 10)),
        (90, 90, Box(50, 25, 10, 30)),
        (-180, 180, Box(30, 15, 30, 10)),
        (180, 180, Box(30, 15, 30, 10)),
        (270, 270, Box(60, -5, 10, 30)),
        (-90.2, 270, Box(60, -5, 10, 30)),
    ],
)
def test_a_text_is_turned_about_the_upper_left_corner_of_its_box(turn, expected, box):
    place = {"left": "60", "bottom": "70", "width": "30", "height": "10"}
    (name,), problems = read(text("item", **place, fontsize="3", rotation=turn, verticalalign="top"))
    shown = Box(box.x, max(0, box.y), box.width, box.height + min(0, box.y))
    assert (name.turn, problems) == (expected, [])
    for side in ("x", "y", "width", "height"):
        assert getattr(name.box, side) == pytest.approx(getattr(shown, side), abs=0.15)


@pytest.mark.parametrize(
    ("content", "expected"),
    [
        ("attendee_name_given_name", "{first_name}"),
        ("attendee_name_given_name_family_name", "{first_name} {last_name}"),
        ("attendee_email", "{email}"),
        ("item", "{category}"),
        ("order", "{order}"),
        ("addons", "{sessions}"),
        ("question_DIET", "{custom:Régime}"),
    ],
)
def test_a_variable_of_pretix_is_a_field_here(content, expected):
    (element,), problems = read(text(content))
    assert (element.text, problems) == (expected, [])


UNKNOWN = ("meta:Logo", "itemmeta:Zone", "attendee_name_degree", "seat", "question_9", "")


@pytest.mark.parametrize(
    ("element", "named"),
    [
        *((text(content), f"“{content or '?'}” is not known") for content in UNKNOWN),
        (text("item", rotation=45), "45°"),
        ({"type": "poweredby", "left": "1", "bottom": "1", "size": "5", "content": "dark"}, "Powered by pretix"),
        ({"type": "hologram"}, "hologram"),
    ],
)
def test_what_is_not_known_or_possible_here_is_left_out_and_named(element, named):
    elements, (problem,) = read(element)
    assert elements == ()
    assert named in problem


def test_a_typed_text_keeps_its_words_and_fills_the_fields_that_are_known():
    typed = "Bonjour {attendee_name_given_name} !\r\nTable {seat} {\x07}"
    (element,), problems = read(text("other", text=typed))
    assert element.text == "Bonjour {first_name} !\nTable  ()"
    assert problems == ["“seat” is not known to Checkin: it was left out."]


@pytest.mark.parametrize(("locale", "expected"), [("", "Bienvenue"), ("en", "Welcome"), ("de", "Bienvenue")])
def test_a_text_in_several_languages_is_printed_in_one_and_this_is_said(locale, expected):
    words = {"en": "Welcome", "fr": "Bienvenue"}
    (element,), problems = read(text("other_i18n", text_i18n=words, locale=locale))
    assert element.text == expected
    assert [problem.startswith("A text in several languages") for problem in problems] == [True]


def test_italics_fonts_wide_lines_and_an_uploaded_picture_are_said():
    (element,), problems = read(text("item", italic=True, fontfamily="Lobster", lineheight="2", color=[200, 30, 31, 1]))
    assert element.colour == "#C81E1F"
    assert ["Italic" in problems[0], "“Lobster”" in problems[1], "distance" in problems[2]] == [True] * 3
    place = {"left": "5", "bottom": "60", "width": "30", "height": "40"}
    (element,), problems = read({"type": "imagearea", **place, "content": "question_FACE"})
    assert element == ImageElement(Box(5, 5, 30, 40), PHOTOGRAPH)
    assert len(problems) == 1


def test_a_code_is_the_ticket_code_inside_the_badge_and_texts_keep_clear_of_it():
    elements, problems = read(code(content="pseudonymization_id"), code(left="60", nowhitespace=True, color=[9, 9, 9]))
    assert elements == (CodeElement(Box(60, 65, 30, 30)),), "a code is the ticket code or is left out"
    assert len(problems) == 3
    (square,), problems = read(code(left="140", bottom="-5"))
    assert square.box == Box(118, 75, 30, 30), "a code over the edge is moved inside"
    assert len(problems) == 1
    upon = text("order", left=12, bottom=12, width=9, height=9)
    (beside, _), problems = read(text("item", bottom="5", height="60"), code(), upon)
    assert beside.box.x >= 40 or beside.box.bottom <= 65
    assert ["less room" in problems[0], "left out" in problems[1], len(problems)] == [True, True, 2]


def test_the_background_lies_under_everything_and_of_pages_and_objects_the_first_are_read():
    paper = LayoutPaper(148, 105, 3, ("front.png", ""))
    elements, problems = read(text("item"), code(page=2), code(page=3), code(page=4), paper=paper)
    assert [(type(each), each.side) for each in elements] == [(ImageElement, 1), (TextElement, 1), (CodeElement, 2)]
    assert elements[0].box == Box(0, 0, 148, 105)
    assert problems == ["Only its first two pages were taken over, as front and back."]
    elements, problems = read(*[text("item")] * (MOST_OBJECTS + 1))
    assert (len(elements), len(problems)) == (MOST_OBJECTS, 1)


@pytest.mark.parametrize("layout", ["[]", {"objects": []}, None, 7])
def test_what_is_no_layout_is_refused(layout):
    with pytest.raises(UserError, match="cannot be read"):
        read_layout("Badge", layout, A6, DIET)


@pytest.mark.parametrize("size", [(9, 50), (50, 1001), (float("nan"), 50), (float("inf"), 50)])
def test_a_page_that_no_badge_has_is_refused(size):
    with pytest.raises(UserError, match="smaller than 10 mm"):
        read_layout("Badge", [], LayoutPaper(*size), DIET)


@settings(max_examples=60)
@given(LAYOUTS, st.floats(10, 300), st.floats(10, 300), st.integers(1, 3))
def test_whatever_a_layout_holds_its_template_can_be_kept_and_has_no_problem(layout, width, height, pages):
    paper = LayoutPaper(round(width, 2), round(height, 2), pages, ("front.png", "back.png")[:pages])
    template, problems = read_layout("Badge", layout, paper, DIET)
    assert template_problems(template) == []
    assert read_badge(badge_document(template)) == template
    assert saved_entry("pretix:layout-1", template, {})
    assert all(fill_message(words.text, fields) for words, fields in problems)


def layout(number, **more):
    return {"id": number, "name": f"Badge {number}", "default": False, "layout": [], "background": "", **more}


def test_a_layout_is_for_the_categories_of_its_products_and_the_default_for_all_others():
    layouts = [layout(1, default=True), layout(2), layout(3)]
    items = [{"item": 4, "layout": 2}, {"item": 2, "layout": None}, {"item": 9, "layout": 2}, {"item": 1, "layout": 1}]
    used = used_layouts(layouts, items)
    assert [(each.id, each.categories) for each in used] == [(1, ()), (2, ("item-4", "item-9"))]
    problems = choice_problems(used, items, {"item-2": "Distanciel"})
    assert [fields for _, fields in problems] == [{"category": "Distanciel"}]
    ((words, _),) = choice_problems(used_layouts([layout(2)], [{"item": 4, "layout": 2}]), [], {})
    assert words.text.startswith("pretix has no default layout"), "without a default it is said what the others get"


@settings(max_examples=50)
@given(st.lists(LAYOUTS | st.fixed_dictionaries({"id": st.integers(), "default": st.booleans()}), max_size=4), LAYOUTS)
def test_no_answer_of_a_server_stops_the_choice(layouts, items):
    used = used_layouts(layouts, items)
    assert all(each.name for each in used)
    assert choice_problems(used, items, {}) is not None
