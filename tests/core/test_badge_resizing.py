# SPDX-License-Identifier: GPL-3.0-or-later
"""A badge of another size: what stood on it stands on it still, and its code is read as before."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from checkin.core.badges.draft import Draft, History
from checkin.core.badges.remarks import remarks, white
from checkin.core.badges.resizing import SAFE_CODE, resized
from checkin.core.badges.template import Area, BadgeTemplate, Box, Code, Shape, Text
from checkin.desk.badges.badges import read_template, shipped
from tests.core.test_badge_edits import FEW, drafts

BAND, NAME, CODE = Area(Box(0, 45, 90, 10)), Text(Box(5, 5, 55, 12), "{last_name}", 8, 2.4), Code(Box(62, 15, 25, 25))
CARD = BadgeTemplate("t", 90, 55, (BAND, NAME, CODE))
LENGTHS = st.floats(15, 300)


def sized(template, *size):
    return resized(Draft(template), *size).template


@FEW
@given(drafts(), LENGTHS, LENGTHS)
def test_nothing_falls_off_and_no_code_becomes_too_small(draft, width, height):
    made = resized(draft, width, height).template
    assert (made.width, made.height, len(made.elements)) == (width, height, len(draft.elements))
    for before, after in zip(draft.elements, made.elements, strict=True):
        assert after.box.x >= 0
        assert after.box.y >= 0
        assert after.box.right <= width + 0.02
        assert after.box.bottom <= height + 0.02
        if isinstance(after, Code):
            assert white(after).width >= min(SAFE_CODE, white(before).width) - 0.02
        if isinstance(after, Text):
            assert 0 < after.least <= after.size


def test_the_code_keeps_its_proportion_and_a_band_its_whole_width():
    band, name, code = sized(CARD, 80, 50).elements
    assert (band.box.x, band.box.width, band.box.bottom) == (0, 80, 50)
    assert name.size == pytest.approx(8 * 80 / 90, abs=0.01)
    assert white(code).width == pytest.approx(25 * 80 / 90, abs=0.02)
    assert remarks(sized(CARD, 80, 50)) == []


def test_a_code_is_never_made_smaller_than_is_read_nor_larger_than_the_badge():
    assert white(sized(CARD, 40, 25).elements[2]).width == SAFE_CODE
    assert white(sized(CARD, 40, 12).elements[2]).width == 12
    small = BadgeTemplate("t", 90, 55, (Code(Box(70, 5, 12, 12)),))
    assert white(sized(small, 45, 27.5).elements[0]).width == 12


def test_a_line_stays_a_line():
    rule = Area(Box(5, 20, 80, 0), Shape.LINE)
    assert sized(BadgeTemplate("t", 90, 55, (rule,)), 45, 110).elements[0].box == Box(2.5, 40, 40, 0)


@pytest.mark.parametrize("name", shipped(), ids=str)
@pytest.mark.parametrize("by", [0.9, 1.0, 1.4])
def test_the_models_have_nothing_on_the_white_of_their_code_in_any_near_size(name, by):
    template = read_template(name).template
    assert remarks(sized(template, template.width * by, template.height * by)) == []


def test_many_small_steps_are_one_and_come_to_the_same_as_the_last_alone():
    history = History(Draft(CARD))
    for width in (89, 70, 60, 80):
        history = history.do(lambda d, w=width: resized(d, w, 50), "size", is_from_start=True)
    assert history.present.template == sized(CARD, 80, 50)
    assert history.undo().present.template == CARD
    assert not history.undo().past
    back = history.do(lambda d: resized(d, 90, 55), "size", is_from_start=True)
    assert (back.present.template, back.past) == (CARD, ())
