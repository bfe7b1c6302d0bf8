# SPDX-License-Identifier: GPL-3.0-or-later
"""The figures of one control point (who is expected, who arrived), and the seats of sessions.

The figures also count each value of the counted columns. The header of a desk, the programme, and `checkin live` show
the same ones (docs/figures.md). Reads only.
"""

from collections import Counter
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, field

from checkin.core.admission_rules import session_entry
from checkin.core.answer import SessionSeats
from checkin.core.attendee import CUSTOM
from checkin.core.chosen_columns import group_values
from checkin.core.counts import ArrivalShare, ColumnShares, CountedPoint, counted_point, people_missing
from checkin.core.lists.known_people import KINDS
from checkin.core.programme.programme import Column, ColumnDisplay, ControlPoint, Programme, Session
from checkin.core.ready.readiness import Overbooked
from checkin.core.text_folding import fold_text
from checkin.services.event_file import EventFile, JournalMoment
from checkin.storage import count_tables
from checkin.storage.count_tables import ValueCount, count_by_category, count_by_value, expected_places


@dataclass(frozen=True, slots=True)
class DoorFigures:
    """The people at one control point; `unexpected` of those who arrived are not among the expected."""

    arrived: int
    expected: int
    unexpected: int

    @property
    def missing(self) -> int:
        return people_missing(self.arrived, self.expected, self.unexpected)


def door_figures(event: EventFile, programme: Programme, point: ControlPoint) -> DoorFigures:
    """Return the figures of a control point, without reading all people."""
    return _from_tables(event, _counted(event, programme, point))


def _from_tables(event: EventFile, counted: CountedPoint) -> DoorFigures:
    counts = count_by_category(event.db, counted).values()
    arrived, expected = sum(each.arrived for each in counts), sum(each.expected for each in counts)
    return DoorFigures(arrived, expected, sum(each.unexpected for each in counts))


class KeptFigures:
    """The figures of control points, kept from one look to the next at a desk, which looks after every answer: where
    the list's columns decide who is expected, or what was lent has numbers, each look would read everyone.

    On the connection of its thread. The programme is compared by identity: a desk keeps it until it changes.
    """

    def __init__(self, event: EventFile) -> None:
        self._event = event
        self._doors: dict[str, _Door] = {}

    def counted(self, programme: Programme, point: ControlPoint) -> CountedPoint:
        return self._door(programme, point).counted

    def figures(self, programme: Programme, point: ControlPoint) -> DoorFigures:
        """Return what `door_figures` does."""
        door = self._door(programme, point)
        if not door.counted.texts:
            return _from_tables(self._event, door.counted)
        arrived = self._event.attendees.arrived(point.id)
        return DoorFigures(arrived, sum(door.places.values()), arrived - sum(door.came.values()))

    def unnumbered(self, programme: Programme, lender: ControlPoint) -> int:
        """Return how many have a thing from here whose number nobody noted."""
        door, inside = self._door(programme, lender), set(self._event.attendees.ids_inside(lender.id))
        for person, history in self._event.journal.histories([*inside - door.numbered.keys()]):
            door.numbered[person] = bool(history.visit(lender.id).thing)
        return sum(not door.numbered.get(person, False) for person in inside)

    def _door(self, programme: Programme, point: ControlPoint) -> "_Door":
        """Return what is known of a control point, as of now."""
        door, now = self._doors.get(point.id), self._event.moment()
        if door is None or door.programme is not programme or not self._event.is_unchanged(door.since, KINDS):
            counted = _counted(self._event, programme, point)
            places = expected_places(self._event.db, counted) if counted.texts else {}
            door = self._doors[point.id] = _Door(programme, counted, places, now)
            self._note_arrivals(door, places)
        elif door.since != now:
            recorded = self._event.journal.recorded_since(door.since.place)
            people = {*self._event.journal.owners([*recorded]).values()}
            self._note_arrivals(door, people & door.places.keys())
            for person in people:
                door.numbered.pop(person, None)
            door.since = now
        return door

    def _note_arrivals(self, door: "_Door", people: Collection[str]) -> None:
        visits = self._event.attendees.visits_at(door.counted.id, people) if people else {}
        for person in people:
            came = visits[person].people if person in visits else 0
            door.came[person] = min(came, door.places[person])


