# SPDX-License-Identifier: GPL-3.0-or-later
"""Enter and Space do the same on a button, and a scanner's Enter does nothing there."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QCheckBox, QDialog, QPushButton, QVBoxLayout

from checkin.ui.widgets.buttons import IconButton, WordButton
from checkin.ui.widgets.keyboard import EnterPresses
from tests.devices.test_keyboard_wedge import CODE, codes, person, wedge

__all__ = ["codes", "person", "wedge"]
pytestmark = pytest.mark.qt_log_ignore("This plugin does not support")
UNKNOWN = "NOBODYHASTHISCODE"


@pytest.fixture(autouse=True)
def entering(qapp):
    made = EnterPresses(qapp)
    yield
    qapp.removeEventFilter(made)
    made.deleteLater()


class Asking(QDialog):
    """Its default is to close; beside that, buttons that are nobody's default."""

    def __init__(self):
        super().__init__()
        self.pressed = []
        self.close_button, self.tick = QPushButton("Close"), QCheckBox("Loud")
        self.close_button.setDefault(True)
        self.words, self.icon, self.plain = WordButton("PDF", "file-down"), IconButton("x", "Undo"), QPushButton("Log")
        self.plain.setAutoDefault(False)
        column = QVBoxLayout(self)
        for part in (self.words, self.icon, self.plain, self.tick, self.close_button):
            column.addWidget(part)
        for button in (self.words, self.icon, self.plain, self.close_button):
            button.clicked.connect(self._press)

    def _press(self):
        self.pressed.append(self.sender().accessibleName() or self.sender().text())


@pytest.fixture
def asking(qtbot):
    made = Asking()
    qtbot.addWidget(made)
    made.show()
    made.activateWindow()
    return made


@pytest.mark.parametrize("key", [Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space])
@pytest.mark.parametrize(("part", "name"), [("words", "PDF"), ("icon", "Undo"), ("plain", "Log")])
def test_the_button_that_has_the_keyboard_is_pressed_and_no_other(asking, qtbot, part, name, key):
    button = getattr(asking, part)
    button.setFocus()
    qtbot.keyClick(button, key)
    assert asking.pressed == [name]


def test_a_button_that_cannot_be_used_now_is_not_pressed(asking, qtbot):
    asking.plain.setFocus()
    asking.plain.setEnabled(False)
    qtbot.keyClick(asking.plain, Qt.Key.Key_Return)
    assert asking.pressed == []


def test_on_a_box_to_tick_enter_is_the_dialog_s(asking, qtbot):
    asking.tick.setFocus()
    qtbot.keyClick(asking.tick, Qt.Key.Key_Return)
    assert (asking.pressed, asking.tick.isChecked()) == (["Close"], False)


@pytest.mark.parametrize("typed", [CODE, UNKNOWN])
def test_a_scanner_s_enter_presses_nothing(person, codes, typed):
    person.button.setFocus()
    person.type(f"{typed}\r")
    assert person.presses == 0
    assert codes == [typed]


def test_a_hand_s_enter_presses_the_button_with_a_scanner_about(person, codes):
    person.button.setFocus()
    person.type("\r", gap=900)
    assert person.presses == 1
