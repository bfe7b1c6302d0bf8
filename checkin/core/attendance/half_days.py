# SPDX-License-Identifier: GPL-3.0-or-later
"""Half-days and evenings of an event, from the times of its programme (docs/attendance.md). Pure.

An event whose programme has no times has none: no time is invented for a certificate.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta, tzinfo
from enum import StrEnum
from itertools import pairwise

from checkin.core.programme.programme import Programme, Session
from checkin.core.programme.session_times import session_end
from checkin.core.text_folding import words_in
from checkin.core.time_spans import TimeSpan, union

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
