# SPDX-License-Identifier: GPL-3.0-or-later
"""Results of readiness checks, and their summary in one word."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from enum import IntEnum, StrEnum
from types import MappingProxyType

from checkin.core.message import Message


class ReadinessTopic(StrEnum):
    """The topic of a check, in the order in which a desk is set up and results are shown."""

    FILE = "file"
    LIST = "list"
    PROGRAMME = "programme"
    SEATS = "seats"
    COLUMNS = "columns"
    RULES = "rules"
    ADDRESSES = "addresses"
    DAYS = "days"
    RETURNS = "returns"
    CLOCK = "clock"
    DISK = "disk"
    POWER = "power"
    CAMERA = "camera"
    SCANNER = "scanner"
    SOUND = "sound"
    PRINTER = "printer"
    TEST_BADGE = "test_badge"
    DESKS = "desks"
    TICKETING = "ticketing"
    COPY = "copy"
    UNSETTLED = "unsettled"


OF_THE_EVENT = frozenset(
    {
        ReadinessTopic.LIST,
        ReadinessTopic.PROGRAMME,
        ReadinessTopic.SEATS,
        ReadinessTopic.COLUMNS,
        ReadinessTopic.RULES,
        ReadinessTopic.ADDRESSES,
        ReadinessTopic.DAYS,
        ReadinessTopic.RETURNS,
    }
)
"""What the organiser settles, at no desk of volunteers."""


class ReadinessGrade(IntEnum):
    """The grade of a result; the worse, the greater. ASIDE: not used here, or unknown. UNTRIED: the user has to try it
    once. LOOK: the doors can open, but it should be looked at before. STOP: guests could not be received.
    """

    WELL = 0
    ASIDE = 1
    UNTRIED = 2
    LOOK = 3
    STOP = 4


class Readiness(StrEnum):
    """The summary of all results. OVER: everybody's data was erased, so there is nothing to open."""

    OVER = "over"
    READY = "ready"
    ALMOST = "almost"
    NOT_READY = "not_ready"


@dataclass(frozen=True, slots=True)
class CheckResult:
    """The result of a check. `message` is what was found, `remedy` the one thing to do; `fields` are the values that
    fill both. `is_end`: it says that the event is over, whatever else was found.
    """

    topic: ReadinessTopic
    grade: ReadinessGrade
    message: Message
    remedy: Message | None = None
    fields: Mapping[str, object] = field(default_factory=lambda: MappingProxyType({}))
    is_end: bool = False


def readiness(findings: Iterable[CheckResult]) -> Readiness:
    """Return the summary; READY only when everything that can be tried was."""
    found = tuple(findings)
    if ending(found):
        return Readiness.OVER
    worst = max((finding.grade for finding in found), default=ReadinessGrade.WELL)
    if worst is ReadinessGrade.STOP:
        return Readiness.NOT_READY
    return Readiness.ALMOST if worst in (ReadinessGrade.UNTRIED, ReadinessGrade.LOOK) else Readiness.READY


def ending(findings: Iterable[CheckResult]) -> CheckResult | None:
    """Return the result that says that the event is over, None while it is not."""
    return next((finding for finding in findings if finding.is_end), None)


def worst_result(findings: Iterable[CheckResult]) -> CheckResult | None:
    """Return what has to be looked at first, None if nothing. UNTRIED does not count: during the day nothing is left to
    try.
    """
    grave = [finding for finding in findings if finding.grade >= ReadinessGrade.LOOK]
    return max(grave, key=lambda finding: (finding.grade, finding.topic not in HAVE_A_LIGHT), default=None)


HAVE_A_LIGHT = frozenset(
    {ReadinessTopic.CAMERA, ReadinessTopic.PRINTER, ReadinessTopic.DESKS, ReadinessTopic.TICKETING}
)
"""The topics that have a light of their own beside the summary's."""
