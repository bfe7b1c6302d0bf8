# SPDX-License-Identifier: GPL-3.0-or-later
"""Attendance as the journal proves it: who was present when, the day report, its fingerprint, confirmed exit hours."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from functools import cached_property
from itertools import zip_longest
from pathlib import Path

from checkin.core import journal_fingerprint
from checkin.core.attendance.attendance_rules import Attendance, AttendanceJudge
from checkin.core.attendance.day_report import DayReport, DayReportCounter, make_day_report
from checkin.core.attendance.day_report_lines import DayReportPerson, day_report_person, undone_passages
from checkin.core.attendance.half_days import HalfDay
from checkin.core.attendance.stays import (
    ConfirmedExit,
    EventOccasions,
    confirmation,
    confirmed_exits,
    exit_decisions,
    stays,
)
from checkin.core.entries import Entry, EntryKind
from checkin.core.history import Correction, History
from checkin.core.merged_records import fold_records
from checkin.core.message import Message, ReportProgress, UserError, ignore_progress, report_while
from checkin.core.programme.programme import Programme
from checkin.core.programme.programme_edits import programme_of_days
from checkin.core.proposed_file_names import day_report_name
from checkin.core.supervisor import Authority
from checkin.core.sync.sync_status import ClockOffsets
from checkin.documents.cell_extraction import extract_text
from checkin.services.desk import Desk
from checkin.services.event_file import EventFile, zone_of
from checkin.storage import settings_store
from checkin.storage.attendees import VisitRow
from checkin.storage.journal_queries import entries_by_arrival, entries_by_id


@dataclass(frozen=True, slots=True)
class PersonEvidence:
    """A person, their history and attendance, and the entries these are derived from.

    `history.attendee` is None for a ticket that was admitted without its person ever becoming known.
    """

    id: str
    history: History
    entries: tuple[Entry, ...]
    attendance: Attendance


class AttendanceEvidence:
    """The attendance of one event as of `now`, by default this moment; nothing later is counted.

    `attendance` of each person is judged by `core.attendance` from scans and online time: per half-day and session
    whether they were present, minutes, exit, late. `all_people`, `of_each` and `of` read the journal on each call, so
    work on `EventFile.snapshot` where several results must agree.

        evidence = AttendanceEvidence(event)
        minutes = {each.id: each.attendance.minutes for each in evidence.all_people()}
    """

    def __init__(self, event: EventFile, now: datetime | None = None) -> None:
        self._journal = event.journal
        self.programme: Programme = programme_of_days(event.programme())
        self.now = now or correct_clock(event, event.clock()())
        self.exit_decisions = exit_decisions(event.journal.entries_of_kinds([EntryKind.EXIT_CONFIRMED]))
        exits = confirmed_exits(self.exit_decisions)
        self.occasions = EventOccasions.of(self.programme, zone_of(self.programme.event), self.now, exits)
        self.clocks = _clocks(event)
        self._judge = AttendanceJudge(self.programme, self.occasions)

    @cached_property
    def nowhere(self) -> Attendance:
        """The attendance of a person who was never seen."""
        return self._judge.judge((), ())

    def of(self, subject: str) -> PersonEvidence:
        """Return the evidence for the person whose record this is."""
        return self._judged(subject, self._journal.about(subject))

    def of_each(self, subjects: Sequence[str]) -> Iterator[PersonEvidence]:
        """Yield the evidence for the owners of these records in their order, each person once."""
        return (self._judged(person, entries) for person, entries in self._journal.entries_by_person(subjects))

    def all_people(self, report: ReportProgress = ignore_progress) -> Iterator[PersonEvidence]:
        """Yield each person once, ordered by id, including admitted tickets without a person."""
        subjects = sorted(self._journal.people())
        everyone = report_while(self.of_each(subjects), report, len(subjects))
        return (traced for traced in everyone if traced.history.attendee or traced.history.visits)

    def _judged(self, subject: str, entries: Sequence[Entry]) -> PersonEvidence:
        person, history = fold_records(subject, entries)
        booked = history.attendee.sessions if history.attendee else ()
        seen = stays(self.occasions, entries, self.clocks)
        return PersonEvidence(person, history, tuple(entries), self._judge.judge(seen, booked))


def correct_clock(event: EventFile, now: datetime) -> datetime:
    """Return `now` corrected by what desks measured of this computer's clock, in whole seconds.

    A clock that runs ahead would attest time that has not passed.
    """
    own = settings_store.load(event.db)
    return (now - timedelta(seconds=_clocks(event).ahead(own.desk, own.identity))).replace(microsecond=0)


def _clocks(event: EventFile) -> ClockOffsets:
    return ClockOffsets(event.journal.entries_of_kinds([EntryKind.CLOCK_MEASURED]))


# The day report of an event, computed twice: folded from the journal, and counted from the tables.


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


# The fingerprint (control line) of an event's journal, and whether an export was made from this event. Read-only.


def read_fingerprint(event: EventFile) -> journal_fingerprint.JournalFingerprint:
    """Return the fingerprint of the journal as it is now."""
    entries, digest = journal_fingerprint.chain_digest(entries_by_id(event.db))
    return journal_fingerprint.JournalFingerprint(event.key.event, entries, digest)


def find_origin(
    event: EventFile, export: Path
) -> tuple[journal_fingerprint.ExportOrigin, journal_fingerprint.JournalFingerprint]:
    """Return where an export comes from, this file's present or earlier state or elsewhere, and its fingerprint.

    Raises `UserError` for a file without a control line.
    """
    text = extract_text(fingerprint_file(export))
    sheet = journal_fingerprint.find_fingerprint(text)
    if sheet is None:
        raise UserError(_NONE, name=export.name)
    found = journal_fingerprint.find_export_origin(
        sheet, event.key.event, entries_by_arrival(event.db), journal_fingerprint.entries_named(text)
    )
    purge = purge_after(event, sheet) if found is journal_fingerprint.ExportOrigin.NOT_HERE else None
    return journal_fingerprint.before_purge(sheet, _line_before(purge)) if purge else found, sheet


def fingerprint_file(export: Path) -> Path:
    """Return the file that carries the control line: for a CSV the day report beside it."""
    day_report = export.with_name(day_report_name(export.name))
    return day_report if day_report.exists() else export


def purge_after(event: EventFile, sheet: journal_fingerprint.JournalFingerprint) -> Entry | None:
    """Return the first purge of a journal with at least as many entries as the fingerprint says."""
    purges = event.journal.entries_of_kinds([EntryKind.EVENT_PURGED])
    return next((each for each in purges if _had(each) >= sheet.entries), None)


def _had(purge: Entry) -> int:
    before = journal_fingerprint.find_fingerprint(_line_before(purge))
    return before.entries if before else 0


def _line_before(purge: Entry) -> str:
    return str(purge.body.get("before", ""))


_NONE = Message(
    "check",
    "“{name}” has no control line, so it cannot be checked. For a CSV, that line is in the file "
    "NAME-account.csv written with it: keep them side by side.",
)


# Exit hours: when people without a scanned exit are taken to have left, confirmed by the organiser as entries.


@dataclass(frozen=True, slots=True)
class ExitHour:
    """A half-day's exit hour: the one that was `confirmed`, else the `proposed` end of the programme."""

    half_day: HalfDay
    proposed: datetime
    confirmed: ConfirmedExit | None = None
    is_over: bool = True

    @property
    def hour(self) -> datetime:
        return self.confirmed.hour if self.confirmed else self.proposed


