# SPDX-License-Identifier: GPL-3.0-or-later
"""Everything an attendance export draws on, read once. Writes nothing; knows no file format and no language."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from functools import cache, cached_property
from itertools import groupby, islice

from checkin.core.attendance.attendance_rules import RULES, AttendanceRules, observed_sessions
from checkin.core.attendance.day_report import first_entry
from checkin.core.attendance.stays import WHOLE_EVENT
from checkin.core.attendee import Attendee
from checkin.core.entries import Entry
from checkin.core.exports.export_columns import ExportOptions
from checkin.core.history import Correction
from checkin.core.lists.progress import ReportProgress, ignore_progress, report_while
from checkin.core.local_time import convert_to_zone
from checkin.core.programme.programme import ControlPoint, PointMode, Programme
from checkin.services.attendance.attendance_evidence import AttendanceEvidence, PersonEvidence
from checkin.services.event_file import EventFile
from checkin.storage.attendees import VisitRow

MANY = 500
"""People that are read together."""


@dataclass(frozen=True, slots=True)
class ExportedPerson:
    """One person with visits by control point; `attendee` is None for a ticket whose person is unknown."""

    id: str
    attendee: Attendee | None
    evidence: PersonEvidence
    visits: dict[str, VisitRow]
    corrections: tuple[Correction, ...] = ()
    allowed: dict[str, list[Entry]] = field(default_factory=dict)


class ExportSource:
    """The people of an event and their attendance as of `now`. Pass a snapshot."""

    def __init__(
        self,
        event: EventFile,
        now: datetime | None = None,
        rules: AttendanceRules = RULES,
        report: ReportProgress = ignore_progress,
    ) -> None:
        self._event, self._rules = event, rules
        self._evidence = AttendanceEvidence(event, now, rules)
        self.programme: Programme = self._evidence.programme
        self.category_name = cache(self.programme.category_name)
        self.occasions = self._evidence.occasions
        self.half_days = self.occasions.half_days
        self.arrival = first_entry(self.programme)
        self.people: Sequence[ExportedPerson] = list(self._read(report))
        named = {name for person in self.people if person.attendee for name in person.attendee.custom}
        self.custom: Sequence[str] = sorted(named)

    def true_time(self, entry: Entry) -> datetime:
        """Return when an entry took place, corrected by its desk's clock offset. A time noted on paper is kept."""
        return self.hall_time(entry.written_at or self._evidence.clocks.corrected(entry))

    def hall_time(self, at: datetime) -> datetime:
        """Return the moment in the event's time zone."""
        return convert_to_zone(at, self._evidence.occasions.zone)

    @property
    def is_provisional(self) -> bool:
        """Whether a person's attendance may still change without another scan."""
        halves = (half for p in self.people for half in p.evidence.attendance.half_days.values())
        is_going_on = any(not self.occasions.is_over(half.time) for half in self.half_days)
        return is_going_on or any(half.exit and half.exit.is_provisional for half in halves)

    @cached_property
    def _observed(self) -> frozenset[str]:
        return observed_sessions(person.evidence.attendance for person in self.people)

    def is_observed(self, session: str) -> bool:
        """Whether anyone was seen at this session; "" is the event, which is always observed."""
        return not session or not self._rules.needs_observation or session in self._observed

    @property
    def has_ended(self) -> bool:
        """Whether arrivals are over."""
        return not self.awaits_end or self.occasions.have_ended

    @property
    def awaits_end(self) -> bool:
        """Whether who has not come is told apart from who is absent; the first versions did not."""
        return self._rules.awaits_end

    def is_to_come(self, session: str) -> bool:
        """Whether the session has not ended yet; of one without a time, and of "", the event."""
        time = self.occasions.sessions.get(session)
        if time is None:
            return not self.has_ended
        return self._rules.needs_observation and not self.occasions.is_over(time)

    def knows_absences(self, session: str) -> bool:
        """Whether a person not seen at this session counts as absent."""
        return self.is_observed(session) and not self.is_to_come(session)

    def arrivals(self, person: ExportedPerson) -> list[Entry]:
        """Return the counted arrival at each control point where the person came in."""
        return [visit.arrived for visit in person.evidence.history.visits.values() if visit.arrived]

    def points_of(self, person: ExportedPerson) -> list[ControlPoint]:
        """Return the entrance, and other control points where the person went, watched or registered.

        Control points that are no longer planned are included if they went there.
        """
        if person.attendee is None:
            return [self._point(each) for each in person.visits]
        wanted = {*person.attendee.sessions, *person.evidence.attendance.watched} - {WHOLE_EVENT}
        planned = [
            p
            for p in self.programme.control_points
            if p.mode is PointMode.ENTRY and (p is self.arrival or p.id in person.visits or p.session in wanted)
        ]
        known = {p.id for p in planned}
        return [*planned, *(ControlPoint(gone, gone) for gone in person.visits if gone not in known)]

    def points(self) -> list[ControlPoint]:
        """Return every control point with a row, in programme order."""
        used = {p.id: p for person in self.people for p in self.points_of(person)}
        planned = [p for p in self.programme.control_points if p.id in used]
        return [*planned, *(used[each] for each in sorted(used.keys() - {p.id for p in planned}))]

    def count_rows(self, options: ExportOptions) -> int:
        """Return how many rows the attendance has."""
        return sum(len(self.points_of(person)) for person in self.people) if options.is_by_point else len(self.people)

    def session_points(self, session: str) -> tuple[ControlPoint, ...]:
        return tuple(p for p in self.programme.control_points if p.session == session and p.mode is PointMode.ENTRY)

    def _point(self, point_id: str) -> ControlPoint:
        return self.programme.control_point(point_id) or ControlPoint(point_id, point_id)

    def _read(self, report: ReportProgress) -> Iterator[ExportedPerson]:
        allowed, attendees = self._allowed(), self._event.attendees
        visits = {k: {v.control_point: v for v in g} for k, g in groupby(attendees.visits(), lambda v: v.attendee)}
        for (attendee, corrections), traced in report_while(self._traced(), report, attendees.count()):
            own, same = visits.pop(attendee.id, {}), traced.history.attendee
            person = same if same == attendee else attendee  # of two equal ones only one is held
            yield ExportedPerson(attendee.id, person, traced, own, corrections, allowed.get(attendee.id, {}))
        for ticket, own in visits.items():
            traced = self._evidence.of(ticket)
            yield ExportedPerson(ticket, None, traced, own, allowed=allowed.get(ticket, {}))

    def _traced(self) -> Iterator[tuple[tuple[Attendee, tuple[Correction, ...]], PersonEvidence]]:
        """Yield everyone by name with their evidence, but not the entries behind it, which nobody reads any more."""
        everyone = self._event.attendees.all()
        while some := list(islice(everyone, MANY)):
            found = self._evidence.of_each([attendee.id for attendee, _ in some])
            yield from zip(some, (replace(traced, entries=()) for traced in found), strict=True)

    def _allowed(self) -> dict[str, dict[str, list[Entry]]]:
        """Return overridden passages that were not undone, by person and control point."""
        journal = self._event.journal
        entries = journal.overridden_passages()
        undone = journal.undone({e.subject for e in entries})
        found: dict[str, dict[str, list[Entry]]] = {}
        for entry in entries:
            if entry.id.hex() not in undone:
                own = found.setdefault(journal.person(entry.subject), {})
                own.setdefault(str(entry.body.get("control_point")), []).append(entry)
        return found
