# SPDX-License-Identifier: GPL-3.0-or-later
"""People sheets of an export: the attendance with the chosen columns, and one per control point, in one language."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from operator import attrgetter

from checkin.core.attendance.day_report_lines import DayReportState, day_report_state
from checkin.core.attendance.half_days import DayPart, HalfDay
from checkin.core.attendance.stays import WHOLE_EVENT
from checkin.core.attendee import Presence
from checkin.core.entries import Entry
from checkin.core.export_columns import (
    AT_A_DOOR,
    AT_A_SESSION,
    LENT,
    WORDS_OF,
    ExportColumn,
    ExportOptions,
    find_columns,
)
from checkin.core.history import Correction
from checkin.core.message import Message, Translate
from checkin.core.payments import in_units
from checkin.core.programme.programme import ControlPoint, Session
from checkin.core.programme.programme_edits import day_of
from checkin.documents.table_writer import OutputColumn, OutputTable
from checkin.services.exports.day_report_table import correction_text
from checkin.services.exports.export_source import ExportedAttendance, ExportedPerson, ExportedVisit, ExportSource

# Cell values of an export's columns, before translation.


class ExportRow:
    """A person at a control point; `point` is the event's entrance if there is one row per person.

    `allowed` are the overrides by which the person was admitted here, `here` the attendance at the control point's
    session, None without times or where no one was seen.
    """

    __slots__ = ("allowed", "attendee", "here", "person", "point", "source", "visit")

    def __init__(self, source: ExportSource, person: ExportedPerson, point: ControlPoint) -> None:
        self.source, self.person, self.point = source, person, point
        self.attendee = person.attendee
        self.visit: ExportedVisit | None = person.visits.get(point.id)
        self.allowed: Sequence[Entry] = person.allowed.get(point.id, ())
        is_observed = source.is_observed(point.session)
        self.here: ExportedAttendance | None = source.attended(person, point.session) if is_observed else None


def reader(column: ExportColumn) -> Callable[[ExportRow], object]:
    """Return the function from a row to the value of a single column, None for an empty cell."""
    return _OF_COLUMN[column.key]


def keys(column: ExportColumn, source: ExportSource) -> Sequence[str]:
    """Return what a repeated column is repeated for: half-days, or the titles of the list's own columns."""
    return source.custom if column.each == "custom" else [half.id for half in source.half_days]


def values_reader(column: ExportColumn) -> Callable[[ExportRow], Iterable[object]]:
    """Return the function from a row to the values of a repeated column, one for each of its `keys`."""
    if column.each == "custom":
        return _custom
    read = _OF_HALF_DAY[column.key]
    return lambda row: [read(half) if half else None for half in row.source.told_half_days(row.person)]


def _custom(row: ExportRow) -> Iterable[object]:
    custom = row.attendee.custom if row.attendee else {}
    return [custom.get(name, "") for name in row.source.custom]


def _field(name: str) -> Callable[[ExportRow], object]:
    read = attrgetter(name)
    return lambda row: read(row.attendee) if row.attendee else None


def _category(row: ExportRow) -> object:
    attendee = row.attendee
    return row.source.category_name(attendee.category) if attendee else None


def _code(row: ExportRow) -> object:
    return row.attendee.ticket_code if row.attendee else row.person.id


def _state(row: ExportRow) -> object:
    if row.visit:
        return "present" if row.visit.is_inside else "left"
    if _has_watched(row):
        return Presence.REMOTE
    state = day_report_state(row.attendee, has_come=False) if row.attendee else None
    if state is not DayReportState.ABSENT or row.attendee is None:
        return state
    if row.source.knows_absence_at(row.point, row.attendee):
        return state
    return "to_come" if row.source.is_to_come_at(row.point) else None


def _came(row: ExportRow) -> object:
    """Return whether the person came; empty until the event has ended, when absences are known."""
    has_come = bool(row.person.visits or row.person.watched)
    return has_come if has_come or row.source.has_ended else None


def _has_watched(row: ExportRow) -> bool:
    """Whether the person watched online: the control point's session, or at the entrance the event."""
    where = {WHOLE_EVENT} if row.point.id in row.source.days.arrivals else {row.point.session} - {WHOLE_EVENT}
    return bool(where & row.person.watched)


def _status(row: ExportRow) -> object:
    return row.attendee.status if row.attendee else "not_heard_of"


def _paid(row: ExportRow) -> object:
    """Return the means of the newest payment."""
    payments = row.source.payments_of.get(row.person.id)
    return payments[-1].means if payments else None


def _amount_paid(row: ExportRow) -> object:
    return in_units(sum(payment.cents for payment in row.source.payments_of.get(row.person.id, ())))


