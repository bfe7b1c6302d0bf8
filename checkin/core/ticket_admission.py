# SPDX-License-Identifier: GPL-3.0-or-later
"""The decision at a control point that is a check-in list of a ticketing: as its server would take it. Pure."""

from collections.abc import Iterable
from dataclasses import replace

from checkin.core.admission_rules import (
    exit_decision,
    person_needed_decision,
    presence_decision,
    registration_decision,
    text_decision,
    welcome_decision,
)
from checkin.core.attendee import CUSTOM, Attendee, Status
from checkin.core.decision import REPEAT, Decision, Reason, ScanContext, Verdict
from checkin.core.entries import Entry, EntryKind
from checkin.core.history import History
from checkin.core.json_values import as_id
from checkin.core.message import Message
from checkin.core.programme.programme import PointMode
from checkin.core.ticketing.position import (
    PAID,
    PENDING,
    Judgement,
    Position,
    SignedTicket,
    TicketPassage,
    TicketScan,
    read_signed_ticket,
)
from checkin.core.ticketing.pulled import PulledTicketing, code_digest
from checkin.core.ticketing.pulled_event import product_name
from checkin.core.ticketing.rule_explanations import ASKS_FOR_ATTENTION, TicketExplanation, TicketReason
from checkin.core.ticketing.sent_scans import registered_ticket
from checkin.core.ticketing.ticket_rules import CheckInList, judge, may_enter, tickets_on_list
from checkin.core.ticketing.ticketing import answer_choices, desk_answers, question_title
from checkin.core.tokens import CodeOrigin, Token

# Where a ticket that is not on a check-in list is let in, as words for the volunteer who has refused it.


def ticket_access(judgement: Judgement, place: ScanContext) -> TicketExplanation:
    """Return which ticket was refused for its product, and the control points that take it."""
    pulled, position = place.ticketing, judgement.position
    assert pulled
    assert position
    entrances = (point for point in place.programme.control_points if point.mode is PointMode.ENTRY)
    lists = ((point.name, pulled.list_at(point.id)) for point in entrances)
    open_to = [name for name, each in lists if each and _takes(each, position)]
    product = product_name(pulled.ticketing, pulled.ticketing.product(position.item))
    if other := _other_ticket_here(position, place):
        option = product_name(pulled.ticketing, pulled.ticketing.product(other.item))
        return TicketExplanation(_OPTION_HERE, {"product": product, "option": option})
    alone, elsewhere = (_OF_OPTION, _OPTION_ELSEWHERE) if position.addon_to else (_NOT_HERE, _ELSEWHERE)
    return TicketExplanation(elsewhere if open_to else alone, {"product": product, "open_to": ", ".join(open_to)})


def _other_ticket_here(position: Position, place: ScanContext) -> Position | None:
    """Return the add-on of a ticket that the list here has."""
    here = place.ticketing.list_at(place.control_point.id) if place.ticketing else None
    return next(iter(tickets_on_list(position, here)), None) if here else None


def _takes(each: CheckInList, position: Position) -> bool:
    """Whether a ticket, or at a list that looks for them one of its add-ons, is on a list."""
    addons = [addon for addon in position.addons if not addon.is_cancelled] if each.addon_match else []
    return any(each.has_product(ticket.item) for ticket in (position, *addons))


_NOT_HERE = Message("ticketing", "A ticket for “{product}” is not let in here")
_OPTION_HERE = Message(
    "ticketing",
    "This is the ticket for “{product}”. The person has “{option}” too: scan its code, or find them by name (F3)",
)
_ELSEWHERE = Message("ticketing", "A ticket for “{product}” is not let in here. It opens: {open_to}")
_OF_OPTION = Message("ticketing", "This is the ticket of an option, “{product}”: scan the person’s own ticket")
_OPTION_ELSEWHERE = Message(
    "ticketing",
    "This is the ticket of an option, “{product}”: scan the person’s own ticket. The option opens: {open_to}",
)


