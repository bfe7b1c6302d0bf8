# SPDX-License-Identifier: GPL-3.0-or-later
"""Badges as they come out: every check looks at dots, not at what was asked for."""

from dataclasses import replace

import pytest
from PySide6.QtCore import QRectF
from PySide6.QtGui import QColor, QImage

from checkin.badges.badge_fonts import UNIT, load, missing_letters
from checkin.badges.badge_problems import Badge, find_problems, inspect_badge
from checkin.badges.painter import BadgeRecipient, contrasting_ink, fit_text
from checkin.core.badges.template import (
    Align,
    BadgeTemplate,
    Box,
    CodeElement,
    Condition,
    ImageElement,
    Shape,
    ShapeElement,
    TextElement,
)
from checkin.devices.decoder import decode_image
from tests.badges.badge_images import to_image
from tests.builders import an_attendee

CODE = an_attendee(1).ticket_code
SOMEBODY = BadgeRecipient({"first_name": "Éléonore", "last_name": "Le Goff", "code": CODE}, "presse")


def a_badge(*elements, subject=SOMEBODY, pictures=None, **more):
    template = BadgeTemplate("test", 60, 40, elements, colours={"presse": "#8A0F2E"}, **more)
    return Badge(template, subject, pictures or {})


def ink_box(image):
    """The edges, in mm, of all that is not white."""
    per_mm = image.width() / 60
    dark = [
        (x, y) for x in range(image.width()) for y in range(image.height()) if image.pixelColor(x, y).lightness() < 128
    ]
    xs, ys = zip(*dark, strict=True)
    return min(xs) / per_mm, min(ys) / per_mm, (max(xs) + 1) / per_mm, (max(ys) + 1) / per_mm


@pytest.mark.parametrize("dpi", [150, 203, 300])
@pytest.mark.parametrize("shape", [Shape.BOX, Shape.ELLIPSE])
def test_a_shape_stands_where_the_template_says_within_three_tenths_of_a_millimetre(qapp, dpi, shape):
    image = to_image(a_badge(ShapeElement(Box(7, 5, 31, 22), shape, "#000000")), dpi)
    assert ink_box(image) == pytest.approx((7, 5, 38, 27), abs=0.3)


def test_two_texts_are_told_to_run_into_each_other_only_where_their_letters_do(qapp):
    first = TextElement(Box(5, 5, 50, 10), "{first_name}", 6)
    beside = TextElement(Box(40, 5, 15, 10), "{last_name}", 3)
    below = TextElement(Box(5, 12, 50, 10), "{last_name}", 6)
    assert find_problems([a_badge(first, beside), a_badge(first, below)]) == []
    over = TextElement(Box(15, 6, 30, 8), "{last_name}", 6)
    ((words, fields),) = find_problems([a_badge(first, over)])
    assert ("overlap" in words.text, fields) == (True, {"one": "Éléonore", "other": "Le Goff"})
    assert find_problems([a_badge(first, replace(over, side=2))]) == []


@pytest.mark.parametrize("dpi", [150, 203, 300, 600])
def test_the_code_is_read_and_is_the_tickets(qapp, tmp_path, dpi):
    path = tmp_path / "badge.png"
    assert to_image(a_badge(CodeElement(Box(10, 5, 28, 28))), dpi).save(str(path))
    assert [sighting.text for sighting in decode_image(path)] == [CODE]


@pytest.mark.parametrize("dpi", [203, 300])
def test_a_module_is_a_whole_number_of_dots(qapp, dpi):
    image = to_image(a_badge(CodeElement(Box(10.3, 5.7, 27.1, 27.1))), dpi)
    left, top, right, bottom = (round(edge * image.width() / 60) for edge in ink_box(image))
    module = (right - left) / 21
    assert module == int(module)
    grid = {image.pixelColor(x, y).lightness() for x in range(left, right) for y in range(top, bottom)}
    assert grid == {0, 255}


def test_a_long_name_is_set_smaller_then_broken_and_never_leaves_its_box(qapp):
    element = TextElement(Box(5, 5, 50, 14), "{n}", size=9, least=3)
    box = QRectF(0, 0, 50 * UNIT, 14 * UNIT)
    short, long, longer = (
        fit_text(element, name, box)
        for name in ("Éléonore", "Marie-Antoinette Élisabeth", "Rakotoarimanantsoavina-Ravalomandro de Montgrenier")
    )
    assert (short.size, len(short.paragraphs[0].layout.text())) == (9, 8)
    assert short.size > long.size >= longer.size >= element.least
    for setting in (short, long, longer):
        assert not setting.is_cut
        assert setting.height <= box.height()
        layout = setting.paragraphs[0].layout
        assert all(layout.lineAt(n).naturalTextWidth() <= box.width() + 1 for n in range(layout.lineCount()))


def test_a_text_that_fits_nowhere_is_cut_and_told(qapp):
    name = "Wolfeschlegelsteinhausenbergerdorff" * 6
    badge = a_badge(
        TextElement(Box(5, 5, 50, 8), "{last_name}", size=6, least=2), subject=BadgeRecipient({"last_name": name})
    )
    report = inspect_badge(badge)
    assert report.cut == [name]
    assert ink_box(to_image(badge, 150))[2] <= 55.3


