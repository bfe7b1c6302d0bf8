# SPDX-License-Identifier: GPL-3.0-or-later
"""A text field that takes the code a scanner reads while the cursor is in it, in place of the desk."""

from collections.abc import Callable

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QApplication, QLineEdit


class ScanField(QLineEdit):
    """The field. A code for which `leaves` is true goes to the desk all the same: a ticket is an arrival.

    `scanned` is emitted once the code stands in the field.
    """

    scanned = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.leaves: Callable[[str], bool] = lambda code: False

    def take(self, code: str) -> bool:
        """Take a scanned code; return whether it was for this field."""
        if self.leaves(code):
            return False
        self.setText(code)
        self.selectAll()  # the next one takes its place
        self.scanned.emit()
        return True


def give_to_focused_field(code: str) -> bool:
    """Give a scanned code to the field with the cursor; return whether it took the code."""
    field = QApplication.focusWidget()
    return isinstance(field, ScanField) and field.take(code)
