# SPDX-License-Identifier: GPL-3.0-or-later
"""The lines of the day report: the figures of an event or of one of its days, and how people count. Pure."""

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Mapping, Set
from dataclasses import astuple, dataclass, field, fields
from datetime import datetime
from enum import StrEnum
from functools import cache
from typing import NamedTuple

from checkin.core.attendance.stays import WHOLE_EVENT
from checkin.core.attendee import OFF_STATUSES, Attendee, Presence
from checkin.core.chosen_columns import column_text, columns_for, group_values
from checkin.core.counts import is_expected
from checkin.core.entries import EntryKind
from checkin.core.history import Correction, History
from checkin.core.merged_records import MERGED
from checkin.core.programme.programme import Programme


@dataclass(frozen=True, slots=True)
class DayReportPerson:
    """One person of the day report. `came`: by control point, how many came on their code; `watched`: where the stream
    has seen them, `WHOLE_EVENT` or a session's id; `arrived`: by control point, when they first came. `attendee` is
    None for a ticket without a known person, and for a person whose registration was undone; `ticket` is their id then.
    """

    attendee: Attendee | None
    came: Mapping[str, int]
    is_walk_in: bool = False
    corrections: tuple[Correction, ...] = ()
    conflicts: int = 0
    watched: frozenset[str] = frozenset()
    ticket: str = ""
    arrived: Mapping[str, datetime] = field(default_factory=dict)

    @property
    def id(self) -> str:
        return self.attendee.id if self.attendee else self.ticket

    @property
    def is_known(self) -> bool:
        """Whether the person is registered or was seen."""
        return bool(self.attendee or self.came or self.watched)

    def people_at(self, points: Iterable[str]) -> int:
        """Return the most people who came on their code at one of these control points."""
        return max([self.came.get(point, 0) for point in points], default=0) if self.came else 0


def day_report_person(
    history: History, *, is_walk_in: bool = False, watched: frozenset[str] = frozenset(), ticket: str = ""
) -> DayReportPerson:
    """Return the person as their journal history says."""
    came = {point: visit.people for point, visit in history.visits.items() if visit.arrived}
    arrived = {point: visit.arrived.happened_at for point, visit in history.visits.items() if visit.arrived}
    corrections = history.corrections if history.attendee else undone_passages(history)
    conflicts = len(history.open_conflicts)
    return DayReportPerson(history.attendee, came, is_walk_in, corrections, conflicts, watched, ticket, arrived)


def undone_passages(history: History) -> tuple[Correction, ...]:
    """Return the corrections that are undone passages."""
    return tuple(each for each in history.corrections if classify_correction(each) is DayReportChange.UNDONE)


class DayReportChange(StrEnum):
    """A deviation from the plan, in the order in which they are shown."""

    TO_SETTLE = "to_settle"
    CAME_CANCELLED = "came_cancelled"
    WALK_IN = "walk_in"
    CORRECTED = "corrected"
    MERGED = "merged"
    UNDONE = "undone"
    SWITCHED = "switched"


