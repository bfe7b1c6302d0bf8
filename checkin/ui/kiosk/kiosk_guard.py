# SPDX-License-Identifier: GPL-3.0-or-later
"""The event filter that keeps guests from everything but the self-service screen: shortcuts, menus, drops, other
windows.

It works inside the program only. Keys of the window system, such as Alt+Tab, never reach it (docs/kiosk.md).
"""

from PySide6.QtCore import QCoreApplication, QEvent, QObject, Qt, QTimer
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QWidget
from shiboken6 import isValid

_NEVER = frozenset(
    {
        QEvent.Type.ContextMenu,
        QEvent.Type.DragEnter,
        QEvent.Type.DragMove,
        QEvent.Type.Drop,
        QEvent.Type.Shortcut,
        QEvent.Type.WhatsThis,
        QEvent.Type.ToolTip,
    }
)
_KEYS = frozenset({QEvent.Type.KeyPress, QEvent.Type.KeyRelease, QEvent.Type.ShortcutOverride})
_COMMANDS = Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.AltModifier | Qt.KeyboardModifier.MetaModifier
_PLAIN = frozenset(
    {
        Qt.Key.Key_Tab,
        Qt.Key.Key_Backtab,
        Qt.Key.Key_Return,
        Qt.Key.Key_Enter,
        Qt.Key.Key_Space,
        Qt.Key.Key_Backspace,
        Qt.Key.Key_Escape,
    }
)
"""Keys without text that are needed: move between buttons, press, erase, leave the PIN."""


class KioskGuard(QObject):
    """The guard; while installed, `window` is the only visible one."""

    def __init__(self, window: QWidget) -> None:
        super().__init__(window)
        self._window = window

    def install(self, app: QCoreApplication) -> None:
        """Filter all events of `app`. Scanners still work: their keys are taken before they reach a window."""
        app.installEventFilter(self)

    def remove(self, app: QCoreApplication) -> None:
        app.removeEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        kind = event.type()
        if kind in _NEVER:
            event.accept()
            return True
        if kind in _KEYS and isinstance(event, QKeyEvent) and isinstance(watched, QWidget):
            return self._keeps_away(event)
        if kind == QEvent.Type.Show and isinstance(watched, QWidget) and self._is_other(watched):
            QTimer.singleShot(0, self, lambda: watched.hide() if isValid(watched) else None)
        return False

    def _keeps_away(self, event: QKeyEvent) -> bool:
        is_command = bool(event.modifiers() & _COMMANDS)
        is_plain = event.key() in _PLAIN or bool(event.text() and event.text().isprintable())
        if is_plain and not is_command:
            return False
        event.accept()
        return True

    def _is_other(self, widget: QWidget) -> bool:
        return widget.isWindow() and widget is not self._window
