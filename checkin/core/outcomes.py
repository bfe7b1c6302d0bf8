# SPDX-License-Identifier: GPL-3.0-or-later
"""Outcomes of the scans without admission in "last arrivals": what their person did afterwards. Pure."""

from collections.abc import Collection, Sequence
from dataclasses import replace

from checkin.core.admission import Reason, Verdict
from checkin.core.answer import Outcome, RecentScan, Then

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
