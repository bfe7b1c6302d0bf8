# SPDX-License-Identifier: GPL-3.0-or-later
"""The sentences of an answer that name people, times or seats. Title and fixed sentences: `answer_looks`."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from checkin.core.admission_rules import exits_are_noted, returns_unnoticed
from checkin.core.answer import Answer
from checkin.core.decision import Reason, Verdict
from checkin.core.message import Message
from checkin.core.payments import amount_text
from checkin.core.people_list import PersonAtPoint, capital, state_text
from checkin.core.programme.programme import PointMode, Programme, Session
from checkin.core.sync.sync_status import OtherDesk
from checkin.services.privacy.purge_day import when_text
from checkin.translation import clock_time, error_text, translate
from checkin.ui.look import undo_wording
from checkin.ui.look.answer_looks import LOOKS, answer_look
from checkin.ui.look.undo_wording import access_sentences, person_field_label

if TYPE_CHECKING:
    from checkin.core.ticketing.rule_explanations import TicketExplanation

MOST_NAMES = 2
"""Most desks named in a sentence."""


def answer_title(answer: Answer) -> str:
    """Return the translated title of the answer."""
    if len(answer.candidates) == 1 and answer.reason is Reason.SEVERAL:
        return translate(Message("answer", "Is it this person?"))
    if answer.reason is Reason.UNDONE:
        return translate(undo_wording.undo_title(answer))
    if answer.reason is Reason.MOVED and not answer.alternatives.given_up:
        return translate(Message("answer", "Seat booked"))
    if answer.reason is Reason.ROOM_FULL and answer.verdict is Verdict.ASK:
        return seats_sentence(answer)
    if answer.reason is Reason.GROUP and answer.verdict is Verdict.ASK and answer.came:
        return translate(Message("answer", "Group – how many are coming in now?"))
    words = _of_lending(answer) or _of_full_room(answer) or answer_look(answer).title
    return translate(words, thing=capital(answer.lent.about or answer.lent.name), place=answer.counts.waiting_position)


def _of_full_room(answer: Answer) -> Message | None:
    """Return the title for somebody who waits for a seat, and for a room that may look empty; None for every other."""
    if answer.is_override:
        return None
    if _waits(answer):
        return IN_LINE
    return FULLY_BOOKED if answer.reason is Reason.FULL and answer.counts.awaited else None


def seats_sentence(answer: Answer) -> str:
    """Return that the room is full, how far beyond its seats, or how many are taken; "" where that is no news."""
    counts = answer.counts
    if answer.fills_room:
        words = _ROOM_FULL if counts.inside > counts.capacity else _LAST_SEAT
    elif answer.reason is Reason.ROOM_FULL and answer.verdict is Verdict.ASK:
        words = _ROOM_FULL
    elif answer.reason is Reason.GROUP and 0 < counts.capacity < counts.inside + answer.to_come:
        words = Message("answer", "Seats taken: {inside} / {capacity}")
    else:
        return ""
    return translate(words, inside=counts.inside, capacity=counts.capacity)


def _of_lending(answer: Answer) -> Message | None:
    """Return the title for a thing that is out, exchanged or back; None for every other answer."""
    match answer.reason:
        case Reason.EXIT if answer.lent.name:
            return _BACK
        case Reason.LENT if answer.lent.before:
            return _EXCHANGED
        case Reason.ALREADY_ARRIVED if answer.lent.about:
            return _LENT_TO
        case Reason.ALREADY_ARRIVED if answer.can_take_back:
            return _NOT_BACK
        case Reason.WELCOME | Reason.ATTENTION | Reason.REENTRY if answer.lent.is_asked:
            return Message("answer", "{thing}: which number?")
    return None


def answer_explanation(answer: Answer, programme: Programme) -> str:
    """Return the second sentence, "" when the title and the person say it all."""
    if answer.is_override:
        return _override(answer)
    if answer.giving.refusal:
        return error_text(answer.giving.refusal)
    if answer.reason is Reason.UNDONE:
        return undo_wording.undo_explanation(answer)
    if answer.reason is Reason.NO_ACCESS and answer.ticketing.explanations:
        return " · ".join(map(explanation_text, answer.ticketing.explanations))
    if answer.reason is Reason.NO_ACCESS:
        return access_sentences(answer, programme)
    words = _words_of(answer, programme)
    sentence = translate(words, **_fields(answer, programme)) if words else ""
    said = map(explanation_text, answer.ticketing.explanations) if answer.reason is Reason.ATTENTION else ()
    how_many = _how_many(answer, programme) if answer.reason is not Reason.GROUP else ""
    until_called = translate(_UNTIL_CALLED) if _waits(answer) else ""
    return " · ".join(filter(None, (*said, sentence, how_many, until_called)))


def _waits(answer: Answer) -> bool:
    """Whether the person waits for a seat, and there is none for them yet."""
    return answer.reason is Reason.FULL and answer.counts.waiting_position > 0


def _how_many(answer: Answer, programme: Programme) -> str:
    """Return what to type for a part of a group, where another question asks it too."""
    if not answer.asks_how_many:
        return ""
    words = LOOKS[Reason.GROUP].explanation if answer.came else None
    return translate(words or _WHOLE_GROUP, **_fields(answer, programme))


def _words_of(answer: Answer, programme: Programme) -> Message | None:
    if answer.awaits_entry:
        return Message("answer", "Not in yet: F7 lets them in. This code is theirs from now on, at every desk")
    return _of_thing(answer) or _of_this_answer(answer, programme) or LOOKS[answer.reason].explanation


def _override(answer: Answer) -> str:
    """Return what an override was in spite of, or what is true now if it settled the matter."""
    amount = amount_text(answer.attendee) if answer.reason is Reason.UNPAID and answer.attendee else ""
    if amount:
        return translate(Message("answer", "Let in without payment · {amount} still due"), amount=amount)
    despite = _DESPITE if answer.control_point.mode is PointMode.EXIT else _LET_IN_DESPITE
    return translate(_SETTLED.get(answer.reason, despite), reason=translate(LOOKS[answer.reason].title))


def _is_important(answer: Answer, programme: Programme) -> bool:
    category = programme.category_named(answer.attendee.category) if answer.attendee else None
    return category is not None and category.calls_attention


def _of_this_answer(answer: Answer, programme: Programme) -> Message | None:
    """Return the sentence for an answer of which more is known than its reason says, or None."""
    match answer.reason:
        case Reason.ALREADY_ARRIVED:
            return _of_earlier_arrival(answer, programme)
        case Reason.ATTENTION if answer.attendee and not answer.attendee.note.strip():
            return _SPEAKER if answer.speaker else _IMPORTANT if _is_important(answer, programme) else None
        case Reason.WELCOME | Reason.NOT_HEARD_OF if answer.silent:
            return _PERHAPS_CAME if answer.reason is Reason.WELCOME else _PERHAPS_ELSEWHERE
        case Reason.GROUP:
            return _WHOLE_GROUP if not answer.came else _LAST_OF_GROUP if answer.to_come == 1 else None
        case Reason.CANCELLED if answer.replaced_by is not None:
            return Message("answer", "{state}. Call the supervisor")
        case Reason.NOT_REGISTERED | Reason.FULL:
            return _of_seats(answer)
    return None


def _of_earlier_arrival(answer: Answer, programme: Programme) -> Message | None:
    """Return what to do with somebody who is in already, at a door."""
    if answer.attendee is None:
        return Message("answer", "This code has already been let in")
    if returns_unnoticed(programme, answer.control_point):
        return Message("answer", "Same person, back from outside? Let them pass: exits are not recorded here")
    return _NO_EXIT_SINCE if exits_are_noted(programme, answer.control_point) else None


def _of_thing(answer: Answer) -> Message | None:
    """Return the sentence about a thing that was exchanged, is out, or that nobody has where things come back."""
    match answer.reason:
        case Reason.LENT if answer.lent.before:
            return Message("answer", "{before} is back")
        case Reason.THING_OUT if answer.thing:
            return Message("answer", "This person keeps {thing}: scan or type another number")
        case Reason.THING_HERE if answer.control_point.mode is PointMode.EXIT:
            return Message("answer", "{about} is lent to nobody: nothing to take back")
    return None


def _of_seats(answer: Answer) -> Message | None:
    """Return the sentence about seats; what the person has booked takes precedence."""
    if answer.reason is Reason.FULL:
        return _of_full_session(answer)
    if answer.counts.seats is None:
        return _BOOKED_ELSEWHERE if answer.alternatives.given_up else _SEATS_UNLIMITED
    return _BOOKED_ELSEWHERE_SEATS if answer.alternatives.given_up else None


def _of_full_session(answer: Answer) -> Message | None:
    """Return the sentence for a full session.

    Where seats are kept for people yet to come the room may look empty, so both numbers are given.
    """
    if answer.alternatives.given_up:
        return _BOOKED_ELSEWHERE_FULL if answer.counts.awaited else _BOOKED_ELSEWHERE
    if answer.counts.awaited:
        return _FULL_OF_BOOKINGS_AND_WAITED_FOR if answer.counts.waiting else _FULL_OF_BOOKINGS
    return _FULL_AND_WAITED_FOR if answer.counts.waiting else None


def _fields(answer: Answer, programme: Programme) -> dict[str, object]:
    """Return every field that an explanation may use; unused ones are ignored."""
    point = answer.control_point
    moment = point.closes if answer.reason is Reason.TOO_LATE else point.opens
    session = programme.session(point.session)
    explanations = " · ".join(map(explanation_text, answer.ticketing.explanations))
    return {
        "point": point.name,
        "state": person_state_text(answer),
        "when": when_text(moment, answer.at) if moment else "",
        "day": f"{answer.earlier.at:%d/%m/%Y}" if answer.earlier.at else "",
        "waiting": answer.counts.waiting,
        "in_line": answer.counts.waiting_position,
        "inside": answer.counts.inside,
        "awaited": answer.counts.awaited,
        "session": _with_room(answer.moved_to) if answer.moved_to else "",
        "booked": _with_room(answer.alternatives.given_up[0]) if answer.alternatives.given_up else "",
        "silent": _names(answer.silent),
        "minutes": max(1, round(answer.silent[0].age / 60)) if answer.silent else 0,
        "seats": answer.counts.seats,
        "missing": ", ".join(person_field_label(name) for name in answer.missing),
        "to_come": answer.to_come,
        "checks": point.checks,
        "category": programme.category_name(answer.attendee.category) if answer.attendee else "",
        "places": answer.attendee.places if answer.attendee else 1,
        "capacity": session.capacity if session else 0,
        "blank": answer.giving.blank,
        "about": answer.lent.about,
        "thing": answer.thing,
        "before": answer.lent.before,
        "explanations": explanations,
        "unknown": f"{explanations[:1].upper()}{explanations[1:]}",
    }


def explanation_text(explanation: "TicketExplanation") -> str:
    """Return what a ticketing's rule wants, or what is not known of it, in the language of the desk."""
    fields = {n: translate(v) if isinstance(v, Message) else v for n, v in explanation.fields.items()}
    return translate(explanation.words, **fields)


