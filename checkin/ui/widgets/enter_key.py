# SPDX-License-Identifier: GPL-3.0-or-later
"""Enter clicks the button that has the keyboard, as Space does, in every window, whatever the default of a dialog.

A scanner's Enter never comes so far: the wedge keeps it at the window, before any widget is asked.
"""

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QAbstractButton, QApplication, QCheckBox, QRadioButton

_ENTER = (Qt.Key.Key_Return, Qt.Key.Key_Enter)


class EnterPresses(QObject):
    """What is ticked is not pressed: there Enter is the form's."""

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
