# SPDX-License-Identifier: GPL-3.0-or-later
"""The people of an event, as the rest of the program sees them."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from types import MappingProxyType


class Status(StrEnum):
    """What the registration says of a person, whatever ticketing it came from."""

    CONFIRMED = "confirmed"
    PENDING = "pending"
    UNPAID = "unpaid"
    CANCELLED = "cancelled"
    BLOCKED = "blocked"


class Presence(StrEnum):
    """How someone registered to attend."""

    ON_SITE = "on_site"
    REMOTE = "remote"
    BOTH = "both"


class CheckInMethod(StrEnum):
    """How a person was named to the desk."""

    CODE = "code"
    SEARCH = "search"
    WALK_IN = "walk_in"
    PAPER = "paper"


@dataclass(frozen=True, slots=True)
class Attendee:
    """One person expected at the event.

    `id` is the subject of all their journal entries and never changes. For a person who was given one of our
    own codes it is the id part of that first code (see `tokens`), so that a desk which reads the code before
    it has heard of the person already files the arrival under the right subject.
    `sessions` holds ids of the programme's sessions they registered for; `custom` the list's other columns.
    `places` is how many people come with this one code: a group, a couple, a person with companions.
    `has_consented`: they agreed, when registered at the desk, that what they said is kept.
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
    places: int = 1
    has_consented: bool = False
    custom: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))

    @property
    def name(self) -> str:
        return f"{self.first_name} {self.last_name}".strip()
