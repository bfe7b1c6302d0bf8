# SPDX-License-Identifier: GPL-3.0-or-later
"""The title, fixed sentence, icon, colours and sound of every answer: one table. Sentences that name people, times or
seats are in `answer_wording`, font sizes in `ui/desk/answer_layout`.
"""

from dataclasses import dataclass, replace
from enum import StrEnum

from checkin.core.answer import Answer
from checkin.core.decision import Reason, Verdict
from checkin.core.message import Message
from checkin.core.programme.programme import PointMode
from checkin.ui.look import theme, undo_wording
from checkin.ui.look.theme import Colours


class AnswerFamily(StrEnum):
    """The sound of an answer; answers of one family also share the large shape behind them."""

    WELCOME = "S1"
    READ = "S2"
    PERSON = "S3"
    REFUSED = "S4"
    TECHNICAL = "S5"
    NONE = ""


SHAPES = {
    AnswerFamily.WELCOME: "circle",
    AnswerFamily.READ: "star",
    AnswerFamily.PERSON: "triangle",
    AnswerFamily.REFUSED: "octagon",
    AnswerFamily.TECHNICAL: "diamond",
    AnswerFamily.NONE: "",
}
"""The icon whose outline is drawn large in the corner, a signal beside colour, words and sound."""


@dataclass(frozen=True, slots=True)
class AnswerLook:
    """How one reason is presented. `explanation` is the second sentence, its fields filled by `answer_wording`."""

    title: Message
    icon: str
    family: AnswerFamily
    colours: Colours
    explanation: Message | None = None


def _question(icon: str, title: Message, explanation: Message | None = None) -> AnswerLook:
    """Return the look of a case that a volunteer settles."""
    return AnswerLook(title, icon, AnswerFamily.PERSON, theme.AMBER, explanation)


def _refusal(icon: str, title: Message, explanation: Message | None = None) -> AnswerLook:
    return AnswerLook(title, icon, AnswerFamily.REFUSED, theme.RED, explanation)


_WELCOMES = {
    Reason.WELCOME: AnswerLook(Message("answer", "Welcome"), "circle-check", AnswerFamily.WELCOME, theme.GREEN),
    Reason.ATTENTION: AnswerLook(
        Message("answer", "Welcome – please read"), "circle-star", AnswerFamily.READ, theme.GREEN
    ),
    Reason.REENTRY: AnswerLook(Message("answer", "Welcome back"), "log-in", AnswerFamily.WELCOME, theme.GREEN),
    Reason.EXIT: AnswerLook(Message("answer", "Exit recorded"), "log-out", AnswerFamily.WELCOME, theme.BLUE),
    Reason.SPEAKER_TO_CONFIRM: AnswerLook(
        Message("answer", "Welcome – tell the supervisor"),
        "mic",
        AnswerFamily.READ,
        theme.GREEN,
        Message("answer", "This speaker was not confirmed: tell the supervisor"),
    ),
    Reason.LENT: AnswerLook(Message("answer", "Lent"), "send", AnswerFamily.WELCOME, theme.GREEN),
    Reason.WALK_IN: AnswerLook(
        Message("answer", "Registered and let in"), "user-plus", AnswerFamily.WELCOME, theme.GREEN
    ),
    Reason.WAITING: AnswerLook(
        Message("answer", "On the waiting list"),
        "list-ordered",
        AnswerFamily.READ,
        theme.BLUE,
        Message("answer", "Place {in_line} in the queue: seats are given in this order as they become free"),
    ),
    Reason.MOVED: AnswerLook(
        Message("answer", "Booked for another session"),
        "arrow-right",
        AnswerFamily.READ,
        theme.BLUE,
        Message("answer", "A seat is kept for them in {session}"),
    ),
    Reason.TIED: AnswerLook(
        Message("answer", "New code given"),
        "ticket-check",
        AnswerFamily.WELCOME,
        theme.GREEN,
        Message("answer", "This code is theirs from now on, at every desk"),
    ),
    Reason.SIGNED_TICKET: AnswerLook(
        Message("answer", "Welcome – genuine ticket"),
        "check",
        AnswerFamily.READ,
        theme.GREEN,
        Message("answer", "The ticket is genuine; whose it is will be known when the list is fetched again"),
    ),
    Reason.TRIAL: AnswerLook(
        Message("answer", "Test code read"),
        "scan-qr-code",
        AnswerFamily.READ,
        theme.BLUE,
        Message("answer", "A test code: nothing was recorded"),
    ),
    Reason.DEVICE_CODE: AnswerLook(
        Message("answer", "A code to connect to pretix, not a ticket"),
        "qr-code",
        AnswerFamily.READ,
        theme.BLUE,
        Message("answer", "It is for ⋮, pretix…, or “Join other desks…” on the start screen; nothing was recorded"),
    ),
    Reason.CERTIFICATE: AnswerLook(
        Message("answer", "A certificate, not a ticket"),
        "file-check",
        AnswerFamily.READ,
        theme.BLUE,
        Message("answer", "It is verified in Closing, field “Code on a certificate”; nothing was recorded"),
    ),
    Reason.OTHER_CERTIFICATE: AnswerLook(
        Message("answer", "A certificate of another event"),
        "calendar",
        AnswerFamily.READ,
        theme.BLUE,
        Message("answer", "Open that event to verify it, in Closing, field “Code on a certificate”"),
    ),
}

