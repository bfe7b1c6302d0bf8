# SPDX-License-Identifier: GPL-3.0-or-later
"""The wait for a scanner that is still typing when its window is closed. Reads no code."""

from PySide6.QtCore import QCoreApplication, QEvent, QObject, QTimer, Signal

from checkin.core.scanning.keystrokes import SILENCE_MS

LOOK_MS = 50
QUIET_LOOKS = SILENCE_MS // LOOK_MS + 2
"""Timer ticks without a key after which a scanner has finished and a code without line end has been read."""
MOST_LOOKS = 6_000 // LOOK_MS
"""Timer ticks after which a key held down keeps no window open."""


class TypingWait(QObject):
    """A wait that ends when no more keys come.

    Silence is counted in timer ticks, not in time: a program busy with one code ticks once, however long that takes,
    and between two ticks the waiting keys are delivered.
    """

    ended = Signal()

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self._quiet = self._looks = 0
        self._timer = QTimer(self, interval=LOOK_MS)
        self._timer.timeout.connect(self._look)

    @property
    def is_waiting(self) -> bool:
        return self._timer.isActive()

    def wait(self) -> None:
        """Emit `ended` once, when no key has come for a while."""
        self._quiet = self._looks = 0
        self._timer.start()
        if app := QCoreApplication.instance():
            app.installEventFilter(self)

    def stop(self) -> None:
        """Stop waiting: the window is closed, or stays."""
        self._timer.stop()
        if app := QCoreApplication.instance():
            app.removeEventFilter(self)

    def eventFilter(self, _watched: QObject, event: QEvent) -> bool:
        if event.type() in (QEvent.Type.KeyPress, QEvent.Type.ShortcutOverride):
            self._quiet = 0
        return False

    def _look(self) -> None:
        self._quiet += 1
        self._looks += 1
        if self._quiet >= QUIET_LOOKS or self._looks >= MOST_LOOKS:
            self.stop()
            self.ended.emit()
