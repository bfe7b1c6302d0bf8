# SPDX-License-Identifier: GPL-3.0-or-later
"""One round with a peer: read what its log shows, tell it what it has not shown, read again.

Merging is a set union, so any line may fail, be repeated or be cut off, and the next round goes on. Nothing is marked
as told because it was sent: only what is seen in the log is delivered.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta

from checkin.core.errors import SyncError
from checkin.core.lists.progress import WHOLE, CombinedProgress, ReportProgress, ignore_progress
from checkin.core.message import Message
from checkin.core.sync.sealed_entry import SealedEntry, is_shareable
from checkin.storage.outbox import CursorAdvance, Outbox
from checkin.sync.peer import START, Cursor, CursorLostError, LogPage, Peer, SyncRejectedError

BATCH = 200
"""Entries of one transaction: the desk's own waits for the lock at most as long as one of these takes."""
RETRIED = 5
"""Refused entries tried again in one round."""
PURGE_PAUSE = timedelta(minutes=3)
"""Before a peer that refused a purge is asked again: people at the server change that, not time."""


@dataclass(frozen=True, slots=True)
class ExchangeResult:
    """How many entries were new here, and how many were sent."""

    received: int = 0
    sent: int = 0


class Exchange:
    """Between one event and one peer, over as many rounds as the day has. `clock` gives aware times."""

    def __init__(self, outbox: Outbox, peer: Peer, clock: Callable[[], datetime]) -> None:
        self._outbox, self._peer, self._clock = outbox, peer, clock
        self._way = _InOrder(outbox, peer) if peer.keeps_order else _Unordered(outbox)
        self.refusal: SyncError | None = None
        """Why the peer does not forget the people of a purge; what is exchanged is exchanged all the same."""
        self._refused_at: tuple[bytes, datetime] | None = None
        """Which purge that was, and when."""
        self._retried = b""

    @property
    def waiting(self) -> int:
        """Entries of this desk and of those it heard that the peer's log has not shown."""
        return self._way.waiting()

    def run_round(self, tell: ReportProgress = ignore_progress) -> ExchangeResult:
        """Raises `SyncError` where the peer fails, and whatever `tell` raises; what was done until then is kept."""
        bar = CombinedProgress(tell)
        received = self._pull(bar.part(WHOLE // 2))
        sent = self._push(bar.part(WHOLE))
        if sent:
            received += self._pull(bar.part(WHOLE))
        self._forget()
        return ExchangeResult(received, sent)

    def _forget(self) -> None:
        """After a purge, until it is done: what was told before it is told anew, without people."""
        purge = self._way.untold_purge()
        if purge and self._was_refused_just_now(purge):
            return
        self.refusal = self._refused_at = None
        if purge:
            try:
                self._peer.forget(purge, self._outbox.anonymised_entries(purge))
            except SyncRejectedError as error:
                self.refusal, self._refused_at = error, (purge, self._clock())
            else:
                self._way.purge_told(purge)

    def _was_refused_just_now(self, purge: bytes) -> bool:
        """A clock that was put back counts for nothing."""
        refused, at = self._refused_at or (b"", self._clock())
        return purge == refused and timedelta() <= self._clock() - at < PURGE_PAUSE

    def _pull(self, tell: ReportProgress = ignore_progress) -> int:
        """To the end of the log. One that lost its memory is begun anew, once: one that never holds still is no log."""
        received = 0
        has_begun_anew = False
        while True:
            cursor = self._way.cursor
            try:
                page = self._peer.pull(cursor)
            except CursorLostError as error:
                if has_begun_anew:
                    raise SyncError(_NO_LOG) from error
                has_begun_anew = True
                self._way.begin_anew()
                continue
            if page.cursor == cursor:
                return received
            received += self._way.absorb(cursor, page, tell)

    def _push(self, tell: ReportProgress) -> int:
        sent, total = 0, self.waiting
        for batch in self._way.lacking():
            try:
                self._peer.push(batch)
            except SyncRejectedError:
                sent += self._one_by_one(batch)
            else:
                sent += len(batch)
            tell(sent, total)
        return sent + self._retry()

    def _one_by_one(self, batch: list[SealedEntry]) -> int:
        """One of them is refused: the others must not wait for it."""
        return sum(self._is_taken(entry) for entry in batch)

    def _is_taken(self, entry: SealedEntry) -> bool:
        try:
            self._peer.push([entry])
        except SyncRejectedError as error:
            self._outbox.refuse(entry.id, str(error), self._clock())
            return False
        return True

    def _retry(self) -> int:
        """Some of them, and others the next time."""
        tried = self._outbox.refused(self._retried, RETRIED)
        self._retried = tried[-1].id if len(tried) == RETRIED else b""
        taken = [entry for entry in tried if not self._was_refused_just_now(entry.id) and self._is_taken(entry)]
        for entry in taken:
            self._outbox.accept(entry.id)
        return len(taken)


class _InOrder:
    """With a log that keeps its order: cursor and positions are in the event file and move with the entries."""

    def __init__(self, outbox: Outbox, peer: Peer) -> None:
        self._outbox, self._name = outbox, peer.name
        if not outbox.is_known(self._name):
            outbox.begin_anew(self._name)

    @property
    def cursor(self) -> Cursor:
        return Cursor(*self._outbox.cursor(self._name))

    def begin_anew(self) -> None:
        self._outbox.begin_anew(self._name)

    def absorb(self, before: Cursor, page: LogPage, tell: ReportProgress) -> int:
        """How much more the log has, nobody knows."""
        after = page.cursor
        step = CursorAdvance(self._name, (before.position, before.chain), (after.position, after.chain))
        new = self._outbox.absorb(page.entries, step)
        tell(after.position, None)
        return new

    def lacking(self) -> Iterator[list[SealedEntry]]:
        last = b""
        while batch := self._outbox.undelivered(last, BATCH):
            last = batch[-1].id
            if told := list(filter(is_shareable, batch)):
                yield told

    def waiting(self) -> int:
        return self._outbox.waiting()

    def untold_purge(self) -> bytes:
        return self._outbox.untold_purge(self._name)

    def purge_told(self, purge: bytes) -> None:
        self._outbox.purge_told(self._name, purge)


class _Unordered:
    """With a log whose content alone says what it holds: all of it is read by each of these once."""

    def __init__(self, outbox: Outbox) -> None:
        self._outbox = outbox
        self.cursor = START
        self._shown: set[bytes] = set()
        self._told = b""
        """The newest purge, once all files of this desk were looked at for it: others may lie there by and by."""
        self._place = 0
        """Up to here, in the order in which entries came, the log has shown every one."""

    def begin_anew(self) -> None:
        self.cursor, self._place, self._told = START, 0, b""
        self._shown.clear()

    def absorb(self, _before: Cursor, page: LogPage, tell: ReportProgress) -> int:
        new, entries = 0, page.entries
        for start in range(0, len(entries), BATCH):
            tell(start, len(entries))
            if unknown := self._outbox.unknown(entries[start : start + BATCH]):
                new += self._outbox.absorb(unknown)
        self._shown.update(entry.id for entry in entries if entry)
        self.cursor = page.cursor
        return new

    def lacking(self) -> Iterator[list[SealedEntry]]:
        self._pass_shown()
        place = self._place
        while some := self._outbox.since(place, BATCH):
            place = some[-1][0]
            if batch := [entry for _, entry in some if self._is_lacking(entry)]:
                yield batch

    def waiting(self) -> int:
        self._pass_shown()
        place, count = self._place, 0
        while some := self._outbox.since(place, BATCH):
            place = some[-1][0]
            count += sum(self._is_lacking(entry) for _, entry in some)
        return count

    def untold_purge(self) -> bytes:
        newest = self._outbox.newest_purge()
        return b"" if newest == self._told else newest

    def purge_told(self, purge: bytes) -> None:
        self._told = purge

    def _pass_shown(self) -> None:
        while some := self._outbox.since(self._place, BATCH):
            for place, entry in some:
                if self._is_lacking(entry):
                    return
                self._place = place

    def _is_lacking(self, entry: SealedEntry) -> bool:
        """Whether the log has not shown it, and may."""
        return entry.id not in self._shown and is_shareable(entry)


_NO_LOG = Message(
    "sync", "What the desks exchange through begins anew again and again. Everything is saved here; check its address."
)
