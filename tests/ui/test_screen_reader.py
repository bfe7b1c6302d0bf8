# SPDX-License-Identifier: GPL-3.0-or-later
"""An answer is said to a screen reader at once, with what may be done next."""

import pytest
from PySide6.QtGui import QAccessible

from checkin.services.desk_queries import DeskQueries
from checkin.ui.desk.desk_window import DeskWindow
from checkin.ui.look.screen_reader import Politeness
from tests.builders import an_attendee


@pytest.fixture
def heard(qapp, monkeypatch):
    """What a screen reader was told, and whether it interrupts."""
    said = []
    real = QAccessible.updateAccessibility

    def listen(event):
        if event.type() is QAccessible.Event.Announcement:
            said.append((event.message(), event.politeness() is Politeness.Assertive))
        real(event)

    monkeypatch.setattr(QAccessible, "updateAccessibility", staticmethod(listen))
    monkeypatch.setattr(QAccessible, "isActive", staticmethod(lambda: True))
    return said


@pytest.fixture
def window(qapp, qtbot, event, desk):
    made = DeskWindow(desk, DeskQueries(event), "en")
    qtbot.addWidget(made)
    made.show()
    return made


def test_an_answer_is_announced_with_the_name_and_the_next_step(window, heard):
    window.take_code(an_attendee(2).ticket_code)
    ((said, is_at_once),) = heard
    assert said.startswith("Welcome. Jean-Baptiste de La Fournière")
    assert "Undo this arrival (F8)" in said
    assert is_at_once


def test_a_sentence_at_the_bottom_waits_for_its_turn(window, heard):
    window.show_status("The printer is out of paper.")
    assert heard == [("The printer is out of paper.", False)]


def test_nobody_listens_and_nothing_is_made_of_it(window, heard, monkeypatch):
    monkeypatch.setattr(QAccessible, "isActive", staticmethod(lambda: False))
    window.show_status("The printer is out of paper.")
    assert heard == []
