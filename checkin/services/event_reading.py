# SPDX-License-Identifier: GPL-3.0-or-later
"""Readings of an event beside the window: what takes long among many people, in a thread with its own connection."""

from collections.abc import Callable
from typing import Generic, TypeVar
from weakref import WeakSet

from PySide6.QtCore import QObject, Signal

from checkin.services.detached_thread import DetachableThread
from checkin.services.event_file import EventFile

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
