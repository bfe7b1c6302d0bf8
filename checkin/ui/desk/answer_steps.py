# SPDX-License-Identifier: GPL-3.0-or-later
"""The buttons of an answer: the next steps that are possible, each with its key. What they call: `desk_window`."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum

from PySide6.QtGui import QKeySequence

from checkin.core.answer import Answer, SearchMatch, SessionSeats
from checkin.core.attendee import CheckInMethod
from checkin.core.decision import Reason, Verdict
from checkin.core.message import Message
from checkin.core.payments import read_payment
from checkin.core.programme.programme import PointMode
from checkin.translation import clock_time, translate
from checkin.ui.look.answer_looks import LOOKS
from checkin.ui.look.answer_wording import accompanied_text
from checkin.ui.look.drawing import match_description
from checkin.ui.look.undo_wording import paid_amount, with_people
from checkin.ui.widgets.speaker_wording import seats_text


class AnswerAction(StrEnum):
    """The actions that an answer's buttons stand for."""

    ADMIT = "admit"
    UNDO = "undo"
    SEARCH = "search"
    OVERRULE = "overrule"
    PICK = "pick"
    ORDER = "order"
    COUNT = "count"
    WALK_IN = "walk_in"
    SUBSTITUTE = "substitute"
    MOVE = "move"
    WAIT = "wait"
    COMPLETE = "complete"
    CORRECT = "correct"
    SECOND_PRINTER = "second_printer"
    REPRINT = "reprint"
    LOST_BADGE = "lost_badge"
    SIGN = "sign"
    TIE = "tie"
    TAKE_BACK = "take_back"
    PAY = "pay"
    UNDO_ONE = "undo_one"


TIE_KEY = "Ctrl+L"
LOST_BADGE_KEY = "Ctrl+Shift+R"

KEYS = {
    AnswerAction.ADMIT: "F7",
    AnswerAction.UNDO: "F8",
    AnswerAction.SEARCH: "F3",
    AnswerAction.OVERRULE: "F9",
    AnswerAction.WALK_IN: "F2",
    AnswerAction.SUBSTITUTE: "F6",
    AnswerAction.WAIT: "F5",
    AnswerAction.COMPLETE: "F4",
    AnswerAction.CORRECT: "F4",
    AnswerAction.SECOND_PRINTER: "F7",
    AnswerAction.REPRINT: "Ctrl+R",
    AnswerAction.LOST_BADGE: LOST_BADGE_KEY,
    AnswerAction.SIGN: "Ctrl+G",
    AnswerAction.TIE: TIE_KEY,
    AnswerAction.TAKE_BACK: "F7",
    AnswerAction.PAY: "F7",
}


@dataclass(frozen=True, slots=True)
class AnswerStep:
    """One next step of an answer, shown as a button.

    `label` is translated; the primary step is drawn filled. `number` is what the user types to choose a PICK, COUNT or
    MOVE step: the position of a candidate or workshop, or how many people of a group.
    """

    action: AnswerAction
    label: str
    is_primary: bool = False
    number: int = 0
    is_keyless: bool = False
    """Whether its key is about something else for now (see `AnswerPanel.lend_undo_key`)."""

    @property
    def key(self) -> str:
        """Return what is drawn before the label: the key, or the number with Enter; "" while the key is about something
        else.
        """
        if self.number:
            return with_enter(self.number) if self.label else str(self.number)
        return "" if self.is_keyless else shown_key(KEYS[self.action])

    @property
    def spoken(self) -> str:
        """Return the label with its key, for a screen reader; of a number alone, how many people it is."""
        label = self.label or translate(Message("search", "{count} {count:person|people}"), count=self.number)
        key = translate(_NUMBER_AND_ENTER, number=self.number) if self.number else self.key
        return f"{label} ({key})" if key else label


def with_enter(number: int) -> str:
    """Return a number that is typed and confirmed, as it is drawn."""
    return f"{number} ↵"


def shown_key(key: str) -> str:
    """Return a key as keyboards of the language call it."""
    return QKeySequence(key).toString(QKeySequence.SequenceFormat.NativeText)


