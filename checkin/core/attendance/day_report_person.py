# SPDX-License-Identifier: GPL-3.0-or-later
"""One person as the day report counts them, and the deviations from the plan. Pure."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum

from checkin.core.attendee import Attendee, Presence
from checkin.core.entries import EntryKind
from checkin.core.history import Correction, History
from checkin.core.merged_records import MERGED


@dataclass(frozen=True, slots=True)
class DayReportPerson:
    """One person of the day report. `came`: by control point, how many came on their code; `watched`: where the stream
    has seen them, `WHOLE_EVENT` or a session's id; `arrived`: by control point, when they first came. `attendee` is
    None for a ticket without a known person, and for a person whose registration was undone; `ticket` is their id then.
    """

    attendee: Attendee | None
    came: Mapping[str, int]
    is_walk_in: bool = False
    corrections: tuple[Correction, ...] = ()
    conflicts: int = 0
    watched: frozenset[str] = frozenset()
    ticket: str = ""
    arrived: Mapping[str, datetime] = field(default_factory=dict)

    @property
    def id(self) -> str:
        return self.attendee.id if self.attendee else self.ticket

    @property
    def is_known(self) -> bool:
        """Whether the person is registered or was seen."""
        return bool(self.attendee or self.came or self.watched)

    def people_at(self, points: Iterable[str]) -> int:
        """Return the most people who came on their code at one of these control points."""
        return max([self.came.get(point, 0) for point in points], default=0) if self.came else 0


def day_report_person(
    history: History, *, is_walk_in: bool = False, watched: frozenset[str] = frozenset(), ticket: str = ""
) -> DayReportPerson:
    """Return the person as their journal history says."""
    came = {point: visit.people for point, visit in history.visits.items() if visit.arrived}
    arrived = {point: visit.arrived.happened_at for point, visit in history.visits.items() if visit.arrived}
    corrections = history.corrections if history.attendee else undone_passages(history)
    conflicts = len(history.open_conflicts)
    return DayReportPerson(history.attendee, came, is_walk_in, corrections, conflicts, watched, ticket, arrived)


def undone_passages(history: History) -> tuple[Correction, ...]:
    """Return the corrections that are undone passages."""
    return tuple(each for each in history.corrections if classify_correction(each) is DayReportChange.UNDONE)


class DayReportChange(StrEnum):
    """A deviation from the plan, in the order in which they are shown."""

    TO_SETTLE = "to_settle"
    CAME_CANCELLED = "came_cancelled"
    WALK_IN = "walk_in"
    CORRECTED = "corrected"
    MERGED = "merged"
    UNDONE = "undone"
    SWITCHED = "switched"


def classify_correction(correction: Correction) -> DayReportChange:
    """Return one of the last four changes."""
    kind = correction.field.partition(":")[0]
    if kind in (EntryKind.CHECKED_IN, EntryKind.CHECKED_OUT):
        return DayReportChange.UNDONE
    if kind == MERGED:
        return DayReportChange.MERGED
    is_switch = (kind, correction.old, correction.new) == ("presence", Presence.REMOTE, Presence.ON_SITE)
    return DayReportChange.SWITCHED if is_switch else DayReportChange.CORRECTED
