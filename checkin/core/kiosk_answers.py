# SPDX-License-Identifier: GPL-3.0-or-later
"""Self-service: what a guest alone sees of an answer, of their name and badge, and their calls for help. Pure.

Only a plain first arrival is served here. All other answers to a ticket look the same, so that bystanders learn
nothing: the guest is sent to the desk.
"""

import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from checkin.core.answer import Answer
from checkin.core.attendee import Attendee
from checkin.core.decision import Reason, Verdict
from checkin.core.entries import Entry, EntryKind
from checkin.core.print_jobs import OPEN_JOB_STATES, JobState, PrinterTrouble, RequestedBadge


class GreetingStyle(StrEnum):
    """How much of a name the screen, which others see, may show."""

    FULL = "full"
    INITIAL = "initial"
    NONE = "none"


@dataclass(frozen=True, slots=True)
class KioskSettings:
    """Settings of self-service. `is_open`: this computer serves guests alone, and does so again after a restart."""

    is_open: bool = False
    greeting: GreetingStyle = GreetingStyle.INITIAL


class KioskAnswer(StrEnum):
    """The message to the guest. UNCHANGED: the same code a moment ago; what is shown stays. CERTIFICATE: no ticket was
    shown, so nothing is betrayed of anybody.
    """

    WELCOME = "welcome"
    DESK = "desk"
    CERTIFICATE = "certificate"
    UNCHANGED = "unchanged"


class GuestBadge(StrEnum):
    """The state of a guest's badge, by what the guest can do: nothing, wait, take it, ask at the desk."""

    NONE = "none"
    COMING = "coming"
    READY = "ready"
    AT_DESK = "at_desk"


def kiosk_answer(answer: Answer, shown: Answer | None) -> KioskAnswer:
    """Return what a guest sees of `answer` while `shown` is on the screen."""
    if answer.verdict is Verdict.ADMIT and answer.reason is Reason.WELCOME and not answer.is_override:
        return KioskAnswer.WELCOME
    if answer.is_certificate:
        return KioskAnswer.CERTIFICATE
    is_same = shown is not None and answer.attendee is not None and _person(shown) == answer.attendee.id
    return KioskAnswer.UNCHANGED if answer.reason is Reason.REPEATED and is_same else KioskAnswer.DESK


def greeting_name(person: Attendee, greeting: GreetingStyle) -> str:
    """Return the name on the screen; "" for none. Without a first name nothing is shown unless the style is FULL."""
    if greeting is GreetingStyle.FULL:
        return person.name
    first = person.first_name.strip()
    if greeting is GreetingStyle.NONE or not first:
        return ""
    initial = _initial(person.last_name)
    return f"{first} {initial}." if initial else first


def guest_badge(badge: RequestedBadge | None) -> GuestBadge:
    """Return the state of the badge that the arrival asked for."""
    if badge is None:
        return GuestBadge.NONE
    if badge.job.state is JobState.PRINTED:
        return GuestBadge.READY
    is_on_its_way = (
        badge.job.state in OPEN_JOB_STATES and badge.job.trouble is PrinterTrouble.NONE and not badge.is_awaited
    )
    return GuestBadge.COMING if is_on_its_way else GuestBadge.AT_DESK


def _person(answer: Answer) -> str:
    return answer.attendee.id if answer.attendee else ""


def _initial(family: str) -> str:
    """Return the initial of the first capitalised word: the L of "de La Fournière", as in a telephone book."""
    words = unicodedata.normalize("NFC", family).split()
    word = next((w for w in words if w[0].isupper()), words[0] if words else "")
    return word[:1].upper()


# Help calls of guests at self-service screens: which are open, and how they ended.

KINDS = (EntryKind.HELP_ASKED, EntryKind.HELP_ENDED)

LAPSES = timedelta(minutes=20)
"""The time after which a call counts as over: the guest has found the desk, or left."""


class HelpEnd(StrEnum):
    """How a call ended. COMING: a desk said that it comes. WITHDRAWN: the guest needs no help any more."""

    COMING = "coming"
    WITHDRAWN = "withdrawn"


@dataclass(frozen=True, slots=True)
class HelpCall:
    """A call for help. `id` is that of its entry, `desk` the name of the screen where the guest stands."""

    id: bytes
    desk: str
    at: datetime


def open_calls(entries: Iterable[Entry], now: datetime) -> tuple[HelpCall, ...]:
    """Return the open calls, the oldest first, from entries in id order."""
    known = list(entries)
    ended = {target for entry in known for target in _targets(entry)}
    asked = (e for e in known if e.kind == EntryKind.HELP_ASKED and e.id.hex() not in ended)
    return tuple(HelpCall(e.id, e.desk, e.at) for e in asked if now - e.at < LAPSES)


def call_end(call: bytes, entries: Iterable[Entry]) -> HelpEnd | None:
    """Return how a call ended, None while it is open. COMING wins over WITHDRAWN."""
    ends = [str(e.body.get("how")) for e in entries if call.hex() in _targets(e)]
    return next((end for end in HelpEnd if end in ends), None)


def end_body(call: bytes, how: HelpEnd) -> dict[str, object]:
    return {"targets": [call.hex()], "how": how}


def _targets(entry: Entry) -> list[str]:
    named = entry.body.get("targets")
    return [str(target) for target in named] if entry.kind == EntryKind.HELP_ENDED and isinstance(named, list) else []