_QUESTIONS = {
    Reason.EXIT_WITHOUT_ENTRY: _question(
        "door-open", Message("answer", "Exit without entry"), Message("answer", "No entry was recorded here")
    ),
    Reason.ALREADY_ARRIVED: _question("clock", Message("answer", "Already here")),
    Reason.NOT_HEARD_OF: _question(
        "circle-question-mark",
        Message("answer", "To be confirmed"),
        Message("answer", "The code is genuine, but this desk does not have this person yet"),
    ),
    Reason.PENDING: _question(
        "hourglass",
        Message("answer", "Registration to be approved"),
        Message("answer", "Not approved yet, or on the waiting list: ask the organiser first"),
    ),
    Reason.UNPAID: _question(
        "banknote", Message("answer", "To be paid"), Message("answer", "The payment has not been received")
    ),
    Reason.NOT_REGISTERED: _question(
        "clipboard-x", Message("answer", "Session not booked"), Message("answer", "Seats left: {seats}")
    ),
    Reason.ROOM_FULL: _question(
        "square-user",
        Message("answer", "Room full"),
        Message("answer", "Registered here, but every seat is taken: F7 lets them in all the same"),
    ),
    Reason.REMOTE: _question(
        "monitor",
        Message("answer", "Registered to attend online"),
        Message("answer", "This person was expected online"),
    ),
    Reason.INCOMPLETE: _question(
        "clipboard-pen", Message("answer", "Details missing"), Message("answer", "Missing: {missing}")
    ),
    Reason.PERSON_NEEDED: _question("circle-alert", Message("answer", "Check before letting in")),
    Reason.THING_OUT: _question(
        "arrow-left-right",
        Message("answer", "Number already out"),
        Message("answer", "This person has none yet: scan or type another number"),
    ),
    Reason.UNDECIDED: _question(
        "flag", Message("answer", "Cannot be decided here"), Message("answer", "{unknown}. F7 lets them in")
    ),
    Reason.TO_CHECK: _question("shield-check", Message("answer", "To be checked first"), Message("answer", "{checks}")),
    Reason.SEVERAL: _question(
        "users-round",
        Message("answer", "Several people"),
        Message("answer", "Ask for their organisation, then type the number and press Enter"),
    ),
    Reason.CODE_OF_SEVERAL: _question(
        "copy",
        Message("answer", "A code of two people"),
        Message("answer", "Two desks gave it away: type the number of the person who is here, and press Enter"),
    ),
    Reason.GROUP: _question(
        "user-check",
        Message("answer", "Group – how many are here?"),
        Message("answer", "{to_come} of {places} people are missing: F7 for all, or type how many and press Enter"),
    ),
}

_REFUSALS = {
    Reason.UNKNOWN: _refusal(
        "octagon-x", Message("answer", "Unknown code"), Message("answer", "This code is not on the list")
    ),
    Reason.NOT_TIED: _refusal("x", Message("answer", "Code not given")),
    Reason.OTHER_EVENT: _refusal(
        "calendar-x",
        Message("answer", "Another event"),
        Message("answer", "Ask for the code of this event, or search by name"),
    ),
    Reason.FORGED: _refusal(
        "shield-x",
        Message("answer", "Forged code"),
        Message("answer", "This code has been tampered with: call the supervisor"),
    ),
    Reason.ERASED: _refusal(
        "delete",
        Message("answer", "Data erased"),
        Message("answer", "This event’s data was erased on {day}: nobody can tell any more whose code this is"),
    ),
    Reason.CANCELLED: _refusal(
        "ticket-x", Message("answer", "Registration cancelled"), Message("answer", "Call the supervisor")
    ),
    Reason.CODE_REPLACED: _refusal(
        "refresh-cw",
        Message("answer", "Badge replaced"),
        Message("answer", "This code is no longer valid. Ask for the newest one"),
    ),
    Reason.BLOCKED: _refusal(
        "ban", Message("answer", "Registration blocked"), Message("answer", "Call the supervisor")
    ),
    Reason.TOO_EARLY: _refusal(
        "alarm-clock", Message("answer", "Not open yet"), Message("answer", "{point} opens {when}")
    ),
    Reason.TOO_LATE: _refusal(
        "alarm-clock-off", Message("answer", "Too late"), Message("answer", "{point} closed {when}")
    ),
    Reason.NO_ACCESS: _refusal("octagon-minus", Message("answer", "No access here")),
    Reason.NOT_VALID_NOW: _refusal(
        "clock-alert", Message("answer", "Not valid now"), Message("answer", "This ticket {explanations}")
    ),
    Reason.TICKET_RULE: _refusal(
        "lock", Message("answer", "Against a rule"), Message("answer", "{point}: {explanations}")
    ),
    Reason.SEVERAL_ADDONS: _refusal(
        "list-x",
        Message("answer", "Several bookings"),
        Message("answer", "Several of their bookings are meant for {point}: scan the ticket of the booking itself"),
    ),
    Reason.FULL: _refusal(
        "users",
        Message("answer", "Full"),
        Message("answer", "{capacity:The only seat is|All {capacity} seats are} taken"),
    ),
    Reason.NO_RETURN: _refusal(
        "door-closed",
        Message("answer", "Left for good"),
        Message("answer", "“{point}” does not let people back in once they have left"),
    ),
}

