# SPDX-License-Identifier: GPL-3.0-or-later
"""A picture made to do harm: chosen by the organiser, or told by another desk."""

import base64
import contextlib
import io
import time

import pytest
from PIL import Image as Pillow

from checkin.badges import pictures
from checkin.badges.pictures import read_picture, read_stored_picture, shrink_picture
from checkin.core.badges.badge_file import saved_entry
from checkin.core.badges.template import BadgeTemplate, Box, ImageElement
from checkin.core.entries import EntryKind
from checkin.core.message import UserError
from checkin.core.picture_entries import MOST_PARTS, join_pictures, picture_digest, picture_entries
from checkin.services.badges.badge_templates import own_templates
from tests.builders import Steps
from tests.hostile.pictures import BAD_DRAWINGS, jpeg_of_many_passes, png_header, svg
from tests.patience import PATIENCE_S


def red_dot(folder):
    path = folder / "secret.png"
    Pillow.new("RGB", (20, 10), "#ff0000").save(path)
    return path


@pytest.mark.parametrize("make", BAD_DRAWINGS.values(), ids=BAD_DRAWINGS)
def test_a_bad_drawing_is_told_in_a_sentence_and_soon(qapp, make, monkeypatch):
    monkeypatch.setattr(pictures, "SECONDS", 5.0)
    data, began = make(), time.monotonic()
    with contextlib.suppress(UserError):
        shrink_picture(data)
    assert time.monotonic() - began < PATIENCE_S
    assert read_stored_picture(data).isNull(), "no drawing is kept in an event"


@pytest.mark.parametrize("how", ["xlink:href", "href"])
@pytest.mark.parametrize("where", ["file://{}", "{}", "data:image/svg+xml;base64,PHN2Zy8+"])
def test_a_drawing_reads_no_file_of_this_computer(qapp, tmp_path, how, where):
    name = where.format(red_dot(tmp_path))
    white = '<rect width="20" height="10" fill="#fff"/>'
    image = read_picture(svg(f'{white}<image {how}="{name}" width="20" height="10"/>'))
    assert image.pixelColor(600, 300).name() == "#ffffff"


def test_a_picture_inside_a_drawing_is_drawn(qapp, tmp_path):
    inside = base64.b64encode(red_dot(tmp_path).read_bytes()).decode()
    image = read_picture(svg(f'<image xlink:href="data:image/png;base64,{inside}" width="20" height="10"/>'))
    assert image.pixelColor(600, 300).name() == "#ff0000"


def test_a_drawing_with_words_styles_and_gradients_is_drawn_as_before(qapp):
    gradient = "<linearGradient id='g'><stop stop-color='#00ff00'/></linearGradient>"
    style, word = "<style>.a{fill:url(#g)}</style>", "<text x='1' y='9'>é</text>"
    inner = f"{style}<defs>{gradient}</defs><rect class='a' width='20' height='10'/>{word}"
    assert read_picture(svg(inner)).pixelColor(1100, 50).name() == "#00ff00"


@pytest.mark.parametrize("size", [(60_000, 60_000), (2**31 - 1, 1), (1, 2**31 - 1), (100_000, 1_000), (0, 5)])
def test_a_picture_that_says_it_is_huge_is_not_read(qapp, size):
    data = png_header(*size, rows=b"\0")
    assert read_picture(data).isNull()
    assert read_stored_picture(data).isNull()
    with pytest.raises(UserError):
        shrink_picture(data)


def test_one_that_another_desk_told_is_read_only_as_large_as_ours_are(qapp):
    assert read_stored_picture(png_header(4_000, 4_000)).isNull()
    assert not read_stored_picture(png_header(1_200, 1_200)).isNull()


def test_a_jpeg_that_goes_over_its_dots_again_and_again_is_not_read(qapp):
    content = io.BytesIO()
    Pillow.new("RGB", (1_200, 1_200), "#c2410c").save(content, "JPEG", progressive=True)
    assert not read_stored_picture(content.getvalue()).isNull()
    data = jpeg_of_many_passes(content.getvalue())
    assert read_stored_picture(data).isNull()
    assert read_picture(data).isNull()


LOGO = bytes(range(256)) * 60
WILD = [
    {"of": 10**12},
    {"of": 10**400},
    {"of": -1},
    {"of": True},
    {"of": "3"},
    {"of": MOST_PARTS + 1},
    {"part": 10**12, "of": 10**12 + 1},
    {"part": -1},
    {"part": None},
    {"data": None},
    {"data": "é"},
    {"data": "===="},
    {"picture": ["x"]},
    {"picture": {}},
    {},
]


@pytest.mark.parametrize("wild", WILD, ids=str)
@pytest.mark.parametrize("comes", ["before", "after"])
def test_an_entry_of_a_picture_that_is_none_takes_no_memory_and_no_other_picture(wild, comes):
    rows = picture_entries(LOGO)
    strange = (
        EntryKind.BADGE_PICTURE_KEPT,
        "",
        {"picture": picture_digest(LOGO), "part": 0, "of": 3, "data": "AAAA", **wild},
    )
    rows = [strange, *rows] if comes == "before" else rows
    steps = Steps()
    entries = [steps.entry(kind, subject, **body) for kind, subject, body in rows]
    if comes == "after" and set(wild) - {"data"}:
        entries.append(steps.entry(strange[0], "", **strange[2]))
    assert join_pictures(entries, [picture_digest(LOGO)]) == {picture_digest(LOGO): LOGO}


def test_a_badge_whose_picture_is_a_drawing_of_another_desk_shows_none(event, clock, qapp):
    data = BAD_DRAWINGS["nested uses"]()
    template = BadgeTemplate("A6", 105, 148, (ImageElement(Box(0, 0, 20, 20), "logo.png"),))
    with event.transaction():
        event.journal.append_all(
            [saved_entry("a", template, {"logo.png": data}), *picture_entries(data)], at=clock(), desk="X"
        )
    (loaded,) = own_templates(event)
    assert loaded.pictures["logo.png"].isNull()
