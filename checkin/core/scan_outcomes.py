# SPDX-License-Identifier: GPL-3.0-or-later
"""Recent scans of one control point ("last arrivals"), and how those without admission ended. Pure."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum

from checkin.core.attendee import CheckInMethod
from checkin.core.decision import Reason, Verdict
from checkin.core.printing.print_jobs import JobState


class Then(StrEnum):
    """The event that followed a scan without admission."""

    IN = "in"
    OUT = "out"
    UNDONE = "undone"
    SENT = "sent"
    WAITING = "waiting"


@dataclass(frozen=True, slots=True)
class Outcome:
    """The outcome of a scan without admission. `at` is the time of the passage, None where an arrival was undone; `to`
    the session to which they were sent.
    """

    then: Then
    at: datetime | None = None
    to: str = ""


@dataclass(frozen=True, slots=True)
class RecentScan:
    """A line of "last arrivals": one entry of this control point. `name` is "" for an unknown person.

    `badge` is the state of the last badge asked for, while it needs attention. `outcome` is how a scan without
    admission ended, None while that is open (see `with_outcomes`). Of a group of `places`, `people` came with this
    line. `thing` is what the person has from here now, as people call it; `is_loan`: things are lent here.
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
    thing: str = ""
    is_loan: bool = False

    @property
    def is_arrival(self) -> bool:
        """Whether this line let a known person in and still counts."""
        is_exit = self.reason in (Reason.EXIT, Reason.EXIT_WITHOUT_ENTRY)
        return self.verdict is Verdict.ADMIT and not is_exit and not self.is_undone and bool(self.attendee)

    @property
    def is_open(self) -> bool:
        """Whether a known person was let in neither by this line nor since, and may be looked at again: who was
        sent elsewhere, or waits, too.
        """
        is_case = self.verdict in (Verdict.ASK, Verdict.REFUSE) and not self.can_undo
        is_not_in = self.outcome is None or self.outcome.then in (Then.SENT, Then.WAITING)
        return is_case and is_not_in and bool(self.attendee)


@dataclass(frozen=True, slots=True)
class SentElsewhere:
    """An entry that books another session for a refused person, `to` its title; "" for a place on the waiting list."""

    entry: bytes
    to: str


_EXITS = (Reason.EXIT, Reason.EXIT_WITHOUT_ENTRY)


def with_outcomes(
    newest_first: Sequence[RecentScan], arrived: Collection[str], sent: Mapping[str, Sequence[SentElsewhere]]
) -> list[RecentScan]:
    """Return the lines, those without admission with the next passage of their person that counts.

    `arrived` are the people who count as arrived now: where a duplicate's person is not among them, the arrival was
    undone. `sent` says by person who was sent to another session here, or put on the waiting list, in order; it tells
    how a scan ended that no passage here followed.
    """
    next_passage: dict[str, Outcome] = {}
    lines = []
    for line in newest_first:
        if line.verdict is Verdict.ADMIT and not line.is_undone:
            then = Then.OUT if line.reason in _EXITS else Then.IN
            next_passage[line.attendee] = Outcome(then, line.at)
        elif line.verdict is not Verdict.ADMIT and line.attendee:
            line = replace(line, outcome=next_passage.get(line.attendee) or _undone(line, arrived) or _sent(line, sent))
        lines.append(line)
    return lines


def _sent(line: RecentScan, sent: Mapping[str, Sequence[SentElsewhere]]) -> Outcome | None:
    """Return what a desk did for the person of a line after it: the last of it."""
    later = [step for step in sent.get(line.attendee, ()) if step.entry > line.entry]
    if not later:
        return None
    return Outcome(Then.SENT, to=later[-1].to) if later[-1].to else Outcome(Then.WAITING)


def _undone(line: RecentScan, arrived: Collection[str]) -> Outcome | None:
    is_undone = line.verdict is Verdict.DUPLICATE and line.attendee not in arrived
    return Outcome(Then.UNDONE) if is_undone else None
