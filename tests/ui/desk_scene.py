# SPDX-License-Identifier: GPL-3.0-or-later
"""The window of a desk in front of somebody, and what it says to them."""

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from checkin.services.desk_queries import DeskQueries
from checkin.ui.desk.answer_panel import AnswerStepButton
from checkin.ui.desk.desk_window import DeskWindow
from tests.builders import an_attendee
from tests.conftest import add_people


def open_desk(qtbot, event, desk, language="en"):
    """Return a window that keeps its answers."""
    window = DeskWindow(desk, DeskQueries(event), language)
    qtbot.addWidget(window)
    window.resize(1366, 768)
    window.show()
    window.activateWindow()
    qtbot.waitUntil(lambda: QApplication.focusWindow() is window.windowHandle())
    window.answers = []
    window.answered.connect(window.answers.append)
    return window


def press(key, modifiers=Qt.KeyboardModifier.NoModifier):
    QTest.keyClick(QApplication.focusWidget() or QApplication.activeWindow(), key, modifiers)


def plain(text):
    return text.replace("\N{NO-BREAK SPACE}", " ")


def spoken(window):
    """What a screen reader says of the answer."""
    panel = window.stage.answer
    return plain(f"{panel.accessibleName()}. {panel.accessibleDescription()}")


def told_below(window):
    """The sentence below the search box."""
    return plain(window.stage.search.matches.accessibleName())


def steps(window):
    """The buttons of the answer that are seen."""
    return [each for each in window.stage.answer.findChildren(AnswerStepButton) if each.isVisible()]


def add_person(event, clock, number, **fields):
    person = an_attendee(number, **fields)
    add_people(event, clock(), person)
    return person


def hit(*what):
    """Type keys (with Ctrl too: `Qt.Modifier.CTRL | Qt.Key.Key_R`) and texts, where the keyboard is."""
    for each in what:
        if isinstance(each, str):
            QTest.keyClicks(QApplication.focusWidget(), each)
        elif isinstance(each, Qt.Key):
            press(each)
        else:
            press(each.key(), each.keyboardModifiers())
