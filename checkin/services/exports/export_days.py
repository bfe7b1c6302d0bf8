# SPDX-License-Identifier: GPL-3.0-or-later
"""The days of an event in its export: who has a row where, and of which days and half-days absences are known."""

from datetime import date
from functools import cache

from checkin.core.attendance.stays import EventOccasions
from checkin.core.attendee import Attendee, Presence
from checkin.core.programme.daily_points import day_at, day_of, event_days
from checkin.core.programme.programme import ControlPoint, Programme


class ExportDays:
    """The days of an event as of `EventOccasions.now`. `arrival` is the first control point, at which those have a row
    who are expected at none.
    """

    def __init__(self, programme: Programme, occasions: EventOccasions, arrival: ControlPoint) -> None:
        self._occasions = occasions
        self._access, self._arrival = occasions.access, arrival
        self._days, today = event_days(programme.event), day_at(programme, occasions.now)
        self._begun = tuple(day for day in self._days if day <= today)
        self._expected: dict[tuple[frozenset[str], Presence, str], tuple[bool, ...]] = {}
        self._welcoming = cache(self._welcoming_of)
        self.arrivals = frozenset([arrival.id, *(point.id for point in self._access.entrances)])
        """The ids of the event's entrances."""

    def welcome_points(self, attendee: Attendee) -> frozenset[str]:
        """Return the ids of the entrances at which the attendee has a row: of each day that has begun the first one
        that would admit them, or of their first day to come.
        """
        return self._welcoming(self._access.admitting(attendee), self._access.announced(attendee))

    def _welcoming_of(self, admitting: frozenset[str], announced: frozenset[date] | None) -> frozenset[str]:
        """Return these ids for all whom the same entrances would admit and who come on the same days."""
        days = [day for day in self._days if announced is None or day in announced]
        first = [(day, entrance) for day in days if (entrance := self._access.first_entrance(day, admitting))]
        begun = [entrance for day, entrance in first if day in self._begun]
        coming = [entrance for day, entrance in first if day not in self._begun]
        return frozenset(begun or coming[:1] or [self._arrival.id])

    def is_expected_at(self, attendee: Attendee, point: ControlPoint) -> bool:
        """Whether the attendee is expected on the day of this entrance."""
        day = self.day_of_point(point)
        return day is None or self._access.expects(attendee, day)

    def expected_half_days(self, attendee: Attendee) -> tuple[bool, ...]:
        """Return of each half-day whether the attendee is expected on that day."""
        alike = self._access.admitting(attendee), attendee.presence, attendee.days
        found = self._expected.get(alike)
        if found is None:
            begins = [half.time.begins for half in self._occasions.half_days]
            found = self._expected[alike] = tuple(self._access.expects_at(attendee, at) for at in begins)
        return found

    def day_of_point(self, point: ControlPoint) -> date | None:
        """Return the day of an entrance that is of one day; None for any other control point."""
        return None if point.session else day_of(point.id) or self._access.day_of_entrance(point.id)

    def has_ended(self, day: date) -> bool:
        return self._occasions.has_day_ended(day)