def decide_by_ticketing(
    token: Token | None, history: History, place: ScanContext, check_in_list: CheckInList
) -> Decision:
    """Return the decision at a check-in list of the ticketing. Somebody who has no ticket of it, as a person registered
    at the desk a moment ago, is let in by their registration, where the list has the ticket that it becomes.
    """
    attendee = history.attendee
    if token and token.code in history.revoked_codes:
        return Decision(Verdict.REFUSE, Reason.CODE_REPLACED)
    if _is_cancelled(token, history, place):
        return Decision(Verdict.REFUSE, Reason.CANCELLED)
    judgement = judge_scan(token, history, place, check_in_list)
    if attendee is None and judgement.reason is TicketReason.INVALID:
        return text_decision(token, place)
    if attendee and not attendee.position:
        refusal = registration_decision(token, attendee, history) or _not_on_list(attendee, place, check_in_list)
        decision = refusal or presence_decision(history, place)
    else:
        # What a desk said of the registration stays, whatever the server has.
        is_said_here = attendee is not None and "status" in history.edits
        refusal = registration_decision(token, attendee, history) if attendee and is_said_here else None
        decision = refusal or ticket_decision(judgement, check_in_list, place)
    if decision is None and place.control_point.mode is PointMode.EXIT:
        decision = exit_decision(history, place)
    elif decision is None and attendee is None:
        decision = Decision(Verdict.ADMIT, Reason.SIGNED_TICKET)
    elif decision is None and attendee:
        decision = person_needed_decision(attendee, history, place) or _welcomed(judgement, attendee, history, place)
    assert decision
    return replace(decision, texts=judgement.texts, position=judgement.position.id if judgement.position else 0)


def let_in_anyway(decision: Decision, history: History, place: ScanContext, check_in_list: CheckInList) -> Decision:
    """Return the decision that refused with the ticket on which the person is let in all the same: one that the list
    has, though another was scanned, and of several the first that has not come yet.
    """
    if history.attendee is None or decision.reason not in (Reason.NO_ACCESS, Reason.SEVERAL_ADDONS):
        return decision
    found = tickets_on_list(Position.from_body(history.attendee.position), check_in_list)
    come = {as_id(entry.body.get("position")) for entry in place.passages}
    ticket = next((each for each in found if each.id not in come), next(iter(found), None))
    return replace(decision, position=ticket.id) if ticket else decision


def _not_on_list(attendee: Attendee, place: ScanContext, check_in_list: CheckInList) -> Decision | None:
    """Return the refusal where the list has no ticket of the order that will be made for a person."""
    assert place.ticketing
    ticket = registered_ticket(attendee, place.programme, place.ticketing.ticketing)
    if place.control_point.mode is PointMode.EXIT or ticket is None or tickets_on_list(ticket, check_in_list):
        return None
    explanation = ticket_access(Judgement(TicketReason.PRODUCT, position=ticket), place)
    return Decision(Verdict.REFUSE, Reason.NO_ACCESS, explanations=(explanation,))


def _welcomed(judgement: Judgement, attendee: Attendee, history: History, place: ScanContext) -> Decision:
    """Return the admission, to which the ticketing may ask to pay attention. Another of their tickets comes for the
    first time, though its person is there already.
    """
    decision = welcome_decision(attendee, history, place)
    if decision.reason is Reason.REENTRY and not _passages_of_ticket(place.passages, judgement):
        decision = Decision(Verdict.ADMIT, Reason.WELCOME)
    is_called = bool(judgement.attention or judgement.texts)
    if not is_called or decision.reason not in (Reason.WELCOME, Reason.ATTENTION):
        return decision
    explanations = () if judgement.texts else (TicketExplanation(ASKS_FOR_ATTENTION),)
    return replace(decision, reason=Reason.ATTENTION, explanations=explanations)


def judge_scan(token: Token | None, history: History, place: ScanContext, check_in_list: CheckInList) -> Judgement:
    """Return what the server would answer to this scan. `token` is None for a person picked from the list: the ticket
    of theirs that the list has counts, as if its code had been scanned. So it does where a code was given at a desk.
    """
    ticketing = place.ticketing
    assert ticketing
    code = token.code if token else ""
    digest = code_digest(code)
    attendee = history.attendee
    ticket = _ticket(code, history, ticketing)
    scan = TicketScan(
        ticket,
        place.at,
        tuple(map(_passage, place.passages)),
        is_exit=place.control_point.mode is PointMode.EXIT,
        gate=ticketing.gate_of(place.desk),
        answers=desk_answers(ticketing.ticketing, attendee.custom) if attendee else _skipped(ticketing),
        is_revoked=digest in ticketing.revoked,
        is_blocked=digest in ticketing.blocked,
        names_person=_names_person(token, ticket),
    )
    return judge(scan, check_in_list, ticketing.ticketing)


