# SPDX-License-Identifier: GPL-3.0-or-later
"""What goes where on paper."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from checkin.core.badge_template import BadgeTemplate, Box, Code, Fold
from checkin.core.errors import UserError
from checkin.core.imposition import Placement, impose
from checkin.core.stocks import SHEETS, sheet

CARD = BadgeTemplate("card", 80, 50, (Code(Box(0, 0, 20, 20)),))
BOTH = replace(CARD, elements=(*CARD.elements, Code(Box(0, 0, 20, 20), side=2)))


@pytest.mark.parametrize("stock", SHEETS, ids=lambda stock: stock.id)
def test_every_cell_of_a_paper_is_on_it_and_over_no_other(stock):
    assert stock.is_on_its_page
    cells = [stock.cell(number) for number in range(stock.per_page)]
    for n, one in enumerate(cells):
        for other in cells[:n]:
            is_beside = abs(one.x - other.x) >= stock.width - 0.01
            assert is_beside or abs(one.y - other.y) >= stock.height - 0.01


@given(st.sampled_from([s for s in SHEETS if s.width >= 80 and s.height >= 50]), st.integers(0, 60), st.integers(0, 30))
def test_every_badge_has_one_place_and_no_two_share_one(stock, count, first):
    pages = impose([CARD] * count, stock, first)
    placed = [(number, p.x, p.y) for number, page in enumerate(pages) for p in page.placements]
    assert sorted(p.badge for page in pages for p in page.placements) == list(range(count))
    assert len(set(placed)) == count


def test_used_cells_of_the_first_sheet_stay_free():
    stock = sheet("herma-4412")
    (page,) = impose([CARD], stock, first=3)
    assert page.placements == (Placement(0, 1, stock.x + stock.dx, stock.y + stock.dy),)


def test_a_smaller_badge_stands_in_the_middle_of_its_cell():
    (page,) = impose([CARD], sheet("a6"))
    assert page.placements[0][2:4] == (12.5, 49.5)


def test_a_back_is_mirrored_so_that_it_lies_behind_its_front():
    front, back = impose([BOTH, BOTH], sheet("90x55"))
    for one, other in zip(front.placements, back.placements, strict=True):
        assert other == Placement(one.badge, 2, 210 - one.x - 80, one.y)


def test_a_folded_badge_has_both_sides_on_one_face():
    (page,) = impose([replace(BOTH, fold=Fold.OVER)], None)
    assert page.size == (80, 100)
    assert set(page.placements) == {Placement(0, 1, 0, 50), Placement(0, 2, 0, 0, is_turned=True)}
    (page,) = impose([replace(BOTH, fold=Fold.BESIDE)], None)
    assert set(page.placements) == {Placement(0, 1, 80, 0), Placement(0, 2, 0, 0)}


def test_a_badge_larger_than_its_cell_is_refused():
    with pytest.raises(UserError):
        impose([replace(CARD, fold=Fold.OVER)], sheet("herma-4412"))
