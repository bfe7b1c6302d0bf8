# SPDX-License-Identifier: GPL-3.0-or-later
"""Answers of the desk to a scan, a pick or an undo, the values shown beside them, and the recent scans.

`ui` draws them, the command line prints them.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from enum import StrEnum
from types import MappingProxyType
from typing import TYPE_CHECKING

from checkin.core.attendee import Attendee, CheckInMethod
from checkin.core.decision import Reason, Verdict
from checkin.core.entries import Entry
from checkin.core.history import stated_people
from checkin.core.message import UserError
from checkin.core.payments import Payment, PaymentMeans, can_be_paid
from checkin.core.people_list import PersonAtPoint
from checkin.core.print_jobs import JobState, RequestedBadge
from checkin.core.programme.programme import ControlPoint, PointMode, Session, Speaker
from checkin.core.sync.sync_status import OtherDesk

if TYPE_CHECKING:
    from checkin.core.ticketing.rule_explanations import TicketExplanation


MOST_OTHERS = 8
"""The most people of an order offered one by one: they must fit below the person who is in."""
MOST_TO_UNDO = 5
"""The most earlier people of an order whose arrival can be undone from the answer; “Last arrivals” has all."""


@dataclass(frozen=True, slots=True)
class SessionSeats:
    """A bookable session and the seats left in it, neither booked nor taken; `seats` is None without a limit."""

    session: Session
    seats: int | None


@dataclass(frozen=True, slots=True)
class SeatCounts:
    """The counts of the control point's session: the `seats` left, None where there is no limit; how many people are
    `inside`, of `capacity` (0: no limit), after the answer; for how many more a seat is kept (`awaited`), how many are
    `waiting` for one, of `line_length` who may, and the person's own place among them, 0 if they do not wait.
    """

    seats: int | None = None
    inside: int = 0
    awaited: int = 0
    waiting: int = 0
    line_length: int = 0
    waiting_position: int = 0
    capacity: int = 0


@dataclass(frozen=True, slots=True)
class Alternatives:
    """What else a person may do: the control points `open_to` them now and those `open_later`, the `workshops` with
    seats that they may exchange this one for, and the sessions `given_up` by letting them in here.
    """

    open_to: tuple[ControlPoint, ...] = ()
    open_later: tuple[ControlPoint, ...] = ()
    workshops: tuple[SessionSeats, ...] = ()
    given_up: tuple[Session, ...] = ()


@dataclass(frozen=True, slots=True)
class UndoResult:
    """An undone entry, and the state of its attendee since.

    `is_inside`: an earlier arrival still counts, or counts again. `with_registration`: the attendee had been registered
    with that arrival, and is not any more. Of a group of `places`, `still` people count as here. `is_kept_there`: the
    ticketing's server keeps the passage, and gets one the other way. `payment` was undone, alone or with the arrival.
    """

    entry: Entry
    is_inside: bool
    with_registration: bool
    still: int = 0
    places: int = 1
    is_kept_there: bool = False
    payment: Payment | None = None


@dataclass(frozen=True, slots=True)
class LentThing:
    """What an answer says of numbered things, where they are lent or come back.

    `name` is that of the things (“headset”), `is_asked` whether a number read or typed next is for the person of the
    answer. `about` is the thing that was read (“headset 12”), `holder` the name of who has it, and `before` what the
    person gave back for it. `unnumbered` is the name of who got one just before, whose number was not noted.
    """

    name: str = ""
    is_asked: bool = False
    about: str = ""
    holder: str = ""
    before: str = ""
    unnumbered: str = ""


@dataclass(frozen=True, slots=True)
class DeskAbilities:
    """What the desk of an answer can do: `prints` badges, has the person sign on a screen (`signs`), gives people codes
    (`ties`). `scans_only`: it leads to no other person.
    """

    prints: bool = False
    signs: bool = False
    ties: bool = False
    scans_only: bool = False


@dataclass(frozen=True, slots=True)
class EarlierPassage:
    """The arrival in the way of an admission: when (`at`) and at which `desk`. `passage` is the newest entry or exit of
    an attendee who is there already, of any desk.
    """

    at: datetime | None = None
    desk: str = ""
    passage: Entry | None = None


@dataclass(frozen=True, slots=True)
class OrderPeople:
    """The people of an attendee's order: the `others`, who have not arrived, and in `party` the answers about those who
    were shown before in the same go. `host` is the name of the person whom a companion comes with.
    """

    others: tuple["SearchMatch", ...] = ()
    party: "tuple[Answer, ...]" = ()
    host: str = ""

    @property
    def named(self) -> tuple["SearchMatch", ...]:
        """The others who can be chosen by a number."""
        return self.others[:MOST_OTHERS]

    @property
    def entering(self) -> int:
        """How many others can enter without a question."""
        return sum(other.asks is None for other in self.others)

    @property
    def number_of_all(self) -> int:
        """The number that checks in all others who can enter; 0 for fewer than two."""
        return len(self.named) + 1 if self.entering > 1 else 0

    @property
    def last_number(self) -> int:
        """The highest number that lets in somebody of the order; 0 for nobody. Those that undo an arrival follow."""
        return self.number_of_all or len(self.named)


@dataclass(frozen=True, slots=True)
class GivenCode:
    """A code that belongs to nobody yet: `blank` is the number of a badge printed without a name, `to` the person
    answered just before, to whom it may be given. `refusal` says why a code cannot be given to the person who waits.
    """

    blank: int = 0
    to: Attendee | None = None
    refusal: UserError | None = None


@dataclass(frozen=True, slots=True)
class NotedPayment:
    """How a person has just paid (`means`), or the `entry` of a payment that this desk noted and after which they did
    not come in. `is_waived`: they are to come in without paying.
    """

    means: PaymentMeans | None = None
    entry: Entry | None = None
    is_waived: bool = False


@dataclass(frozen=True, slots=True)
class TicketingAnswer:
    """What the ticketing's decision gives: its `explanations`, the `texts` to be read, and the `choices` of fields that
    are asked for.
    """

    explanations: "tuple[TicketExplanation, ...]" = ()
    texts: tuple[str, ...] = ()
    choices: Mapping[str, tuple[str, ...]] = field(default_factory=lambda: MappingProxyType({}))


@dataclass(frozen=True, slots=True)
class Answer:
    """One scan, pick or undo, after its commit.

    `entry` is the id of the entry that recorded it, None when nothing was written (a repeated reading, or NOT_SAVED).
    `ticket` is the code as understood, "" when unreadable. `read` is what was read, safe to show. `undone` is what this
    answer undid. `is_override` marks an admission over `reason`. `missing` names the fields to fill, `candidates` the
    people it may be. Of a group `came` people are in, `entered` of them by this answer. `replaced_by` names who came in
    place of a cancelled attendee. `counts` are those of the control point's session, `moved_to` is the session to which
    the attendee was sent. `silent` are desks that may know an attendee who is not heard of here. `badge` is what the
    arrival asked to be printed. `is_after_purge`: the event knows nobody any more. `is_checked`: what the control point
    has checked was confirmed. `is_confirmed`: a volunteer has just confirmed what a rule of a column asked. `thing` is
    what the attendee has from here, with its number. `photograph` is the digest of the attendee's picture.
    """

    verdict: Verdict
    reason: Reason
    at: datetime
    control_point: ControlPoint
    how: CheckInMethod
    attendee: Attendee | None = None
    ticket: str = ""
    read: str = ""
    entry: bytes | None = None
    earlier: EarlierPassage = EarlierPassage()
    speaker: Speaker | None = None
    is_override: bool = False
    missing: tuple[str, ...] = ()
    candidates: tuple["SearchMatch", ...] = ()
    came: int = 0
    entered: int = 0
    replaced_by: str | None = None
    counts: SeatCounts = SeatCounts()
    alternatives: Alternatives = Alternatives()
    moved_to: Session | None = None
    order: OrderPeople = OrderPeople()
    silent: tuple[OtherDesk, ...] = ()
    badge: RequestedBadge | None = None
    desk: DeskAbilities = DeskAbilities()
    undone: UndoResult | None = None
    is_after_purge: bool = False
    is_checked: bool = False
    is_confirmed: bool = False
    thing: str = ""
    photograph: str = ""
    lent: LentThing = LentThing()
    giving: GivenCode = GivenCode()
    payment: NotedPayment = NotedPayment()
    ticketing: TicketingAnswer = field(default_factory=TicketingAnswer)

    def with_party(self, party: "tuple[Answer, ...]") -> "Answer":
        """Return this answer with those about the people of the order who were shown before it."""
        return replace(self, order=replace(self.order, party=party))

    @property
    def is_certificate(self) -> bool:
        """Whether the code of a certificate of attendance was read, which is verified elsewhere."""
        return self.reason in (Reason.CERTIFICATE, Reason.OTHER_CERTIFICATE)

    @property
    def asks_payment(self) -> bool:
        """Whether the question is about a payment that this desk can note."""
        is_open = self.reason is Reason.UNPAID and self.verdict is Verdict.ASK and not self.payment.is_waived
        return is_open and can_be_paid(self.attendee)

    @property
    def owes_since(self) -> bool:
        """Whether who came in before has still not paid, which this desk can note."""
        return self.verdict is Verdict.DUPLICATE and can_be_paid(self.attendee)

    @property
    def lacks_badge(self) -> bool:
        """Whether the attendee is in and waits for a badge that a printer in trouble does not print."""
        return self.badge is not None and self.badge.is_awaited

    @property
    def can_admit(self) -> bool:
        """Whether the volunteer may admit them anyway with one key."""
        return self.verdict is Verdict.ASK and not self.candidates

    @property
    def awaits_entry(self) -> bool:
        """Whether the attendee got a code, and has not come in here yet."""
        is_entrance = self.control_point.mode is PointMode.ENTRY and not self.control_point.gives
        is_here = is_entrance and not self.desk.scans_only
        return self.reason is Reason.TIED and is_here and not self.came

    @property
    def can_wait(self) -> bool:
        """Whether the waiting line for a seat here has room."""
        if self.reason is not Reason.FULL or self.counts.waiting_position:
            return False
        return self.counts.waiting < self.counts.line_length

    @property
    def can_undo(self) -> bool:
        """Whether this answer wrote something that one key undoes."""
        return self.entry is not None and (self.verdict is Verdict.ADMIT or self.reason in _UNDOABLE)

    @property
    def undoes(self) -> bytes | None:
        """The id of the entry that F8 undoes: this answer's, the passage of an attendee who is already in, or the
        payment of one who did not come in; else None.
        """
        if self.can_undo:
            return self.entry
        before = self.earlier.passage or self.payment.entry
        return before.id if before else None

    @property
    def people_to_undo(self) -> int:
        """The number of people of a group that F8 undoes; 0 for a single attendee, for a return, or without a group."""
        return stated_people(self.earlier.passage) if self.earlier.passage and not self.can_undo else self.entered

    @property
    def to_come(self) -> int:
        """The number of people of a group still awaited here."""
        return self.attendee.places - self.came if self.attendee else 0

    @property
    def highest_choice(self) -> int:
        """The highest number that may be typed to choose a person, a workshop or the size of a group, or somebody of
        the order; 0 for no choice.
        """
        asked = len(self.candidates) or len(self.alternatives.workshops) or (self.to_come if self.asks_how_many else 0)
        return asked or self.order.last_number + len(self.undoable_party)

    @property
    def undoable_party(self) -> "tuple[Answer, ...]":
        """The answers before this one whose arrivals can be undone by a number, the newest ones."""
        is_offered = self.verdict is Verdict.ADMIT or self.reason is Reason.UNDONE
        return tuple(each for each in self.order.party if each.can_undo)[-MOST_TO_UNDO:] if is_offered else ()

    @property
    def let_in_together(self) -> "tuple[Answer, ...]":
        """The answers about all people of an order who are shown together; () where the answer is about one person."""
        return (*self.order.party, self) if self.order.party and self.verdict is Verdict.ADMIT else ()

    @property
    def asks_how_many(self) -> bool:
        """Whether the volunteer says how many of a group come in: in answer to the question that asks for nothing else,
        or with the answer to another. A check is followed by that question (`Desk.admit`).
        """
        if (
            not self.can_admit
            or self.asks_payment
            or self.alternatives.workshops
            or self.control_point.mode is PointMode.EXIT
            or self.control_point.gives
        ):
            return False
        return self.reason is Reason.GROUP or (self.to_come > 1 and self.reason is not Reason.TO_CHECK)

    @property
    def can_take_back(self) -> bool:
        """Whether one key takes back what is lent here: from the attendee who has it, or from its holder while another
        waits for it.
        """
        has_one = self.reason is Reason.ALREADY_ARRIVED and self.verdict is Verdict.DUPLICATE
        return bool(self.control_point.gives and self.attendee) and (has_one or self.reason is Reason.THING_OUT)

    @property
    def is_loan(self) -> bool:
        """Whether coming here is borrowing a thing, and going is giving it back."""
        return bool(self.lent.name)

    @property
    def fills_room(self) -> bool:
        """Whether the attendee who was let in took the last seat of a room, or found none."""
        is_in = self.verdict is Verdict.ADMIT and self.reason is not Reason.EXIT and not self.control_point.gives
        return is_in and 0 < self.counts.capacity <= self.counts.inside

    @property
    def is_rest_of_group(self) -> bool:
        """Whether it admitted further people of a group of which others came before; none of them is a return."""
        return self.reason is Reason.REENTRY and self.entered > 0

    @property
    def can_overrule(self) -> bool:
        """Whether a supervisor may admit them anyway: a known attendee who was refused or is there already.

        A question needs no supervisor: the volunteer answers it (`can_admit`).
        """
        return self.verdict in (Verdict.REFUSE, Verdict.DUPLICATE) and self.reason not in _BEYOND_OVERRULING


_UNDOABLE = {Reason.WAITING, Reason.MOVED, Reason.TIED}

_BEYOND_OVERRULING = {
    Reason.REPEATED,
    Reason.UNKNOWN,
    Reason.OTHER_EVENT,
    Reason.UNREADABLE,
    Reason.FORGED,
    Reason.ERASED,
    Reason.WAITING,
    Reason.MOVED,
    Reason.UNDONE,
    Reason.TRIAL,
    Reason.CERTIFICATE,
    Reason.OTHER_CERTIFICATE,
    Reason.DEVICE_CODE,
    Reason.TIED,
    Reason.NOT_TIED,
    Reason.BLANK,
    Reason.THING_OUT,
    Reason.THING_HERE,
    Reason.NOT_SAVED,
}


@dataclass(frozen=True, slots=True)
class SearchMatch(PersonAtPoint):
    """A person found by the search, with their state at the current control point.

    `apart` is what tells them from namesakes in the same result (`core/people_list`), else the organisation.
    `is_near`: the name is only similar to what was typed. `columns` are values of the list's columns: those in which
    the words stand, and those chosen for the rows of the search; for one of an order, those to be read at the door.
    `asks` is why one of an order is not let in without a question, None where nothing is in the way.
    """

    apart: tuple[str, ...] = ()
    is_near: bool = False
    columns: tuple[str, ...] = ()
    asks: Reason | None = None


# Recent scans of one control point ("last arrivals"), and how those without admission ended.


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
    line. `thing` is what was lent or came back with this line, as people call it; `is_loan`: things are lent here.
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
