# SPDX-License-Identifier: GPL-3.0-or-later
"""What cannot be taken back is asked for with its name on the button, and never done by Enter alone."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QDialog

from checkin.ui.look.theme import LIGHT, Appearance, Theme
from checkin.ui.widgets.buttons import DANGER, add_confirm_buttons, ask_confirmation
from tests.ui.answering import Answering


def press(text):
    def answer(box):
        next(button for button in box.buttons() if button.text() == text).click()

    return answer


def key(which):
    return lambda box: QTest.keyClick(box, which)


@pytest.mark.parametrize(
    ("answer", "is_wanted"),
    [
        (press("Forget"), True),
        (press("Keep"), False),
        (key(Qt.Key.Key_Return), False),
        (key(Qt.Key.Key_Escape), False),
    ],
    ids=("the deed", "the way back", "Enter", "Escape"),
)
def test_only_the_button_that_is_called_like_the_deed_does_it(qtbot, qapp, answer, is_wanted):
    Appearance(qapp).use(Theme.LIGHT)
    parent = QDialog()
    qtbot.addWidget(parent)
    seen = []

    def hand(box):
        seen.extend((button.text(), bool(button.property(DANGER))) for button in box.buttons())
        deed = next(button for button in box.buttons() if button.text() == "Forget")
        seen.append(deed.grab().toImage().pixelColor(8, deed.height() // 2).name().upper())
        seen.append(box.textFormat())  # a name is never markup
        answer(box)

    hands = Answering(hand)
    assert ask_confirmation(parent, ("Forget <b>Ana</b>?", ""), "Forget", "Keep") is is_wanted
    hands.stop()
    assert {("Forget", True), ("Keep", False), Qt.TextFormat.PlainText, LIGHT.pill_refused.ground} == set(seen)


def test_the_deed_of_a_dialog_wears_danger_where_there_is_no_way_back(qtbot):
    dialog = QDialog()
    qtbot.addWidget(dialog)
    boxes = [add_confirm_buttons(dialog, "Do", is_danger=is_danger) for is_danger in (True, False)]
    assert [box.buttons()[0].property(DANGER) for box in boxes] == [True, False]
