# SPDX-License-Identifier: GPL-3.0-or-later
"""A ticketing's server over the day: rounds while it is reachable, growing pauses while it is not. No thread.

A round sends before it fetches: what is fetched would else not have what was just sent.
"""

import contextlib
import time
from collections.abc import Callable
from dataclasses import replace
from datetime import datetime

from checkin.core.message import CheckinError, Message, ReportProgress, SyncError, UserError, ignore_progress
from checkin.core.sync.sync_status import PlaceStatus, SyncPlace
from checkin.services.event_file import EventFile
from checkin.services.ticketing.ticketing_joining import read_token
from checkin.services.ticketing.ticketing_pull import TicketingPull
from checkin.services.ticketing.ticketing_push import TicketingPush
from checkin.storage import journal_purge, settings_store
from checkin.storage.outbox import Outbox
from checkin.storage.settings_store import TicketingLink
from checkin.sync.exchange import ExchangeResult
from checkin.sync.pretix_client import PretixClient
from checkin.sync.pretix_connection import PretixBusyError, PretixRevokedError

FETCH_S = 15.0
"""Seconds between two fetches of orders: one without news costs the server 20 ms."""
EVENT_S = 300.0
"""Seconds between two fetches of what seldom changes: products, questions, lists, badges."""
RETRY_S = 3600.0
"""Seconds between two tries to send what the server refused."""
FIRST_PAUSE_S, LONGEST_PAUSE_S = 2.0, 30.0
"""Seconds before the first retry, and between retries at most."""


class TicketingSync:
    """The server of an event, with its state in `status`. Raises nothing in `step`: errors are in the status."""

    news_socket = None

    def __init__(
        self, event: EventFile, link: TicketingLink, clock: Callable[[], datetime], client: PretixClient
    ) -> None:
        self._event, self._link, self._clock, self._client = event, link, clock, client
        self._outbox = Outbox(event.db, event.journal)  # refuses a rehearsal
        self._pause, self._next_at, self._fetch_at = 0.0, float("-inf"), float("-inf")
        self._event_at = float("-inf")
        self._seen_place = -1
        self._has_retried = self._is_asked = False
        self._retry_at = float("-inf")
        self.status = PlaceStatus(SyncPlace.TICKETING)

    def run_round(
        self, report: ReportProgress = ignore_progress, *, fetches: bool = True, now: float | None = None
    ) -> ExchangeResult:
        """Send what the server lacks, then fetch what changed there: of the event itself what is due by `now`, a
        monotonic clock in seconds, else all. Raises `SyncError` or `UserError`.
        """
        if self.is_lost:
            assert self.status.error
            raise self.status.error
        if journal_purge.newest_purge(self._event.db):
            raise UserError(_PURGED)
        try:
            return self._round(report, now, fetches=fetches)
        except PretixRevokedError:
            settings_store.note_revoked(self._event.db)
            raise

    def _round(self, report: ReportProgress, now: float | None, *, fetches: bool) -> ExchangeResult:
        ticketing = self._event.ticketing()
        sent = 0
        if ticketing and ticketing.lists:
            push = TicketingPush(self._event, self._client, self._link, self._clock, ticketing)
            if not self._has_retried:
                sent += push.retry()
                self._has_retried = True
            sent += push.run()
        received = 0
        if fetches:
            pull = TicketingPull(self._event, self._client, self._link, self._clock)
            is_due = now is None or now >= self._event_at
            received = (pull.run(report) if is_due else pull.fetch_people(report)).received
            if now is not None and is_due:
                self._event_at = now + EVENT_S
        return ExchangeResult(received, sent)

    def step(self, now: float, desk: str) -> ExchangeResult:
        """Run a round if it is due. `now` is a monotonic clock in seconds, `desk` this desk's name."""
        if self._is_asked:
            self._is_asked = self._has_retried = False
            self._next_at = self._fetch_at = float("-inf")
        place, fetches = self._event.journal.newest_place(), now >= self._fetch_at
        if self.is_lost and place != self._seen_place:
            self._seen_place = place
            self.status = replace(self.status, waiting=self.waiting(), name=desk)
        if now < self._next_at or self.is_lost:
            return ExchangeResult()
        if place == self._seen_place and not fetches:
            return ExchangeResult()
        if now >= self._retry_at:
            self._has_retried, self._retry_at = False, now + RETRY_S
        try:
            done = self.run_round(fetches=fetches, now=now)
        except (SyncError, UserError) as error:
            self._note_trouble(now, error)
            return ExchangeResult()
        self._pause, self._seen_place = 0.0, place
        self._fetch_at = now + FETCH_S if fetches else self._fetch_at
        self.status = replace(self.status, error=None, waiting=0, name=desk)
        return done

    def ask_round(self) -> None:
        """Make the next `step` send everything, what was refused too, and fetch. May be called from any thread."""
        self._is_asked = True

    def _note_trouble(self, now: float, error: CheckinError) -> None:
        self._pause = min(LONGEST_PAUSE_S, max(FIRST_PAUSE_S, self._pause * 2))
        wait = error.pause_s if isinstance(error, PretixBusyError) else self._pause
        self._next_at = now + wait
        as_sync = error if isinstance(error, SyncError) else SyncError(error.words, **error.fields)
        self.status = replace(self.status, error=as_sync, waiting=self.waiting())

    def waiting(self) -> int:
        """Return how many entries the server was not told yet."""
        ticketing = self._event.ticketing()
        if not ticketing:
            return 0
        return TicketingPush(self._event, self._client, self._link, self._clock, ticketing).waiting()

    @property
    def is_lost(self) -> bool:
        """Whether this device was revoked: the server is not asked any more."""
        return isinstance(self.status.error, PretixRevokedError)

    @property
    def quiet_s(self) -> float:
        """Seconds until `has_news` is to be asked again."""
        if self.is_lost:
            return float("inf")
        if self._is_asked:
            return 0.0
        due = max(self._next_at, min(self._fetch_at, time.monotonic() + FETCH_S))
        return max(0.0, due - time.monotonic())

    def has_news(self) -> bool:
        """Whether a round is due."""
        return not self.quiet_s

    def close(self) -> None:
        """Send the last entries if the server is reachable, then close. What is not sent now is sent next time."""
        try:
            if not self._pause and not self.is_lost and self.status.name:
                with contextlib.suppress(CheckinError):  # all of it is in the journal
                    self.run_round(fetches=False)
        finally:
            self.leave()

    def leave(self) -> None:
        """Close the connection at once."""
        self._client.close()


def open_ticketing(event: EventFile, clock: Callable[[], datetime]) -> TicketingSync | None:
    """Return the server of an event; None if this computer is no device of one, or is no more."""
    link = settings_store.load_link(event.db)
    if link is None or not link.event:
        return None
    client = PretixClient(link.address, link.organizer, read_token(event, link))
    sync = TicketingSync(event, link, clock, client)
    if link.is_revoked:
        from checkin.sync.pretix_connection import revoked

        sync.status = replace(sync.status, error=revoked())
    return sync


_PURGED = Message(
    "ticketing",
    "All people of this event were erased: nothing is fetched from pretix any more, and nothing sent. To have them "
    "again, join pretix with a new event.",
)
