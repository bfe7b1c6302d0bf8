# SPDX-License-Identifier: GPL-3.0-or-later
"""The sync thread: exchanges entries with other desks at all peers.

It has a connection of its own, and the desk never waits for it longer than for one of its small transactions. Its loop
calls `step()`; tests call `step()` without a thread.
"""

import contextlib
import time
from collections.abc import Callable, Sequence
from pathlib import Path

from PySide6.QtCore import Signal

from checkin.core.sync.sync_status import SyncStatus
from checkin.services.detached_thread import DetachableThread
from checkin.services.event_file import EventFile
from checkin.services.sync.peer_sync import SyncedPlace
from checkin.sync.news import WakeUp, wait_for_news

REST_S = 1.0
"""Seconds between two steps at most: a thread or program that writes need not wake this one."""
CHECKPOINT_ENTRIES = 40
"""Received entries after which the thread takes the WAL into the file: else SQLite does so in the middle of a commit,
perhaps a scan's, and the file is checked as after a stranger's write (docs/adr/0050, 0051).
"""
STOP_WAIT_MS = 30_000
"""Milliseconds that `stop` waits: longer than any peer may take to answer."""

SetUp = Callable[[EventFile], Sequence[SyncedPlace]]


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
        self._places: Sequence[SyncedPlace] = ()
        self._reported, self._is_lost = SyncStatus(), False
        self._since_checkpoint = 0
        self._wake_up: WakeUp | None = None
        self._is_stopping = False

    def wake(self) -> None:
        """Look for entries to send. May be called from any thread; only a hint, the journal decides."""
        if self._wake_up:  # not yet running, it begins with a round
            self._wake_up.call()

    def step(self) -> bool:
        """Run a round at each place that is due; return whether anything was exchanged."""
        if self._event is None:
            self._event = EventFile.open(self._path)
            self._begin(self._event)
        elif not self._is_lost and self._event.guard.reconnect_if_replaced() != self._number:
            self._begin(self._event)
        news = [place.step(time.monotonic(), self.name) for place in self._places]
        self._take_wal_in(sum(done.received for done in news))
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

    def _take_wal_in(self, received: int) -> None:
        self._since_checkpoint += received
        if self._event and self._since_checkpoint >= CHECKPOINT_ENTRIES:
            self._since_checkpoint = 0
            self._event.checkpoint_wal()

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
        self.wake()
        super().leave()

    def stop(self) -> None:
        """End the thread; return when it has ended."""
        self.leave()
        self.wait(STOP_WAIT_MS)

    def run(self) -> None:  # Qt's name
        with contextlib.closing(WakeUp()) as self._wake_up:
            while not self._is_stopping:
                self._try()
                wait_for_news(self._places, REST_S, self._wake_up)
        try:
            self.close()
        except Exception as fault:  # uncaught, it would reach the error handler's widgets in this thread
            self.failed.emit(fault)

    def _try(self) -> None:
        try:
            self.step()
        except Exception as fault:  # one round must not end the exchange for the day
            self.failed.emit(fault)
            time.sleep(1)
