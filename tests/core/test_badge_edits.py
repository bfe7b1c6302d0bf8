# SPDX-License-Identifier: GPL-3.0-or-later
"""The hand that draws a badge: nothing leaves the badge, nothing is lost, everything can be taken back."""

from dataclasses import replace
from itertools import combinations, pairwise, product

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from checkin.core.badges import badge_defaults
from checkin.core.badges import badge_edits as edits
from checkin.core.badges.badge_defaults import CATEGORY_COLOURS, SEEN, colour_difference, with_category_colours
from checkin.core.badges.template import (
    BadgeTemplate,
    Box,
    CodeElement,
    ImageElement,
    Shape,
    ShapeElement,
    TextElement,
    code_square,
    template_problems,
)
from checkin.core.programme.programme import Category
from checkin.services.badges.badge_building import read_template, shipped_template_files
from tests.builders import a_programme
from tests.core.badges import ELEMENTS

SIZE = (100.0, 60.0)
MM = st.integers(0, 300).map(lambda tenths: tenths / 10)
INSIDE = st.builds(Box, MM, MM, st.integers(10, 300).map(lambda n: n / 10), st.integers(10, 300).map(lambda n: n / 10))
PLACED = st.lists(st.builds(lambda e, box: replace(e, box=box), ELEMENTS, INSIDE), min_size=1, max_size=6)


@st.composite
def drafts(draw, least=0):
    """A badge whose elements are all inside, some of one side in hand."""
    elements = tuple(draw(PLACED))
    side = draw(st.sampled_from([1, 2]))
    draft = edits.BadgeDraft(BadgeTemplate("t", *SIZE, elements), side=side)
    places = draft.places()
    held = draw(st.lists(st.sampled_from(places), unique=True)) if places else []
    return draft.select(held)


def is_inside(box):
    return box.x >= 0 and box.y >= 0 and box.right <= SIZE[0] + 0.011 and box.bottom <= SIZE[1] + 0.011


FEW = settings(max_examples=60)
FAR = st.floats(-200, 200, width=32)


@FEW
@given(drafts(), FAR, FAR)
def test_what_is_moved_stays_on_the_badge_and_keeps_its_size(draft, dx, dy):
    after = edits.move(draft, dx, dy)
    for place, element in enumerate(after.elements):
        before = draft.elements[place].box
        assert is_inside(element.box)
        assert (element.box.width, element.box.height) == (before.width, before.height)
        if place not in draft.selected:
            assert element == draft.elements[place]


@FEW
@given(drafts(), st.tuples(FAR, FAR), st.tuples(FAR, FAR))
def test_what_is_sized_stays_on_the_badge_and_can_be_taken_in_hand_again(draft, across, down):
    x, right, y, bottom = *sorted(across), *sorted(down)
    for place in draft.selected:
        element = edits.resize(draft, place, Box(x, y, right - x, bottom - y)).elements[place]
        assert is_inside(element.box)
        is_line = isinstance(element, ShapeElement) and element.shape is Shape.LINE
        assert is_line or min(element.box.width, element.box.height) >= 1


@FEW
@given(drafts(), st.sampled_from([-1000, -1, 1, 1000]))
def test_raising_and_lowering_changes_the_order_of_this_side_alone(draft, by):
    after = edits.raise_(draft, by)
    assert sorted(map(repr, after.elements)) == sorted(map(repr, draft.elements))
    assert [e for e in after.elements if e.side != draft.side] == [e for e in draft.elements if e.side != draft.side]
    assert after.chosen == draft.chosen
    if draft.selected and by == 1000:
        assert after.places()[-len(draft.selected) :] == sorted(after.selected)


@FEW
@given(drafts())
def test_a_copy_is_in_hand_over_the_others_and_taking_it_away_leaves_what_was(draft):
    after = edits.duplicate(draft)
    assert after.elements[: len(draft.elements)] == draft.elements
    assert [replace(e, box=draft.chosen[n].box) for n, e in enumerate(after.chosen)] == draft.chosen
    assert all(is_inside(e.box) for e in after.chosen)
    assert edits.remove(after).template == draft.template


