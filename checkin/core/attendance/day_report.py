# SPDX-License-Identifier: GPL-3.0-or-later
"""The day report, the anonymous statistics of an event, and the doors that nobody held. Pure.

In a day report registered = present + absent + cancelled, in all, by category and by session. A person seen anywhere on
site was at the event: at the welcome desk, or only at the door of a session. Certificates and the column "came" of an
export follow the same rule. A day report is made of `DayReportPerson`s, which are read twice, from the journal and from
the tables; both have to agree.
"""

from collections import Counter
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime

from checkin.core.attendance.day_report_lines import (
    Counted,
    DayReportChange,
    DayReportFigures,
    DayReportLine,
    DayReportPerson,
    FigureCount,
    GroupFinder,
    LineCount,
    PersonGroups,
    came_cancelled,
    classify_correction,
)
from checkin.core.attendance.half_days import DailyAccess
from checkin.core.attendance.stays import EventOccasions
from checkin.core.attendee import Attendee, text_field
from checkin.core.counts import is_meant_for
from checkin.core.merged_records import MERGED
from checkin.core.programme.programme import ARRIVAL, ControlPoint, PointMode, Programme
from checkin.core.programme.programme_edits import day_at, day_of, event_days, planned_id, session_day


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


# Anonymous statistics of an event: figures in which no person can be recognised.
# A cell of fewer than `MIN_CELL_COUNT` people is merged with its neighbour, or shown as "fewer than"; its figure is
# never given.

MIN_CELL_COUNT = 5
"""The least number of people in a cell that is published."""


@dataclass(frozen=True, slots=True)
class StatisticsCell:
    """The people of these `labels` together; `count` is None for 1 to `MIN_CELL_COUNT` - 1."""

    labels: tuple[str, ...]
    count: int | None


@dataclass(frozen=True, slots=True)
class Statistics:
    """Statistics of those who came. `quarters` are labelled by the moments they begin (ISO 8601, local time of the
    venue). `remote` counts codes, not people: those that watched and never came.
    """

    came: StatisticsCell
    categories: tuple[StatisticsCell, ...]
    sessions: tuple[StatisticsCell, ...]
    quarters: tuple[StatisticsCell, ...]
    remote: StatisticsCell = StatisticsCell(("",), 0)


def statistics(
    categories: Mapping[str, int],
    sessions: Mapping[str, int],
    arrivals: Iterable[tuple[datetime, int]],
    remote: int = 0,
) -> Statistics:
    """Return the statistics. `arrivals`: when how many people came, in the local time of the venue."""
    return Statistics(
        suppressed_cell("", sum(categories.values())),
        tuple(group_small_counts(categories)),
        tuple(suppressed_cell(session, count) for session, count in sessions.items()),
        tuple(neighbours(_quarters(arrivals))),
        suppressed_cell("", remote),
    )


def suppressed_cell(label: str, count: int) -> StatisticsCell:
    return StatisticsCell((label,), None if 0 < count < MIN_CELL_COUNT else count)


def group_small_counts(counts: Mapping[str, int]) -> list[StatisticsCell]:
    """Return the counts in their order; small ones become one last cell, which takes the next larger in while it is
    small.
    """
    by_size = sorted(((label, n) for label, n in counts.items() if n), key=lambda pair: (pair[1], pair[0]))
    small = [pair for pair in by_size if pair[1] < MIN_CELL_COUNT]
    large = by_size[len(small) :]
    while small and large and sum(n for _, n in small) < MIN_CELL_COUNT:
        small.append(large.pop(0))
    cells = [StatisticsCell((label,), n) for label, n in counts.items() if (label, n) in large]
    return [*cells, _joined([pair for pair in counts.items() if pair in small])] if small else cells


def neighbours(counts: Sequence[tuple[str, int]]) -> list[StatisticsCell]:
    """Return the counts in order: each cell takes in the next until it is large enough, the last joins the one
    before.
    """
    cells: list[list[tuple[str, int]]] = []
    for pair in counts:
        if not cells or sum(n for _, n in cells[-1]) >= MIN_CELL_COUNT:
            cells.append([])
        cells[-1].append(pair)
    if len(cells) > 1 and sum(n for _, n in cells[-1]) < MIN_CELL_COUNT:
        last = cells.pop()
        cells[-1] += last
    return [_joined(cell) for cell in cells]


def _joined(pairs: Sequence[tuple[str, int]]) -> StatisticsCell:
    return StatisticsCell(tuple(label for label, _ in pairs), suppressed_cell("", sum(n for _, n in pairs)).count)


def _quarters(arrivals: Iterable[tuple[datetime, int]]) -> list[tuple[str, int]]:
    """Return the quarters of an hour with arrivals."""
    found = Counter[datetime]()
    for at, people in arrivals:
        found[at.replace(minute=at.minute // 15 * 15, second=0, microsecond=0)] += people
    return [(quarter.isoformat(timespec="minutes"), found[quarter]) for quarter in sorted(found)]


# Doors that nobody held: control points of sessions to be booked at which no badge was read.
# An attendee who booked such a session counts as away while it ran (`AttendanceJudge`), though nobody could be
# scanned there: the organiser is asked before that costs anybody an afternoon. The answer is
# `ControlPoint.is_optional`.


@dataclass(frozen=True, slots=True)
class UnheldDoors:
    """Control points that are asked about: `unread` ones are required though no badge was read there, and `registered`
    people booked their sessions; `optional` ones are no longer required.
    """

    unread: tuple[ControlPoint, ...] = ()
    registered: int = 0
    optional: tuple[ControlPoint, ...] = ()


def unheld_doors(programme: Programme, report: DayReport, occasions: EventOccasions) -> UnheldDoors:
    """Return the doors nobody held of sessions that are over; none where nobody was seen at the whole event.
    `programme` is as planned.
    """
    came, doors = Counter[str](), dict[str, list[ControlPoint]]()
    for door, figures in report.doors.items():
        came[planned_id(door)] += figures.total.people
    for point in programme.control_points:
        session = programme.session(point.session)
        if session and session.is_booked and point.mode is PointMode.ENTRY and not point.is_optional:
            doors.setdefault(session.id, []).append(point)
    unread, registered = list[ControlPoint](), 0
    for session_id, points in doors.items():
        time, line = occasions.sessions.get(session_id), report.sessions.get(session_id)
        is_unread = report.total.people and not any(came[point.id] for point in points)
        if is_unread and time and occasions.is_over(time) and line and line.places:
            unread += points
            registered += line.places
    return UnheldDoors(tuple(unread), registered, tuple(p for p in programme.control_points if p.is_optional))


def with_optional(programme: Programme, doors: Collection[str], *, is_optional: bool) -> Programme:
    """Return the programme in which a scan at these control points is not required, or is again."""
    points = (replace(p, is_optional=is_optional) if p.id in doors else p for p in programme.control_points)
    return replace(programme, control_points=tuple(points))
