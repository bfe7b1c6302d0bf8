# SPDX-License-Identifier: GPL-3.0-or-later
"""What the programme screen shows: each session with its figures, each speaker with their state. Reads only."""

from dataclasses import dataclass
from datetime import datetime

from checkin.core.access import door_of
from checkin.core.model import Attendee
from checkin.core.people import Attendance, Door, Filter, Order, Standing
from checkin.core.programme.programme import Programme, Session
from checkin.core.programme.running import by_time
from checkin.core.speakers import Arrival, Line, Namesake, alerts, arrival_point, board
from checkin.desk.event_file import EventFile
from checkin.desk.seats import Seats
from checkin.desk.standings import standings, told_elsewhere
from checkin.storage import summaries
from checkin.storage.named import people_named
from checkin.storage.people_list import PeopleList
from checkin.storage.summaries import Booking

MOST_PROPOSED = 6


@dataclass(frozen=True, slots=True)
class Figures:
    """A session in numbers. `inside` is None where nobody is scanned for it, `seats` where there is no limit.

    `registered` counts those whom the list leads one to expect, `awaited` those of them who have not come yet;
    `waiting` wait for a seat.
    """

    session: Session
    registered: int
    awaited: int
    inside: int | None
    seats: int | None
    waiting: int = 0


@dataclass(frozen=True, slots=True)
class Day:
    """The programme at one moment: sessions by time, speakers in the order of the programme."""

    programme: Programme
    now: datetime
    sessions: tuple[Figures, ...]
    speakers: tuple[Line, ...]


class ProgrammeBoard:
    """Of one event file, on the connection of its thread. Reads the programme itself: another window may change it."""

    def __init__(self, event: EventFile) -> None:
        self._event, self._seats, self._list = event, Seats(event), PeopleList(event.db)
        self._seen = event.change_count()

    def has_changed(self) -> bool:
        """Whether another window or command wrote to the file since the last call."""
        before, self._seen = self._seen, self._event.change_count()
        return before != self._seen

    def read(self, now: datetime) -> Day:
        """13 ms of 10,000 people, most of it for who has booked what."""
        programme = self._event.programme()
        return Day(programme, now, self._figures(programme), speakers(self._event, programme, now))

    def registrants(self, session: Session, *, only_missing: bool = False) -> tuple[Standing, ...]:
        """Return who is expected at `session` by name, each as they stand at its door, or else at the arrival; of those
        who have not been there, who is in the building.

        `only_missing` leaves out whoever has been there. Reads the people of one session.
        """
        programme = self._event.programme()
        arrival = arrival_point(programme)
        point = door_of(programme, session) or arrival
        wanted = Filter(attendance=Attendance.TO_COME if only_missing else Attendance.EXPECTED)
        door = Door(point.id if point else "", session.id)
        ids = self._list.order(wanted, Order(), door)
        people = self._list.people(ids)
        known = [people[each] for each in ids if each in people]
        found = standings(self._event, known, door.id, programme)
        return told_elsewhere(self._event, found, arrival.id if arrival else "")

    def people(self, typed: str) -> list[Attendee]:
        """Who may be meant by what was typed of a name, the likeliest first."""
        return self._event.attendees.search(typed, MOST_PROPOSED)

    def _figures(self, programme: Programme) -> tuple[Figures, ...]:
        doors = {session.id: door.id for session in programme.sessions if (door := door_of(programme, session))}
        booked, inside = summaries.bookings(self._event.db, doors), summaries.inside(self._event.db)
        here = {session: inside.get(door, 0) for session, door in doors.items()}
        return tuple(
            _figures_of(
                session, booked.get(session.id, Booking()), here.get(session.id), len(self._seats.line(session))
            )
            for session in by_time(programme.sessions)
        )


def speakers(event: EventFile, programme: Programme, now: datetime) -> tuple[Line, ...]:
    """The board of `programme`. Below 1 ms with twenty speakers among 10,000 people."""
    people = people_named(event.db, [speaker.name for speaker in programme.speakers])
    came: dict[str, dict[str, Arrival]] = {}
    for visit in event.attendees.visits_of([person.id for person in people]):
        arrival = Arrival(visit.arrived_at, visit.desk, None if visit.is_inside else visit.left_at)
        came.setdefault(visit.attendee, {})[visit.control_point] = arrival
    return board(programme, [Namesake(person, came.get(person.id, {})) for person in people], now)


def missing_speakers(event: EventFile, programme: Programme, now: datetime) -> tuple[Line, ...]:
    """Those who are to be found now, the most urgent first."""
    return alerts(speakers(event, programme, now)) if programme.speakers else ()


def _figures_of(session: Session, booked: Booking, inside: int | None, waiting: int) -> Figures:
    seats = session.seats_left(inside or 0, booked.awaited, waiting)
    return Figures(session, booked.registered, booked.awaited, inside, seats, waiting)
