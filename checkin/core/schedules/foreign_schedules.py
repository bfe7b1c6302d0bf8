# SPDX-License-Identifier: GPL-3.0-or-later
"""Schedules of other programs, already parsed: calendars (iCalendar, RFC 5545), and JSON of pretalx and frab.

Never opens a file. Organisers and attendees are no speakers unless the file says so. An all-day entry is no session and
becomes a note.
"""

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta, tzinfo
from typing import Any

from checkin.core.local_time import YEARS, attach_zone, convert_to_zone, find_zone, wall_time
from checkin.core.message import LANGUAGES, Message, UserError
from checkin.core.schedules import programme_update

# Selects the days of the event from a schedule: a calendar may hold a whole year.

MOST_DAYS = 31
"""The most days from the first to the last. No event is longer; more is a personal calendar."""

_ONE_DAY = timedelta(days=1)


def select_event_days(
    items: Sequence[programme_update.ScheduledSession], day: date | None
) -> tuple[tuple[programme_update.ScheduledSession, ...], tuple[programme_update.ScheduleNote, ...]]:
    """Return the items to take, and notes on the others. `day` is the event's.

    Of a long calendar only the event's day is taken, and the days after and before it as long as each has items. Raises
    `UserError` where the event's day is unknown.
    """
    days = {found for item in items if (found := programme_update.session_day(item))}
    if not days or (max(days) - min(days)).days < MOST_DAYS:
        return tuple(items), ()
    if day not in days:
        raise UserError(_TOO_LONG, first=_day_text(min(days)), last=_day_text(max(days)))
    run = _run(day, days)
    taken = tuple(item for item in items if (found := programme_update.session_day(item)) is None or found in run)
    return taken, (programme_update.ScheduleNote(_OTHER_DAYS, {"count": len(items) - len(taken)}),)


def _run(day: date, days: Iterable[date]) -> set[date]:
    known, run = set(days), {day}
    for step in (_ONE_DAY, -_ONE_DAY):
        found = day + step
        while found in known:
            run.add(found)
            found += step
    return run


def _day_text(day: date) -> str:
    return f"{day:%d/%m/%Y}"


_TOO_LONG = Message(
    "schedule",
    "This calendar runs from {first} to {last}: it is not the programme of one event. Nothing was changed; set "
    "the date of the event first, or export only the event’s part of the calendar.",
)
_OTHER_DAYS = Message("schedule", "{count} {count:entry|entries} on other days {count:was|were} left out.")


# Days of daily and weekly recurrence, as in calendars of events.
# Other parts of a recurrence rule of iCalendar (RFC 5545) are not understood, and reported.

_UNDERSTOOD = frozenset(("FREQ", "INTERVAL", "COUNT", "UNTIL", "BYDAY", "WKST"))
_WEEKDAYS = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")
_FARTHEST = 4000
"""The most days after the first time that are searched."""


@dataclass(frozen=True, slots=True)
class RecurrenceRule:
    """A rule: every `interval` days, or on `weekdays` (0 is Monday; none: that of the first day) of every `interval`
    weeks. `count` 0 and `until` None are without end.
    """

    is_weekly: bool
    interval: int = 1
    weekdays: frozenset[int] = frozenset()
    count: int = 0
    until: date | None = None


def read_rule(raw: Mapping[str, Sequence[object]], until: date | None) -> RecurrenceRule | None:
    """Return the rule; None if it is not understood. `raw` has its parts, each with its values; `until` is its last
    day.
    """
    is_weekly = _first(raw, "FREQ", "") == "WEEKLY"
    weekdays = [str(day).upper() for day in raw.get("BYDAY", ())]
    if not set(raw) <= _UNDERSTOOD or not set(weekdays) <= set(_WEEKDAYS):
        return None
    if not is_weekly and (_first(raw, "FREQ", "") != "DAILY" or weekdays):
        return None
    interval, count = int(_first(raw, "INTERVAL", "1")), int(_first(raw, "COUNT", "0"))
    if interval < 1 or (is_weekly and interval > 1 and _first(raw, "WKST", "MO") != "MO"):
        return None
    return RecurrenceRule(is_weekly, interval, frozenset(map(_WEEKDAYS.index, weekdays)), count, until)