def _of_visit(name: str) -> Callable[[ExportRow], object]:
    read = attrgetter(name)
    return lambda row: read(row.visit) if row.visit else None


def _over(row: ExportRow) -> object:
    """Return the reasons overruled by admitting the person, which may be several."""
    if row.visit is None:
        return []
    return [o for o in dict.fromkeys((row.visit.over, *(str(e.body.get("over")) for e in row.allowed))) if o]


def _of_allowed(name: str) -> Callable[[ExportRow], object]:
    return lambda row: list(dict.fromkeys(str(e.body.get(name)) for e in row.allowed)) if row.visit else []


def _way(row: ExportRow) -> object:
    ways = {half.way for half in row.person.half_days if half.way}
    return next(iter(ways)) if len(ways) == 1 else "both" if ways else None


def _is_assumed_hour(row: ExportRow) -> object:
    return any(half.is_assumed_hour for half in row.person.half_days) if row.source.half_days else None


def _corrections(row: ExportRow) -> tuple[Correction, ...]:
    return row.person.corrections


_OF_COLUMN: dict[str, Callable[[ExportRow], object]] = {
    **{name: _field(name) for name in ("last_name", "first_name", "organisation", "role", "email", "phone")},
    "category": _category,
    "status": _status,
    "paid": _paid,
    "amount_paid": _amount_paid,
    "presence": _field("presence"),
    "code": _code,
    "places": _field("places"),
    "note": _field("note"),
    "control_point": lambda row: row.point.name,
    "state": _state,
    "arrival": _of_visit("arrived_at"),
    "arrival_corrected": _of_visit("corrected"),
    "exit": _of_visit("left_at"),
    "people": _of_visit("people"),
    "thing": _of_visit("thing"),
    "present_here": lambda row: row.here.is_present if row.here else None,
    "way_here": lambda row: row.here.way if row.here else None,
    "minutes_here": lambda row: row.here.minutes if row.here else None,
    "assumed_here": lambda row: row.here.is_assumed_hour if row.here and row.here.way else None,
    "exit_here": lambda row: row.here.exit if row.here else None,
    "late_here": lambda row: row.here.is_late if row.here else None,
    "desk": _of_visit("desk"),
    "how": _of_visit("how"),
    "over": _over,
    "why": _of_allowed("why"),
    "allowed_by": _of_allowed("allowed_by"),
    "came": _came,
    "way": _way,
    "minutes": lambda row: row.person.minutes if row.source.half_days else None,
    "minutes_assumed": _is_assumed_hour,
    "corrections": _corrections,
}
_OF_HALF_DAY: dict[str, Callable[[ExportedAttendance], object]] = {
    "half_days": attrgetter("is_present"),
    "half_day_exits": attrgetter("exit"),
    "half_day_minutes": attrgetter("minutes"),
    "half_days_late": attrgetter("is_late"),
    "half_days_assumed": attrgetter("is_assumed_hour"),
}


# Session sheets: who attended which session, with or without a control point (docs/attendance.md). Writes nothing.
# A workbook has a sheet for each session with people, and one of all people and sessions.


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


BETWEEN = " ; "
"""Separator of several texts in one cell."""


