# SPDX-License-Identifier: GPL-3.0-or-later
"""Everybody's presence, read from the journal: for exports, sign-in sheets and certificates. Writes nothing."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta

from checkin.core.entries import Entry, EntryKind
from checkin.core.evening.attendance_rules import RULES, Attendance, AttendanceRules, judge_attendance
from checkin.core.evening.confirmed_exits import confirmed_exits
from checkin.core.evening.stays import EventOccasions, stays
from checkin.core.history import History
from checkin.core.merged_records import fold_records
from checkin.core.programme.programme import Programme
from checkin.core.sync.clock_offsets import ClockOffsets
from checkin.desk.event_file import EventFile, zone_of
from checkin.storage import settings_store


@dataclass(frozen=True, slots=True)
class PersonEvidence:
    """A person, what is known of them, and the entries it is known from. `history.attendee` is None of a ticket that
    was let in and never heard of.
    """

    id: str
    history: History
    entries: tuple[Entry, ...]
    attendance: Attendance


class AttendanceEvidence:
    """The presences of one event as of `now`, this computer's moment if it is not named: nothing is counted past it.

    `all_people` and `of` read the journal when they are called.
    """

    def __init__(self, event: EventFile, now: datetime | None = None, rules: AttendanceRules = RULES) -> None:
        self._journal, self._rules = event.journal, rules
        self.programme: Programme = event.programme()
        self.now = now or correct_clock(event, event.clock()())
        confirmed = event.journal.entries_of_kinds([EntryKind.EXIT_CONFIRMED]) if rules.heeds_confirmed else []
        zone, exits = zone_of(self.programme.event), confirmed_exits(confirmed)
        self.occasions = EventOccasions.of(self.programme, zone, self.now, exits)
        self.clocks = _clocks(event)

    def of(self, subject: str) -> PersonEvidence:
        """The person whose record this is."""
        entries = self._journal.about(subject)
        person, history = fold_records(subject, entries)
        booked = history.attendee.sessions if history.attendee else ()
        seen = stays(self.occasions, entries, self.clocks)
        judged = judge_attendance(self.programme, self.occasions, seen, booked, self._rules)
        return PersonEvidence(person, history, tuple(entries), judged)

    def all_people(self) -> Iterator[PersonEvidence]:
        """Each once, in the order of their ids, and every ticket that came in unheard of."""
        for subject in sorted(self._journal.people()):
            traced = self.of(subject)
            if traced.history.attendee or traced.history.visits:
                yield traced


def correct_clock(event: EventFile, now: datetime) -> datetime:
    """Return `now` of this computer's clock, put right by what desks measured of it: a clock that runs ahead would
    attest time that has not passed. In whole seconds, as papers and exports carry it.
    """
    own = settings_store.load(event.db)
    return (now - timedelta(seconds=_clocks(event).ahead(own.desk, own.identity))).replace(microsecond=0)


def _clocks(event: EventFile) -> ClockOffsets:
    return ClockOffsets(event.journal.entries_of_kinds([EntryKind.CLOCK_MEASURED]))
