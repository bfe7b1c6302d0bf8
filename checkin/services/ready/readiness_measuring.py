# SPDX-License-Identifier: GPL-3.0-or-later
"""Readiness measurements that need no user: the event, the disk, power, clock, conflicts. Judges nothing."""

import time
from collections.abc import Callable, Iterator, Sequence
from datetime import date, datetime
from zoneinfo import ZoneInfo

from checkin.core.access import count_meeting
from checkin.core.admission_rules import returns_unnoticed
from checkin.core.attendance.daily_access import DailyAccess
from checkin.core.attendee import Attendee
from checkin.core.chosen_columns import idle_rules, missing_titles
from checkin.core.entries import EntryKind
from checkin.core.lists.known_people import KINDS
from checkin.core.mail.mail_groups import ticket_address
from checkin.core.mail_address import accent_corrections
from checkin.core.programme.daily_points import event_days, programme_of_days
from checkin.core.programme.programme import Column, ColumnRule, ControlPoint, Programme, Requirement
from checkin.core.ready.event_checks import BadAddresses, ListState, MissingEntries, OpenIssues
from checkin.core.ready.readiness import ReadinessMeasurements
from checkin.devices.disk import measure_disk
from checkin.devices.power import read_power
from checkin.services.desk import Desk
from checkin.services.event_file import PROGRAMME_KINDS, EventFile, JournalMoment, zone_of
from checkin.services.lists.earlier_lists import listed_titles
from checkin.services.privacy.purge_day import erased_at
from checkin.services.session_seats import Seats
from checkin.storage.rescue_copies import find_rescued

_TELLS_OF_PEOPLE = (*KINDS, *PROGRAMME_KINDS, EntryKind.TICKET_SENT)
_OfPeople = tuple[
    tuple[tuple[Column, ColumnRule], ...],
    tuple[tuple[ControlPoint, Requirement], ...],
    BadAddresses,
    tuple[str, ...],
]


class ReadinessMeter:
    """Measures one event and this computer. Belongs to one thread; `seconds` is a monotonic clock."""

    def __init__(
        self, event: EventFile, clock: Callable[[], datetime], seconds: Callable[[], float] = time.monotonic
    ) -> None:
        self._event, self._seconds = event, seconds
        self._desk = Desk(event, clock, "")
        self._of_people: tuple[JournalMoment, _OfPeople] | None = None

    def measure(self) -> ReadinessMeasurements:
        """Measure everything now. Takes as long as the disk does."""
        programme = self._event.programme()
        return ReadinessMeasurements(
            self._list(),
            self._left_open(),
            measure_disk(self._event.path.parent, self._seconds),
            read_power(),
            programme_days(programme),
            zone_name(programme),
            datetime.now().astimezone().utcoffset(),
            max(self._event.journal.newest_by_desk().values(), default=None),
            Seats(self._event).overbooked(programme),
            self._beside(),
            self._missing_columns(programme),
            *self._measure_people(programme),
            tuple(point.name for point in programme.control_points if returns_unnoticed(programme, point)),
        )

    def _measure_people(self, programme: Programme) -> _OfPeople:
        """Return what only everybody's data tells, read again when somebody's has changed."""
        if self._of_people is None or not self._event.is_unchanged(self._of_people[0], _TELLS_OF_PEOPLE):
            moment = self._event.moment()
            people = [person for person, _ in self._event.attendees.all() if not person.is_off]
            rules = tuple(idle_rules(people, programme)) if people else ()
            conditions = tuple(_idle_conditions(people, programme)) if people else ()
            access = DailyAccess(programme_of_days(self._event.planned()))
            others = tuple(person.name for person in people if access.booked_on_other_days(person))
            self._of_people = moment, (rules, conditions, self._addresses(people), others)
        return self._of_people[1]

    def _missing_columns(self, programme: Programme) -> tuple[str, ...]:
        """Return the chosen columns that the newest list lacks; none without people, whose list is still to come."""
        if not programme.columns or not self._event.attendees.count():
            return ()
        return tuple(missing_titles(programme.columns, listed_titles(self._event)))

    def _addresses(self, people: Sequence[Attendee]) -> BadAddresses:
        bad = [person for person in people if person.email.strip() and not ticket_address(person)]
        sent = self._event.journal.entries_of_kinds([EntryKind.TICKET_SENT])
        return BadAddresses(len(bad), len(accent_corrections(bad)), bool(sent))

    def _beside(self) -> MissingEntries | None:
        found = find_rescued(self._event.db)
        return MissingEntries(found.entries, found.arrivals, found.name) if found else None

    def _list(self) -> ListState:
        brought = self._event.journal.entries_of_kinds([EntryKind.LIST_IMPORTED])
        lists = [entry for entry in brought if "mapping" in entry.body] or brought  # a saved programme reads lists anew
        brought_at = lists[-1].at if lists else None
        return ListState(self._event.attendees.count(), brought_at, erased_at(self._event))

    def _left_open(self) -> OpenIssues:
        self._desk.reload()  # the programme's seats decide about conflicts
        printing = self._desk.printing
        return OpenIssues(self._desk.conflicts.count(), len(printing.uncertain()), printing.waiting())


def _idle_conditions(people: Sequence[Attendee], programme: Programme) -> Iterator[tuple[ControlPoint, Requirement]]:
    """Yield the conditions of entry that nobody meets: everyone would be refused there."""
    for point in programme.control_points:
        yield from ((point, each) for each in point.requires if not count_meeting(people, each))


def programme_days(programme: Programme) -> frozenset[date]:
    """Return the days of the event, as far as the programme has times."""
    zone = zone_of(programme.event)
    starts = (s.starts.astimezone(zone).date() for s in programme.sessions if s.starts)
    return frozenset([*starts, *event_days(programme.event)])


def zone_name(programme: Programme) -> str:
    """Return the event's time zone, "" if this computer does not know it and uses its own."""
    zone = zone_of(programme.event)
    return zone.key if isinstance(zone, ZoneInfo) else ""
