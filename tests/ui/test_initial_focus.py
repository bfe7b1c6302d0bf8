# SPDX-License-Identifier: GPL-3.0-or-later
"""Where the keyboard begins in a place, and what Tab reaches from there."""

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QPushButton, QVBoxLayout, QWidget

from checkin.ui.widgets.keyboard import InitialFocus


def test_a_place_begins_where_it_is_said_and_tab_still_reaches_what_stands_before(qtbot):
    place = QWidget()
    qtbot.addWidget(place)
    column, buttons = QVBoxLayout(place), [QPushButton(text) for text in "abc"]
    for button in buttons:
        column.addWidget(button)
    InitialFocus(place, buttons[1])
    with qtbot.waitActive(place):
        place.show()
        place.activateWindow()
    place.setFocus()
    seen = []
    for _ in buttons:
        seen.append(QApplication.focusWidget())
        QTest.keyClick(seen[-1], Qt.Key.Key_Tab)
    assert seen == [buttons[1], buttons[2], buttons[0]]
