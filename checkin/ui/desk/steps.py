# SPDX-License-Identifier: GPL-3.0-or-later
"""What a person at the desk can do next after an answer, each with its key. Does nothing of it itself."""

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

from checkin.core.admission import Reason, Verdict
from checkin.core.answer import Answer
from checkin.core.model import How
from checkin.core.programme.programme import Mode
from checkin.core.words import Words
from checkin.language import clock_time, say
from checkin.ui.look.states import match_story
from checkin.ui.look.undo_words import with_people
from checkin.ui.parts.details import seats_text, session_text


class Action(StrEnum):
    """The verbs of the answer's buttons."""

    ADMIT = "admit"
    UNDO = "undo"
    SEARCH = "search"
    OVERRULE = "overrule"
    PICK = "pick"
    COUNT = "count"
    WALK_IN = "walk_in"
    SUBSTITUTE = "substitute"
    MOVE = "move"
    WAIT = "wait"
    COMPLETE = "complete"
    SECOND_PRINTER = "second_printer"
    REPRINT = "reprint"
    SIGN = "sign"


KEYS = {
    Action.ADMIT: "F7",
    Action.UNDO: "F8",
    Action.SEARCH: "F3",
    Action.OVERRULE: "F9",
    Action.WALK_IN: "F2",
    Action.SUBSTITUTE: "F6",
    Action.WAIT: "F5",
    Action.COMPLETE: "F4",
    Action.SECOND_PRINTER: "F7",
    Action.REPRINT: "Ctrl+R",
    Action.SIGN: "Ctrl+G",
}


@dataclass(frozen=True, slots=True)
class Step:
    """One button. `label` is in the language of the desk; the primary one is drawn filled.

    `number` is what PICK, COUNT and MOVE are about, typed to choose: the place of a candidate or a workshop, or how
    many of a group.
    """

    action: Action
    label: str
    is_primary: bool = False
    number: int = 0
    is_keyless: bool = False
    """Whether its key is about something else for now."""

    @property
    def key(self) -> str:
        return "" if self.is_keyless else KEYS.get(self.action, str(self.number))

    @property
    def spoken(self) -> str:
        """Its words with its key, for a screen reader."""
        return f"{self.label} ({self.key})" if self.key else self.label


_ADMIT = Words("step", "Let in")
_ADMIT_BY_REASON = {
    Reason.REMOTE: Words("step", "Switch to on site and let in"),
    Reason.NOT_HEARD_OF: Words("step", "Let in, marked"),
    Reason.EXIT_WITHOUT_ENTRY: Words("step", "Record the exit"),
}
_ADMIT_SEATS = Words("step", "Let in ({seats} {seats:seat|seats} left)")
_ADMIT_HERE = Words("step", "Let in here instead of “{session}”")
_COMPLETE = Words("step", "Fill in")
_WITHOUT = Words("step", "Let in without")
_SEND = Words("step", "Send to {session}")
_WAIT = Words("step", "Waiting list (place {place})")
_ADMIT_LAST = Words("step", "Let in (last seat)")
_UNDO = Words("step", "Undo")
_ALL = Words("step", "Let in all {count}")
_UNDO_ARRIVAL, _UNDO_EXIT = Words("step", "Undo this arrival"), Words("step", "Undo this exit")
_UNDO_AT = Words("step", "Undo the arrival at {time}")
MOST_COUNTS = 5
_SEARCH = Words("step", "Search by name")
_OTHER_PERSON = Words("step", "It is another person")
_OVERRULE = Words("step", "Let in anyway")
_WALK_IN = Words("step", "Register here")
_SECOND_PRINTER = Words("step", "Print on the second printer")
_REPRINT = Words("step", "Print the badge again")
_SUBSTITUTE = Words("step", "Register a substitute")
_ENTER = Words("search", "Enter: {what}")
_PEOPLE = Words("search", "{count} {count:person|people}")
_NUMBERS = Words("search", "Type a number from 1 to {most}.")
_ONLY_ONE = Words("search", "Only 1 can be typed here.")
_SIGN = Words("step", "Sign…")


def steps(answer: Answer) -> tuple[Step, ...]:
    """The steps that make sense now, the primary one first; none when the disk failed."""
    if answer.reason is Reason.REPEATED:
        return _undo(answer)
    if answer.reason in (Reason.NOT_SAVED, Reason.UNDONE, Reason.TRIAL):
        return ()
    match answer.verdict:
        case _ if answer.can_undo:
            return (*_badge(answer), *_sign(answer), *_undo(answer), *_substitute(answer))
        case Verdict.ADMIT:
            return ()
        case Verdict.ASK:
            return _to_settle(answer)
        case Verdict.DUPLICATE:
            other = Step(Action.SEARCH, say(_OTHER_PERSON))
            return (*_sign(answer), other, *_undo(answer), *_reprint(answer), *_substitute(answer), *_overrule(answer))
        case Verdict.REFUSE:
            other = Step(Action.SEARCH, say(_other(answer)), is_primary=answer.attendee is None)
            return (*_instead(answer), other, *_walk_in(answer), *_overrule(answer))


def _badge(answer: Answer) -> tuple[Step, ...]:
    """Where the badge does not come by itself."""
    if answer.lacks_badge and answer.badge and answer.badge.can_go_to_second:
        return (Step(Action.SECOND_PRINTER, say(_SECOND_PRINTER), is_primary=True),)
    return _reprint(answer) if answer.badge and answer.badge.is_lost else ()


