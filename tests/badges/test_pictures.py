# SPDX-License-Identifier: GPL-3.0-or-later
"""Photographs as people hand them in and pictures as people have them: made small, upright and silent about all but
the picture; and the photograph of a person as an element of badges."""

import io
import random
import time

import pytest
from PIL import Image as Pillow
from PIL import ImageCms

from checkin.badges.badge_problems import Badge, problems_of_person
from checkin.badges.painter import BadgeRecipient
from checkin.badges.pictures import (
    HEAVIEST,
    SIDES,
    SIZE,
    read_picture,
    read_stored_picture,
    shrink_photograph,
    shrink_picture,
)
from checkin.core.badges.badge_defaults import new_photograph
from checkin.core.badges.badge_file import badge_document, read_badge
from checkin.core.badges.template import PHOTOGRAPH, BadgeTemplate, Box, CodeElement, ImageElement
from checkin.core.message import UserError
from checkin.core.picture_entries import HEAVIEST_PHOTOGRAPH
from tests.badges.badge_images import to_image
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


@pytest.mark.parametrize(
    ("image", "colour"),
    [
        (Pillow.new("RGBA", (300, 300), (0, 0, 0, 0)), (255, 255, 255)),  # what lets through stands on white
        (Pillow.new("L", (300, 400), 128), (128, 128, 128)),
        (Pillow.new("CMYK", (300, 400), (0, 255, 255, 0)), (254, 0, 0)),
    ],
    ids=["clear", "grey", "of printers"],
)
def test_every_kind_of_colours_is_read(qapp, image, colour):
    data = a_file(image, "PNG" if image.mode == "RGBA" else "JPEG")
    assert kept(data).getpixel((10, 10)) == pytest.approx(colour, abs=60 if image.mode == "CMYK" else 0)
    assert shrink_photograph(data) == shrink_photograph(data)


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


def test_the_size_is_enough_for_a_fine_screen_and_for_a_badge(qapp):
    assert SIZE.height() >= 2 * 160
    assert SIZE.width() >= 25 / 25.4 * 300


SVG = (
    b'<svg xmlns="http://www.w3.org/2000/svg" width="20" height="10">'
    b'<rect width="20" height="10" fill="#c2410c"/></svg>'
)


def test_a_logo_keeps_every_dot_and_what_it_lets_through(qapp):
    logo = Pillow.new("RGBA", (300, 100), (0, 0, 0, 0))
    logo.paste((194, 65, 12, 255), (0, 0, 150, 100))
    small = Pillow.open(io.BytesIO(shrink_picture(a_file(logo, "PNG"))))
    assert (small.format, small.size) == ("PNG", (300, 100))
    assert small.convert("RGBA").tobytes() == logo.tobytes()


def test_a_photograph_is_made_light_and_says_nothing_of_where_it_was_taken(qapp):
    place = Pillow.Exif()
    place[0x010E] = "taken at home"
    photograph = noise(300, 300).resize((3000, 3000), Pillow.Resampling.BICUBIC)
    small = shrink_picture(a_file(photograph, "JPEG", exif=place))
    assert len(small) <= HEAVIEST
    assert max(Pillow.open(io.BytesIO(small)).size) <= SIDES[0]
    assert b"taken at home" not in small


def test_a_photograph_that_was_taken_lying_stands(qapp):
    turned = Pillow.Exif()
    turned[0x0112] = 6
    small = shrink_picture(a_file(Pillow.new("RGB", (40, 20), "#c2410c"), "JPEG", exif=turned))
    assert Pillow.open(io.BytesIO(small)).size == (20, 40)


def test_a_drawing_is_as_fine_as_a_picture_may_be(qapp):
    image = read_picture(shrink_picture(SVG))
    assert (image.width(), image.height()) == (1200, 600)
    assert image.pixelColor(5, 5).name() == "#c2410c"


def test_a_picture_that_would_fill_the_memory_is_not_read(qapp):
    assert read_picture(a_file(Pillow.new("1", (20_000, 20_000)), "PNG")).isNull()


@pytest.mark.parametrize(
    ("data", "says"),
    [
        (b"", "picture"),
        (b"no picture", "picture"),
        (a_file(Pillow.new("RGB", (9, 9)), "PNG")[:40], "picture"),
        (a_file(noise(600, 600, "RGBA"), "PNG"), "simpler"),
    ],
    ids=["empty", "a text", "cut", "too rich at every size"],
)
def test_what_cannot_be_a_picture_is_told(qapp, data, says):
    with pytest.raises(UserError, match=says):
        shrink_picture(data)


CARD = BadgeTemplate("Card", 86, 54, (ImageElement(Box(5, 5, 30, 40), PHOTOGRAPH), CodeElement(Box(50, 10, 30, 30))))
WHITE = "#ffffff"


@pytest.fixture(scope="module")
def face():
    content = io.BytesIO()
    Pillow.new("RGB", (600, 800), "#c2410c").save(content, "JPEG")
    return shrink_photograph(content.getvalue())


def drawn(photograph, template=CARD):
    badge = Badge(template, BadgeRecipient({"code": "ABC"}, photograph=photograph))
    assert problems_of_person(badge) == [], "a person without a photograph is no fault of the badge"
    return to_image(badge, 300)


def colour_at(image, x, y):
    return image.pixelColor(round(x / 25.4 * 300), round(y / 25.4 * 300)).name()


def test_the_photograph_fills_its_box(qapp, face):
    image = drawn(face)
    assert all(colour_at(image, *place) == colour_at(image, 20, 25) != WHITE for place in ((6, 6), (34, 44)))
    assert colour_at(image, 3, 25) == WHITE


@pytest.mark.parametrize("photograph", [b"", b"no picture", b"GIF89a"])
def test_without_a_photograph_that_can_be_read_the_place_stays_empty(qapp, photograph):
    image = drawn(photograph)
    assert {colour_at(image, x, y) for x in (6, 20, 34) for y in (6, 25, 44)} == {WHITE}


def test_a_badge_file_names_the_photograph_as_a_picture():
    document = badge_document(CARD)
    assert document["element"][0]["image"] == "{photograph}"
    assert read_badge(document) == CARD
    assert CARD.has_photograph
    assert not BadgeTemplate("Plain", 86, 54, (ImageElement(Box(0, 0, 9, 9), "logo.png"),)).has_photograph


@pytest.mark.parametrize("size", [(105, 148), (86, 54), (62, 29), (10, 10)])
def test_a_new_one_stands_upright_inside_the_badge(size):
    template = BadgeTemplate("Any", *size)
    box = new_photograph(template, 1).box
    assert box.width < box.height <= size[1]
    assert box.width <= 25
