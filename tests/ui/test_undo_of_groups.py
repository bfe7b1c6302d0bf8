# SPDX-License-Identifier: GPL-3.0-or-later
"""F8 on a group takes back the people of one passage: it says how many before, and how many still count after."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from checkin.services.desk_queries import DeskQueries
from checkin.ui.desk.answer_steps import answer_steps
from checkin.ui.desk.desk_window import DeskWindow
from checkin.ui.look.theme import Appearance, Theme
from checkin.ui.look.undo_wording import undo_line
from tests.builders import an_attendee
from tests.conftest import add_people

GROUP = an_attendee(31, first_name="Famille", last_name="Kerno", places=4)


@pytest.fixture
def window(qapp, qtbot, event, desk, clock):
    add_people(event, clock(), GROUP)
    Appearance(qapp).use(Theme.LIGHT)
    made = DeskWindow(desk, DeskQueries(event), "en")
    qtbot.addWidget(made)
    made.resize(1366, 768)
    made.show()
    qtbot.waitExposed(made)
    return made


def enter(window, *numbers):
    for number in numbers:
        window.operations.scan(GROUP.ticket_code)
        window.operations.choose(number)


def f8(window):
    QTest.keyClick(QApplication.focusWidget() or window, Qt.Key.Key_F8)


def undo_labels(window):
    return [step.label for step in answer_steps(window.operations.shown) if step.key == "F8"]


def told(window):
    return window.stage.answer.accessibleDescription()


def test_the_button_of_the_answer_says_how_many_it_takes_back(window):
    enter(window, 3, 1)
    assert undo_labels(window) == ["Undo this arrival (1 of 4 people)"]
    window.operations.scan(GROUP.ticket_code)
    assert undo_labels(window) == ["Undo the arrival at 08:40 (1 of 4 people)"]


def test_one_of_four_is_taken_back_and_three_still_count(window):
    enter(window, 3, 1)
    f8(window)
    assert "3 of 4 still count" in told(window)
    assert "3 of 4 still count." in undo_line(window.operations.shown)


def test_three_who_came_together_are_taken_back_together_and_one_still_counts(window):
    enter(window, 3, 1)
    window.rest()
    window.chrome.count()
    line = next(line for line in window.stage.recent_scans.lines if line.people == 3)
    window.stage.recent_scans.highlight(line)
    assert "Famille Kerno (3 of 4 people)" in window.stage.replied
    f8(window)
    assert "1 of 4 still counts" in told(window)


def test_on_the_idle_desk_the_first_press_says_how_many_the_second_takes_back(window):
    enter(window, 3)
    window.rest()
    f8(window)
    assert "Press F8 again to undo: Famille Kerno (3 of 4 people)" in window.stage.replied
    f8(window)
    assert "No longer counted as here" in told(window)


def test_somebody_alone_is_told_as_before(window):
    window.operations.scan(an_attendee(1).ticket_code)
    assert undo_labels(window) == ["Undo this arrival"]
    f8(window)
    assert "still count" not in told(window)
