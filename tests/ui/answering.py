# SPDX-License-Identifier: GPL-3.0-or-later
"""The hands of a person in front of windows that ask."""

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication

from checkin.ui.sync.progress_dialog import WritingDialog

STAYS = object()
"""Of an answer that was given, to a window that closes later by itself."""


class Answering:
    """Presses a button of each window that asks, in turn, and keeps what it was. There is one pair of hands: those of
    an earlier test, which garbage may keep alive, answer no more.
    """

    _newest = None

    def __init__(self, *answers):
        Answering.rest()
        Answering._newest = self
        self.asked, self._answers, self._left = [], list(answers), None
        self._timer = QTimer(interval=10)
        self._timer.timeout.connect(self._answer)
        self._timer.start()

    @classmethod
    def rest(cls):
        if cls._newest:
            cls._newest.stop()
            cls._newest = None

    def stop(self):
        """Where an error keeps this alive after its test: it would answer the windows of the next."""
        self._timer.stop()

    def _answer(self):
        window = QApplication.activeModalWidget()
        if window and window is not self._left and not isinstance(window, WritingDialog):  # which asks nothing
            self.asked.append(window)
            answer = self._answers.pop(0) if self._answers else lambda unexpected: unexpected.reject()
            self._left = window if answer(window) is STAYS else None


def agree(dialog):
    """In the import dialog: Enter, as soon as there is something to agree to, and again after the words of a status."""
    again = QTimer(dialog, interval=10)
    again.timeout.connect(lambda: dialog.go_on.click() if dialog.isVisible() else again.stop())
    again.start()
    return STAYS


def read_to_the_end(told):
    """In the dialog of a task: closes it as soon as it tells how the task ended, and adds that to `told`. The task may
    have ended before the dialog is looked at.
    """

    def read(dialog):
        def look():
            has_ended = dialog._is_reported or dialog._bar.isHidden()
            if has_ended and dialog.isVisible():
                told.append(dialog._text.text())
                dialog.accept()

        again = QTimer(dialog, interval=10)
        again.timeout.connect(look)
        again.start()
        return STAYS

    return read


class Watching:
    """Looks at the dialog of work that goes on beside the window, gives it `answer`, and keeps what it said."""

    def __init__(self, answer):
        self.told, self._answer = [], answer
        self._eyes = QTimer(interval=5)
        self._eyes.timeout.connect(self._look)
        self._eyes.start()

    def _look(self):
        dialog = QApplication.activeModalWidget()
        if isinstance(dialog, WritingDialog):
            self.told.append((dialog.windowTitle(), dialog._text.text()))
            self._answer(dialog)

    def end(self):
        self._eyes.stop()
