# SPDX-License-Identifier: GPL-3.0-or-later
"""The thread that exchanges entries with the other desks. Its loop calls `step()`; tests call `step()` with no thread.

It has a connection of its own, and the desk never waits for it longer than for one of its small transactions.
"""

import contextlib
import time
from collections.abc import Callable, Sequence
from pathlib import Path

from PySide6.QtCore import QSemaphore, Signal

from checkin.core.sync.sync_status import SyncStatus
from checkin.desk.detached_thread import DetachableThread
from checkin.desk.event_file import EventFile
from checkin.desk.sync.meeting_place import MeetingPlace

SLICE_S = 0.05
"""How long an entry of this desk waits at most before it is told: half of it is lost on the way on average."""
STOP_WAIT_MS = 30_000
"""Longer than any peer may take to answer."""

SetUp = Callable[[EventFile], Sequence[MeetingPlace]]


class SyncWorker(DetachableThread):
    """`set_up` makes the places, from the event opened in this thread. `name` is what this desk is called now."""

    changed = Signal(object)
    """The `SyncStatus`, whenever it is another."""

    received = Signal()
    """Something came: what the desk shows may be another."""

    failed = Signal(Exception)
    """A fault of the program or of the disk. It goes on all the same."""

    def __init__(self, path: Path, set_up: SetUp, name: str) -> None:
        super().__init__()
        self._path, self._set_up, self.name = path, set_up, name
        self._event: EventFile | None = None
        self._number = 0
        self._places: Sequence[MeetingPlace] = ()
        self._told, self._is_lost = SyncStatus(), False
        self._wake = QSemaphore()
        self._is_stopping = False

    def wake(self) -> None:
        """From any thread: there may be something to tell. A hint: the table is the truth."""
        if self._wake.available() == 0:
            self._wake.release()

    def step(self) -> bool:
        """A round at each place whose time has come; returns whether anything was exchanged."""
        if self._event is None:
            self._event = EventFile.open(self._path)
            self._begin(self._event)
        elif not self._is_lost and self._event.guard.reconnect_if_replaced() != self._number:
            self._begin(self._event)
        news = [place.step(time.monotonic(), self.name) for place in self._places]
        was_lost = self._leave_if_lost()
        if was_lost or any(done.received for done in news):
            self.received.emit()
        now = SyncStatus(tuple(place.meeting for place in self._places))
        if now != self._told:
            self._told = now
            self.changed.emit(now)
        return any(done.received or done.sent for done in news)

    def _begin(self, event: EventFile) -> None:
        """Also anew, when the event file was replaced or put right: what was told and heard was of the one before."""
        for place in self._places:
            place.leave()
        self._places, self._number = (), -1
        self._places = self._set_up(event)
        self._number = event.guard.number

    def _leave_if_lost(self) -> bool:
        """A desk that was taken off goes to no other place either; returns whether it was just heard."""
        lost = [place for place in self._places if place.is_lost]
        was_heard = bool(lost) and not self._is_lost
        if was_heard:
            for place in self._places:
                if place not in lost:
                    place.leave()
            self._places, self._is_lost = lost, True
        return was_heard

    def close(self) -> None:
        """In the thread that called `step`. Whatever fails, every place is closed, and the event."""
        with contextlib.ExitStack() as last:
            if self._event:
                last.callback(self._event.close)
            for place in reversed(self._places):
                last.callback(place.close)
            self._event, self._places = None, ()

    def leave(self) -> None:
        """Nobody waits for it: it says goodbye and ends by itself."""
        self._is_stopping = True
        self._wake.release()
        super().leave()

    def stop(self) -> None:
        """Ends the thread; returns when it has ended."""
        self.leave()
        self.wait(STOP_WAIT_MS)

    def run(self) -> None:  # Qt's name
        while not self._is_stopping:
            if not self._try():
                self._rest()
        try:
            self.close()
        except Exception as fault:  # what nobody catches here would be told by widgets, in this thread
            self.failed.emit(fault)

    def _rest(self) -> None:
        """Until this desk wrote something, or a place may have something new."""
        while not self._wake.tryAcquire() and not self._is_stopping:
            if self._places and any([place.wait(SLICE_S) for place in self._places]):
                return
            if not self._places:
                self._wake.tryAcquire(1, round(1000 * SLICE_S))

    def _try(self) -> bool:
        try:
            return self.step()
        except Exception as fault:  # one round must not end the exchange for the day
            self.failed.emit(fault)
            time.sleep(1)
            return False