_ADMIT = Message("step", "Let in")
_ADMIT_BY_REASON = {
    Reason.REMOTE: Message("step", "Switch to on site and let in"),
    Reason.NOT_HEARD_OF: Message("step", "Let in, with a note"),
    Reason.EXIT_WITHOUT_ENTRY: Message("step", "Record the exit"),
    Reason.TO_CHECK: Message("step", "Checked"),
}
_ADMIT_SEATS = Message("step", "Let in ({seats} {seats:seat|seats} left)")
_ADMIT_HERE = Message("step", "Let in here instead of “{session}”")
_NOTE_PAYMENT = Message("step", "Note the payment…")
_WITHOUT = Message("step", "Let in without it")
_SEND = Message("step", "Send to {session}")
_ADMIT_LAST = Message("step", "Let in (last seat)")
_ALL = Message("step", "Let in all {count}")
_UNDO_ARRIVAL, _UNDO_EXIT = Message("step", "Undo this arrival"), Message("step", "Undo this exit")
_UNDO_PAYMENT, _UNDO_AMOUNT = Message("step", "Undo the payment"), Message("step", "Undo the payment of {amount}")
_UNDO_OF = Message("step", "Undo: {name}")
_UNDO_AT = Message("step", "Undo the arrival at {time}")
_SOME_OTHERS, _LET_IN_SOME = (
    Message("step", "Let in {count} {count:other|others}"),
    Message("search", "let in {count} {count:other|others}"),
)
_LET_IN_ALL = Message("search", "let in all {count} others")
MOST_COUNTS, MOST_BUTTONS = 5, 4
"""The most buttons for how many of a group, and for the others of an order; more of them are lines of text."""
_OTHER_PERSON = Message("step", "Someone else")
_OVERRULE = Message("step", "Let in anyway")
_SECOND_PRINTER = Message("step", "Print on the second printer")
_REPRINT = Message("step", "Print the badge again")
_LOST_BADGE = Message("step", "Lost badge: new code")
_ENTER, _NUMBER_AND_ENTER = Message("search", "Enter: {what}"), Message("step", "{number}, Enter")
_NOT_ENTERED = Message("search", "{name}: no Enter after “{number}”, so this was not done: {what}.")
_NUMBERS = Message("search", "Type a number from 1 to {most}.")
_CORRECT = Message("step", "Correct…")
_TIE = Message("step", "Give a wristband or badge…")
_GIVE = Message("step", "Give this code to {name}")


_CLOSED_WHEN_SCANNING = (AnswerAction.WALK_IN, AnswerAction.SUBSTITUTE, AnswerAction.LOST_BADGE, AnswerAction.CORRECT)
_WITHOUT_STEPS = (Reason.NOT_SAVED, Reason.TRIAL, Reason.DEVICE_CODE, Reason.NOT_TIED)


def answer_steps(answer: Answer) -> tuple[AnswerStep, ...]:
    """Return the steps that are possible now, the primary one first; none when nothing was saved."""
    closed = _CLOSED_WHEN_SCANNING if answer.desk.scans_only else ()
    return tuple(step for step in _all_steps(answer) if step.action not in closed)


def _all_steps(answer: Answer) -> tuple[AnswerStep, ...]:
    is_back = answer.reason is Reason.EXIT and bool(answer.control_point.gives)
    if is_back or answer.reason in (Reason.REPEATED, Reason.LENT):
        return (*_order(answer), *_undo(answer))
    if answer.reason is Reason.UNDONE:
        return (*_undo_party(answer),)
    if answer.let_in_together:
        return (*_order(answer), *_badge(answer), *_undo(answer), *_undo_party(answer))
    if answer.is_certificate or answer.reason in _WITHOUT_STEPS:
        return ()
    return _by_verdict(answer)


