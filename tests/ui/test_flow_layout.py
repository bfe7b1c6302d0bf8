# SPDX-License-Identifier: GPL-3.0-or-later
"""Buttons stand in one line while there is room, and then in as many as they take: none is cut, none is lost."""

import pytest
from PySide6.QtCore import QSize
from PySide6.QtWidgets import QApplication, QWidget

from checkin.ui.widgets.layouts import FLOW_GAP, FlowLayout

WIDE, HIGH = 100, 30


class Part(QWidget):
    def __init__(self, least):
        super().__init__()
        self._least = least

    def sizeHint(self):
        return QSize(WIDE, HIGH)

    def minimumSizeHint(self):
        return QSize(self._least, HIGH)


@pytest.fixture
def place(qtbot):
    made = QWidget()
    qtbot.addWidget(made)
    return made


def shown(place, width, *, is_at_right=False, hidden=(), least=WIDE):
    parts = [Part(least) for _ in range(3)]
    place.setLayout(FlowLayout(*parts, is_at_right=is_at_right))
    for number in hidden:
        parts[number].hide()
    place.resize(width, place.layout().heightForWidth(width))
    place.show()
    QApplication.processEvents()
    return [(part.x(), part.y(), part.width()) for part in parts if part.isVisible()]


def test_all_are_in_one_line_while_there_is_room(place):
    assert shown(place, 316) == [(0, 0, WIDE), (WIDE + FLOW_GAP, 0, WIDE), (2 * (WIDE + FLOW_GAP), 0, WIDE)]
    assert place.height() == HIGH


def test_what_has_no_room_begins_the_next_line(place):
    assert shown(place, 315) == [(0, 0, WIDE), (WIDE + FLOW_GAP, 0, WIDE), (0, HIGH + FLOW_GAP, WIDE)]
    assert place.layout().minimumSize().width() == WIDE


def test_lines_end_at_the_right_where_that_is_asked(place):
    assert shown(place, 315, is_at_right=True) == [(107, 0, WIDE), (215, 0, WIDE), (215, HIGH + FLOW_GAP, WIDE)]


def test_what_is_hidden_takes_no_room(place):
    assert shown(place, 315, hidden=[1]) == [(0, 0, WIDE), (WIDE + FLOW_GAP, 0, WIDE)]


def test_parts_are_narrower_before_a_line_ends(place):
    assert [(y, width) for _, y, width in shown(place, 256, least=60)] == [(0, 80)] * 3


def test_none_is_wider_than_a_line(place):
    assert [(y, width) for _, y, width in shown(place, 80, least=60)] == [(0, 80), (HIGH + FLOW_GAP, 80), (76, 80)]


def test_they_stand_in_the_middle_of_more_height(place):
    shown(place, 400)
    place.resize(400, 130)
    QApplication.processEvents()
    assert {part.y() for part in place.findChildren(Part)} == {50}
