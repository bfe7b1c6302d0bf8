# SPDX-License-Identifier: GPL-3.0-or-later
"""Print jobs of badges: their states, the states of a printer, and when an arrival prints. Values only.

Printing is never exactly once: between "handed over" and "on paper" anything may happen. So a job whose end is unknown
has a state of its own, and is never printed again without a person's decision.
"""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from checkin.core.errors import UserError


class JobState(StrEnum):
    """The state of a job: WAITING, PRINTING, then PRINTED, FAILED (certainly nothing on paper) or UNCERTAIN (a person
    has to look).
    """

    WAITING = "waiting"
    PRINTING = "printing"
    PRINTED = "printed"
    FAILED = "failed"
    UNCERTAIN = "uncertain"
    CANCELLED = "cancelled"


OPEN_JOB_STATES = frozenset({JobState.WAITING, JobState.PRINTING})
LOST_JOB_STATES = frozenset({JobState.FAILED, JobState.UNCERTAIN})
"""The states in which there may be no badge, and nothing more happens without a person."""


class BadgeNotWantedError(UserError):
    """The refusal to print a badge of a batch whose attendee does not come any more. Nothing went wrong."""


class PrinterTrouble(StrEnum):
    """The reason that a printer gives for not printing."""

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
    """The state of a printer. `detail` is the printer's own sentence, in its language; nothing is decided on it.
    `reports_paper`: "printed" means on paper, not merely bytes accepted.
    """

    trouble: PrinterTrouble = PrinterTrouble.NONE
    detail: str = ""
    reports_paper: bool = True

    @property
    def is_ready(self) -> bool:
        return self.trouble is PrinterTrouble.NONE


READY = PrinterState()


@dataclass(frozen=True, slots=True)
class JobProgress:
    """A printer's report on a job it was handed."""

    state: JobState
    trouble: PrinterTrouble = PrinterTrouble.NONE
    detail: str = ""


def is_folder(printer: str) -> bool:
    """Whether badges for this address are written as files instead of printed."""
    return printer.startswith("pdf:")


class PrintPolicy(StrEnum):
    """The rule by which an arrival prints a badge by itself."""

    NEVER = "never"
    ONCE = "once"
    ALWAYS = "always"


@dataclass(frozen=True, slots=True)
class PrintRequest:
    """A badge that is asked for, before it is a job."""

    attendee: str
    template: str
    printer: str
    is_urgent: bool
    why: str = ""


@dataclass(frozen=True, slots=True)
class PrintJob:
    """One badge for one attendee on one printer, from the request until its end is known.

    Jobs are kept in the event file by the computer that prints and survive a restart; other desks never see them.
    WAITING becomes PRINTING before the first byte leaves, and then PRINTED, FAILED, UNCERTAIN or CANCELLED. A job that
    certainly printed nothing may wait again; one that has ended stays ended, except that a person resolves an
    UNCERTAIN one. A reprint is a new job with the next `copy` (counted from 1) and a reason in `why`. The journal gets
    its entry (`printed_body`) only once the badge is PRINTED. `is_urgent` is for an attendee at the desk: before every
    job of a batch. `reference` is the printer's own name for the job, `trouble` and `detail` what it last reported. An
    empty `attendee` makes a test page (`is_test`).

        if job.state in LOST_JOB_STATES: ...  # offer a reprint
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
        """Whether this is a test page, no attendee's badge."""
        return not self.attendee

    def printed_body(self) -> dict[str, object]:
        """Return the body of the entry for a badge that is on paper."""
        return {"template": self.template, "copy": self.copy} | ({"why": self.why} if self.why else {})


@dataclass(frozen=True, slots=True)
class RequestedBadge:
    """The badge asked for by an arrival: its job, the state of its printer then, and the address of the printer that
    could take over, "" for none. `is_by_hand`: a user asked for it, and is told what becomes of it.
    """

    job: PrintJob
    printer: PrinterState = READY
    second: str = ""
    is_by_hand: bool = False

    @property
    def is_awaited(self) -> bool:
        """Whether the attendee has to wait for a printer that was in trouble when they came."""
        return self.job.state in OPEN_JOB_STATES and not self.printer.is_ready

    @property
    def is_lost(self) -> bool:
        return self.job.state in LOST_JOB_STATES

    @property
    def can_go_to_second(self) -> bool:
        return bool(self.second) and self.job.state is JobState.WAITING and self.job.printer != self.second


def is_print_due(policy: PrintPolicy, states: Collection[JobState]) -> bool:
    """Whether an arrival prints a badge, given the states of the attendee's earlier jobs. A badge that may have been
    printed is not printed again without a person.
    """
    if policy is PrintPolicy.ONCE:
        return not any(s in OPEN_JOB_STATES or s in (JobState.PRINTED, JobState.UNCERTAIN) for s in states)
    return policy is PrintPolicy.ALWAYS
