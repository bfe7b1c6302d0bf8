# SPDX-License-Identifier: GPL-3.0-or-later
"""A desk's position: the control point where it stands, and the programme of the day that it is."""

from collections.abc import Callable
from datetime import date, datetime

from checkin.core.programme.daily_points import day_at, point_like, programme_on
from checkin.core.programme.programme import ControlPoint, Programme
from checkin.services.event_file import EventFile, zone_of


class DeskPosition:
    """The position of one desk, which at a daily control point follows the days of the event. `clock`: gives the time
    with its zone.
    """

    control_point: ControlPoint

    def __init__(self, event: EventFile, clock: Callable[[], datetime], control_point: str) -> None:
        self._event, self._clock = event, clock
        self.reload(control_point)

    def now(self) -> datetime:
        """Return the current time in the event's zone."""
        return self._clock().astimezone(self._zone)

    def reload(self, control_point: str) -> None:
        """Read the programme and its time zone again, and stand at this control point, at the first if it is not
        planned.
        """
        self._planned = self._event.programme()
        self.ticketing = self._event.ticketing()
        self._zone = zone_of(self._planned.event)
        self._stand(control_point, day_at(self._planned, self.now()))

    def move_to(self, control_point: str) -> None:
        """Move to another control point; an unknown id changes nothing."""
        self.control_point = point_like(self.programme, control_point) or self.control_point

    def follow_day(self) -> bool:
        """Stand at the control point of today; return whether that is another one: a day of the event has begun."""
        if (today := day_at(self._planned, self.now())) == self._day:
            return False
        before = self.control_point
        self._stand(before.id, today)
        return before.id != self.control_point.id

    def at(self, moment: datetime) -> tuple[Programme, ControlPoint]:
        """Return the programme and this control point on the day of a moment, which on paper may be yesterday's."""
        if (day := day_at(self._planned, moment)) == self._day:
            return self.programme, self.control_point
        programme = programme_on(self._planned, day)
        return programme, point_like(programme, self.control_point.id) or self.control_point

    def _stand(self, control_point: str, day: date) -> None:
        self._day, self.programme = day, programme_on(self._planned, day)
        self.control_point = point_like(self.programme, control_point) or self.programme.control_points[0]
