# SPDX-License-Identifier: GPL-3.0-or-later
"""Queries for the programme screen: sessions with their figures, speakers with their states. Reads only."""

from dataclasses import dataclass, replace
from datetime import datetime

from checkin.core import counts
from checkin.core.admission_rules import session_entry
from checkin.core.attendee import Attendee
from checkin.core.people_list import AttendanceFilter, AttendeeFilter, AttendeeOrder, PersonAtPoint
from checkin.core.programme.programme import Programme, Session, sort_by_time
from checkin.core.programme.programme_edits import day_at, programme_on, session_day
from checkin.services.door_figures import DoorFigures, Seats, columns_at, door_figures
from checkin.services.event_file import EventFile
from checkin.services.person_lookup import mark_present_elsewhere, read_standings
from checkin.storage import count_tables
from checkin.storage.count_tables import SessionBookings
from checkin.storage.people_search import PeopleList, find_people_by_name

MOST_PROPOSED = 6


@dataclass(frozen=True, slots=True)
class SessionFigures:
    """A session in numbers.

    `registered` people are expected by the list, for `awaited` of them a seat is kept; `waiting` are on the waiting
    list. `inside` and `door`, the figures of its control point, are None for a session without one, `seats` where there
    is no limit.
    """

    session: Session
    registered: int
    awaited: int
    inside: int | None
    seats: int | None
    waiting: int = 0
    door: DoorFigures | None = None


@dataclass(frozen=True, slots=True)
class ProgrammeDay:
    """The programme at one moment: sessions by time, speakers in programme order."""

    programme: Programme
    now: datetime
    sessions: tuple[SessionFigures, ...]
    speakers: tuple[counts.SpeakerStatus, ...]


class ProgrammeQueries:
    """Programme queries of one event file, on the connection of its thread.

    Reads the programme on each call: another window may change it.
    """

    def __init__(self, event: EventFile) -> None:
        self._event, self._seats, self._list = event, Seats(event), PeopleList(event.db)
        self._seen = event.data_version()

    def has_changed(self) -> bool:
        """Whether another window or command wrote to the file since the last call."""
        before, self._seen = self._seen, self._event.data_version()
        return before != self._seen

    def read(self, now: datetime) -> ProgrammeDay:
        """Return the programme’s figures."""
        planned = self._event.programme()
        programme = programme_on(planned, day_at(planned, now))
        return ProgrammeDay(programme, now, self._figures(programme), read_speakers(self._event, programme, now))

    def registrants(self, session: Session, *, only_missing: bool = False) -> tuple[PersonAtPoint, ...]:
        """Return the people expected at `session` by name, each with their state at its entrance, else the event's.

        Those who have not been there also carry whether they are in the building. `only_missing` leaves out people who
        have been there. Reads the people of one session.
        """
        planned = self._event.programme()
        day = session_day(planned, session.id)
        programme = programme_on(planned, day) if day else planned
        arrival = counts.event_entry(programme, day)
        point = session_entry(programme, session) or arrival
        wanted = AttendeeFilter(attendance=AttendanceFilter.TO_COME if only_missing else AttendanceFilter.EXPECTED)
        registered = counts.CountedPoint(
            point.id if point else "", session.id
        )  # also people that its door would refuse
        ids = self._list.order(wanted, AttendeeOrder(), registered)
        people = self._list.people(ids)
        known = [people[each] for each in ids if each in people]
        found = read_standings(self._event, known, registered.id, programme)
        return mark_present_elsewhere(self._event, found, arrival.id if arrival else "")

    def columns(self, session: Session, now: datetime) -> tuple[counts.ColumnShares, ...]:
        """Return the counted columns of those expected at the session's control point: how many who eat no meat may
        dine. Reads everyone.
        """
        planned = self._event.programme()
        programme = programme_on(planned, session_day(planned, session.id) or day_at(planned, now))
        door = session_entry(programme, session)
        return columns_at(self._event, programme, door) if door else ()

    def people(self, typed: str) -> list[Attendee]:
        """Return the people that a typed name may mean, the likeliest first."""
        return self._event.attendees.search(typed, MOST_PROPOSED)

    def _figures(self, programme: Programme) -> tuple[SessionFigures, ...]:
        doors = {s.id: entrance for s in programme.sessions if (entrance := session_entry(programme, s))}
        entrances = {session: entrance.id for session, entrance in doors.items()}
        booked, inside = count_tables.bookings(self._event.db, entrances), count_tables.inside(self._event.db)
        here = {session: inside.get(entrance, 0) for session, entrance in entrances.items()}
        at_doors = {session: door_figures(self._event, programme, door) for session, door in doors.items()}
        return tuple(
            replace(
                _figures_of(session, booked.get(session.id, SessionBookings()), here.get(session.id), waiting),
                door=at_doors.get(session.id),
            )
            for session in sort_by_time(programme.sessions)
            for waiting in [len(self._seats.line(session))]
        )


def read_speakers(event: EventFile, programme: Programme, now: datetime) -> tuple[counts.SpeakerStatus, ...]:
    """Return the state of each speaker. Below 1 ms with twenty speakers among 10,000 people."""
    people = find_people_by_name(event.db, [speaker.name for speaker in programme.speakers])
    came: dict[str, dict[str, counts.SpeakerArrival]] = {}
    for visit in event.attendees.visits_of([person.id for person in people]):
        arrival = counts.SpeakerArrival(visit.arrived_at, visit.desk, None if visit.is_inside else visit.left_at)
        came.setdefault(visit.attendee, {})[visit.control_point] = arrival
    return counts.speaker_statuses(
        programme, [counts.Namesake(person, came.get(person.id, {})) for person in people], now
    )


def missing_speakers(event: EventFile, programme: Programme, now: datetime) -> tuple[counts.SpeakerStatus, ...]:
    """Return the speakers to look for now, the most urgent first."""
    return counts.overdue_speakers(read_speakers(event, programme, now)) if programme.speakers else ()


def _figures_of(session: Session, booked: SessionBookings, inside: int | None, waiting: int) -> SessionFigures:
    seats = session.seats_left(inside or 0, booked.awaited, waiting)
    return SessionFigures(session, booked.registered, booked.awaited, inside, seats, waiting)
