# SPDX-License-Identifier: GPL-3.0-or-later
"""The widget that first gets the focus in a place of several parts.

Used instead of a focus proxy: with one, Qt's Tab never reaches the parts before it.
"""

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QFocusEvent
from PySide6.QtWidgets import QWidget


class InitialFocus(QObject):
    """An event filter that passes the focus of `place` on to `at`, which may change; while `at` is hidden, to the next
    part.
    """

    def __init__(self, place: QWidget, at: QWidget) -> None:
        super().__init__(place)
        self.at = at
        place.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if isinstance(event, QFocusEvent) and event.gotFocus():
            is_there = (self.at.focusProxy() or self.at).isVisible()
            at = self.at if is_there else _next(self.at)
            at.setFocus(event.reason())
        return False


def _next(hidden: QWidget) -> QWidget:
    """Return the next visible part that Tab can reach."""
    found = hidden.nextInFocusChain()
    while found and found is not hidden:
        if found.isVisible() and found.focusPolicy() & Qt.FocusPolicy.TabFocus:
            return found
        found = found.nextInFocusChain()
    return hidden
