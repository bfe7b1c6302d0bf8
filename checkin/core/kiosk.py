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
from checkin.core.model import Attendee
from checkin.core.printing import OPEN, AskedBadge, JobState, Trouble


class Greeting(StrEnum):
    """How much of a name a screen that others see may say."""

    FULL = "full"
    INITIAL = "initial"
    NONE = "none"


@dataclass(frozen=True, slots=True)
class KioskSettings:
    """`is_open`: this computer serves guests alone, and does so again when it is started again."""

    is_open: bool = False
    greeting: Greeting = Greeting.INITIAL


class Told(StrEnum):
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


def told(answer: Answer, shown: Answer | None) -> Told:
    """What a guest hears of `answer` while `shown` is on the screen."""
    if answer.verdict is Verdict.ADMIT and answer.reason is Reason.WELCOME and not answer.is_override:
        return Told.WELCOME
    is_same = shown is not None and answer.attendee is not None and _person(shown) == answer.attendee.id
    return Told.UNCHANGED if answer.reason is Reason.REPEATED and is_same else Told.DESK


def greeted(person: Attendee, greeting: Greeting) -> str:
    """The name on the screen; "" for none. Of somebody without a first name nothing is left to be discreet with."""
    if greeting is Greeting.FULL:
        return person.name
    first = person.first_name.strip()
    if greeting is Greeting.NONE or not first:
        return ""
    initial = _initial(person.last_name)
    return f"{first} {initial}." if initial else first


def guest_badge(badge: AskedBadge | None) -> GuestBadge:
    """Where the badge is that the arrival asked for."""
    if badge is None:
        return GuestBadge.NONE
    if badge.job.state is JobState.PRINTED:
        return GuestBadge.READY
    is_on_its_way = badge.job.state in OPEN and badge.job.trouble is Trouble.NONE and not badge.is_awaited
    return GuestBadge.COMING if is_on_its_way else GuestBadge.AT_DESK


def _person(answer: Answer) -> str:
    return answer.attendee.id if answer.attendee else ""


def _initial(family: str) -> str:
    """Of the first word with a capital: of "de La Fournière" the L, as in a telephone book."""
    words = unicodedata.normalize("NFC", family).split()
    word = next((w for w in words if w[0].isupper()), words[0] if words else "")
    return word[:1].upper()
