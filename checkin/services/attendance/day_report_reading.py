# SPDX-License-Identifier: GPL-3.0-or-later
"""The day report of an event, computed twice: folded from the journal, and counted from the tables."""

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import datetime

from checkin.core.attendance.day_report import DayReport, DayReportCounter, make_day_report
from checkin.core.attendance.day_report_person import DayReportPerson, day_report_person, undone_passages
from checkin.core.entries import EntryKind
from checkin.core.history import Correction, History
from checkin.core.programme.daily_points import programme_of_days
from checkin.services.attendance.attendance_evidence import AttendanceEvidence
from checkin.services.event_file import EventFile
from checkin.storage.attendees import VisitRow


def day_report_from_journal(event: EventFile, now: datetime | None = None) -> DayReport:
    """Return the day report folded from the journal, as of `now`."""
    counting = HistoryCounter(event, now)
    for person, history in event.journal.histories(event.journal.people()):
        counting.add(person, history)
    return counting.report()


class HistoryCounter:
    """Counts the day report of `day_report_from_journal` from histories that are read for something else anyway: the
    one of each person of the journal must be added once.
    """

    def __init__(self, event: EventFile, now: datetime | None = None) -> None:
        self._walk_ins, self._watched = event.journal.walk_ins(), _watched(event, now)
        self._counting = DayReportCounter(programme_of_days(event.programme()))

    def add(self, person: str, history: History) -> None:
        """Count one more person."""
        is_walk_in, watched = person in self._walk_ins, self._watched.get(person, _NOWHERE)
        self._counting.add(day_report_person(history, is_walk_in=is_walk_in, watched=watched, ticket=person))

    def report(self) -> DayReport:
        """Return the day report of all people so far."""
        return self._counting.report()


def day_report_from_tables(event: EventFile) -> DayReport:
    """Return the day report counted from the tables, which is what the screen shows."""
    return make_day_report(programme_of_days(event.programme()), _shown(event))


def _shown(event: EventFile) -> Iterator[DayReportPerson]:
    walk_ins, watched, came = event.journal.walk_ins(), _watched(event), dict[str, list[VisitRow]]()
    conflicts = Counter(row.attendee for row in event.attendees.conflicts.all())
    for visit in event.attendees.visits():
        came.setdefault(visit.attendee, []).append(visit)
    for attendee, corrections in event.attendees.all():
        visits, is_walk_in = came.pop(attendee.id, ()), attendee.id in walk_ins
        unsettled, seen = conflicts.pop(attendee.id, 0), watched.pop(attendee.id, _NOWHERE)
        person = DayReportPerson(attendee, {}, is_walk_in, corrections, unsettled, seen)
        yield _with_visits(person, visits)
    unheard = undone_without_person(event)
    for ticket in came.keys() | watched.keys() | unheard.keys():
        visits, seen, undone = came.get(ticket, ()), watched.get(ticket, _NOWHERE), unheard.get(ticket, ())
        unsettled = conflicts.pop(ticket, 0)
        person = DayReportPerson(None, {}, corrections=undone, conflicts=unsettled, watched=seen, ticket=ticket)
        yield _with_visits(person, visits)


def _with_visits(person: DayReportPerson, visits: Iterable[VisitRow]) -> DayReportPerson:
    came, arrived = dict[str, int](), dict[str, datetime]()
    for visit in visits:
        came[visit.control_point], arrived[visit.control_point] = visit.people, visit.arrived_at
    return replace(person, came=came, arrived=arrived)


def undone_without_person(event: EventFile) -> dict[str, tuple[Correction, ...]]:
    """Return the undone passages of people in no table, by person.

    These are unknown tickets and walk-ins registered by mistake; only the journal still has them.
    """
    subjects = sorted({entry.subject for entry in event.journal.entries_of_kinds([EntryKind.UNDONE])})
    found = event.journal.histories(subjects)
    return {person: undone_passages(history) for person, history in found if history.attendee is None}


def _watched(event: EventFile, now: datetime | None = None) -> dict[str, frozenset[str]]:
    """Return by person the occasions watched online. People never seen online are not read."""
    seen = {event.journal.person(entry.subject) for entry in event.journal.entries_of_kinds([EntryKind.REMOTE_SEEN])}
    if not seen:
        return {}
    evidence = AttendanceEvidence(event, now)
    return {person: watched for person in seen if (watched := evidence.of(person).attendance.watched)}


_NOWHERE: frozenset[str] = frozenset()