_OTHERS = {
    Reason.REPEATED: AnswerLook(
        Message("answer", "Already read"),
        "circle-ellipsis",
        AnswerFamily.NONE,
        theme.GREY,
        Message("answer", "Same code again: nothing changes"),
    ),
    Reason.UNREADABLE: AnswerLook(
        Message("answer", "Could not be read"),
        "scan-line",
        AnswerFamily.TECHNICAL,
        theme.INDIGO,
        Message("answer", "Show the code again: flat, about 20 cm from the camera"),
    ),
    Reason.BLANK: AnswerLook(
        Message("answer", "Nobody’s badge yet"),
        "id-card",
        AnswerFamily.TECHNICAL,
        theme.INDIGO,
        Message("answer", "Badge {blank}: search for the person (F3), then press Ctrl+L and scan it again"),
    ),
    Reason.THING_HERE: AnswerLook(
        Message("answer", "Lent to nobody"),
        "ticket",
        AnswerFamily.TECHNICAL,
        theme.INDIGO,
        Message("answer", "{about} is lent to nobody. To lend it, scan the person first"),
    ),
    Reason.UNDONE: AnswerLook(
        undo_wording.ARRIVAL_UNDONE, "undo-2", AnswerFamily.NONE, theme.GREY, undo_wording.NO_LONGER_HERE
    ),
    Reason.NOT_SAVED: AnswerLook(
        Message("answer", "NOT SAVED – write it on paper"),
        "triangle-alert",
        AnswerFamily.TECHNICAL,
        theme.BLACK,
        Message("answer", "Nothing was recorded: write down the name and the time"),
    ),
}

LOOKS = {**_WELCOMES, **_QUESTIONS, **_REFUSALS, **_OTHERS}
"""The look of every reason."""

ADMITTED = AnswerLook(Message("answer", "Let in"), "circle-check", AnswerFamily.READ, theme.GREEN)
NO_BADGE_YET = AnswerLook(Message("answer", "Let in – badge to follow"), "printer", AnswerFamily.READ, theme.GREEN)


def answer_look(answer: Answer) -> AnswerLook:
    """Return the look of `answer`; of an override that of an admission or exit.

    An admission whose badge is delayed has a look of its own, as has a code given to somebody who is not in yet; a
    question that only a supervisor may settle, as an order that a ticketing does not accept, looks like a refusal.
    """
    if answer.lacks_badge and answer.verdict is Verdict.ADMIT:
        return NO_BADGE_YET
    if answer.is_override and answer.reason not in (Reason.UNDONE, Reason.NOT_SAVED):
        return LOOKS[Reason.EXIT] if answer.control_point.mode is PointMode.EXIT else ADMITTED
    look = LOOKS[Reason.WELCOME if answer.is_rest_of_group else answer.reason]
    if answer.awaits_entry:
        return replace(look, family=AnswerFamily.PERSON, colours=theme.AMBER)
    is_to_read = answer.fills_room or any(answer_look(each).family is AnswerFamily.READ for each in answer.order.party)
    if answer.verdict is Verdict.ADMIT and is_to_read and look.family is AnswerFamily.WELCOME:
        look = LOOKS[Reason.ATTENTION]
    is_closed = answer.verdict is Verdict.REFUSE and look.family is AnswerFamily.PERSON
    return replace(look, family=AnswerFamily.REFUSED, colours=theme.RED) if is_closed else look
