# SPDX-License-Identifier: GPL-3.0-or-later
"""Where the keyboard begins in a place of several parts.

In place of a focus proxy: with one, Qt's Tab never reaches the parts that stand before it.
"""

from PySide6.QtCore import QEvent, QObject
from PySide6.QtGui import QFocusEvent
from PySide6.QtWidgets import QWidget


class Beginning(QObject):
    """Hands the focus that `place` is given on to `at`, which may change."""

    def __init__(self, place: QWidget, at: QWidget) -> None:
        super().__init__(place)
        self.at = at
        place.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if isinstance(event, QFocusEvent) and event.gotFocus() and self.at.isVisible():
            self.at.setFocus(event.reason())
        return False
