# SPDX-License-Identifier: GPL-3.0-or-later
"""Attendees of an event, as the rest of the program sees them."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from types import MappingProxyType
from typing import Any


class Status(StrEnum):
    """The state of a registration, whatever ticketing it came from."""

    CONFIRMED = "confirmed"
    PENDING = "pending"
    UNPAID = "unpaid"
    CANCELLED = "cancelled"
    BLOCKED = "blocked"


OFF_STATUSES = (Status.CANCELLED, Status.BLOCKED)


class Presence(StrEnum):
    """How a person registered to attend."""

    ON_SITE = "on_site"
    REMOTE = "remote"
    BOTH = "both"


class CheckInMethod(StrEnum):
    """How a person was identified at the desk."""

    CODE = "code"
    SEARCH = "search"
    WALK_IN = "walk_in"
    PAPER = "paper"


NOTHING: Mapping[str, Any] = MappingProxyType({})
"""The other columns of most people: one object for all of them."""


@dataclass(frozen=True, slots=True)
class Attendee:
    """A person expected at the event, or a group that comes on one code.

    `id` is the subject of all their journal entries and never changes. If they were given one of our own codes it is
    the id part of that first code (see `tokens`), so that a desk which reads the code before it has heard of the
    attendee already files the arrival under the right subject.

    `sessions` holds ids of the programme's sessions they registered for; `custom` the list's other columns by title.
    `order` is the number of the order that they were booked in, `companion` whom they accompany (`companion_key`).
    `days` is what they said of the days on which they come (`announced_days`); "" for every day.
    `places` is how many people come on this code. `has_consented`: they agreed, when registered at the desk, that their
    data is kept. `position` is their ticket as a ticketing's server has it (`core/ticketing/position`), empty without.
    """

    id: str
    first_name: str
    last_name: str
    ticket_code: str
    organisation: str = ""
    role: str = ""
    email: str = ""
    phone: str = ""
    category: str = ""
    status: Status = Status.CONFIRMED
    presence: Presence = Presence.ON_SITE
    sessions: tuple[str, ...] = ()
    note: str = ""
    order: str = ""
    companion: str = ""
    days: str = ""
    places: int = 1
    has_consented: bool = False
    custom: Mapping[str, str] = field(default_factory=lambda: NOTHING)
    position: Mapping[str, Any] = field(default_factory=lambda: NOTHING)

    @property
    def name(self) -> str:
        return f"{self.first_name} {self.last_name}".strip()

    @property
    def is_off(self) -> bool:
        """Whether the registration does not count any more."""
        return self.status in (Status.CANCELLED, Status.BLOCKED)
