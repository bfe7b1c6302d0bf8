# SPDX-License-Identifier: GPL-3.0-or-later
"""Stays: from when to when a person was where, as their entries prove it. Pure; the rules are in docs/attendance.md.

Entries count in id order, as everywhere, with the times of the clocks corrected. Undone entries are no evidence. A stay
is not proved beyond the scans: an arrival without an exit lasts to the end of the half-day (or to the hour that the
organiser confirmed), or of the session at whose door it was.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta, tzinfo
from enum import StrEnum
from itertools import zip_longest

from checkin.core import local_time
from checkin.core.attendance.connection_log import Watcher
from checkin.core.attendance.half_days import DailyAccess, HalfDay, half_days, session_span
from checkin.core.attendee import Attendee
from checkin.core.entries import LATEST, Entry, EntryKind, NewEntry, parse_moment
from checkin.core.local_time import TimeSpan, convert_to_zone
from checkin.core.paper_entries import order_paper_entries
from checkin.core.programme.programme import Event, PointMode, Programme
from checkin.core.supervisor import Authority
from checkin.core.sync.conflicts import undone_ids
from checkin.core.sync.sync_status import ClockOffsets

# Exit hours confirmed by the organiser for people whose exit was not scanned, and the evidence for an exit. Pure
# (docs/attendance.md, adr/0048).

HALF_DAY, HOUR = "half_day", "hour"
"""Keys of the body: the id of the half-day, and the hour with its offset; null withdraws the confirmation."""


class ExitProof(StrEnum):
    """The evidence for when a person left. The values are stable: JSON exports carry them."""

    READ = "read"
    """Scanned, or the end of the stream's log."""
    CONFIRMED = "confirmed"
    """Assumed, at the hour that the organiser confirmed."""
    SESSION = "session"
    """Assumed, at the end of the session at whose door they were scanned, before the confirmed hour."""
    ASSUMED = "assumed"
    """Assumed, at the end that the programme gives."""
    ONGOING = "ongoing"
    """Not over: the time is counted to the moment of the reading."""

    @property
    def is_provisional(self) -> bool:
        """Whether the time may still change without another scan."""
        return self in (ExitProof.ASSUMED, ExitProof.ONGOING)


@dataclass(frozen=True, slots=True)
class ConfirmedExit:
    """The exit hour of a half-day, and which desk confirmed it when. `by` is the supervisor who did, "" where none was
    named; `why` their reason.
    """

    hour: datetime
    desk: str
    at: datetime
    by: str = ""
    why: str = ""


@dataclass(frozen=True, slots=True)
class WithdrawnExit:
    """The withdrawal of a confirmed hour, with the same evidence."""

    desk: str
    at: datetime
    by: str = ""
    why: str = ""


ExitDecision = ConfirmedExit | WithdrawnExit


def confirmation(half_day: str, hour: datetime | None, authority: Authority | None = None) -> dict[str, object]:
    """Return the body of the entry; an `hour` of None withdraws an earlier confirmation."""
    body: dict[str, object] = {HALF_DAY: half_day, HOUR: hour.isoformat() if hour else None}
    return body | (authority.body() if authority else {})


def exit_decisions(entries: Iterable[Entry]) -> Mapping[str, tuple[ExitDecision, ...]]:
    """Return all confirmations and withdrawals of each half-day, by its id, in id order. The last one counts."""
    found: dict[str, tuple[ExitDecision, ...]] = {}
    for entry in sorted(entries, key=lambda e: e.id):
        half_day, decision = entry.body.get(HALF_DAY), _decision(entry)
        if isinstance(half_day, str) and decision:
            found[half_day] = (*found.get(half_day, ()), decision)
    return found


def confirmed_exits(decisions: Mapping[str, Sequence[ExitDecision]]) -> Mapping[str, ConfirmedExit]:
    """Return the confirmation that counts for each half-day, by its id."""
    newest = ((half_day, of_half_day[-1]) for half_day, of_half_day in decisions.items())
    return {half_day: decision for half_day, decision in newest if isinstance(decision, ConfirmedExit)}


