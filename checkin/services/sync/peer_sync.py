# SPDX-License-Identifier: GPL-3.0-or-later
"""Exchange over the day: rounds while a peer is reachable, growing pauses while it is not; and the thread for them.

Every few seconds it exchanges heartbeats: which desks are there (`HeardDesks`), and how far this computer's clock is
off (`ClockRecorder`).
"""

import contextlib
import time
import zlib
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path
from typing import Protocol

from PySide6.QtCore import Signal

from checkin import __version__
from checkin.core.entries import EntryKind, id_time
from checkin.core.message import CheckinError, SyncError
from checkin.core.sync.sync_status import ClockOffsets, OtherDesk, PlaceStatus, SyncPlace, SyncStatus, newest
from checkin.services.event_file import EventFile
from checkin.services.threads import EventWorker
from checkin.storage import settings_store
from checkin.storage.outbox import Outbox
from checkin.sync.exchange import Exchange, ExchangeResult
from checkin.sync.peer import DeskRevokedError, Heartbeat, NewsSource, Peer, ReceivedHeartbeat, WakeUp, wait_for_news

GREET_S = 5.0
"""Seconds between heartbeats: the age of news about other desks, and how often clocks are compared."""
FIRST_PAUSE_S, LONGEST_PAUSE_S = 0.5, 2.0
"""Seconds before the first retry, and between retries at most.

Retrying is cheap, and a user who plugs the cable in again watches for it.
"""
PATIENCE = 2
"""Heartbeats to wait for a twin to change its identity, as one copied while open cannot know it must."""


@dataclass(frozen=True, slots=True)
class OwnIdentity:
    """`identity` is this event file's on this computer; `process` tells programs that use the same file apart."""

    identity: str
    process: str = ""


class SyncedPlace(NewsSource, Protocol):
    """A place that is synchronised in rounds: a peer, or a ticketing's server. Its errors are in `status`."""

    status: PlaceStatus

    @property
    def is_lost(self) -> bool:
        """Whether this desk's access was taken away."""

    def step(self, now: float, desk: str) -> ExchangeResult:
        """Run a round if it is due, and return what was received and sent."""

    def close(self) -> None:
        """Send what is left if the place is reachable, and close."""

    def leave(self) -> None:
        """Close at once."""


