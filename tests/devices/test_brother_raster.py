# SPDX-License-Identifier: GPL-3.0-or-later
"""Brother's language: what leaves for the printer, read back by a decoder of its own and beside brother_ql."""

import numpy as np
import packbits
import pytest
from brother_ql.conversion import convert
from brother_ql.raster import BrotherQLRaster
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image

from checkin.badges.badge_problems import to_dots
from checkin.core.print_jobs import DPI, MARGIN, MODELS, TAPES, Medium, model, takes, tape
from checkin.devices.label_languages import encode_label, pack, printable
from checkin.devices.printer import threshold_dots
from tests.badges.labels import CODE, grey_of, read_code, the_label
from tests.devices.label_decoders import brother_labels

OTHER_NAMES = {"38x90": "39x90"}


def on(ink, printer, roll):
    """The dots of the head that lie over the roll's printable part."""
    right = printer.row * 8 - roll.offset - printer.offset
    return ink[:, right - roll.dots : right]


def noise(roll):
    rows = roll.rows or 300
    return np.random.default_rng(7).random((rows, roll.dots)) < 0.3


@pytest.mark.parametrize("name", ["QL-570", "QL-820NWB", "QL-1110NWB"])
def test_the_label_that_comes_out_is_the_middle_of_the_badge_dot_by_dot(qapp, name):
    printer, roll = model(name), tape("62x100")
    document = to_dots("t", the_label(), Medium(62, 100, DPI))
    (printed,) = brother_labels(encode_label(printable(threshold_dots(document), roll), printer, roll))
    whole = grey_of(document) < 128
    out = on(printed.ink, printer, roll)
    assert out.shape == (1109, 696)
    assert (out == whole[36 : 36 + 1109, 18 : 18 + 696]).all()
    assert printed.ink.sum() == out.sum() == whole.sum(), "something stood at the edge, or beside the roll"
    assert read_code(out) == CODE


def test_on_a_roll_without_end_the_piece_that_is_cut_is_as_long_as_the_badge(qapp):
    printer, roll = model("QL-820NWB"), tape("62")
    document = to_dots("t", the_label(), Medium(62, 0, DPI))
    (printed,) = brother_labels(encode_label(printable(threshold_dots(document), roll), printer, roll))
    assert len(printed.ink) + 2 * MARGIN == round(100 / 25.4 * DPI)
    assert printed.said["d"] == MARGIN.to_bytes(2, "little")
    assert printed.said["z"][:4] == bytes([0x80 | 0x40 | 0x04 | 0x02, 0x0A, 62, 0])
    assert read_code(on(printed.ink, printer, roll)) == CODE


def test_each_label_is_cut_and_the_roll_is_named():
    printer, roll = model("QL-820NWB"), tape("29x90")
    (printed,) = brother_labels(encode_label(noise(roll), printer, roll))
    assert (printed.said["M"], printed.said["A"], printed.said["K"]) == (b"\x40", b"\x01", b"\x08")
    assert printed.said["z"] == bytes([0xCE, 0x0B, 29, 90]) + (991).to_bytes(4, "little") + b"\0\0"


PAIRS = [(p, t) for p in MODELS for t in TAPES if takes(p, t)]
SOME = [*PAIRS[:: len(PAIRS) // 40], *(pair for pair in PAIRS if pair[1].has_red)]


@pytest.mark.parametrize(("printer", "roll"), SOME, ids=lambda each: each.id)
def test_the_library_makes_the_same_label_for_every_printer_and_roll(printer, roll):
    black = noise(roll)
    (ours,) = brother_labels(encode_label(black, printer, roll))
    (theirs,) = brother_labels(in_the_library(black, printer, roll))
    assert (ours.ink == theirs.ink).all()
    assert (on(ours.ink, printer, roll) == black).all()
    for command in {"a", "M", "A", "K", "d", "packs"} & (set(ours.said) | set(theirs.said)):
        assert ours.said.get(command) == theirs.said.get(command), command
    assert (ours.said["z"][0] | 0x08, *ours.said["z"][1:]) == tuple(theirs.said["z"])


def in_the_library(black, printer, roll):
    image = Image.fromarray(np.where(black, 0, 255).astype(np.uint8)).convert("RGB")
    raster = BrotherQLRaster(printer.id)
    raster.exception_on_warning = True
    if roll.has_red:
        with pytest.warns(DeprecationWarning, match="getdata"):  # of Pillow, for how the library finds the red dots
            return convert(raster, [image], roll.id, red=True, threshold=50)
    name = OTHER_NAMES.get(roll.id, roll.id)
    return convert(raster, [image], name, rotate="0", threshold=50, compress=printer.packs)


@given(st.lists(st.tuples(st.integers(0, 255), st.integers(1, 140)), max_size=8))
@settings(max_examples=100)
def test_packed_rows_unpack_to_what_they_were(runs):
    row = b"".join(bytes([value]) * count for value, count in runs)
    assert packbits.decode(pack(row)) == row
    assert len(pack(row)) <= len(row) + len(row) // 128 + 1 + len(runs)