def exit_hours(occasions: EventOccasions) -> tuple[ExitHour, ...]:
    """Return the exit hour of every half-day that has begun, in the event's time zone."""
    return tuple(
        ExitHour(
            half, half.time.ends.astimezone(occasions.zone), occasions.exits.get(half.id), occasions.is_over(half.time)
        )
        for half in occasions.half_days
        if half.time.begins <= occasions.now
    )


class ExitHours:
    """The exit hours of an event's half-days, as confirmed at a desk."""

    def __init__(self, event: EventFile, desk: Desk) -> None:
        self._event, self._desk = event, desk

    def news(self, hours: Mapping[str, datetime | None]) -> dict[str, datetime | None]:
        """Return which of these hours differ from those that count. Raises `UserError` for an hour outside its
        half-day, or in the future.
        """
        now = correct_clock(self._event, self._desk.now())
        occasions = AttendanceEvidence(self._event, now).occasions
        known = {half_day: confirmed.hour for half_day, confirmed in occasions.exits.items()}
        news = {half_day: hour for half_day, hour in hours.items() if hour != known.get(half_day)}
        for half_day, hour in news.items():
            _check(occasions, half_day, hour)
        return news

    def confirm(self, hours: Mapping[str, datetime | None], authority: Authority | None = None) -> int:
        """Confirm exit hours by half-day, all or none; None withdraws one. Return how many are new. `authority` is the
        supervisor's, where one is named.

        Raises `UserError` as `news` does.
        """
        with self._event.transaction():
            news = self.news(hours)
            bodies = (confirmation(half_day, hour, authority) for half_day, hour in news.items())
            facts = [(EntryKind.EXIT_CONFIRMED, "", body) for body in bodies]
            self._event.journal.append_all(facts, at=self._desk.now(), desk=self._desk.name)
        return len(news)


def _check(occasions: EventOccasions, half_day: str, hour: datetime | None) -> None:
    halves = occasions.half_days
    half, after = next(((h, a) for h, a in zip_longest(halves, halves[1:]) if h.id == half_day), (None, None))
    if half is None:
        raise UserError(_UNKNOWN)
    if hour is None:
        return
    if hour > occasions.now:
        raise UserError(_TO_COME, time=f"{hour:%H:%M}")
    if hour <= half.time.begins or (after and hour > after.time.begins):
        raise UserError(_OUTSIDE, time=f"{hour:%H:%M}")


_UNKNOWN = Message(
    "closing", "That half-day is no longer in the programme. Nothing was confirmed; look at the times again."
)
_TO_COME = Message("closing", "{time} has not passed yet. Nothing was confirmed; confirm it once it has.")
_OUTSIDE = Message(
    "closing", "{time} is before this half-day, or in the next one. Nothing was confirmed; type the time people left."
)
