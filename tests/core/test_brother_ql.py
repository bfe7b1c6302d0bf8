# SPDX-License-Identifier: GPL-3.0-or-later
"""The table of printers and rolls beside that of the library."""

import pytest
from brother_ql.labels import ALL_LABELS
from brother_ql.models import ALL_MODELS

from checkin.core.print_jobs import MODELS, TAPES, model, takes, tape

OTHER_NAMES = {"38x90": "39x90"}


@pytest.mark.parametrize("ours", TAPES, ids=lambda t: t.id)
def test_a_roll_is_as_the_library_knows_it(ours):
    theirs = next(each for each in ALL_LABELS if each.identifier == OTHER_NAMES.get(ours.id, ours.id))
    assert theirs.tape_size == (ours.width, ours.length)
    assert (theirs.dots_printable, theirs.offset_r) == ((ours.dots, ours.rows), ours.offset)
    assert bool(theirs.color) == ours.has_red


@pytest.mark.parametrize("ours", MODELS, ids=lambda m: m.id)
def test_a_printer_is_as_the_library_knows_it(ours):
    theirs = next(each for each in ALL_MODELS if each.identifier == ours.id)
    assert (theirs.number_bytes_per_row, theirs.additional_offset_r) == (ours.row, ours.offset)
    assert (theirs.compression_support, theirs.mode_setting) == (ours.packs, ours.switches)
    assert (theirs.cutting, theirs.expanded_mode) == (ours.cuts, ours.widens)
    assert (theirs.two_color, theirs.num_invalidate_bytes) == (ours.has_red, ours.reset)


def test_a_later_make_of_a_printer_is_that_printer():
    assert model("ql-820nwbc") == model("QL-820NWB")
    assert model("QL-9000") is None


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
    assert takes(model(printer), tape(roll)) is fits


def test_every_other_roll_lies_under_every_head():
    common = [each for each in TAPES if not each.has_red and not each.id.startswith("102")]
    assert all(takes(printer, roll) for printer in MODELS for roll in common)
