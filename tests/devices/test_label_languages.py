# SPDX-License-Identifier: GPL-3.0-or-later
"""The languages of Zebra and Brother: what leaves for the printer, read back by decoders of its own and beside
zebrafy and brother_ql; and ~HS."""

import numpy as np
import packbits
import pytest
from brother_ql.conversion import convert
from brother_ql.raster import BrotherQLRaster
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays
from PIL import Image
from zebrafy.graphic_field import GraphicField

from checkin.badges.badge_problems import to_dots
from checkin.core.print_jobs import DPI, MARGIN, MODELS, TAPES, Medium, PrinterTrouble, model, takes, tape
from checkin.devices import label_languages
from checkin.devices.label_languages import encode_label, pack, printable
from checkin.devices.printer import threshold_dots
from tests.badges.labels import CODE, grey_of, read_code, the_label
from tests.devices.label_decoders import brother_labels, zpl_labels
from tests.devices.played_printers import host_status

DOTS = arrays(bool, st.tuples(st.integers(1, 40), st.integers(1, 70)))


@pytest.mark.parametrize("dpi", [203, 300, 600])
def test_the_label_that_comes_out_is_the_badge_dot_by_dot(qapp, dpi):
    document = to_dots("t", the_label(), Medium(62, 100, dpi))
    (printed,) = zpl_labels(label_languages.encode_zpl(threshold_dots(document)))
    assert (printed.ink == (grey_of(document) < 128)).all()
    assert printed.said == {"PW": document.columns, "LL": document.rows, "PQ": 1}
    assert read_code(printed.ink) == CODE


@given(DOTS)
@settings(max_examples=50)
def test_whatever_is_drawn_comes_out(black):
    (printed,) = zpl_labels(label_languages.encode_zpl(black))
    assert printed.ink.shape == black.shape
    assert (printed.ink == black).all()


@given(DOTS)
@settings(max_examples=50)
def test_zebrafy_makes_the_same_picture_and_the_same_sum_of_it(black):
    image = Image.fromarray(np.where(black, 0, 255).astype(np.uint8)).convert("1", dither=Image.Dither.NONE)
    theirs = GraphicField(image, format="Z64").get_graphic_field()
    assert theirs.partition(":Z64:")[2].encode() in label_languages.encode_zpl(black)
    (hexadecimal,) = zpl_labels(f"^XA{GraphicField(image, format='ASCII_COMPRESSED').get_graphic_field()}^XZ".encode())
    assert (hexadecimal.ink[:, : black.shape[1]] == black).all()


@pytest.mark.parametrize(
    ("fields", "trouble", "pending"),
    [
        ({}, PrinterTrouble.NONE, 0),
        ({"paper": 1, "remaining": 1}, PrinterTrouble.OUT_OF_PAPER, 1),
        ({"paused": 1, "formats": 2}, PrinterTrouble.STOPPED, 2),
        ({"head": 1, "paper": 1, "paused": 1}, PrinterTrouble.COVER_OPEN, 0),
        ({"ribbon": 1}, PrinterTrouble.OUT_OF_INK, 0),
        ({"hot": 1}, PrinterTrouble.OTHER, 0),
        ({"formats": 1, "partial": 1, "remaining": 3}, PrinterTrouble.NONE, 5),
    ],
)
def test_the_answer_says_what_the_printer_lacks_and_what_it_still_has_to_print(fields, trouble, pending):
    assert label_languages.read_status(host_status(**fields)) == label_languages.HostStatus(trouble, pending)


def test_the_answer_of_the_guide_is_understood():
    answer = (
        b"\x02030,0,0,0831,000,0,0,0,000,0,0,0\x03\r\n\x02001,0,0,0,1,2,4,0,00000000,1,000\x03\r\n\x021234,0\x03\r\n"
    )
    assert label_languages.is_whole(answer)
    assert label_languages.read_status(answer) == label_languages.HostStatus(PrinterTrouble.NONE, 0)


@given(st.binary(max_size=120) | st.text("\x02\x03,01\r\n", max_size=120).map(str.encode))
@settings(max_examples=200)
def test_anything_else_is_no_answer_and_never_an_error(noise):
    status = label_languages.read_status(noise)
    assert status is None or isinstance(status, label_languages.HostStatus)
    assert label_languages.read_status(host_status()[: len(noise) % 60]) is None


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
