# SPDX-License-Identifier: GPL-3.0-or-later
"""Threads that nobody waits for: each is kept until it has ended by itself, for Qt ends the program where one is thrown
away while it goes. Never ends one by force.
"""

import atexit
import os
import sys

from PySide6.QtCore import QDeadlineTimer, QThread

END_WAIT_MS = 10_000
"""For all of them together, at the end of the program: a goodbye, or one piece of work."""


class DetachableThread(QThread):
    """Whoever leaves it has told it before that it is to end."""

    def leave(self) -> None:
        """From the window, which goes on."""
        self.finished.connect(self._forget)  # first: it may end in between
        if self.isRunning():
            _LEFT.add(self)

    def _forget(self) -> None:
        """In the thread of the windows: what is thrown away there has ended."""
        _LEFT.discard(self)


_LEFT: set[DetachableThread] = set()


def wait_for_all(wait_ms: int = END_WAIT_MS) -> None:
    """When no window is there to be held up. What does not end by then hangs in the system: it is kept, holding nothing
    that is not in the journal, and the process ends without it.
    """
    deadline = QDeadlineTimer(wait_ms)
    for thread in list(_LEFT):
        if thread.wait(deadline):
            _LEFT.discard(thread)
    if _LEFT:
        atexit.register(_exit_past_them)


def _exit_past_them() -> None:
    """Everything is closed by now, and Qt would call it a crash."""
    if any(thread.isRunning() for thread in _LEFT):
        for stream in filter(None, (sys.stdout, sys.stderr)):  # Windows gives a program without a terminal none
            stream.flush()
        os._exit(0)
