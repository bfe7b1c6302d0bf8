# SPDX-License-Identifier: GPL-3.0-or-later
"""The words, icon, sound family and colours of every answer, and nowhere else. Draws and plays nothing."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from checkin.core.admission import Reason, Verdict
from checkin.core.answer import Answer
from checkin.core.field_names import FIELD_NAMES
from checkin.core.history import CUSTOM
from checkin.core.people import Standing
from checkin.core.person_state import state_text
from checkin.core.programme.programme import ControlPoint, Mode, Programme, Session
from checkin.core.together.status import OtherDesk
from checkin.core.words import Words
from checkin.language import clock_time, say
from checkin.ui.look import theme, undo_words
from checkin.ui.look.theme import Colours

MOST_NAMES = 2
"""Of desks in a sentence."""


class Family(StrEnum):
    """Answers that sound alike, and the great shape behind them."""

    WELCOME = "S1"
    READ = "S2"
    PERSON = "S3"
    REFUSED = "S4"
    TECHNICAL = "S5"
    NONE = ""


SHAPES = {
    Family.WELCOME: "circle",
    Family.READ: "star",
    Family.PERSON: "triangle",
    Family.REFUSED: "octagon",
    Family.TECHNICAL: "diamond",
    Family.NONE: "",
}
"""The icon whose outline a family wears large in the corner: a channel beside colour, words and sound."""


@dataclass(frozen=True, slots=True)
class Look:
    """How one reason is told. `explanation` is the second sentence, its fields filled by `explanation()`."""

    title: Words
    icon: str
    family: Family
    colours: Colours
    explanation: Words | None = None


LOOKS = {
    Reason.WELCOME: Look(Words("answer", "Welcome"), "circle-check", Family.WELCOME, theme.GREEN),
    Reason.ATTENTION: Look(Words("answer", "Welcome – please read"), "circle-star", Family.READ, theme.GREEN),
    Reason.REENTRY: Look(Words("answer", "Hello again"), "log-in", Family.WELCOME, theme.GREEN),
    Reason.EXIT: Look(Words("answer", "Exit recorded"), "log-out", Family.WELCOME, theme.BLUE),
    Reason.EXIT_WITHOUT_ENTRY: Look(
        Words("answer", "Exit without entry"),
        "door-open",
        Family.PERSON,
        theme.AMBER,
        Words("answer", "No entry was recorded here"),
    ),
    Reason.REPEATED: Look(
        Words("answer", "Already read"),
        "circle-ellipsis",
        Family.NONE,
        theme.GREY,
        Words("answer", "The same code, a moment ago: nothing changes"),
    ),
    Reason.ALREADY_ARRIVED: Look(Words("answer", "Already here"), "clock", Family.PERSON, theme.AMBER),
    Reason.NOT_HEARD_OF: Look(
        Words("answer", "To be confirmed"),
        "circle-question-mark",
        Family.PERSON,
        theme.AMBER,
        Words("answer", "The code is genuine, but this desk does not know the person yet"),
    ),
    Reason.UNKNOWN: Look(
        Words("answer", "Unknown code"),
        "octagon-x",
        Family.REFUSED,
        theme.RED,
        Words("answer", "This code is not on the list"),
    ),
    Reason.OTHER_EVENT: Look(
        Words("answer", "Another event"),
        "calendar-x",
        Family.REFUSED,
        theme.RED,
        Words("answer", "Ask for the code of this event, or search by name"),
    ),
    Reason.UNREADABLE: Look(
        Words("answer", "Could not be read"),
        "scan-line",
        Family.TECHNICAL,
        theme.INDIGO,
        Words("answer", "Present the code again, flat, about 20 cm from the camera"),
    ),
    Reason.FORGED: Look(
        Words("answer", "Forged code"),
        "shield-x",
        Family.REFUSED,
        theme.RED,
        Words("answer", "This code has been altered: call the supervisor"),
    ),
    Reason.ERASED: Look(
        Words("answer", "Data erased"),
        "delete",
        Family.REFUSED,
        theme.RED,
        Words("answer", "The data of this event were erased on {day}: whose code this is, nobody knows any more"),
    ),
    Reason.CANCELLED: Look(
        Words("answer", "Registration cancelled"),
        "ticket-x",
        Family.REFUSED,
        theme.RED,
        Words("answer", "Call the supervisor"),
    ),
    Reason.CODE_REPLACED: Look(
        Words("answer", "Badge replaced"),
        "refresh-cw",
        Family.REFUSED,
        theme.RED,
        Words("answer", "This badge no longer counts: keep it here, ask for the newer one"),
    ),
    Reason.BLOCKED: Look(
        Words("answer", "Registration blocked"),
        "ban",
        Family.REFUSED,
        theme.RED,
        Words("answer", "Call the supervisor"),
    ),
    Reason.PENDING: Look(
        Words("answer", "Registration to be approved"),
        "hourglass",
        Family.PERSON,
        theme.AMBER,
        Words("answer", "This registration is not approved yet"),
    ),
    Reason.UNPAID: Look(
        Words("answer", "Registration unpaid"),
        "banknote",
        Family.PERSON,
        theme.AMBER,
        Words("answer", "The payment has not been received"),
    ),
    Reason.TOO_EARLY: Look(
        Words("answer", "Not open yet"),
        "alarm-clock",
        Family.REFUSED,
        theme.RED,
        Words("answer", "{point} opens at {time}"),
    ),
    Reason.TOO_LATE: Look(
        Words("answer", "Too late"),
        "alarm-clock-off",
        Family.REFUSED,
        theme.RED,
        Words("answer", "{point} closed at {time}"),
    ),
    Reason.NO_ACCESS: Look(
        Words("answer", "No access here"),
        "octagon-minus",
        Family.REFUSED,
        theme.RED,
        Words("answer", "{point} is reserved for: {categories}"),
    ),
    Reason.NOT_REGISTERED: Look(
        Words("answer", "Session not booked"),
        "clipboard-x",
        Family.PERSON,
        theme.AMBER,
        Words("answer", "Seats left: {seats}"),
    ),
    Reason.FULL: Look(
        Words("answer", "Full"),
        "users",
        Family.REFUSED,
        theme.RED,
        Words("answer", "{capacity:The|All} {capacity} {capacity:seat is|seats are} taken"),
    ),
    Reason.REMOTE: Look(
        Words("answer", "Registered as remote"),
        "monitor",
        Family.PERSON,
        theme.AMBER,
        Words("answer", "This person was expected online"),
    ),
    Reason.SPEAKER_TO_CONFIRM: Look(
        Words("answer", "Welcome – tell the supervisor"),
        "mic",
        Family.READ,
        theme.GREEN,
        Words("answer", "This speaker was still to be confirmed: tell the supervisor"),
    ),
    Reason.UNDONE: Look(undo_words.ARRIVAL_UNDONE, "undo-2", Family.NONE, theme.GREY, undo_words.NO_LONGER_HERE),
    Reason.INCOMPLETE: Look(
        Words("answer", "To complete"),
        "clipboard-pen",
        Family.PERSON,
        theme.AMBER,
        Words("answer", "Missing: {missing}"),
    ),
    Reason.SEVERAL: Look(
        Words("answer", "Several people"),
        "users-round",
        Family.PERSON,
        theme.AMBER,
        Words("answer", "Ask for the organisation, then type the number and press Enter"),
    ),
    Reason.WALK_IN: Look(Words("answer", "Registered and in"), "user-plus", Family.WELCOME, theme.GREEN),
    Reason.GROUP: Look(
        Words("answer", "Group – how many are here?"),
        "user-check",
        Family.PERSON,
        theme.AMBER,
        Words("answer", "{to_come} of {places} people are missing: F7 for all, or type how many and press Enter"),
    ),
    Reason.NO_RETURN: Look(
        Words("answer", "Left for good"),
        "door-closed",
        Family.REFUSED,
        theme.RED,
        Words("answer", "Who has left {point} does not come back in"),
    ),
    Reason.WAITING: Look(
        Words("answer", "On the waiting list"),
        "list-ordered",
        Family.READ,
        theme.BLUE,
        Words("answer", "Place {in_line}: they are called in this order as seats become free"),
    ),
    Reason.MOVED: Look(
        Words("answer", "Booked elsewhere"),
        "arrow-right",
        Family.READ,
        theme.BLUE,
        Words("answer", "A seat is theirs in {session}"),
    ),
    Reason.TRIAL: Look(
        Words("answer", "Test code read"),
        "scan-qr-code",
        Family.READ,
        theme.BLUE,
        Words("answer", "It is nobody’s: nothing was recorded"),
    ),
    Reason.NOT_SAVED: Look(
        Words("answer", "NOT SAVED – write it on paper"),
        "triangle-alert",
        Family.TECHNICAL,
        theme.BLACK,
        Words("answer", "Nothing was recorded: write down the name and the time"),
    ),
}

_ADMITTED = Look(Words("answer", "Let in"), "circle-check", Family.READ, theme.GREEN)
_NO_BADGE_YET = Look(Words("answer", "Let in – badge to follow"), "printer", Family.READ, theme.GREEN)
_REPLACED = Words("answer", "{state}. Call the supervisor")
_SEAT_BOOKED = Words("answer", "Seat booked")
_LET_IN_DESPITE, _DESPITE = Words("answer", "Let in despite: {reason}"), Words("answer", "Despite: {reason}")
_SETTLED = {
    Reason.REMOTE: Words("answer", "Was registered as remote: now on site"),
    Reason.NOT_HEARD_OF: Words("answer", "Let in, to be confirmed: this desk does not know the person yet"),
    Reason.EXIT_WITHOUT_ENTRY: Words("answer", "The entry was missing: it is recorded too"),
}
_THIS_PERSON = Words("answer", "Is it this person?")
_UNKNOWN_AGAIN = Words("answer", "This code has already been let in")
_PERHAPS_ELSEWHERE = Words("answer", "The code is genuine. {silent} may know it: not heard from for {minutes} min")
_PERHAPS_CAME = Words("answer", "{silent} may have let them in already: not heard from for {minutes} min")
_WHOLE_GROUP = Words("answer", "{places} people on this code: F7 for all, or type how many and press Enter")
_LAST_OF_GROUP = Words("answer", "1 of {places} people is missing: F7")
_BOOKED_ELSEWHERE = Words("answer", "Registered for: {booked}")
_BOOKED_ELSEWHERE_SEATS = Words("answer", "Registered for: {booked}. Seats left here: {seats}")
_BOOKED_ELSEWHERE_FULL = Words(
    "answer", "Registered for: {booked}. Here {inside} {inside:person|people} in, {awaited} still to come"
)
_WHERE_TO_GO = Words("answer", "{point} is reserved for: {categories}. Open to them: {open_to}")
_FULL_AND_WAITED_FOR = Words(
    "answer", "{capacity:The|All} {capacity} {capacity:seat is|seats are} taken or kept; waiting: {waiting}"
)
_FULL_OF_BOOKINGS = Words(
    "answer", "{capacity} {capacity:seat|seats}: {inside} {inside:person|people} in, {awaited} still to come"
)
_FULL_OF_BOOKINGS_AND_WAITED_FOR = Words(
    "answer",
    "{capacity} {capacity:seat|seats}: {inside} {inside:person|people} in, {awaited} still to come; waiting: {waiting}",
)
_REQUIRED = Words("answer", "{field}: {values}")
_IMPORTANT = Words("answer", "{category}: tell the supervisor they are here")
_SPEAKER = Words("answer", "They speak today: tell the supervisor they are here")
_SEATS_UNLIMITED = Words("answer", "Not on the list of this session")


def look(answer: Answer) -> Look:
    """The look of `answer`; over an override it is that of an admission, or of an exit. Who has to wait for their badge
    is told so first.
    """
    if answer.lacks_badge and answer.verdict is Verdict.ADMIT:
        return _NO_BADGE_YET
    if answer.is_override and answer.reason not in (Reason.UNDONE, Reason.NOT_SAVED):
        return LOOKS[Reason.EXIT] if answer.control_point.mode is Mode.EXIT else _ADMITTED
    return LOOKS[Reason.WELCOME if answer.is_rest_of_group else answer.reason]


def headline(answer: Answer) -> str:
    """The title of the answer, in the language of the desk."""
    if len(answer.candidates) == 1:
        return say(_THIS_PERSON)
    if answer.reason is Reason.UNDONE:
        return say(undo_words.undo_title(answer.undone))
    if answer.reason is Reason.MOVED and not answer.given_up:
        return say(_SEAT_BOOKED)
    return say(look(answer).title)


def explanation(answer: Answer, programme: Programme) -> str:
    """The second sentence, "" when the title and the person say it all."""
    if answer.is_override:
        return _override(answer)
    if answer.reason is Reason.UNDONE:
        return undo_words.undo_explanation(answer.undone)
    words = _words_of(answer)
    return say(words, **_fields(answer, programme)) if words else ""


def _words_of(answer: Answer) -> Words | None:
    return _of_this_answer(answer) or LOOKS[answer.reason].explanation


def _override(answer: Answer) -> str:
    """What somebody was let in, or out, in spite of; where letting them in settled it, what is true now."""
    despite = _DESPITE if answer.control_point.mode is Mode.EXIT else _LET_IN_DESPITE
    return say(_SETTLED.get(answer.reason, despite), reason=say(LOOKS[answer.reason].title))


def _of_this_answer(answer: Answer) -> Words | None:
    """Where more is known than the reason alone says."""
    match answer.reason:
        case Reason.ALREADY_ARRIVED if answer.attendee is None:
            return _UNKNOWN_AGAIN
        case Reason.ATTENTION if answer.attendee and not answer.attendee.note.strip():
            return _SPEAKER if answer.speaker else _IMPORTANT
        case Reason.WELCOME | Reason.NOT_HEARD_OF if answer.silent:
            return _PERHAPS_CAME if answer.reason is Reason.WELCOME else _PERHAPS_ELSEWHERE
        case Reason.GROUP:
            return _WHOLE_GROUP if not answer.came else _LAST_OF_GROUP if answer.to_come == 1 else None
        case Reason.NO_ACCESS if answer.open_to:
            return _WHERE_TO_GO
        case Reason.CANCELLED if answer.replaced_by is not None:
            return _REPLACED
        case Reason.NOT_REGISTERED | Reason.FULL:
            return _of_seats(answer)
    return None


def _of_seats(answer: Answer) -> Words | None:
    """What they have booked comes before whatever is to be told of the seats here."""
    if answer.reason is Reason.FULL:
        return _of_full_session(answer)
    if answer.seats is None:
        return _BOOKED_ELSEWHERE if answer.given_up else _SEATS_UNLIMITED
    return _BOOKED_ELSEWHERE_SEATS if answer.given_up else None


def _of_full_session(answer: Answer) -> Words | None:
    """Where seats are kept for people who are still to come, the room may look empty: both numbers are told."""
    if answer.given_up:
        return _BOOKED_ELSEWHERE_FULL if answer.awaited else _BOOKED_ELSEWHERE
    if answer.awaited:
        return _FULL_OF_BOOKINGS_AND_WAITED_FOR if answer.waiting else _FULL_OF_BOOKINGS
    return _FULL_AND_WAITED_FOR if answer.waiting else None


def _fields(answer: Answer, programme: Programme) -> dict[str, object]:
    """Every field an explanation may name; unused ones are passed over."""
    point = answer.control_point
    moment = point.closes if answer.reason is Reason.TOO_LATE else point.opens
    session = programme.session(point.session)
    return {
        "point": point.name,
        "state": person_state(answer),
        "time": _hour(moment, answer.at) if moment else "",
        "day": f"{answer.earlier_at:%d/%m/%Y}" if answer.earlier_at else "",
        "categories": ", ".join((*map(programme.category_name, point.categories), *_requirements(point))),
        "open_to": ", ".join(p.name for p in answer.open_to),
        "waiting": answer.waiting,
        "in_line": answer.in_line,
        "inside": answer.inside,
        "awaited": answer.awaited,
        "session": _with_room(answer.moved_to) if answer.moved_to else "",
        "booked": _with_room(answer.given_up[0]) if answer.given_up else "",
        "silent": _names(answer.silent),
        "minutes": max(1, round(answer.silent[0].age / 60)) if answer.silent else 0,
        "seats": answer.seats,
        "missing": ", ".join(field_name(name) for name in answer.missing),
        "to_come": answer.to_come,
        "category": programme.category_name(answer.attendee.category) if answer.attendee else "",
        "places": answer.attendee.places if answer.attendee else 1,
        "capacity": session.capacity if session else 0,
    }


def person_state(answer: Answer) -> str:
    """Return the state of the person of an answer in the words that lists have for it; "" where nobody is known."""
    if answer.attendee is None:
        return ""
    return state_text(Standing(answer.attendee, replaced_by=answer.replaced_by), say, clock_time)


def _names(desks: Sequence[OtherDesk]) -> str:
    """Of those that were silent longest; where many are, it is the place that is away, as the light says."""
    return ", ".join(desk.name for desk in desks[:MOST_NAMES]) + (" …" if len(desks) > MOST_NAMES else "")


def _with_room(session: Session) -> str:
    return ", ".join(filter(None, (session.title, session.room)))


def _requirements(point: ControlPoint) -> Iterator[str]:
    """What must stand in a field, as people say it: "Repas : oui, végétarien"."""
    for required in point.requires:
        yield say(_REQUIRED, field=field_name(required.field), values=", ".join(required.values))


def field_name(name: str) -> str:
    """How a field of a person is called, in the language of the desk; a column of the list by its own title."""
    return say(FIELD_NAMES[name]) if name in FIELD_NAMES else name.removeprefix(CUSTOM)


def _hour(moment: datetime, at: datetime) -> str:
    """The hour alone, with its day when that is not the day of the scan."""
    hour = clock_time(moment)
    return hour if moment.date() == at.date() else f"{moment:%d/%m/%Y} {hour}"
