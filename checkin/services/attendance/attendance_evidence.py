# SPDX-License-Identifier: GPL-3.0-or-later
"""Attendance evidence: who was present when, read from the journal for exports, sheets and certificates. Read-only."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cached_property

from checkin.core.attendance.attendance_rules import Attendance, AttendanceJudge
from checkin.core.attendance.confirmed_exits import confirmed_exits, exit_decisions
from checkin.core.attendance.stays import EventOccasions, stays
from checkin.core.entries import Entry, EntryKind
from checkin.core.history import History
from checkin.core.lists.progress import ReportProgress, ignore_progress, report_while
from checkin.core.merged_records import fold_records
from checkin.core.programme.daily_points import programme_of_days
from checkin.core.programme.programme import Programme
from checkin.core.sync.clock_offsets import ClockOffsets
from checkin.services.event_file import EventFile, zone_of
from checkin.storage import settings_store


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
