# SPDX-License-Identifier: GPL-3.0-or-later
"""A badge of another size: what stood on it stands on it still, and its code is read as before."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from checkin.core.badges.badge_edits import SAFE_CODE, BadgeDraft, DraftHistory, resize_draft
from checkin.core.badges.template import (
    BadgeTemplate,
    Box,
    CodeElement,
    Shape,
    ShapeElement,
    TextElement,
    code_square,
    template_problems,
)
from checkin.services.badges.badge_building import read_template, shipped_template_files
from tests.core.test_badge_edits import FEW, drafts

BAND, NAME, CODE = (
    ShapeElement(Box(0, 45, 90, 10)),
    TextElement(Box(5, 5, 55, 12), "{last_name}", 8, 2.4),
    CodeElement(Box(62, 15, 25, 25)),
)
CARD = BadgeTemplate("t", 90, 55, (BAND, NAME, CODE))
LENGTHS = st.floats(15, 300)


def sized(template, *size):
    return resize_draft(BadgeDraft(template), *size).template


@FEW
@given(drafts(), LENGTHS, LENGTHS)
def test_nothing_falls_off_and_no_code_becomes_too_small(draft, width, height):
    made = resize_draft(draft, width, height).template
    assert (made.width, made.height, len(made.elements)) == (width, height, len(draft.elements))
    for before, after in zip(draft.elements, made.elements, strict=True):
        assert after.box.x >= 0
        assert after.box.y >= 0
        assert after.box.right <= width + 0.02
        assert after.box.bottom <= height + 0.02
        if isinstance(after, CodeElement):
            assert code_square(after).width >= min(SAFE_CODE, code_square(before).width) - 0.02
        if isinstance(after, TextElement):
            assert 0 < after.least <= after.size


def test_the_code_keeps_its_proportion_and_a_band_its_whole_width():
    band, name, code = sized(CARD, 80, 50).elements
    assert (band.box.x, band.box.width, band.box.bottom) == (0, 80, 50)
    assert name.size == pytest.approx(8 * 80 / 90, abs=0.01)
    assert code_square(code).width == pytest.approx(25 * 80 / 90, abs=0.02)
    assert template_problems(sized(CARD, 80, 50)) == []


def test_a_code_is_never_made_smaller_than_is_read_nor_larger_than_the_badge():
    assert code_square(sized(CARD, 40, 25).elements[2]).width == SAFE_CODE
    assert code_square(sized(CARD, 40, 12).elements[2]).width == 12
    small = BadgeTemplate("t", 90, 55, (CodeElement(Box(70, 5, 12, 12)),))
    assert code_square(sized(small, 45, 27.5).elements[0]).width == 12


def test_a_line_stays_a_line():
    rule = ShapeElement(Box(5, 20, 80, 0), Shape.LINE)
    assert sized(BadgeTemplate("t", 90, 55, (rule,)), 45, 110).elements[0].box == Box(2.5, 40, 40, 0)


@pytest.mark.parametrize("name", shipped_template_files(), ids=str)
@pytest.mark.parametrize("by", [0.9, 1.0, 1.4])
def test_the_models_have_nothing_on_the_white_of_their_code_in_any_near_size(name, by):
    template = read_template(name).template
    assert template_problems(sized(template, template.width * by, template.height * by)) == []


def test_many_small_steps_are_one_and_come_to_the_same_as_the_last_alone():
    history = DraftHistory(BadgeDraft(CARD))
    for width in (89, 70, 60, 80):
        history = history.apply(lambda d, w=width: resize_draft(d, w, 50), "size", is_from_start=True)
    assert history.present.template == sized(CARD, 80, 50)
    assert history.undo().present.template == CARD
    assert not history.undo().past
    back = history.apply(lambda d: resize_draft(d, 90, 55), "size", is_from_start=True)
    assert (back.present.template, back.past) == (CARD, ())


@pytest.mark.parametrize(
    ("name", "size", "then"),
    [("90 × 55 mm", (80, 50), "80 × 50 mm"), ("90 × 55 mm", (105, 148), "A6"), ("Presse", (80, 50), "Presse")],
)
def test_a_badge_that_is_called_after_its_size_is_called_after_the_new_one(name, size, then):
    card = replace(CARD, name=name, width=90, height=55)
    assert resize_draft(BadgeDraft(card), *size).template.name == then
