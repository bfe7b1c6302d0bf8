# SPDX-License-Identifier: GPL-3.0-or-later
"""Announcements to a screen reader, wherever the focus is. Shows nothing and moves no focus."""

from PySide6.QtCore import QCoreApplication, QElapsedTimer, QObject, QTimer
from PySide6.QtGui import QAccessible, QAccessibleAnnouncementEvent
from PySide6.QtWidgets import QWidget
from shiboken6 import isValid

Politeness = QAccessible.AnnouncementPoliteness
APART_MS = 150
"""Between two announcements: of two that come closer, Orca loses the second."""


def announce(widget: QWidget, text: str, *, at_once: bool = False) -> None:
    """Announce `text`, which is about `widget`. `at_once` interrupts what is being read, as answers do."""
    app = QCoreApplication.instance()
    if app is None or not text or not QAccessible.isActive():
        return
    (app.findChild(_Queue) or _Queue(app)).add(widget, text, at_once)


class _Queue(QObject):
    """The announcements of the whole application, those that interrupt first. The same words are not said twice in one
    moment.
    """

    def __init__(self, app: QObject) -> None:
        super().__init__(app)
        self._waiting: list[tuple[QWidget, str, bool]] = []
        self._last, self._since = "", QElapsedTimer()
        self._next = QTimer(self, singleShot=True)
        self._next.timeout.connect(self._say)

    def add(self, widget: QWidget, text: str, at_once: bool) -> None:
        wait = max(0, APART_MS - self._since.elapsed()) if self._since.isValid() else 0
        if wait and text == self._last:
            return
        same = next((each for each in self._waiting if each[1] == text), None)
        if same is not None:
            self._waiting.remove(same)
            at_once = at_once or same[2]
        self._waiting.append((widget, text, at_once))
        self._waiting.sort(key=lambda each: not each[2])
        if wait or self._next.isActive():
            self._next.start(wait)
        else:
            self._say()

    def _say(self) -> None:
        self._waiting = [each for each in self._waiting if isValid(each[0])]
        if not self._waiting:
            return
        widget, self._last, at_once = self._waiting.pop(0)
        self._since.start()
        announcement = QAccessibleAnnouncementEvent(widget, self._last)
        announcement.setPoliteness(Politeness.Assertive if at_once else Politeness.Polite)
        QAccessible.updateAccessibility(announcement)
        if self._waiting:
            self._next.start(APART_MS)