def _by_verdict(answer: Answer) -> tuple[AnswerStep, ...]:
    match answer.verdict:
        case _ if answer.can_undo:
            mostly = (*_enter(answer), *_order(answer), *_badge(answer), *_sign(answer), *_undo(answer))
            return (*mostly, *_tie(answer), *_substitute(answer), *_correct(answer))
        case Verdict.ADMIT:
            return ()
        case Verdict.ASK:
            return (*_conflict_steps(answer), *_undo_payment(answer))
        case Verdict.DUPLICATE:
            other = AnswerStep(AnswerAction.SEARCH, translate(_OTHER_PERSON))
            first = (*_order(answer), *_sign(answer))
            likely = (*_pay(answer), *first, other, *_undo(answer), *_reprint(answer), *_tie(answer))
            likely = (*_take_back(answer), *likely)
            if answer.can_take_back:
                return likely
            return (*likely, *_lost_badge(answer), *_correct(answer), *_substitute(answer), *_overrule(answer))
        case Verdict.REFUSE:
            return _refused(answer)


def _refused(answer: Answer) -> tuple[AnswerStep, ...]:
    """Return the alternatives; after a purge none, as there is no name to look for and nobody to register."""
    if answer.is_after_purge:
        return ()
    other = AnswerStep(AnswerAction.SEARCH, translate(_other(answer)), is_primary=answer.attendee is None)
    likely = (*_take_back(answer), *_instead(answer), other, *_walk_in(answer), *_give(answer))
    return (*likely, *_undo_payment(answer), *_overrule(answer))


def _take_back(answer: Answer) -> tuple[AnswerStep, ...]:
    """Return the step that takes back what is lent here, and lends it to the person who waits for it."""
    if not answer.can_take_back:
        return ()
    if answer.reason is Reason.THING_OUT:
        label = translate(Message("step", "Given back: lend it to this person"))
    else:
        label = translate(Message("step", "Given back: {thing}"), thing=answer.thing or answer.lent.name)
    return (AnswerStep(AnswerAction.TAKE_BACK, label, is_primary=True),)


def _pay(answer: Answer) -> tuple[AnswerStep, ...]:
    """Return the step that notes the payment of who is in already."""
    is_due = answer.owes_since and not answer.can_take_back
    return (AnswerStep(AnswerAction.PAY, translate(_NOTE_PAYMENT), is_primary=True),) if is_due else ()


def _badge(answer: Answer) -> tuple[AnswerStep, ...]:
    """Return the step for a badge that will not be printed without help."""
    if answer.lacks_badge and answer.badge and answer.badge.can_go_to_second:
        return (AnswerStep(AnswerAction.SECOND_PRINTER, translate(_SECOND_PRINTER), is_primary=True),)
    return _reprint(answer) if answer.badge and answer.badge.is_lost else ()


def _reprint(answer: Answer) -> tuple[AnswerStep, ...]:
    return (AnswerStep(AnswerAction.REPRINT, translate(_REPRINT)),) if answer.desk.prints and answer.attendee else ()


def _undo(answer: Answer) -> tuple[AnswerStep, ...]:
    """Return the step that undoes the arrival of this answer, with its time if the person was there already."""
    if answer.undoes is None:
        return ()
    if answer.let_in_together:
        label = translate(_UNDO_OF, name=_short_name(answer, answer))
    elif answer.verdict is Verdict.REFUSE or answer.is_loan:
        label = translate(Message("step", "Undo"))
    elif answer.control_point.mode is PointMode.EXIT:
        label = translate(_UNDO_EXIT)
    elif answer.earlier.passage and not answer.can_undo:
        label = translate(_UNDO_AT, time=clock_time(answer.earlier.passage.happened_at.astimezone(answer.at.tzinfo)))
    else:
        label = translate(_UNDO_ARRIVAL)
    label = (
        translate(Message("step", "Undo arrival and payment")) if answer.payment.means and answer.can_undo else label
    )
    places = answer.attendee.places if answer.attendee else 1
    return (AnswerStep(AnswerAction.UNDO, with_people(label, answer.people_to_undo, places)),)


def _undo_payment(answer: Answer) -> tuple[AnswerStep, ...]:
    """Return the step that undoes a payment by which the person did not come in."""
    if answer.payment.entry is None or answer.undoes != answer.payment.entry.id:
        return ()
    noted = read_payment(answer.payment.entry)
    amount = paid_amount(answer.attendee, noted.cents) if noted else ""
    label = translate(_UNDO_AMOUNT if amount else _UNDO_PAYMENT, amount=amount)
    return (AnswerStep(AnswerAction.UNDO, label),)


