# SPDX-License-Identifier: GPL-3.0-or-later
"""The kinds of thread: a worker that goes on until its end, a task with an end of its own, a reading of an event.

Each calls `step`; tests call `step` without a thread. No thread is ever terminated by force: Qt aborts the program if a
running one is destroyed.
"""

import atexit
import os
import sys
from collections.abc import Callable
from pathlib import Path
from typing import NoReturn, TypeVar
from weakref import WeakSet

from PySide6.QtCore import QCoreApplication, QDeadlineTimer, QObject, QSemaphore, QThread, Signal

from checkin.core.message import Cancelled, CheckinError, ReportProgress
from checkin.services.event_file import EventFile

STOP_WAIT_MS = 30_000
"""Milliseconds that `stop` waits: longer than a printer, a peer or a disk takes to answer, or the decoder to load."""
END_WAIT_MS = 10_000
"""Milliseconds to wait for all that were left, at the end of the program: a goodbye message, or one piece of work."""


class DetachableThread(QThread):
    """A thread that its owner can leave without waiting."""

    failed = Signal(Exception)
    """A fault of the program or of the disk."""

    def end(self) -> None:
        """Ask the thread to end after its present step."""
        raise NotImplementedError

    def launch(self) -> None:
        """Start the thread as a child of the application, so that it survives its window."""
        program = QCoreApplication.instance()
        assert program
        self.setParent(program)
        self.finished.connect(self.deleteLater)
        program.aboutToQuit.connect(self._end_with_program)
        self.start()

    def stop(self) -> None:
        """End the thread; return when it has ended, or leave it after `STOP_WAIT_MS`."""
        self.end()
        if not self.wait(STOP_WAIT_MS):
            self.leave()

    def _end_with_program(self) -> None:
        """End the thread and wait for it however long: the application, its parent, is destroyed next."""
        self.end()
        self.wait()

    def leave(self) -> None:
        """End the thread without waiting: it is kept until it has ended. Called from the UI thread."""
        self.end()
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


class Worker(DetachableThread):
    """A thread that calls `step` again and again: when it is woken, and `rest_ms` after the step before, -1 for never.

    `rest_ms` is `idle_ms` unless the step changes it. A fault is told by `failed`, and the thread goes on.
    """

    def __init__(self, idle_ms: int = -1) -> None:
        super().__init__()
        self._idle_ms = self.rest_ms = idle_ms
        self._wake = QSemaphore()
        self._is_stopping = False

    def wake(self) -> None:
        """Look for work now. May be called from any thread; only a hint."""
        if self._wake.available() == 0:
            self._wake.release()

    def end(self) -> None:
        self._is_stopping = True
        self.wake()

    def step(self) -> object:
        """Do one piece of work."""
        raise NotImplementedError

    def start_afresh(self) -> None:
        """Drop what a fault may have left half done."""

    def close(self) -> None:
        """Close everything, in the thread that called `step`."""

    def rest(self) -> None:
        self._wake.tryAcquire(1, self.rest_ms)

    def run(self) -> None:  # Qt's name
        while not self._is_stopping:
            self.rest_ms = self._idle_ms
            try:
                self.step()
            except Exception as fault:  # one piece of work must not end all others of the day
                self.failed.emit(fault)
                self.start_afresh()
            if not self._is_stopping:
                self.rest()
        try:
            self.close()
        except Exception as fault:  # uncaught, it would reach the error handler's widgets in this thread
            self.failed.emit(fault)


class EventWorker(Worker):
    """A worker with the event at `path`, on a connection of its own: the desk never waits for it."""

    changed = Signal(object)
    """Carries the state of the work whenever it differs."""

    def __init__(self, path: Path, idle_ms: int = -1) -> None:
        super().__init__(idle_ms)
        self._path = path
        self._event: EventFile | None = None

    def opened(self) -> EventFile:
        """Return the event, opened in this thread; connected again if its file was replaced."""
        if self._event is None:
            self._event = EventFile.open(self._path)
        else:
            self._event.guard.reconnect_if_replaced()
        return self._event

    def close(self) -> None:
        if self._event:
            self._event.close()
        self._event = None


class BackgroundTask(DetachableThread):
    """Runs `work` once; `work` gets a progress callback, and opens what it needs for itself.

    `result` is what it returned, None without a result, and `error` what it raised; they are final once the thread has
    ended.
    """

    progressed = Signal(int, int)
    """Carries progress and its total, 0 while unknown."""
    done = Signal(object)
    refused = Signal(CheckinError)
    cancelled = Signal()

    def __init__(self, work: Callable[[ReportProgress], object], every: int = 1) -> None:
        super().__init__()
        self.result: object = None
        self.error: Exception | None = None
        self._work, self._every = work, every
        self._is_cancelled = False

    def end(self) -> None:
        """Stop at the next progress report. What was done stays done, and nothing is half done. Called from the UI
        thread.
        """
        self._is_cancelled = True

    def step(self) -> None:
        try:
            self.result = self._work(self._report_progress)
        except Cancelled:
            self.cancelled.emit()
        except CheckinError as error:
            self.error = error
            self.refused.emit(error)
        else:
            self.done.emit(self.result)

    def run(self) -> None:  # Qt's name
        try:
            self.step()
        except Exception as fault:
            self.error = fault
            self.failed.emit(fault)

    def _report_progress(self, done: int, total: int | None) -> None:
        if self._is_cancelled:
            raise Cancelled
        if done % self._every == 0 or done == total:
            self.progressed.emit(done, total or 0)


PATIENCE_MS = 25
"""Milliseconds that the window waits for a reading: a small event is shown at once, without a word of waiting."""

T = TypeVar("T")

_at_work: WeakSet[BackgroundTask] = WeakSet()


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
        self._thread: BackgroundTask | None = None
        self._show: Callable[..., object] = _ignore

    @property
    def is_reading(self) -> bool:
        return self._thread is not None

    def read(self, work: Callable[[EventFile], T], show: Callable[[T], object]) -> bool:
        """Begin a reading. Return whether its result has been shown already: it took less than `PATIENCE_MS`."""

        def task(_: ReportProgress) -> T:
            with self._event.reader() as event:
                return work(event)

        self._thread, self._show = BackgroundTask(task), show
        self._thread.finished.connect(self._take)
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
        if thread is None or not thread.isFinished():
            return
        self._thread = None
        if thread.error:
            raise thread.error
        self._show(thread.result)


def is_anything_read() -> bool:
    """Whether a reading is going on, also one that was dropped."""
    return any(thread.isRunning() for thread in _at_work)


def _ignore(_: object) -> None:
    """Show nothing."""
