# SPDX-License-Identifier: GPL-3.0-or-later
"""The answer of the ticketing on one scan, decided from what the desk knows. Pure."""

import re
from collections.abc import Callable, Container, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime, time, timedelta, tzinfo
from operator import itemgetter
from typing import Any

from checkin.core.json_values import KeyedBody, keyed
from checkin.core.local_time import find_zone
from checkin.core.message import Message
from checkin.core.ticketing.position import PAID, PENDING, Judgement, Position, SignedTicket, TicketPassage, TicketScan
from checkin.core.ticketing.questions import Question, is_valid_answer
from checkin.core.ticketing.rule_explanations import (
    NEWER_RULE,
    NO_ADDONS,
    NO_GATE,
    NO_MEDIUM,
    NO_SERIES_DATE,
    NO_ZONE,
    ODD_TIME,
    TicketExplanation,
    TicketReason,
    explain_refusal,
    time_explanation,
)
from checkin.core.ticketing.ticketing import Product, ProductVariation, Ticketing

# A check-in list of the ticketing: which of its tickets are admitted at a control point, and how often.


@dataclass(frozen=True, slots=True)
class CheckInList(KeyedBody):
    """A check-in list. `products` are ids, and do not count with `all_products`. `subevent` is a date of a series of
    events, 0 for all. `rules` are as pretix writes them (JSON logic). With `addon_match` the code of a ticket
    stands for its add-ons too. At `exit_all_at` the server writes an exit for everybody, each day anew.
    """

    id: int = keyed("id", default=0)
    name: str = keyed("name", default="")
    all_products: bool = keyed("all_products", default=False)
    products: tuple[int, ...] = keyed("limit_products", default=())
    subevent: int = keyed("subevent", default=0)
    include_pending: bool = keyed("include_pending", default=False)
    allow_multiple_entries: bool = keyed("allow_multiple_entries", default=False)
    allow_entry_after_exit: bool = keyed("allow_entry_after_exit", default=False)
    addon_match: bool = keyed("addon_match", default=False)
    rules: Mapping[str, Any] = keyed("rules", default_factory=dict, hash=False)
    exit_all_at: datetime | None = keyed("exit_all_at", default=None)

    def has_product(self, product: int) -> bool:
        """Whether tickets of this product are on the list."""
        return self.all_products or product in self.products


# The rules of a check-in list: who may enter, when and how often, as pretix writes them (JSON logic).
# {"and": [{"inList": [{"var": "product"}, {"objectList": [{"lookup": ["product", "4", "VIP"]}]}]}, {"isBefore":
# [{"var": "now"}, {"buildTime": ["date_to"]}, 30]}]}
# A rule is true, false, or cannot be known at this desk (`RuleOutcome.missing`). As on the server, every part of a
# rule is evaluated, and a part that makes no sense (a product compared with a time) refuses.

DEEPEST = 60
"""The most levels of a rule that are looked at; deeper ones count as not understood."""


@dataclass(frozen=True, slots=True)
class RuleFacts:
    """What rules may ask. `entries` are the moments of all entries of the ticket at this list, `is_inside` whether its
    last passage there was an entry. `gate` is 0 without one, None if it is not known; so are the dates of a series.
    """

    product: int
    variation: int
    gate: int | None
    now: datetime
    zone: tzinfo
    ticketing: Ticketing
    is_of_series: bool
    entries: tuple[datetime, ...]
    is_inside: bool

    def days(self, moments: Iterable[datetime]) -> int:
        """Return on how many days at the venue the moments are."""
        return len({moment.astimezone(self.zone).date() for moment in moments})

    def since(self, cutoff: datetime) -> list[datetime]:
        return [entry for entry in self.entries if entry >= cutoff]

    def before(self, cutoff: datetime) -> list[datetime]:
        return [entry for entry in self.entries if entry < cutoff]

    def minutes_since(self, entry: datetime | None) -> float:
        """Return whole minutes since `entry`; -1 without one."""
        return -1 if entry is None else (self.now - entry).total_seconds() // 60


@dataclass(frozen=True, slots=True)
class RuleOutcome:
    """Whether the rules admit; None if that depends on `missing`. `explanations` say why they do not."""

    admits: bool | None
    explanations: tuple[TicketExplanation, ...] = ()
    missing: tuple[TicketExplanation, ...] = ()


