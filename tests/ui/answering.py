# SPDX-License-Identifier: GPL-3.0-or-later
"""The hands of a person in front of windows that ask."""

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication


class Answering:
    """Presses a button of each window that asks, in turn, and keeps what it was. One that stays is left alone."""

    def __init__(self, *answers):
        self.asked, self._answers = [], list(answers)
        self._timer = QTimer(interval=10)
        self._timer.timeout.connect(self._answer)
        self._timer.start()

    def _answer(self):
        window = QApplication.activeModalWidget()
        if window and window not in self.asked[-1:]:
            self.asked.append(window)
            answer = self._answers.pop(0) if self._answers else lambda unexpected: unexpected.reject()
            answer(window)


def agree(dialog):
    """In the import dialog: Enter, as soon as there is something to agree to."""
    dialog.form.changed.connect(lambda: QTimer.singleShot(0, dialog.go_on.click))
    dialog.go_on.click()
