# SPDX-License-Identifier: GPL-3.0-or-later
"""Decides whether a person may be admitted at a control point now: verdicts, reasons and the order of the rules. Pure.

The numbers beside the reasons are those of the table of answers (docs/answers.md). A refusal is a value, never an
exception.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from checkin.core.access import may_enter
from checkin.core.attendee import Attendee, Presence, Status
from checkin.core.attendee_body import text_field
from checkin.core.entries import Entry
from checkin.core.history import History, Visit
from checkin.core.programme.programme import ControlPoint, PointMode, Programme, Reentry, Session, Speaker
from checkin.core.text_folding import fold_text
from checkin.core.tokens import CodeOrigin, Token

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


@dataclass(frozen=True, slots=True)
class Decision:
    """The decision on one scan: a verdict and its reason. A value; nothing is written by making one.

    `earlier` is the arrival (or exit) that stands in the way, `speaker` the programme's speaker this attendee is,
    `missing` the names of the attendee's fields that the control point requires and that are empty, `moved_to` the
    session they were sent to instead. `decide` makes decisions; the desk turns one into an entry and an `Answer`:

        decision = decide(token, history, ScanContext(programme, point, "Desk 1", now))
        if decision.verdict is Verdict.ADMIT: ...
    """

    verdict: Verdict
    reason: Reason
    earlier: Entry | None = None
    speaker: Speaker | None = None
    missing: tuple[str, ...] = ()
    moved_to: Session | None = None


@dataclass(frozen=True, slots=True)
class ScanContext:
    """The control point, desk and moment of a scan, and what is known of the control point then.

    `inside` counts the people present, `awaited` those registered for the session who have not come yet, `ahead` those
    in the waiting line before this person. `purge` is the entry that erased everybody's data; None if that never
    happened or people were added since.
    """

    programme: Programme
    control_point: ControlPoint
    desk: str
    at: datetime
    inside: int = 0
    awaited: int = 0
    ahead: int = 0
    purge: Entry | None = None

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


_REFUSED_BY_TEXT = {
    CodeOrigin.UNREADABLE: Decision(Verdict.REFUSE, Reason.UNREADABLE),
    CodeOrigin.OTHER_EVENT: Decision(Verdict.REFUSE, Reason.OTHER_EVENT),
    CodeOrigin.FORGED: Decision(Verdict.REFUSE, Reason.FORGED),
    CodeOrigin.FOREIGN: Decision(Verdict.REFUSE, Reason.UNKNOWN),
    CodeOrigin.TRIAL: Decision(Verdict.REFUSE, Reason.TRIAL),
    CodeOrigin.GENUINE: Decision(Verdict.ASK, Reason.NOT_HEARD_OF),
}


def decide(token: Token | None, history: History, place: ScanContext) -> Decision:
    """Return the decision on one scan, by the first rule that has something to say.

    `token` is what was read, None for a person picked from the list; `history` is that person's, empty if unknown. A
    code that the list names is that person's ticket, whatever its origin. Never raises; pure.
    """
    attendee = history.attendee
    if attendee is None:
        # A genuine code of an unknown person that was admitted before is a duplicate like any other.
        decision = _by_text(token, place)
        if decision.verdict is not Verdict.ASK:
            return decision
        return _presence(history, place) or _hours(place) or _fullness(place) or decision
    return (
        _ticket(token, attendee, history)
        or _presence(history, place)
        or _hours(place)
        or _access(attendee, history, place)
        or _incomplete(attendee, place)
        or _group(attendee, history, place)
        or welcome_decision(attendee, history, place)
    )


def _by_text(token: Token | None, place: ScanContext) -> Decision:
    """Return the decision on a code of an unknown person. After a purge a genuine code is one of an erased person."""
    origin = token.origin if token else CodeOrigin.FOREIGN
    if origin is CodeOrigin.GENUINE and place.purge:
        return Decision(Verdict.REFUSE, Reason.ERASED, earlier=place.purge)
    return _REFUSED_BY_TEXT[origin]


def _ticket(token: Token | None, attendee: Attendee, history: History) -> Decision | None:
    if token and token.code in history.revoked_codes:
        return Decision(Verdict.REFUSE, Reason.CODE_REPLACED)
    match attendee.status:
        case Status.BLOCKED:
            return Decision(Verdict.REFUSE, Reason.BLOCKED)
        case Status.CANCELLED:
            return Decision(Verdict.REFUSE, Reason.CANCELLED)
    return None


def _presence(history: History, place: ScanContext) -> Decision | None:
    visit = history.visit(place.control_point.id)
    if place.control_point.mode is PointMode.EXIT:
        return _exit(history, place)
    if not visit.is_inside or visit.arrived is None:
        return _return(visit, place)
    if history.attendee and 1 <= visit.people < history.attendee.places:
        return None  # the rest of a group is no repetition, however soon the code comes again
    newest = visit.entered or visit.arrived
    if newest.desk == place.desk and abs(place.at - newest.happened_at) < REPEAT:
        return Decision(Verdict.DUPLICATE, Reason.REPEATED, earlier=newest)
    if place.control_point.reentry is Reentry.ALWAYS:
        return None
    return Decision(Verdict.DUPLICATE, Reason.ALREADY_ARRIVED, earlier=visit.arrived)


def _return(visit: Visit, place: ScanContext) -> Decision | None:
    """Return the refusal of a person who went out where re-entry is never allowed, else None."""
    if visit.arrived is None or place.control_point.reentry is not Reentry.NEVER:
        return None
    return Decision(Verdict.REFUSE, Reason.NO_RETURN, earlier=visit.left)


def _exit(history: History, place: ScanContext) -> Decision:
    """Return the decision on an exit. It closes the visit at the entry point of the same session, which holds the
    count.
    """
    entrance = counting_point(place.programme, place.control_point)
    visit = history.visit(entrance.id)
    if visit.is_inside:
        return Decision(Verdict.ADMIT, Reason.EXIT)
    if visit.left and visit.left.desk == place.desk and abs(place.at - visit.left.happened_at) < REPEAT:
        return Decision(Verdict.DUPLICATE, Reason.REPEATED, earlier=visit.left)
    return Decision(Verdict.ASK, Reason.EXIT_WITHOUT_ENTRY)


def counting_point(programme: Programme, point: ControlPoint) -> ControlPoint:
    """Return the control point whose count a scan at `point` changes: `point` itself, or for an exit its entry
    point.
    """
    if point.mode is PointMode.ENTRY:
        return point
    ways_in = (p for p in programme.control_points if p.mode is PointMode.ENTRY and p.session == point.session)
    return next(ways_in, point)


def _hours(place: ScanContext) -> Decision | None:
    opens, closes = place.control_point.opens, place.control_point.closes
    if opens and place.at < opens:
        return Decision(Verdict.REFUSE, Reason.TOO_EARLY)
    if closes and place.at >= closes:
        return Decision(Verdict.REFUSE, Reason.TOO_LATE)
    return None


def _access(attendee: Attendee, history: History, place: ScanContext) -> Decision | None:
    if not may_enter(attendee, place.programme, place.control_point):
        return Decision(Verdict.REFUSE, Reason.NO_ACCESS)
    if attendee.status is Status.PENDING:
        return Decision(Verdict.ASK, Reason.PENDING)
    if attendee.status is Status.UNPAID:
        return Decision(Verdict.ASK, Reason.UNPAID)
    if attendee.presence is Presence.REMOTE:
        return Decision(Verdict.ASK, Reason.REMOTE)
    return _session(attendee, history, place)


def _session(attendee: Attendee, history: History, place: ScanContext) -> Decision | None:
    """Return a refusal of a person without a booking where no seat is free. Booked seats are kept for those who booked
    them; the others are first come, first served.
    """
    session = place.programme.session(place.control_point.session)
    if session is None or (session.is_booked and session.id in attendee.sessions):
        return None
    if history.visit(place.control_point.id).is_inside:
        return None
    return _fullness(place) or (Decision(Verdict.ASK, Reason.NOT_REGISTERED) if session.is_booked else None)


def _fullness(place: ScanContext) -> Decision | None:
    return Decision(Verdict.REFUSE, Reason.FULL) if place.seats == 0 else None


def _incomplete(attendee: Attendee, place: ScanContext) -> Decision | None:
    missing = tuple(name for name in place.control_point.asks_for if not text_field(attendee, name))
    return Decision(Verdict.ASK, Reason.INCOMPLETE, missing=missing) if missing else None


def _group(attendee: Attendee, history: History, place: ScanContext) -> Decision | None:
    """Return the question how many of a group came, until all are in. A group that went out comes back together and is
    not asked.
    """
    visit = history.visit(place.control_point.id)
    is_back = visit.arrived is not None and not visit.is_inside
    is_asked = attendee.places > 1 and not is_back and visit.people < attendee.places
    return Decision(Verdict.ASK, Reason.GROUP) if is_asked else None


def welcome_decision(attendee: Attendee, history: History, place: ScanContext) -> Decision:
    """Return the admission of an attendee who passed every rule, with what calls for attention."""
    if history.visit(place.control_point.id).arrived:
        return Decision(Verdict.ADMIT, Reason.REENTRY)
    speaker = speaker_for(attendee, place.programme)
    if speaker and not speaker.is_confirmed:
        return Decision(Verdict.ADMIT, Reason.SPEAKER_TO_CONFIRM, speaker=speaker)
    category = place.programme.category_named(attendee.category)
    if speaker or attendee.note or (category and category.calls_attention):
        return Decision(Verdict.ADMIT, Reason.ATTENTION, speaker=speaker)
    return Decision(Verdict.ADMIT, Reason.WELCOME)


def speaker_for(attendee: Attendee, programme: Programme) -> Speaker | None:
    """Return the speaker with the attendee's name, whatever the order of its words, case and accents."""
    name = sorted(fold_text(attendee.name).split())
    return next((s for s in programme.speakers if sorted(fold_text(s.name).split()) == name), None)
