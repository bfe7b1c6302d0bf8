# SPDX-License-Identifier: GPL-3.0-or-later
"""What was found about one thing that the doors need, and what all findings come to in one word."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from enum import IntEnum, StrEnum
from types import MappingProxyType

from checkin.core.message import Message


class ReadinessTopic(StrEnum):
    """In the order in which a desk is set up, and in which they are shown."""

    FILE = "file"
    LIST = "list"
    PROGRAMME = "programme"
    SEATS = "seats"
    CLOCK = "clock"
    DISK = "disk"
    POWER = "power"
    CAMERA = "camera"
    SCANNER = "scanner"
    SOUND = "sound"
    PRINTER = "printer"
    TEST_BADGE = "test_badge"
    DESKS = "desks"
    COPY = "copy"
    UNSETTLED = "unsettled"


class ReadinessGrade(IntEnum):
    """The worse, the greater. ASIDE: not used here, or not to be known. UNTRIED: a person has to try it once.

    LOOK: the doors can open, somebody should see to it before. STOP: guests could not be received.
    """

    WELL = 0
    ASIDE = 1
    UNTRIED = 2
    LOOK = 3
    STOP = 4


class Readiness(StrEnum):
    """The one word."""

    READY = "ready"
    ALMOST = "almost"
    NOT_READY = "not_ready"


@dataclass(frozen=True, slots=True)
class CheckResult:
    """`said` is what was found, `remedy` the one thing to do; `fields` are the values that fill both."""

    topic: ReadinessTopic
    grade: ReadinessGrade
    said: Message
    remedy: Message | None = None
    fields: Mapping[str, object] = field(default_factory=lambda: MappingProxyType({}))


def readiness(findings: Iterable[CheckResult]) -> Readiness:
    """Ready only when everything that can be tried was."""
    worst = max((finding.grade for finding in findings), default=ReadinessGrade.WELL)
    if worst is ReadinessGrade.STOP:
        return Readiness.NOT_READY
    return Readiness.ALMOST if worst in (ReadinessGrade.UNTRIED, ReadinessGrade.LOOK) else Readiness.READY


def worst_result(findings: Iterable[CheckResult]) -> CheckResult | None:
    """What somebody has to see to first, None if nothing: during the day nobody is sent to try what works."""
    grave = [finding for finding in findings if finding.grade >= ReadinessGrade.LOOK]
    return max(grave, key=lambda finding: (finding.grade, finding.topic not in HAVE_A_LIGHT), default=None)


HAVE_A_LIGHT = frozenset({ReadinessTopic.CAMERA, ReadinessTopic.PRINTER, ReadinessTopic.DESKS})
"""Whose trouble is told beside the one light of all this."""
