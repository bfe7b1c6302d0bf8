# SPDX-License-Identifier: GPL-3.0-or-later
"""Who was at which session, with a door or without one, by the rules of docs/attendance.md. Writes nothing.

A workbook has a sheet for each session that somebody was at or registered for, and one of all people and sessions.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime

from checkin.core.evening.attendance import Attended
from checkin.core.exports.columns import chosen
from checkin.core.programme.programme import ControlPoint, Session
from checkin.core.words import Say, Words
from checkin.desk.exports.source import Exported, ExportSource
from checkin.desk.exports.values import present
from checkin.documents.cells import Column, Table


@dataclass(frozen=True, slots=True)
class Room:
    """A session and those of it, by name. `doors` are its control points, none of a session that only has times."""

    session: Session
    people: Sequence[Exported]
    doors: tuple[ControlPoint, ...]

    @property
    def point(self) -> ControlPoint:
        """Where its sheet says people were: its door, or itself."""
        return self.doors[0] if self.doors else ControlPoint(self.session.id, self.session.title, self.session.id)


def rooms(source: ExportSource) -> list[Room]:
    """In the order of the programme; only those with somebody."""
    found = []
    for session in source.programme.sessions:
        doors = source.doors_of(session.id)
        if people := [person for person in source.people if _is_of(person, session.id, doors)]:
            found.append(Room(session, people, doors))
    return found


def _is_of(person: Exported, session: str, doors: Sequence[ControlPoint]) -> bool:
    attended = person.traced.attendance.sessions.get(session)
    is_registered = person.attendee is not None and session in person.attendee.sessions
    return bool(is_registered or (attended and attended.together) or any(door.id in person.visits for door in doors))


def sessions_table(source: ExportSource, found: Sequence[Room], say: Say) -> Table:
    """A row for each person of any, a column for each session: the minutes there."""
    columns = [Column(say(column.title), width=24) for column in chosen(_NAMED)]
    columns += [Column(room.session.title, "number", 16) for room in found]
    anywhere = {person.id for room in found for person in room.people}
    people = (person for person in source.people if person.id in anywhere)
    rows = [[*_named(person), *(_minutes(person, room.session.id) for room in found)] for person in people]
    return Table(say(Words("field", "Sessions")), columns, rows)


_NAMED = ("last_name", "first_name", "organisation", "code")


def _named(person: Exported) -> list[object]:
    attendee = person.attendee
    if attendee is None:
        return [None, None, None, person.id]
    return [attendee.last_name, attendee.first_name, attendee.organisation, attendee.ticket_code]


def _minutes(person: Exported, session: str) -> int | None:
    attended = person.traced.attendance.sessions.get(session)
    return attended.minutes if attended and attended.together else None


def sessions_json(source: ExportSource, found: Sequence[Room], *, has_exits: bool) -> list[dict[str, object]]:
    """Each with its people; `minutes` null where the session tells no times. The first version had no exits."""
    return [
        {
            "id": room.session.id,
            "title": room.session.title,
            "begins": _moment(source, room.session.starts),
            "control_points": [door.id for door in room.doors],
            "people": [
                _person(person, room.session.id, seen) | (_exit(seen) if has_exits else {})
                for person, seen in _seen(source, room)
            ],
        }
        for room in found
    ]


def _moment(source: ExportSource, at: datetime | None) -> datetime | None:
    return source.in_hall(at) if at else None


def _seen(source: ExportSource, room: Room) -> Iterator[tuple[Exported, Attended | None]]:
    """None where nobody at all was seen, or the session tells no times."""
    session, is_observed = room.session.id, source.is_observed(room.session.id)
    for person in room.people:
        yield person, person.traced.attendance.sessions.get(session) if is_observed else None


def _person(person: Exported, session: str, attended: Attended | None) -> dict[str, object]:
    last_name, first_name, _, code = _named(person)
    return {
        "last_name": last_name,
        "first_name": first_name,
        "code": code,
        "is_registered": person.attendee is not None and session in person.attendee.sessions,
        "is_present": present(attended) if attended else None,
        "minutes": attended.minutes if attended else None,
        "way": attended.way if attended else None,
        "is_late": attended.is_late if attended and attended.came else None,
        "arrival": attended.came if attended else None,
    }


def _exit(attended: Attended | None) -> dict[str, object]:
    return {"exit": attended.exit if attended else None}
