# SPDX-License-Identifier: GPL-3.0-or-later
"""The rules of a check-in list: who may enter, when and how often, as pretix writes them (JSON logic). Pure.

    {"and": [{"inList": [{"var": "product"}, {"objectList": [{"lookup": ["product", "4", "VIP"]}]}]},
             {"isBefore": [{"var": "now"}, {"buildTime": ["date_to"]}, 30]}]}

A rule is true, false, or cannot be known at this desk (`RuleOutcome.missing`). As on the server, every part of a rule
is evaluated, and a part that makes no sense (a product compared with a time) refuses.
"""

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, time, timedelta, tzinfo
from typing import Any

from checkin.core.message import Message
from checkin.core.ticketing.rule_explanations import explain_refusal
from checkin.core.ticketing.ticket_explanation import (
    NEWER_RULE,
    NO_GATE,
    NO_SERIES_DATE,
    ODD_TIME,
    TicketExplanation,
)
from checkin.core.ticketing.ticketing import Ticketing

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
