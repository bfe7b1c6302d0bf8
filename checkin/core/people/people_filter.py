# SPDX-License-Identifier: GPL-3.0-or-later
"""Filters, order and rows of the list of people. Values only: `storage/people_list` runs the queries."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from checkin.core.attendee import OFF_STATUSES, Attendee, Status

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
