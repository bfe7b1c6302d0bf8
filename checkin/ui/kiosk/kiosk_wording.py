# SPDX-License-Identifier: GPL-3.0-or-later
"""The texts of the self-service screen, in the guest's language. Draws nothing.

Every answer to a ticket but the plain welcome is the same card: no reason is given, in words, colour or sound.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from checkin.core.answer import Answer
from checkin.core.kiosk.kiosk_answers import (
    GreetingStyle,
    GuestBadge,
    KioskAnswer,
    greeting_name,
    guest_badge,
    kiosk_answer,
)
from checkin.core.message import Message
from checkin.translation import Translator
from checkin.ui.look.answer_looks import AnswerFamily
from checkin.ui.look.theme import BLUE, GREEN, Colours


@dataclass(frozen=True, slots=True)
class KioskMessage:
    """The message of a card, in the guest's language. `name` is "" where none is shown, `columns` the values of the
    list that the guest may see.
    """

    icon: str
    title: str
    name: str
    line: str
    colours: Colours
    columns: str = ""

    @property
    def spoken(self) -> str:
        """The message for a screen reader."""
        return " ".join(text for text in (self.title, self.name, self.columns, self.line) if text)


_BADGES = {
    GuestBadge.NONE: Message("kiosk", "Your arrival is recorded."),
    GuestBadge.COMING: Message("kiosk", "Your badge is coming out of the printer."),
    GuestBadge.READY: Message("kiosk", "Your badge is ready: please take it."),
    GuestBadge.AT_DESK: Message("kiosk", "Your badge is waiting for you at the welcome desk."),
}


def answer_message(
    answer: Answer, greeting: GreetingStyle, voice: Translator, columns: Sequence[str] = ()
) -> KioskMessage:
    """Return the message for an answer; `columns` are shown with a welcome alone."""
    if answer.is_certificate:
        return KioskMessage("file-check", voice.translate(_CERTIFICATE), "", voice.translate(_VERIFIED_BY_TEAM), BLUE)
    if kiosk_answer(answer, None) is not KioskAnswer.WELCOME or answer.attendee is None:
        return desk_message(voice)
    badge, name = voice.translate(_BADGES[guest_badge(answer.badge)]), greeting_name(answer.attendee, greeting)
    return KioskMessage("circle-check", voice.translate(_WELCOME), name, badge, GREEN, " · ".join(columns))


def desk_message(voice: Translator) -> KioskMessage:
    """Return the message that sends a guest to the desk."""
    return KioskMessage("users-round", voice.translate(_SEE_DESK), "", voice.translate(_GLAD), BLUE)


def help_called_message(voice: Translator) -> KioskMessage:
    """Return the message after a call; that somebody comes is said only once a desk has said so."""
    return KioskMessage("bell", voice.translate(_CALLED), "", voice.translate(_WAIT_HERE), BLUE)


def help_coming_message(voice: Translator) -> KioskMessage:
    return KioskMessage("user-check", voice.translate(COMING), "", voice.translate(_STAY), GREEN)


def sound_family(answer: Answer) -> AnswerFamily:
    """Return the sound family of the answer as played to guests."""
    if answer.is_certificate:
        return AnswerFamily.READ
    return AnswerFamily.WELCOME if kiosk_answer(answer, None) is KioskAnswer.WELCOME else AnswerFamily.PERSON


_WELCOME = Message("kiosk", "Welcome")
_CERTIFICATE = Message("kiosk", "This is a certificate, not a ticket")
_VERIFIED_BY_TEAM = Message("kiosk", "The team verifies it in Closing, field “Code on a certificate”.")
_SEE_DESK = Message("kiosk", "Please see the welcome desk")
_GLAD = Message("kiosk", "The team there will be glad to help you.")
_CALLED = Message("kiosk", "We are calling the welcome desk")
_WAIT_HERE = Message("kiosk", "Please wait here a moment. If nobody comes, please go to the welcome desk.")
_STAY = Message("kiosk", "Please wait here.")

PRESENT = Message("kiosk", "Show your code to the camera")
SCAN = Message("kiosk", "Hold your code in front of the scanner")
HOW = Message("kiosk", "On your phone or on paper, about 20 cm away. Hold it still.")
ONE_MOMENT = Message("kiosk", "One moment, please")
IF_LONG = Message("kiosk", "If it takes longer, please see the welcome desk.")
CAMERA_LOST = Message("kiosk", "The camera is coming back…")
CAMERA_STARTS = Message("kiosk", "The camera is starting…")
SCANNER_WORKS = Message("kiosk", "If there is a scanner here, it can still read your code.")

NOT_SAVED = Message("occasion", "NOTHING IS SAVED – call the team")
HELP = Message("kiosk", "Need help?")
NO_HELP = Message("kiosk", "I no longer need help")
COMING = Message("kiosk", "Someone is coming")
TEAM = Message("kiosk", "Team")