def _undo_party(answer: Answer) -> Iterator[AnswerStep]:
    """Yield the steps that undo the arrivals of those of the order who were let in before, each by a number."""
    for number, before in enumerate(answer.undoable_party, answer.order.last_number + 1):
        label = translate(_UNDO_OF, name=_short_name(answer, before))
        yield AnswerStep(AnswerAction.UNDO_ONE, label, number=number)


def _short_name(answer: Answer, one: Answer) -> str:
    """Return the first name of somebody among those of `answer` who are shown together, if nobody else has it."""
    person = one.attendee
    if person is None:
        return one.read
    alike = [
        each
        for each in (*answer.order.party, answer)
        if each.attendee and each.attendee.first_name == person.first_name
    ]
    return person.first_name if person.first_name and len(alike) == 1 else person.name


def _enter(answer: Answer) -> tuple[AnswerStep, ...]:
    """Return the step that lets in somebody who just got a code."""
    return (AnswerStep(AnswerAction.ADMIT, translate(_ADMIT), is_primary=True),) if answer.awaits_entry else ()


def _sign(answer: Answer) -> tuple[AnswerStep, ...]:
    """Return the signature step where attendees sign on this desk's screen, not at an exit."""
    is_in = answer.verdict in (Verdict.ADMIT, Verdict.DUPLICATE) and answer.control_point.mode is PointMode.ENTRY
    return (
        (AnswerStep(AnswerAction.SIGN, translate(Message("step", "Sign…")), is_primary=not answer.lacks_badge),)
        if answer.desk.signs and is_in
        else ()
    )


def _lost_badge(answer: Answer) -> tuple[AnswerStep, ...]:
    """Return the step that replaces the code of somebody who was found by name, perhaps because the badge is gone."""
    is_found = answer.how is CheckInMethod.SEARCH and answer.control_point.mode is PointMode.ENTRY
    return (AnswerStep(AnswerAction.LOST_BADGE, translate(_LOST_BADGE)),) if is_found and answer.attendee else ()


def _tie(answer: Answer) -> tuple[AnswerStep, ...]:
    """Return the step that gives the person another code, at a desk that does."""
    is_in = answer.verdict in (Verdict.ADMIT, Verdict.DUPLICATE) and answer.attendee is not None
    return (AnswerStep(AnswerAction.TIE, translate(_TIE)),) if answer.desk.ties and is_in else ()


def _give(answer: Answer) -> tuple[AnswerStep, ...]:
    """Return the step that gives an unknown code to the person who was answered just before.

    It is never the first: the code may be the card of whoever comes next, and would let them in as somebody else.
    """
    if answer.giving.to is None:
        return ()
    return (AnswerStep(AnswerAction.TIE, translate(_GIVE, name=answer.giving.to.name)),)


def _overrule(answer: Answer) -> tuple[AnswerStep, ...]:
    """Return the step for a supervisor's override. Questions do not get it, because F7 answers them."""
    return (AnswerStep(AnswerAction.OVERRULE, translate(_OVERRULE)),) if answer.can_overrule else ()


def _conflict_steps(answer: Answer) -> tuple[AnswerStep, ...]:
    other = AnswerStep(AnswerAction.SEARCH, translate(_other(answer)))
    if answer.candidates:
        return (*_picks(answer), AnswerStep(AnswerAction.SEARCH, translate(_OTHER_PERSON)))
    if answer.reason is Reason.GROUP:
        return (*_counts(answer), AnswerStep(AnswerAction.ADMIT, _admit(answer), is_primary=True), other)
    if answer.reason is Reason.INCOMPLETE and answer.attendee is None:  # a signed ticket: nobody to fill it in for yet
        return (AnswerStep(AnswerAction.ADMIT, translate(_WITHOUT), is_primary=True), other)
    if answer.reason is Reason.INCOMPLETE:
        return (
            AnswerStep(AnswerAction.COMPLETE, translate(Message("step", "Fill in")), is_primary=True),
            AnswerStep(AnswerAction.ADMIT, _all_of(answer) or translate(_WITHOUT)),
            other,
        )
    counts = _counts(answer) if answer.asks_how_many else ()
    is_likely = answer.reason is not Reason.PENDING  # who waits for a place is let in by the organiser's word
    return (*counts, AnswerStep(AnswerAction.ADMIT, _admit(answer), is_primary=is_likely), other)


