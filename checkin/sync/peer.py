# SPDX-License-Identifier: GPL-3.0-or-later
"""The protocol of a peer, through whose shared journal desks exchange entries; and a peer that cannot be reached."""

import contextlib
import selectors
import socket
import time
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import NoReturn, Protocol

from checkin.core.entries import EARLIEST, LATEST
from checkin.core.message import SyncError, UserError
from checkin.core.sync.sealed_entry import LONGEST_WORD, SealedEntry

# Waiting until a peer may have new entries, or another thread has some to send; neither waits for the other's turn.


class NewsSource(Protocol):
    """Something that may have new entries: a peer, or a peer with its pauses."""

    @property
    def news_socket(self) -> int | None:
        """A socket that becomes readable when there may be news; None if only time can tell."""

    @property
    def quiet_s(self) -> float:
        """Seconds until `has_news` is to be asked again, whatever the socket says."""

    def has_news(self) -> bool:
        """Whether there may be new entries; returns at once. Only a hint: a broken connection counts as news."""


class WakeUp:
    """A pair of sockets with which any thread ends the waiting of another. Windows waits for nothing but sockets."""

    def __init__(self) -> None:
        self._there, self._here = socket.socketpair()
        for end in (self._there, self._here):
            end.setblocking(False)

    def call(self) -> None:
        """Wake the waiting thread, now or when it next waits."""
        with contextlib.suppress(OSError):  # full: it is called already; closed: nobody waits any more
            self._there.send(b".")

    def was_called(self) -> bool:
        """Whether `call` was called since this was last asked."""
        try:
            return bool(self._here.recv(1 << 12))
        except BlockingIOError:
            return False

    def fileno(self) -> int:
        return self._here.fileno()

    def close(self) -> None:
        self._there.close()
        self._here.close()


def wait_for_news(sources: Sequence[NewsSource], seconds: float, wake_up: WakeUp | None = None) -> bool:
    """Wait until a source has news or `wake_up` is called, at most `seconds`; return whether that came about."""
    until = time.monotonic() + seconds
    while True:
        # All are asked: what arrived at one of them must not be left in its socket.
        if any([source.has_news() for source in sources]) or (wake_up and wake_up.was_called()):
            return True
        left = until - time.monotonic()
        if left <= 0:
            return False
        with selectors.DefaultSelector() as selector:
            for source in sources:
                if (readable := source.news_socket) is not None:
                    selector.register(readable, selectors.EVENT_READ)
            if wake_up:
                selector.register(wake_up, selectors.EVENT_READ)
            selector.select(min([left, *(source.quiet_s for source in sources)]))


@dataclass(frozen=True, slots=True)
class Cursor:
    """How far a shared journal was read. `chain` proves that it is the same shared journal: a hash over the ids up to
    `position`.
    """

    position: int = 0
    chain: bytes = b""


START = Cursor()

MOST_WAITING = 2**53
"""Greatest number of undelivered entries that a heartbeat may claim."""


@dataclass(frozen=True, slots=True)
class EntryPage:
    """Entries that follow a cursor, and the cursor after them; the same cursor if there are none.

    Each was checked with `read_sealed`: None stands for one that no desk can keep, and holds up nothing. `is_last`:
    nothing followed when the page was read; otherwise the next `pull` tells.
    """

    entries: tuple[SealedEntry | None, ...]
    cursor: Cursor
    is_last: bool = False


class CursorLostError(SyncError):
    """The cursor is not in this shared journal: the hub was restored from a backup, or is another one."""


class SyncRejectedError(SyncError):
    """The shared journal was reached and refused these entries."""


class DeskRevokedError(SyncError):
    """The organiser revoked this desk and wants its copy purged: it may be in the wrong hands."""


class HubRefusedError(SyncError):
    """A clear refusal, which would be the same a second later."""