@FEW
@given(drafts(), st.sampled_from(edits.AlignmentLine))
def test_what_is_aligned_meets_in_a_line(draft, line):
    boxes = [e.box for e in edits.align(draft, line).chosen]
    if not boxes:
        return
    whole = edits.bounding_box([e.box for e in draft.chosen]) if len(boxes) > 1 else Box(0, 0, *SIZE)
    meets = {
        edits.AlignmentLine.LEFT: lambda b: b.x,
        edits.AlignmentLine.CENTRE: lambda b: b.x + b.width / 2,
        edits.AlignmentLine.RIGHT: lambda b: b.right,
        edits.AlignmentLine.TOP: lambda b: b.y,
        edits.AlignmentLine.MIDDLE: lambda b: b.y + b.height / 2,
        edits.AlignmentLine.BOTTOM: lambda b: b.bottom,
    }[line]
    assert all(meets(box) == pytest.approx(meets(whole), abs=0.011) for box in boxes)


@FEW
@given(drafts(), st.booleans())
def test_what_is_distributed_has_the_same_space_between(draft, is_down):
    after = edits.distribute(draft, is_down=is_down)
    if len(draft.selected) < 3:
        assert after == draft
        return
    ends = [(e.box.y, e.box.bottom) if is_down else (e.box.x, e.box.right) for e in after.chosen]
    before = [(e.box.y, e.box.bottom) if is_down else (e.box.x, e.box.right) for e in draft.chosen]
    ends.sort(key=lambda pair: pair[0])
    assert min(a for a, _ in ends) <= min(a for a, _ in before) + 0.011
    spaces = [b[0] - a[1] for a, b in pairwise(ends)]
    if len({round(start, 1) for start, _ in before}) == len(before) and spaces and min(spaces) > 0:
        assert max(spaces) - min(spaces) <= 0.05


@FEW
@given(drafts(), st.lists(st.tuples(FAR, FAR, st.sampled_from(["", "drag"])), max_size=6))
def test_everything_is_undone_and_done_again(draft, steps):
    history = edits.DraftHistory(draft)
    for dx, dy, key in steps:
        history = history.apply(lambda d, dx=dx, dy=dy: edits.move(d, dx, dy), key)
    last, seen = history.present.template, [history.present.template]
    while history.past:
        history = history.undo()
        seen.append(history.present.template)
    assert history.present.template == draft.template
    while history.future:
        history = history.redo()
    assert history.present.template == last
    assert all(a != b for a, b in pairwise(seen))


def test_one_pull_of_the_mouse_is_one_step_and_back_to_where_it_began_none():
    draft = edits.BadgeDraft(BadgeTemplate("t", *SIZE, (CodeElement(Box(0, 0, 20, 20)),)), frozenset({0}))
    history = edits.DraftHistory(draft)
    for _ in range(5):
        history = history.apply(lambda d: edits.move(d, 1, 0), "pull 1")
    history = history.apply(lambda d: edits.move(d, 1, 0), "pull 2")
    assert len(history.past) == 2, "one pull of the mouse is one step"
    assert history.undo().present.elements[0].box.x == 5
    draft = edits.BadgeDraft(BadgeTemplate("t", 100.0, 60.0, (CodeElement(Box(0.0, 0.0, 10.0, 10.0)),)), frozenset({0}))
    away = edits.DraftHistory(draft).apply(lambda d: edits.move(d, 5.0, 0.0), "drag")
    back = away.apply(lambda d: edits.move(d, -5.0, 0.0), "drag")
    assert back.past == (), "a drag back to where it began leaves nothing to undo"
    assert back.apply(lambda d: edits.move(d, 3.0, 0.0), "drag").undo().present.template == draft.template
    history = edits.DraftHistory(
        edits.BadgeDraft(BadgeTemplate("t", *SIZE, (CodeElement(Box(0, 0, 20, 20)),)), frozenset({0}))
    )
    history = history.apply(lambda d: edits.move(d, 1, 0), "key").look(history.present.turn(2))
    assert (history.present.side, history.present.selected, history.undo().present.side) == (2, frozenset(), 1)


