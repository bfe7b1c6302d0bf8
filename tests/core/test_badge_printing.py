# SPDX-License-Identifier: GPL-3.0-or-later
"""What goes where on paper and on labels."""

import math
from dataclasses import replace
from itertools import combinations

import pytest
from brother_ql.labels import ALL_LABELS
from brother_ql.models import ALL_MODELS
from hypothesis import given
from hypothesis import strategies as st

from checkin.core import print_jobs
from checkin.core.badges import badge_defaults
from checkin.core.badges.imposition import SHEETS, PageTransform, Placement, find_stock, fits, impose, place_on_paper
from checkin.core.badges.template import BadgeTemplate, Box, CodeElement, FoldDirection
from checkin.core.message import UserError

CARD = BadgeTemplate("card", 80, 50, (CodeElement(Box(0, 0, 20, 20)),))
BOTH = replace(CARD, elements=(*CARD.elements, CodeElement(Box(0, 0, 20, 20), side=2)))


@pytest.mark.parametrize("stock", SHEETS, ids=lambda stock: stock.id)
def test_every_cell_of_a_paper_is_on_it_and_over_no_other(stock):
    cells = [stock.cell(number) for number in range(stock.per_page)]
    last = cells[-1]
    assert min(stock.x, stock.y) >= 0
    assert last.x + stock.width <= stock.page[0] + 0.01
    assert last.y + stock.height <= stock.page[1] + 0.01
    for one, other in combinations(cells, 2):
        assert abs(one.x - other.x) >= stock.width - 0.01 or abs(one.y - other.y) >= stock.height - 0.01


@given(st.sampled_from([s for s in SHEETS if s.width >= 80 and s.height >= 50]), st.integers(0, 60), st.integers(0, 30))
def test_every_badge_has_one_place_and_no_two_share_one(stock, count, first):
    pages = impose([CARD] * count, stock, first)
    placed = [(number, p.x, p.y) for number, page in enumerate(pages) for p in page.placements]
    assert sorted(p.badge for page in pages for p in page.placements) == list(range(count))
    assert len(set(placed)) == count


def test_used_cells_stay_free_and_a_smaller_badge_stands_in_the_middle_of_its_cell():
    stock = find_stock("herma-4412")
    (page,) = impose([CARD], stock, first=3)
    assert page.placements == (Placement(0, 1, stock.x + stock.dx, stock.y + stock.dy),)
    (page,) = impose([CARD], find_stock("a6"))
    assert page.placements[0][2:4] == (12.5, 49.5)


def test_a_back_lies_behind_its_front_or_folded_on_one_face():
    front, back = impose([BOTH, BOTH], find_stock("90x55"))
    for one, other in zip(front.placements, back.placements, strict=True):
        assert other == Placement(one.badge, 2, 210 - one.x - 80, one.y)
    (page,) = impose([replace(BOTH, fold=FoldDirection.OVER)], None)
    assert page.size == (80, 100)
    assert set(page.placements) == {Placement(0, 1, 0, 50), Placement(0, 2, 0, 0, is_turned=True)}
    (page,) = impose([replace(BOTH, fold=FoldDirection.BESIDE)], None)
    assert set(page.placements) == {Placement(0, 1, 80, 0), Placement(0, 2, 0, 0)}
    with pytest.raises(UserError):
        impose([replace(CARD, fold=FoldDirection.OVER)], find_stock("herma-4412"))


MEDIA = st.tuples(st.floats(80, 400), st.floats(80, 400))


@given(MEDIA)
def test_on_larger_paper_a_badge_stands_upright_in_the_middle(size):
    (page,) = place_on_paper(impose([CARD], None), print_jobs.Medium(*size), print_jobs.AS_DRAWN)
    assert page.size == size
    assert (page.transform.x, page.transform.y) == pytest.approx(((size[0] - 80) / 2, (size[1] - 50) / 2))
    assert (page.transform.scale, page.transform.is_turned) == (1, False)


def test_a_badge_is_turned_only_where_it_does_not_fit_upright_and_moved_as_the_printer_was_measured():
    (page,) = place_on_paper(impose([CARD], None), print_jobs.Medium(54, 90), print_jobs.AS_DRAWN)
    assert page.transform == PageTransform(52, 5, 1, is_turned=True)
    (page,) = place_on_paper(impose([CARD], None), print_jobs.Medium(62, 0), print_jobs.AS_DRAWN)
    assert (page.size, page.transform.is_turned) == ((62, 80), True)
    (page,) = place_on_paper(impose([CARD], None), print_jobs.Medium(100, 70), print_jobs.Calibration(1, -2, 1.1))
    assert (page.transform.x, page.transform.y) == pytest.approx((1 + 1.1 * 10, -2 + 1.1 * 10))


@pytest.mark.parametrize("paper", [print_jobs.Medium(49, 200), print_jobs.Medium(79, 79), print_jobs.Medium(49, 0)])
def test_what_is_larger_than_the_paper_is_said_and_never_fitted(paper):
    assert not fits((80, 50), paper)
    with pytest.raises(UserError):
        place_on_paper(impose([CARD], None), paper, print_jobs.AS_DRAWN)


A6 = print_jobs.Medium(105, 148)
SHIFTS = st.floats(-8, 8)
SCALES = st.floats(0.95, 1.05)


class Askew:
    """A printer that prints everything moved and too large or too small."""

    def __init__(self, x, y, scale):
        self.x, self.y, self.scale = x, y, scale

    def page(self, now, paper=A6):
        """What somebody measures on its test page."""
        at, line = badge_defaults.mark_distance(paper), badge_defaults.ruler_length(paper)
        left = self.scale * (now.scale * at + now.x) + self.x
        top = self.scale * (now.scale * at + now.y) + self.y
        return badge_defaults.page_measurement(paper, left, top, self.scale * now.scale * line)


