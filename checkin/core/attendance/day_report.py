# SPDX-License-Identifier: GPL-3.0-or-later
"""The day report: registered = present + absent + cancelled, in all, by category and by session. Pure.

A person seen anywhere on site was at the event: at the welcome desk, or only at the door of a session. Certificates and
the column "came" of an export follow the same rule. A day report is made of `DayReportPerson`s, which are read twice,
from the journal and from the tables; both have to agree.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Set
from dataclasses import astuple, dataclass, field, replace
from datetime import date
from enum import StrEnum
from functools import cache

from checkin.core.attendance.attendance_rules import RULES, AttendanceRules
from checkin.core.attendance.day_report_person import DayReportChange, DayReportPerson, classify_correction
from checkin.core.attendance.stays import WHOLE_EVENT
from checkin.core.attendee import Attendee, Status
from checkin.core.chosen_columns import column_text, columns_for, group_values
from checkin.core.merged_records import MERGED
from checkin.core.programme.daily_points import day_at, day_of, event_days, session_day
from checkin.core.programme.programme import ARRIVAL, ControlPoint, PointMode, Programme


class DayReportState(StrEnum):
    """The state of a registered person; exactly one holds. A cancelled person who came, and one who watched, is
    PRESENT.
    """

    PRESENT = "present"
    ABSENT = "absent"
    CANCELLED = "cancelled"


@dataclass(frozen=True, slots=True)
class DayReportLine:
    """One line of the day report. Of `registered` codes, for which `places` people are expected (none for a cancelled
    one), `people` came in, at any door.

    Of those `present`, `remote` were seen on the stream alone. `others` came without being registered here: at the
    event unknown tickets, at a session people who had not booked it.
    """

    registered: int = 0
    present: int = 0
    absent: int = 0
    cancelled: int = 0
    others: int = 0
    places: int = 0
    people: int = 0
    remote: int = 0

    @property
    def is_balanced(self) -> bool:
        return self.registered == self.present + self.absent + self.cancelled and self.remote <= self.present


@dataclass(frozen=True, slots=True)
class DayReport:
    """The day report. `categories` and `sessions` are by id, of sessions those that have a door; `merges` by
    name and code. `days` are those of an event of several days: who was on site on each, at any door.

    `corrections` were made by a user; `switches` from online to on site are made by the door itself. `undone` counts
    passages, also of people whose registration was undone. `came_cancelled` are among the present.

    `columns` are the counted columns of the list, by their name and each value, of people who have one. `counted` and
    `cancelled_who_came` are ids: exports that list people one by one take them from here. Reports are compared by the
    other figures, which outlive these in a purge.
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


def make_day_report(
    programme: Programme, people: Iterable[DayReportPerson], rules: AttendanceRules = RULES
) -> DayReport:
    """Return the day report, counting every person once who is registered or came. Deviations are counted for the
    others too. `programme` is that of all days (`programme_of_days`).
    """
    counting = DayReportCounter(programme, rules)
    for person in people:
        counting.add(person)
    return counting.report()


def first_entry(programme: Programme) -> ControlPoint:
    """Return the control point where people arrive at the event."""
    return next((p for p in programme.control_points if p.mode is PointMode.ENTRY), ARRIVAL)


def day_report_state(attendee: Attendee, has_come: bool) -> DayReportState:
    if has_come:
        return DayReportState.PRESENT
    return DayReportState.CANCELLED if is_cancelled_or_blocked(attendee) else DayReportState.ABSENT


def is_cancelled_or_blocked(attendee: Attendee) -> bool:
    return attendee.status in (Status.CANCELLED, Status.BLOCKED)


def came_cancelled(person: DayReportPerson) -> bool:
    """Whether a person was there although cancelled or blocked."""
    return bool(
        person.attendee and is_cancelled_or_blocked(person.attendee) and (person.came or WHOLE_EVENT in person.watched)
    )


