# SPDX-License-Identifier: GPL-3.0-or-later
"""Photographs as people hand them in, made small, upright and silent about everything but the face."""

import io
import random
import time

import pytest
from PIL import Image as Pillow
from PIL import ImageCms

from checkin.badges.pictures import SIZE, read_stored_picture, shrink_photograph
from checkin.core.message import UserError
from checkin.core.picture_entries import HEAVIEST_PHOTOGRAPH
from tests.hostile.pictures import jpeg_of_many_passes, png_header
from tests.patience import PATIENCE_S


def a_file(image, kind="JPEG", **more):
    content = io.BytesIO()
    image.save(content, kind, **more)
    return content.getvalue()


def noise(width, height, mode="RGB"):
    return Pillow.frombytes(mode, (width, height), random.Random(1).randbytes(width * height * len(mode)))


def kept(data):
    made = shrink_photograph(data)
    assert len(made) <= HEAVIEST_PHOTOGRAPH
    assert not read_stored_picture(made).isNull(), "every desk reads what one made"
    return Pillow.open(io.BytesIO(made))


RED = Pillow.new("RGB", (900, 1200), "#c2410c")


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP", "GIF", "BMP"])
def test_every_usual_kind_becomes_a_small_jpeg(qapp, kind):
    made = kept(a_file(RED, kind))
    assert (made.format, made.mode, made.size) == ("JPEG", "RGB", (300, 400))
    assert made.getpixel((150, 200)) == pytest.approx((194, 65, 12), abs=6)


def test_a_large_one_is_made_to_fit_and_a_small_one_is_not_made_larger(qapp):
    assert kept(a_file(Pillow.new("RGB", (8000, 6000), "white"))).size == (300, 225)
    assert kept(a_file(Pillow.new("RGB", (90, 120), "white"))).size == (90, 120)


@pytest.mark.parametrize(("turn", "size"), [(1, (400, 200)), (3, (400, 200)), (6, (200, 400)), (8, (200, 400))])
def test_one_that_was_taken_lying_stands(qapp, turn, size):
    exif = Pillow.Exif()
    exif[0x0112] = turn
    made = kept(a_file(Pillow.new("RGB", (4000, 2000), "#c2410c"), exif=exif))
    assert made.size == ((300, 150) if size[0] > size[1] else (200, 400))


def test_nothing_but_the_pixels_is_kept(qapp):
    exif = Pillow.Exif()
    exif[0x010E] = "taken at home"
    profile = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
    made = shrink_photograph(a_file(RED, exif=exif, comment=b"48.1173, -1.6778", icc_profile=profile))
    assert not any(word in made for word in (b"home", b"48.1173", b"Exif", b"ICC_PROFILE"))


def test_what_lets_through_stands_on_white(qapp):
    made = kept(a_file(Pillow.new("RGBA", (300, 300), (0, 0, 0, 0)), "PNG"))
    assert made.getpixel((10, 10)) == (255, 255, 255)


def test_colours_of_printers_and_grey_are_read(qapp):
    assert kept(a_file(Pillow.new("CMYK", (300, 400), (0, 255, 255, 0)))).getpixel((9, 9))[0] > 200
    assert kept(a_file(Pillow.new("L", (300, 400), 128))).getpixel((9, 9)) == (128, 128, 128)


def test_of_a_moving_one_the_first_picture_is_kept(qapp):
    others = [Pillow.new("RGB", (300, 400), colour) for colour in ("blue", "green")]
    made = kept(a_file(Pillow.new("RGB", (300, 400), "red"), "GIF", save_all=True, append_images=others))
    assert made.getpixel((9, 9))[0] > 240


@pytest.mark.parametrize("progressive", [True, False])
def test_the_most_detailed_picture_is_light_enough(qapp, progressive):
    assert kept(a_file(noise(1200, 1600), progressive=progressive, quality=95)).size[1] >= 300


def test_one_with_a_film_behind_its_end_is_whole(qapp):
    assert kept(a_file(RED) + b"\0\0\0\x18ftypmp42" + noise(60, 60).tobytes()).size == (300, 400)


NOT_READ = {
    "empty": (b"", "empty"),
    "a text": (b"no picture", "JPEG, PNG"),
    "a page": (b"%PDF-1.7", "JPEG, PNG"),
    "a drawing": (b"<svg xmlns='http://www.w3.org/2000/svg'/>", "JPEG, PNG"),
    "heic": (b"\0\0\0\x24ftypheic\0\0\0\0mif1", "HEIC"),
    "a cut jpeg": (a_file(noise(400, 400))[:-2000], "damaged"),
    "a jpeg without an end": (a_file(RED)[:-2], "damaged"),
    "a cut png": (a_file(noise(400, 400), "PNG")[:-20_000], "damaged"),
    "half a head": (a_file(RED)[:30], "damaged"),
    "an icon": (a_file(Pillow.new("RGB", (16, 16), "white")), "16 × 16"),
    "a thread": (a_file(Pillow.new("RGB", (40, 30_000), "white"), "PNG"), "40 × 30000"),
    "says it is huge": (png_header(60_000, 60_000, rows=b"\0"), "million"),
    "passes without end": (jpeg_of_many_passes(a_file(RED, progressive=True)), "damaged"),
    "webp of nothing": (b"RIFF\x10\0\0\0WEBPVP8 ", "damaged"),
}


@pytest.mark.parametrize(("data", "word"), NOT_READ.values(), ids=NOT_READ)
def test_what_cannot_be_read_is_told_and_why(qapp, data, word):
    began = time.monotonic()
    with pytest.raises(UserError) as caught:
        shrink_photograph(data)
    assert word in str(caught.value)
    assert time.monotonic() - began < PATIENCE_S


def test_the_same_file_becomes_the_same_photograph(qapp):
    data = a_file(noise(500, 700))
    assert shrink_photograph(data) == shrink_photograph(data)


def test_the_size_is_enough_for_a_fine_screen_and_for_a_badge(qapp):
    assert SIZE.height() >= 2 * 160
    assert SIZE.width() >= 25 / 25.4 * 300