@dataclass(slots=True)
class _Door:
    """What is known of one control point `since` a moment: of those expected whom columns decide, by id, the `places`
    and how many of them `came`; of those who have a thing, whether it is `numbered`.
    """

    programme: Programme
    counted: CountedPoint
    places: dict[str, int]
    since: JournalMoment
    came: dict[str, int] = field(default_factory=dict)
    numbered: dict[str, bool] = field(default_factory=dict)


def columns_at(event: EventFile, programme: Programme, point: ControlPoint) -> tuple[ColumnShares, ...]:
    """Return the counted columns of those expected or arrived at a control point. Reads everyone."""
    return column_shares(event, programme, _counted(event, programme, point))


def column_shares(event: EventFile, programme: Programme, counted: CountedPoint) -> tuple[ColumnShares, ...]:
    """Return the counted columns of those who are counted. Reads everyone."""
    columns = [column for column in programme.columns if column.is_counted]
    found = count_by_value(event.db, counted) if columns else []
    return tuple(_shares_of(column, programme, found) for column in columns)


def _counted(event: EventFile, programme: Programme, point: ControlPoint) -> CountedPoint:
    return counted_point(programme, point, event.attendees.texts)


def _shares_of(column: Column, programme: Programme, found: Iterable[ValueCount]) -> ColumnShares:
    """Return the shares of a column's values, in every spelling of its title and of themselves."""
    title, own = fold_text(column.field.removeprefix(CUSTOM)), list[ValueCount]()
    for each in found:
        known = programme.category_named(each.category) if column.only_for else None
        is_for = not column.only_for or (known.id if known else each.category) in column.only_for
        if is_for and fold_text(each.title) == title and each.value.strip():
            own.append(each)
    sizes = Counter[str]()
    for each in own:
        sizes[each.value] += each.registrations
    groups = group_values(sizes).items()
    return ColumnShares(
        column.name,
        tuple(_share(name, [e for e in own if e.value in texts]) for name, texts in groups),
        needs_name=column.shown_as is not ColumnDisplay.VALUE,
    )


def _share(name: str, counts: Sequence[ValueCount]) -> ArrivalShare:
    return ArrivalShare(
        " ".join(name.split()),
        sum(each.arrived for each in counts),
        sum(each.expected for each in counts),
        sum(each.unexpected for each in counts),
    )


class Seats:
    """Seats of the sessions in one event file: taken, booked, on the waiting list, free. Sessions without a capacity
    are not counted.
    """

    def __init__(self, event: EventFile) -> None:
        self._event = event

    def taken(self, programme: Programme, point: ControlPoint, subject: str) -> tuple[int, int, int]:
        """Return for one person at one control point: people inside, bookings still to come, people waiting before
        them.

        All 0 for a control point without a session, or a session without a capacity.
        """
        session = programme.session(point.session)
        if session is None or not session.capacity:
            return 0, 0, 0
        people = self._event.attendees
        line = self.line(session)
        ahead = line.index(subject) if subject in line else len(line)
        return people.inside(point.id), people.awaited(session.id, point.id), ahead

    def line(self, session: Session) -> list[str]:
        """Return the ids of attendees on the waiting list, first come first."""
        return self._event.attendees.waiting.of(session.id) if session.waiting and session.capacity else []

    def left(self, programme: Programme, sessions: Sequence[Session]) -> list[SessionSeats]:
        """Return each of `sessions` with its free seats, None where there is no limit."""
        entrances = {s.id: entrance.id for s in programme.sessions if (entrance := session_entry(programme, s))}
        awaited = count_tables.awaited(self._event.db, entrances) if any(s.capacity for s in sessions) else {}
        return [
            SessionSeats(s, self._left(programme, s, entrances.get(s.id, ""), awaited.get(s.id, 0))) for s in sessions
        ]

    def overbooked(self, programme: Programme) -> tuple[Overbooked, ...]:
        """Return the sessions with more bookings than seats."""
        limited = [session for session in programme.sessions if session.is_booked and session.capacity]
        found = count_tables.bookings(self._event.db, {}) if limited else {}
        booked = [(session, found[session.id].registered) for session in limited if session.id in found]
        return tuple(Overbooked(session, people) for session, people in booked if people > session.capacity)

    def _left(self, programme: Programme, session: Session, entrance: str, awaited: int) -> int | None:
        people = self._event.attendees
        inside = people.inside(entrance) if entrance and session.capacity else 0
        return session.seats_left(inside, awaited, len(self.line(session)))
