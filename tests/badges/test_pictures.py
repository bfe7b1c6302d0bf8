# SPDX-License-Identifier: GPL-3.0-or-later
"""Pictures as people have them, made small enough to travel."""

import io
import random

import pytest
from PIL import Image as Pillow

from checkin.badges.pictures import HEAVIEST, SIDES, read_picture, shrink_picture
from checkin.core.message import UserError

SVG = (
    b'<svg xmlns="http://www.w3.org/2000/svg" width="20" height="10">'
    b'<rect width="20" height="10" fill="#c2410c"/></svg>'
)


def a_file(image, kind="PNG", **more):
    content = io.BytesIO()
    image.save(content, kind, **more)
    return content.getvalue()


def noise(size, mode="RGB"):
    return Pillow.frombytes(mode, (size, size), random.Random(1).randbytes(size * size * len(mode)))


def test_a_logo_keeps_every_dot_and_what_it_lets_through(qapp):
    logo = Pillow.new("RGBA", (300, 100), (0, 0, 0, 0))
    logo.paste((194, 65, 12, 255), (0, 0, 150, 100))
    kept = Pillow.open(io.BytesIO(shrink_picture(a_file(logo))))
    assert (kept.format, kept.size) == ("PNG", (300, 100))
    assert kept.convert("RGBA").tobytes() == logo.tobytes()


def test_a_photograph_is_made_light_and_says_nothing_of_where_it_was_taken(qapp):
    place = Pillow.Exif()
    place[0x010E] = "taken at home"
    photograph = noise(300).resize((3000, 3000), Pillow.Resampling.BICUBIC)
    kept = shrink_picture(a_file(photograph, "JPEG", exif=place))
    assert len(kept) <= HEAVIEST
    assert max(Pillow.open(io.BytesIO(kept)).size) <= SIDES[0]
    assert b"taken at home" not in kept


def test_a_photograph_that_was_taken_lying_stands(qapp):
    turned = Pillow.Exif()
    turned[0x0112] = 6
    kept = shrink_picture(a_file(Pillow.new("RGB", (40, 20), "#c2410c"), "JPEG", exif=turned))
    assert Pillow.open(io.BytesIO(kept)).size == (20, 40)


def test_a_drawing_is_as_fine_as_a_picture_may_be(qapp):
    image = read_picture(shrink_picture(SVG))
    assert (image.width(), image.height()) == (1200, 600)
    assert image.pixelColor(5, 5).name() == "#c2410c"


@pytest.mark.parametrize("data", [b"", b"no picture", a_file(Pillow.new("RGB", (9, 9)))[:40]])
def test_what_is_no_picture_is_told(qapp, data):
    with pytest.raises(UserError):
        shrink_picture(data)


def test_one_that_is_too_rich_at_every_size_is_told(qapp):
    with pytest.raises(UserError) as caught:
        shrink_picture(a_file(noise(600, "RGBA")))
    assert "simpler" in str(caught.value)


def test_a_picture_that_would_fill_the_memory_is_not_read(qapp):
    assert read_picture(a_file(Pillow.new("1", (20_000, 20_000)))).isNull()
