# SPDX-License-Identifier: GPL-3.0-or-later
"""The list of people: its filters, order and rows, and labels that tell people of one name apart. Pure."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from checkin.core.attendee import OFF_STATUSES, Attendee, Status
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