def _decision(entry: Entry) -> ExitDecision | None:
    """Return what an entry decides; None for another kind, or an hour that cannot be read."""
    hour, by, why = (entry.body.get(name) for name in (HOUR, "allowed_by", "why"))
    signed = (by if isinstance(by, str) else "", why if isinstance(why, str) else "")
    if entry.kind != EntryKind.EXIT_CONFIRMED:
        return None
    if hour is None:
        return WithdrawnExit(entry.desk, entry.at, *signed)
    return ConfirmedExit(at, entry.desk, entry.at, *signed) if (at := parse_moment(hour)) else None


WHOLE_EVENT = ""
"""The `session` of a stay at the event as a whole."""


@dataclass(frozen=True, slots=True)
class EventOccasions:
    """The occasions for which attendance is computed, as of `now`: nothing is counted past it. `sessions_by_point`
    leads from a control point to its session (an optional one to the event), `sessions` to when each is, `assumed` are
    the ids of those half-days and sessions whose end nobody wrote, `exits` from a half-day to the exit hour that the
    organiser confirmed. `last_day` is the one that the event names; `access` says who is expected on which day.
    """

    half_days: tuple[HalfDay, ...]
    sessions: Mapping[str, TimeSpan]
    sessions_by_point: Mapping[str, str]
    zone: tzinfo
    now: datetime = LATEST
    exits: Mapping[str, ConfirmedExit] = field(default_factory=dict)
    last_day: date | None = None
    assumed: frozenset[str] = frozenset()
    access: DailyAccess = field(default_factory=lambda: DailyAccess(Programme(Event(""))), compare=False)

    @classmethod
    def of(
        cls,
        programme: Programme,
        zone: tzinfo,
        now: datetime = LATEST,
        exits: Mapping[str, ConfirmedExit] | None = None,
    ) -> "EventOccasions":
        """Return the occasions of a programme. A confirmed hour counts if it lies in its half-day, or between it and
        the next.
        """
        ways_in = (p for p in programme.control_points if p.mode is PointMode.ENTRY)
        entrances = {p.id: WHOLE_EVENT if p.is_optional else p.session for p in ways_in}
        spans = {s.id: span for s in programme.sessions if (span := session_span(s))}
        halves = half_days(programme, zone)
        last_day = programme.event.last_day or programme.event.day
        now = convert_to_zone(now, zone)
        confirmed = dict(_sound(halves, exits or {}))
        endless = [session.id for session in programme.sessions if session.id in spans and not session.ends]
        assumed = frozenset([*endless, *(half.id for half in halves if half.is_end_assumed)])
        return cls(halves, spans, entrances, zone, now, confirmed, last_day, assumed, DailyAccess(programme))

    @property
    def have_ended(self) -> bool:
        """Whether arrivals are over: its last half-day is over, or the day of an event whose
        programme tells no times.
        """
        if self.half_days:
            return all(self.is_over(half.time) for half in self.half_days)
        if self.last_day is None:
            return True
        return self.now >= datetime.combine(self.last_day, time(), self.zone) + timedelta(days=1)

    def has_day_ended(self, day: date) -> bool:
        """Whether a day of the event is over: the event, the night after it, or its last half-day with its doors."""
        if self.have_ended or self.access.is_past(day, self.now):
            return True
        ends = [half.time.ends for half in self.half_days if self.access.day_of(half.time.begins) == day]
        closes = self.access.closes.get(day)
        return bool(ends) and max([*ends, closes] if closes else ends) <= self.now

    def ended_days(self) -> frozenset[date]:
        """Return the days of the event that are over: until then nobody is absent on them."""
        return frozenset(day for day in self.access.days if self.has_day_ended(day))

    def is_over(self, time: TimeSpan) -> bool:
        return time.ends <= self.now

    def assumed_end(self, session: str, begins: datetime) -> datetime:
        """Return when an arrival without an exit ends. It never counts for another day: a badge fetched the evening
        before is no morning at the event.
        """
        span = self._assumed_within(session, begins)
        if span is None:
            return begins
        confirmed = self.confirmed_for(span)
        if confirmed is None:
            return span.ends
        return min(span.ends, confirmed.hour) if session else confirmed.hour

    def is_assumed_hour(self, session: str, begins: datetime, ends: datetime) -> bool:
        """Whether an arrival without an exit ends at an hour that nobody wrote: neither the programme has it, nor did
        the organiser confirm it.
        """
        if session:
            is_written = session not in self.assumed or self.sessions[session].ends != ends
        else:
            is_written = not any(half.is_end_assumed and half.time.ends == ends for half in self.half_days)
        confirmed = None if is_written else self.confirmed_for_arrival(session, begins)
        return not is_written and not (confirmed and confirmed.hour == ends)

    def confirmed_for_arrival(self, session: str, begins: datetime) -> ConfirmedExit | None:
        """Return the confirmation for the half-day to whose end an arrival without an exit counts; else None."""
        if not self.exits:
            return None
        span = self._assumed_within(session, begins)
        return self.confirmed_for(span) if span else None

    def confirmed_for(self, time: TimeSpan) -> ConfirmedExit | None:
        """Return the confirmation for this half-day, or for the half-day in which this session begins, or before which
        it is if it begins in the break; else None.
        """
        if not self.exits:
            return None
        half = self.half_day_of(time)
        return self.exits.get(half.id) if half else None

    def half_day_of(self, time: TimeSpan) -> HalfDay | None:
        """Return this half-day, or that in which this session begins, or before which it is; None without one."""
        halves = (
            half for half in self.half_days if half.time.ends > time.begins and self.is_of_day(time.begins, half.time)
        )
        return next(halves, None)

    def _assumed_within(self, session: str, begins: datetime) -> TimeSpan | None:
        here = [self.sessions[session]] if session in self.sessions else []
        spans = here if session else [half.time for half in self.half_days]
        return next((s for s in spans if s.ends > begins and self.is_of_day(begins, s)), None)

    def is_same_day(self, begins: datetime, exit_at: datetime) -> bool:
        """Whether an exit is of the same day as the arrival, with no night between them."""
        day = begins.astimezone(self.zone).date()
        if exit_at.astimezone(self.zone).date() == day:
            return True
        return any(exit_at <= half.time.ends for half in self.half_days if half.day == day)

    def is_of_day(self, at: datetime, span: TimeSpan) -> bool:
        """Whether a moment is of the day on which `span` begins; of an evening, after midnight too."""
        return at >= span.begins or at.astimezone(self.zone).date() == span.begins.astimezone(self.zone).date()


