# SPDX-License-Identifier: GPL-3.0-or-later
"""The strip above the desk that says one thing until it is dismissed."""

import pytest
from PySide6.QtCore import QRect

from checkin.core.desk_settings import Settings
from checkin.ui.desk.desk_bars import NoticeBar
from checkin.ui.look.theme import Appearance


@pytest.fixture
def look(qapp):
    made = Appearance(qapp)
    yield made
    made.apply(Settings())


def shown(qtbot, *, is_failure):
    bar = NoticeBar()
    qtbot.addWidget(bar)
    bar.resize(900, 56)
    bar.show_notice("Checkin did not end well", "circle-alert", "Report a problem…", is_failure=is_failure)
    qtbot.waitExposed(bar)
    return bar


def sentence(bar):
    """Return the picture of the strip without its buttons, one of which may have the focus."""
    return bar.grab(QRect(0, 0, 600, bar.height())).toImage()


@pytest.mark.parametrize("is_failure", [False, True])
@pytest.mark.parametrize(("before", "after"), [("light", "dark"), ("light", "contrast"), ("dark", "light")])
def test_a_notice_that_is_shown_is_repainted_with_the_look(qtbot, look, before, after, is_failure):
    look.apply(Settings(theme=before))
    bar = shown(qtbot, is_failure=is_failure)
    look.apply(Settings(theme=after))
    qtbot.wait(20)
    assert sentence(bar) == sentence(shown(qtbot, is_failure=is_failure))