class DayReportCounter:
    """Counts people one after the other for the day report, and holds none of them but their ids.

    counting = DayReportCounter(programme_of_days(programme))
    for person in everyone: counting.add(person)
    report = counting.report()
    """

    def __init__(self, programme: Programme, rules: AttendanceRules = RULES) -> None:
        self._programme = programme
        entrances: dict[str, set[str]] = {}
        for point in programme.control_points:
            if point.session and point.mode is PointMode.ENTRY:
                entrances.setdefault(point.session, set()).add(point.id)
        self._total = _LineCount(rules)
        self._sessions = {session: _LineCount(rules, points, session) for session, points in entrances.items()}
        self._categories = defaultdict[str, _LineCount](lambda: _LineCount(rules))
        self._category_ids: dict[str, str] = {}
        self._days = _DayCounts(programme, rules)
        columns = [column.id for column in programme.columns if column.is_counted]
        self._columns = {column: defaultdict[str, _LineCount](lambda: _LineCount(rules)) for column in columns}
        self._counted_columns = cache(lambda own: [each for each in columns_for(own, programme) if each.is_counted])
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
        for line in self._lines(person):
            line.add(person)
        self._days.add(person)

    def _lines(self, person: DayReportPerson) -> Iterator["_LineCount"]:
        """Yield the lines in which a person is counted."""
        attendee = person.attendee
        yield self._total
        yield self._categories[self._category_id(attendee.category if attendee else "")]
        yield from (line for line in self._sessions.values() if line.is_about(person))
        if attendee:
            for column in self._counted_columns(attendee.category):
                if text := column_text(attendee, column.field):  # an empty value is not counted
                    yield self._columns[column.id][text]

    def _category_id(self, category: str) -> str:
        """Return the programme's id of a category, whichever spelling the list used; "" is for people without one."""
        if category not in self._category_ids:
            known = self._programme.category_named(category) if category else None
            self._category_ids[category] = known.id if known else category
        return self._category_ids[category]

    def report(self) -> DayReport:
        """Return the day report of all people so far; its categories are in the programme's order."""
        return DayReport(
            self._total.line(),
            {each: self._categories[each].line() for each in self._programme.sort_categories(self._categories)},
            {session: line.line() for session, line in self._sessions.items()},
            self._days.lines(),
            walk_ins=self._walk_ins,
            corrections=self._changes[DayReportChange.CORRECTED],
            switches=self._changes[DayReportChange.SWITCHED],
            undone=self._changes[DayReportChange.UNDONE],
            merges=tuple(sorted(self._merges)),
            conflicts=self._conflicts,
            came_cancelled=len(self._cancelled_who_came),
            columns={c.name: self._by_value(c.id) for c in self._programme.columns if c.is_counted},
            counted=frozenset(self._counted),
            cancelled_who_came=frozenset(self._cancelled_who_came),
        )

    def _by_value(self, column: str) -> dict[str, DayReportLine]:
        """Return the lines of a counted column by value, the most frequent first."""
        lines = self._columns[column]
        grouped = group_values({text: line.count for text, line in lines.items()})
        return {value: _sum_of(lines[text].line() for text in texts) for value, texts in grouped.items()}


class _DayCounts:
    """The lines of the days of an event of several. The stream is not told by days.

    Whoever was on site was so on one of the days: at a door that has no day of its own, on that of their arrival.
    """

    def __init__(self, programme: Programme, rules: AttendanceRules) -> None:
        days = event_days(programme.event)
        self._programme = programme
        self._lines = {day: _LineCount(rules) for day in days} if len(days) > 1 else {}
        self._fixed = {p.id: day for p in programme.control_points if (day := session_day(programme, p.session))}

    def add(self, person: DayReportPerson) -> None:
        if not self._lines:
            return
        doors = {point: self._day(person, point) for point in person.came}
        for day, line in self._lines.items():
            came = {point: person.came[point] for point, door_day in doors.items() if door_day == day}
            line.add(replace(person, came=came, watched=frozenset()))

    def _day(self, person: DayReportPerson, point: str) -> date | None:
        if day := day_of(point) or self._fixed.get(point):
            return day
        return day_at(self._programme, person.arrived[point]) if point in person.arrived else None

    def lines(self) -> dict[date, DayReportLine]:
        return {day: line.line() for day, line in self._lines.items()}


class _LineCount:
    """A line that is being counted. `points` are the doors of its session; None, for the event, means every control
    point, also ones no longer planned.
    """

    def __init__(self, rules: AttendanceRules, points: Set[str] | None = None, session: str = WHOLE_EVENT) -> None:
        self._rules, self._points, self._session = rules, points, session
        self._states = dict.fromkeys(DayReportState, 0)
        self._others = self._places = self._people = self._remote = 0
        self.count = 0

    def is_about(self, person: DayReportPerson) -> bool:
        """Whether the person was at this session, on site or online, or booked it."""
        is_booked = person.attendee is not None and self._session in person.attendee.sessions
        has_watched = self._session in person.watched
        return is_booked or has_watched or bool(person.came and self._points and self._points & person.came.keys())

    def add(self, person: DayReportPerson) -> None:
        """Count one more person."""
        attendee, people_in = person.attendee, person.people_at(person.came if self._points is None else self._points)
        has_come = people_in > 0 or self._session in person.watched
        self.count += 1
        self._people += people_in
        if attendee is None or (self._session and self._session not in attendee.sessions):
            self._others += has_come
            return
        state = day_report_state(attendee, has_come)
        self._states[state] += 1
        self._remote += has_come and not people_in
        is_expected = (
            state is not DayReportState.CANCELLED
            if self._rules.expects_cancelled
            else not is_cancelled_or_blocked(attendee)
        )
        self._places += attendee.places if is_expected else 0

    def line(self) -> DayReportLine:
        present, absent, cancelled = self._states.values()
        registered = present + absent + cancelled
        counted = (self._others, self._places, self._people, self._remote)
        return DayReportLine(registered, present, absent, cancelled, *counted)


def _sum_of(lines: Iterable[DayReportLine]) -> DayReportLine:
    """Return the line that counts the people of all these."""
    return DayReportLine(*map(sum, zip(*map(astuple, lines), strict=True)))
