# SPDX-License-Identifier: GPL-3.0-or-later
"""One round of sync with a peer: send it the entries it lacks, and read its shared journal.

Merging is a set union, so any line may fail, be repeated or be cut off, and the next round goes on. An entry counts as
delivered when it is seen in the peer's shared journal, not when it was sent.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta

from checkin.core.message import WHOLE, CombinedProgress, Message, ReportProgress, SyncError, ignore_progress
from checkin.core.sync.sealed_entry import SealedEntry, is_shareable
from checkin.storage.outbox import CursorAdvance, Outbox
from checkin.sync.peer import START, Cursor, CursorLostError, EntryPage, Peer, SyncRejectedError

BATCH = 200
"""Entries per transaction: a scan waits for the write lock at most as long as one batch takes."""
RETRIED = 5
"""Number of refused entries retried in one round, unless the peer accepts them now."""
MOST_BARREN = 100
"""Pages one after the other without an entry that any desk can read, after which a round goes on to what it sends."""
PURGE_PAUSE = timedelta(minutes=3)
"""Delay before a peer that refused a purge is asked again: only the hub's organiser can change that."""


@dataclass(frozen=True, slots=True)
class ExchangeResult:
    """The number of new entries received, and the number sent."""

    received: int = 0
    sent: int = 0


