# SPDX-License-Identifier: GPL-3.0-or-later
"""What the programme screen shows: each session with its figures, each speaker with their state. Reads only."""

from dataclasses import dataclass
from datetime import datetime

from checkin.core.admission import Place
from checkin.core.model import Attendee
from checkin.core.programme import ControlPoint, Mode, Programme, Session
from checkin.core.running import by_time
from checkin.core.speakers import Arrival, Line, Namesake, board
from checkin.desk.event_file import EventFile
from checkin.storage import summaries
from checkin.storage.named import people_named

MOST_PROPOSED = 6


@dataclass(frozen=True, slots=True)
class Figures:
    """A session in numbers. `inside` is None where nobody is scanned for it, `seats` where there is no limit.

    `registered` counts those whom the list leads one to expect, `awaited` those of them who have not come yet.
    """

    session: Session
    registered: int
    awaited: int
    inside: int | None
    seats: int | None


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
        self._event = event
        self._seen = event.change_count()

    def has_changed(self) -> bool:
        """Whether another window or command wrote to the file since the last call."""
        before, self._seen = self._seen, self._event.change_count()
        return before != self._seen

    def read(self, now: datetime) -> Day:
        """13 ms of 10,000 people, most of it for who has booked what."""
        programme = self._event.programme()
        return Day(programme, now, self._figures(programme, now), speakers(self._event, programme, now))

    def people(self, typed: str) -> list[Attendee]:
        """Who may be meant by what was typed of a name, the likeliest first."""
        return self._event.attendees.search(typed, MOST_PROPOSED)

    def _figures(self, programme: Programme, now: datetime) -> tuple[Figures, ...]:
        doors = _doors(programme)
        booked = summaries.bookings(self._event.db, doors)
        inside = summaries.inside(self._event.db)
        return tuple(
            _figures_of(programme, session, booked.get(session.id, summaries.Booking()), there, now)
            for session in by_time(programme.sessions)
            for there in [inside.get(doors[session.id], 0) if session.id in doors else None]
        )


def speakers(event: EventFile, programme: Programme, now: datetime) -> tuple[Line, ...]:
    """The board of `programme`. Below 1 ms with twenty speakers among 10,000 people."""
    people = people_named(event.db, [speaker.name for speaker in programme.speakers])
    came: dict[str, dict[str, Arrival]] = {}
    for visit in event.attendees.visits_of([person.id for person in people]):
        arrival = Arrival(visit.arrived_at, visit.desk, None if visit.is_inside else visit.left_at)
        came.setdefault(visit.attendee, {})[visit.control_point] = arrival
    return board(programme, [Namesake(person, came.get(person.id, {})) for person in people], now)


def _figures_of(
    programme: Programme, session: Session, booked: summaries.Booking, inside: int | None, now: datetime
) -> Figures:
    place = Place(programme, ControlPoint("", "", session.id), "", now, inside or 0, booked.awaited)
    return Figures(session, booked.registered, booked.awaited, inside, place.seats)


def _doors(programme: Programme) -> dict[str, str]:
    """Session → where its people are counted in."""
    points = reversed(programme.control_points)
    return {p.session: p.id for p in points if p.session and p.mode is Mode.ENTRY}
