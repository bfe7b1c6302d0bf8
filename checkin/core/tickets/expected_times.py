# SPDX-License-Identifier: GPL-3.0-or-later
"""The times at which a person is expected at an event, as tickets and calendars tell them: each day with their
sessions, and the dinner. Pure; an end is told only where the programme has one.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from itertools import groupby

from checkin.core.attendance.daily_access import DailyAccess
from checkin.core.attendance.half_days import EVENING
from checkin.core.attendee import Attendee
from checkin.core.attendee_body import text_field
from checkin.core.programme.daily_points import day_by_clock, programme_of_days
from checkin.core.programme.programme import Programme, Session
from checkin.core.programme.session_times import sort_by_time

LONGEST = timedelta(days=1)
"""A session is taken to end within so much of its beginning: later is a typing error in the programme."""

MOST_TITLES = 2
_Rights = tuple[object, ...]
"""What the times of a person depend on: the same for many, so that it is decided once."""
_A_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class ExpectedTime:
    """A time without an evening's break in it. `key` names it in an event whose programme changes, `ends` is None where
    the programme has no end. `sessions` are those within it, in order of time; `is_apart`: it is not the day as such
    but these sessions, which its texts name.
    """

    key: str
    begins: datetime
    ends: datetime | None
    sessions: tuple[Session, ...]
    is_apart: bool = False

    @property
    def title(self) -> str:
        """The titles of its sessions; "" for a day, and for more than two sessions at once."""
        titles = dict.fromkeys(session.title for session in self.sessions) if self.is_apart else ()
        return " / ".join(titles) if len(titles) <= MOST_TITLES else ""

    @property
    def only_title(self) -> str:
        """The title of a single session; "" of several."""
        return self.sessions[0].title if len(self.sessions) == 1 else ""


class ExpectedTimes:
    """Tells of one person after the other when they are expected.

    times = ExpectedTimes(programme)
    begins = [time.begins for time in times.of(person)]
    """

    def __init__(self, programme: Programme) -> None:
        self._programme, self.access = programme, DailyAccess(programme_of_days(programme))
        self._timed = sort_by_time(session for session in programme.sessions if session.starts)
        self._fields = sorted({rule.field for point in programme.control_points for rule in point.requires})
        self._found: dict[_Rights, tuple[ExpectedTime, ...]] = {}
        self._days: dict[_Rights, tuple[date, ...]] = {}

    def of(self, person: Attendee) -> tuple[ExpectedTime, ...]:
        """Return the times in order."""
        rights = self._rights(person)
        if rights not in self._found:
            expected = [session for session in self._timed if self.access.expects_in(person, session)]
            parts = groupby(expected, key=self._day_and_evening)
            self._found[rights] = tuple(time for _, sessions in parts for time in self._of_part(list(sessions)))
        return self._found[rights]

    def days(self, person: Attendee) -> tuple[date, ...]:
        """Return the days on which they are expected, in order."""
        rights = self._rights(person)
        if rights not in self._days:
            open_days = (day for day in self.access.days if self.access.expects(person, day))
            told = map(self.day, self.of(person))
            self._days[rights] = tuple(sorted({*open_days, *told}))
        return self._days[rights]

    def day(self, time: ExpectedTime) -> date:
        """Return the day of the event to which a time belongs."""
        return day_by_clock(self._programme, time.begins)

    def _rights(self, person: Attendee) -> _Rights:
        fields = (text_field(person, each) for each in self._fields)
        return person.sessions, person.category, person.presence, person.days, *fields

    def whole_days(self, person: Attendee) -> Iterator[tuple[str, date, date]]:
        """Yield the days for which the programme has no hours for them: the key of each run of days, its first day and
        the day after it.
        """
        told = {*map(self.day, self.of(person))}
        untold = [day for day in self.days(person) if day not in told]
        firsts = [day for day in untold if day - _A_DAY not in untold]
        lasts = [day for day in untold if day + _A_DAY not in untold]
        for first, last in zip(firsts, lasts, strict=True):
            yield self._key(first), first, last + _A_DAY

    def _key(self, day: date) -> str:
        """Return what a day is called wherever the event is moved to: its number."""
        first = self._programme.event.day
        return str((day - first).days if first else day)

    def _day_and_evening(self, session: Session) -> tuple[date, bool]:
        assert session.starts is not None
        day = day_by_clock(self._programme, session.starts)
        return day, session.starts.time() >= EVENING or session.starts.date() > day

    def _of_part(self, sessions: Sequence[Session]) -> Iterator[ExpectedTime]:
        """Yield the time from the first session of a day or evening to the last written end, then the sessions without
        an end that begin later.
        """
        day, is_evening = self._day_and_evening(sessions[0])
        key = self._key(day) + ("-evening" if is_evening else "")
        ends = max((end for session in sessions if (end := _written_end(session))), default=None)
        within = [session for session in sessions if ends and session.starts and session.starts < ends]
        if within and within[0].starts:
            yield ExpectedTime(key, within[0].starts, ends, tuple(within), is_evening)
        for number, (begins, at_once) in enumerate(_by_start(sessions[len(within) :])):
            yield ExpectedTime(
                key if not within and number == 0 else at_once[0].id, begins, None, at_once, is_apart=True
            )


def sessions_without_end(programme: Programme) -> tuple[Session, ...]:
    """Return the sessions that begin and have no end: what rests on one is not known."""
    return tuple(session for session in programme.sessions if session.starts and not session.ends)


def _written_end(session: Session) -> datetime | None:
    is_sound = session.starts and session.ends and session.starts < session.ends <= session.starts + LONGEST
    return session.ends if is_sound else None


def _by_start(sessions: Iterable[Session]) -> Iterator[tuple[datetime, tuple[Session, ...]]]:
    for begins, at_once in groupby(sessions, key=lambda session: session.starts):
        if begins:
            yield begins, tuple(at_once)