def test_each_element_takes_the_fields_it_has_and_a_copy_of_nothing_is_nothing():
    elements = (TextElement(Box(0, 0, 9, 9), "a", 5), ShapeElement(Box(0, 0, 9, 9)), CodeElement(Box(0, 0, 9, 9)))
    after = edits.change(
        edits.BadgeDraft(BadgeTemplate("t", *SIZE, elements), frozenset({0, 1, 2})), colour="#123456", size=7
    )
    assert (after.elements[0].colour, after.elements[0].size, after.elements[1].colour) == ("#123456", 7, "#123456")
    assert after.elements[2] == elements[2]
    assert edits.copies([], BadgeTemplate("t", *SIZE)) == []
    assert isinstance(edits.copies([ImageElement(Box(0, 0, 5, 5), "a")], BadgeTemplate("t", *SIZE))[0], ImageElement)
    elements = (CodeElement(Box(0, 0, 9, 9)), CodeElement(Box(0, 0, 9, 9), side=2), CodeElement(Box(0, 0, 9, 9)))
    draft = edits.BadgeDraft(BadgeTemplate("t", *SIZE, elements))
    first = draft.step(1)
    assert first.only == 0
    assert first.step(1).only == 2
    assert first.step(1).step(1) is None
    assert draft.step(-1).only == 2
    assert draft.turn(2).step(1).only == 1


@FEW
@given(INSIDE, st.lists(INSIDE, max_size=4), st.floats(0.2, 3))
def test_what_is_pulled_stands_on_a_line_it_shows_or_on_the_grid_and_goes_no_further_than_it_must(box, others, reach):
    found = edits.snap(box, edits.snap_lines(others, SIZE), reach)
    assert max(abs(found.dx), abs(found.dy)) <= max(reach, edits.GRID / 2) + 1e-9
    if not any(g.is_lying for g in found.guides):
        off_grid = (box.y + found.dy) % edits.GRID
        assert min(off_grid, edits.GRID - off_grid) == pytest.approx(0, abs=1e-6)
    for guide in found.guides:
        start, length = (box.y + found.dy, box.height) if guide.is_lying else (box.x + found.dx, box.width)
        ends = (start, start + length / 2, start + length)
        assert any(end == pytest.approx(guide.at, abs=0.006) for end in ends)


def test_the_middle_of_the_badge_is_a_line_and_of_two_in_reach_the_nearer_pulls():
    found = edits.snap(Box(39.6, 0.2, 20, 10), edits.snap_lines([], SIZE), 1)
    assert (round(found.dx, 2), round(found.dy, 2)) == (0.4, -0.2), "the middle of the badge is a line"
    assert edits.Guide(50, False) in found.guides
    lines = edits.snap_lines([Box(10, 10, 20, 5)], SIZE)
    assert round(edits.snap(Box(10.9, 40, 7, 3), lines, 2).dx, 2) == -0.9, "of two lines in reach the nearer pulls"
    assert round(edits.snap(Box(21.3, 40, 7, 3), lines, 2).dx, 2) == -1.3


@pytest.mark.parametrize("size", badge_defaults.SIZES.values(), ids=str)
def test_what_is_put_on_an_empty_badge_stands_inside_and_apart(size):
    template = badge_defaults.empty_template("t", size, a_programme())
    for make in (logo, names, organisation, lambda t: badge_defaults.new_code(t, 1)):
        template = edits.add(edits.BadgeDraft(template), [make(template)]).template
    boxes = [element.box for element in template.elements]
    assert all(box.x >= 0 and box.y >= 0 and box.right <= size[0] and box.bottom <= size[1] for box in boxes)
    for one, other in combinations(boxes, 2):
        assert one.right <= other.x or other.right <= one.x or one.bottom <= other.y or other.bottom <= one.y
    assert template_problems(template) == []


def logo(template):
    return badge_defaults.new_image("logo.png", 0.5, template, 1)


def names(template):
    return badge_defaults.new_text("{first_name} {last_name}", template, 1)


def organisation(template):
    return badge_defaults.new_text("{organisation}", template, 1)


def photograph(template):
    return badge_defaults.new_photograph(template, 1)


@pytest.mark.parametrize(
    ("name", "make"),
    [("a6", photograph), *product(("a6", "62x100", "86x54", "90x55"), (logo, organisation))],  # a card is too full
)
def test_what_is_put_on_a_full_badge_lands_where_nothing_is(name, make):
    template = read_template(name).template
    box = make(template).box
    assert 0 <= box.x <= box.right <= template.width
    assert 0 <= box.y <= box.bottom <= template.height
    others = [each.box for each in template.elements if each.side == 1]
    on = [o for o in others if box.right > o.x and o.right > box.x and box.bottom > o.y and o.bottom > box.y]
    assert on == []


