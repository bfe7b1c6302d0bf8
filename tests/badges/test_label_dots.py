# SPDX-License-Identifier: GPL-3.0-or-later
"""Badges as the dots of a label printer."""

import numpy as np
import pytest
from PySide6.QtGui import QImage

from checkin.badges.badge_problems import Badge, to_dots
from checkin.badges.painter import BadgeRecipient
from checkin.core.badges.template import BadgeTemplate, Box, CodeElement, FoldDirection, Shape, ShapeElement
from checkin.core.message import UserError
from checkin.core.print_jobs import Medium
from checkin.devices.printer import PrintFormat
from checkin.services.badges.badge_building import shipped_template_files
from tests.badges.badge_images import to_image
from tests.badges.labels import CODE, grey_of, load_template, read_code, the_label

BLACK = ShapeElement(Box(0, 0, 20, 10), Shape.BOX, "#000000")


def a_badge(*elements, width=60, height=40):
    return Badge(BadgeTemplate("test", width, height, elements), BadgeRecipient({"code": CODE}))


@pytest.mark.parametrize("dpi", [203, 300, 600])
def test_the_document_is_the_paper_in_the_printers_dots(qapp, dpi):
    document = to_dots("badge-1", the_label(), Medium(62, 100, dpi))
    assert (document.title, document.form) == ("badge-1", PrintFormat.DOTS)
    assert (document.columns, document.rows) == (round(62 * dpi / 25.4), round(100 * dpi / 25.4))


def test_a_badge_that_fits_stands_upright_in_the_middle(qapp):
    grey = grey_of(to_dots("t", a_badge(BLACK), Medium(80, 100, 254)))
    rows, columns = np.nonzero(grey < 128)
    assert (columns.min(), columns.max() + 1, rows.min(), rows.max() + 1) == (100, 300, 300, 400)


def test_one_that_is_too_wide_is_turned_to_the_right(qapp):
    grey = grey_of(to_dots("t", a_badge(BLACK), Medium(40, 60, 254)))
    rows, columns = np.nonzero(grey < 128)
    assert (columns.min(), columns.max() + 1, rows.min(), rows.max() + 1) == (300, 400, 0, 200)


def test_on_a_roll_without_end_the_paper_ends_with_the_badge(qapp):
    assert to_dots("t", a_badge(), Medium(62, 0, 254)).rows == 400
    assert to_dots("t", a_badge(width=90, height=60), Medium(62, 0, 254)).rows == 900


@pytest.mark.parametrize("medium", [Medium(30, 100), Medium(59, 39), Medium(30, 0)])
def test_a_badge_larger_than_the_paper_is_refused(qapp, medium):
    with pytest.raises(UserError) as refused:
        to_dots("t", a_badge(), medium)
    assert refused.value.fields["badge"] == "60 × 40"


@pytest.mark.parametrize("width", [62.0, 61.7])  # an odd and an even number of dots
@pytest.mark.parametrize("dpi", [203, 300])
def test_the_modules_of_a_turned_code_are_whole_dots(qapp, dpi, width):
    code = a_badge(CodeElement(Box(10.3, 5.7, 27.1, 27.1)), width=90, height=60)
    grey = grey_of(to_dots("t", code, Medium(width, 0, dpi)))
    assert set(np.unique(grey)) == {0, 255}
    rows, columns = np.nonzero(grey < 128)
    side = rows.max() + 1 - rows.min()
    assert side % 21 == 0
    assert side == columns.max() + 1 - columns.min()
    module = side // 21
    code = grey[rows.min() : rows.max() + 1, columns.min() : columns.max() + 1]
    blocks = code.reshape(21, module, 21, module)
    assert (blocks == blocks[:, :1, :, :1]).all()


@pytest.mark.parametrize("dpi", [203, 300])
@pytest.mark.parametrize("name", sorted(shipped_template_files()))
def test_every_badge_that_ships_is_read_from_its_dots(qapp, name, dpi):
    badge = the_label(load_template(name)[0])
    width, height = badge.template.unfolded_size
    upright = grey_of(to_dots("t", badge, Medium(width, height, dpi)))
    assert read_code(upright < 128) == CODE
    if badge.template.fold is FoldDirection.NONE:
        assert (upright == _grey(to_image(badge, dpi))).all()
    turned = grey_of(to_dots("t", badge, Medium(height, width, dpi)))
    assert read_code(turned < 128) == CODE
    back = np.rot90(turned)
    assert np.mean((back < 128) != (upright < 128)) < 0.02
    assert np.mean((back[::-1] < 128) != (upright < 128)) > 0.05, "a mirrored one is read too"


def _grey(image):
    grey = image.convertToFormat(QImage.Format.Format_Grayscale8)
    return np.frombuffer(grey.constBits(), np.uint8).reshape(grey.height(), -1)[:, : grey.width()].copy()
