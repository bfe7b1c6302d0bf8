# SPDX-License-Identifier: GPL-3.0-or-later
"""The preview shows the newest image, cropped to its place, and outlines what was found for a moment."""

import pytest
from PySide6.QtCore import QPointF
from PySide6.QtGui import QColor, QImage

from checkin.ui.look.theme import AMBER, GREEN, VIEWFINDER
from checkin.ui.widgets.camera_preview import CameraPreview

SQUARE = [[(40, 40), (60, 40), (60, 60), (40, 60)]]


@pytest.fixture
def preview(qtbot):
    made = CameraPreview()
    qtbot.addWidget(made)
    made.resize(400, 200)
    return made


def halves(left="#FF0000", right="#0000FF", size=(100, 100)):
    image = QImage(*size, QImage.Format.Format_RGB32)
    image.fill(QColor(left))
    for x in range(size[0] // 2, size[0]):
        for y in range(size[1]):
            image.setPixelColor(x, y, QColor(right))
    return image


def pixel(preview, x, y):
    return preview.grab().toImage().pixelColor(x, y)


def colours_in(preview):
    image = preview.grab().toImage()
    return {image.pixelColor(x, y).name() for x in range(0, 400, 2) for y in range(0, 200, 2)}


def test_the_image_covers_the_whole_place(preview):
    preview.set_image(halves())
    assert pixel(preview, 30, 100) == QColor("#FF0000")
    assert pixel(preview, 370, 100) == QColor("#0000FF")


def test_a_mirrored_image_and_its_outline_change_sides_together(preview):
    preview.set_image(halves())
    preview.is_mirrored = True
    assert pixel(preview, 30, 100) == QColor("#0000FF")
    assert preview.to_widget().map(QPointF(0, 50)).x() == 400


def test_pixels_of_the_image_are_found_again_in_the_widget(preview):
    preview.set_image(halves())
    assert preview.to_widget().map(QPointF(50, 50)) == QPointF(200, 100)
    assert preview.to_widget().map(QPointF(0, 25)) == QPointF(0, 0)


@pytest.mark.parametrize(("ok", "colour"), [(True, GREEN.ground), (False, AMBER.ground)])
def test_a_found_code_is_outlined_and_the_outline_goes_by_itself(preview, qtbot, ok, colour):
    preview.set_image(halves())
    preview.show()
    preview.outline(SQUARE, ok)
    assert QColor(colour).name() in colours_in(preview)
    qtbot.waitUntil(lambda: QColor(colour).name() not in colours_in(preview))


def test_the_guide_frame_gives_way_to_an_outline_and_comes_back(qtbot):
    large = CameraPreview(is_large=True)
    qtbot.addWidget(large)
    large.resize(400, 200)
    large.set_image(halves("#000000", "#000000"))
    large.show()
    guide = QColor(VIEWFINDER.ink).name()
    assert guide in colours_in(large)
    large.outline(SQUARE, ok=True)
    assert guide not in colours_in(large)
    qtbot.waitUntil(lambda: guide in colours_in(large))


def test_without_a_camera_a_sentence_stands_there_and_nothing_of_the_last_image(preview):
    preview.set_image(halves())
    preview.set_image(None)
    assert colours_in(preview).isdisjoint({"#ff0000", "#0000ff"})
    preview.set_image(QImage())
    assert colours_in(preview).isdisjoint({"#ff0000", "#0000ff"})
