# SPDX-License-Identifier: GPL-3.0-or-later
"""Sync over a PostgreSQL hub, for a village hall or ten thousand desks.

A method connects when there is no connection; a broken one is dropped and tried again with a back-off. PostgreSQL's
library is imported with the first connection.
"""

import contextlib
import random
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import islice
from typing import TYPE_CHECKING, Any, LiteralString

from checkin.core.message import SyncError
from checkin.core.sync.sealed_entry import SealedEntry, read_sealed
from checkin.core.sync.sync_status import MOST_S
from checkin.sync import peer
from checkin.sync.hub_address import HubAddress

if TYPE_CHECKING:
    from checkin.sync.hub_connection import HubConnection

POLL_S = 1.0
"""Seconds between polls: notices may be switched off, or not come through."""

NOTICED_ROUNDS = 20
"""Rounds within `POLL_S` that notices may cause: any role of the server can send them (docs/adr/0095)."""

WITHOUT_NOTICES_S = 60.0
"""Seconds for which a desk only polls, after notices failed or were too many."""

FORGOTTEN_AT_ONCE = 200
"""Entries of one transaction, as for those that are sent."""

PAGE = 200
"""The most entries that the hub's `pull` returns."""

LONGEST_CHAIN = 64
"""Bytes of a hash over the ids of entries; ours has 32."""

LONGEST_AGE_S = 86_400.0
"""Seconds since a heartbeat of the last day."""

_PUSH = "SELECT checkin.push(%s, %s::uuid[], %s::text[], %s::text[], %s::text[], %s::text[], %s::text[])"
_PULL = (
    "SELECT place, chain, replace(id::text, '-', ''), kind, subject, desk, at, body "
    "FROM checkin.pull(%s, %s, %s::bytea)"
)
_FORGET = "SELECT checkin.forget(%s, %s::uuid, %s::uuid[], %s::text[], %s::text[])"
_GREET = "SELECT identity, desk, at, waiting, age, ahead FROM checkin.greet(%s, %s, %s, %s, %s)"


class PostgresPeer:
    """A hub as a shared journal. `url` is one desk's, as `checkin hub-desk` prints it; `event` is the event's
    public id.
    """

    keeps_order = True
    strangers = 0

    def __init__(
        self,
        url: str,
        event: str,
        now: Callable[[], float] = time.monotonic,
        chance: Callable[[], float] = random.random,
    ) -> None:
        self._address, self._event, self._now = HubAddress.read(url), event, now
        self.name = f"postgres:{self._address.place}"
        self._back_off = BackOff(now, chance)
        self._connection: HubConnection | None = None
        self._trouble: SyncError | None = None
        self._pulled_at = self._counted_since = now()
        self._noticed = 0
        """Rounds caused by notices since `_counted_since`."""
        self._notices_from = float("-inf")
        """No notice is sent, and none is listened for, before."""

    def push(self, entries: Sequence[SealedEntry]) -> None:
        columns = zip(*(entry.fields() for entry in entries), strict=True)
        if entries:
            self._ask(_PUSH, self._event, *map(list, columns))
            self._announce()

    def _announce(self) -> None:
        """Tell the other desks. What was pushed is committed: a notice that fails fails nothing, and desks poll."""
        if self._connection and self._now() >= self._notices_from:
            try:
                self._connection.announce(self._event)
            except SyncError:
                self._do_without_notices()

    def pull(self, cursor: peer.Cursor) -> peer.EntryPage:
        self._pulled_at = self._now()
        found = self._ask(_PULL, self._event, cursor.position, cursor.chain)
        if not found:
            return peer.EntryPage((), cursor, is_last=True)
        with self._dropped_if_broken():
            return _page(found, cursor)

    def exchange_heartbeats(self, me: peer.Heartbeat) -> tuple[peer.ReceivedHeartbeat, ...]:
        found = self._ask(_GREET, self._event, me.mark, me.desk, me.at.isoformat(), me.encoded_waiting)
        return tuple(filter(None, map(_heard, found)))

    @property
    def news_socket(self) -> int | None:
        return self._connection.fileno() if self._connection and not self._has_noticed_enough else None

    @property
    def quiet_s(self) -> float:
        return max(0.0, self._pulled_at + POLL_S - self._now()) if self._connection else self._back_off.left

    def has_news(self) -> bool:
        """Whether there may be new entries, without raising: after a broken connection the next method raises."""
        if self._connection is None or self._has_noticed_enough:
            return not self.quiet_s
        try:
            is_notified = self._connection.has_notice()
        except SyncError:
            self.close()
            return True
        if self._connection.is_flooded:
            self._do_without_notices()
        if is_notified:
            self._noticed += 1
        return is_notified or not self.quiet_s

    @property
    def _has_noticed_enough(self) -> bool:
        now = self._now()
        if now - self._counted_since >= POLL_S:
            self._counted_since, self._noticed = now, 0
        return self._noticed >= NOTICED_ROUNDS

    def _do_without_notices(self) -> None:
        """Poll for a while, on a new connection: the old one listens, or waits for a notice of its own."""
        self._notices_from = self._now() + WITHOUT_NOTICES_S
        self.close()

    def forget(self, purge: bytes, emptied: Iterable[SealedEntry]) -> None:
        entries = iter(emptied)
        while batch := list(islice(entries, FORGOTTEN_AT_ONCE)):
            ids, subjects, bodies = zip(*((e.id.hex(), e.subject, e.body) for e in batch), strict=True)
            self._ask(_FORGET, self._event, purge.hex(), list(ids), list(subjects), list(bodies))

    def close(self) -> None:
        if self._connection is not None:
            self._connection.close()
            self._connection = None

    def _ask(self, statement: LiteralString, *arguments: object) -> list[tuple[Any, ...]]:
        if self._trouble is not None and self._back_off.left:
            raise type(self._trouble)(self._trouble.words, **self._trouble.fields)
        with self._dropped_if_broken():
            try:
                answer = self._connected().ask(statement, arguments)
            except SyncError:
                if self._connection is None or not self._connection.is_flooded:
                    raise
                self._do_without_notices()
                answer = self._connected().ask(statement, arguments)  # all of them can be repeated
        self._back_off.succeeded()
        self._trouble = None
        return answer

    def _connected(self) -> "HubConnection":
        from checkin.sync.hub_connection import connect

        connection = self._connection = self._connection or connect(self._address)
        if not connection.is_listening and self._now() >= self._notices_from:
            try:
                connection.listen(self._event)
            except SyncError:  # of a full queue, or of the line: the new connection tells
                self._do_without_notices()
                connection = self._connection = connect(self._address)
        return connection

    @contextlib.contextmanager
    def _dropped_if_broken(self) -> Iterator[None]:
        try:
            yield
        except (peer.CursorLostError, peer.SyncRejectedError):
            raise  # the hub answered: the connection is fine
        except SyncError as error:
            self._back_off.failed(is_lasting=isinstance(error, peer.HubRefusedError | peer.DeskRevokedError))
            self._trouble = error
            self.close()
            raise


