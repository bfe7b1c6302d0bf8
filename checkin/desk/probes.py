# SPDX-License-Identifier: GPL-3.0-or-later
"""What can be measured without a person: the event, the computer. Belongs to one thread; judges nothing."""

import time
from collections.abc import Callable
from datetime import date, datetime
from zoneinfo import ZoneInfo

from checkin.core.entries import Kind
from checkin.core.programme.programme import Programme
from checkin.core.ready.judging import Measured
from checkin.core.ready.of_event import LeftBeside, LeftOpen, ListState
from checkin.desk.desk import Desk
from checkin.desk.event_file import EventFile, zone_of
from checkin.desk.privacy.purge_day import erased_at
from checkin.desk.seats import Seats
from checkin.devices.disk import disk
from checkin.devices.power import power
from checkin.storage.rescued import beside


class Probes:
    """`seconds` is a clock that only goes on."""

    def __init__(
        self, event: EventFile, clock: Callable[[], datetime], seconds: Callable[[], float] = time.monotonic
    ) -> None:
        self._event, self._seconds = event, seconds
        self._desk = Desk(event, clock, "")

    def measure(self) -> Measured:
        """All of it, now. Takes as long as the disk does."""
        programme = self._event.programme()
        return Measured(
            self._list(),
            self._left_open(),
            disk(self._event.path.parent, self._seconds),
            power(),
            days_of(programme),
            zone_name(programme),
            datetime.now().astimezone().utcoffset(),
            max(self._event.journal.newest_by_desk().values(), default=None),
            Seats(self._event).overbooked(programme),
            self._beside(),
        )

    def _beside(self) -> LeftBeside | None:
        found = beside(self._event.db)
        return LeftBeside(found.entries, found.arrivals, found.name) if found else None

    def _list(self) -> ListState:
        brought = self._event.journal.of_kinds([Kind.LIST_IMPORTED])
        brought_at = brought[-1].at if brought else None
        return ListState(self._event.attendees.count(), brought_at, erased_at(self._event))

    def _left_open(self) -> LeftOpen:
        self._desk.reload()  # conflicts are about seats too
        printing = self._desk.printing
        return LeftOpen(self._desk.conflicts.count(), len(printing.uncertain()), printing.waiting())


def days_of(programme: Programme) -> frozenset[date]:
    """When the event takes place, as far as its programme says."""
    zone = zone_of(programme.event)
    starts = (s.starts.astimezone(zone).date() for s in programme.sessions if s.starts)
    return frozenset([*starts, *([programme.event.day] if programme.event.day else [])])


def zone_name(programme: Programme) -> str:
    """ "" if this computer does not know it and takes its own."""
    zone = zone_of(programme.event)
    return zone.key if isinstance(zone, ZoneInfo) else ""