def days(rule: RecurrenceRule, first: date, last: date) -> Iterator[date]:
    """Yield the days from `first`, which always counts, to `last`."""
    found = 0
    for number in range(min((last - first).days, _FARTHEST) + 1):
        day = first + timedelta(days=number)
        if (rule.until and day > rule.until) or (rule.count and found >= rule.count):
            return
        if number == 0 or _comes(rule, first, day):
            found += 1
            yield day


def _comes(rule: RecurrenceRule, first: date, day: date) -> bool:
    if not rule.is_weekly:
        return (day - first).days % rule.interval == 0
    weeks = (_monday(day) - _monday(first)).days // 7
    return weeks % rule.interval == 0 and day.weekday() in (rule.weekdays or {first.weekday()})


def _monday(day: date) -> date:
    return day - timedelta(days=day.weekday())


def _first(raw: Mapping[str, Sequence[object]], name: str, default: str) -> str:
    return str(next(iter(raw.get(name, ())), default)).upper()


_NAMES_IN_TITLES = ("-//pretalx//", "-//com.denhaven2/NONSGML ri_cal gem//")
"""Products of pretalx and frab, which write "Title - Speaker, Speaker"."""

_CONFIRMED = {"CONFIRMED": True, "TENTATIVE": False}
_PART_CONFIRMED = {"ACCEPTED": True, "TENTATIVE": False, "NEEDS-ACTION": False}

_UNKNOWN_ZONE = Message("schedule", "The time zone “{zone}” is not known; its times were taken as local to the venue.")

LeftOut = tuple[Message, str]
"""The reason why an item was left out, and its title."""
Read = tuple[programme_update.ScheduledSession | None, LeftOut | None]
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


def read_calendar(calendar: Calendar, basis: programme_update.CurrentProgramme) -> programme_update.Schedule:
    """Return the schedule. Raises `UserError` for a long calendar without the event's day."""
    name, day = _zone_name(calendar, basis), basis.programme.event.day
    reader = _Reader(find_zone(name) or UTC, calendar.product.startswith(_NAMES_IN_TITLES))
    once = [reader.read(e) for e in calendar.entries if not e.repeats or e.instead_of]
    taken, others = select_event_days([item for item, _ in once if item], day)
    again = list(reader.repeated(calendar.entries, _span(taken, day)))
    left = [left for _, left in (*once, *again) if left]
    zones = [programme_update.ScheduleNote(_UNKNOWN_ZONE, {"zone": zone}) for zone in calendar.unknown_zones]
    items = (*taken, *(item for item, _ in again if item))
    return programme_update.Schedule(
        items, programme_update.schedule_line(calendar.title), name, (*zones, *programme_update.gathered(left), *others)
    )


def _zone_name(calendar: Calendar, basis: programme_update.CurrentProgramme) -> str:
    """Return the event's own zone; before the event was described, the calendar's or the most frequent of its
    entries.
    """
    planned = basis.programme.event.timezone
    parts = [calendar.timezone, *(zone for zone, _ in Counter(calendar.zones).most_common())]
    return planned if basis.is_described else next(filter(find_zone, filter(None, parts)), planned)


def _span(items: Sequence[programme_update.ScheduledSession], day: date | None) -> Span | None:
    found = [d for d in map(programme_update.session_day, items) if d] or [d for d in (day,) if d]
    return (min(found), max(found)) if found else None


