# SPDX-License-Identifier: GPL-3.0-or-later
"""Why the rules of a check-in list refuse a ticket, in a sentence that helps the attendee. Pure.

Of several ways to be admitted the one is named that is easiest for the attendee: the number of entries, then the time,
then the gate, and the kind of ticket last.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta, tzinfo
from enum import StrEnum
from typing import Any, Protocol

from checkin.core.message import Message

# Why a ticket is refused, or what is not known about it, as words for a person.


@dataclass(frozen=True, slots=True)
class TicketExplanation:
    """Words, and the values that fill them; a value that is a `Message` is translated first."""

    words: Message
    fields: Mapping[str, object] = field(default_factory=dict, hash=False)


def time_explanation(at_time: Message, on_day: Message, at: datetime, zone: tzinfo, now: datetime) -> TicketExplanation:
    """Return `at_time` with {time} if `at` is on the day of `now`, else `on_day` with {day} and {time}."""
    local = at.astimezone(zone)
    if local.date() == now.astimezone(zone).date():
        return TicketExplanation(at_time, {"time": f"{local:%H:%M}"})
    return TicketExplanation(on_day, {"day": f"{local:%d/%m/%Y}", "time": f"{local:%H:%M}"})


NO_ZONE = Message("ticketing", "the time zone of the event is not known here")
NO_GATE = Message("ticketing", "at which gate this desk is, is not known here")
NO_SERIES_DATE = Message("ticketing", "the dates of this part of the series are not known here")
NEWER_RULE = Message("ticketing", "the check-in list has a rule that this version of Checkin does not understand")
ODD_TIME = Message("ticketing", "a rule of the check-in list names a time that Checkin cannot read")
NO_MEDIUM = Message("ticketing", "whether this ticket was exchanged for a wristband or a card is not known here")
NO_ADDONS = Message("ticketing", "which add-ons belong to this ticket is not known here yet")
"""What a judgement may depend on and a desk cannot know, as it stands in “Cannot be decided here: …”."""

ASKS_FOR_ATTENTION = Message(
    "ticketing", "Special attention required (marked in pretix, without a text): the organiser knows what to check"
)
"""What is said of a ticket whose order or product asks for attention and does not say why."""


class RefusedFacts(Protocol):
    """What an explanation needs of the facts: the moment of the scan, and the zone of the event."""

    @property
    def now(self) -> datetime: ...

    @property
    def zone(self) -> tzinfo: ...


Evaluate = Callable[[object], Any]
"""A function from a part of a rule to its value: false where it does not hold."""

_Reasons = tuple[int, tuple[TicketExplanation, ...]]
"""How hard it is for the attendee to change that, and what is said."""


def explain_refusal(rules: Mapping[str, Any], facts: RefusedFacts, value: Evaluate) -> tuple[TicketExplanation, ...]:
    """Return why `rules` do not hold."""
    return _Explanation(facts, value).reasons(rules)[1]


class _Explanation:
    def __init__(self, facts: RefusedFacts, value: Evaluate) -> None:
        self._facts = facts
        self._value = value

    def reasons(self, node: object) -> _Reasons:
        """Return why a part of the rules does not hold."""
        if not isinstance(node, Mapping) or not node:
            return _HARDEST, (TicketExplanation(_A_RULE),)
        operator, operands = next(iter(node.items()))
        parts = operands if isinstance(operands, list | tuple) else [operands]
        if operator not in ("and", "or"):
            return self._of_comparison(operator, parts)
        failing = [self.reasons(part) for part in parts if not self._value(part)]
        if not failing:  # nothing to choose from
            return _HARDEST, (TicketExplanation(_A_RULE),)
        if operator == "or":
            return min(failing, key=lambda reasons: (reasons[0], len(reasons[1])))
        said = {each.words: each for _, reasons in failing for each in reasons}
        return max(weight for weight, _ in failing), tuple(said.values())

    def _of_comparison(self, operator: str, parts: Any) -> _Reasons:
        subject = next(iter(parts[0].items())) if parts and isinstance(parts[0], Mapping) and parts[0] else ("", "")
        name = subject[1] if subject[0] == "var" else subject[0]
        name = name[0] if isinstance(name, list | tuple) and name else name
        weight, fewer, more = _KINDS.get(name if isinstance(name, str) else "", (_HARDEST, _A_RULE, _A_RULE))
        if name == "now" and operator in _TIMES:
            return weight, (self._of_time(operator, parts[1:]),)
        compared = self._value(parts[1]) if parts[1:] else None
        if name == "now_isoweekday" and operator == "==" and isinstance(compared, int) and compared in _WEEKDAYS:
            return weight, (TicketExplanation(Message("ticketing", "only on {day}"), {"day": _WEEKDAYS[compared]}),)
        if name == "entry_status" and operator == "==":
            return weight, (TicketExplanation(_ONLY_INSIDE if compared == "present" else _ALREADY_INSIDE),)
        technical = name in _MINUTES and _is_about_first_entry(operator, compared)
        is_too_much = operator in ("<", "<=", "==") and not technical
        return weight + (1000 if technical else 0), (TicketExplanation(fewer if is_too_much else more),)

    def _of_time(self, operator: str, parts: Any) -> TicketExplanation:
        at = self._value(parts[0]) if parts else None
        if not isinstance(at, datetime) or at.tzinfo is None:
            return TicketExplanation(_A_RULE)
        minutes = self._value(parts[1]) if parts[1:] else 0
        tolerance = timedelta(minutes=float(minutes or 0))
        limit = at + tolerance if operator == "isBefore" else at - tolerance
        return time_explanation(*_TIMES[operator], limit, self._facts.zone, self._facts.now)


def _is_about_first_entry(operator: str, compared: object) -> bool:
    """Whether a comparison of minutes asks in truth whether there was an entry at all (without one they are -1)."""
    if not isinstance(compared, int | float):
        return False
    return compared <= 0 if operator in ("<", ">") else compared < 0


_A_RULE = Message("ticketing", "a rule of this check-in list does not allow it")
_TYPE = Message("ticketing", "not with this kind of ticket")
_GATE = Message("ticketing", "not at this entrance")
_DAY = Message("ticketing", "not on this day of the week")
_ONLY_INSIDE = Message("ticketing", "only for attendees who are inside")
_ALREADY_INSIDE = Message("ticketing", "already inside")
_TOO_MANY = Message("ticketing", "too many entries")
_TOO_FEW = Message("ticketing", "not enough entries before")
_TOO_MANY_TODAY = Message("ticketing", "too many entries today")
_TOO_FEW_TODAY = Message("ticketing", "not enough entries today")
_TOO_MANY_DAYS = Message("ticketing", "entries on too many days")
_TOO_FEW_DAYS = Message("ticketing", "entries on too few days")
_TOO_LATE_AFTER_LAST = Message("ticketing", "too long after the last entry")
_TOO_SOON_AFTER_LAST = Message("ticketing", "too soon after the last entry")
_TOO_LATE_AFTER_FIRST = Message("ticketing", "too long after the first entry")
_TOO_SOON_AFTER_FIRST = Message("ticketing", "too soon after the first entry")

_TIMES = {
    "isBefore": (Message("ticketing", "only before {time}"), Message("ticketing", "only before {day}, {time}")),
    "isAfter": (Message("ticketing", "only after {time}"), Message("ticketing", "only after {day}, {time}")),
}
_WEEKDAYS = {
    1: Message("ticketing", "Mondays"),
    2: Message("ticketing", "Tuesdays"),
    3: Message("ticketing", "Wednesdays"),
    4: Message("ticketing", "Thursdays"),
    5: Message("ticketing", "Fridays"),
    6: Message("ticketing", "Saturdays"),
    7: Message("ticketing", "Sundays"),
}
_MINUTES = ("minutes_since_last_entry", "minutes_since_first_entry")
_HARDEST = 5000
_KINDS: Mapping[str, tuple[int, Message, Message]] = {
    "entry_status": (20, _A_RULE, _A_RULE),
    "minutes_since_first_entry": (80, _TOO_LATE_AFTER_FIRST, _TOO_SOON_AFTER_FIRST),
    "minutes_since_last_entry": (90, _TOO_LATE_AFTER_LAST, _TOO_SOON_AFTER_LAST),
    "entries_days": (100, _TOO_MANY_DAYS, _TOO_FEW_DAYS),
    "entries_days_since": (105, _TOO_MANY_DAYS, _TOO_FEW_DAYS),
    "entries_days_before": (105, _TOO_MANY_DAYS, _TOO_FEW_DAYS),
    "entries_since": (110, _TOO_MANY, _TOO_FEW),
    "entries_before": (110, _TOO_MANY, _TOO_FEW),
    "entries_number": (120, _TOO_MANY, _TOO_FEW),
    "entries_today": (140, _TOO_MANY_TODAY, _TOO_FEW_TODAY),
    "now": (200, _A_RULE, _A_RULE),
    "now_isoweekday": (210, _DAY, _DAY),
    "gate": (500, _GATE, _GATE),
    "product": (1000, _TYPE, _TYPE),
    "variation": (1000, _TYPE, _TYPE),
}
"""For each variable how hard it is for the attendee to change, and what is said where it is too great or too small."""


# Why a ticketing refuses a ticket, in the words of its server.


class TicketReason(StrEnum):
    """The reason of a refusal, as pretix names it. INCOMPLETE: questions are open."""

    ACCEPTED = ""
    INVALID = "invalid"
    REVOKED = "revoked"
    AMBIGUOUS = "ambiguous"
    CANCELLED = "canceled"
    BLOCKED = "blocked"
    UNAPPROVED = "unapproved"
    INVALID_TIME = "invalid_time"
    PRODUCT = "product"
    UNPAID = "unpaid"
    RULES = "rules"
    INCOMPLETE = "incomplete"
    EXCHANGE = "exchange"
    ALREADY_REDEEMED = "already_redeemed"
