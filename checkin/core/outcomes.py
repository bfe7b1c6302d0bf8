# SPDX-License-Identifier: GPL-3.0-or-later
"""What became of a person after a line of "last arrivals" that let nobody in: a refusal, a question, somebody who is in
already. Pure.
"""

from collections.abc import Collection, Sequence
from dataclasses import replace

from checkin.core.admission import Reason, Verdict
from checkin.core.answer import Outcome, RecentScan, Then

_EXITS = (Reason.EXIT, Reason.EXIT_WITHOUT_ENTRY)


def with_outcomes(newest_first: Sequence[RecentScan], arrived: Collection[str]) -> list[RecentScan]:
    """Return the lines, each that let nobody in with the next passage of its person that counts.

    `arrived` are the people who count as arrived now: of whoever does not, and was told to be in already, the arrival
    was undone.
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
