# SPDX-License-Identifier: GPL-3.0-or-later
"""How it stands with the other desks: who was heard when, what is not told yet, whose clock is wrong. Values only."""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

from checkin.core.errors import SyncError
from checkin.core.in_order import as_people_sort
from checkin.core.releases import is_newer

SILENT_S = 60.0
"""Seconds after which a desk that was not heard may be missing something: longer than any pause of a round."""
WRONG_CLOCK_S = 60.0
"""Seconds by which a clock may be off before anybody is told: half of what people round to."""


class Place(StrEnum):
    """Where desks meet."""

    FOLDER = "folder"
    HUB = "hub"


@dataclass(frozen=True, slots=True)
class OtherDesk:
    """`age` is in seconds since it was heard, `waiting` what it had not told by then, `offset` by how many seconds its
    clock is ahead of the place's; None where that cannot be known. `version` is its program's, "" if it says none.
    """

    name: str
    age: float
    waiting: int
    offset: float | None = None
    version: str = ""

    @property
    def is_silent(self) -> bool:
        return self.age > SILENT_S


@dataclass(frozen=True, slots=True)
class Meeting:
    """At one place. `error` is why it is not reached just now, `waiting` what this desk has not seen in its log."""

    place: Place
    error: SyncError | None = None
    waiting: int = 0
    desks: tuple[OtherDesk, ...] = ()
    offset: float | None = None


@dataclass(frozen=True, slots=True)
class Together:
    """All places of this desk; none is a desk alone, which lacks nothing."""

    meetings: tuple[Meeting, ...] = ()

    @property
    def is_alone(self) -> bool:
        return not self.meetings

    @property
    def is_well(self) -> bool:
        """Every place is reached, and every desk that was there is heard."""
        return all(m.error is None and not any(d.is_silent for d in m.desks) for m in self.meetings)

    @property
    def waiting(self) -> int:
        """Entries that some place has not shown yet."""
        return max((m.waiting for m in self.meetings), default=0)

    @property
    def desks(self) -> tuple[OtherDesk, ...]:
        """Each by its name once, as it was heard last at any place."""
        return _newest(desk for meeting in self.meetings for desk in meeting.desks)

    @property
    def silent(self) -> tuple[OtherDesk, ...]:
        """Whose arrivals may be missing here, the longest silent first."""
        return tuple(sorted((d for d in self.desks if d.is_silent), key=lambda d: -d.age))

    def newer_than(self, version: str) -> OtherDesk | None:
        """A desk whose program is newer than this one."""
        return next((desk for desk in self.desks if is_newer(desk.version, version)), None)

    @property
    def offset(self) -> float | None:
        """By how many seconds this computer's clock is ahead of where the desks meet."""
        return next((m.offset for m in self.meetings if m.offset is not None), None)


def _newest(desks: Iterable[OtherDesk]) -> tuple[OtherDesk, ...]:
    found: dict[str, OtherDesk] = {}
    for desk in desks:
        if desk.name not in found or desk.age < found[desk.name].age:
            found[desk.name] = desk
    return tuple(found[name] for name in sorted(found, key=as_people_sort))
