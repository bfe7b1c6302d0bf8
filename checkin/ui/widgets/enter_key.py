# SPDX-License-Identifier: GPL-3.0-or-later
"""Enter clicks the focused button, as Space does, in every window and whatever a dialog's default is.

A scanner's Enter never reaches this: the keyboard wedge takes it before any widget.
"""

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QAbstractButton, QApplication, QCheckBox, QRadioButton

_ENTER = (Qt.Key.Key_Return, Qt.Key.Key_Enter)


class EnterPresses(QObject):
    """The event filter for Enter on buttons. Check boxes are left out: there Enter belongs to the form."""

    def __init__(self, app: QApplication) -> None:
        super().__init__(app)
        app.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() != QEvent.Type.KeyPress or not isinstance(watched, QAbstractButton):
            return False
        is_enter = isinstance(event, QKeyEvent) and event.key() in _ENTER
        if not is_enter or isinstance(watched, QCheckBox | QRadioButton):
            return False
        if not event.isAutoRepeat():  # type: ignore[attr-defined]
            watched.click()
        return True
