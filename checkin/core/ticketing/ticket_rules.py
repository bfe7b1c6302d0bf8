# SPDX-License-Identifier: GPL-3.0-or-later
"""The answer of the ticketing on one scan, decided from what the desk knows. Pure."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta, tzinfo
from operator import itemgetter

from checkin.core.local_time import find_zone
from checkin.core.message import Message
from checkin.core.ticketing.check_in_list import CheckInList
from checkin.core.ticketing.check_in_rules import RuleFacts, evaluate_rules
from checkin.core.ticketing.judgement import Judgement, TicketPassage, TicketScan
from checkin.core.ticketing.open_questions import open_questions
from checkin.core.ticketing.position import PAID, PENDING, Position
from checkin.core.ticketing.signed_tickets import SignedTicket
from checkin.core.ticketing.ticket_explanation import (
    NO_ADDONS,
    NO_MEDIUM,
    NO_ZONE,
    TicketExplanation,
    time_explanation,
)
from checkin.core.ticketing.ticket_reason import TicketReason
from checkin.core.ticketing.ticketing import Product, ProductVariation, Ticketing


def judge(scan: TicketScan, check_in_list: CheckInList, ticketing: Ticketing) -> Judgement:
    """Return what the ticketing answers to `scan` at `check_in_list`, by the rules of the server in their order.

    A signed ticket that was not pulled yet is taken for paid: its server signs tickets to be admitted without a look at
    the order.
    """
    ticket = scan.ticket
    if isinstance(ticket, SignedTicket):
        return _judge_signed(ticket, scan, check_in_list, ticketing)

    candidates = (
        _of_person(ticket, check_in_list) if scan.names_person and ticket else _candidates(ticket, check_in_list)
    )
    if not candidates:
        return Judgement(TicketReason.REVOKED if scan.is_revoked else TicketReason.INVALID)
    found = _choose(candidates, check_in_list, scan.moment)
    if found is None:
        return _with_remarks(Judgement(TicketReason.AMBIGUOUS, position=candidates[0]), candidates[0], ticketing)
    return _with_remarks(_judge_position(found, scan, check_in_list, ticketing), found, ticketing)


def tickets_on_list(position: Position, check_in_list: CheckInList) -> list[Position]:
    """Return the tickets of a person that a list has: their own, `position`, before its add-ons."""
    tickets = (position, *position.addons)
    return [each for each in tickets if _is_of_date(each, check_in_list) and check_in_list.has_product(each.item)]


def _of_person(position: Position, check_in_list: CheckInList) -> list[Position]:
    """Return the tickets that a person may mean who was chosen by name: their own where the list has it, else the
    add-ons that it has. Where it has none, their own is refused.
    """
    found = tickets_on_list(position, check_in_list)
    return found[:1] if position in found else found or _candidates(replace(position, addons=()), check_in_list)


def _candidates(position: Position | None, check_in_list: CheckInList) -> list[Position]:
    """Return the tickets that a code may stand for at the list: its own, and the add-ons where the list allows that."""
    scanned = [] if position is None else [position, *(position.addons if check_in_list.addon_match else ())]
    return [each for each in scanned if _is_of_date(each, check_in_list)]


def _is_of_date(position: Position, check_in_list: CheckInList) -> bool:
    """Whether a ticket is still in its order, and of the date of a list that is of one of a series."""
    return not position.is_cancelled and (not check_in_list.subevent or position.subevent == check_in_list.subevent)


def _choose(candidates: list[Position], check_in_list: CheckInList, moment: datetime) -> Position | None:
    """Return the ticket that counts; None if that is ambiguous.

    Those with a product of the list go first, among them those that are valid now. If none fits, the ticket that will
    be valid next is refused, else the one that was valid last, else the one scanned.
    """
    fitting = candidates
    if len(fitting) > 1:
        fitting = [each for each in fitting if check_in_list.has_product(each.item)]
    if len(fitting) > 1:
        fitting = [each for each in fitting if _is_valid_at(each, moment)]
    if len(fitting) > 1:
        return None
    if fitting:
        return fitting[0]
    coming = [(each.valid_from, each) for each in candidates if each.valid_from and each.valid_from > moment]
    gone = [(each.valid_until, each) for each in candidates if each.valid_until and each.valid_until < moment]
    if coming:
        return min(coming, key=itemgetter(0))[1]
    return max(gone, key=itemgetter(0))[1] if gone else candidates[0]


def _is_valid_at(position: Position, moment: datetime) -> bool:
    begun = position.valid_from is None or position.valid_from <= moment
    return begun and (position.valid_until is None or moment < position.valid_until)


def _with_remarks(judgement: Judgement, position: Position, ticketing: Ticketing) -> Judgement:
    """Return the judgement with what is to be shown about the ticket whatever the answer is."""
    product = ticketing.product(position.item) or Product(position.item)
    variation = product.variation(position.variation) or ProductVariation(0)
    texts = tuple(filter(None, (position.text, variation.text, product.text)))
    return replace(judgement, attention=position.attention or variation.attention or product.attention, texts=texts)


def _judge_signed(
    ticket: SignedTicket, scan: TicketScan, check_in_list: CheckInList, ticketing: Ticketing
) -> Judgement:
    """Return the answer for a ticket of which only its own words are known."""
    if scan.is_revoked:
        return Judgement(TicketReason.REVOKED)
    if check_in_list.addon_match:  # one of its add-ons may be meant
        return Judgement(TicketReason.ACCEPTED, missing=(TicketExplanation(NO_ADDONS),))
    position = Position(
        status=PAID,
        item=ticket.item,
        variation=ticket.variation,
        subevent=ticket.subevent,
        valid_from=ticket.valid_from,
        valid_until=ticket.valid_until,
        is_blocked=scan.is_blocked,
    )
    if not _candidates(position, check_in_list):
        return Judgement(TicketReason.INVALID)
    found = _judge_position(position, scan, check_in_list, ticketing)
    if found.reason == TicketReason.ACCEPTED:
        found = replace(found, explanations=(TicketExplanation(_NOT_PULLED),))
    return replace(_with_remarks(found, position, ticketing), position=None)


def _judge_position(
    position: Position, scan: TicketScan, check_in_list: CheckInList, ticketing: Ticketing
) -> Judgement:
    """Return the first refusal, or that the ticket is accepted, with what could not be known up to there."""
    missing: tuple[TicketExplanation, ...] = ()
    for found in _TicketAtList(position, scan, check_in_list, ticketing).checks():
        missing += found.missing
        if found.reason != TicketReason.ACCEPTED:
            return replace(found, position=position, missing=missing)
    return Judgement(TicketReason.ACCEPTED, position=position, missing=missing)


@dataclass(frozen=True, slots=True)
class _TicketAtList:
    """The ticket that counts, scanned at a list."""

    position: Position
    scan: TicketScan
    check_in_list: CheckInList
    ticketing: Ticketing

    def checks(self) -> Iterator[Judgement]:
        """Yield the answer of each rule in the order of the server."""
        is_exit, passages = self.scan.is_exit, self._passages()
        yield Judgement(_order_reason(self.position))
        if not is_exit:
            yield self._check_validity()
        if not self.check_in_list.has_product(self.position.item):
            yield Judgement(TicketReason.PRODUCT)
        if not self._is_paid():
            yield Judgement(TicketReason.UNPAID)
        if not is_exit:
            yield self._check_rules(passages)
            yield self._check_questions()
        if (product := self.ticketing.product(self.position.item)) and product.needs_medium:
            yield Judgement(TicketReason.ACCEPTED, missing=(TicketExplanation(NO_MEDIUM),))
        if not (is_exit or may_enter(passages, self.check_in_list)):
            yield Judgement(TicketReason.ALREADY_REDEEMED)

    @property
    def _zone(self) -> tzinfo:
        return find_zone(self.ticketing.timezone) or UTC

    def _passages(self) -> list[TicketPassage]:
        """Return the passages of this ticket, from the earliest. Those that name none are the scanned one's; where a
        person was chosen, the one's that counts.
        """
        scanned = self.scan.ticket.id if isinstance(self.scan.ticket, Position) else 0
        scanned = self.position.id if self.scan.names_person else scanned
        found = [each for each in self.scan.passages if (each.position or scanned) == self.position.id]
        found.sort(key=lambda passage: passage.at)
        return list(_with_daily_exits(found, self.check_in_list.exit_all_at, self.scan.moment, self._zone))

    def _check_validity(self) -> Judgement:
        moment, begins, ends = self.scan.moment, self.position.valid_from, self.position.valid_until
        if begins and begins > moment:
            return Judgement(TicketReason.INVALID_TIME, (time_explanation(*_NOT_YET, begins, self._zone, moment),))
        if ends and ends < moment:
            return Judgement(TicketReason.INVALID_TIME, (time_explanation(*_NO_LONGER, ends, self._zone, moment),))
        return Judgement(TicketReason.ACCEPTED)

    def _is_paid(self) -> bool:
        is_pending_enough = self.scan.ignore_unpaid and self.check_in_list.include_pending
        status = self.position.status
        return status == PAID or self.position.valid_if_pending or (is_pending_enough and status == PENDING)

    def _check_rules(self, passages: Sequence[TicketPassage]) -> Judgement:
        if not self.check_in_list.rules:
            return Judgement(TicketReason.ACCEPTED)
        if find_zone(self.ticketing.timezone) is None:
            return Judgement(TicketReason.ACCEPTED, missing=(TicketExplanation(NO_ZONE),))
        facts = RuleFacts(
            product=self.position.item,
            variation=self.position.variation,
            gate=self.scan.gate,
            now=self.scan.moment,
            zone=self._zone,
            ticketing=self.ticketing,
            is_of_series=bool(self.position.subevent),
            entries=tuple(each.at for each in passages if not each.is_exit),
            is_inside=bool(passages) and not passages[-1].is_exit,
        )
        outcome = evaluate_rules(self.check_in_list.rules, facts)
        reason = TicketReason.RULES if outcome.admits is False else TicketReason.ACCEPTED
        return Judgement(reason, outcome.explanations, missing=outcome.missing)

    def _check_questions(self) -> Judgement:
        answered, given = self.position.answers, self.scan.answers
        opened = open_questions(self.ticketing.questions, self.position.item, answered, given, self._zone)
        return Judgement(TicketReason.INCOMPLETE if opened else TicketReason.ACCEPTED, questions=opened)


def _with_daily_exits(
    passages: Sequence[TicketPassage], since: datetime | None, moment: datetime, zone: tzinfo
) -> Iterator[TicketPassage]:
    """Yield the passages, and the exits that the server writes for everybody inside: at `since`, then each day."""
    for place, passage in enumerate(passages):
        yield passage
        if since and not passage.is_exit:
            due, following = _next_due(since, passage.at, zone), passages[place + 1 : place + 2]
            if due <= moment and all(due < each.at for each in following):
                yield TicketPassage(due, True, passage.position)


def _next_due(since: datetime, at: datetime, zone: tzinfo) -> datetime:
    """Return the first moment from `at` on at which everybody is sent out, at the same hour each day from `since`."""
    local = since.astimezone(zone)
    due = local + timedelta(days=max(0, (at.astimezone(zone).date() - local.date()).days))
    return due if due >= at else due + timedelta(days=1)


def _order_reason(position: Position) -> TicketReason:
    if position.status not in (PAID, PENDING):
        return TicketReason.CANCELLED
    if position.is_blocked:
        return TicketReason.BLOCKED
    is_unapproved = position.status == PENDING and position.require_approval
    return TicketReason.UNAPPROVED if is_unapproved else TicketReason.ACCEPTED


def may_enter(passages: Sequence[TicketPassage], check_in_list: CheckInList) -> bool:
    """Whether a ticket may come in after its `passages` at the list, from the earliest."""
    if check_in_list.allow_multiple_entries or all(passage.is_exit for passage in passages):
        return True
    return check_in_list.allow_entry_after_exit and passages[-1].is_exit


_NOT_YET = Message("ticketing", "is valid only from {time}"), Message("ticketing", "is valid only from {day}, {time}")
_NO_LONGER = Message("ticketing", "was valid until {time}"), Message("ticketing", "was valid until {day}, {time}")
_NOT_PULLED = Message(
    "ticketing", "The ticket is genuine, but not in the list yet: its name and payment are not known here."
)