def person_state_text(answer: Answer) -> str:
    """Return the state of the answer's person in the words used in lists; "" without a person."""
    if answer.attendee is None:
        return ""
    return state_text(PersonAtPoint(answer.attendee, replaced_by=answer.replaced_by), translate, clock_time)


def _names(desks: Sequence[OtherDesk]) -> str:
    """Return the names of the desks silent longest; with many, it is rather the peer that is missing, as the
    light says.
    """
    return ", ".join(desk.name for desk in desks[:MOST_NAMES]) + (" …" if len(desks) > MOST_NAMES else "")


def _with_room(session: Session) -> str:
    return ", ".join(filter(None, (session.title, session.room)))


def accompanied_text(name: str) -> str:
    """Return that somebody is the companion of `name`; "" without one."""
    return translate(Message("answer", "accompanies {name}"), name=name) if name else ""


_LET_IN_DESPITE, _DESPITE = Message("answer", "Let in despite: {reason}"), Message("answer", "Despite: {reason}")
_SETTLED = {
    Reason.UNPAID: Message("answer", "Let in without payment"),
    Reason.REMOTE: Message("answer", "Was expected online: now on site"),
    Reason.NOT_HEARD_OF: Message("answer", "Let in, to be confirmed: this desk does not have this person yet"),
    Reason.EXIT_WITHOUT_ENTRY: Message("answer", "No entry had been recorded: it has been added"),
}
_BACK, _EXCHANGED = Message("answer", "Returned"), Message("answer", "Exchanged")
_LENT_TO, _NOT_BACK = Message("answer", "{thing}: lent to"), Message("answer", "{thing}: not given back")
_ROOM_FULL = Message("answer", "Room full: {inside} / {capacity}")
IN_LINE = Message("answer", "On the waiting list, no. {place}")
FULLY_BOOKED = Message("answer", "Fully booked")
_UNTIL_CALLED = Message("answer", "This desk says when a seat is free: F5 then calls whoever is first")
_LAST_SEAT = Message("answer", "Last seat taken: {inside} / {capacity}")
_NO_EXIT_SINCE = Message("answer", "No exit since then: check the name, then call the supervisor (F9)")
_PERHAPS_ELSEWHERE = Message(
    "answer", "The code is genuine. {silent} may know the person, but has not been heard from for {minutes} min"
)
_PERHAPS_CAME = Message(
    "answer", "{silent} may already have let them in, but has not been heard from for {minutes} min"
)
_WHOLE_GROUP = Message("answer", "{places} people on this code: F7 for all, or type how many and press Enter")
_LAST_OF_GROUP = Message("answer", "1 of {places} people is still missing: F7")
_BOOKED_ELSEWHERE = Message("answer", "Registered for: {booked}")
_BOOKED_ELSEWHERE_SEATS = Message("answer", "Registered for: {booked}. Seats left here: {seats}")
_BOOKED_ELSEWHERE_FULL = Message(
    "answer",
    "Registered for: {booked}. Here: {inside} in for {capacity} {capacity:seat|seats}, {awaited} still to come",
)
_FULL_AND_WAITED_FOR = Message(
    "answer", "{capacity:The only seat is|All {capacity} seats are} taken or reserved; waiting: {waiting}"
)
_FULL_OF_BOOKINGS = Message(
    "answer", "{capacity} {capacity:seat|seats}: {inside} {inside:person|people} in, {awaited} still to come"
)
_FULL_OF_BOOKINGS_AND_WAITED_FOR = Message(
    "answer",
    "{capacity} {capacity:seat|seats}: {inside} {inside:person|people} in, {awaited} still to come; waiting: {waiting}",
)
_IMPORTANT = Message("answer", "{category}: tell the supervisor they are here")
_SPEAKER = Message("answer", "Speaking today: tell the supervisor they are here")
_SEATS_UNLIMITED = Message("answer", "Not on the list of this session")
