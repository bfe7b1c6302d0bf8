# SPDX-License-Identifier: GPL-3.0-or-later
"""Readings of an event beside the window, and threads that are left to end by themselves.

A reading takes long among many people; it has a thread with its own connection.
"""

import atexit
import os
import sys
from collections.abc import Callable
from typing import Generic, NoReturn, TypeVar
from weakref import WeakSet

from PySide6.QtCore import QDeadlineTimer, QObject, QThread, Signal

from checkin.services.event_file import EventFile

# Detached threads: threads that are left to end by themselves, and kept alive until they have.
# Qt aborts the program if a running QThread is destroyed. No thread is ever terminated by force.

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


PATIENCE_MS = 25
"""Milliseconds that the window waits for a reading: a small event is shown at once, without a word of waiting."""

T = TypeVar("T")

_at_work: WeakSet["_ReadingThread[object]"] = WeakSet()


class EventReading(QObject):
    """What one screen reads of an event. The newest reading counts: an earlier one that has not ended is dropped.

    The work gets the event on a connection that only reads, and must use nothing else of the window. Its result is
    handed over in the UI thread; an error is raised there.

        reading = EventReading(event, screen)
        if not reading.read(read_figures, screen.show_figures):
            screen.show_waiting()
    """

    def __init__(self, event: EventFile, parent: QObject) -> None:
        super().__init__(parent)
        self._event = event
        self._thread: _ReadingThread[object] | None = None
        self._show: Callable[..., object] = _ignore

    @property
    def is_reading(self) -> bool:
        return self._thread is not None

    def read(self, work: Callable[[EventFile], T], show: Callable[[T], object]) -> bool:
        """Begin a reading. Return whether its result has been shown already: it took less than `PATIENCE_MS`."""
        self._thread, self._show = _ReadingThread(self._event, work), show
        self._thread.ended.connect(self._take)
        _at_work.add(self._thread)
        self._thread.start()
        self._thread.leave()
        if self._thread.wait(PATIENCE_MS):
            self._take()
        return not self.is_reading

    def drop(self) -> None:
        """Drop the reading that has not ended; nothing is shown of it."""
        self._thread = None

    def _take(self) -> None:
        """Show the result of the newest reading; the signal may be that of an earlier one."""
        thread = self._thread
        if thread is None or not thread.has_ended:
            return
        self._thread = None
        if thread.fault:
            raise thread.fault
        self._show(thread.result)


def is_anything_read() -> bool:
    """Whether a reading is going on, also one that was dropped."""
    return any(thread.isRunning() for thread in _at_work)


class _ReadingThread(DetachableThread, Generic[T]):
    """A thread that reads once."""

    ended = Signal()

    def __init__(self, event: EventFile, work: Callable[[EventFile], T]) -> None:
        super().__init__()
        self.result: T | None = None
        self.fault: Exception | None = None
        self.has_ended = False
        self._event, self._work = event, work

    def run(self) -> None:  # Qt's name
        try:
            with self._event.reader() as event:
                self.result = self._work(event)
        except Exception as fault:
            self.fault = fault
        self.has_ended = True
        self.ended.emit()


def _ignore(_: object) -> None:
    """Show nothing."""