@given(st.builds(Askew, SHIFTS, SHIFTS, SCALES), st.builds(print_jobs.Calibration, SHIFTS, SHIFTS, SCALES))
def test_measured_once_whatever_was_made_up_for_before_the_next_page_is_right(printer, now):
    page = printer.page(now.after(printer.page(now)))
    assert (page.left, page.top, page.length) == pytest.approx((page.mark, page.mark, page.line), abs=0.02)
    assert print_jobs.Calibration().after(Askew(0, 0, 1).page(print_jobs.Calibration())) == print_jobs.Calibration()


@pytest.mark.parametrize("measures", [(10, 10, 0), (10, 10, -90), (60, 10, 90), (10, 10, 40), (math.nan, 10, 90)])
def test_what_no_printer_does_was_not_measured(measures):
    with pytest.raises(UserError):
        print_jobs.Calibration().after(badge_defaults.page_measurement(A6, *measures))


@pytest.mark.parametrize(
    "paper",
    [A6, print_jobs.Medium(62, 100), print_jobs.Medium(90, 55), print_jobs.Medium(29, 90), print_jobs.Medium(62, 29)],
)
def test_the_page_to_measure_has_everything_on_the_paper(paper):
    page = badge_defaults.calibration_template(paper)
    assert (page.width, page.height) == (paper.width, paper.height)
    assert all(e.box.x >= 0 and e.box.right <= paper.width for e in page.elements)
    assert all(e.box.y >= 0 and e.box.bottom <= paper.height for e in page.elements)
    assert badge_defaults.mark_distance(paper) + badge_defaults.ruler_length(paper) <= paper.width


def test_a_plan_of_printing_says_where_and_on_which_printer():
    assert print_jobs.PrintPlan().prints_at("accueil", first="accueil")
    assert not print_jobs.PrintPlan().prints_at("atelier", first="accueil")
    assert print_jobs.PrintPlan(points=("atelier",)).prints_at("atelier", first="accueil")
    assert not print_jobs.PrintPlan(points=("atelier",)).prints_at("accueil", first="accueil")
    plan = print_jobs.PrintPlan(
        "ipp://here/printers/hall", "pdf:/tmp/badges", setups={"pdf:/tmp/badges": print_jobs.PrinterSetup("Papier")}
    )
    assert [plan.name_of(address) for address in plan.printers] == ["hall", "Papier"]
    assert print_jobs.PrintPlan("a", "a").printers == ("a",)
    plan = print_jobs.PrintPlan("hall", "office")
    assert [plan.fallback_for(address) for address in ("hall", "office", "attic")] == ["office", "", ""]
    assert print_jobs.PrintPlan("hall", "hall").fallback_for("hall") == ""


@pytest.mark.parametrize(
    ("printed", "left", "warns"),
    [(0, 300, False), (280, print_jobs.LOW, False), (281, 19, True), (300, 0, True), (310, 0, True)],
)
def test_what_was_printed_is_gone_and_the_last_are_told(printed, left, warns):
    roll = print_jobs.LabelRoll(300, printed)
    assert (roll.left, roll.warning is not None) == (left, warns)
    assert print_jobs.LabelRoll(10, 10).warning != print_jobs.LabelRoll(10, 9).warning


OTHER_NAMES = {"38x90": "39x90"}


@pytest.mark.parametrize("ours", print_jobs.TAPES, ids=lambda t: t.id)
def test_a_roll_is_as_the_library_knows_it(ours):
    theirs = next(each for each in ALL_LABELS if each.identifier == OTHER_NAMES.get(ours.id, ours.id))
    assert theirs.tape_size == (ours.width, ours.length)
    assert (theirs.dots_printable, theirs.offset_r) == ((ours.dots, ours.rows), ours.offset)
    assert bool(theirs.color) == ours.has_red


@pytest.mark.parametrize("ours", print_jobs.MODELS, ids=lambda m: m.id)
def test_a_printer_is_as_the_library_knows_it(ours):
    theirs = next(each for each in ALL_MODELS if each.identifier == ours.id)
    assert (theirs.number_bytes_per_row, theirs.additional_offset_r) == (ours.row, ours.offset)
    assert (theirs.compression_support, theirs.mode_setting) == (ours.packs, ours.switches)
    assert (theirs.cutting, theirs.expanded_mode) == (ours.cuts, ours.widens)
    assert (theirs.two_color, theirs.num_invalidate_bytes) == (ours.has_red, ours.reset)


def test_a_later_make_of_a_printer_is_that_printer_and_every_plain_roll_lies_under_every_head():
    assert print_jobs.model("ql-820nwbc") == print_jobs.model("QL-820NWB")
    assert print_jobs.model("QL-9000") is None
    common = [each for each in print_jobs.TAPES if not each.has_red and not each.id.startswith("102")]
    assert all(print_jobs.takes(printer, roll) for printer in print_jobs.MODELS for roll in common)


@pytest.mark.parametrize(
    ("printer", "roll", "fits"),
    [
        ("QL-820NWB", "62x100", True),
        ("QL-820NWB", "62red", True),
        ("QL-700", "62red", False),
        ("QL-700", "102x51", False),
        ("QL-1100", "102x51", True),
    ],
)
def test_a_printer_takes_the_rolls_that_lie_under_its_head(printer, roll, fits):
    assert print_jobs.takes(print_jobs.model(printer), print_jobs.tape(roll)) is fits
