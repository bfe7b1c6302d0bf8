# SPDX-License-Identifier: GPL-3.0-or-later
"""The sync thread: exchanges entries with other desks at all peers.

It has a connection of its own, and the desk never waits for it longer than for one of its small transactions. Its loop
calls `step()`; tests call `step()` without a thread.
"""

import contextlib
import time
from collections.abc import Callable, Sequence
from pathlib import Path

from PySide6.QtCore import QSemaphore, Signal

from checkin.core.sync.sync_status import SyncStatus
from checkin.services.detached_thread import DetachableThread
from checkin.services.event_file import EventFile
from checkin.services.sync.peer_sync import PeerSync

SLICE_S = 0.05
"""Seconds an entry of this desk waits at most before it is sent; half of it on average."""
STOP_WAIT_MS = 30_000
"""Milliseconds that `stop` waits: longer than any peer may take to answer."""

SetUp = Callable[[EventFile], Sequence[PeerSync]]


class SyncWorker(DetachableThread):
    """Syncs one event. `set_up` makes its places from the event opened in this thread; `name` is the desk's now."""

    changed = Signal(object)
    """Carries the `SyncStatus` whenever it differs."""

    received = Signal()
    """Entries came: what the desk shows may be outdated."""

    failed = Signal(Exception)
    """A fault of the program or of the disk. The thread goes on."""

    def __init__(self, path: Path, set_up: SetUp, name: str) -> None:
        super().__init__()
        self._path, self._set_up, self.name = path, set_up, name
        self._event: EventFile | None = None
        self._number = 0
        self._places: Sequence[PeerSync] = ()
        self._reported, self._is_lost = SyncStatus(), False
        self._wake = QSemaphore()
        self._is_stopping = False

    def wake(self) -> None:
        """Look for entries to send. May be called from any thread; only a hint, the journal decides."""
        if self._wake.available() == 0:
            self._wake.release()

    def step(self) -> bool:
        """Run a round at each place that is due; return whether anything was exchanged."""
        if self._event is None:
            self._event = EventFile.open(self._path)
            self._begin(self._event)
        elif not self._is_lost and self._event.guard.reconnect_if_replaced() != self._number:
            self._begin(self._event)
        news = [place.step(time.monotonic(), self.name) for place in self._places]
        was_lost = self._leave_if_lost()
        if was_lost or any(done.received for done in news):
            self.received.emit()
        now = SyncStatus(tuple(place.status for place in self._places))
        if now != self._reported:
            self._reported = now
            self.changed.emit(now)
        return any(done.received or done.sent for done in news)

    def _begin(self, event: EventFile) -> None:
        """Set up the places, again after the event file was replaced or restored: their state is of the file before."""
        for place in self._places:
            place.leave()
        self._places, self._number = (), -1
        self._places = self._set_up(event)
        self._number = event.guard.number

    def _leave_if_lost(self) -> bool:
        """Leave all places once this desk was revoked at one; return whether that is new."""
        lost = [place for place in self._places if place.is_lost]
        was_heard = bool(lost) and not self._is_lost
        if was_heard:
            for place in self._places:
                if place not in lost:
                    place.leave()
            self._places, self._is_lost = lost, True
        return was_heard

    def close(self) -> None:
        """Close every place and the event, whatever fails, in the thread that called `step`."""
        with contextlib.ExitStack() as last:
            if self._event:
                last.callback(self._event.close)
            for place in reversed(self._places):
                last.callback(place.close)
            self._event, self._places = None, ()

    def leave(self) -> None:
        """End without being waited for: the thread says goodbye and ends by itself."""
        self._is_stopping = True
        self._wake.release()
        super().leave()

    def stop(self) -> None:
        """End the thread; return when it has ended."""
        self.leave()
        self.wait(STOP_WAIT_MS)

    def run(self) -> None:  # Qt's name
        while not self._is_stopping:
            if not self._try():
                self._rest()
        try:
            self.close()
        except Exception as fault:  # uncaught, it would reach the error handler's widgets in this thread
            self.failed.emit(fault)

    def _rest(self) -> None:
        """Wait until this desk has written something, or a place may have news."""
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
