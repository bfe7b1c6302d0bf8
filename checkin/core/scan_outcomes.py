# SPDX-License-Identifier: GPL-3.0-or-later
"""Recent scans of one control point ("last arrivals"), and how those without admission ended. Pure."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum

from checkin.core.admission import Reason, Verdict
from checkin.core.attendee import CheckInMethod
from checkin.core.print_jobs import JobState


class Then(StrEnum):
    """The event that followed a scan without admission."""

    IN = "in"
    OUT = "out"
    UNDONE = "undone"


@dataclass(frozen=True, slots=True)
class Outcome:
    """The outcome of a scan without admission. `at` is the time of the passage, None where an arrival was undone."""

    then: Then
    at: datetime | None = None


@dataclass(frozen=True, slots=True)
class RecentScan:
    """A line of "last arrivals": one entry of this control point. `name` is "" for an unknown person.

    `badge` is the state of the last badge asked for, while it needs attention. `outcome` is how a scan without
    admission ended, None while that is open (see `with_outcomes`). Of a group of `places`, `people` came with this
    line.
    """

    entry: bytes
    at: datetime
    verdict: Verdict
    reason: Reason
    name: str
    organisation: str
    how: CheckInMethod
    desk: str
    can_undo: bool
    is_undone: bool = False
    attendee: str = ""
    badge: JobState | None = None
    outcome: Outcome | None = None
    people: int = 0
    places: int = 1

    @property
    def is_open(self) -> bool:
        """Whether somebody who is known was let in neither by this line nor since, and may be looked at again."""
        is_case = self.verdict in (Verdict.ASK, Verdict.REFUSE) and not self.can_undo
        return is_case and self.outcome is None and bool(self.attendee)


_EXITS = (Reason.EXIT, Reason.EXIT_WITHOUT_ENTRY)


def with_outcomes(newest_first: Sequence[RecentScan], arrived: Collection[str]) -> list[RecentScan]:
    """Return the lines, those without admission with the next passage of their person that counts.

    `arrived` are the people who count as arrived now: where a duplicate's person is not among them, the arrival was
    undone.
    """
    next_passage: dict[str, Outcome] = {}
    told = []
    for line in newest_first:
        if line.verdict is Verdict.ADMIT and not line.is_undone:
            then = Then.OUT if line.reason in _EXITS else Then.IN
            next_passage[line.attendee] = Outcome(then, line.at)
        elif line.verdict is not Verdict.ADMIT and line.attendee:
            line = replace(line, outcome=next_passage.get(line.attendee) or _undone(line, arrived))
        told.append(line)
    return told


def _undone(line: RecentScan, arrived: Collection[str]) -> Outcome | None:
    is_undone = line.verdict is Verdict.DUPLICATE and line.attendee not in arrived
    return Outcome(Then.UNDONE) if is_undone else None
