# SPDX-License-Identifier: GPL-3.0-or-later
"""How it stands with the other desks: who was heard when, what is not told yet, whose clock is wrong. Values only."""

import math
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum

from checkin.core.errors import SyncError
from checkin.core.in_order import natural_sort_key
from checkin.core.releases import is_newer
from checkin.core.sync.desk_names import normalise_name
from checkin.core.sync.key_visit import UsbDriveVisit

SILENT_S = 60.0
"""Seconds after which a desk that was not heard may be missing something: longer than any pause of a round."""
HEARD_STEP_S = 5
"""In which seconds since then are said: that of a greeting."""
WRONG_CLOCK_S = 60.0
"""Seconds by which a clock may be off before anybody is told: half of what people round to."""


class SyncPlace(StrEnum):
    """Where desks meet."""

    FOLDER = "folder"
    HUB = "hub"


@dataclass(frozen=True, slots=True)
class OtherDesk:
    """`age` is in seconds since it was heard, `waiting` what it had not told by then, `offset` by how many seconds its
    clock is ahead of the place's; None where that cannot be known. `version` is its program's, "" if it says none.
    `identity` tells it apart whatever it is called; `closed_at` is when it said goodbye, by its clock.
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
        """Arrivals of it may be missing here. Of one that told everything and was closed there are none."""
        return self.waiting > 0 if self.closed_at else self.age > SILENT_S

    @property
    def is_there(self) -> bool:
        """At work, and heard."""
        return not self.closed_at and not self.is_silent

    def aged(self, seconds: float) -> "OtherDesk":
        return replace(self, age=self.age + seconds)


@dataclass(frozen=True, slots=True)
class PlaceStatus:
    """At one place, where this desk said that it is called `name`. `error` is why it is not reached just now, `waiting`
    what this desk has not seen in its log, `strangers` files there that are not this event's. `has_twin`: another
    computer passes for this one with a copy of its file, and this one has to get another identity.
    """

    place: SyncPlace
    error: SyncError | None = None
    waiting: int = 0
    desks: tuple[OtherDesk, ...] = ()
    offset: float | None = None
    name: str = ""
    strangers: int = 0
    has_clone: bool = False


@dataclass(frozen=True, slots=True)
class SyncStatus:
    """All places of this desk; none is a desk alone, which lacks nothing but what a `key` may bring: the one that was
    here last. `unerased_keys` still have the people of a purge.
    """

    meetings: tuple[PlaceStatus, ...] = ()
    key: UsbDriveVisit | None = None
    unerased_keys: tuple[UsbDriveVisit, ...] = ()

    @property
    def is_alone(self) -> bool:
        return not self.meetings

    @property
    def is_well(self) -> bool:
        """Every place is reached, every desk that was there is heard or told everything, and each has its name."""
        are_reached = all(meeting.error is None for meeting in self.meetings)
        return are_reached and not self.silent and not self.shared_names

    @property
    def heard_within(self) -> int:
        """All that are at work were heard in the last so many seconds."""
        oldest = max((desk.age for desk in self.open_desks), default=0.0)
        return max(1, math.ceil(oldest / HEARD_STEP_S)) * HEARD_STEP_S

    @property
    def waiting(self) -> int:
        """Entries that some place has not shown yet."""
        return max((m.waiting for m in self.meetings), default=0)

    @property
    def desks(self) -> tuple[OtherDesk, ...]:
        """Each once, as it was heard last at any place."""
        return newest(desk for meeting in self.meetings for desk in meeting.desks)

    @property
    def open_desks(self) -> tuple[OtherDesk, ...]:
        """Those that did not say goodbye."""
        return tuple(desk for desk in self.desks if not desk.closed_at)

    @property
    def silent(self) -> tuple[OtherDesk, ...]:
        """Whose arrivals may be missing here, the longest silent first."""
        return tuple(sorted((d for d in self.desks if d.is_silent), key=lambda d: -d.age))

    @property
    def shared_names(self) -> tuple[str, ...]:
        """Which two desks bear, this one among them: whatever is kept by name is mixed up."""
        own = {normalise_name(m.name): m.name for m in self.meetings if m.name}
        names = [*own.values(), *self.other_names]
        counts = Counter(map(normalise_name, names))
        return tuple(
            sorted(
                {normalise_name(name): name for name in reversed(names) if counts[normalise_name(name)] > 1}.values()
            )
        )

    @property
    def other_names(self) -> tuple[str, ...]:
        """What desks that are not closed are called."""
        return tuple(desk.name for desk in self.open_desks)

    @property
    def strangers(self) -> int:
        return sum(meeting.strangers for meeting in self.meetings)

    @property
    def has_clone(self) -> bool:
        return any(meeting.has_clone for meeting in self.meetings)

    def newer_than(self, version: str) -> OtherDesk | None:
        """A desk whose program is newer than this one."""
        return next((desk for desk in self.desks if is_newer(desk.version, version)), None)

    @property
    def offset(self) -> float | None:
        """By how many seconds this computer's clock is ahead of where the desks meet."""
        return next((m.offset for m in self.meetings if m.offset is not None), None)


def newest(desks: Iterable[OtherDesk]) -> tuple[OtherDesk, ...]:
    """Each once, by name. One that is at work is, even if another process of it has ended since."""
    found: dict[str, OtherDesk] = {}
    for desk in sorted(desks, key=lambda d: (not d.is_there, d.age)):
        found.setdefault(desk.identity or desk.name, desk)
    return tuple(sorted(found.values(), key=lambda d: (natural_sort_key(d.name), d.identity)))
