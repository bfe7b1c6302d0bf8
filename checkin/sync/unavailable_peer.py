# SPDX-License-Identifier: GPL-3.0-or-later
"""A peer whose address cannot be read: raises the reason from every method."""

import time
from collections.abc import Iterable, Sequence
from typing import NoReturn

from checkin.core.errors import SyncError, UserError
from checkin.core.sync.sealed_entry import SealedEntry
from checkin.sync.peer import Cursor, Heartbeat


class UnavailablePeer:
    """A peer in place of one with a wrong address, so that the desk's other peers go on; `error` says what is wrong."""

    name = "nowhere"
    keeps_order = False
    strangers = 0

    def __init__(self, error: UserError) -> None:
        self._error = error

    def push(self, entries: Sequence[SealedEntry]) -> None:
        self._tell()

    def pull(self, cursor: Cursor) -> NoReturn:
        self._tell()

    def exchange_heartbeats(self, me: Heartbeat) -> NoReturn:
        self._tell()

    def forget(self, purge: bytes, emptied: Iterable[SealedEntry]) -> None:
        self._tell()

    def wait(self, seconds: float) -> bool:
        time.sleep(seconds)
        return False

    def close(self) -> None:
        """Do nothing: there is no connection."""

    def _tell(self) -> NoReturn:
        raise SyncError(self._error.words, **self._error.fields)
