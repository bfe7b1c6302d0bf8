# SPDX-License-Identifier: GPL-3.0-or-later
"""Codes that arrive in one moment, handed on one after another, so that each answer can be seen. Scans nothing."""

from collections import deque
from collections.abc import Callable

from PySide6.QtCore import QObject, QTimer, Signal

BREATH_MS, LEAST_BREATH_MS = 900, 225
"""Between two answers: time to see the first, and less of it the more wait. A single code is handed on at once."""

QUESTION_MS = 2_500
"""A question is not replaced by the next code before this: time to read it and press F7."""


class CodeQueue(QObject):
    """What waits here was never acknowledged. Whoever ends a situation calls `finish`: nobody reads them again."""

    due = Signal(str)
    waiting_changed = Signal(int)
    """How many codes wait."""

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self._waiting: deque[str] = deque()
        self._is_paused = self._is_held = False
        self._rest = QTimer(self)
        self._rest.setSingleShot(True)
        self._rest.timeout.connect(self._next)

    def add(self, text: str) -> None:
        self._waiting.append(text)
        if not self.is_resting:
            self._next()
        elif self._waiting:
            self._hurry()
            self.waiting_changed.emit(len(self._waiting))

    def hold(self, milliseconds: int = BREATH_MS) -> None:
        """Nothing more for a while, counted from now, however many wait."""
        self._is_held = True
        self._rest.start(milliseconds)

    def resume(self) -> None:
        """Hand on what waits at once: the pause ended, and nothing that ended it is being answered."""
        if not self._is_paused:
            self._rest.stop()
            self._next()

    def pause(self, is_paused: bool) -> None:
        """While paused nothing is handed on; after it, not at once: what ended the pause is being answered."""
        self._is_paused, self._is_held = is_paused, False
        if not is_paused and not self.is_resting:
            self._rest.start(BREATH_MS)

    def finish(self, stops: Callable[[], bool] = lambda: False) -> None:
        """Hand on all that waits, at once: they were read here and now, and nobody will read them again.

        Where one of them makes `stops` true, the others go on waiting.
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
        """What waits was meant for a situation that is over."""
        self._waiting.clear()
        self._rest.stop()
        self.waiting_changed.emit(0)

    @property
    def is_resting(self) -> bool:
        return self._rest.isActive()

    def _next(self) -> None:
        if self._waiting and not self._is_paused:
            self._is_held = False
            self._rest.start(BREATH_MS)
            self.due.emit(self._waiting.popleft())
            self._hurry()
            self.waiting_changed.emit(len(self._waiting))

    def _hurry(self) -> None:
        """Who scans faster than answers can be read looks at the guests, not at each answer."""
        if len(self._waiting) > 1 and not self._is_held and self.is_resting:
            breath = max(LEAST_BREATH_MS, BREATH_MS // len(self._waiting))
            self._rest.start(min(self._rest.remainingTime(), breath))