def _sound(halves: tuple[HalfDay, ...], exits: Mapping[str, ConfirmedExit]) -> Iterator[tuple[str, ConfirmedExit]]:
    for half, after in zip_longest(halves, halves[1:]):
        found = exits.get(half.id)
        if found and half.time.begins < found.hour and (after is None or found.hour <= after.time.begins):
            yield half.id, found


@dataclass(frozen=True, slots=True)
class Stay:
    """A stay with its evidence. `arrived` and `left` are the entries, with the times as they were written; `left` is
    None where the end is assumed. `session` is where, `WHOLE_EVENT` for the event. `is_online`: watched on the stream.
    """

    time: TimeSpan
    session: str
    arrived: Entry
    left: Entry | None = None
    is_online: bool = False


def stays(occasions: EventOccasions, entries: Iterable[Entry], clocks: ClockOffsets) -> tuple[Stay, ...]:
    """Return the stays of one person from their entries in any order; none that begins after now."""
    rows = sorted(entries, key=lambda e: e.id)
    undone = undone_ids(rows)
    reading = _Reading(occasions, clocks)
    for entry in order_paper_entries(rows):
        if not undone or entry.id.hex() not in undone:
            reading.take(entry)
    return reading.all()


class _Reading:
    """A fold of entries into stays. `_open` are the arrivals, by control point, that have no exit yet."""

    def __init__(self, occasions: EventOccasions, clocks: ClockOffsets) -> None:
        self._occasions, self._clocks = occasions, clocks
        self._open: dict[str, Entry] = {}
        self._stays: list[Stay] = []

    def take(self, entry: Entry) -> None:
        point = str(entry.body.get("control_point", ""))
        if entry.kind == EntryKind.REMOTE_SEEN and (span := watched_span(entry)):
            self._stays.append(Stay(span, WHOLE_EVENT, entry, entry, is_online=True))
        elif entry.kind == EntryKind.CHECKED_IN:
            before = self._open.get(point)
            if before and (before.written_at or entry.written_at):
                return  # an arrival on paper that was scanned as well: they came once
            self._close(point, None)
            self._open[point] = entry
        elif entry.kind == EntryKind.CHECKED_OUT:
            self._close(point, entry)
            if self._session(point) == WHOLE_EVENT:  # who leaves the event leaves the session too
                for other in list(self._open):
                    self._close(other, entry)

    def all(self) -> tuple[Stay, ...]:
        for point in list(self._open):
            self._close(point, None)
        begun = [stay for stay in self._stays if stay.time.begins <= self._occasions.now]
        return tuple(sorted(begun, key=lambda s: (s.time.begins, s.arrived.id)))

    def _close(self, point: str, left: Entry | None) -> None:
        arrived = self._open.pop(point, None)
        if arrived is None:
            return
        begins = self._at(arrived)
        if left and self._occasions.is_same_day(begins, self._at(left)):
            ends = self._at(left)
        else:
            left, ends = None, self._occasions.assumed_end(self._session(point), begins)
        self._stays.append(Stay(TimeSpan(begins, ends), self._session(point), arrived, left))

    def _session(self, point: str) -> str:
        """Return the session of a control point; one that is no longer planned counts as a door of the event."""
        return self._occasions.sessions_by_point.get(point, WHOLE_EVENT)

    def _at(self, entry: Entry) -> datetime:
        """Return the time of an entry. Paper times come from another clock than the desk's and are not corrected."""
        return entry.written_at or self._clocks.corrected(entry)


