# SPDX-License-Identifier: GPL-3.0-or-later
"""The list of people: its filters, order and rows, a person's state, and labels for people of one name. Pure."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from checkin.core.attendee import OFF_STATUSES, STATE_NAMES, Attendee, Presence, Status
from checkin.core.message import Message, Translate
from checkin.core.text_folding import name_key

TAIL_LETTERS = 4
"""The last letters of a code that are shown to tell namesakes apart."""


class AttendanceFilter(StrEnum):
    """The people to show, by their attendance at the control point. EXPECTED is the denominator of the counter there,
    TO_COME those of them who have not arrived. INSIDE have not left: where things are lent, they have one.
    """

    ALL = "all"
    EXPECTED = "expected"
    ARRIVED = "arrived"
    INSIDE = "inside"
    TO_COME = "to_come"
    WALK_IN = "walk_in"
    REMOTE = "remote"


class AttendeeColumn(StrEnum):
    """The columns of the list, from left to right."""

    NAME = "name"
    ORGANISATION = "organisation"
    CATEGORY = "category"
    STATE = "state"
    SESSIONS = "sessions"
    CODE = "code"


@dataclass(frozen=True, slots=True)
class AttendeeFilter:
    """Conditions that all must hold. None means any, a `category` of "" those without one, a `session` of "" any
    session.
    """

    category: str | None = None
    status: Status | None = None
    attendance: AttendanceFilter = AttendanceFilter.ALL
    session: str = ""


@dataclass(frozen=True, slots=True)
class AttendeeOrder:
    """The order of the list; people who are equal in `column` are sorted by name."""

    column: AttendeeColumn = AttendeeColumn.NAME
    is_descending: bool = False


class SeatState(StrEnum):
    """A person's seat in the session of a control point; BOOKED also where nothing has to be booked."""

    BOOKED = "booked"
    WAITING = "waiting"
    NOT_BOOKED = "not_booked"


@dataclass(frozen=True, slots=True)
class PersonAtPoint:
    """A person and their state at one control point. `came` people have come on their code, 0 before they arrive.

    `replaced_by` is the name of their substitute, "" where it is not known here, None without one. `is_elsewhere`: in
    the building without having been here; filled only where a list asks for it. `accompanies` is the name of the person
    whom a companion comes with, "" for anyone else, `thing` what they have from here, as people call it (“headset 12”).
    """

    attendee: Attendee
    arrived_at: datetime | None = None
    arrived_desk: str = ""
    is_inside: bool = False
    came: int = 0
    replaced_by: str | None = None
    seat: SeatState = SeatState.BOOKED
    is_elsewhere: bool = False
    accompanies: str = ""
    thing: str = ""

    @property
    def tail(self) -> str:
        return self.attendee.ticket_code[-TAIL_LETTERS:]


def status_before(earlier: Iterable[str]) -> Status:
    """Return the status of a person who is cancelled or blocked no longer: the newest of `earlier` (newest first) that
    was neither, else confirmed.
    """
    known = (Status(old) for old in earlier if old in set(Status))
    return next((status for status in known if status not in OFF_STATUSES), Status.CONFIRMED)


# Labels that tell people of one name apart in a list: the fields in which they differ, in the order people say them.

CategoryName = Callable[[str], str]


def distinguish_namesakes(people: Sequence[Attendee], category_name: CategoryName) -> list[tuple[str, ...]]:
    """Return the label of each of `people`, in their order.

    It is their organisation where no other has the name. Namesakes get the organisation and the role in which they
    differ, then e-mail, category and the end of the code, as far as these are needed.
    """
    named: dict[str, list[Attendee]] = {}
    for person in people:
        named.setdefault(name_key(person.first_name, person.last_name), []).append(person)
    values: dict[int, tuple[str, ...]] = {}
    for namesakes in named.values():
        values |= dict(zip([id(each) for each in namesakes], _of_namesakes(namesakes, category_name), strict=True))
    return [values[id(person)] for person in people]


def _of_namesakes(people: Sequence[Attendee], category_name: CategoryName) -> list[tuple[str, ...]]:
    if len(people) == 1:
        return [tuple(filter(None, (people[0].organisation,)))]
    fields = [
        [person.organisation for person in people],
        [person.role for person in people],
        [person.email for person in people],
        [category_name(person.category) for person in people],
        [f"… {person.ticket_code[-TAIL_LETTERS:]}" for person in people],
    ]
    lines: list[tuple[str, ...]] = [() for _ in people]
    for place, values in enumerate(fields):
        is_needed = place < _ALWAYS or len(set(lines)) < len(people)
        if is_needed and len(set(values)) > 1:
            lines = [(*shown, value) if value else shown for shown, value in zip(lines, values, strict=True)]
    return lines