class PeerSync:
    """One place where this desk meets others (a peer), with its state in `status`. `clock` gives aware times."""

    def __init__(
        self, event: EventFile, place: SyncPlace, peer: Peer, clock: Callable[[], datetime], own: OwnIdentity
    ) -> None:
        self._event, self._peer, self._clock, self._self = event, peer, clock, own
        self._outbox = Outbox(event.db, event.journal)
        self._exchange = Exchange(self._outbox, peer, clock)
        self._pause = 0.0
        self._next_at = self._greet_at = float("-inf")
        self._received = HeardDesks(())
        self._received_at = 0.0
        self._with_twin = 0
        self._own_clock = ClockRecorder(event, own.identity)
        self.status = PlaceStatus(place)

    def step(self, now: float, desk: str) -> ExchangeResult:
        """Run a round if it is due, and return what was received and sent. `now` is a monotonic clock in seconds.

        Never raises `SyncError`: the error is in `status` until a whole round succeeds, and the next try comes after a
        pause that doubles and differs from desk to desk.
        """
        if now < self._next_at:
            return ExchangeResult()
        try:
            done = self._exchange.run_round()
            if now >= self._greet_at:
                self._greet(now, desk)
        except SyncError as error:
            if isinstance(error, DeskRevokedError) and not self.is_lost:
                self._outbox.forget_all_people()
            self._pause = min(LONGEST_PAUSE_S, max(FIRST_PAUSE_S, self._pause * 2))
            self._next_at = now + self._pause * self._share()
            self._greet_at = float("-inf")
            self.status = self._status(now, error)
            return ExchangeResult()
        self._pause = 0.0
        self.status = self._status(now, self._exchange.refusal)
        return done

    @property
    def is_lost(self) -> bool:
        """Whether this desk was revoked and its copy has dropped everyone: it must not meet others any more."""
        return isinstance(self.status.error, DeskRevokedError)

    @property
    def news_socket(self) -> int | None:
        return None if self._pause else self._peer.news_socket

    @property
    def quiet_s(self) -> float:
        return max(0.0, self._next_at - time.monotonic()) if self._pause else self._peer.quiet_s

    def has_news(self) -> bool:
        """Whether to run `step` again: there may be news, or a pause is over."""
        return not self.quiet_s if self._pause else self._peer.has_news()

    def close(self) -> None:
        """Send the last entries and a goodbye if the place is reachable, then close the peer.

        A `CheckinError` (file locked, disk full) is ignored: everything is in the journal, and sent when the event is
        next opened.
        """
        try:
            if self.status.name and not self._pause:
                with contextlib.suppress(CheckinError):
                    self._exchange.run_round()
                    self._send_goodbye()
        finally:
            self.leave()

    def leave(self) -> None:
        """Close the peer at once, without a goodbye."""
        self._peer.close()

    def _status(self, now: float, error: SyncError | None) -> PlaceStatus:
        desks = self._received.others
        if error:
            older = (now - self._received_at) // GREET_S * GREET_S
            desks = tuple(desk.aged(older) for desk in desks)
        waiting, strangers = self._exchange.waiting, self._peer.strangers
        left_out, ahead = self._outbox.left_out, self._outbox.ahead
        return replace(
            self.status,
            error=error,
            waiting=waiting,
            desks=desks,
            strangers=strangers,
            left_out=left_out,
            ahead=(ahead.desk, id_time(ahead.id).astimezone(self._clock().tzinfo)) if ahead else None,
        )

    def _share(self) -> float:
        """Return the part of the pause to wait, so that not all desks retry at the same moment."""
        return 0.5 + zlib.crc32(f"{self._self.identity} {self._pause}".encode()) % 1000 / 2000

    def _greet(self, now: float, desk: str) -> None:
        received = self._peer.exchange_heartbeats(self._greeting(desk))
        self._greet_at, self._received_at = now + GREET_S, now
        self._received = HeardDesks.of(received, self._self.identity, self._known())
        self._with_twin = self._with_twin + 1 if self._received.twins else 0
        has_twin = self._received.must_change_identity(self._self.process) or self._with_twin > PATIENCE
        own = self._received.offset
        self.status = replace(self.status, name=desk, offset=own, has_clone=has_twin)
        if own is not None:
            self._own_clock.note(own, desk, self._clock())

    def _greeting(self, desk: str) -> Heartbeat:
        waiting = self._exchange.waiting
        return Heartbeat(self._self.identity, desk, self._clock(), waiting, __version__, self._self.process)

    def _send_goodbye(self) -> None:
        """Say goodbye. A clone that takes another identity leaves the old one to its twin, so it just falls silent."""
        if self.status.has_clone:
            self._peer.exchange_heartbeats(self._greeting(""))
        else:
            self._peer.exchange_heartbeats(replace(self._greeting(self.status.name), is_goodbye=True))

    def _known(self) -> frozenset[str]:
        return settings_store.known_sessions(self._event.db) | {self._self.process}


@dataclass(frozen=True, slots=True)
class HeardDesks:
    """Other desks heard at a place, and this computer's clock `offset` in seconds, None if unknown.

    `twins` are processes that use a copy of this desk's file under its identity, and whether they are there now.
    """

    others: tuple[OtherDesk, ...]
    twins: tuple[tuple[str, bool], ...] = ()
    offset: float | None = None

    @classmethod
    def of(cls, received: Iterable[ReceivedHeartbeat], identity: str, known: frozenset[str]) -> "HeardDesks":
        """Return what these heartbeats say. `known` are the processes that use this very file."""
        parts = [h for h in received if h.greeting.desk]
        own = [h for h in parts if h.greeting.identity == identity and h.greeting.process in {"", *known}]
        others = [h for h in parts if h not in own]
        twins = [h for h in others if h.greeting.identity == identity and not h.greeting.is_goodbye]
        return cls(
            newest(map(_other, others)),
            tuple((h.greeting.process, _other(h).is_there) for h in twins),
            min(own, key=lambda h: h.age).offset if own else None,
        )

    def must_change_identity(self, process: str) -> bool:
        """Whether this desk, not its twin, must take another identity. Both sides decide it alike."""
        return any(process > other or not is_there for other, is_there in self.twins)


