# SPDX-License-Identifier: GPL-3.0-or-later
"""Deviations from plan, one by one: walk-ins, corrections, merges, undone scans, cancelled but present, conflicts.

The day report's counts are those of this list. Writes nothing.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from checkin.core.attendance.day_report import DayReport
from checkin.core.attendance.day_report_person import DayReportChange, classify_correction
from checkin.core.attendance.stays import WHOLE_EVENT
from checkin.core.attendee import Attendee
from checkin.core.attendee_body import attendee_from_body
from checkin.core.entries import Entry, EntryKind
from checkin.core.history import Correction
from checkin.core.sync.sync_conflicts import Conflict
from checkin.services.attendance.day_report_reading import undone_without_person
from checkin.services.event_file import EventFile
from checkin.services.exports.export_source import ExportedPerson, ExportSource


@dataclass(frozen=True, slots=True)
class Deviation:
    """One deviation.

    `field` is a person's field, or an undone passage ("checked_in:POINT"), whose `at` and `desk` these are. For a
    conflict it is the field two desks changed, or the control point where both admitted the person; `old` and `new` are
    what each desk wrote, or the names of the desks.
    """

    what: DayReportChange
    name: str
    code: str
    at: datetime
    desk: str
    field: str = ""
    old: str = ""
    new: str = ""


def list_deviations(event: EventFile, source: ExportSource, report: DayReport) -> list[Deviation]:
    """Return conflicts first, automatic changes last; within a kind by time."""
    order = list(DayReportChange)
    return sorted(_all(event, source, report), key=lambda each: (order.index(each.what), each.at, each.name))


def _all(event: EventFile, source: ExportSource, report: DayReport) -> Iterator[Deviation]:
    registered = {entry.subject: entry for entry in event.journal.walk_in_entries()}
    walk_ins = {event.journal.person(e.subject): e for e in reversed(registered.values())}
    for person in source.people:
        named = _Named(source, person.attendee, person.id)
        yield from (named.conflict(each) for each in person.conflicts)
        if person.id in report.cancelled_who_came and (came := _came(source, person)):
            yield named.passage(DayReportChange.CAME_CANCELLED, *came)
        if person.attendee and (entry := walk_ins.get(person.id)):
            yield named.passage(DayReportChange.WALK_IN, entry.desk, source.true_time(entry))
        yield from (named.correction(each) for each in person.corrections)
    for subject, corrections in undone_without_person(event).items():
        added = [e for e in event.journal.of_record(subject) if e.kind == EntryKind.ATTENDEE_ADDED]
        known = attendee_from_body(subject, added[-1].body) if added else None
        yield from (_Named(source, known, subject).correction(each) for each in corrections)


def _came(source: ExportSource, person: ExportedPerson) -> tuple[str, datetime] | None:
    """Return the desk and the time of the entry that first shows the person present; for online time, which is imported
    later, the time it tells.
    """
    if person.visits:
        first = min(person.visits.values(), key=lambda visit: visit.corrected)
        return first.desk, first.corrected
    if person.online and WHOLE_EVENT in person.watched:
        return person.online.arrived.desk, source.hall_time(person.online.time.begins)
    return None


class _Named:
    """Makes the deviations of one person; `subject` replaces the code of a person without one."""

    def __init__(self, source: ExportSource, attendee: Attendee | None, subject: str) -> None:
        self._source = source
        self._who = (attendee.name, attendee.ticket_code) if attendee else ("", subject)

    def correction(self, correction: Correction) -> Deviation:
        return Deviation(
            classify_correction(correction),
            *self._who,
            self._source.hall_time(correction.at),
            correction.desk,
            correction.field,
            correction.old,
            correction.new,
        )

    def passage(self, what: DayReportChange, desk: str, at: datetime) -> Deviation:
        return Deviation(what, *self._who, at, desk)

    def conflict(self, conflict: Conflict) -> Deviation:
        first, second = conflict.first, conflict.second
        old, new = (_made_of(each, conflict.field) for each in (first, second))
        field = conflict.field or str(second.body.get("control_point", ""))
        return Deviation(
            DayReportChange.TO_SETTLE, *self._who, self._source.true_time(second), second.desk, field, old, new
        )


def _made_of(entry: Entry, field: str) -> str:
    changes = entry.body.get("changes")
    pair = changes.get(field) if isinstance(changes, dict) else None
    return str(pair[1]) if isinstance(pair, list) and len(pair) == 2 else entry.desk