_ALWAYS = 2
"""The first fields, organisation and role, are shown whenever they differ: a guest can be asked for them."""


# State of a person at a control point, and the one set of words for it. Pure.
#
# Every place that names a state (search, answers, list of people, live screen, PDF reports) takes it from here; the
# words of a registration are those of the exports.

Clock = Callable[[datetime], str]


class PersonState(StrEnum):
    """The state of a person at a control point; exactly one holds. PART: some of a group have come; OUT: came and went
    out again. WAITING, NOT_BOOKED: without a seat in the session of this control point. ELSEWHERE: expected here and
    already in the building.
    """

    EXPECTED = "expected"
    ELSEWHERE = "elsewhere"
    ARRIVED = "arrived"
    PART = "part"
    OUT = "out"
    REMOTE = "remote"
    PENDING = "pending"
    UNPAID = "unpaid"
    CANCELLED = "cancelled"
    REPLACED = "replaced"
    BLOCKED = "blocked"
    WAITING = "waiting"
    NOT_BOOKED = "not_booked"


STATE_MESSAGES = {
    PersonState.EXPECTED: Message("passage", "Expected"),
    PersonState.ELSEWHERE: Message("passage", "On site, not here"),
    PersonState.ARRIVED: Message("passage", "Arrived {time}"),
    PersonState.PART: Message("passage", "{came} of {places} came"),
    PersonState.OUT: Message("passage", "Came {time}, out"),
    PersonState.REMOTE: STATE_NAMES["remote"],
    PersonState.PENDING: STATE_NAMES["pending"],
    PersonState.UNPAID: STATE_NAMES["unpaid"],
    PersonState.CANCELLED: STATE_NAMES["cancelled"],
    PersonState.REPLACED: Message("passage", "Replaced by {name}"),
    PersonState.BLOCKED: STATE_NAMES["blocked"],
    PersonState.WAITING: Message("passage", "Waiting list"),
    PersonState.NOT_BOOKED: Message("passage", "Not booked"),
}
_REPLACED = Message("passage", "Replaced")
_HAS_UNNUMBERED = Message("passage", "{thing}, no number · {time}")


def person_state(standing: PersonAtPoint) -> PersonState:
    """Return the state. A cancelled or blocked registration comes before an arrival, as it does at the door."""
    if (off := _off(standing)) is not None:
        return off
    if standing.arrived_at is not None:
        if not standing.is_inside:
            return PersonState.OUT
        is_part = standing.came < standing.attendee.places and not standing.thing
        return PersonState.PART if is_part else PersonState.ARRIVED
    state = _before_arrival(standing.attendee, standing.seat)
    return PersonState.ELSEWHERE if standing.is_elsewhere and state is PersonState.EXPECTED else state


def _off(standing: PersonAtPoint) -> PersonState | None:
    match standing.attendee.status:
        case Status.BLOCKED:
            return PersonState.BLOCKED
        case Status.CANCELLED:
            return PersonState.CANCELLED if standing.replaced_by is None else PersonState.REPLACED
    return None


def _before_arrival(person: Attendee, seat: SeatState) -> PersonState:
    """Return the state of a person who has not arrived, in the order of the door: the registration, then the seat."""
    if person.status is not Status.CONFIRMED:
        return PersonState(person.status)
    return PersonState.REMOTE if person.presence is Presence.REMOTE else _SEATS[seat]


_SEATS = {
    SeatState.BOOKED: PersonState.EXPECTED,
    SeatState.WAITING: PersonState.WAITING,
    SeatState.NOT_BOOKED: PersonState.NOT_BOOKED,
}


def state_text(standing: PersonAtPoint, translate: Translate, clock: Clock) -> str:
    """Return the words of the state in the language of `translate`; `clock` writes the time of an arrival."""
    state = person_state(standing)
    words = _REPLACED if state is PersonState.REPLACED and not standing.replaced_by else STATE_MESSAGES[state]
    if state is PersonState.ARRIVED and standing.thing:
        words = Message("passage", "{thing} · {time}") if standing.thing[-1].isdecimal() else _HAS_UNNUMBERED
    time = clock(standing.arrived_at) if standing.arrived_at else ""
    known = {"came": standing.came, "places": standing.attendee.places, "name": standing.replaced_by}
    text = translate(words, time=time, thing=standing.thing, **known)
    return capital(text)


def status_text(status: Status, translate: Translate) -> str:
    """Return the words of a registration alone, without any arrival."""
    return capital(translate(STATE_NAMES[status]))


def capital(text: str) -> str:
    """Return `text` with a capital, to begin a line: the words of an export stand inside sentences."""
    return text[:1].upper() + text[1:]
