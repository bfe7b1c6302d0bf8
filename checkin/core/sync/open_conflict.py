# SPDX-License-Identifier: GPL-3.0-or-later
"""An open conflict as shown to the user: both sides, and the ways to resolve it. Values only."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from checkin.core.attendee import Attendee
from checkin.core.programme.programme import ControlPoint, Session
from checkin.core.sync.sync_conflicts import ConflictKind


class Resolution(StrEnum):
    """A user's decision. The values are stable: entries store them."""

    SAME_PERSON = "same_person"
    FIRST_WRONG = "first_wrong"
    SECOND_WRONG = "second_wrong"
    ANOTHER_PERSON = "another_person"
    KEEP_FIRST = "keep_first"
    KEEP_SECOND = "keep_second"
    MERGE = "merge"
    TWO_PEOPLE = "two_people"
    ACCEPT = "accept"
    SEEN = "seen"


RESOLUTIONS = {
    ConflictKind.DOUBLE_ADMISSION: (
        Resolution.SAME_PERSON,
        Resolution.SECOND_WRONG,
        Resolution.FIRST_WRONG,
        Resolution.ANOTHER_PERSON,
    ),
    ConflictKind.CORRECTED_TWICE: (Resolution.KEEP_FIRST, Resolution.KEEP_SECOND),
    ConflictKind.SAME_WALK_IN: (Resolution.MERGE, Resolution.TWO_PEOPLE),
    ConflictKind.OVERRUN: (Resolution.ACCEPT,),
    ConflictKind.ONE_ID: (Resolution.SEEN,),
    ConflictKind.CODE_OF_TWO: (Resolution.SECOND_WRONG, Resolution.FIRST_WRONG),
}
"""The ways to resolve each kind, the likeliest first; each is chosen with Alt and its number."""


@dataclass(frozen=True, slots=True)
class ConflictSide:
    """One of the two sides. `entry` is the id of its entry; `value` what a correction wrote; `kind` that of the entry,
    where the two may differ in it.
    """

    at: datetime
    desk: str
    entry: bytes
    value: str = ""
    kind: str = ""


@dataclass(frozen=True, slots=True)
class RivalResolution:
    """A desk's decision that another, made without knowledge of it, contradicts. `entry` is the id of its entry."""

    way: Resolution
    at: datetime
    desk: str
    entry: str


@dataclass(frozen=True, slots=True)
class SessionArrival:
    """An arrival of a person who is in an overfull session. `person` is "" for an unknown ticket."""

    person: str
    at: datetime
    desk: str
    people: int


@dataclass(frozen=True, slots=True)
class OpenConflict:
    """A conflict to be resolved. `person` is the one it is about, `other` the second of two walk-ins, or of two people
    with one code; `point` where both were admitted.

    An overrun of `session` has no sides, but `people` beyond its capacity and who is `inside`, the last to come first.
    `field` is the one that was corrected twice, or the code that two people have.
    `subjects` are the records that its resolution is written to. `choices` are contradicting decisions of desks that
    did not hear of each other: the first counts until a user decides between them.
    """

    key: str
    kind: ConflictKind
    subjects: tuple[str, ...] = ("",)
    person: Attendee | None = None
    other: Attendee | None = None
    first: ConflictSide | None = None
    second: ConflictSide | None = None
    field: str = ""
    point: ControlPoint | None = None
    session: Session | None = None
    people: int = 0
    inside: tuple[SessionArrival, ...] = ()
    choices: tuple[RivalResolution, ...] = ()

    @property
    def resolutions(self) -> tuple[Resolution, ...]:
        return tuple(dict.fromkeys(choice.way for choice in self.choices)) or RESOLUTIONS[self.kind]
