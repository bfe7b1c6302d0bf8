# SPDX-License-Identifier: GPL-3.0-or-later
"""Announcements to a screen reader, wherever the focus is. Shows nothing and moves no focus."""

from collections.abc import Callable

from PySide6.QtCore import QCoreApplication, QElapsedTimer, QEvent, QObject, Qt, QTimer
from PySide6.QtGui import QAccessible, QAccessibleAnnouncementEvent
from PySide6.QtWidgets import QApplication, QWidget
from shiboken6 import isValid

Politeness = QAccessible.AnnouncementPoliteness
APART_MS = 300
"""Between two announcements: of two that come closer, Orca loses the second."""
AFTER_KEY_MS = 250
"""How long after a key its consequence is announced, where the focus moves with it: until a key is released Orca stops
what is being read, and says the part that has the focus now.
"""


def announce(widget: QWidget, text: str, *, at_once: bool = False) -> None:
    """Announce `text`, which is about `widget`. `at_once` interrupts what is being read, as answers do."""
    app = QCoreApplication.instance()
    if app is None or not text or not QAccessible.isActive():
        return
    (app.findChild(_Queue) or _Queue(app)).add(widget, text, at_once)


def announce_after_key(widget: QWidget, text: str) -> None:
    """Announce `text` once the key that led to it is released and the part that has the focus was named."""
    QTimer.singleShot(AFTER_KEY_MS, widget, lambda: announce(widget, text, at_once=True))


def announce_when_shown(widget: QWidget, text: Callable[[], str]) -> None:
    """Announce `text` whenever `widget` is shown, after the key that opened it."""
    _WhenShown(widget, text)


def announce_next_window(app: QApplication) -> None:
    """Announce the title of the next window of `app` that opens: of several in a row, Orca says that of the first."""

    def follow() -> None:
        if window := app.activeWindow():
            app.focusChanged.disconnect(follow)
            announce_after_key(window, window.windowTitle())

    app.focusChanged.connect(follow)


class _WhenShown(QObject):
    def __init__(self, widget: QWidget, text: Callable[[], str]) -> None:
        super().__init__(widget)
        self._widget, self._text = widget, text
        widget.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.Show and not event.spontaneous():
            announce_after_key(self._widget, self._text())
        return False


class _Queue(QObject):
    """The announcements of the whole application, those that interrupt first. The same words are not said twice in one
    moment.
    """

    def __init__(self, app: QObject) -> None:
        super().__init__(app)
        self._waiting: list[tuple[QWidget, str, bool]] = []
        self._last, self._since = "", QElapsedTimer()
        self._next = QTimer(self, singleShot=True, timerType=Qt.TimerType.PreciseTimer)  # others may be 5 % early
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