def _instead(answer: Answer) -> Iterator[AnswerStep]:
    """Return the alternatives to a full session: the one they booked, others at the same time, the waiting line."""
    own = {session.id for session in answer.alternatives.given_up}
    for number, workshop in enumerate(answer.alternatives.workshops, start=1):
        is_own = workshop.session.id in own
        label = _place_of(workshop, with_seats=not is_own)
        yield AnswerStep(AnswerAction.MOVE, translate(_SEND, session=label) if is_own else label, is_own, number)
    if answer.can_wait:
        yield AnswerStep(
            AnswerAction.WAIT,
            translate(Message("step", "Waiting list (place {place})"), place=answer.counts.waiting + 1),
            is_primary=not answer.alternatives.workshops,
        )


def _place_of(workshop: SessionSeats, *, with_seats: bool) -> str:
    """Return which workshop, when and where it is, as one line. It is on the day of the full one."""
    session, seats = workshop.session, seats_text(workshop.seats) if with_seats else ""
    begins = clock_time(session.starts) if session.starts else ""
    return " · ".join(filter(None, (session.title, begins, session.room, seats)))


def _walk_in(answer: Answer) -> tuple[AnswerStep, ...]:
    """Return the step that registers a walk-in, for a code without a person. A forged code is left to a supervisor."""
    is_nobody = answer.attendee is None and answer.reason not in (Reason.FORGED, Reason.THING_HERE)
    return (AnswerStep(AnswerAction.WALK_IN, translate(Message("step", "Register here"))),) if is_nobody else ()


def _substitute(answer: Answer) -> tuple[AnswerStep, ...]:
    """Return the step that registers a substitute for the person of the code.

    Not offered at an exit, nor for a walk-in or a refused person.
    """
    is_own = (
        answer.attendee is not None and answer.how is not CheckInMethod.WALK_IN and answer.verdict is not Verdict.REFUSE
    )
    return (
        (AnswerStep(AnswerAction.SUBSTITUTE, translate(Message("step", "Register a substitute"))),)
        if is_own and answer.control_point.mode is PointMode.ENTRY
        else ()
    )


def _correct(answer: Answer) -> tuple[AnswerStep, ...]:
    """Return the step that corrects what the list says of the person, at a door."""
    is_door = answer.control_point.mode is PointMode.ENTRY and not answer.control_point.gives
    return (AnswerStep(AnswerAction.CORRECT, translate(_CORRECT)),) if answer.attendee and is_door else ()


def _picks(answer: Answer) -> Iterator[AnswerStep]:
    for number, match in enumerate(answer.candidates, start=1):
        yield AnswerStep(AnswerAction.PICK, match_description(match), number=number)


def _order(answer: Answer) -> Iterator[AnswerStep]:
    """Return the steps that check in the others of the order: each of a few, and all."""
    if len(answer.order.others) <= MOST_BUTTONS:
        for number, match in enumerate(answer.order.named, start=1):
            yield AnswerStep(AnswerAction.PICK, _member(answer, match), number=number)
    if number := answer.order.number_of_all:
        words = (
            Message("step", "Let in all {count} others")
            if answer.order.entering == len(answer.order.others)
            else _SOME_OTHERS
        )
        yield AnswerStep(AnswerAction.ORDER, translate(words, count=answer.order.entering), number=number)


def lines_of_order(answer: Answer) -> list[str]:
    """Return a line for each of the others of an order that are too many for buttons, with the number to type."""
    if len(answer.order.others) <= MOST_BUTTONS:
        return []
    named = enumerate(answer.order.named, start=1)
    more = len(answer.order.others) - len(answer.order.named)
    lines = [f"{with_enter(number)} {_member(answer, match)}" for number, match in named]
    return [*lines, translate(Message("answer", "{count} more"), count=more)] if more else lines