class _Reader:
    """Reads entries as items, in the venue's time `zone`."""

    def __init__(self, zone: tzinfo, has_names_in_titles: bool) -> None:
        self._zone, self._has_names_in_titles = zone, has_names_in_titles

    def read(self, entry: CalendarEntry) -> Read:
        """Return the item with a note on it, or the note alone."""
        title, names = self._title(programme_update.schedule_line(entry.title))
        if not title:
            return None, (programme_update.NO_TITLE, "")
        if entry.status.upper() == "CANCELLED":
            return None, (programme_update.CANCELLED, title)
        if not isinstance(entry.starts, datetime):
            return None, (programme_update.ALL_DAY if entry.starts else programme_update.NO_TIME, title)
        starts, ends = self._moment(entry.starts), self._end(entry)
        is_backwards = ends is not None and ends < starts
        is_confirmed = _CONFIRMED.get(entry.status.upper())
        item = programme_update.ScheduledSession(
            uid=f"{entry.uid}/{self._day(entry.instead_of)}" if entry.instead_of else entry.uid,
            title=title,
            starts=starts,
            ends=ends if ends and ends > starts else None,
            room=programme_update.schedule_line(entry.room),
            is_booked=programme_update.is_workshop(title, *entry.categories),
            speakers=_voices(entry, names),
            has_all_speakers=names is not None,
            is_confirmed=is_confirmed,
        )
        return item, (programme_update.BACKWARDS, title) if is_backwards else None

    def repeated(self, entries: Sequence[CalendarEntry], span: Span | None) -> Iterator[Read]:
        """Yield the occurrences of repeating entries on the days of `span`; without one, the first."""
        replaced = {(e.uid, self._day(e.instead_of)) for e in entries if e.instead_of}
        for entry in entries:
            if entry.repeats and not entry.instead_of:
                first, left = self.read(entry)
                without = {self._day(d) for d in entry.without} | {d for uid, d in replaced if uid == entry.uid}
                yield from self._times(entry, first, span, without) if first else ((None, left),)

    def _times(
        self, entry: CalendarEntry, first: programme_update.ScheduledSession, span: Span | None, without: set[date]
    ) -> Iterator[Read]:
        begin = programme_update.session_day(first) or date.max
        start, end = span or (begin, begin)
        rule = read_rule(entry.repeats or {}, self._until(entry, first))
        if rule:
            yield from ((self._on(first, d), None) for d in days(rule, begin, end) if d >= start and d not in without)
        elif start <= begin <= end:
            yield first, (programme_update.ONLY_ONCE, first.title)
        else:
            yield None, (programme_update.OTHER_TIMES, first.title)

    def _on(self, first: programme_update.ScheduledSession, day: date) -> programme_update.ScheduledSession:
        assert first.starts
        starts = attach_zone(datetime.combine(day, wall_time(first.starts, self._zone).time()), self._zone)
        ends = convert_to_zone(starts + (first.ends - first.starts), self._zone) if first.ends else None
        return replace(first, uid=f"{first.uid}/{day}", starts=starts, ends=ends)

    def _until(self, entry: CalendarEntry, first: programme_update.ScheduledSession) -> date | None:
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


def _voices(entry: CalendarEntry, names: str | None) -> tuple[programme_update.ScheduledSpeaker, ...] | None:
    if names is not None:
        return tuple(programme_update.ScheduledSpeaker(name.strip()) for name in names.split(",") if name.strip())
    parts = [(programme_update.schedule_line(name), answer.upper()) for name, answer in entry.speakers]
    coming = tuple(
        programme_update.ScheduledSpeaker(n, _PART_CONFIRMED.get(answer))
        for n, answer in parts
        if n and answer != "DECLINED"
    )
    return coming or None


# Reads the schedule of pretalx and frab (`schedule.json`), already parsed.
# Both write the format that c3voc described; a field that is missing or of another type is ignored.

NO_SCHEDULE = Message(
    "schedule",
    "There is no schedule in this file. Nothing was changed; choose the schedule.json exported by pretalx or frab.",
)

_OFF = frozenset(("canceled", "cancelled", "withdrawn", "rejected"))
_NOT_YET = frozenset(("accepted", "submitted", "pending", "unconfirmed"))
_DURATION = re.compile(r"(?:(\d{1,3}):)?(\d{1,3}):(\d{2})")
_MOST_SEATS = 1_000_000
"""The languages of a text, in order of preference."""


def read_frab(document: Any, basis: programme_update.CurrentProgramme) -> programme_update.Schedule:
    """Return the schedule in `document`, the parsed JSON. Raises `UserError` if it is no schedule."""
    conference = _conference(document)
    planned = basis.programme.event
    stated = conference.get("time_zone_name")
    name = stated if isinstance(stated, str) and find_zone(stated) and not basis.is_described else planned.timezone
    reader = _FrabReader(find_zone(name) or UTC, _capacities(conference))
    read = [reader.read(event, day, room) for event, day, room in _events(conference)]
    taken, others = select_event_days([item for item, _ in read if item], planned.day)
    notes = programme_update.gathered(left for _, left in read if left)
    return programme_update.Schedule(taken, _text(conference.get("title")), name, (*notes, *others))


def _conference(document: Any) -> Mapping[str, Any]:
    schedule = _table(document).get("schedule", document)
    conference = _table(_table(schedule).get("conference"))
    if not isinstance(conference.get("days"), list):
        raise UserError(NO_SCHEDULE)
    return conference


