# SPDX-License-Identifier: GPL-3.0-or-later
"""What the self-service screen says to a guest, in the guest's words and language. Draws nothing.

Every answer but the plain welcome is one and the same card: no reason is said, shown in a colour or heard in a sound.
"""

from dataclasses import dataclass

from checkin.core.answer import Answer
from checkin.core.kiosk import Greeting, GuestBadge, Told, greeted, guest_badge, told
from checkin.core.words import Words
from checkin.language import Voice
from checkin.ui.look.theme import BLUE, GREEN, Colours
from checkin.ui.look.wording import Family


@dataclass(frozen=True, slots=True)
class Card:
    """What fills the middle for some seconds, in the language of the guest. `name` is "" where none is said."""

    icon: str
    title: str
    name: str
    line: str
    colours: Colours

    @property
    def spoken(self) -> str:
        """For a reader."""
        return " ".join(text for text in (self.title, self.name, self.line) if text)


_BADGES = {
    GuestBadge.NONE: Words("kiosk", "Your arrival is recorded."),
    GuestBadge.COMING: Words("kiosk", "Your badge is coming out of the printer."),
    GuestBadge.READY: Words("kiosk", "Your badge is ready: please take it."),
    GuestBadge.AT_DESK: Words("kiosk", "Your badge is waiting for you at the welcome desk."),
}


def card_of(answer: Answer, greeting: Greeting, voice: Voice) -> Card:
    """Of an answer that changed what is shown."""
    if told(answer, None) is not Told.WELCOME or answer.attendee is None:
        return desk_card(voice)
    badge, name = voice.say(_BADGES[guest_badge(answer.badge)]), greeted(answer.attendee, greeting)
    return Card("circle-check", voice.say(_WELCOME), name, badge, GREEN)


def desk_card(voice: Voice) -> Card:
    """Of everything that is for the people of the desk."""
    return Card("users-round", voice.say(_SEE_DESK), "", voice.say(_GLAD), BLUE)


def called_card(voice: Voice) -> Card:
    """Help was asked for. That somebody comes is not said before a desk has said it."""
    return Card("bell", voice.say(_CALLED), "", voice.say(_WAIT_HERE), BLUE)


def coming_card(voice: Voice) -> Card:
    return Card("user-check", voice.say(COMING), "", voice.say(_STAY), GREEN)


def family(answer: Answer) -> Family:
    """As which it sounds."""
    return Family.WELCOME if told(answer, None) is Told.WELCOME else Family.PERSON


_WELCOME = Words("kiosk", "Welcome")
_SEE_DESK = Words("kiosk", "Please see the welcome desk")
_GLAD = Words("kiosk", "Somebody there will be glad to help you.")
_CALLED = Words("kiosk", "We are calling the welcome desk")
_WAIT_HERE = Words("kiosk", "Please wait here a moment. If nobody comes, they will help you at the welcome desk.")
_STAY = Words("kiosk", "Please wait here.")

PRESENT = Words("kiosk", "Show your code to the camera")
SCAN = Words("kiosk", "Hold your code in front of the scanner")
HOW = Words("kiosk", "On your phone or on paper, about 20 cm away, held still.")
ONE_MOMENT = Words("kiosk", "One moment, please")
IF_LONG = Words("kiosk", "If it takes longer, please see the welcome desk.")
CAMERA_LOST = Words("kiosk", "The camera is coming back…")
CAMERA_STARTS = Words("kiosk", "The camera is starting…")
SCANNER_WORKS = Words("kiosk", "If there is a scanner here, it reads your code all the same.")

NOT_SAVED = Words("occasion", "NOTHING IS SAVED – the team is needed")
HELP = Words("kiosk", "Need help?")
NO_HELP = Words("kiosk", "I no longer need help")
COMING = Words("kiosk", "Somebody is coming")
TEAM = Words("kiosk", "Team")
LANGUAGES = (("fr", "Français"), ("en", "English"))