def ticket_decision(judgement: Judgement, check_in_list: CheckInList, place: ScanContext) -> Decision | None:
    """Return the decision that follows from the answer; None for a ticket that is accepted."""
    passages = _passages_of_ticket(place.passages, judgement)
    newest = passages[-1] if passages else None
    if newest and newest.desk == place.desk and abs(place.at - newest.happened_at) < REPEAT:
        return Decision(Verdict.DUPLICATE, Reason.REPEATED, earlier=newest)
    reason = judgement.reason
    if reason is TicketReason.INCOMPLETE and not may_enter([*map(_passage, passages)], check_in_list):
        reason = TicketReason.ALREADY_REDEEMED  # who went in without an answer is not asked again, to be let in twice
    match reason:
        case TicketReason.UNPAID:
            # The server lets a desk that asks take a list's word that an order still to be paid is enough.
            is_pending = judgement.position is not None and judgement.position.status == PENDING
            is_asked = is_pending and check_in_list.include_pending
            return Decision(Verdict.ASK if is_asked else Verdict.REFUSE, Reason.UNPAID)
        case TicketReason.INCOMPLETE:
            assert place.ticketing
            of = place.ticketing.ticketing
            asked = {CUSTOM + question_title(of, each): answer_choices(of, each) for each in judgement.questions}
            choices = {name: some for name, some in asked.items() if some}
            return Decision(Verdict.ASK, Reason.INCOMPLETE, missing=tuple(asked), choices=choices)
        case TicketReason.ALREADY_REDEEMED if newest and newest.kind == EntryKind.CHECKED_OUT:
            return Decision(Verdict.REFUSE, Reason.NO_RETURN, earlier=newest)
        case TicketReason.ALREADY_REDEEMED:
            return Decision(Verdict.DUPLICATE, Reason.ALREADY_ARRIVED, earlier=newest)
    if refusal := _REFUSALS.get(reason):
        is_elsewhere = refusal is Reason.NO_ACCESS
        explanations = (ticket_access(judgement, place),) if is_elsewhere else judgement.explanations
        return Decision(Verdict.REFUSE, refusal, explanations=explanations)
    return Decision(Verdict.ASK, Reason.UNDECIDED, explanations=judgement.missing) if judgement.missing else None


def _ticket(code: str, history: History, ticketing: PulledTicketing) -> Position | SignedTicket | None:
    if history.attendee is None:
        return read_signed_ticket(code, ticketing.ticketing.keys) if code else None
    position = Position.from_body(history.attendee.position)
    if "status" in history.edits and history.attendee.status is Status.CONFIRMED and position.status == PENDING:
        position = replace(position, status=PAID, require_approval=False)  # paid at the desk, or approved there
    return (position.with_secret(code) or position) if position.id else None


def _names_person(token: Token | None, ticket: Position | SignedTicket | None) -> bool:
    """Whether a person was chosen by name, or by a code that a desk gave them (of a registration, of a wristband): that
    of one ticket alone is one which the server made.
    """
    if not isinstance(ticket, Position):
        return False
    return token is None or token.origin in _GIVEN_AT_DESKS or ticket.with_secret(token.code) is None


def _is_cancelled(token: Token | None, history: History, place: ScanContext) -> bool:
    """Whether the ticket of this code was taken out of its order. To the server it is a code that it does not know; at
    a desk somebody stands who once had it.
    """
    assert place.ticketing
    ticket = _ticket(token.code if token else "", history, place.ticketing)
    return isinstance(ticket, Position) and ticket.is_cancelled and "status" not in history.edits


def _skipped(ticketing: PulledTicketing) -> dict[int, str]:
    """Return no answer to each question: an unknown person has no page on which one could be kept."""
    return {question.id: "" for question in ticketing.ticketing.questions}


def _passage(entry: Entry) -> TicketPassage:
    is_exit = entry.kind == EntryKind.CHECKED_OUT
    return TicketPassage(entry.happened_at, is_exit, as_id(entry.body.get("position")))


def _passages_of_ticket(passages: Iterable[Entry], judgement: Judgement) -> list[Entry]:
    """Return the arrivals and exits of the ticket that counts, by their times."""
    number = judgement.position.id if judgement.position else 0
    own = (entry for entry in passages if as_id(entry.body.get("position")) in (0, number))
    return sorted(own, key=lambda entry: entry.happened_at)


_GIVEN_AT_DESKS = (CodeOrigin.GENUINE, CodeOrigin.BLANK, CodeOrigin.OTHER_EVENT)
"""Origins of codes that desks make; one of another event file is of another desk that is a device of the server."""

_REFUSALS = {
    TicketReason.INVALID: Reason.UNKNOWN,
    TicketReason.REVOKED: Reason.CODE_REPLACED,
    TicketReason.AMBIGUOUS: Reason.SEVERAL_ADDONS,
    TicketReason.CANCELLED: Reason.CANCELLED,
    TicketReason.BLOCKED: Reason.BLOCKED,
    TicketReason.UNAPPROVED: Reason.PENDING,
    TicketReason.INVALID_TIME: Reason.NOT_VALID_NOW,
    TicketReason.PRODUCT: Reason.NO_ACCESS,
    TicketReason.RULES: Reason.TICKET_RULE,
}