def _member(answer: Answer, match: SearchMatch) -> str:
    """Return what is to be known of one of the order before they come in; not the organisation that both have."""
    own, shown = match.attendee.organisation, answer.attendee.organisation if answer.attendee else ""
    apart = (part for part in (own, *match.apart) if part != shown)
    asks = translate(LOOKS[match.asks].title) if match.asks else ""
    parts = (match.attendee.name, accompanied_text(match.accompanies), *dict.fromkeys(apart), *match.columns, asks)
    return " · ".join(filter(None, parts))


def number_meaning(answer: Answer, number: int) -> str:
    """Return what Enter does with a number typed while `answer` is shown, and to whom; or which numbers it asks for."""
    most = answer.highest_choice
    if not 1 <= number <= most:
        return translate(_NUMBERS, most=most) if most > 1 else translate(Message("search", "Only 1 is possible here."))
    return translate(_ENTER, what=_choice(answer, number))


def not_entered(asked: Answer, number: int, now: Answer | None) -> str:
    """Return what a number typed while `asked` was shown did not do, as Enter was missing; "" for no choice, and where
    the answer `now` settled it.
    """
    here = now.attendee.id if now and now.attendee else ""
    is_settled = now and not now.highest_choice and asked.attendee and asked.attendee.id == here
    is_settled = is_settled or any(each.attendee.id == here for each in asked.candidates)
    if is_settled or not 1 <= number <= asked.highest_choice:
        return ""
    name = asked.attendee.name if asked.attendee else asked.read
    what = _choice(asked, number, without=here)
    return translate(_NOT_ENTERED, name=name, number=number, what=what) if what else ""


def _choice(answer: Answer, number: int, without: str = "") -> str:
    """Return what `number` chooses; `without` is the id of one of the order who came meanwhile."""
    name = answer.attendee.name if answer.attendee else ""
    if answer.candidates:
        return match_description(answer.candidates[number - 1])
    if answer.alternatives.workshops:
        place = _place_of(answer.alternatives.workshops[number - 1], with_seats=False)
        return translate(Message("search", "send {name} to {session}"), name=name, session=place)
    if answer.undoable_party and number > answer.order.last_number:
        undone = answer.undoable_party[number - answer.order.last_number - 1].attendee
        return translate(Message("search", "undo the arrival of {name}"), name=undone.name if undone else "")
    if answer.order.others and not answer.asks_how_many:
        return _letting_in(answer, number, [each for each in answer.order.others if each.attendee.id != without])
    return translate(Message("search", "{count} {count:person|people} (group: {name})"), count=number, name=name)


def _letting_in(answer: Answer, number: int, left: Sequence[SearchMatch]) -> str:
    """Return whom a number lets in of those who are `left` of the order; "" for nobody."""
    is_all = number == answer.order.number_of_all
    chosen = [each for each in left if (each.asks is None if is_all else each is answer.order.others[number - 1])]
    if len(chosen) > 1:
        return translate(_LET_IN_ALL if len(chosen) == len(left) else _LET_IN_SOME, count=len(chosen))
    return translate(Message("search", "let in {name}"), name=chosen[0].attendee.name) if chosen else ""


def _counts(answer: Answer) -> Iterator[AnswerStep]:
    """Return buttons for small numbers of people; a larger number is typed."""
    for number in range(1, min(answer.to_come, MOST_COUNTS + 1)):
        yield AnswerStep(AnswerAction.COUNT, "", number=number)


def _other(answer: Answer) -> Message:
    return _OTHER_PERSON if answer.attendee else Message("step", "Search by name")


def _all_of(answer: Answer) -> str:
    """Return the label that admits everybody of a group who is still to come, "" for anybody else."""
    return translate(_ALL, count=answer.to_come) if answer.asks_how_many and answer.to_come > 1 else ""


def _admit(answer: Answer) -> str:
    if everyone := _all_of(answer):
        return everyone
    if answer.asks_payment:
        return translate(Message("step", "Payment, then let in…"))
    if answer.alternatives.given_up:
        return translate(_ADMIT_HERE, session=answer.alternatives.given_up[0].title)
    if answer.reason is Reason.NOT_REGISTERED and answer.counts.seats is not None:
        return (
            translate(_ADMIT_LAST) if answer.counts.seats == 1 else translate(_ADMIT_SEATS, seats=answer.counts.seats)
        )
    return translate(_ADMIT_BY_REASON.get(answer.reason, _ADMIT))
