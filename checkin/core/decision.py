# SPDX-License-Identifier: GPL-3.0-or-later
"""Decisions on a scan as values: verdicts, reasons, and what a decision is made from (`core/admission` makes them).

The numbers beside the reasons are those of the table of answers (docs/answers.md). A refusal is a value, never an
exception.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import StrEnum
from types import MappingProxyType
from typing import TYPE_CHECKING

from checkin.core.entries import Entry
from checkin.core.programme.programme import ControlPoint, Programme, Session, Speaker

if TYPE_CHECKING:
    from checkin.core.ticketing.pulled import PulledTicketing
    from checkin.core.ticketing.rule_explanations import TicketExplanation


REPEAT = timedelta(seconds=8)
"""A second scan of the same person at the same desk within this time is one scan read twice, not a second arrival."""


class Verdict(StrEnum):
    """The outcome of a decision. ASK: the volunteer at the desk decides. DUPLICATE: already in, nothing changes."""

    ADMIT = "admit"
    DUPLICATE = "duplicate"
    ASK = "ask"
    REFUSE = "refuse"


class Reason(StrEnum):
    """Why a decision came out as it did. The values are stable: entries store them and the command line prints them."""

    WELCOME = "welcome"  # 1
    ATTENTION = "attention"  # 2
    REENTRY = "reentry"  # 3
    EXIT = "exit"  # 4
    EXIT_WITHOUT_ENTRY = "exit_without_entry"  # 5
    REPEATED = "repeated"  # 6
    ALREADY_ARRIVED = "already_arrived"  # 7
    NOT_HEARD_OF = "not_heard_of"  # 8
    UNKNOWN = "unknown"  # 9
    OTHER_EVENT = "other_event"  # 10
    UNREADABLE = "unreadable"  # 11
    FORGED = "forged"  # 12
    CANCELLED = "cancelled"  # 13
    CODE_REPLACED = "code_replaced"  # 14
    BLOCKED = "blocked"  # 15
    PENDING = "pending"  # 16
    UNPAID = "unpaid"  # 17
    TOO_EARLY = "too_early"  # 18
    TOO_LATE = "too_late"  # 18
    NO_ACCESS = "no_access"  # 19
    NOT_REGISTERED = "not_registered"  # 20
    FULL = "full"  # 21
    REMOTE = "remote"  # 22
    SPEAKER_TO_CONFIRM = "speaker_to_confirm"  # 23
    UNDONE = "undone"  # 27
    INCOMPLETE = "incomplete"  # 24
    PERSON_NEEDED = "person_needed"  # 38
    SEVERAL = "several"  # 25
    WALK_IN = "walk_in"  # 26
    NOT_SAVED = "not_saved"  # 29
    GROUP = "group"  # 31
    NO_RETURN = "no_return"  # 32
    WAITING = "waiting"  # 33
    MOVED = "moved"  # 34
    TRIAL = "trial"  # 35
    ERASED = "erased"  # 36
    CERTIFICATE = "certificate"  # 37
    OTHER_CERTIFICATE = "other_certificate"  # 37
    TO_CHECK = "to_check"  # 39
    LENT = "lent"  # 40
    TIED = "tied"  # 41
    BLANK = "blank"  # 42
    CODE_OF_SEVERAL = "code_of_several"  # 43
    NOT_TIED = "not_tied"  # 44
    THING_OUT = "thing_out"  # 45
    THING_HERE = "thing_here"  # 46
    SEVERAL_ADDONS = "several_addons"  # 47
    NOT_VALID_NOW = "not_valid_now"  # 48
    TICKET_RULE = "ticket_rule"  # 49
    UNDECIDED = "undecided"  # 50
    SIGNED_TICKET = "signed_ticket"  # 51
    DEVICE_CODE = "device_code"  # 52
    ROOM_FULL = "room_full"  # 53


@dataclass(frozen=True, slots=True)
class Decision:
    """The decision on one scan: a verdict and its reason. A value; nothing is written by making one.

    `earlier` is the arrival (or exit) that stands in the way, or by which somebody refused is in all the same,
    `speaker` the programme's speaker this attendee is, `missing` the names of the attendee's fields that the control
    point requires and that are empty, `moved_to` the session they were sent to instead. Of a ticketing: `explanations`
    say what its rule wants, or what the desk cannot know, `texts` are to be shown with the answer, `position` is the
    number of the ticket that counts, `choices` are the answers from which a missing field is chosen. `decide` makes
    decisions; the desk turns one into an entry and an `Answer`:

        decision = decide(token, history, ScanContext(programme, point, "Desk 1", now))
        if decision.verdict is Verdict.ADMIT: ...
    """

    verdict: Verdict
    reason: Reason
    earlier: Entry | None = None
    speaker: Speaker | None = None
    missing: tuple[str, ...] = ()
    moved_to: Session | None = None
    explanations: tuple["TicketExplanation", ...] = ()
    texts: tuple[str, ...] = ()
    position: int = 0
    choices: Mapping[str, tuple[str, ...]] = field(default_factory=lambda: MappingProxyType({}))


@dataclass(frozen=True, slots=True)
class ScanContext:
    """The control point, desk and moment of a scan, and what is known of the control point then.

    `inside` counts the people present, `awaited` those registered for the session who have not come yet, `ahead` those
    in the waiting line before this person. `purge` is the entry that erased everybody's data; None if that never
    happened or people were added since. `is_checked`: the volunteer confirmed what this control point has checked.
    `is_alone`: nobody of the team is there to read anything (self-service).
    `ticketing` is that of the event; for a control point of its own, `passages` are the person's arrivals and exits.
    """

    programme: Programme
    control_point: ControlPoint
    desk: str
    at: datetime
    inside: int = 0
    awaited: int = 0
    ahead: int = 0
    purge: Entry | None = None
    is_checked: bool = False
    is_alone: bool = False
    ticketing: "PulledTicketing | None" = None
    passages: tuple[Entry, ...] = ()

    @property
    def seats(self) -> int | None:
        """The seats left for a person who is not registered; None where there is no limit."""
        session = self.programme.session(self.control_point.session)
        return session.seats_left(self.inside, self.awaited, self.ahead) if session else None

    @property
    def kept(self) -> int:
        """The seats kept for those who booked one and have not come yet."""
        session = self.programme.session(self.control_point.session)
        return self.awaited if session and session.is_booked else 0


# The words of a ticketing's server for our reasons of a refusal (pretix, failed_checkins).

_FAILURES = {
    Reason.ALREADY_ARRIVED: "already_redeemed",
    Reason.NO_RETURN: "already_redeemed",
    Reason.CANCELLED: "canceled",
    Reason.BLOCKED: "blocked",
    Reason.CODE_REPLACED: "revoked",
    Reason.UNKNOWN: "invalid",
    Reason.OTHER_EVENT: "invalid",
    Reason.FORGED: "invalid",
    Reason.UNREADABLE: "invalid",
    Reason.BLANK: "invalid",
    Reason.NO_ACCESS: "product",
    Reason.TICKET_RULE: "rules",
    Reason.NOT_VALID_NOW: "invalid_time",
    Reason.UNPAID: "unpaid",
    Reason.PENDING: "unapproved",
    Reason.SEVERAL_ADDONS: "ambiguous",
    Reason.INCOMPLETE: "incomplete",
}


def failure_reason(reason: object) -> str:
    """Return the server's word for the reason of a refusal."""
    return next((word for ours, word in _FAILURES.items() if ours == reason), "error")