class Exchange:
    """The exchange of entries between one event and one peer, over as many rounds as the day has.

    `run_round` pushes undelivered entries in batches, pulls all new pages of the peer's shared journal into the outbox,
    and delivers a purge. The first round pulls before it pushes, as the peer may have it all.
    Each batch is one transaction, so a round may stop anywhere: what was done is kept, and the next round continues.
    Repeated entries are ignored. One entry refused by the peer does not hold up the others; it is retried later.

    Raises `SyncError` if the peer fails. All calls are made in one worker thread. `clock` returns aware times.

        exchange = Exchange(outbox, FolderPeer(folder, key.secret), clock)
        result = exchange.run_round()
        print(result.received, result.sent, exchange.waiting)
    """

    def __init__(self, outbox: Outbox, peer: Peer, clock: Callable[[], datetime]) -> None:
        self._outbox, self._peer, self._clock = outbox, peer, clock
        self._way = _InOrder(outbox, peer) if peer.keeps_order else _Unordered(outbox)
        self.refusal: SyncError | None = None
        """The reason why the peer does not carry out a purge, None if it did; entries are exchanged in any case."""
        self._refused_at: tuple[bytes, datetime] | None = None
        """The refused purge, and when it was refused."""
        self._retried = b""
        self._is_level = False
        """Whether the peer's shared journal was once read to its end; what is undelivered is then not in it."""

    @property
    def waiting(self) -> int:
        """Number of entries, of this and other desks, not yet seen in the peer's shared journal."""
        return self._way.waiting()

    def run_round(self, report: ReportProgress = ignore_progress) -> ExchangeResult:
        """Run one round. Raises `SyncError` if the peer fails, and any error of `report`; what was done until then is
        kept.
        """
        bar = CombinedProgress(report)
        sent = self._push() if self._is_level else 0
        received = self._pull(bar.part(WHOLE // 2))
        if not self._is_level:
            self._is_level = True
            if lacking := self._push(bar.part(WHOLE)):
                received += self._pull(bar.part(WHOLE))
                sent += lacking
        self._forget()
        return ExchangeResult(received, sent)

    def _forget(self) -> None:
        """Deliver the newest purge until the peer has carried it out: entries sent before are replaced by anonymous
        ones.
        """
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
                self._way.note_purge_delivered(purge)

    def _was_refused_just_now(self, purge: bytes) -> bool:
        """Whether this was refused less than `PURGE_PAUSE` ago. A clock that was set back does not count."""
        refused, at = self._refused_at or (b"", self._clock())
        return purge == refused and timedelta() <= self._clock() - at < PURGE_PAUSE

    def _pull(self, report: ReportProgress = ignore_progress) -> int:
        """Read to the end of the shared journal. A lost cursor restarts from the beginning, but only once: then it is
        no stable log.
        """
        received = barren = 0
        has_begun_anew = is_last = False
        while not is_last:
            cursor = self._way.cursor
            try:
                page = self._peer.pull(cursor)
            except CursorLostError as error:
                if has_begun_anew:
                    raise SyncError(_NO_LOG) from error
                has_begun_anew, self._is_level = True, False
                self._way.begin_anew()
                continue
            barren = 0 if any(page.entries) else barren + 1
            is_last = page.is_last or page.cursor == cursor or barren >= MOST_BARREN
            if page.cursor != cursor:
                received += self._way.absorb(cursor, page, report)
        return received

    def _push(self, report: ReportProgress = ignore_progress) -> int:
        sent = total = 0
        for batch in self._way.lacking():
            total = total or self.waiting
            try:
                self._peer.push(batch)
            except SyncRejectedError:
                sent += sum(map(self._is_taken, batch))  # each alone, so that the others do not wait
            else:
                sent += len(batch)
            report(sent, total)
        return sent + self._retry()

    def _is_taken(self, entry: SealedEntry) -> bool:
        try:
            self._peer.push([entry])
        except SyncRejectedError as error:
            self._outbox.refuse(entry.id, str(error), self._clock())
            return False
        return True

    def _retry(self) -> int:
        """Retry some of the refused entries, in turn, and go on while all are accepted; return the number accepted."""
        accepted = 0
        while True:
            tried = self._outbox.refused(self._retried, RETRIED)
            self._retried = tried[-1].id if len(tried) == RETRIED else b""
            taken = [entry for entry in tried if not self._was_refused_just_now(entry.id) and self._is_taken(entry)]
            for entry in taken:
                self._outbox.accept(entry.id)
            accepted += len(taken)
            if len(taken) < RETRIED:
                return accepted


class _InOrder:
    """A shared journal that keeps its order: cursor and positions are in the event file and move with the entries."""

    def __init__(self, outbox: Outbox, peer: Peer) -> None:
        self._outbox, self._name = outbox, peer.name
        if not outbox.is_known(self._name):
            outbox.begin_anew(self._name)

    @property
    def cursor(self) -> Cursor:
        return Cursor(*self._outbox.cursor(self._name))

    def begin_anew(self) -> None:
        self._outbox.begin_anew(self._name)

    def absorb(self, before: Cursor, page: EntryPage, report: ReportProgress) -> int:
        """Store a page and the cursor after it; return the number of new entries. The remaining size is unknown."""
        after = page.cursor
        step = CursorAdvance(self._name, (before.position, before.chain), (after.position, after.chain))
        new = self._outbox.absorb(page.entries, step)
        report(after.position, None)
        return new

    def lacking(self) -> Iterator[list[SealedEntry]]:
        last = b""
        while batch := self._outbox.undelivered(last, BATCH):
            last = batch[-1].id
            if shareable := list(filter(is_shareable, batch)):
                yield shareable

    def waiting(self) -> int:
        return self._outbox.waiting()

    def untold_purge(self) -> bytes:
        return self._outbox.untold_purge(self._name)

    def note_purge_delivered(self, purge: bytes) -> None:
        self._outbox.note_purge_delivered(self._name, purge)


class _Unordered:
    """A shared journal without order or stable positions, read completely once by each object of this class."""

    def __init__(self, outbox: Outbox) -> None:
        self._outbox = outbox
        self.cursor = START
        self._shown: set[bytes] = set()
        self._delivered_purge = b""
        """The newest purge that all files of this desk were checked for; more files may appear later."""
        self._place = 0
        """All entries up to this place of the journal were seen in the shared journal."""

    def begin_anew(self) -> None:
        self.cursor, self._place, self._delivered_purge = START, 0, b""
        self._shown.clear()

    def absorb(self, _before: Cursor, page: EntryPage, report: ReportProgress) -> int:
        new, entries = 0, page.entries
        for start in range(0, len(entries), BATCH):
            report(start, len(entries))
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
        return b"" if newest == self._delivered_purge else newest

    def note_purge_delivered(self, purge: bytes) -> None:
        self._delivered_purge = purge

    def _pass_shown(self) -> None:
        while some := self._outbox.since(self._place, BATCH):
            for place, entry in some:
                if self._is_lacking(entry):
                    return
                self._place = place

    def _is_lacking(self, entry: SealedEntry) -> bool:
        """Whether the shared journal has not shown this entry, and may receive it."""
        return entry.id not in self._shown and is_shareable(entry)


_NO_LOG = Message(
    "sync", "The desks’ meeting place keeps starting again from nothing. Everything is saved here; check its address."
)
