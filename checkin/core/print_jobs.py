# SPDX-License-Identifier: GPL-3.0-or-later
"""What becomes of a badge that is to be printed, and what can be known of it. Values only.

Printing is never exactly once: between "handed over" and "on paper" anything may happen. So a job whose end nobody saw
has a state of its own, and is never printed again by itself.
"""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from checkin.core.errors import UserError


class JobState(StrEnum):
    """WAITING → PRINTING → PRINTED, FAILED (certainly nothing on paper) or UNCERTAIN (a person has to look)."""

    WAITING = "waiting"
    PRINTING = "printing"
    PRINTED = "printed"
    FAILED = "failed"
    UNCERTAIN = "uncertain"
    CANCELLED = "cancelled"


OPEN_JOB_STATES = frozenset({JobState.WAITING, JobState.PRINTING})
LOST_JOB_STATES = frozenset({JobState.FAILED, JobState.UNCERTAIN})
"""There may be no badge, and nothing more happens by itself."""


class BadgeNotWantedError(UserError):
    """A badge of a batch whose person does not come any more: nothing went wrong, and nothing is printed."""


class PrinterTrouble(StrEnum):
    """What keeps a printer from printing, as far as it tells."""

    NONE = ""
    OUT_OF_PAPER = "out_of_paper"
    JAM = "jam"
    COVER_OPEN = "cover_open"
    OUT_OF_INK = "out_of_ink"
    STOPPED = "stopped"
    REJECTING = "rejecting"
    WRONG_PAPER = "wrong_paper"
    SLOW = "slow"
    UNREACHABLE = "unreachable"
    SILENT = "silent"
    GONE = "gone"
    OTHER = "other"


@dataclass(frozen=True, slots=True)
class PrinterState:
    """`detail` is the printer's own sentence, in its language; nothing is decided on it. `tells_paper`: "printed" means
    on paper, not merely bytes accepted.
    """

    trouble: PrinterTrouble = PrinterTrouble.NONE
    detail: str = ""
    tells_paper: bool = True

    @property
    def is_ready(self) -> bool:
        return self.trouble is PrinterTrouble.NONE


READY = PrinterState()


@dataclass(frozen=True, slots=True)
class JobProgress:
    """What a printer says of a job it was handed."""

    state: JobState
    trouble: PrinterTrouble = PrinterTrouble.NONE
    detail: str = ""


def is_folder(printer: str) -> bool:
    """Whether badges for this address are written as files, and nothing comes out."""
    return printer.startswith("pdf:")


class PrintPolicy(StrEnum):
    """When an arrival prints a badge by itself."""

    NEVER = "never"
    ONCE = "once"
    ALWAYS = "always"


@dataclass(frozen=True, slots=True)
class PrintRequest:
    """A badge that is asked for, before it has a number."""

    attendee: str
    template: str
    printer: str
    is_urgent: bool
    why: str = ""


@dataclass(frozen=True, slots=True)
class PrintJob:
    """One badge for one person on one printer. `copy` counts from 1; `why` is given for a reprint.

    `urgent` is for the person standing there: before every job of a batch.
    """

    id: int
    attendee: str
    template: str
    printer: str
    copy: int
    why: str
    is_urgent: bool
    state: JobState
    created_at: datetime
    sent_at: datetime | None = None
    done_at: datetime | None = None
    reference: str = ""
    trouble: PrinterTrouble = PrinterTrouble.NONE
    detail: str = ""

    @property
    def is_test(self) -> bool:
        """A page to measure: nobody's badge."""
        return not self.attendee

    def printed_body(self) -> dict[str, object]:
        """What the entry says of a badge that is on paper."""
        return {"template": self.template, "copy": self.copy} | ({"why": self.why} if self.why else {})


@dataclass(frozen=True, slots=True)
class RequestedBadge:
    """The badge that an answer's arrival asked for: its job, how its printer was at that moment, and the address of the
    printer that could take over, "" for none. `is_by_hand`: a person asked for it, and is told what becomes of it.
    """

    job: PrintJob
    printer: PrinterState = READY
    second: str = ""
    is_by_hand: bool = False

    @property
    def is_awaited(self) -> bool:
        """Whether its person has to wait for a printer that was in trouble when they came."""
        return self.job.state in OPEN_JOB_STATES and not self.printer.is_ready

    @property
    def is_lost(self) -> bool:
        return self.job.state in LOST_JOB_STATES

    @property
    def can_go_to_second(self) -> bool:
        return bool(self.second) and self.job.state is JobState.WAITING and self.job.printer != self.second


def is_print_due(policy: PrintPolicy, states: Collection[JobState]) -> bool:
    """Whether an arrival of somebody whose earlier jobs ended so prints a badge. One that may have been printed is not
    printed again without a person."""
    if policy is PrintPolicy.ONCE:
        return not any(s in OPEN_JOB_STATES or s in (JobState.PRINTED, JobState.UNCERTAIN) for s in states)
    return policy is PrintPolicy.ALWAYS
