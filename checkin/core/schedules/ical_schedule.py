# SPDX-License-Identifier: GPL-3.0-or-later
"""Reads a calendar (iCalendar, RFC 5545), already parsed, as a schedule. Never opens a file.

Organisers and attendees are no speakers unless the file says so. An all-day entry is no session and becomes a note.
"""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta, tzinfo

from checkin.core.local_time import attach_zone, convert_to_zone, find_zone, wall_time
from checkin.core.message import Message
from checkin.core.schedules.event_days import select_event_days
from checkin.core.schedules.recurrence import days, read_rule
from checkin.core.schedules.schedule import (
    ALL_DAY,
    BACKWARDS,
    CANCELLED,
    NO_TIME,
    NO_TITLE,
    ONLY_ONCE,
    OTHER_TIMES,
    CurrentProgramme,
    Schedule,
    ScheduledSession,
    ScheduledSpeaker,
    ScheduleNote,
    gathered,
    is_workshop,
    schedule_line,
    session_day,
)

_NAMES_IN_TITLES = ("-//pretalx//", "-//com.denhaven2/NONSGML ri_cal gem//")
"""Products of pretalx and frab, which write "Title - Speaker, Speaker"."""

_CONFIRMED = {"CONFIRMED": True, "TENTATIVE": False}
_PART_CONFIRMED = {"ACCEPTED": True, "TENTATIVE": False, "NEEDS-ACTION": False}

_UNKNOWN_ZONE = Message("schedule", "The time zone “{zone}” is not known; its times were taken as local to the venue.")

LeftOut = tuple[Message, str]
"""The reason why an item was left out, and its title."""
Read = tuple[ScheduledSession | None, LeftOut | None]
Span = tuple[date, date]


@dataclass(frozen=True, slots=True)
class CalendarEntry:
    """One VEVENT, its years those in which events take place. A naive time floats; a plain date is all day.

    `speakers` are those named as such in the file, each with the status of their answer. `instead_of` is RECURRENCE-ID:
    the occurrence, of the repeating entry of this uid, that this entry replaces.
    """

    uid: str
    title: str
    starts: date | None = None
    ends: date | None = None
    room: str = ""
    status: str = ""
    categories: tuple[str, ...] = ()
    speakers: tuple[tuple[str, str], ...] = ()
    repeats: Mapping[str, Sequence[object]] | None = None
    without: tuple[date, ...] = ()
    instead_of: date | None = None


@dataclass(frozen=True, slots=True)
class Calendar:
    """A calendar. `timezone` is its own, `zones` those of its entries, `product` the program's name."""

    entries: tuple[CalendarEntry, ...]
    title: str = ""
    timezone: str = ""
    zones: tuple[str, ...] = ()
    unknown_zones: tuple[str, ...] = ()
    product: str = ""


def read_calendar(calendar: Calendar, basis: CurrentProgramme) -> Schedule:
    """Return the schedule. Raises `UserError` for a long calendar without the event's day."""
    name, day = _zone_name(calendar, basis), basis.programme.event.day
    reader = _Reader(find_zone(name) or UTC, calendar.product.startswith(_NAMES_IN_TITLES))
    once = [reader.read(e) for e in calendar.entries if not e.repeats or e.instead_of]
    taken, others = select_event_days([item for item, _ in once if item], day)
    again = list(reader.repeated(calendar.entries, _span(taken, day)))
    left = [left for _, left in (*once, *again) if left]
    zones = [ScheduleNote(_UNKNOWN_ZONE, {"zone": zone}) for zone in calendar.unknown_zones]
    items = (*taken, *(item for item, _ in again if item))
    return Schedule(items, schedule_line(calendar.title), name, (*zones, *gathered(left), *others))


def _zone_name(calendar: Calendar, basis: CurrentProgramme) -> str:
    """Return the event's own zone; before the event was described, the calendar's or the most frequent of its
    entries.
    """
    planned = basis.programme.event.timezone
    parts = [calendar.timezone, *(zone for zone, _ in Counter(calendar.zones).most_common())]
    return planned if basis.is_described else next(filter(find_zone, filter(None, parts)), planned)


def _span(items: Sequence[ScheduledSession], day: date | None) -> Span | None:
    found = [d for d in map(session_day, items) if d] or [d for d in (day,) if d]
    return (min(found), max(found)) if found else None


