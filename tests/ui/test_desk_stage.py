# SPDX-License-Identifier: GPL-3.0-or-later
"""The camera owns the loud place until an answer comes, then moves aside; the quiet places stay."""

import pytest
from PySide6.QtGui import QColor, QImage
from PySide6.QtWidgets import QApplication

from checkin.ui.desk.desk_stage import DeskStage
from checkin.ui.desk.recent_scans import PaceChart
from checkin.ui.look.theme import LIGHT, Appearance, Theme
from tests.ui.answers import PROGRAMME, a_match, an_answer

# Said by Qt's off-screen platform of every window that has a least size.
pytestmark = pytest.mark.qt_log_ignore("propagateSizeHints")


@pytest.fixture
def stage(qtbot, qapp):
    Appearance(qapp).use(Theme.LIGHT)
    made = DeskStage()
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
    assert stage.recent_scans.mapTo(stage, stage.recent_scans.rect().topRight()).x() < width


def looked_for(stage, count):
    """Where the people found are listed, in the stage."""
    stage.search.setText("le")
    stage.search.set_matches([a_match(number) for number in range(1, count + 1)])
    return stage.search.matches.geometry()


def bottom(stage, part):
    return part.mapTo(stage, part.rect().bottomLeft()).y()


@pytest.mark.parametrize("count", [0, 1, 3])
def test_people_found_take_the_place_of_the_last_arrivals_whole(stage, count):
    for _ in range(3):  # each placing stands on its own
        assert looked_for(stage, count).bottom() == bottom(stage, stage.recent_scans)


def test_people_found_that_need_more_room_lie_over_what_is_below_and_never_run_over_the_end(stage):
    stage.resize(1100, 540)
    stage.conflicts.show_count(1)
    stage.alert.show()
    stage.help.show()
    QApplication.processEvents()
    listed = looked_for(stage, 30).bottom()
    assert bottom(stage, stage.recent_scans) < listed <= bottom(stage, stage.recent_scans.parentWidget())


def accent_height(chart, x):
    image = chart.grab().toImage()
    return sum(image.pixelColor(x, y) == QColor(LIGHT.accent) for y in range(image.height()))


def test_twice_the_arrivals_make_a_bar_twice_as_high(qtbot, qapp):
    Appearance(qapp).use(Theme.LIGHT)
    chart = PaceChart()
    qtbot.addWidget(chart)
    chart.resize(420, 236)
    chart.set_pace((5,) * 6 + (10,) * 6, has_arrivals=True)
    low, high = accent_height(chart, 40), accent_height(chart, 260)
    assert low > 20
    assert high == pytest.approx(2 * low, abs=5)  # rounded corners
    assert chart.accessibleDescription() == "90 arrivals in the last 12 minutes"


def test_without_arrivals_no_bar_is_drawn(qtbot, qapp):
    Appearance(qapp).use(Theme.LIGHT)
    chart = PaceChart()
    qtbot.addWidget(chart)
    chart.resize(420, 236)
    chart.set_pace((0,) * 15, has_arrivals=False)
    assert chart.nothing == "Nobody yet. The chart starts with the first arrival."
    chart.set_pace((0,) * 15, has_arrivals=True)
    assert chart.nothing == "Nobody in the last 15 minutes."
    assert {accent_height(chart, x) for x in range(0, 420, 3)} == {0}