class PeopleTables:
    """Makes people sheets. People are in the order of their names."""

    def __init__(self, source: ExportSource, options: ExportOptions, translate: Translate) -> None:
        self._source, self._options, self._translate = source, options, translate
        self._names = {point.id: point.name for point in source.written.control_points}
        self.yes_no = (translate(Message("export", "yes")), translate(Message("export", "no")))

    def attendance(self) -> OutputTable:
        """Return a row per person, or per person and control point if a column is about one."""
        columns = self._source.shown(self._options.columns)
        rows = self._rows(columns, self.rows())
        name, count = self._translate(Message("export", "Attendance")), len(self._source.people)
        return OutputTable(name, self._columns(columns), rows, count)

    def at_control_point(self, point: ControlPoint) -> OutputTable:
        """Return everyone who went to this control point or was expected there."""
        people = (p for p in self._source.people if any(each.id == point.id for each in self._source.points_of(p)))
        return self._at(point, people, AT_A_DOOR)

    def at_session(self, room: SessionPeople) -> OutputTable:
        """Return everyone who attended or was expected; with scan columns if the session has a control point."""
        return self._at(room.point, room.people, (*AT_A_DOOR, *AT_A_SESSION) if room.points else AT_A_SESSION)

    def _at(self, point: ControlPoint, people: Iterable[ExportedPerson], keys: Sequence[str]) -> OutputTable:
        of_person = [c for c in self._options.columns if not c.is_of_point and not c.each and c.key not in _OF_THE_DAY]
        lent = [LENT] if point.gives else []
        columns = self._source.shown([*of_person, *find_columns(keys), *lent])
        rows = self._rows(columns, (ExportRow(self._source, person, point) for person in people))
        name = self._names.get(point.id, point.name).replace("/", "-") if day_of(point.id) else point.name
        return OutputTable(name, self._columns(columns), rows)

    def rows(self) -> Iterator[ExportRow]:
        for person in self._source.people:
            points = self._source.points_of(person) if self._options.is_by_point else [self._source.arrival]
            for point in points:
                yield ExportRow(self._source, person, point)

    def _columns(self, columns: Iterable[ExportColumn]) -> list[OutputColumn]:
        return [
            OutputColumn(title, "text" if c.kind == "word" else c.kind, c.width, self.yes_no)
            for c in columns
            for title in self._titles(c)
        ]

    def _titles(self, column: ExportColumn) -> Sequence[str]:
        if column.each == "custom":
            return self._source.custom
        if column.each == "half_day":
            return [self._translate(column.title, half_day=self._half_day(half)) for half in self._source.half_days]
        return [self._translate(column.title)]

    def _half_day(self, half: HalfDay) -> str:
        """Return the half-day's name, with its day if there are several days."""
        name = self._translate(HALF_DAY_NAMES[half.part])
        several = len({each.day for each in self._source.half_days}) > 1
        return f"{half.day:%d/%m} {name}" if several else name

    def _rows(self, columns: Sequence[ExportColumn], rows: Iterable[ExportRow]) -> Iterator[list[object]]:
        """Yield the cells of each row. What is the same in all rows is looked up once."""
        readers = [(bool(column.each), self._reader(column)) for column in columns]
        for row in rows:
            cells: list[object] = []
            for is_repeated, read in readers:
                if is_repeated:
                    cells += read(row)  # type: ignore[arg-type]
                else:
                    cells.append(read(row))
            yield cells

    def _reader(self, column: ExportColumn) -> Callable[[ExportRow], object]:
        """Return the function from a row to the cell of this column, or to those of a repeated one."""
        if column.key in _JUDGED:
            return self._judged_reader(column)
        show, read = self._shown(column), reader(column) if not column.each else values_reader(column)
        if show is None:
            return read
        return (lambda row: map(show, read(row))) if column.each else (lambda row: show(read(row)))  # type: ignore[call-overload]

    def _judged_reader(self, column: ExportColumn) -> Callable[[ExportRow], object]:
        """Return the function from a row to whether they were present, in three words: who came for too short a time
        was not absent.
        """
        brief = self._translate(Message("sheet", "too short"))

        def judged(attended: ExportedAttendance | None) -> object:
            is_brief = attended and attended.way and attended.is_present is False
            return brief if is_brief else attended.is_present if attended else None

        if column.each:
            return lambda row: map(judged, row.source.told_half_days(row.person))
        return lambda row: judged(row.here)

    def _shown(self, column: ExportColumn) -> Callable[[object], object] | None:
        """Return the function from a value to its cell, None for a column whose values are shown as they are. Words of
        a newer version stay as they are too.
        """
        if column.key == "control_point":
            shown = {point.name: self._names[point.id] for point in self._source.programme.control_points}
            return lambda raw: shown.get(str(raw), str(raw))
        words = {raw: self._translate(message) for raw, message in WORDS_OF.get(column.key, {}).items()}
        if column.key == "corrections":
            return self._correction_texts
        if not words and column.key not in _OF_SEVERAL:
            return None

        def show(raw: object) -> object:
            if isinstance(raw, list):
                return BETWEEN.join(words.get(each, each) for each in map(str, raw))
            return words.get(str(raw), str(raw)) if raw is not None and words else raw

        return show

    def _correction_texts(self, corrections: object) -> object:
        assert isinstance(corrections, tuple)
        return BETWEEN.join(correction_text(c, self._source.written, self._translate) for c in corrections)


_OF_THE_DAY = ("came", "way", "minutes", "minutes_assumed", "corrections")
"""Columns filled once per person, not again at each control point."""

_JUDGED = ("present_here", "half_days")
"""Columns that say whether somebody was present long enough."""

_OF_SEVERAL = ("why", "allowed_by")
"""Columns with several texts in a cell."""

HALF_DAY_NAMES = {
    DayPart.MORNING: Message("export", "morning"),
    DayPart.AFTERNOON: Message("export", "afternoon"),
    DayPart.EVENING: Message("export", "evening"),
}