def _events(conference: Mapping[str, Any]) -> Iterator[tuple[Mapping[str, Any], str, str]]:
    """Yield each event with its day and the name of its room."""
    for day in map(_table, conference["days"]):
        for room, events in _table(day.get("rooms")).items():
            for event in events if isinstance(events, list) else ():
                yield _table(event), programme_update.schedule_line(day.get("date")), room


def _capacities(conference: Mapping[str, Any]) -> dict[str, int]:
    rooms = conference.get("rooms")
    found = ((_text(r.get("name")), r.get("capacity")) for r in map(_table, rooms if isinstance(rooms, list) else ()))
    return {name: int(size) for name, size in found if isinstance(size, int | float) and 0 < size < _MOST_SEATS}


class _FrabReader:
    def __init__(self, zone: tzinfo, capacities: Mapping[str, int]) -> None:
        self._zone, self._capacities = zone, capacities

    def read(
        self, event: Mapping[str, Any], day: str, room: str
    ) -> tuple[programme_update.ScheduledSession | None, tuple[Message, str] | None]:
        """Return the item, or the reason and title of one left out."""
        title, state = (
            _text(event.get("title")),
            programme_update.schedule_line(event.get("state", event.get("status"))).lower(),
        )
        starts = self._start(event, day)
        if reason := _reason(title, state, starts):
            return None, (reason, title)
        place = _text(event.get("room")) or programme_update.schedule_line(room)
        lasts = _duration(event.get("duration"))
        item = programme_update.ScheduledSession(
            uid=_uid(event),
            title=title,
            starts=starts,
            ends=convert_to_zone(starts + lasts, self._zone) if starts and lasts else None,
            room=place,
            capacity=self._capacities.get(place, 0),
            is_booked=programme_update.is_workshop(title, _text(event.get("type")), _text(event.get("track"))),
            speakers=_speakers_of_persons(event.get("persons")),
            is_confirmed={"confirmed": True}.get(state, False if state in _NOT_YET else None),
        )
        return item, None

    def _start(self, event: Mapping[str, Any], day: str) -> datetime | None:
        for stated in (event.get("date"), f"{day}T{event.get('start')}"):
            try:
                found = datetime.fromisoformat(str(stated))
            except ValueError:
                continue
            if found.year in YEARS and len(str(stated)) > len("2023-07-04"):
                return convert_to_zone(found, self._zone) if found.tzinfo else attach_zone(found, self._zone)
        return None


def _reason(title: str, state: str, starts: datetime | None) -> Message | None:
    if not title:
        return programme_update.NO_TITLE
    if state in _OFF:
        return programme_update.CANCELLED
    return None if starts else programme_update.NO_TIME


def _uid(event: Mapping[str, Any]) -> str:
    """Return the identity of an event: `guid` is unique in the schedule, `id` and `code` are a talk's, which may be
    given twice.
    """
    found = (event.get(name) for name in ("guid", "id", "code", "slug", "url"))
    return next((str(uid) for uid in found if uid), _text(event.get("title")))


def _speakers_of_persons(persons: Any) -> tuple[programme_update.ScheduledSpeaker, ...] | None:
    if not isinstance(persons, list):
        return None
    tables = map(_table, persons)
    names = (
        next(filter(None, (_text(p.get(n)) for n in ("name", "public_name", "full_public_name"))), "") for p in tables
    )
    return tuple(programme_update.ScheduledSpeaker(name) for name in dict.fromkeys(names) if name)


def _duration(value: Any) -> timedelta | None:
    """Return a duration: "01:30" is hours and minutes, "1:02:30" has days before them."""
    found = _DURATION.fullmatch(value) if isinstance(value, str) else None
    if found is None:
        return None
    days, hours, minutes = (int(part or 0) for part in found.groups())
    return timedelta(days=days, hours=hours, minutes=minutes) or None


def _text(value: Any) -> str:
    """Return a text, or one of its languages."""
    if isinstance(value, Mapping):
        value = next((value[language] for language in (*LANGUAGES, *value) if value.get(language)), "")
    return programme_update.schedule_line(value)


def _table(value: Any) -> Mapping[str, Any]:
    return value if isinstance(value, Mapping) else {}
