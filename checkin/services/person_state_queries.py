# SPDX-License-Identifier: GPL-3.0-or-later
"""People's states at a control point, read for every list that shows them. Reads only."""

from collections.abc import Collection, Sequence
from dataclasses import replace
from datetime import tzinfo

from checkin.core.attendee import Attendee, Status
from checkin.core.attendee_body import companion_host
from checkin.core.history import History
from checkin.core.people.people_filter import PersonAtPoint, SeatState
from checkin.core.programme.daily_points import find_point
from checkin.core.programme.programme import ControlPoint, Programme, Session
from checkin.services.event_file import EventFile, zone_of
from checkin.services.session_seats import Seats
from checkin.storage.attendees import VisitRow


def read_standings(
    event: EventFile, people: Sequence[Attendee], point: str, programme: Programme
) -> list[PersonAtPoint]:
    """Return each of `people` at the control point `point`, with times in the event's zone.

    Reads the visits and the waiting list once, and the history of cancelled people.
    """
    visits = event.attendees.visits_at(point, [person.id for person in people])
    entrance = find_point(programme, point)
    session = programme.session(entrance.session) if entrance else None
    line = frozenset(Seats(event).line(session)) if session else frozenset()
    zone = zone_of(programme.event)
    lent = read_lent_things(event, [each for each, visit in visits.items() if visit.is_inside], entrance)
    return [
        replace(
            _standing(event, person, visits.get(person.id), zone),
            seat=_seat(person, session, line),
            thing=lent.get(person.id, ""),
        )
        for person in people
    ]


def read_lent_things(event: EventFile, people: Sequence[str], point: ControlPoint | None) -> dict[str, str]:
    """Return what each of these people has from a control point that lends, as people call it, with its number if they
    were given one; the others have nothing from there.
    """
    if point is None or not point.gives or not people:
        return {}
    visits = {person: history.visit(point.id) for person, history in event.journal.histories(people)}
    return {person: f"{point.gives} {visit.thing}".strip() for person, visit in visits.items() if visit.is_inside}


def mark_present_elsewhere(event: EventFile, found: Sequence[PersonAtPoint], arrival: str) -> tuple[PersonAtPoint, ...]:
    """Return `found`, each with whether they are in the building though they have not been here.

    In the building means inside at `arrival`, the event's entrance; for people never scanned there, inside anywhere.
    """
    missing = [standing.attendee.id for standing in found if standing.arrived_at is None]
    inside: dict[str, dict[str, bool]] = {}
    for visit in event.attendees.visits_of(missing):
        inside.setdefault(visit.attendee, {})[visit.control_point] = visit.is_inside
    there = {each for each, points in inside.items() if points.get(arrival, any(points.values()))}
    return tuple(replace(standing, is_elsewhere=standing.attendee.id in there) for standing in found)


def substitute_of(event: EventFile, history: History) -> str | None:
    """Return the name of the person who came instead, "" if it is not known here, None if there is none."""
    if not history.replaced_by:
        return None
    found = event.attendees.get(history.replaced_by)
    return found.name if found else ""


def name_of_host(event: EventFile, person: Attendee) -> str:
    """Return the name of the person whom a companion accompanies; "" for anyone else, and where it is not known."""
    found = event.attendees.get(host) if (host := companion_host(person.companion)) else None
    return found.name if found else ""


def _seat(person: Attendee, session: Session | None, line: Collection[str]) -> SeatState:
    if session is None or (session.is_booked and session.id in person.sessions):
        return SeatState.BOOKED
    if person.id in line:
        return SeatState.WAITING
    return SeatState.NOT_BOOKED if session.is_booked else SeatState.BOOKED


def _standing(event: EventFile, person: Attendee, visit: VisitRow | None, zone: tzinfo) -> PersonAtPoint:
    is_off = person.status is Status.CANCELLED
    replaced_by = substitute_of(event, event.journal.history(person.id)) if is_off else None
    standing = PersonAtPoint(person, replaced_by=replaced_by, accompanies=name_of_host(event, person))
    if visit is None:
        return standing
    arrived = visit.arrived_at.astimezone(zone)
    return replace(standing, arrived_at=arrived, arrived_desk=visit.desk, is_inside=visit.is_inside, came=visit.people)