def classify_correction(correction: Correction) -> DayReportChange:
    """Return one of the last four changes."""
    kind = correction.field.partition(":")[0]
    if kind in (EntryKind.CHECKED_IN, EntryKind.CHECKED_OUT):
        return DayReportChange.UNDONE
    if kind == MERGED:
        return DayReportChange.MERGED
    is_switch = (kind, correction.old, correction.new) == ("presence", Presence.REMOTE, Presence.ON_SITE)
    return DayReportChange.SWITCHED if is_switch else DayReportChange.CORRECTED


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
    or an online one), `people` came in, at any door; `within` of them are among the expected.

    Of those `present`, `remote` were seen on the stream alone. `others` came without being registered here: at the
    event unknown tickets, at a session or control point people for whom it was not meant.
    """

    registered: int = 0
    present: int = 0
    absent: int = 0
    cancelled: int = 0
    others: int = 0
    places: int = 0
    people: int = 0
    remote: int = 0
    within: int = 0

    @property
    def missing(self) -> int:
        """The expected people who have not come."""
        return self.places - self.within

    @property
    def unexpected(self) -> int:
        """The people who came without being expected."""
        return self.people - self.within

    @property
    def is_observed(self) -> bool:
        """Whether anyone was seen; of a day or a session at which nobody was, no absence is known."""
        return bool(self.present or self.people or self.others)

    @property
    def is_balanced(self) -> bool:
        return self.registered == self.present + self.absent + self.cancelled and self.remote <= self.present


@dataclass(frozen=True, slots=True)
class DayReportFigures:
    """The figures of an event, or of one of its days: in all, by category, and by value of each counted column, of
    people who have one.
    """

    total: DayReportLine
    categories: Mapping[str, DayReportLine] = field(default_factory=dict)
    columns: Mapping[str, Mapping[str, DayReportLine]] = field(default_factory=dict)


class PersonGroups(NamedTuple):
    """Where one person is counted: their category, and their value in each counted column."""

    category: str
    columns: tuple[tuple[str, str], ...]


def day_report_state(attendee: Attendee, has_come: bool) -> DayReportState:
    if has_come:
        return DayReportState.PRESENT
    return DayReportState.CANCELLED if attendee.status in OFF_STATUSES else DayReportState.ABSENT


class Counted(NamedTuple):
    """What a line counts: who came at `points` (None: at every control point, also ones no longer planned) or watched
    `session` online (None: nobody), and whose registration `is_meant` to be there.
    """

    points: Set[str] | None = None
    session: str | None = WHOLE_EVENT
    is_meant: Callable[[Attendee], bool] = lambda _: True

    def is_about(self, person: DayReportPerson) -> bool:
        """Whether the person is to be here, was here, or watched it."""
        if person.attendee is not None and self.is_meant(person.attendee):
            return True
        return self.session in person.watched or bool(self.points and not self.points.isdisjoint(person.came))


WHOLE = Counted()
"""The event, to which every registration belongs."""


class LineCount:
    """A line that is being counted: how many people add the same to it. Most are alike."""

    def __init__(self, counted: Counted = WHOLE) -> None:
        self._counted = counted
        self._shares = Counter[_Share]()

    @property
    def count(self) -> int:
        return self._shares.total()

    def add(self, person: DayReportPerson) -> None:
        """Count one more person."""
        self.add_share(share_of(person, self._counted))

    def add_share(self, share: "_Share") -> None:
        """Count one more person, of whom it is known what they add."""
        self._shares[share] += 1

    def line(self) -> DayReportLine:
        sums = [0] * _FIGURES
        for share, people in self._shares.items():
            for place, figure in enumerate(share):
                sums[place] += people * figure
        return DayReportLine(*sums)


_Share = tuple[int, ...]
"""What one person adds to the figures of a line, in the order of `DayReportLine`."""
_FIGURES = len(fields(DayReportLine))


def share_of(person: DayReportPerson, counted: Counted, *, is_awaited: bool = True) -> _Share:
    """Return what a person adds to a line. Places are expected for one who `is_awaited` there."""
    attendee = person.attendee
    people_in = person.people_at(person.came if counted.points is None else counted.points)
    has_come = people_in > 0 or counted.session in person.watched
    if attendee is None or not counted.is_meant(attendee):
        return 0, 0, 0, 0, int(has_come), 0, people_in, 0, 0
    state = day_report_state(attendee, has_come)
    states = (int(state is each) for each in DayReportState)
    places = attendee.places if is_awaited and is_expected(attendee) else 0
    remote = int(has_come and not people_in)
    return 1, *states, 0, places, people_in, remote, min(people_in, places)


class FigureCount:
    """Figures that are being counted, of the event, of a day, or of what is `counted`."""

    def __init__(self, programme: Programme, counted: Counted = WHOLE) -> None:
        self._programme, self._counted = programme, counted
        self._total = self._line()
        self._categories = defaultdict[str, LineCount](self._line)
        columns = [column.id for column in programme.columns if column.is_counted]
        self._columns = {column: defaultdict[str, LineCount](self._line) for column in columns}

    def _line(self) -> LineCount:
        return LineCount(self._counted)

    def add(self, person: DayReportPerson, groups: PersonGroups, *, is_awaited: bool = True) -> None:
        """Count one more person (`share_of`)."""
        share = share_of(person, self._counted, is_awaited=is_awaited)
        self._total.add_share(share)
        self._categories[groups.category].add_share(share)
        for column, text in groups.columns:
            self._columns[column][text].add_share(share)

    @property
    def values(self) -> dict[str, dict[str, int]]:
        """How many registrations have each text, by the id of the column."""
        return {column: {text: line.count for text, line in lines.items()} for column, lines in self._columns.items()}

    def figures(self, values: Mapping[str, Mapping[str, int]]) -> DayReportFigures:
        """Return the figures of all people so far; categories are in the programme's order, values of a column those
        of most people first. `values` are those of the whole event, by which spellings of one value are found and
        named.
        """
        return DayReportFigures(
            self._total.line(),
            {each: self._categories[each].line() for each in self._programme.sort_categories(self._categories)},
            {c.name: self._by_value(c.id, values[c.id]) for c in self._programme.columns if c.is_counted},
        )

    def _by_value(self, column: str, values: Mapping[str, int]) -> dict[str, DayReportLine]:
        lines = self._columns[column]
        found = (
            (value, [lines[text].line() for text in texts if text in lines])
            for value, texts in group_values(values).items()
        )
        return {value: _sum_of(of_value) for value, of_value in found if of_value}


class GroupFinder:
    """Finds where a person is counted: once for the event and all of its days."""

    def __init__(self, programme: Programme) -> None:
        self._programme = programme
        self._category_ids: dict[str, str] = {}
        self._counted = cache(lambda own: [each for each in columns_for(own, programme) if each.is_counted])

    def groups(self, attendee: Attendee | None) -> PersonGroups:
        """Return the groups of a person; a column in which they have nothing is none."""
        if attendee is None:
            return PersonGroups(self._category_id(""), ())
        texts = ((column.id, column_text(attendee, column.field)) for column in self._counted(attendee.category))
        return PersonGroups(self._category_id(attendee.category), tuple(each for each in texts if each[1]))

    def _category_id(self, category: str) -> str:
        """Return the programme's id of a category, whichever spelling the list used; "" is for people without one."""
        if category not in self._category_ids:
            known = self._programme.category_named(category) if category else None
            self._category_ids[category] = known.id if known else category
        return self._category_ids[category]


def _sum_of(lines: Iterable[DayReportLine]) -> DayReportLine:
    """Return the line that counts the people of all these."""
    return DayReportLine(*map(sum, zip(*map(astuple, lines), strict=True)))


def came_cancelled(person: DayReportPerson) -> bool:
    """Whether a person was there although cancelled or blocked."""
    return bool(
        person.attendee and person.attendee.status in OFF_STATUSES and (person.came or WHOLE_EVENT in person.watched)
    )
