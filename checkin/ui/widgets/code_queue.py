# SPDX-License-Identifier: GPL-3.0-or-later
"""The queue of codes that arrive together, handed on one by one so that each answer can be seen. Scans nothing."""

from collections import deque
from collections.abc import Callable

from PySide6.QtCore import QObject, QTimer, Signal

BREATH_MS, LEAST_BREATH_MS = 900, 225
"""Pause between two answers, shorter the more codes wait. A single code is handed on at once."""

QUESTION_MS = 2_500
"""Least time before the next code replaces a question: time to read it and to press F7."""


class CodeQueue(QObject):
    """A queue of codes that are not acknowledged yet. `due` hands a code on.

    Call `finish` before the window closes: the waiting codes will not be read again.
    """

    due = Signal(str)
    waiting_changed = Signal(int)
    """Emitted with the number of waiting codes."""

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self._waiting: deque[str] = deque()
        self._is_paused = self._is_held = False
        self._rest = QTimer(self)
        self._rest.setSingleShot(True)
        self._rest.timeout.connect(self.step)

    def add(self, text: str) -> None:
        self._waiting.append(text)
        if not self.is_resting:
            self.step()
        elif self._waiting:
            self._hurry()
            self.waiting_changed.emit(len(self._waiting))

    def pause_for(self, milliseconds: int = BREATH_MS) -> None:
        """Hand on nothing for `milliseconds` from now, however many codes wait."""
        self._is_held = True
        self._rest.start(milliseconds)

    def resume(self) -> None:
        """Hand on the next code at once: the pause is over, and nothing that ended it is being answered."""
        if not self._is_paused:
            self._rest.stop()
            self.step()

    def pause(self, is_paused: bool) -> None:
        """Pause or go on. After a pause the next code waits a moment, because what ended the pause is being
        answered.
        """
        self._is_paused, self._is_held = is_paused, False
        if not is_paused and not self.is_resting:
            self._rest.start(BREATH_MS)

    def finish(self, stops: Callable[[], bool] = lambda: False) -> None:
        """Hand on all waiting codes at once, because they will not be read again.

        If `stops` becomes true after one of them, the rest go on waiting.
        """
        while self._waiting:
            self.due.emit(self._waiting.popleft())
            if stops():
                return
        self.clear()

    @property
    def is_paused(self) -> bool:
        return self._is_paused

    @property
    def is_waiting(self) -> bool:
        return bool(self._waiting)

    def clear(self) -> None:
        """Drop the waiting codes: they were meant for a situation that is over."""
        self._waiting.clear()
        self._rest.stop()
        self.waiting_changed.emit(0)

    @property
    def is_resting(self) -> bool:
        return self._rest.isActive()

    def step(self) -> None:
        """Hand on the next code, if one waits and nothing pauses the queue; begin the pause after it."""
        if self._waiting and not self._is_paused:
            self._is_held = False
            self._rest.start(BREATH_MS)
            self.due.emit(self._waiting.popleft())
            self._hurry()
            self.waiting_changed.emit(len(self._waiting))

    @property
    def rest_ms(self) -> int:
        """The length of the present pause, or of the last one, in milliseconds."""
        return self._rest.interval()

    def _hurry(self) -> None:
        """Shorten the pause while several codes wait: a volunteer who scans that fast does not read each answer."""
        if len(self._waiting) > 1 and not self._is_held and self.is_resting:
            breath = max(LEAST_BREATH_MS, BREATH_MS // len(self._waiting))
            self._rest.start(min(self._rest.remainingTime(), breath))
