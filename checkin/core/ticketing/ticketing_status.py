# SPDX-License-Identifier: GPL-3.0-or-later
"""How a desk stands with the ticketing's server: reached or not, fetched when, what is to send. Values only."""

from dataclasses import dataclass
from datetime import datetime

from checkin.core.message import SyncError


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


# Ids in our programme of what a ticketing's server numbers: its products and its check-in lists.

_PRODUCT, _LIST, _EXIT = "item-", "list-", "-exit"

EVERY_LIST = f"{_LIST}*"
"""The control points of all check-in lists, as a pattern of SQL's GLOB."""


def product_id(number: int) -> str:
    """Return the id of the category, or for an add-on the session, that a product becomes."""
    return f"{_PRODUCT}{number}"


def product_of(category: str) -> int:
    """Return the number of the product that became a category, 0 for a category of another kind."""
    return _number(category, _PRODUCT)


def list_point(number: int) -> str:
    """Return the id of the control point that a check-in list becomes; also that of the session of its add-ons."""
    return f"{_LIST}{number}"


def list_exit(number: int) -> str:
    """Return the id of the control point at which people of a check-in list leave."""
    return f"{_LIST}{number}{_EXIT}"


def list_number(point: str) -> int:
    """Return the number of the check-in list of a control point, 0 for a control point of another kind."""
    return _number(point.partition("@")[0].removesuffix(_EXIT), _LIST)


def _number(text: str, prefix: str) -> int:
    digits = text.removeprefix(prefix)
    is_number = text.startswith(prefix) and digits.isascii() and digits.isdecimal() and len(digits) < 19
    return int(digits) if is_number else 0
