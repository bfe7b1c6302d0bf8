# SPDX-License-Identifier: GPL-3.0-or-later
"""Queries for the people screen: the filtered, ordered list, and everything about one person. Reads only."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from PySide6.QtCore import QObject

from checkin.core.admission_rules import counting_point
from checkin.core.attendee import Attendee, Status, companion_host
from checkin.core.counts import CountedPoint
from checkin.core.history import History, Visit, fold_history
from checkin.core.people.person_timeline import TimelineEntry, TimelineKind, merged_records, read_timeline
from checkin.core.people_list import AttendeeFilter, AttendeeOrder, PersonAtPoint, status_before
from checkin.core.programme.programme import ControlPoint
from checkin.core.programme.programme_edits import find_point
from checkin.core.proposed_file_names import propose_file_name
from checkin.services.desk import Desk
from checkin.services.door_figures import KeptFigures
from checkin.services.event_file import EventFile
from checkin.services.person_lookup import read_standings
from checkin.services.photographs import read_photograph
from checkin.services.privacy.person_data import export_person
from checkin.services.privacy.purge_day import PurgeDay
from checkin.services.threads import EventReading
from checkin.storage.people_search import PeopleList

FEW_PEOPLE = 5_000
"""So many people are put in any order within some 25 ms."""


@dataclass(frozen=True, slots=True)
class Person:
    """Everything about a person: their state at `point`, where they are or were, and their story, newest first.
    `companions` are the names of those whom they bring along, `other_codes` admit them beside their ticket code.
    """

    standing: PersonAtPoint
    point: ControlPoint
    visits: tuple[tuple[ControlPoint, Visit], ...]
    story: tuple[TimelineEntry, ...]
    companions: tuple[str, ...] = ()
    photograph: bytes = b""
    other_codes: tuple[str, ...] = ()

    @property
    def attendee(self) -> Attendee:
        return self.standing.attendee

    @property
    def merged(self) -> tuple[str, ...]:
        """The other records merged into this person, newest first."""
        return merged_records(self.story)

    @property
    def last_tie(self) -> bytes | None:
        """The entry that gave them a code last, at whichever desk; None if no code that was given is theirs."""
        ties = (line.entry for line in self.story if line.what is TimelineKind.CODE_TIED and line.can_undo)
        return next(ties, None)


@dataclass(frozen=True, slots=True)
class PeopleOrder:
    """The ids of all people who match a filter, in the order of `key`; `written` is what the event held at least."""

    key: tuple[AttendeeFilter, AttendeeOrder, CountedPoint]
    written: object
    ids: Sequence[str]


class PeopleQueries:
    """People queries of the event at which `desk` stands, in its thread. The last order is kept.

    Of more than `FEW_PEOPLE` an order takes up to half a second, so a window reads it beside itself:

        if not queries.is_current(wanted, order):
            queries.beside(screen).read(queries.order_reading(wanted, order), queries.keep)
    """

    def __init__(self, event: EventFile, desk: Desk) -> None:
        self._event, self._desk = event, desk
        self._list, self._figures = PeopleList(event.db), KeptFigures(event)
        self._ordered: PeopleOrder | None = None
        self._seen = event.data_version()

    def proposed(self, what: str, suffix: str) -> Path:
        """Return a file path beside the event, with `what` in its name."""
        name = propose_file_name(self._desk.programme.event, self._desk.now(), what)
        return self._event.path.with_name(f"{name}{suffix}")

    def relock(self) -> None:
        """Take SQLite's locks again after a file dialog (docs/adr/0010)."""
        self._event.relock()

    def export_person(self, attendee_id: str, path: Path, translate: Callable[..., str]) -> None:
        """Write everything known about a person, and a readable text beside it."""
        export_person(self._event, self._event.journal.person(attendee_id), path, translate)

    def has_changed(self) -> bool:
        """Whether another window or command wrote to the file since the last call."""
        before, self._seen = self._seen, self._event.data_version()
        return before != self._seen

    def erased_on(self) -> date | None:
        """Return the day of the purge; None before it, and once people were registered again."""
        return PurgeDay(self._event, self._desk).erased_on

    def count(self) -> int:
        return self._event.attendees.count()

    @property
    def has_few(self) -> bool:
        """Whether there are so few people that a window can read them itself."""
        return self.count() <= FEW_PEOPLE

    def is_kept(self, wanted: AttendeeFilter, order: AttendeeOrder) -> bool:
        """Whether this order was read last, though something may have been written since."""
        return self._ordered is not None and self._ordered.key == (wanted, order, self._counted())

    def is_current(self, wanted: AttendeeFilter, order: AttendeeOrder) -> bool:
        """Whether this order was read last, and nothing was written since."""
        return (
            self.is_kept(wanted, order) and self._ordered is not None and self._ordered.written == self._event.written()
        )

    def beside(self, parent: QObject) -> EventReading:
        """Return what reads beside the window."""
        return EventReading(self._event, parent)

    def order_reading(self, wanted: AttendeeFilter, order: AttendeeOrder) -> Callable[[EventFile], PeopleOrder]:
        """Return the work that reads an order, in any thread."""
        key, written = (wanted, order, self._counted()), self._event.written()
        return lambda event: PeopleOrder(key, written, PeopleList(event.db).order(*key))

    def keep(self, read: PeopleOrder) -> None:
        """Keep what was read until another order is wanted."""
        self._ordered = read

    def matching_ids(self, text: str) -> Sequence[str]:
        """Return the ids of those in the kept order who match `text`."""
        everyone, answering = self._ordered.ids if self._ordered else (), self._list.matching_ids(text)
        return everyone if answering is None else [each for each in everyone if each in answering]

    def count_people(self, ids: Sequence[str], wanted: AttendeeFilter) -> int:
        """Return how many people the registrations listed are: of those who arrived, who came here."""
        return self._list.count_people(ids, wanted.attendance, self._point().id)

    def count_expected(self) -> int:
        """Return how many people the control point waits for in all, without the cancelled, as its header counts."""
        return self._figures.figures(self._desk.programme, self._point()).expected

    def order(self, text: str, wanted: AttendeeFilter, order: AttendeeOrder) -> Sequence[str]:
        """Return the ids of all people who match `text` and `wanted`, in list order."""
        if not self.is_current(wanted, order):
            self.keep(self.order_reading(wanted, order)(self._event))
        return self.matching_ids(text)

    def standings(self, ids: Sequence[str]) -> list[PersonAtPoint | None]:
        """Return each of `ids` at the control point; None for one who is no longer in the event."""
        people = self._list.people(ids)
        known = [people[each] for each in ids if each in people]
        here = read_standings(self._event, known, self._point().id, self._desk.programme)
        found = {each.attendee.id: each for each in here}
        return [found.get(each) for each in ids]

    def person(self, attendee_id: str) -> Person | None:
        journal = self._event.journal
        if (standing := self.standings([journal.person(attendee_id)])[0]) is None:
            return None
        history = journal.history(attendee_id)
        visits = self._visits(history)
        story = read_timeline(journal.about(attendee_id))
        beside = self._event.attendees.of_order(standing.attendee)
        brought = (each.name for each in beside if companion_host(each.companion) == standing.attendee.id)
        face = read_photograph(self._event, standing.attendee.id)
        return Person(standing, self._point(), visits, story, tuple(brought), face, history.other_codes)

    def earlier_status(self, attendee_id: str) -> Status:
        """Return the status that a cancelled or blocked person gets back."""
        lines = (line for line in read_timeline(self._event.journal.about(attendee_id)) if not line.is_undone)
        changed = (change for line in lines for change in line.changes if change.field == "status")
        return status_before(old for change in changed for old in change.old)

    def name_of(self, record: str) -> str:
        """Return the name on a record named in a timeline; "" if it is no longer known."""
        known = fold_history(self._event.journal.of_record(record)).attendee
        return known.name if known else ""

    def categories(self) -> list[tuple[str, str]]:
        """Return (as attendees have it, as it is displayed) of each category in use, in programme order."""
        programme = self._desk.programme
        ordered = programme.sort_categories(self._event.attendees.categories())
        return [(each, programme.category_name(each)) for each in ordered]

    def _visits(self, history: History) -> tuple[tuple[ControlPoint, Visit], ...]:
        """Return visits in programme order, those at control points no longer planned last, named by their id."""
        programme = self._desk.programme
        here = {point: visit for point, visit in history.visits.items() if visit.arrived}
        planned = [point for point in programme.control_points if point.id in here]
        others = sorted(here.keys() - {point.id for point in planned})
        found = (find_point(programme, each) or ControlPoint(each, each) for each in others)
        return tuple((point, here[point.id]) for point in (*planned, *found))

    def _point(self) -> ControlPoint:
        """Return the control point at which this desk counts arrivals, as its header does."""
        return counting_point(self._desk.programme, self._desk.control_point)

    def _counted(self) -> CountedPoint:
        return self._figures.counted(self._desk.programme, self._point())
