# SPDX-License-Identifier: GPL-3.0-or-later
"""The day report: registered = present + absent + cancelled, in all, by category and by session. Pure.

A person seen anywhere on site was at the event: at the welcome desk, or only at the door of a session. Certificates and
the column "came" of an export follow the same rule. A day report is made of `DayReportPerson`s, which are read twice,
from the journal and from the tables; both have to agree.
"""

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date

from checkin.core.attendance.daily_access import DailyAccess
from checkin.core.attendance.day_report_lines import (
    Counted,
    DayReportFigures,
    DayReportLine,
    FigureCount,
    GroupFinder,
    LineCount,
    PersonGroups,
)
from checkin.core.attendance.day_report_person import DayReportChange, DayReportPerson, classify_correction
from checkin.core.attendance.stays import WHOLE_EVENT
from checkin.core.attendee import OFF_STATUSES, Attendee
from checkin.core.attendee_body import text_field
from checkin.core.counts import is_meant_for
from checkin.core.merged_records import MERGED
from checkin.core.programme.daily_points import day_at, day_of, event_days, session_day
from checkin.core.programme.programme import ARRIVAL, ControlPoint, PointMode, Programme


@dataclass(frozen=True, slots=True)
class DayReport:
    """The day report. `categories` and `sessions` are by id, of sessions those that have a door; `merges` by
    name and code. `days` are those of an event of several days: who was on site on each, at any door, and of the others
    those whom an entrance of that day would have admitted.

    `corrections` were made by a user; `switches` from online to on site are made by the door itself. `undone` counts
    passages, also of people whose registration was undone. `came_cancelled` are among the present.

    `columns` are the counted columns of the list, by their name and each value, of people who have one. `on_days` has
    categories and columns of each of the `days` too, and `doors` those of each control point where people come in, by
    its id: the figures that the desk there has in its header. `counted` and `cancelled_who_came` are ids: exports that
    list people one by one take them from here. Reports are compared by the other figures, which outlive these in a
    purge.
    """

    total: DayReportLine
    categories: Mapping[str, DayReportLine] = field(default_factory=dict)
    sessions: Mapping[str, DayReportLine] = field(default_factory=dict)
    days: Mapping[date, DayReportLine] = field(default_factory=dict)
    walk_ins: int = 0
    corrections: int = 0
    switches: int = 0
    undone: int = 0
    merges: tuple[str, ...] = ()
    conflicts: int = 0
    came_cancelled: int = 0
    columns: Mapping[str, Mapping[str, DayReportLine]] = field(default_factory=dict, compare=False)
    on_days: Mapping[date, DayReportFigures] = field(default_factory=dict, compare=False)
    doors: Mapping[str, DayReportFigures] = field(default_factory=dict, compare=False)
    counted: frozenset[str] = field(default=frozenset(), compare=False)
    cancelled_who_came: frozenset[str] = field(default=frozenset(), compare=False)

    @property
    def is_balanced(self) -> bool:
        """Whether every line is balanced and the categories add up to the total."""
        lines = (self.total, *self.categories.values(), *self.sessions.values(), *self.days.values())
        return all(line.is_balanced for line in lines) and self._is_sum_of_categories()

    def _is_sum_of_categories(self) -> bool:
        each = self.categories.values()
        return (
            sum(c.registered for c in each) == self.total.registered
            and sum(c.people for c in each) == self.total.people
        )


def make_day_report(programme: Programme, people: Iterable[DayReportPerson]) -> DayReport:
    """Return the day report, counting every person once who is registered or came. Deviations are counted for the
    others too. `programme` is that of all days (`programme_of_days`).
    """
    counting = DayReportCounter(programme)
    for person in people:
        counting.add(person)
    return counting.report()


def first_entry(programme: Programme) -> ControlPoint:
    """Return the control point where people arrive at the event."""
    return next((p for p in programme.control_points if p.mode is PointMode.ENTRY), ARRIVAL)


def came_cancelled(person: DayReportPerson) -> bool:
    """Whether a person was there although cancelled or blocked."""
    return bool(
        person.attendee and person.attendee.status in OFF_STATUSES and (person.came or WHOLE_EVENT in person.watched)
    )


