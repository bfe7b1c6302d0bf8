# SPDX-License-Identifier: GPL-3.0-or-later
"""A scan of a ticket and the answer of the ticketing to it, as values. Pure."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from checkin.core.ticketing.position import Position
from checkin.core.ticketing.questions import Question
from checkin.core.ticketing.signed_tickets import SignedTicket
from checkin.core.ticketing.ticket_explanation import TicketExplanation
from checkin.core.ticketing.ticket_reason import TicketReason


@dataclass(frozen=True, slots=True)
class TicketPassage:
    """An entry or exit of a position at the check-in list that is judged. `position` is its id."""

    at: datetime
    is_exit: bool
    position: int


@dataclass(frozen=True, slots=True)
class TicketScan:
    """A scan to be judged. `ticket` is the position whose secret was scanned, a signed ticket that was not pulled yet,
    or None for an unknown code.

    `passages` are those of the ticket and its add-ons at the list. `gate` is the id of the device's gate, 0 without
    one, None if that is not known. `answers` are by the id of the question, as pretix writes them. A code is
    `is_revoked` or `is_blocked` if the ticketing's lists say so; both count only for a code without a position. A scan
    `names_person` where it was no ticket that was chosen but who has it: their own ticket counts, else an add-on.
    """

    ticket: Position | SignedTicket | None
    moment: datetime
    passages: Sequence[TicketPassage] = ()
    is_exit: bool = False
    gate: int | None = None
    answers: Mapping[int, str] = field(default_factory=dict, hash=False)
    ignore_unpaid: bool = False
    is_revoked: bool = False
    is_blocked: bool = False
    names_person: bool = False


@dataclass(frozen=True, slots=True)
class Judgement:
    """The answer of the ticketing as far as the desk can tell.

    `reason` is ACCEPTED, or why not; `explanations` say more: what a rule wants, or what to know of an accepted ticket.
    `questions` are open (INCOMPLETE). `position` is the one that counts, perhaps an add-on of the one that was scanned;
    None for a ticket that the desk does not know. `missing` is what the answer depends on and the desk cannot know: an
    accepted judgement with something missing is undecided (`is_undecided`). `attention` and `texts` are to be shown
    with every answer.
    """

    reason: TicketReason
    explanations: tuple[TicketExplanation, ...] = ()
    questions: tuple[Question, ...] = ()
    position: Position | None = None
    missing: tuple[TicketExplanation, ...] = ()
    attention: bool = False
    texts: tuple[str, ...] = ()

    @property
    def is_accepted(self) -> bool:
        return self.reason == TicketReason.ACCEPTED and not self.missing

    @property
    def is_undecided(self) -> bool:
        return self.reason == TicketReason.ACCEPTED and bool(self.missing)
