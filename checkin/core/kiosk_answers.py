# SPDX-License-Identifier: GPL-3.0-or-later
"""Self-service: what a guest alone is told of an answer, by which name, and of their badge. Pure.

Only a plain first arrival is served here. Whatever else the desk answers is for its people, and looks the same to all:
nobody who stands behind a guest learns why.
"""

import unicodedata
from dataclasses import dataclass
from enum import StrEnum

from checkin.core.admission import Reason, Verdict
from checkin.core.answer import Answer
from checkin.core.attendee import Attendee
from checkin.core.print_jobs import OPEN_JOB_STATES, JobState, PrinterTrouble, RequestedBadge


class GreetingStyle(StrEnum):
    """How much of a name a screen that others see may say."""

    FULL = "full"
    INITIAL = "initial"
    NONE = "none"


@dataclass(frozen=True, slots=True)
class KioskSettings:
    """`is_open`: this computer serves guests alone, and does so again when it is started again."""

    is_open: bool = False
    greeting: GreetingStyle = GreetingStyle.INITIAL


class KioskAnswer(StrEnum):
    """UNCHANGED: the same code a moment ago; what is shown stands."""

    WELCOME = "welcome"
    DESK = "desk"
    UNCHANGED = "unchanged"


class GuestBadge(StrEnum):
    """Of their badge, what a guest can do about it: nothing, wait, take it, ask at the desk."""

    NONE = "none"
    COMING = "coming"
    READY = "ready"
    AT_DESK = "at_desk"


def kiosk_answer(answer: Answer, shown: Answer | None) -> KioskAnswer:
    """What a guest hears of `answer` while `shown` is on the screen."""
    if answer.verdict is Verdict.ADMIT and answer.reason is Reason.WELCOME and not answer.is_override:
        return KioskAnswer.WELCOME
    is_same = shown is not None and answer.attendee is not None and _person(shown) == answer.attendee.id
    return KioskAnswer.UNCHANGED if answer.reason is Reason.REPEATED and is_same else KioskAnswer.DESK


def greeting_name(person: Attendee, greeting: GreetingStyle) -> str:
    """The name on the screen; "" for none. Of somebody without a first name nothing is left to be discreet with."""
    if greeting is GreetingStyle.FULL:
        return person.name
    first = person.first_name.strip()
    if greeting is GreetingStyle.NONE or not first:
        return ""
    initial = _initial(person.last_name)
    return f"{first} {initial}." if initial else first


def guest_badge(badge: RequestedBadge | None) -> GuestBadge:
    """Where the badge is that the arrival asked for."""
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
    """Of the first word with a capital: of "de La Fournière" the L, as in a telephone book."""
    words = unicodedata.normalize("NFC", family).split()
    word = next((w for w in words if w[0].isupper()), words[0] if words else "")
    return word[:1].upper()