# What a streaming platform has seen, as entries: read, and those that a connection log adds.


def watched_span(entry: Entry) -> TimeSpan | None:
    """Return the time span an entry says a person watched; None for any other entry."""
    if entry.kind != EntryKind.REMOTE_SEEN:
        return None
    begins, ends = parse_moment(entry.body.get("start")), parse_moment(entry.body.get("end"))
    return TimeSpan(begins, ends) if begins and ends else None


def spans_by_person(entries: Iterable[Entry]) -> dict[str, list[TimeSpan]]:
    """Return the time spans by person, from entries with those that undo some of them."""
    rows = list(entries)
    undone = undone_ids(rows)
    found: dict[str, list[TimeSpan]] = {}
    for entry in rows:
        if entry.id.hex() not in undone and (span := watched_span(entry)):
            found.setdefault(entry.subject, []).append(span)
    return found


def watcher_identities(entries: Iterable[Entry]) -> dict[str, str]:
    """Return the person's id by watcher's key, from earlier logs."""
    rows = list(entries)
    undone = undone_ids(rows)
    seen = (e for e in rows if e.kind == EntryKind.REMOTE_SEEN and e.id.hex() not in undone)
    return {str(e.body["as"]): e.subject for e in seen if e.body.get("as")}


def new_online_entries(
    matched: Iterable[tuple[Watcher, Attendee]], known: Mapping[str, list[TimeSpan]], marked: Mapping[str, object]
) -> Iterator[NewEntry]:
    """Yield an entry for each time span that is not known entirely, so that the same log again adds nothing."""
    values = {person: local_time.union(spans) for person, spans in known.items()}
    for watcher, person in matched:
        for span in watcher.spans:
            if not any(
                before.begins <= span.begins and span.ends <= before.ends for before in values.get(person.id, ())
            ):
                values[person.id] = local_time.union((*values.get(person.id, ()), span))
                body = {"start": span.begins.isoformat(), "end": span.ends.isoformat(), "as": watcher.key}
                yield EntryKind.REMOTE_SEEN, person.id, {**body, **marked}
