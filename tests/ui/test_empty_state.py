# SPDX-License-Identifier: GPL-3.0-or-later
"""One empty place for all screens: the icon stands above the sentence at every size of text; a wrong one is told."""

import pytest
from PySide6.QtGui import QColor
from PySide6.QtWidgets import QPushButton

from checkin.core.desk_settings import Settings
from checkin.ui.look.drawing import UnknownIcon
from checkin.ui.look.theme import LIGHT, Appearance
from checkin.ui.widgets.buttons import EmptyState


@pytest.fixture
def look(qapp):
    made = Appearance(qapp)
    yield made
    made.apply(Settings())


def inked(image, top, bottom):
    ink = QColor(LIGHT.quiet)
    middle = range(image.width() // 3, image.width() * 2 // 3)
    return any(image.pixelColor(x, y) == ink for y in range(top, bottom) for x in middle)


@pytest.mark.parametrize("percent", [100, 200])
def test_the_icon_stands_above_the_sentence(look, qtbot, percent):
    look.apply(Settings(theme="light", text_size=percent))
    place = EmptyState("users", QPushButton("Do"))
    qtbot.addWidget(place)
    place.show_texts("Nobody yet", "")
    place.resize(1000, 800)
    place.show()
    above = place.sentence.y()
    assert inked(place.grab().toImage(), above - 64 * percent // 100, above)


def test_an_icon_that_is_not_there_is_an_error_with_its_name_and_the_program_goes_on(qtbot):
    place = EmptyState("no-such-icon")
    qtbot.addWidget(place)
    with pytest.raises(UnknownIcon, match="no-such-icon"):
        place.grab()
    place.hide()