def _other(received: ReceivedHeartbeat) -> OtherDesk:
    greeting = received.greeting
    closed_at = greeting.at if greeting.is_goodbye else None
    return OtherDesk(
        greeting.desk, received.age, greeting.waiting, received.offset, greeting.version, greeting.identity, closed_at
    )


_CLOCK_KINDS = (EntryKind.CLOCK_MEASURED,)


class ClockRecorder:
    """Writes this computer's clock offset, as measured at a peer, whenever it changes; exports then give both
    times, written and corrected. Reads the journal only for new offsets.
    """

    def __init__(self, event: EventFile, identity: str) -> None:
        self._event, self._identity = event, identity
        self._known: ClockOffsets | None = None
        self._read_to = 0
        self._name = ""

    def note(self, offset: float, name: str, at: datetime) -> None:
        """Write that this clock is `offset` seconds ahead, if that is news. `name` is the desk's."""
        is_renamed, self._name = name != self._name, name
        if self._clocks().is_worth_recording(name, self._identity, offset, is_renamed=is_renamed):
            with self._event.transaction():
                body = {"offset": round(offset, 1), "identity": self._identity}
                self._event.journal.append(EntryKind.CLOCK_MEASURED, "", body, at=at, desk=name)

    def _clocks(self) -> ClockOffsets:
        journal, read_to = self._event.journal, self._read_to
        self._read_to = journal.newest_place()
        if self._known is None or journal.has_entry_since(_CLOCK_KINDS, read_to):
            self._known = ClockOffsets(journal.entries_of_kinds(_CLOCK_KINDS))
        return self._known


# The sync thread: exchanges entries with other desks at all peers.
# The desk never waits for it longer than for one of its small transactions.

REST_S = 1.0
"""Seconds between two steps at most: a thread or program that writes need not wake this one."""
CHECKPOINT_ENTRIES = 40
"""Received entries after which the thread takes the WAL into the file: else SQLite does so in the middle of a commit,
perhaps a scan's, and the file is checked as after a stranger's write (docs/adr/0050, 0051).
"""

SetUp = Callable[[EventFile], Sequence[SyncedPlace]]


class SyncWorker(EventWorker):
    """Syncs one event; `changed` carries the `SyncStatus`. `set_up` makes its places from the event opened in this
    thread; `name` is the desk's now.
    """

    received = Signal()
    """Entries came: what the desk shows may be outdated."""

    def __init__(self, path: Path, set_up: SetUp, name: str) -> None:
        super().__init__(path)
        self._set_up, self.name = set_up, name
        self._number = -1
        self._places: Sequence[SyncedPlace] = ()
        self._reported, self._is_lost = SyncStatus(), False
        self._since_checkpoint = 0
        self._wake_up: WakeUp | None = None

    def wake(self) -> None:
        if self._wake_up:  # not yet running, it begins with a round
            self._wake_up.call()

    def step(self) -> bool:
        """Run a round at each place that is due; return whether anything was exchanged."""
        if not self._is_lost:
            event = self.opened()
            if event.guard.number != self._number:
                self._begin(event)
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

    def rest(self) -> None:
        if self._wake_up:
            wait_for_news(self._places, REST_S, self._wake_up)

    def start_afresh(self) -> None:
        time.sleep(1)  # the next round meets the same fault, often

    def run(self) -> None:
        with contextlib.closing(WakeUp()) as self._wake_up:
            super().run()
