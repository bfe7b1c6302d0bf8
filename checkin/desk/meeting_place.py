# SPDX-License-Identifier: GPL-3.0-or-later
"""One place where desks meet, over the day: rounds while it is reached, pauses that grow while it is not. No thread."""

import time
import zlib
from collections.abc import Callable
from datetime import datetime

from checkin import __version__
from checkin.core.clocks import WORTH_WRITING_S, Clocks
from checkin.core.entries import Kind
from checkin.core.errors import SyncError
from checkin.core.together import Meeting, OtherDesk, Place
from checkin.desk.event_file import EventFile
from checkin.storage.outbox import Outbox
from checkin.sync.exchange import Exchange, Exchanged
from checkin.sync.peer import Greeting, Heard, Peer

GREET_S = 5.0
"""Between two greetings: how old the news of another desk is at most."""
FIRST_PAUSE_S, LONGEST_PAUSE_S = 0.5, 2.0
"""While it is away. Looking costs little, and whoever plugs the cable in again watches for it."""


class MeetingPlace:
    """`now` counts seconds, `clock` gives aware times; `identity` is this event file's on this computer."""

    def __init__(
        self, event: EventFile, place: Place, peer: Peer, clock: Callable[[], datetime], identity: str
    ) -> None:
        self._event, self._peer, self._clock, self._identity = event, peer, clock, identity
        self._exchange = Exchange(Outbox(event.db, event.journal), peer, clock)
        self._pause = 0.0
        self._noted: float | None = None
        self._next_at = self._greet_at = float("-inf")
        self.meeting = Meeting(place)

    def step(self, now: float, desk: str) -> Exchanged:
        """A round, if it is time for one; returns what came and was told. Never raises `SyncError`: what is
        wrong is in `meeting`, and tried again after a pause that doubles and differs from desk to desk.
        """
        if now < self._next_at:
            return Exchanged()
        try:
            done = self._exchange.round()
            self._greet(now, desk)
        except SyncError as error:
            self._pause = min(LONGEST_PAUSE_S, max(FIRST_PAUSE_S, self._pause * 2))
            self._next_at = now + self._pause * self._share()
            self.meeting = self._told(error)
            return Exchanged()
        self._pause = 0.0
        self.meeting = self._told(None)
        return done

    def wait(self, seconds: float) -> bool:
        """Whether it is worth looking again; at most so long. While it is left alone it is not."""
        left = self._next_at - time.monotonic() if self._pause else 0.0
        if left <= 0:
            return self._peer.wait(seconds)
        time.sleep(min(seconds, left))
        return left <= seconds

    def close(self) -> None:
        self._peer.close()

    def _told(self, error: SyncError | None) -> Meeting:
        known = self.meeting
        return Meeting(known.place, error, self._exchange.waiting, known.desks, known.offset)

    def _share(self) -> float:
        """Of the pause: so that not all desks come back in one moment."""
        return 0.5 + zlib.crc32(f"{self._identity} {self._pause}".encode()) % 1000 / 2000

    def _greet(self, now: float, desk: str) -> None:
        if now < self._greet_at:
            return
        self._greet_at = now + GREET_S
        heard = self._peer.greet(Greeting(self._identity, desk, self._clock(), self._exchange.waiting, __version__))
        others = tuple(_other(h) for h in heard if h.greeting.identity != self._identity)
        own = next((h.offset for h in heard if h.greeting.identity == self._identity), None)
        self.meeting = Meeting(self.meeting.place, None, self.meeting.waiting, others, own)
        if own is not None:
            self._note_clock(own, desk)

    def _note_clock(self, offset: float, desk: str) -> None:
        """An entry whenever it is another than before: exports tell both times."""
        if self._noted is not None and abs(self._noted - offset) <= WORTH_WRITING_S:
            return
        self._noted = offset
        clocks = Clocks(self._event.journal.of_kinds([Kind.CLOCK_MEASURED]))
        if clocks.is_news(desk, self._clock(), offset):
            with self._event.writing():
                body = {"offset": round(offset, 1)}
                self._event.journal.append(Kind.CLOCK_MEASURED, "", body, at=self._clock(), desk=desk)


def _other(heard: Heard) -> OtherDesk:
    said = heard.greeting
    return OtherDesk(said.desk, heard.age, said.waiting, heard.offset, said.version)
