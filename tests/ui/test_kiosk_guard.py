# SPDX-License-Identifier: GPL-3.0-or-later
"""What reaches a widget while guests are alone with it: letters, the keys of its buttons, nothing that commands."""

import pytest
from PySide6.QtCore import QEvent, QMimeData, QPoint, QPointF, Qt
from PySide6.QtGui import QContextMenuEvent, QDropEvent, QKeyEvent
from PySide6.QtWidgets import QApplication, QWidget

from checkin.ui.kiosk.kiosk_pin import KioskGuard

NONE, CONTROL = Qt.KeyboardModifier.NoModifier, Qt.KeyboardModifier.ControlModifier
ALT, META, SHIFT = Qt.KeyboardModifier.AltModifier, Qt.KeyboardModifier.MetaModifier, Qt.KeyboardModifier.ShiftModifier
HOUSEKEEPING = (QEvent.Type.ChildAdded, QEvent.Type.ChildPolished, QEvent.Type.PolishRequest, QEvent.Type.Polish)


class Spy(QWidget):
    """Keeps what reached it."""

    def __init__(self):
        super().__init__()
        self.reached = []

    def event(self, event):
        if event.type() not in HOUSEKEEPING:
            self.reached.append(event.type())
        return True


@pytest.fixture
def spy(qapp, qtbot):
    made = Spy()
    guard = KioskGuard(made)
    guard.install(qapp)
    yield made
    guard.remove(qapp)
    made.deleteLater()


def key(code, modifiers=NONE, text="", kind=QEvent.Type.KeyPress):
    return QKeyEvent(kind, code, modifiers, text)


def menu():
    return QContextMenuEvent(QContextMenuEvent.Reason.Keyboard, QPoint(1, 1), QPoint(1, 1))


KEPT_AWAY = [
    menu,
    lambda: key(Qt.Key.Key_F5),
    lambda: key(Qt.Key.Key_F4, ALT),
    lambda: key(Qt.Key.Key_V, CONTROL, "\x16"),
    lambda: key(Qt.Key.Key_Q, META, "q"),
    lambda: key(Qt.Key.Key_Menu),
    lambda: key(Qt.Key.Key_Delete, NONE, "\x7f"),
    lambda: key(Qt.Key.Key_Tab, CONTROL, "\t"),
    lambda: key(Qt.Key.Key_I, CONTROL, "\t", QEvent.Type.ShortcutOverride),
    lambda: QEvent(QEvent.Type.ToolTip),
]
LET_THROUGH = [
    lambda: key(Qt.Key.Key_7, NONE, "7"),
    lambda: key(Qt.Key.Key_Ampersand, SHIFT, "&"),
    lambda: key(Qt.Key.Key_Tab, NONE, "\t"),
    lambda: key(Qt.Key.Key_Backtab, SHIFT),
    lambda: key(Qt.Key.Key_Return, NONE, "\r"),
    lambda: key(Qt.Key.Key_Space, NONE, " "),
    lambda: key(Qt.Key.Key_Backspace, NONE, "\b"),
]


@pytest.mark.parametrize("make", KEPT_AWAY)
def test_what_commands_is_kept_away(spy, make):
    QApplication.sendEvent(spy, make())
    assert spy.reached == []


@pytest.mark.parametrize("make", LET_THROUGH)
def test_what_the_screen_needs_is_let_through(spy, make):
    event = make()
    QApplication.sendEvent(spy, event)
    assert event.type() in spy.reached


@pytest.mark.parametrize("make", KEPT_AWAY)
def test_when_it_is_over_everything_is_as_before(qapp, make):
    spy = Spy()
    guard = KioskGuard(spy)
    guard.install(qapp)
    guard.remove(qapp)
    event = make()
    QApplication.sendEvent(spy, event)
    assert event.type() in spy.reached
    spy.deleteLater()


def test_no_file_is_let_fall_on_it(qapp):
    """Qt delivers drops by a way of its own, through the same filter."""
    spy = Spy()
    what = QMimeData()
    fall = QDropEvent(QPointF(1, 1), Qt.DropAction.CopyAction, what, Qt.MouseButton.LeftButton, NONE)
    assert KioskGuard(spy).eventFilter(spy, fall)
    spy.deleteLater()
