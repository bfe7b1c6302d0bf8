# SPDX-License-Identifier: GPL-3.0-or-later
"""The camera owns the loud place until an answer comes, then moves aside; the quiet places stay."""

import pytest
from PySide6.QtGui import QColor, QImage

from checkin.ui.pace_chart import PaceChart
from checkin.ui.stage import Stage
from checkin.ui.theme import LIGHT, Appearance, Theme
from tests.ui.answers import PROGRAMME, an_answer

# Said by Qt's off-screen platform of every window that has a least size.
pytestmark = pytest.mark.qt_log_ignore("propagateSizeHints")


@pytest.fixture
def stage(qtbot, qapp):
    Appearance(qapp).use(Theme.LIGHT)
    made = Stage()
    qtbot.addWidget(made)
    made.resize(1366, 668)
    made.show()
    return made


def test_an_answer_takes_the_place_of_the_camera_which_moves_aside(stage):
    assert stage.is_idle
    assert stage.idle.isVisible()
    assert stage.chart.isVisible()
    stage.show_answer(an_answer(), PROGRAMME)
    assert stage.answer.isVisible()
    assert stage.small.isVisible()
    assert not stage.idle.isVisible()
    stage.show_idle()
    assert stage.idle.isVisible()
    assert not stage.answer.isVisible()


def test_the_newest_image_is_in_both_places(stage):
    image = QImage(64, 36, QImage.Format.Format_RGB32)
    image.fill(QColor("#FF0000"))
    stage.set_image(image)
    for preview in (stage.idle.preview, stage.small):
        assert preview.grab().toImage().pixelColor(30, 60) == QColor("#FF0000")


@pytest.mark.parametrize("width", [1100, 1366, 1920])
def test_the_answer_owns_about_two_thirds_of_the_width(stage, width):
    stage.resize(width, 668)
    stage.show_answer(an_answer(), PROGRAMME)
    assert 0.6 < stage.answer.width() / width < 0.75
    assert stage.passages.mapTo(stage, stage.passages.rect().topRight()).x() < width


def accent_height(chart, x):
    image = chart.grab().toImage()
    return sum(image.pixelColor(x, y) == QColor(LIGHT.accent) for y in range(image.height()))


def test_twice_the_arrivals_make_a_bar_twice_as_high(qtbot, qapp):
    Appearance(qapp).use(Theme.LIGHT)
    chart = PaceChart()
    qtbot.addWidget(chart)
    chart.resize(420, 236)
    chart.set_pace((5,) * 6 + (10,) * 6)
    low, high = accent_height(chart, 40), accent_height(chart, 260)
    assert low > 20
    assert high == pytest.approx(2 * low, abs=5)  # rounded corners
    assert chart.accessibleDescription() == "90 arrivals in the last 12 minutes"


def test_without_arrivals_no_bar_is_drawn(qtbot, qapp):
    Appearance(qapp).use(Theme.LIGHT)
    chart = PaceChart()
    qtbot.addWidget(chart)
    chart.resize(420, 236)
    chart.set_pace((0,) * 15)
    assert {accent_height(chart, x) for x in range(0, 420, 3)} == {0}
