# SPDX-License-Identifier: GPL-3.0-or-later
"""The seam to whatever brings desks together: a log that entries are put into and read from. No more is asked of it."""

import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Protocol

from checkin.core.entries import EARLIEST, LATEST
from checkin.core.errors import SyncError
from checkin.core.sync.sealed_entry import LONGEST_WORD, SealedEntry


@dataclass(frozen=True, slots=True)
class Cursor:
    """How far a log was read. `chain` proves that it is still the same log: a hash over the ids up to `position`."""

    position: int = 0
    chain: bytes = b""


START = Cursor()

MOST_WAITING = 2**53
"""Entries that a desk may say it has not told yet."""


@dataclass(frozen=True, slots=True)
class LogPage:
    """Entries that follow a cursor, and the cursor after them; the same cursor if there are none.

    Each was looked at with `seal`: None stands for one that no desk can keep, which holds up nothing.
    """

    entries: tuple[SealedEntry | None, ...]
    cursor: Cursor


class CursorLostError(SyncError):
    """The cursor is not on this log: the hub was restored from a backup, or is another one."""


class SyncRejectedError(SyncError):
    """The log was reached and said no to these entries."""


class DeskRevokedError(SyncError):
    """The organiser took this desk off and asks that its copy forget everybody: it may be in strange hands."""


@dataclass(frozen=True, slots=True)
class Heartbeat:
    """What a desk says of itself at each round. `identity` is that of the event file on its computer and never shown;
    `at` is its clock, `waiting` how many of its entries it has not seen in the log, `version` that of its program.
    `process` tells two that greet for one identity apart: the window and a command of one file, or a disk and its copy.
    The last one says goodbye. One without a name of a desk takes back what its process said before.
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
        """What tells it apart where desks meet. Programs before this one take more of it for identity or version."""
        return "/".join((self.identity, self.version, self.process)).rstrip("/")

    @property
    def told(self) -> int:
        """`waiting` as it travels: below zero it is a goodbye."""
        return -1 - self.waiting if self.is_goodbye else self.waiting

    @classmethod
    def heard(cls, mark: str, desk: str, at: str, told: int) -> "Heartbeat | None":
        """As another desk said it, perhaps one that says less; None for what no desk can have said."""
        moment = _moment(at)
        if moment is None or not (_is_word(mark) and _is_word(desk)) or abs(told) > MOST_WAITING:
            return None
        identity, version, process = (*mark.split("/", 2), "", "")[:3]
        waiting, is_goodbye = (told, False) if told >= 0 else (-1 - told, True)
        return cls(identity, desk, moment, waiting, version, process, is_goodbye)


def _moment(said: str) -> datetime | None:
    """The time of a clock; one that says no zone is in UTC."""
    try:
        at = datetime.fromisoformat(said)
    except ValueError:
        return None
    at = at if at.tzinfo else at.replace(tzinfo=UTC)
    return at if EARLIEST <= at < LATEST else None


def _is_word(said: str) -> bool:
    """Whether a line of a screen can hold it."""
    return len(said) <= LONGEST_WORD and not any(unicodedata.category(letter) in ("Cc", "Cs") for letter in said)


@dataclass(frozen=True, slots=True)
class ReceivedHeartbeat:
    """A process's newest greeting. `age` is how many seconds ago it was heard, never by the clock of the desk that
    spoke; `offset` by how many seconds its clock was ahead of the clock of the place, None where that is not known.
    """

    greeting: Heartbeat
    age: float
    offset: float | None = None


class Peer(Protocol):
    """`name` tells peers of one event apart and never changes. All may raise `SyncError` at any time, when they may
    have done a part of it, all of it, or nothing.

    `keeps_order`: its log gives each entry a place that stays, so that a cursor may be kept over restarts. Otherwise
    the whole log is read anew by each object, and `START` is the only cursor that is ever given to it first.
    `strangers`: what is there besides and of no desk of this event.
    """

    name: str
    keeps_order: bool

    @property
    def strangers(self) -> int: ...

    def push(self, entries: Sequence[SealedEntry]) -> None:
        """Durable when it returns. An entry that is there is passed over. `SyncRejectedError`: none was taken."""

    def pull(self, cursor: Cursor) -> LogPage:
        """What follows `cursor`, some of it or all. Raises `CursorLostError`."""

    def exchange_heartbeats(self, me: Heartbeat) -> tuple[ReceivedHeartbeat, ...]:
        """Say who is here, and hear who was within a day, oneself among them. Nothing hangs on it: it is only shown."""

    def wait(self, seconds: float) -> bool:
        """Until there may be something new, at most so long; whether there may be. A hint: it carries nothing."""

    def forget(self, purge: bytes, emptied: Iterable[SealedEntry]) -> None:
        """Everybody was purged, in the entry with this id: `emptied` are the entries before it that were about people,
        as they are now. They take the place of what was told under their ids, where that is ours to change.
        """

    def close(self) -> None: ...