class _Reader:
    """Reads entries as items, in the venue's time `zone`."""

    def __init__(self, zone: tzinfo, has_names_in_titles: bool) -> None:
        self._zone, self._has_names_in_titles = zone, has_names_in_titles

    def read(self, entry: CalendarEntry) -> Read:
        """Return the item with a note on it, or the note alone."""
        title, names = self._title(schedule_line(entry.title))
        if not title:
            return None, (NO_TITLE, "")
        if entry.status.upper() == "CANCELLED":
            return None, (CANCELLED, title)
        if not isinstance(entry.starts, datetime):
            return None, (ALL_DAY if entry.starts else NO_TIME, title)
        starts, ends = self._moment(entry.starts), self._end(entry)
        is_backwards = ends is not None and ends < starts
        is_confirmed = _CONFIRMED.get(entry.status.upper())
        item = ScheduledSession(
            uid=f"{entry.uid}/{self._day(entry.instead_of)}" if entry.instead_of else entry.uid,
            title=title,
            starts=starts,
            ends=ends if ends and ends > starts else None,
            room=schedule_line(entry.room),
            is_booked=is_workshop(title, *entry.categories),
            speakers=_voices(entry, names),
            has_all_speakers=names is not None,
            is_confirmed=is_confirmed,
        )
        return item, (BACKWARDS, title) if is_backwards else None

    def repeated(self, entries: Sequence[CalendarEntry], span: Span | None) -> Iterator[Read]:
        """Yield the occurrences of repeating entries on the days of `span`; without one, the first."""
        replaced = {(e.uid, self._day(e.instead_of)) for e in entries if e.instead_of}
        for entry in entries:
            if entry.repeats and not entry.instead_of:
                first, left = self.read(entry)
                without = {self._day(d) for d in entry.without} | {d for uid, d in replaced if uid == entry.uid}
                yield from self._times(entry, first, span, without) if first else ((None, left),)

    def _times(
        self, entry: CalendarEntry, first: ScheduledSession, span: Span | None, without: set[date]
    ) -> Iterator[Read]:
        begin = session_day(first) or date.max
        start, end = span or (begin, begin)
        rule = read_rule(entry.repeats or {}, self._until(entry, first))
        if rule:
            yield from ((self._on(first, d), None) for d in days(rule, begin, end) if d >= start and d not in without)
        elif start <= begin <= end:
            yield first, (ONLY_ONCE, first.title)
        else:
            yield None, (OTHER_TIMES, first.title)

    def _on(self, first: ScheduledSession, day: date) -> ScheduledSession:
        assert first.starts
        starts = attach_zone(datetime.combine(day, wall_time(first.starts, self._zone).time()), self._zone)
        ends = convert_to_zone(starts + (first.ends - first.starts), self._zone) if first.ends else None
        return replace(first, uid=f"{first.uid}/{day}", starts=starts, ends=ends)

    def _until(self, entry: CalendarEntry, first: ScheduledSession) -> date | None:
        until = next(iter((entry.repeats or {}).get("UNTIL", ())), None)
        if isinstance(until, datetime) and first.starts:
            last = self._moment(until)
            return last.date() - timedelta(days=last.time() < first.starts.time())
        return until if isinstance(until, date) else None

    def _end(self, entry: CalendarEntry) -> datetime | None:
        return self._moment(entry.ends) if isinstance(entry.ends, datetime) else None

    def _moment(self, moment: datetime) -> datetime:
        return convert_to_zone(moment, self._zone) if moment.tzinfo else attach_zone(moment, self._zone)

    def _day(self, moment: date) -> date:
        return self._moment(moment).date() if isinstance(moment, datetime) else moment

    def _title(self, title: str) -> tuple[str, str | None]:
        """Return the title, and the names after it where the program writes them there."""
        if not self._has_names_in_titles or " - " not in title:
            return title.removesuffix(" -") if self._has_names_in_titles else title, None
        bare, _, names = title.rpartition(" - ")
        return bare.strip(), names


def _voices(entry: CalendarEntry, names: str | None) -> tuple[ScheduledSpeaker, ...] | None:
    if names is not None:
        return tuple(ScheduledSpeaker(name.strip()) for name in names.split(",") if name.strip())
    parts = [(schedule_line(name), answer.upper()) for name, answer in entry.speakers]
    coming = tuple(
        ScheduledSpeaker(n, _PART_CONFIRMED.get(answer)) for n, answer in parts if n and answer != "DECLINED"
    )
    return coming or None
