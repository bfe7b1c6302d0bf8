# SPDX-License-Identifier: GPL-3.0-or-later
"""Status of synchronisation: which desks were heard when, what is not sent yet, which clocks are wrong. Values only."""

import math
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from enum import StrEnum

from checkin.core.errors import SyncError
from checkin.core.support.releases import is_newer
from checkin.core.sync.desk_names import normalise_name
from checkin.core.sync.intake import NotTaken
from checkin.core.sync.usb_drives import UsbDriveVisit
from checkin.core.text_folding import natural_sort_key

SILENT_S = 60.0
"""Seconds of silence after which a desk's arrivals may be missing: longer than any pause of a round."""
HEARD_STEP_S = 5
"""The step in seconds in which that age is shown: the interval of greetings."""
WRONG_CLOCK_S = 60.0
"""Seconds by which a clock may be off before it is reported: half of what people round to."""


class SyncPlace(StrEnum):
    """The kind of place where desks meet."""

    FOLDER = "folder"
    HUB = "hub"
    TICKETING = "ticketing"


@dataclass(frozen=True, slots=True)
class OtherDesk:
    """Another desk as last heard. `age` is in seconds since, `waiting` how many entries it had not sent by then,
    `offset` how many seconds its clock is ahead of the place's; None where unknown.

    `version` is its program's, "" if it names none. `identity` identifies it whatever its name; `closed_at` is when it
    was closed, by its clock.
    """

    name: str
    age: float
    waiting: int
    offset: float | None = None
    version: str = ""
    identity: str = ""
    closed_at: datetime | None = None

    @property
    def is_silent(self) -> bool:
        """Whether arrivals of it may be missing here. A closed desk that had sent everything misses none."""
        return self.waiting > 0 if self.closed_at else self.age > SILENT_S

    @property
    def is_there(self) -> bool:
        """Whether it is open and was heard."""
        return not self.closed_at and not self.is_silent

    def aged(self, seconds: float) -> "OtherDesk":
        return replace(self, age=self.age + seconds)


@dataclass(frozen=True, slots=True)
class PlaceStatus:
    """The status of one place, where this desk is called `name`. `error` is why it cannot be reached now, `waiting` how
    many of this desk's entries it does not show yet, `strangers` the files there that are not this event's, `left_out`
    why this desk did not take entries of others, `ahead` the desk and the time of those whose clock is ahead.

    `has_clone`: another computer uses a copy of this desk's file, and this one has to get another identity.
    """

    place: SyncPlace
    error: SyncError | None = None
    waiting: int = 0
    desks: tuple[OtherDesk, ...] = ()
    offset: float | None = None
    name: str = ""
    strangers: int = 0
    has_clone: bool = False
    left_out: frozenset[NotTaken] = frozenset()
    ahead: tuple[str, datetime] | None = None


@dataclass(frozen=True, slots=True)
class SyncStatus:
    """The peers of this desk; a desk without any lacks only what `usb_drive`, the one that was here last, may bring.
    `unerased_drives` still have the people of a purge.
    """

    peers: tuple[PlaceStatus, ...] = ()
    usb_drive: UsbDriveVisit | None = None
    unerased_drives: tuple[UsbDriveVisit, ...] = ()

    @property
    def is_alone(self) -> bool:
        return not self.peers

    @property
    def is_well(self) -> bool:
        """Whether every place is reached, every desk was heard or had sent everything, its records count here, and
        names are unique.
        """
        are_reached = all(peer.error is None for peer in self.peers)
        return are_reached and not self.silent and not self.ahead and not self.shared_names

    @property
    def last_seen_within(self) -> int:
        """The seconds within which all open desks were heard, rounded up to `HEARD_STEP_S`."""
        oldest = max((desk.age for desk in self.open_desks), default=0.0)
        return max(1, math.ceil(oldest / HEARD_STEP_S)) * HEARD_STEP_S

    @property
    def waiting(self) -> int:
        """The most entries of this desk that a place does not show yet."""
        return max((m.waiting for m in self.peers), default=0)

    @property
    def desks(self) -> tuple[OtherDesk, ...]:
        """The other desks, each once, as last heard at any place."""
        return newest(desk for peer in self.peers for desk in peer.desks)

    @property
    def open_desks(self) -> tuple[OtherDesk, ...]:
        """The desks that were not closed."""
        return tuple(desk for desk in self.desks if not desk.closed_at)

    @property
    def silent(self) -> tuple[OtherDesk, ...]:
        """The desks whose arrivals may be missing here, the longest silent first."""
        return tuple(sorted((d for d in self.desks if d.is_silent), key=lambda d: -d.age))

    @property
    def shared_names(self) -> tuple[str, ...]:
        """The names that two desks share, this one included: everything stored by name is mixed up."""
        own = {normalise_name(m.name): m.name for m in self.peers if m.name}
        names = [*own.values(), *self.other_names]
        counts = Counter(map(normalise_name, names))
        return tuple(
            sorted(
                {normalise_name(name): name for name in reversed(names) if counts[normalise_name(name)] > 1}.values()
            )
        )

    @property
    def other_names(self) -> tuple[str, ...]:
        """The names of desks that are not closed."""
        return tuple(desk.name for desk in self.open_desks)

    @property
    def strangers(self) -> int:
        return sum(peer.strangers for peer in self.peers)

    @property
    def left_out(self) -> tuple[NotTaken, ...]:
        """Why this desk did not take entries of others."""
        return tuple(sorted({why for peer in self.peers for why in peer.left_out}))

    @property
    def ahead(self) -> tuple[str, datetime] | None:
        """The desk and the time of entries that do not count here yet; of several the latest."""
        return max((peer.ahead for peer in self.peers if peer.ahead), key=lambda ahead: ahead[1], default=None)

    @property
    def has_clone(self) -> bool:
        return any(peer.has_clone for peer in self.peers)

    def newer_than(self, version: str) -> OtherDesk | None:
        """Return a desk with a newer program than `version`; None without one."""
        return next((desk for desk in self.desks if is_newer(desk.version, version)), None)

    def last_heard(self, now: datetime) -> tuple[tuple[str, datetime], ...]:
        """Return the other desks' names, each with when it was last heard."""
        return tuple((desk.name, now - timedelta(seconds=desk.age)) for desk in self.desks)

    def heard_before(self, moment: datetime, now: datetime) -> tuple[tuple[str, datetime], ...]:
        """Return the other desks that have not been heard since `moment`: a purge of then has not reached them."""
        return tuple((name, at) for name, at in self.last_heard(now) if at < moment)

    @property
    def offset(self) -> float | None:
        """The seconds this computer's clock is ahead of the first place that knows; None if unknown."""
        return next((m.offset for m in self.peers if m.offset is not None), None)


def newest(desks: Iterable[OtherDesk]) -> tuple[OtherDesk, ...]:
    """Return each desk once, by identity or name. An open desk stays open, even if another process of it has ended
    since.
    """
    found: dict[str, OtherDesk] = {}
    for desk in sorted(desks, key=lambda d: (not d.is_there, d.age)):
        found.setdefault(desk.identity or desk.name, desk)
    return tuple(sorted(found.values(), key=lambda d: (natural_sort_key(d.name), d.identity)))


@dataclass(frozen=True, slots=True)
class HubDesk:
    """A desk of a hub. `name` is what the organiser admitted it as, `role` its database role, `desk` its own name and
    `age` the seconds since it was heard: "" and None if never, or not for a day. `may_purge`: a purge by it applies to
    all.
    """

    name: str
    role: str
    may_purge: bool = False
    desk: str = ""
    age: float | None = None
