# SPDX-License-Identifier: GPL-3.0-or-later
"""One place where desks meet, over the day: rounds while it is reached, pauses that grow while it is not. No thread."""

import contextlib
import time
import zlib
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime

from checkin import __version__
from checkin.core.errors import CheckinError, SyncError
from checkin.core.sync.sync_status import PlaceStatus, SyncPlace
from checkin.desk.event_file import EventFile
from checkin.desk.sync.clock_recorder import ClockRecorder
from checkin.desk.sync.heard_desks import HeardDesks
from checkin.storage import sync_sessions
from checkin.storage.outbox import Outbox
from checkin.sync.exchange import Exchange, ExchangeResult
from checkin.sync.peer import DeskRevokedError, Heartbeat, Peer

GREET_S = 5.0
"""Between two greetings: how old the news of another desk is at most, and how often clocks are compared."""
FIRST_PAUSE_S, LONGEST_PAUSE_S = 0.5, 2.0
"""While it is away. Looking costs little, and whoever plugs the cable in again watches for it."""
PATIENCE = 2
"""Greetings of a twin that should get another identity: one whose file was copied at work cannot know it."""


@dataclass(frozen=True, slots=True)
class OwnIdentity:
    """`identity` is this event file's on this computer, `process` tells it from others that use the same file."""

    identity: str
    process: str = ""


class MeetingPlace:
    """`now` counts seconds, `clock` gives aware times."""

    def __init__(
        self, event: EventFile, place: SyncPlace, peer: Peer, clock: Callable[[], datetime], own: OwnIdentity
    ) -> None:
        self._event, self._peer, self._clock, self._self = event, peer, clock, own
        self._outbox = Outbox(event.db, event.journal)
        self._exchange = Exchange(self._outbox, peer, clock)
        self._pause = 0.0
        self._next_at = self._greet_at = float("-inf")
        self._heard = HeardDesks(())
        self._heard_at = 0.0
        self._with_twin = 0
        self._own_clock = ClockRecorder(event, own.identity)
        self.meeting = PlaceStatus(place)

    def step(self, now: float, desk: str) -> ExchangeResult:
        """A round, if it is time for one; returns what came and was told. Never raises `SyncError`: what is
        wrong is in `meeting` until a whole round succeeded, and tried again after a pause that doubles and differs from
        desk to desk.
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
            self.meeting = self._told(now, error)
            return ExchangeResult()
        self._pause = 0.0
        self.meeting = self._told(now, self._exchange.refusal)
        return done

    @property
    def is_lost(self) -> bool:
        """This desk was taken off, and its copy has forgotten everybody: it is not to meet anybody any more."""
        return isinstance(self.meeting.error, DeskRevokedError)

    def wait(self, seconds: float) -> bool:
        """Whether it is worth looking again; at most so long. While it is left alone it is not."""
        left = self._next_at - time.monotonic() if self._pause else 0.0
        if left <= 0:
            return self._peer.wait(seconds)
        time.sleep(min(seconds, left))
        return left <= seconds

    def close(self) -> None:
        """Says goodbye where it was heard, with what was written last. Where the file is locked or the disk is full
        there is none: everything is in the journal, and told when the event is opened again.
        """
        try:
            if self.meeting.name and not self._pause:
                with contextlib.suppress(CheckinError):
                    self._exchange.run_round()
                    self._say_goodbye()
        finally:
            self.leave()

    def leave(self) -> None:
        """Without a word, and without another look."""
        self._peer.close()

    def _told(self, now: float, error: SyncError | None) -> PlaceStatus:
        older = (now - self._heard_at) // GREET_S * GREET_S if error else 0.0
        desks = tuple(desk.aged(older) for desk in self._heard.others)
        waiting, strangers = self._exchange.waiting, self._peer.strangers
        return replace(self.meeting, error=error, waiting=waiting, desks=desks, strangers=strangers)

    def _share(self) -> float:
        """Of the pause: so that not all desks come back in one moment."""
        return 0.5 + zlib.crc32(f"{self._self.identity} {self._pause}".encode()) % 1000 / 2000

    def _greet(self, now: float, desk: str) -> None:
        heard = self._peer.exchange_heartbeats(self._greeting(desk))
        self._greet_at, self._heard_at = now + GREET_S, now
        self._heard = HeardDesks.of(heard, self._self.identity, self._known())
        self._with_twin = self._with_twin + 1 if self._heard.twins else 0
        has_twin = self._heard.must_change_identity(self._self.process) or self._with_twin > PATIENCE
        own = self._heard.offset
        self.meeting = replace(self.meeting, name=desk, offset=own, has_clone=has_twin)
        if own is not None:
            self._own_clock.note(own, desk, self._clock())

    def _greeting(self, desk: str) -> Heartbeat:
        waiting = self._exchange.waiting
        return Heartbeat(self._self.identity, desk, self._clock(), waiting, __version__, self._self.process)

    def _say_goodbye(self) -> None:
        """Of two with one identity the one that gets another leaves the old one to the other, without a word."""
        if self.meeting.has_clone:
            self._peer.exchange_heartbeats(self._greeting(""))
        else:
            self._peer.exchange_heartbeats(replace(self._greeting(self.meeting.name), is_goodbye=True))

    def _known(self) -> frozenset[str]:
        return sync_sessions.known_sessions(self._event.db) | {self._self.process}