def test_every_category_has_a_colour_that_people_tell_apart_however_many_there_are():
    template = badge_defaults.empty_template("t", (90, 55), a_programme())
    ids = [category.id for category in a_programme().categories]
    assert len({template.colour_of(each) for each in ids}) == len(ids)
    assert with_category_colours(template, a_programme()) == template
    categories = tuple(Category(f"c{number}", f"Catégorie {number}") for number in range(30))
    shipped = BadgeTemplate("t", 105, 148, colours={"": "#566073", "elsewhere": CATEGORY_COLOURS[1]})
    made = with_category_colours(shipped, a_programme(categories=categories))
    colours = [made.colour_of(each.id) for each in categories]
    pairs = [*combinations(colours, 2), *product(colours, [made.ground])]
    assert min(colour_difference(*pair) for pair in pairs) > SEEN


BAND, NAME, CODE = (
    ShapeElement(Box(0, 45, 90, 10)),
    TextElement(Box(5, 5, 55, 12), "{last_name}", 8, 2.4),
    CodeElement(Box(62, 15, 25, 25)),
)

CARD = BadgeTemplate("t", 90, 55, (BAND, NAME, CODE))
LENGTHS = st.floats(15, 300)


def sized(template, *size):
    return edits.resize_draft(edits.BadgeDraft(template), *size).template


@FEW
@given(drafts(), LENGTHS, LENGTHS)
def test_nothing_falls_off_and_no_code_becomes_too_small(draft, width, height):
    made = edits.resize_draft(draft, width, height).template
    assert (made.width, made.height, len(made.elements)) == (width, height, len(draft.elements))
    for before, after in zip(draft.elements, made.elements, strict=True):
        assert after.box.x >= 0
        assert after.box.y >= 0
        assert after.box.right <= width + 0.02
        assert after.box.bottom <= height + 0.02
        if isinstance(after, CodeElement):
            assert code_square(after).width >= min(edits.SAFE_CODE, code_square(before).width) - 0.02
        if isinstance(after, TextElement):
            assert 0 < after.least <= after.size


def test_the_code_keeps_its_proportion_and_is_never_made_smaller_than_is_read():
    band, name, code = sized(CARD, 80, 50).elements
    assert (band.box.x, band.box.width, band.box.bottom) == (0, 80, 50)
    assert name.size == pytest.approx(8 * 80 / 90, abs=0.01)
    assert code_square(code).width == pytest.approx(25 * 80 / 90, abs=0.02)
    assert template_problems(sized(CARD, 80, 50)) == []
    assert code_square(sized(CARD, 40, 25).elements[2]).width == edits.SAFE_CODE
    assert code_square(sized(CARD, 40, 12).elements[2]).width == 12
    small = BadgeTemplate("t", 90, 55, (CodeElement(Box(70, 5, 12, 12)),))
    assert code_square(sized(small, 45, 27.5).elements[0]).width == 12
    rule = ShapeElement(Box(5, 20, 80, 0), Shape.LINE)
    assert sized(BadgeTemplate("t", 90, 55, (rule,)), 45, 110).elements[0].box == Box(2.5, 40, 40, 0)


@pytest.mark.parametrize("name", shipped_template_files(), ids=str)
@pytest.mark.parametrize("by", [0.9, 1.0, 1.4])
def test_the_models_have_nothing_on_the_white_of_their_code_in_any_near_size(name, by):
    template = read_template(name).template
    assert template_problems(sized(template, template.width * by, template.height * by)) == []


def test_many_small_steps_are_one_and_come_to_the_same_as_the_last_alone():
    history = edits.DraftHistory(edits.BadgeDraft(CARD))
    for width in (89, 70, 60, 80):
        history = history.apply(lambda d, w=width: edits.resize_draft(d, w, 50), "size", is_from_start=True)
    assert history.present.template == sized(CARD, 80, 50)
    assert history.undo().present.template == CARD
    assert not history.undo().past
    back = history.apply(lambda d: edits.resize_draft(d, 90, 55), "size", is_from_start=True)
    assert (back.present.template, back.past) == (CARD, ())


@pytest.mark.parametrize(
    ("name", "size", "then"),
    [("90 × 55 mm", (80, 50), "80 × 50 mm"), ("90 × 55 mm", (105, 148), "A6"), ("Presse", (80, 50), "Presse")],
)
def test_a_badge_that_is_called_after_its_size_is_called_after_the_new_one(name, size, then):
    card = replace(CARD, name=name, width=90, height=55)
    assert edits.resize_draft(edits.BadgeDraft(card), *size).template.name == then
