# SPDX-License-Identifier: GPL-3.0-or-later
"""Zebra's language: what leaves for the printer, read back by a decoder of its own and beside zebrafy; and ~HS."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays
from PIL import Image
from zebrafy.graphic_field import GraphicField

from checkin.badges.badge_problems import to_dots
from checkin.core.print_jobs import Medium, PrinterTrouble
from checkin.devices import label_languages
from checkin.devices.printer import threshold_dots
from tests.badges.labels import CODE, grey_of, read_code, the_label
from tests.devices.label_decoders import zpl_labels
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
