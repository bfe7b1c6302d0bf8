# SPDX-License-Identifier: GPL-3.0-or-later
"""How a desk stands with the ticketing's server: reached or not, fetched when, what is to send. Values only."""

from dataclasses import dataclass
from datetime import datetime

from checkin.core.errors import SyncError


@dataclass(frozen=True, slots=True)
class TicketingStatus:
    """What a desk knows of its connection to the ticketing's server.

    `server` is the host, `organizer` and `event` are the short names there, `device` the number of this computer, 0 for
    one that is no device; then `has_others` tells whether another desk is one. `fetched_at` is when the list was last
    complete, None before. `waiting` entries are still to be sent, `refused` were not taken by the server, `unseen` of
    them nobody has looked at. `error` is why the server cannot be reached, `since` when that began. `is_over`: the
    event's people were erased. `badges` says what is different on the badges made of the server's layouts.
    """

    server: str = ""
    organizer: str = ""
    event: str = ""
    device: int = 0
    fetched_at: datetime | None = None
    waiting: int = 0
    refused: int = 0
    unseen: int = 0
    error: SyncError | None = None
    since: datetime | None = None
    is_revoked: bool = False
    is_over: bool = False
    badges: tuple[str, ...] = ()
    has_others: bool = False

    @property
    def is_connected(self) -> bool:
        """Whether this computer is a device of the server, and still allowed to be."""
        return bool(self.device) and not self.is_revoked

    @property
    def is_well(self) -> bool | None:
        """Whether nothing is to be looked at; None where nothing can be known yet, or where others speak to it."""
        if self.is_revoked or self.error or self.unseen:
            return False
        return True if self.device and self.fetched_at and not self.is_over else None


UNKNOWN_HERE, NO_PRODUCT = "unknown_here", "no_product"
UNDONE_TOO_LATE, UNDONE_ELSEWHERE = "undone_too_late", "undone_elsewhere"
"""Why the server was not told, or not all of it: the person of a passage is not known here, nothing is sold that
somebody registered at the desk could have, an undo was balanced by a passage the other way because it was too late, or
because another device had recorded the passage.
"""
OTHERWISE_TOLD = (UNDONE_TOO_LATE, UNDONE_ELSEWHERE)
"""Those of them with which the server was told all the same: there is nothing to do."""


@dataclass(frozen=True, slots=True)
class RefusedByServer:
    """An entry that the server did not take: which person, if one is known, what was recorded (`kind` of the entry),
    when and at which desk, and `why`: the server's word, one of ours (above), or a sentence. `undone` is the kind of
    what the entry undid, "" if it undid nothing.
    """

    id: bytes
    kind: str
    person: str
    at: datetime
    desk: str
    why: str
    undone: str = ""

    @property
    def is_told(self) -> bool:
        """Whether the server was told of it in another way."""
        return self.why in OTHERWISE_TOLD
