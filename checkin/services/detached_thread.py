# SPDX-License-Identifier: GPL-3.0-or-later
"""Detached threads: threads that are left to end by themselves, and kept alive until they have.

Qt aborts the program if a running QThread is destroyed. No thread is ever terminated by force.
"""

import atexit
import os
import sys
from typing import NoReturn

from PySide6.QtCore import QDeadlineTimer, QThread

END_WAIT_MS = 10_000
"""Milliseconds to wait for all of them at the end of the program: a goodbye message, or one piece of work."""


class DetachableThread(QThread):
    """A thread that its owner can leave without waiting. Request its stop before calling `leave`."""

    def leave(self) -> None:
        """Keep the thread until it has ended, and return at once. Called from the UI thread."""
        self.finished.connect(self._forget)  # connected first: it may end in between
        if self.isRunning():
            _LEFT.add(self)

    def _forget(self) -> None:
        """Drop the reference once the thread has ended. Runs in the UI thread."""
        _LEFT.discard(self)


_LEFT: set[DetachableThread] = set()

_THIS_PROCESS = -1  # what GetCurrentProcess returns


def wait_for_all(wait_ms: int = END_WAIT_MS) -> None:
    """Wait for all detached threads, when no window is open any more.

    A thread that does not end in time hangs in the system. It holds nothing that is not in the journal, so the process
    exits without it.
    """
    deadline = QDeadlineTimer(wait_ms)
    for thread in list(_LEFT):
        if thread.wait(deadline):
            _LEFT.discard(thread)
    if _LEFT:
        atexit.register(_exit_past_them)


def _exit_past_them() -> None:
    """Exit without Qt's teardown, which would report a thread still running as a crash."""
    if any(thread.isRunning() for thread in _LEFT):
        for stream in filter(None, (sys.stdout, sys.stderr)):  # both are None for a Windows program without a terminal
            stream.flush()
        _end_at_once()


def _end_at_once() -> NoReturn:
    """End the process with code 0.

    `os._exit` calls `ExitProcess` on Windows, which ends the other threads first and may then wait forever for a lock
    that one of them held. `TerminateProcess` waits for nothing.
    """
    if sys.platform == "win32":
        import ctypes  # not loaded at the start

        ctypes.windll.kernel32.TerminateProcess(ctypes.c_void_p(_THIS_PROCESS), 0)
    os._exit(0)
