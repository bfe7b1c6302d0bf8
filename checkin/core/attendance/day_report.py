# SPDX-License-Identifier: GPL-3.0-or-later
"""The day report: registered = present + absent + cancelled, in all, by category and by session. Pure.

A person seen anywhere on site was at the event: at the welcome desk, or only at the door of a session. Certificates and
the column "came" of an export follow the same rule. A day report is made of `DayReportPerson`s, which are read twice,
from the journal and from the tables; both have to agree.
"""

from collections import Counter
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from checkin.core.attendance.attendance_rules import RULES, AttendanceRules
from checkin.core.attendance.day_report_person import DayReportChange, DayReportPerson, classify_correction
from checkin.core.attendance.stays import WHOLE_EVENT
from checkin.core.attendee import Attendee, Status
from checkin.core.merged_records import MERGED
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
    name and code.

    `corrections` were made by a user; `switches` from online to on site are made by the door itself. `undone` counts
    passages, also of people whose registration was undone. `came_cancelled` are among the present.

    `counted` and `cancelled_who_came` are ids: exports that list people one by one take them from here. Reports are
    compared by their figures, which outlive the ids in a purge.
    """

    total: DayReportLine
    categories: Mapping[str, DayReportLine] = field(default_factory=dict)
    sessions: Mapping[str, DayReportLine] = field(default_factory=dict)
    walk_ins: int = 0
    corrections: int = 0
    switches: int = 0
    undone: int = 0
    merges: tuple[str, ...] = ()
    conflicts: int = 0
    came_cancelled: int = 0
    counted: frozenset[str] = field(default=frozenset(), compare=False)
    cancelled_who_came: frozenset[str] = field(default=frozenset(), compare=False)

    @property
    def is_balanced(self) -> bool:
        """Whether every line is balanced and the categories add up to the total."""
        lines = (self.total, *self.categories.values(), *self.sessions.values())
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
    others too.
    """
    counted = list(people)
    everyone = [p for p in counted if p.is_known]
    entrances: dict[str, set[str]] = {}
    for point in programme.control_points:
        if point.session and point.mode is PointMode.ENTRY:
            entrances.setdefault(point.session, set()).add(point.id)
    told = Counter(classify_correction(c) for p in counted for c in p.corrections)
    return DayReport(
        _line(everyone, rules),
        _by_category(programme, everyone, rules),
        {s: _line(_of_session(everyone, s, points), rules, points, s) for s, points in entrances.items()},
        walk_ins=sum(p.is_walk_in for p in everyone if p.attendee),
        corrections=told[DayReportChange.CORRECTED],
        switches=told[DayReportChange.SWITCHED],
        undone=told[DayReportChange.UNDONE],
        merges=tuple(sorted(c.old for p in everyone for c in p.corrections if c.field == MERGED)),
        conflicts=sum(p.conflicts for p in everyone),
        came_cancelled=sum(map(came_cancelled, everyone)),
        counted=frozenset(p.id for p in everyone),
        cancelled_who_came=frozenset(p.id for p in everyone if came_cancelled(p)),
    )


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


def _by_category(
    programme: Programme, everyone: Iterable[DayReportPerson], rules: AttendanceRules
) -> dict[str, DayReportLine]:
    """Return the lines of categories in the programme's order, by its ids whichever spelling the list used; "" is for
    people without one.
    """
    groups: dict[str, list[DayReportPerson]] = {}
    ids: dict[str, str] = {}
    for person in everyone:
        category = person.attendee.category if person.attendee else ""
        if category not in ids:
            known = programme.category_named(category) if category else None
            ids[category] = known.id if known else category
        groups.setdefault(ids[category], []).append(person)
    return {category: _line(groups[category], rules) for category in programme.sort_categories(groups)}


def _of_session(everyone: Iterable[DayReportPerson], session: str, points: set[str]) -> list[DayReportPerson]:
    return [
        person
        for person in everyone
        if points & person.came.keys()
        or session in person.watched
        or (person.attendee and session in person.attendee.sessions)
    ]


def _line(
    people: Iterable[DayReportPerson],
    rules: AttendanceRules,
    points: Collection[str] | None = None,
    session: str = WHOLE_EVENT,
) -> DayReportLine:
    """Return the line of the people. `points` are the doors of a session; None, for the event, means every control
    point, also ones no longer planned.
    """
    states, registered, others, places, came, remote = Counter[DayReportState](), 0, 0, 0, 0, 0
    for person in people:
        attendee, people_in = person.attendee, person.people_at(person.came if points is None else points)
        has_come = people_in > 0 or session in person.watched
        came += people_in
        if attendee is None or (session and session not in attendee.sessions):
            others += has_come
            continue
        registered += 1
        state = day_report_state(attendee, has_come)
        states[state] += 1
        remote += has_come and not people_in
        is_expected = (
            state is not DayReportState.CANCELLED if rules.expects_cancelled else not is_cancelled_or_blocked(attendee)
        )
        places += attendee.places if is_expected else 0
    present, absent, cancelled = (states[state] for state in DayReportState)
    return DayReportLine(registered, present, absent, cancelled, others, places, came, remote)
