# SPDX-License-Identifier: GPL-3.0-or-later
"""Letters for a list, kept back until it is sure that no scanner types them: one would choose another row, or another
setting. Presses no key by itself.
"""

from PySide6.QtCore import QCoreApplication, QEvent
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QAbstractItemView, QApplication, QComboBox, QWidget
from shiboken6 import isValid


class DeferredKeys:
    """In their order; each goes to the list that had the focus when it was typed."""

    def __init__(self) -> None:
        self._waiting: list[tuple[QWidget, QKeyEvent]] = []

    def hold(self, event: QKeyEvent) -> bool:
        """Whether it was for a list, and waits. Space chooses nothing by its letter."""
        focused = QApplication.focusWidget()
        if not isinstance(focused, QAbstractItemView | QComboBox) or not event.text().strip():
            return False
        again = QKeyEvent(QEvent.Type.KeyPress, event.key(), event.modifiers(), event.text())
        self._waiting.append((focused, again))
        return True

    def let_go(self) -> None:
        """They were a person's."""
        waiting, self._waiting = self._waiting, []
        for widget, event in waiting:
            if isValid(widget):
                QCoreApplication.sendEvent(widget, event)

    def drop(self) -> None:
        """They were a scanner's."""
        self._waiting.clear()
