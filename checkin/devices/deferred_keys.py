# SPDX-License-Identifier: GPL-3.0-or-later
"""Key presses for lists, deferred until it is certain that no scanner types them.

A scanned letter would select another row, or another setting. Creates no key presses of its own.
"""

from PySide6.QtCore import QCoreApplication, QEvent
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QAbstractItemView, QApplication, QComboBox, QWidget
from shiboken6 import isValid


class DeferredKeys:
    """Deferred key presses, in order; each goes to the list that had the focus when it was typed."""

    def __init__(self) -> None:
        self._waiting: list[tuple[QWidget, QKeyEvent]] = []

    def hold(self, event: QKeyEvent) -> bool:
        """Defer a key press for a list; return whether it was one. Space does not search in lists, so it is not
        deferred.
        """
        focused = QApplication.focusWidget()
        if not isinstance(focused, QAbstractItemView | QComboBox) or not event.text().strip():
            return False
        again = QKeyEvent(QEvent.Type.KeyPress, event.key(), event.modifiers(), event.text())
        self._waiting.append((focused, again))
        return True

    def let_go(self) -> None:
        """Send the deferred keys: a person typed them."""
        waiting, self._waiting = self._waiting, []
        for widget, event in waiting:
            if isValid(widget):
                QCoreApplication.sendEvent(widget, event)

    def drop(self) -> None:
        """Drop the deferred keys: a scanner typed them."""
        self._waiting.clear()