def _reprint(answer: Answer) -> tuple[Step, ...]:
    return (Step(Action.REPRINT, say(_REPRINT)),) if answer.prints and answer.attendee else ()


def _undo(answer: Answer) -> tuple[Step, ...]:
    """Of somebody who is there already the newest arrival, with its time where another is told of."""
    if answer.undoes is None:
        return ()
    if answer.verdict is Verdict.REFUSE:
        label = say(_UNDO)
    elif answer.control_point.mode is Mode.EXIT:
        label = say(_UNDO_EXIT)
    elif answer.passage and answer.passage.happened_at != answer.earlier_at:
        label = say(_UNDO_AT, time=clock_time(answer.passage.happened_at.astimezone(answer.at.tzinfo)))
    else:
        label = say(_UNDO_ARRIVAL)
    places = answer.attendee.places if answer.attendee else 1
    return (Step(Action.UNDO, with_people(label, answer.people_to_undo, places)),)


def _sign(answer: Answer) -> tuple[Step, ...]:
    """Of whoever is in, where this desk has a screen to sign on; not on the way out."""
    is_in = answer.verdict in (Verdict.ADMIT, Verdict.DUPLICATE) and answer.control_point.mode is Mode.ENTRY
    return (Step(Action.SIGN, say(_SIGN), is_primary=not answer.lacks_badge),) if answer.signs and is_in else ()


def _overrule(answer: Answer) -> tuple[Step, ...]:
    """Not beside a question, which F7 answers."""
    return (Step(Action.OVERRULE, say(_OVERRULE)),) if answer.can_overrule else ()


def _to_settle(answer: Answer) -> tuple[Step, ...]:
    other = Step(Action.SEARCH, say(_other(answer)))
    if answer.candidates:
        return (*_picks(answer), Step(Action.SEARCH, say(_OTHER_PERSON)))
    if answer.reason is Reason.GROUP:
        everyone = say(_ALL, count=answer.to_come) if answer.to_come > 1 else say(_ADMIT)
        return (*_counts(answer), Step(Action.ADMIT, everyone, is_primary=True), other)
    if answer.reason is Reason.INCOMPLETE:
        return (Step(Action.COMPLETE, say(_COMPLETE), is_primary=True), Step(Action.ADMIT, say(_WITHOUT)), other)
    return (Step(Action.ADMIT, _admit(answer), is_primary=True), other)


def _instead(answer: Answer) -> Iterator[Step]:
    """Where a session is full: the one they booked, the others of its time, and a place in the line."""
    own = {session.id for session in answer.given_up}
    for number, workshop in enumerate(answer.workshops, start=1):
        is_own = workshop.session.id in own
        parts = (session_text(workshop.session), workshop.session.room, "" if is_own else seats_text(workshop.seats))
        label = " · ".join(part for part in parts if part)
        yield Step(Action.MOVE, say(_SEND, session=label) if is_own else label, is_own, number)
    if answer.can_wait:
        yield Step(Action.WAIT, say(_WAIT, place=answer.waiting + 1), is_primary=not answer.workshops)


def _walk_in(answer: Answer) -> tuple[Step, ...]:
    """Who has no code of this event may be new. Not for a code that was altered: that is the supervisor's."""
    is_nobody = answer.attendee is None and answer.reason is not Reason.FORGED
    return (Step(Action.WALK_IN, say(_WALK_IN)),) if is_nobody else ()


def _substitute(answer: Answer) -> tuple[Step, ...]:
    """Whoever holds this code may have come instead of its person. Not on the way out, nor who was just registered, or
    sent somewhere else.
    """
    is_own = answer.attendee is not None and answer.how is not How.WALK_IN and answer.verdict is not Verdict.REFUSE
    return (Step(Action.SUBSTITUTE, say(_SUBSTITUTE)),) if is_own and answer.control_point.mode is Mode.ENTRY else ()


def _picks(answer: Answer) -> Iterator[Step]:
    for number, match in enumerate(answer.candidates, start=1):
        yield Step(Action.PICK, match_story(match), number=number)


def number_told(answer: Answer, number: int) -> str:
    """Return what Enter does with a number typed while `answer` is shown, or which numbers it asks for."""
    most = answer.highest_choice
    if not 1 <= number <= most:
        return say(_NUMBERS, most=most) if most > 1 else say(_ONLY_ONE)
    chosen = next((step.label for step in steps(answer) if step.number == number and step.label), "")
    return say(_ENTER, what=chosen or say(_PEOPLE, count=number))


def _counts(answer: Answer) -> Iterator[Step]:
    """Buttons for a few; a larger number is typed."""
    for number in range(1, min(answer.to_come, MOST_COUNTS + 1)):
        yield Step(Action.COUNT, "", number=number)


def _other(answer: Answer) -> Words:
    return _OTHER_PERSON if answer.attendee else _SEARCH


def _admit(answer: Answer) -> str:
    if answer.given_up:
        return say(_ADMIT_HERE, session=answer.given_up[0].title)
    if answer.reason is Reason.NOT_REGISTERED and answer.seats is not None:
        return say(_ADMIT_LAST) if answer.seats == 1 else say(_ADMIT_SEATS, seats=answer.seats)
    return say(_ADMIT_BY_REASON.get(answer.reason, _ADMIT))
