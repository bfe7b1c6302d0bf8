# SPDX-License-Identifier: GPL-3.0-or-later
"""Status of the programme's speakers: arrived, expected, or missing before their session. Pure.

A speaker and an attendee are one person when they have the same name (`admission.speaker_for`): no link is stored.
"""

import math
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from enum import StrEnum

from checkin.core.attendee import OFF_STATUSES, Attendee, Presence
from checkin.core.name_similarity import name_key
from checkin.core.programme.daily_points import day_at, day_by_clock, programme_on, session_day
from checkin.core.programme.programme import ControlPoint, PointMode, Programme, Session, Speaker
from checkin.core.programme.session_times import is_session_over

MISSED_BEFORE = timedelta(minutes=30)
"""A speaker who has not arrived this long before their session is missing; there is still time to find another."""


class SpeakerState(StrEnum):
    """The state of a speaker. The values are stable: the command line prints them.

    MISSING: their session begins within `MISSED_BEFORE`, or has begun, and they have not arrived.
    """

    MISSING = "missing"
    TO_CONFIRM = "to_confirm"
    CONFIRMED = "confirmed"
    ARRIVED = "arrived"


@dataclass(frozen=True, slots=True)
class SpeakerArrival:
    """An arrival through one control point. `left_at` is None while they are inside."""

    at: datetime
    desk: str
    left_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Namesake:
    """An attendee with a speaker's name, and their arrivals by control point."""

    attendee: Attendee
    arrivals: Mapping[str, SpeakerArrival] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class SpeakerStatus:
    """The status of one speaker. `attendee` is None for a name that is not on the list.

    `minutes` are left to their session, 0 or less once it has begun, None if it has no time. `is_alert`: missing, and
    the session is not over yet.
    """

    speaker: Speaker
    session: Session | None
    state: SpeakerState
    attendee: Attendee | None = None
    arrival: SpeakerArrival | None = None
    minutes: int | None = None
    is_alert: bool = False


@dataclass(frozen=True, slots=True)
class SpeakerCounts:
    """Speakers in exactly one figure each, whose sum is `total`.

    `to_find` are to be found now, `unseen` had their session without an arrival, `online` speak from a distance, and
    `later` are all others: their session is still to come.
    """

    total: int = 0
    arrived: int = 0
    to_find: int = 0
    unseen: int = 0
    online: int = 0

    @property
    def later(self) -> int:
        return self.total - self.arrived - self.to_find - self.unseen - self.online


_MINUTE = timedelta(minutes=1)


def speaker_statuses(programme: Programme, people: Iterable[Namesake], now: datetime) -> tuple[SpeakerStatus, ...]:
    """Return the status of every speaker, in the order of the programme."""
    named: dict[str, list[Namesake]] = {}
    for person in people:
        named.setdefault(speaker_key(person.attendee.name), []).append(person)
    return tuple(
        _line(speaker, programme, named.get(speaker_key(speaker.name), []), now) for speaker in programme.speakers
    )


def overdue_speakers(lines: Iterable[SpeakerStatus]) -> tuple[SpeakerStatus, ...]:
    """Return the speakers to be found now: those whose session began first come first, of one session the confirmed
    ones.
    """
    missing = (line for line in lines if line.is_alert)
    return tuple(sorted(missing, key=lambda line: (line.minutes or 0, not line.speaker.is_confirmed)))


def count_speakers(lines: Iterable[SpeakerStatus]) -> SpeakerCounts:
    """Count these speakers by state, the same for every screen."""
    found = list(lines)
    missing, to_find = sum(line.state is SpeakerState.MISSING for line in found), sum(line.is_alert for line in found)
    away = [line for line in found if line.attendee and line.attendee.presence is Presence.REMOTE]
    return SpeakerCounts(
        total=len(found),
        arrived=sum(line.state is SpeakerState.ARRIVED for line in found),
        to_find=to_find,
        unseen=missing - to_find,
        online=sum(line.state is not SpeakerState.ARRIVED for line in away),
    )


def speaker_key(name: str) -> str:
    """Return a key that is equal for one name in any order of its words, case and accents."""
    return name_key("", name)


def event_entry(programme: Programme, day: date | None = None) -> ControlPoint | None:
    """Return the control point where people arrive at the event; None without one.

    It is the first entrance; on a `day` after that on which this one closes, the first that opens on that day.
    """
    ways_in = [p for p in programme.control_points if p.mode is PointMode.ENTRY]
    first = next((p for p in ways_in if not p.session), ways_in[0] if ways_in else None)
    if first is None or day is None or first.is_daily or not _is_of_earlier_day(programme, first, day):
        return first
    others = (p for p in ways_in if not p.session and not p.gives)
    return next((p for p in others if p.opens and day_by_clock(programme, p.opens) == day), first)


def _is_of_earlier_day(programme: Programme, point: ControlPoint, day: date) -> bool:
    return point.closes is not None and day_by_clock(programme, point.closes) < day


def _line(speaker: Speaker, programme: Programme, namesakes: list[Namesake], now: datetime) -> SpeakerStatus:
    session = programme.session(speaker.session)
    points = _points(speaker, programme, now)
    came = [(arrival, person) for person in namesakes if (arrival := _first(person, points))]
    arrival, person = min(came, key=lambda pair: pair[0].at, default=(None, _likeliest(namesakes)))
    attendee = person.attendee if person else None
    state = _state(speaker, attendee, arrival, _until(session, now))
    minutes = math.ceil(left / _MINUTE) if (left := _until(session, now)) is not None else None
    is_alert = state is SpeakerState.MISSING and session is not None and not is_session_over(session, now)
    return SpeakerStatus(speaker, session, state, attendee, arrival, minutes, is_alert)


def _until(session: Session | None, now: datetime) -> timedelta | None:
    return session.starts - now if session and session.starts else None


def _state(
    speaker: Speaker, attendee: Attendee | None, arrival: SpeakerArrival | None, left: timedelta | None
) -> SpeakerState:
    """Return the state. An online speaker passes no desk and is never missing."""
    if arrival:
        return SpeakerState.ARRIVED
    is_online = attendee is not None and attendee.presence is Presence.REMOTE
    if left is not None and left <= MISSED_BEFORE and not is_online:
        return SpeakerState.MISSING
    return SpeakerState.CONFIRMED if speaker.is_confirmed else SpeakerState.TO_CONFIRM


def _points(speaker: Speaker, programme: Programme, now: datetime) -> set[str]:
    """Return the control points at which they count as arrived: the event's entry on the day of their session, whatever
    day it is, and that of their session.
    """
    day = session_day(programme, speaker.session)
    on_day = programme_on(programme, day or day_at(programme, now))
    entrances = (p for p in on_day.control_points if p.session and p.session == speaker.session)
    at_event = event_entry(on_day, day)
    return {p.id for p in (at_event, *entrances) if p and p.mode is PointMode.ENTRY}


def _first(person: Namesake, points: set[str]) -> SpeakerArrival | None:
    through = (arrival for point, arrival in person.arrivals.items() if point in points)
    return min(through, key=lambda arrival: arrival.at, default=None)


def _likeliest(namesakes: Iterable[Namesake]) -> Namesake | None:
    """Return, of several who have not arrived, one who is neither cancelled nor blocked."""
    return min(namesakes, key=lambda person: person.attendee.status in OFF_STATUSES, default=None)