@dataclass(frozen=True, slots=True)
class Heartbeat:
    """A desk's status, sent at each round.

    `identity` identifies the event file on its computer and is never shown; `at` is the desk's clock, `waiting` the
    number of its entries not yet seen in the shared journal, `version` that of its program. `process` distinguishes two
    processes of one identity: a window and a command with the same file, or an original and a copied disk. The last
    heartbeat of a process says goodbye. One without the name of a desk withdraws what its process sent before.
    """

    identity: str
    desk: str
    at: datetime
    waiting: int
    version: str = ""
    process: str = ""
    is_goodbye: bool = False

    @property
    def mark(self) -> str:
        """The sender's identity, version and process as sent."""
        return "/".join((self.identity, self.version, self.process)).rstrip("/")

    @property
    def encoded_waiting(self) -> int:
        """`waiting` as sent: a negative number is a goodbye."""
        return -1 - self.waiting if self.is_goodbye else self.waiting

    @classmethod
    def parse(cls, mark: str, desk: str, at: str, delivered: int) -> "Heartbeat | None":
        """Return the heartbeat that another desk sent, perhaps with fewer fields; None for impossible values."""
        moment = _moment(at)
        if moment is None or not (_is_word(mark) and _is_word(desk)) or abs(delivered) > MOST_WAITING:
            return None
        identity, version, process = (*mark.split("/", 2), "", "")[:3]
        waiting, is_goodbye = (delivered, False) if delivered >= 0 else (-1 - delivered, True)
        return cls(identity, desk, moment, waiting, version, process, is_goodbye)


def _moment(text: str) -> datetime | None:
    """Return the time; without a time zone it is in UTC. None if it is no time, or out of range."""
    try:
        at = datetime.fromisoformat(text)
    except ValueError:
        return None
    at = at if at.tzinfo else at.replace(tzinfo=UTC)
    return at if EARLIEST <= at < LATEST else None


def _is_word(text: str) -> bool:
    """Whether the text fits into a line on screen."""
    return len(text) <= LONGEST_WORD and not any(unicodedata.category(letter) in ("Cc", "Cs") for letter in text)


@dataclass(frozen=True, slots=True)
class ReceivedHeartbeat:
    """The newest heartbeat of a process. `age`: seconds since it was received, never by the sender's clock. `offset`:
    seconds by which the sender's clock is ahead of the peer's clock, None if unknown.
    """

    greeting: Heartbeat
    age: float
    offset: float | None = None


class Peer(NewsSource, Protocol):
    """A journal that desks share: entries are appended to it and read from it. `Exchange` needs nothing else of it.

    Implementations: `FolderPeer`, `PostgresPeer`, `UnavailablePeer`. Every method may raise `SyncError` at any time,
    and then may have done all, part or nothing of its work; repeating it does no harm. `push` is durable when it
    returns.

    `name` identifies the peer within an event and never changes. `keeps_order`: its journal gives each entry a place
    that stays, so a cursor is valid after a restart; otherwise each object reads the whole journal again, and the first
    cursor passed to it is `START`. `strangers`: number of files that belong to no desk of this event.

        peer.push([entry])
        page = peer.pull(START)
        page = peer.pull(page.cursor)  # only what is new since then
    """

    name: str
    keeps_order: bool

    @property
    def strangers(self) -> int: ...

    def push(self, entries: Sequence[SealedEntry]) -> None:
        """Append entries, durably when this returns; known ones are ignored. Raises `SyncRejectedError`: none was
        taken.
        """

    def pull(self, cursor: Cursor) -> EntryPage:
        """Return some or all entries after `cursor`. Raises `CursorLostError`."""

    def exchange_heartbeats(self, me: Heartbeat) -> tuple[ReceivedHeartbeat, ...]:
        """Send this desk's heartbeat; return those of the last day, its own included. Used for display only."""

    def forget(self, purge: bytes, emptied: Iterable[SealedEntry]) -> None:
        """Replace entries after a purge, the entry with id `purge`.

        `emptied` are the earlier entries about people, now anonymous. They replace the entries sent under the same ids,
        as far as this desk may change them.
        """

    def close(self) -> None: ...


class UnavailablePeer:
    """A peer in place of one with a wrong address, so that the desk's other peers go on; `error` says what is wrong."""

    name = "nowhere"
    keeps_order = False
    strangers = 0
    news_socket = None
    quiet_s = float("inf")

    def __init__(self, error: UserError) -> None:
        self._error = error

    def push(self, entries: Sequence[SealedEntry]) -> None:
        self._raise_error()

    def pull(self, cursor: Cursor) -> NoReturn:
        self._raise_error()

    def exchange_heartbeats(self, me: Heartbeat) -> NoReturn:
        self._raise_error()

    def forget(self, purge: bytes, emptied: Iterable[SealedEntry]) -> None:
        self._raise_error()

    def has_news(self) -> bool:
        return False

    def close(self) -> None:
        """Do nothing: there is no connection."""

    def _raise_error(self) -> NoReturn:
        raise SyncError(self._error.words, **self._error.fields)
