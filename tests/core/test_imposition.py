# SPDX-License-Identifier: GPL-3.0-or-later
"""What goes where on paper."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from checkin.core.badges.imposition import SHEETS, PageTransform, Placement, find_stock, fits, impose, place_on_paper
from checkin.core.badges.template import BadgeTemplate, Box, CodeElement, FoldDirection
from checkin.core.message import UserError
from checkin.core.print_jobs import AS_DRAWN, Calibration, Medium

CARD = BadgeTemplate("card", 80, 50, (CodeElement(Box(0, 0, 20, 20)),))
BOTH = replace(CARD, elements=(*CARD.elements, CodeElement(Box(0, 0, 20, 20), side=2)))


@pytest.mark.parametrize("stock", SHEETS, ids=lambda stock: stock.id)
def test_every_cell_of_a_paper_is_on_it_and_over_no_other(stock):
    cells = [stock.cell(number) for number in range(stock.per_page)]
    last = cells[-1]
    assert stock.x >= 0
    assert last.x + stock.width <= stock.page[0] + 0.01
    assert stock.y >= 0
    assert last.y + stock.height <= stock.page[1] + 0.01
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
    stock = find_stock("herma-4412")
    (page,) = impose([CARD], stock, first=3)
    assert page.placements == (Placement(0, 1, stock.x + stock.dx, stock.y + stock.dy),)


def test_a_smaller_badge_stands_in_the_middle_of_its_cell():
    (page,) = impose([CARD], find_stock("a6"))
    assert page.placements[0][2:4] == (12.5, 49.5)


def test_a_back_is_mirrored_so_that_it_lies_behind_its_front():
    front, back = impose([BOTH, BOTH], find_stock("90x55"))
    for one, other in zip(front.placements, back.placements, strict=True):
        assert other == Placement(one.badge, 2, 210 - one.x - 80, one.y)


def test_a_folded_badge_has_both_sides_on_one_face():
    (page,) = impose([replace(BOTH, fold=FoldDirection.OVER)], None)
    assert page.size == (80, 100)
    assert set(page.placements) == {Placement(0, 1, 0, 50), Placement(0, 2, 0, 0, is_turned=True)}
    (page,) = impose([replace(BOTH, fold=FoldDirection.BESIDE)], None)
    assert set(page.placements) == {Placement(0, 1, 80, 0), Placement(0, 2, 0, 0)}


def test_a_badge_larger_than_its_cell_is_refused():
    with pytest.raises(UserError):
        impose([replace(CARD, fold=FoldDirection.OVER)], find_stock("herma-4412"))


# On the paper of a printer

MEDIA = st.tuples(st.floats(80, 400), st.floats(80, 400))


@given(MEDIA)
def test_on_larger_paper_a_badge_stands_upright_in_the_middle(size):
    (page,) = place_on_paper(impose([CARD], None), Medium(*size), AS_DRAWN)
    assert page.size == size
    assert page.transform.x == pytest.approx((size[0] - 80) / 2)
    assert page.transform.y == pytest.approx((size[1] - 50) / 2)
    assert (page.transform.scale, page.transform.is_turned) == (1, False)


def test_a_badge_is_turned_only_where_it_does_not_fit_upright():
    (page,) = place_on_paper(impose([CARD], None), Medium(54, 90), AS_DRAWN)
    assert page.transform == PageTransform(52, 5, 1, is_turned=True)


def test_on_paper_without_end_it_ends_with_the_badge():
    (page,) = place_on_paper(impose([CARD], None), Medium(62, 0), AS_DRAWN)
    assert (page.size, page.transform.is_turned) == ((62, 80), True)


def test_all_is_moved_and_grows_from_the_corner_as_the_printer_was_measured():
    (page,) = place_on_paper(impose([CARD], None), Medium(100, 70), Calibration(1, -2, 1.1))
    assert (page.transform.x, page.transform.y) == pytest.approx((1 + 1.1 * 10, -2 + 1.1 * 10))


@pytest.mark.parametrize("paper", [Medium(49, 200), Medium(79, 79), Medium(49, 0)])
def test_what_is_larger_than_the_paper_is_said_and_never_fitted(paper):
    assert not fits((80, 50), paper)
    with pytest.raises(UserError):
        place_on_paper(impose([CARD], None), paper, AS_DRAWN)
