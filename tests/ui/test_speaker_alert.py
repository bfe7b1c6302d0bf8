# SPDX-License-Identifier: GPL-3.0-or-later
"""The quiet line at the desk about speakers who are missing."""

from dataclasses import replace
from datetime import timedelta

import pytest
from PySide6.QtCore import Qt

from checkin.core.counts import overdue_speakers, speaker_statuses
from checkin.core.programme.programme import Session, Speaker
from checkin.services.desk_queries import DeskQueries
from checkin.ui.desk.desk_bars import missing_speakers_text
from checkin.ui.desk.desk_window import DeskWindow
from tests.builders import MORNING, a_programme, an_attendee
from tests.conftest import add_people

MINUTE = timedelta(minutes=1)
SOON, LATER = (Session(key, key, MORNING + minutes * MINUTE) for key, minutes in (("soon", 5), ("later", 25)))
SYLVAIN, ANA = Speaker("1", "Sylvain Reymond", "", "", "later"), Speaker("2", "Ana Lys", "", "", "soon")


@pytest.mark.parametrize(
    ("speakers", "minutes", "told"),
    [
        ((), 0, ""),
        ((SYLVAIN,), -6, ""),
        ((SYLVAIN,), 0, "Speaker to find now: Sylvain Reymond, 07:05 (in 25 min)"),
        ((SYLVAIN,), 25, "Speaker to find now: Sylvain Reymond, since 07:05"),
        ((SYLVAIN,), 85, ""),
        ((SYLVAIN, ANA), 0, "2 speakers to find now, before 07:05"),
        ((SYLVAIN, ANA), 10, "2 speakers to find now, the first since 06:45"),
    ],
)
def test_one_sentence_for_one_or_several(qapp, speakers, minutes, told):
    programme = replace(a_programme(), sessions=(SOON, LATER), speakers=speakers)
    assert missing_speakers_text(overdue_speakers(speaker_statuses(programme, [], MORNING + minutes * MINUTE))) == told


@pytest.fixture
def window(qtbot, event, desk, clock):
    event.plan(replace(a_programme(), sessions=(LATER,), speakers=(SYLVAIN,)), at=clock(), desk="d")
    add_people(event, clock(), an_attendee(40, first_name="Sylvain", last_name="Reymond", category="participant"))
    desk.reload()
    made = DeskWindow(desk, DeskQueries(event), "en")
    qtbot.addWidget(made)
    made.show()
    return made


def test_it_goes_when_they_come_and_returns_when_that_is_undone(window, qtbot):
    alert = window.stage.alert
    assert alert.accessibleName() == "Speaker to find now: Sylvain Reymond, 07:05 (in 25 min)"
    window.take_code(an_attendee(40).ticket_code)
    qtbot.waitUntil(alert.isHidden)
    window.desk_actions.undo_key.press()
    qtbot.waitUntil(alert.isVisible)


def test_it_goes_when_they_are_let_in_anywhere_that_day(window, desk, qtbot):
    window.desk_actions.switcher.move_to("dejeuner")
    assert window.stage.alert.isVisible()
    window.take_code(an_attendee(40).ticket_code)
    qtbot.keyClick(window.stage.search, Qt.Key.Key_F7)
    assert desk.control_point.id == "dejeuner"
    qtbot.waitUntil(window.stage.alert.isHidden)


def test_its_key_asks_for_the_programme_only_while_it_is_there(window, qtbot):
    asked = []
    window.stage.alert.clicked.connect(lambda: asked.append(True))
    qtbot.keyClick(window, Qt.Key.Key_F12)
    assert asked == [True]
    window.stage.alert.show_missing(())
    qtbot.keyClick(window, Qt.Key.Key_F12)
    assert asked == [True]


def test_the_search_keeps_its_place_and_the_focus(window, qtbot):
    before = window.stage.search.geometry()
    window.stage.alert.show_missing(())
    window.stage.alert.show_missing([])
    assert window.stage.search.geometry() == before
    window.stage.alert.click()
    assert not window.stage.alert.hasFocus()
