# SPDX-License-Identifier: GPL-3.0-or-later
"""Daily access: on which days of the event the entrances would admit an attendee, and when their doors close. Pure.

An entrance is a control point where people come in to the event, not to a session of it. Attendees whom its access rule
(`access.may_enter`, as at the desk) does not admit are not expected there.
"""

from collections.abc import Callable, Iterable, Mapping
from datetime import date, datetime
from functools import cache

from checkin.core.access import may_enter
from checkin.core.attendee import Attendee, Presence
from checkin.core.attendee_body import text_field
from checkin.core.programme.announced_days import announced_days
from checkin.core.programme.daily_points import day_at, day_by_clock, event_days, point_days
from checkin.core.programme.programme import ControlPoint, PointMode, Programme, Session

_Rights = tuple[object, ...]
"""What the entrances ask of an attendee: the same for most people, so that it is decided once."""


class DailyAccess:
    """Who is expected at the event on which day, by the entrances of that day. `programme` is that of all days
    (`programme_of_days`). Attendees who are alike in what the entrances ask are decided once.

    access = DailyAccess(programme_of_days(programme))
    expected = [attendee for attendee in everyone if access.expects(attendee, day)]
    """

    def __init__(self, programme: Programme) -> None:
        self._programme, self.days = programme, event_days(programme.event)
        ways_in = [point for point in programme.control_points if point.mode is PointMode.ENTRY]
        self.entrances = tuple(point for point in ways_in if not point.session)
        self._doors = {door.session: [p for p in ways_in if p.session == door.session] for door in ways_in}
        self._open_days = {point.id: point_days(programme, point) for point in self.entrances}
        self._fields = sorted({required.field for point in self.entrances for required in point.requires})
        has_conditions = any(point.categories or point.requires for point in self.entrances)
        self._expects_all = not has_conditions or len(self.days) < 2
        self._admitting: dict[_Rights, frozenset[str]] = {}
        self.closes: Mapping[date, datetime] = _last_closing(programme, ways_in)
        self._entrances_on = cache(self._open_on)
        self.day_of: Callable[[datetime], date] = cache(lambda at: day_by_clock(programme, at))

    def expects(self, attendee: Attendee, day: date) -> bool:
        """Whether an entrance of that day would admit the attendee. An event of one day expects everyone, and so does a
        day without entrances; and every day an online attendee whom no entrance at all would admit. Who said on which
        days they come is expected on these alone.
        """
        announced = self.announced(attendee)
        if announced is not None and day in self.days and day not in announced:
            return False
        if self._expects_all:
            return True
        entrances = self._entrances_on(day)
        if not entrances:
            return True
        admitting = self.admitting(attendee)
        return not admitting.isdisjoint(entrances) or (attendee.presence is Presence.REMOTE and not admitting)

    def expects_at(self, attendee: Attendee, at: datetime) -> bool:
        """Whether an entrance of the day of that moment would admit the attendee (`expects`)."""
        return (self._expects_all and not attendee.days) or self.expects(attendee, self.day_of(at))

    def announced(self, attendee: Attendee) -> frozenset[date] | None:
        """Return the days on which the attendee said they come; None where they come on any."""
        return announced_days(attendee.days, self.days) if attendee.days and len(self.days) > 1 else None

    def booked_on_other_days(self, attendee: Attendee) -> list[Session]:
        """Return the sessions that the attendee booked on days of which they did not say that they come."""
        days = self.announced(attendee)
        booked = filter(None, map(self._programme.session, attendee.sessions)) if days else ()
        return [each for each in booked if each.starts and self.day_of(each.starts) not in (days or ())]

    def expects_in(self, attendee: Attendee, session: Session) -> bool:
        """Whether the attendee is expected at a session: registered for it, where it requires that, else admitted by an
        entrance of its day, and at its door, if it has one.
        """
        if session.is_booked:
            return session.id in attendee.sessions
        if session.starts and not self.expects_at(attendee, session.starts):
            return False
        doors = self._doors.get(session.id, ())
        return not doors or any(may_enter(attendee, self._programme, door) for door in doors)

    def admitting(self, attendee: Attendee) -> frozenset[str]:
        """Return the ids of the entrances that would admit the attendee: one value for all who are alike in what the
        entrances ask.
        """
        rights = (attendee.category, *(text_field(attendee, each) for each in self._fields))
        found = self._admitting.get(rights)
        if found is None:
            open_to = (point.id for point in self.entrances if may_enter(attendee, self._programme, point))
            found = self._admitting[rights] = frozenset(open_to)
        return found

    def first_entrance(self, day: date, admitting: frozenset[str]) -> str | None:
        """Return the first of these entrances that is open on a day; None if none is."""
        return next((point for point in self._entrances_on(day) if point in admitting), None)

    def day_of_entrance(self, point_id: str) -> date | None:
        """Return the one day on which an entrance is open; None for one open on several, and for any other id."""
        first, last = self._open_days.get(point_id, (date.min, date.max))
        return first if first == last else None

    def is_past(self, day: date, now: datetime) -> bool:
        """Whether the night after that day of the event has come."""
        return day < day_at(self._programme, now)

    def _open_on(self, day: date) -> tuple[str, ...]:
        """Return the entrances of a day in the programme's order. Where the first of the event is of one day, those of
        one day stand before others: people are welcomed anew on each, and then perhaps given a present.
        """
        found = [point for point, (first, last) in self._open_days.items() if first <= day <= last]
        is_by_day = self.day_of_entrance(self.entrances[0].id) is not None if self.entrances else False
        return tuple(sorted(found, key=lambda point: self.day_of_entrance(point) is None) if is_by_day else found)


def _last_closing(programme: Programme, points: Iterable[ControlPoint]) -> dict[date, datetime]:
    """Return when the last door of each day closes that has an hour for it."""
    found: dict[date, datetime] = {}
    for point in points:
        if point.closes:
            day = point_days(programme, point)[1]
            found[day] = max(found.get(day, point.closes), point.closes)
    return found
