# SPDX-License-Identifier: GPL-3.0-or-later
"""What is asked of the list of people, and a row of it. Values only: `storage.people_list` answers."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from checkin.core.attendee import Attendee, Status

TAIL_LETTERS = 4
"""Of a code, which tell homonyms apart."""


class AttendanceFilter(StrEnum):
    """Whom to show, by what is known of them at the control point. EXPECTED are all that the count there is out of,
    TO_COME those of them who have not arrived."""

    ALL = "all"
    EXPECTED = "expected"
    ARRIVED = "arrived"
    TO_COME = "to_come"
    WALK_IN = "walk_in"
    REMOTE = "remote"


class AttendeeColumn(StrEnum):
    """Of the list, from left to right."""

    NAME = "name"
    ORGANISATION = "organisation"
    CATEGORY = "category"
    STATE = "state"
    SESSIONS = "sessions"
    CODE = "code"


@dataclass(frozen=True, slots=True)
class AttendeeFilter:
    """Whom to show; all of it must hold. None is all of them, a `category` of "" those who have none, a `session` of ""
    whatever they are registered for.
    """

    category: str | None = None
    status: Status | None = None
    attendance: AttendanceFilter = AttendanceFilter.ALL
    session: str = ""


@dataclass(frozen=True, slots=True)
class AttendeeOrder:
    """People who are equal in `column` stand by name."""

    column: AttendeeColumn = AttendeeColumn.NAME
    is_descending: bool = False


@dataclass(frozen=True, slots=True)
class ListedPoint:
    """The control point whose arrivals are shown. `session` and `categories` are of those expected there."""

    id: str
    session: str = ""
    categories: tuple[str, ...] = ()


class SeatState(StrEnum):
    """Of a person at the door of a session. BOOKED too where nothing has to be booked."""

    BOOKED = "booked"
    WAITING = "waiting"
    NOT_BOOKED = "not_booked"


@dataclass(frozen=True, slots=True)
class PersonAtPoint:
    """A person and how they stand at one control point. `came` have come in on their code, 0 before they arrive.

    `replaced_by` is the name of the attendee who came in their place, "" where that is not known here, None for nobody.
    `is_elsewhere`: in the building without having been here; told where a list asks for it.
    """

    attendee: Attendee
    arrived_at: datetime | None = None
    arrived_desk: str = ""
    is_inside: bool = False
    came: int = 0
    replaced_by: str | None = None
    seat: SeatState = SeatState.BOOKED
    is_elsewhere: bool = False

    @property
    def tail(self) -> str:
        return self.attendee.ticket_code[-TAIL_LETTERS:]


OFF_STATUSES = (Status.CANCELLED, Status.BLOCKED)


def status_before(earlier: Iterable[str]) -> Status:
    """Return what a person who was cancelled or blocked is again: as they were before, unpaid too. `earlier` are the
    states that were changed, the newest first."""
    known = (Status(old) for old in earlier if old in set(Status))
    return next((status for status in known if status not in OFF_STATUSES), Status.CONFIRMED)
