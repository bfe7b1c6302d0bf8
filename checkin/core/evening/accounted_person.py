# SPDX-License-Identifier: GPL-3.0-or-later
"""One person as the day's account counts them, and what was not as planned with them. Pure."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum

from checkin.core.attendee import Attendee, Presence
from checkin.core.entries import EntryKind
from checkin.core.history import Correction, History
from checkin.core.merged_records import MERGED


@dataclass(frozen=True, slots=True)
class AccountedPerson:
    """One person. `came`: by control point, how many came in on their code; `watched`: where the stream has seen them,
    `HALL` at the event, a session by its id. `attendee` None of a ticket unheard of, and of who was taken back again.
    """

    attendee: Attendee | None
    came: Mapping[str, int]
    is_walk_in: bool = False
    corrections: tuple[Correction, ...] = ()
    conflicts: int = 0
    watched: frozenset[str] = frozenset()

    @property
    def is_known(self) -> bool:
        """Registered, or seen."""
        return bool(self.attendee or self.came or self.watched)

    def people_at(self, points: Iterable[str]) -> int:
        """How many came in on their code at most, at one of these."""
        return max((self.came.get(point, 0) for point in points), default=0)


def accounted_person(
    history: History, *, is_walk_in: bool = False, watched: frozenset[str] = frozenset()
) -> AccountedPerson:
    """What the journal says."""
    came = {point: visit.people for point, visit in history.visits.items() if visit.arrived}
    corrections = history.corrections if history.attendee else undone_passages(history)
    return AccountedPerson(history.attendee, came, is_walk_in, corrections, len(history.open_conflicts), watched)


def undone_passages(history: History) -> tuple[Correction, ...]:
    """The passages that were undone."""
    return tuple(each for each in history.corrections if classify_correction(each) is AccountChange.UNDONE)


class AccountChange(StrEnum):
    """What was not as planned, in the order in which it is read."""

    TO_SETTLE = "to_settle"
    CAME_CANCELLED = "came_cancelled"
    WALK_IN = "walk_in"
    CORRECTED = "corrected"
    MERGED = "merged"
    UNDONE = "undone"
    SWITCHED = "switched"


def classify_correction(correction: Correction) -> AccountChange:
    """One of the last four."""
    kind = correction.field.partition(":")[0]
    if kind in (EntryKind.CHECKED_IN, EntryKind.CHECKED_OUT):
        return AccountChange.UNDONE
    if kind == MERGED:
        return AccountChange.MERGED
    is_switch = (kind, correction.old, correction.new) == ("presence", Presence.REMOTE, Presence.ON_SITE)
    return AccountChange.SWITCHED if is_switch else AccountChange.CORRECTED