@dataclass(frozen=True, slots=True)
class _Missing:
    """A value that this desk cannot know. It is true, so that a part of a rule that may hold is no reason."""

    words: frozenset[Message]


class _NoSenseError(Exception):
    """A part of a rule that has no value, such as a product compared with a time."""


def evaluate_rules(rules: Mapping[str, Any], facts: RuleFacts) -> RuleOutcome:
    """Return whether the rules of a list admit."""
    evaluation = _Evaluation(facts)
    try:
        value = evaluation.value(rules)
    except _NoSenseError:
        return RuleOutcome(False)
    if isinstance(value, _Missing):
        return RuleOutcome(None, missing=tuple(map(TicketExplanation, sorted(value.words))))
    return RuleOutcome(True) if value else RuleOutcome(False, explain_refusal(rules, facts, evaluation.value))


class _Evaluation:
    def __init__(self, facts: RuleFacts) -> None:
        self._facts = facts

    def value(self, node: object, depth: int = 0) -> Any:
        """Return the value of a part of the rules."""
        if not isinstance(node, Mapping):
            return node
        if not node:
            raise _NoSenseError
        if depth > DEEPEST or len(node) != 1:
            return _missing(NEWER_RULE)
        operator, operands = next(iter(node.items()))
        found = operands if isinstance(operands, list | tuple) else [operands]
        values = [self.value(operand, depth + 1) for operand in found]
        if operator in _JUNCTIONS:
            return _junction(values, ends_with=operator == "or")
        if lacking := [value for value in values if isinstance(value, _Missing)]:
            return _missing(*(words for each in lacking for words in each.words))
        return self._apply(operator, values)

    def _apply(self, operator: str, values: Sequence[Any]) -> Any:
        try:
            if operator == "var":
                return self._variable(*values)
            if operator == "buildTime":
                return self._time(*values)
            if operator in _COUNTS:
                return self._count(operator, *values)
            return _OPERATORS[operator](*values) if operator in _OPERATORS else _missing(NEWER_RULE)
        except (TypeError, ValueError, ArithmeticError, AttributeError) as exc:
            raise _NoSenseError(operator) from exc

    def _variable(self, name: object, *_: object) -> Any:
        read = _VARIABLES.get(name) if isinstance(name, str) else None
        return read(self._facts) if read else _missing(NEWER_RULE)

    def _time(self, kind: object, value: object = None) -> Any:
        """Return the moment that a rule names."""
        facts, event = self._facts, self._facts.ticketing
        if kind == "custom":
            return _read_moment(value)
        if kind == "customtime":
            return _at_time(facts.now.astimezone(facts.zone), value)
        if kind not in _DATES:
            return _missing(NEWER_RULE)
        known = None if facts.is_of_series else getattr(event, kind) or event.date_from
        return known or _missing(NO_SERIES_DATE)

    def _count(self, name: str, cutoff: datetime) -> Any:
        if not isinstance(cutoff, datetime):
            raise TypeError(cutoff)
        if cutoff.tzinfo is None:  # the server takes it in a zone of its own
            return _missing(ODD_TIME)
        return _COUNTS[name](self._facts, cutoff)


def _missing(*words: Message) -> _Missing:
    return _Missing(frozenset(words))


def _junction(values: Sequence[Any], *, ends_with: bool) -> Any:
    """Return the conjunction of values, or their disjunction: which one value decides it, or what is missing."""
    known = [value for value in values if not isinstance(value, _Missing)]
    if deciding := [value for value in known if bool(value) is ends_with]:
        return deciding[0]
    if len(known) < len(values):
        return _missing(*(words for value in values if isinstance(value, _Missing) for words in value.words))
    return known[-1] if known else not ends_with


_MOMENT = re.compile(r"\d{4}-\d\d-\d\d[T ]\d\d:\d\d(:\d\d(\.\d+)?)?(Z|[+-]\d\d:?\d\d)?")
_TIME = re.compile(r"\d\d:\d\d(:\d\d(\.\d+)?)?")


def _read_moment(value: object) -> Any:
    if isinstance(value, str) and _MOMENT.fullmatch(value):
        return datetime.fromisoformat(value)
    return _missing(ODD_TIME)


