# SPDX-License-Identifier: GPL-3.0-or-later
"""Codes that arrive in one moment, handed on one after another, so that each answer can be seen. Scans nothing."""

from collections import deque

from PySide6.QtCore import QObject, QTimer, Signal

BREATH_MS = 900
"""Between two answers of one picture: time to see the first. A single code is handed on at once."""

QUESTION_MS = 2_500
"""A question is not replaced by the next code before this: time to read it and press F7."""


class CodeQueue(QObject):
    """What waits here was never acknowledged: it is lost with the program, and read again from the guest's code."""

    due = Signal(str)

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self._waiting: deque[str] = deque()
        self._is_paused = False
        self._rest = QTimer(self)
        self._rest.setSingleShot(True)
        self._rest.timeout.connect(self._next)

    def add(self, text: str) -> None:
        self._waiting.append(text)
        if not self.is_resting:
            self._next()

    def hold(self, milliseconds: int) -> None:
        """Nothing more for a while, counted from now."""
        self._rest.start(milliseconds)

    def pause(self, is_paused: bool) -> None:
        """While paused nothing is handed on; after it, not at once: what ended the pause is being answered."""
        self._is_paused = is_paused
        if not is_paused and not self.is_resting:
            self._rest.start(BREATH_MS)

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

    @property
    def is_resting(self) -> bool:
        return self._rest.isActive()

    def _next(self) -> None:
        if self._waiting and not self._is_paused:
            self._rest.start(BREATH_MS)
            self.due.emit(self._waiting.popleft())
