# SPDX-License-Identifier: GPL-3.0-or-later
import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from checkin.core.badges import badge_defaults
from checkin.core.message import UserError
from checkin.core.print_jobs import Calibration, Medium, PrinterSetup, PrintPlan

A6 = Medium(105, 148)
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


@given(st.builds(Askew, SHIFTS, SHIFTS, SCALES), st.builds(Calibration, SHIFTS, SHIFTS, SCALES))
def test_measured_once_whatever_was_made_up_for_before_the_next_page_is_right(printer, now):
    after = now.after(printer.page(now))
    page = printer.page(after)
    assert math.isclose(page.left, page.mark, abs_tol=0.02)
    assert math.isclose(page.top, page.mark, abs_tol=0.02)
    assert math.isclose(page.length, page.line, abs_tol=0.02)


def test_a_page_that_is_right_changes_nothing():
    assert Calibration().after(Askew(0, 0, 1).page(Calibration())) == Calibration()


@pytest.mark.parametrize("measures", [(10, 10, 0), (10, 10, -90), (60, 10, 90), (10, 10, 40), (math.nan, 10, 90)])
def test_what_no_printer_does_was_not_measured(measures):
    with pytest.raises(UserError):
        Calibration().after(badge_defaults.page_measurement(A6, *measures))


@pytest.mark.parametrize("paper", [A6, Medium(62, 100), Medium(90, 55), Medium(29, 90), Medium(62, 29)])
def test_the_page_to_measure_has_everything_on_the_paper(paper):
    page = badge_defaults.calibration_template(paper)
    assert (page.width, page.height) == (paper.width, paper.height)
    assert all(e.box.x >= 0 and e.box.right <= paper.width for e in page.elements)
    assert all(e.box.y >= 0 and e.box.bottom <= paper.height for e in page.elements)
    assert badge_defaults.mark_distance(paper) + badge_defaults.ruler_length(paper) <= paper.width


def test_an_arrival_prints_at_the_first_control_point_unless_others_are_named():
    assert PrintPlan().prints_at("accueil", first="accueil")
    assert not PrintPlan().prints_at("atelier", first="accueil")
    assert PrintPlan(points=("atelier",)).prints_at("atelier", first="accueil")
    assert not PrintPlan(points=("atelier",)).prints_at("accueil", first="accueil")


def test_a_printer_is_called_as_people_call_it_or_by_its_address():
    plan = PrintPlan("ipp://here/printers/hall", "pdf:/tmp/badges", setups={"pdf:/tmp/badges": PrinterSetup("Papier")})
    assert [plan.name_of(address) for address in plan.printers] == ["hall", "Papier"]
    assert PrintPlan("a", "a").printers == ("a",)


def test_who_takes_over_is_another_printer_and_only_for_the_first():
    plan = PrintPlan("hall", "office")
    assert [plan.fallback_for(address) for address in ("hall", "office", "attic")] == ["office", "", ""]
    assert PrintPlan("hall", "hall").fallback_for("hall") == ""
