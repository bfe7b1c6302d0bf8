# SPDX-License-Identifier: GPL-3.0-or-later
"""State of a person at a control point, and the one set of words for it. Pure.

Every place that names a state (search, answers, list of people, live screen, PDF reports) takes it from here; the words
of a registration are those of the exports.
"""

from collections.abc import Callable
from datetime import datetime
from enum import StrEnum

from checkin.core.attendee import STATE_NAMES, Attendee, Presence, Status
from checkin.core.message import Message, Translate
from checkin.core.people_list import PersonAtPoint, SeatState

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