class DayReportCounter:
    """Counts people one after the other for the day report, and holds none of them but their ids.

    counting = DayReportCounter(programme_of_days(programme))
    for person in everyone: counting.add(person)
    report = counting.report()
    """

    def __init__(self, programme: Programme) -> None:
        entrances: dict[str, list[ControlPoint]] = {}
        doors = [point for point in programme.control_points if point.mode is PointMode.ENTRY]
        for point in doors:
            if point.session:
                entrances.setdefault(point.session, []).append(point)
        counted = {session: _session(session, points, programme) for session, points in entrances.items()}
        self._sessions = {session: (each, LineCount(each)) for session, each in counted.items()}
        at_doors = {point.id: _door(point, programme) for point in doors}
        self._doors = {point: (each, FigureCount(programme, each)) for point, each in at_doors.items()}
        self._groups, self._whole = GroupFinder(programme), FigureCount(programme)
        self._days = _DayCounts(programme)
        self._changes = Counter[DayReportChange]()
        self._merges = list[str]()
        self._counted, self._cancelled_who_came = set[str](), set[str]()
        self._walk_ins = self._conflicts = 0

    def add(self, person: DayReportPerson) -> None:
        """Count one more person."""
        if person.corrections:
            self._changes.update(map(classify_correction, person.corrections))
        if not person.is_known:
            return
        self._counted.add(person.id)
        self._walk_ins += person.is_walk_in and person.attendee is not None
        self._conflicts += person.conflicts
        self._merges += [c.old for c in person.corrections if c.field == MERGED]
        if came_cancelled(person):
            self._cancelled_who_came.add(person.id)
        groups = self._groups.groups(person.attendee)
        self._whole.add(person, groups)
        for counted, line in self._sessions.values():
            if counted.is_about(person):
                line.add(person)
        for counted, figures in self._doors.values():
            if counted.is_about(person):
                figures.add(person, groups)
        self._days.add(person, groups)

    def report(self) -> DayReport:
        """Return the day report of all people so far; its categories are in the programme's order."""
        values = self._whole.values
        whole, on_days = self._whole.figures(values), self._days.figures(values)
        return DayReport(
            whole.total,
            whole.categories,
            {session: line.line() for session, (_, line) in self._sessions.items()},
            {day: figures.total for day, figures in on_days.items()},
            walk_ins=self._walk_ins,
            corrections=self._changes[DayReportChange.CORRECTED],
            switches=self._changes[DayReportChange.SWITCHED],
            undone=self._changes[DayReportChange.UNDONE],
            merges=tuple(sorted(self._merges)),
            conflicts=self._conflicts,
            came_cancelled=len(self._cancelled_who_came),
            columns=whole.columns,
            on_days=on_days,
            doors={point: figures.figures(values) for point, (_, figures) in self._doors.items()},
            counted=frozenset(self._counted),
            cancelled_who_came=frozenset(self._cancelled_who_came),
        )


def _door(point: ControlPoint, programme: Programme) -> Counted:
    """Return what is counted at one control point; nobody watches there."""
    return Counted({point.id}, None, _is_meant([point], programme))


def _session(session: str, points: Sequence[ControlPoint], programme: Programme) -> Counted:
    """Return what is counted at a session with these doors: who is registered for it, or where nobody has to, for whom
    a door is meant.
    """
    known = programme.session(session)
    doors = {point.id for point in points}
    if known and not known.is_booked:
        return Counted(doors, session, _is_meant(points, programme))
    return Counted(doors, session, lambda attendee: session in attendee.sessions)


def _is_meant(points: Sequence[ControlPoint], programme: Programme) -> Callable[[Attendee], bool]:
    """Return whether one of these control points is meant for an attendee: most are alike, and decided once."""
    known: dict[tuple[object, ...], bool] = {}
    asked = {required.field for point in points for required in point.requires}

    def is_meant(attendee: Attendee) -> bool:
        alike = attendee.category, attendee.sessions, attendee.days, *(text_field(attendee, field) for field in asked)
        if alike not in known:
            known[alike] = any(is_meant_for(attendee, programme, point) for point in points)
        return known[alike]

    return is_meant


class _DayCounts:
    """The figures of the days of an event of several. The stream is not told by days.

    Who was on site was so on one of the days: at a door that has no day of its own, on that of their arrival.
    """

    def __init__(self, programme: Programme) -> None:
        days = event_days(programme.event)
        self._programme = programme
        self._access = DailyAccess(programme)
        self._counts = {day: FigureCount(programme) for day in days} if len(days) > 1 else {}
        self._fixed = {p.id: day for p in programme.control_points if (day := session_day(programme, p.session))}

    def add(self, person: DayReportPerson, groups: PersonGroups) -> None:
        if not self._counts:
            return
        doors = {point: self._day(person, point) for point in person.came}
        for day, count in self._counts.items():
            came = {point: person.came[point] for point, door_day in doors.items() if door_day == day}
            is_awaited = self._expects(person, day)
            if came or is_awaited:
                count.add(replace(person, came=came, watched=frozenset()), groups, is_awaited=is_awaited)

    def _expects(self, person: DayReportPerson, day: date) -> bool:
        return person.attendee is None or self._access.expects(person.attendee, day)

    def _day(self, person: DayReportPerson, point: str) -> date | None:
        if day := day_of(point) or self._fixed.get(point):
            return day
        return day_at(self._programme, person.arrived[point]) if point in person.arrived else None

    def figures(self, values: Mapping[str, Mapping[str, int]]) -> dict[date, DayReportFigures]:
        return {day: count.figures(values) for day, count in self._counts.items()}
