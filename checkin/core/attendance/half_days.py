# SPDX-License-Identifier: GPL-3.0-or-later
"""Half-days of an event, and the days on which its entrances admit an attendee (docs/attendance.md). Pure.

An event whose programme has no times has none: no time is invented for a certificate.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta, tzinfo
from enum import StrEnum
from functools import cache
from itertools import pairwise

from checkin.core.admission_rules import may_enter
from checkin.core.attendee import Attendee, Presence, text_field
from checkin.core.local_time import TimeSpan, union
from checkin.core.programme.announced_days import announced_days
from checkin.core.programme.programme import ControlPoint, PointMode, Programme, Session, session_end
from checkin.core.programme.programme_edits import day_at, day_by_clock, event_days, point_days
from checkin.core.text_folding import words_in

NOON_BREAK = time(12, 30)
"""The division of a day without a break in its programme: the lunch hour of French offices and schools."""

LUNCH_HOURS = (time(11, 30), time(14, 30))
"""A break that begins within these hours is lunch, not coffee."""

SHORTEST_LUNCH = timedelta(minutes=30)
"""A shorter gap between sessions is the walk from one room to the next."""

EVENING = time(18, 30)
"""A session that begins now or later is not part of the afternoon: a dinner would make it nine hours long."""

LUNCH_WORDS = ("dejeuner", "repas", "lunch", "buffet")
"""Beginnings of words, without accents, that mark a session as the meal; after "petit" it is breakfast."""


class DayPart(StrEnum):
    """A part of a day. The values are stable: ids in files contain them."""

    MORNING = "morning"
    AFTERNOON = "afternoon"
    EVENING = "evening"


@dataclass(frozen=True, slots=True)
class HalfDay:
    """A half-day or evening. `time` reaches from the first session to the break, from the break to the end of the last
    session, or over an evening's sessions. The programme does not have its end where `is_end_assumed`, nor its
    beginning where `is_begin_assumed`: a session has no end, or there is no break.
    """

    day: date
    part: DayPart
    time: TimeSpan
    is_end_assumed: bool = False
    is_begin_assumed: bool = False

    @property
    def id(self) -> str:
        return f"{self.day.isoformat()}/{self.part}"


def parse_half_day_id(half_day: str) -> tuple[date, DayPart] | None:
    """Return the day and part in the id of a half-day; None for any other id."""
    day, _, part = half_day.partition("/")
    try:
        return date.fromisoformat(day), DayPart(part)
    except ValueError:
        return None


def half_days(programme: Programme, zone: tzinfo) -> tuple[HalfDay, ...]:
    """Return the half-days in order, without overlaps. `zone` is the venue's, which defines the days."""
    days: dict[date, list[Session]] = {}
    for session in programme.sessions:
        if span := session_span(session):
            days.setdefault(span.begins.astimezone(zone).date(), []).append(session)
    found: list[HalfDay] = []
    for day in sorted(days):
        for half in _of_day(day, days[day], zone):
            free_from = found[-1].time.ends if found else half.time.begins
            begins = max(half.time.begins, free_from)
            if half.time.ends > begins:
                found.append(_with_assumed(replace(half, time=TimeSpan(begins, half.time.ends)), days[day], found))
    return tuple(found)


def _with_assumed(half: HalfDay, sessions: Sequence[Session], before: Sequence[HalfDay]) -> HalfDay:
    """Return the half-day with what of its time nobody wrote. One that begins where the one before it ends divides a
    day in one piece: nothing is left out or added between them.
    """
    ends = {session.ends for session in sessions}
    meals = {session.starts for session in sessions if _is_meal(session)}
    begins = {*ends, *(session.starts for session in sessions), *(each.time.ends for each in before[-1:])}
    return replace(
        half, is_end_assumed=half.time.ends not in ends | meals, is_begin_assumed=half.time.begins not in begins
    )


def session_span(session: Session) -> TimeSpan | None:
    """Return the time of a session; None for one without times or length."""
    ends = session_end(session)
    return TimeSpan(session.starts, ends) if session.starts and ends and ends > session.starts else None


def _of_day(day: date, sessions: Sequence[Session], zone: tzinfo) -> Iterator[HalfDay]:
    evening = [s for s in sessions if s.starts and s.starts.astimezone(zone).time() >= EVENING]
    daytime = [s for s in sessions if s not in evening]
    if daytime:
        spans = _spans(daytime)
        lunch = _lunch(day, daytime, zone)
        yield HalfDay(day, DayPart.MORNING, TimeSpan(spans[0].begins, min(spans[-1].ends, lunch.begins)))
        yield HalfDay(day, DayPart.AFTERNOON, TimeSpan(max(spans[0].begins, lunch.ends), spans[-1].ends))
    if evening:
        spans = _spans(evening)
        yield HalfDay(day, DayPart.EVENING, TimeSpan(spans[0].begins, spans[-1].ends))


def _spans(sessions: Iterable[Session]) -> tuple[TimeSpan, ...]:
    return union(span for s in sessions if (span := session_span(s)))


def _lunch(day: date, sessions: Sequence[Session], zone: tzinfo) -> TimeSpan:
    """Return the meal in the programme, else its longest gap around noon, else a moment at noon."""
    gaps = [TimeSpan(before.ends, after.begins) for before, after in pairwise(_spans(sessions))]
    meals = [span for s in sessions if _is_meal(s) and (span := session_span(s))]
    for candidates in (meals, [gap for gap in gaps if gap.length >= SHORTEST_LUNCH]):
        if at_noon := [c for c in candidates if _begins_around_noon(c, zone)]:
            return max(at_noon, key=lambda span: (span.length, -span.begins.timestamp()))
    noon = datetime.combine(day, NOON_BREAK, tzinfo=zone)
    return TimeSpan(noon, noon)


def _is_meal(session: Session) -> bool:
    words = words_in(f"{session.title} {session.id}")
    return any(word.startswith(LUNCH_WORDS) and before != "petit" for before, word in pairwise(("", *words)))


def _begins_around_noon(span: TimeSpan, zone: tzinfo) -> bool:
    earliest, latest = LUNCH_HOURS
    return earliest <= span.begins.astimezone(zone).time() < latest


# Daily access: on which days of the event the entrances would admit an attendee, and when their doors close.
# An entrance is a control point where people come in to the event, not to a session of it. Attendees whom its access
# rule (`admission_rules.may_enter`, as at the desk) does not admit are not expected there.

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
        booked = filter(None, map(self._programme.session, attendee.sessions)) if days is not None else ()
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