def _page(rows: list[tuple[Any, ...]], before: peer.Cursor) -> peer.EntryPage:
    """Return the page that these rows are. Raises `HubRefusedError` for rows that no hub answers."""
    from checkin.sync.hub_connection import TOO_MUCH, statement_error

    match rows[-1]:
        case (int(place), bytes(chain), *_) if place > before.position and len(chain) <= LONGEST_CHAIN:
            if len(rows) <= PAGE:
                entries = tuple(read_sealed(row[2:]) for row in rows)
                return peer.EntryPage(entries, peer.Cursor(place, chain), is_last=len(rows) < PAGE)
    raise statement_error(TOO_MUCH)


def _heard(row: tuple[Any, ...]) -> peer.ReceivedHeartbeat | None:
    """Return the heartbeat in a row; None for what no desk sends. A clock's impossible offset is unknown."""
    match row:
        case (str(mark), str(desk), str(at), int(told), float(age), ahead):
            offset = ahead if isinstance(ahead, float) and abs(ahead) <= MOST_S else None
            heard = peer.Heartbeat.parse(mark, desk, at, told)
            return peer.ReceivedHeartbeat(heard, min(max(0.0, age), LONGEST_AGE_S), offset) if heard else None
    return None


FIRST_S, LONGEST_S = 0.1, 1.0
LASTING_S = 5.0
"""Delay in seconds after a clear refusal: retrying every second would only fill the server's log."""


class BackOff:
    """The delay of one connection. `now` returns seconds, `chance` a random number between 0 and 1."""

    def __init__(self, now: Callable[[], float], chance: Callable[[], float]) -> None:
        self._now, self._chance = now, chance
        self.succeeded()

    @property
    def left(self) -> float:
        """Seconds until the next attempt is due; 0 if now."""
        return max(0.0, self._at - self._now())

    def succeeded(self) -> None:
        self._at, self._next = self._now(), FIRST_S

    def failed(self, *, is_lasting: bool = False) -> None:
        span = LASTING_S if is_lasting else self._next
        self._next = min(LONGEST_S, self._next * 2)
        self._at = self._now() + span * (0.5 + self._chance() / 2)