@pytest.mark.parametrize(("align", "edge"), [(Align.LEFT, 0), (Align.RIGHT, 2)])
def test_a_text_stands_at_the_edge_it_is_aligned_to(qapp, align, edge):
    image = to_image(a_badge(TextElement(Box(10, 10, 40, 8), "HHH", size=5, align=align)), 300)
    assert ink_box(image)[edge] == pytest.approx((10, 0, 50)[edge], abs=0.8)


def test_the_colour_is_that_of_the_category_and_its_ink_is_read(qapp):
    image = to_image(a_badge(ShapeElement(Box(0, 0, 60, 40))), 100)
    assert image.pixelColor(50, 50) == QColor("#8A0F2E")
    assert (contrasting_ink("#8A0F2E"), contrasting_ink("#FFC233")) == ("#FFFFFF", "#000000")


def test_an_element_with_a_condition_is_drawn_for_those_who_meet_it_alone(qapp):
    ribbon = ShapeElement(Box(0, 0, 60, 10), colour="#000000", when=Condition("speaks"))
    without, with_it = (
        to_image(a_badge(ribbon, subject=BadgeRecipient({"speaks": text})), 100).pixelColor(20, 20)
        for text in ("", "Plénière")
    )
    assert (without, with_it) == (QColor("#FFFFFF"), QColor("#000000"))


def test_a_picture_is_whole_inside_its_box_and_a_missing_one_is_told(qapp):
    logo = QImage(200, 50, QImage.Format.Format_RGB32)
    logo.fill(QColor("#000000"))
    badge = a_badge(ImageElement(Box(10, 10, 20, 20), "logo.png"), pictures={"logo.png": logo})
    assert ink_box(to_image(badge, 300)) == pytest.approx((10, 17.5, 30, 22.5), abs=0.3)
    assert inspect_badge(a_badge(ImageElement(Box(10, 10, 20, 20), "logo.png"))).pictures == ["logo.png"]


@pytest.mark.parametrize(
    "name", ["Éléonore Œuf-Ÿ", "Nguyễn Thị Ánh", "Łukasz Żółć", "Ελένη", "Людмила", "עֲדִינָה", "عبد الرحمن"]
)
def test_the_bundled_fonts_have_the_letters_of_these_names(qapp, name):
    assert len(load()) >= 3
    assert missing_letters(name) == ""


def test_letters_of_no_bundled_font_are_told(qapp):
    assert missing_letters("Ada 张伟 🎉") == "张伟🎉"
    badge = a_badge(TextElement(Box(0, 0, 60, 10), "{first_name}", 5), subject=BadgeRecipient({"first_name": "张伟"}))
    assert find_problems([badge, badge])[0][1] == {"letters": "张伟"}


def test_a_code_too_small_to_be_read_is_told(qapp):
    assert find_problems([a_badge(CodeElement(Box(0, 0, 20, 20)))]) == []
    (problem,) = find_problems([a_badge(CodeElement(Box(0, 0, 10, 10)))] * 3)
    assert "too small" in problem[0].text


def test_a_text_stands_at_the_bottom_of_its_box_and_grows_upwards(qapp):
    one = TextElement(Box(5, 5, 50, 30), "Xx", 5, is_at_bottom=True)
    two = replace(one, text="Xx\nXx")
    (_, upper, _, lower), (_, first, _, last) = (ink_box(to_image(a_badge(each), 150)) for each in (one, two))
    assert lower == pytest.approx(35 - 0.184 * 5, abs=0.3)
    assert (last, first) == (pytest.approx(lower, abs=0.3), pytest.approx(upper - 1.253 * 5, abs=0.3))


@pytest.mark.parametrize(
    ("turn", "corner"), [(0, (5, 5)), (90, (25, 5)), (180, (25, 25)), (270, (5, 25))], ids=["none", "90", "180", "270"]
)
def test_a_turned_text_begins_at_another_corner_of_its_box(qapp, turn, corner):
    """In a square box, a text at the top left begins at each corner in turn."""
    element = TextElement(Box(5, 5, 20, 20), "II", 5, is_at_top=True, turn=turn)
    left, upper, right, lower = ink_box(to_image(a_badge(element), 150))
    nearest = (left if corner[0] == 5 else right, upper if corner[1] == 5 else lower)
    assert nearest == pytest.approx(corner, abs=1.9)
    assert (right - left < lower - upper) == (turn in (0, 180))


def test_a_text_turned_on_its_side_has_the_height_of_its_box_as_its_width(qapp):
    upright = TextElement(Box(5, 5, 30, 8), "{first_name} {last_name}", 5, lines=1)
    turned = replace(upright, box=Box(5, 5, 8, 30), turn=90)
    (left, upper, right, lower), (x, y, far_x, far_y) = (
        ink_box(to_image(a_badge(each), 200)) for each in (upright, turned)
    )
    assert (far_y - y, far_x - x) == pytest.approx((right - left, lower - upper), abs=0.3)
    assert find_problems([a_badge(turned, TextElement(Box(5, 20, 8, 4), "{last_name}", 4))]) != []
