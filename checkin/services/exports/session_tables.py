# SPDX-License-Identifier: GPL-3.0-or-later
"""Session sheets: who attended which session, with or without a control point (docs/attendance.md). Writes nothing.

A workbook has a sheet for each session with people, and one of all people and sessions.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime

from checkin.core.exports.export_columns import find_columns
from checkin.core.message import Message, Translate
from checkin.core.programme.programme import ControlPoint, Session
from checkin.documents.output_table import OutputColumn, OutputTable
from checkin.services.exports.export_source import ExportedAttendance, ExportedPerson, ExportSource


@dataclass(frozen=True, slots=True)
class SessionPeople:
    """A session with its people, by name. `points` are its entrances, empty for one that only has times."""

    session: Session
    people: Sequence[ExportedPerson]
    points: tuple[ControlPoint, ...]

    @property
    def point(self) -> ControlPoint:
        """The control point of its sheet: the session's entrance, or one that stands for the session."""
        return self.points[0] if self.points else ControlPoint(self.session.id, self.session.title, self.session.id)


def list_session_people(source: ExportSource) -> list[SessionPeople]:
    """Return the sessions with people, in programme order."""
    found = []
    for session in source.programme.sessions:
        points = source.session_points(session.id)
        if people := [person for person in source.people if _is_of(source, person, session.id, points)]:
            found.append(SessionPeople(session, people, points))
    return found


def _is_of(source: ExportSource, person: ExportedPerson, session: str, points: Sequence[ControlPoint]) -> bool:
    attended = source.attended(person, session)
    is_registered = person.attendee is not None and session in person.attendee.sessions
    return bool(is_registered or (attended and attended.way) or any(point.id in person.visits for point in points))


def sessions_table(source: ExportSource, found: Sequence[SessionPeople], translate: Translate) -> OutputTable:
    """Return a row per person and a column per session, holding minutes."""
    columns = [OutputColumn(translate(column.title), width=24) for column in find_columns(_NAMED)]
    columns += [OutputColumn(_title(source, room.session, translate), "number", 16) for room in found]
    anywhere = {person.id for room in found for person in room.people}
    people = (person for person in source.people if person.id in anywhere)
    rows = ([*_named(person), *(_minutes(source, person, room.session.id) for room in found)] for person in people)
    return OutputTable(translate(Message("field", "Sessions")), columns, rows)


def _title(source: ExportSource, session: Session, translate: Translate) -> str:
    """Return the title, and that its minutes rest on an assumed end where the programme has none."""
    is_assumed = source.tells_assumed and session.id in source.occasions.assumed
    return translate(_ASSUMED_END, session=session.title) if is_assumed else session.title


_ASSUMED_END = Message("export", "{session} (assumed end)")
_NAMED = ("last_name", "first_name", "organisation", "code")


def _named(person: ExportedPerson) -> list[object]:
    attendee = person.attendee
    if attendee is None:
        return [None, None, None, person.id]
    return [attendee.last_name, attendee.first_name, attendee.organisation, attendee.ticket_code]


def _minutes(source: ExportSource, person: ExportedPerson, session: str) -> int | None:
    attended = source.attended(person, session)
    return attended.minutes if attended and attended.way else None


def sessions_json(source: ExportSource, found: Sequence[SessionPeople]) -> Iterator[dict[str, object]]:
    """Yield each session with its people; `minutes` is null without times."""
    for room in found:
        yield {
            "id": room.session.id,
            "title": room.session.title,
            "begins": _moment(source, room.session.starts),
            "control_points": [point.id for point in room.points],
            "people": _people_json(source, room),
        }


def _people_json(source: ExportSource, room: SessionPeople) -> Iterator[dict[str, object]]:
    for person, seen in _seen(source, room):
        assumed = {"is_assumed_hour": True} if source.tells_assumed and seen and seen.is_assumed_hour else {}
        yield _person(person, room.session.id, seen) | assumed | _exit(seen)


def _moment(source: ExportSource, at: datetime | None) -> datetime | None:
    return source.hall_time(at) if at else None


def _seen(source: ExportSource, room: SessionPeople) -> Iterator[tuple[ExportedPerson, ExportedAttendance | None]]:
    """Yield people with their attendance, None if no one was seen at the session or it has no times."""
    session, is_observed = room.session.id, source.is_observed(room.session.id)
    for person in room.people:
        yield person, source.attended(person, session) if is_observed else None


def _person(person: ExportedPerson, session: str, attended: ExportedAttendance | None) -> dict[str, object]:
    last_name, first_name, _, code = _named(person)
    return {
        "last_name": last_name,
        "first_name": first_name,
        "code": code,
        "is_registered": person.attendee is not None and session in person.attendee.sessions,
        "is_present": attended.is_present if attended else None,
        "minutes": attended.minutes if attended else None,
        "way": attended.way if attended else None,
        "is_late": attended.is_late if attended else None,
        "arrival": attended.came if attended else None,
    }


def _exit(attended: ExportedAttendance | None) -> dict[str, object]:
    return {"exit": attended.exit if attended else None}
