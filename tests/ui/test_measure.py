# SPDX-License-Identifier: GPL-3.0-or-later
"""Lengths grow with the text, what paints itself with them; and nothing moves where nobody wants it."""

import pytest
from PySide6.QtCore import QRectF, QSize
from PySide6.QtGui import QImage, QPainter
from PySide6.QtWidgets import QWidget

from checkin.core.desk_settings import Settings
from checkin.ui.look import theme
from checkin.ui.look.theme import STILL, TEXT, Appearance
from checkin.ui.widgets.buttons import EmptyState


@pytest.fixture
def look(qapp):
    made = Appearance(qapp)
    yield made
    made.apply(Settings())


@pytest.mark.parametrize(("percent", "scale"), [(100, 1.0), (200, 2.0), (50, 1.0), (900, 2.0)])
def test_text_grows_within_what_every_screen_has_room_for(look, percent, scale):
    look.apply(Settings(text_size=percent))
    assert theme.text_scale() == scale
    assert (theme.scale_px(40), theme.scale_px(QSize(10, 20))) == (40 * scale, QSize(10, 20) * scale)
    assert theme.scaled_font(TEXT).pixelSize() == TEXT * scale


def test_what_paints_itself_covers_all_of_it_in_pixels_of_the_design(look, qtbot):
    look.apply(Settings(text_size=200))
    widget = QWidget()
    qtbot.addWidget(widget)
    widget.resize(300, 80)
    assert theme.design_rect(widget) == QRectF(0, 0, 150, 40)


def test_a_row_is_drawn_twice_as_large_from_its_own_corner(look):
    look.apply(Settings(text_size=200))
    image = QImage(100, 100, QImage.Format.Format_RGB32)
    image.fill(0)
    painter = QPainter(image)
    box = theme.scale_painter(painter, QRectF(20, 40, 60, 40))
    painter.fillRect(box, 0xFFFFFF)
    painter.end()
    assert box == QRectF(20, 40, 30, 20)
    white = [(x, y) for x in range(100) for y in range(100) if image.pixel(x, y) & 0xFFFFFF]
    assert (min(white), max(white), len(white)) == ((20, 40), (79, 79), 60 * 40)


def test_nothing_moves_for_whoever_wants_it_still(look, qapp):
    look.apply(Settings(is_still=True))
    assert (qapp.property(STILL), theme.animations_enabled()) == (True, False)
    look.apply(Settings(is_still=False))
    assert theme.animations_enabled()


def test_the_icon_of_an_empty_place_stands_above_its_sentence(look, qtbot):
    look.apply(Settings(text_size=200))
    place = EmptyState("calendar")
    qtbot.addWidget(place)
    place.resize(1200, 700)
    place.show()
    image = place.grab().toImage()
    ground, middle = image.pixel(0, 0), range(500, 700)
    inked = [y for y in range(image.height()) if any(image.pixel(x, y) != ground for x in middle)]
    assert 0 < place.sentence.y() - max(inked) < 60
