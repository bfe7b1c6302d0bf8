# SPDX-License-Identifier: GPL-3.0-or-later
"""The photograph of a person as an element of badges: drawn in its box, and nothing where there is none."""

import io

import pytest
from PIL import Image as Pillow

from checkin.badges.badge_problems import Badge, problems_of_person
from checkin.badges.painter import BadgeRecipient
from checkin.badges.pictures import shrink_photograph
from checkin.core.badges.badge_defaults import new_photograph
from checkin.core.badges.badge_file import badge_document, read_badge
from checkin.core.badges.template import PHOTOGRAPH, BadgeTemplate, Box, CodeElement, ImageElement
from tests.badges.badge_images import to_image

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