def _at_time(local: datetime, value: object) -> Any:
    """Return the time of the day of `local`."""
    text = value if isinstance(value, str) else ""
    if _MOMENT.fullmatch(text):
        at = datetime.fromisoformat(text).time()
    elif _TIME.fullmatch(text):
        at = time.fromisoformat(text)
    else:
        return _missing(ODD_TIME)
    return local.replace(hour=at.hour, minute=at.minute, second=at.second, microsecond=at.microsecond)


def _is_equal(one: Any, other: Any) -> bool:
    """Whether JSON logic takes both for equal: as texts if one is a text, by truth if one is a truth value."""
    if isinstance(one, str) or isinstance(other, str):
        return str(one) == str(other)
    if isinstance(one, bool) or isinstance(other, bool):
        return bool(one) is bool(other)
    return bool(one == other)


def _is_less(one: Any, other: Any, *more: Any) -> bool:
    """Whether each value is less than the next; numbers and texts with figures are compared as numbers."""
    if {type(one), type(other)} & {int, float}:
        try:
            one, other = float(one), float(other)
        except (TypeError, ValueError):
            return False
    return bool(one < other) and (not more or _is_less(other, *more))


def _is_at_most(one: Any, other: Any, *more: Any) -> bool:
    return (_is_less(one, other) or _is_equal(one, other)) and (not more or _is_at_most(other, *more))


def _is_before(one: Any, other: Any, tolerance: Any = None) -> bool:
    return bool(one < (other + timedelta(minutes=float(tolerance)) if tolerance else other))


def _looked_up(_model: object, key: Any, _name: object) -> int:
    return int(key)


_JUNCTIONS = ("and", "or")
_DATES = ("date_from", "date_to", "date_admission")
_OPERATORS: dict[str, Callable[..., Any]] = {
    "==": lambda one, other: _is_equal(one, other),
    "!=": lambda one, other: not _is_equal(one, other),
    "<": _is_less,
    "<=": _is_at_most,
    ">": lambda one, other: _is_less(other, one),
    ">=": lambda one, other: _is_less(other, one) or _is_equal(one, other),
    "inList": lambda one, many: one in many,
    "objectList": lambda *many: list(many),
    "lookup": _looked_up,
    "isBefore": _is_before,
    "isAfter": lambda one, other, tolerance=None: _is_before(other, one, tolerance),
}
_COUNTS: dict[str, Callable[[RuleFacts, datetime], int]] = {
    "entries_since": lambda facts, cutoff: len(facts.since(cutoff)),
    "entries_before": lambda facts, cutoff: len(facts.before(cutoff)),
    "entries_days_since": lambda facts, cutoff: facts.days(facts.since(cutoff)),
    "entries_days_before": lambda facts, cutoff: facts.days(facts.before(cutoff)),
}
_VARIABLES: dict[str, Callable[[RuleFacts], Any]] = {
    "now": lambda facts: facts.now,
    "now_isoweekday": lambda facts: facts.now.astimezone(facts.zone).isoweekday(),
    "product": lambda facts: facts.product,
    "variation": lambda facts: facts.variation or None,
    "gate": lambda facts: _missing(NO_GATE) if facts.gate is None else facts.gate or None,
    "entry_status": lambda facts: "present" if facts.is_inside else "absent",
    "entries_number": lambda facts: len(facts.entries),
    "entries_today": lambda facts: len(facts.since(_at_time(facts.now.astimezone(facts.zone), "00:00"))),
    "entries_days": lambda facts: facts.days(facts.entries),
    "minutes_since_last_entry": lambda facts: facts.minutes_since(max(facts.entries, default=None)),
    "minutes_since_first_entry": lambda facts: facts.minutes_since(min(facts.entries, default=None)),
}


# Questions that are open for a ticket at check-in.


def open_questions(
    questions: Iterable[Question], product: int, answered: Container[int], given: Mapping[int, str], zone: tzinfo
) -> tuple[Question, ...]:
    """Return the questions without which the server does not check a ticket of `product` in: those asked during
    check-in that are neither `answered` before nor validly `given` now, optional ones included. None of them depends on
    another one: the server does not allow that.
    """
    asked = (q for q in questions if q.is_asked and product in q.products and q.id not in answered)
    unanswered = (q for q in asked if q.id not in given or not is_valid_answer(q, given[q.id], zone))
    return tuple(sorted(unanswered, key=lambda q: (q.place, q.id)))


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
