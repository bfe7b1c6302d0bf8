# SPDX-License-Identifier: GPL-3.0-or-later
"""Who is counted: registrations and people, expected, arrived, missing, the pace, speakers. Pure (docs/figures.md).

A registration is one record of the list, also a cancelled one; of a group it brings several people. `is_expected` says
whose people are expected, `is_meant_for` at which control point. Every count of the desk's header, the list of people
and the live screen takes one `CountedPoint`, which `storage/count_tables` turns into SQL; the day report asks the two
functions themselves.
"""

import math
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from enum import StrEnum

from checkin.core.admission_rules import admits_category, may_enter, meets
from checkin.core.attendee import OFF_STATUSES, Attendee, Presence
from checkin.core.programme import programme_edits
from checkin.core.programme.announced_days import announced_days
from checkin.core.programme.programme import ControlPoint, PointMode, Programme, Session, Speaker, is_session_over
from checkin.core.text_folding import name_key


def is_expected(attendee: Attendee) -> bool:
    """Whether the people of a registration are expected on site: it is not cancelled or blocked, and not online."""
    return attendee.status not in OFF_STATUSES and attendee.presence is not Presence.REMOTE


def is_meant_for(attendee: Attendee, programme: Programme, point: ControlPoint) -> bool:
    """Whether a control point is for a registration: that of a session to be booked is for those who booked it, one
    with categories or conditions of entry for those whom it admits (`admission_rules.may_enter`, as at the desk), one
    of a day of several for those who said that they come on it.
    """
    session = programme.session(point.session)
    is_booked = session is not None and session.is_booked
    if session and is_booked and session.id not in attendee.sessions:
        return False
    return may_enter(attendee, programme, point) and (is_booked or comes_to(attendee.days, programme, point))


def comes_to(days: str, programme: Programme, point: ControlPoint) -> bool:
    """Whether a person who said that they come on these days is expected on the day of a control point. One of several
    days, and an event of one, is for everyone.
    """
    return _elsewhere(days, programme, point) is None


def other_days(days: str, programme: Programme, point: ControlPoint) -> tuple[date, ...]:
    """Return the days on which a person said that they come, if that of a control point is none of them; else ().
    Who comes on no day at all has none either (`comes_to`).
    """
    return tuple(sorted(_elsewhere(days, programme, point) or ()))


def _elsewhere(days: str, programme: Programme, point: ControlPoint) -> frozenset[date] | None:
    """Return the days on which a person said that they come, if that of a control point is none of them; else None."""
    planned = programme_edits.event_days(programme.event)
    announced = announced_days(days, planned) if days and len(planned) > 1 else None
    day = programme_edits.session_day(programme, point.session) or _only_day(programme, point)
    return announced if announced is not None and day and day not in announced else None


def _only_day(programme: Programme, point: ControlPoint) -> date | None:
    first, last = programme_edits.point_days(programme, point)
    return first if first == last else None


@dataclass(frozen=True, slots=True)
class CountedPoint:
    """A control point and who is counted there. Without more than its `id`, everyone is.

    With a `session`, only people who booked it are expected; with `categories`, as attendees have them, only people of
    these; with `texts`, only people who have in each of these fields one of its texts. `category_names` are the
    programme's names by category as attendees have it.
    """

    id: str
    session: str = ""
    categories: tuple[str, ...] | None = None
    texts: tuple[tuple[str, tuple[str, ...]], ...] = ()
    category_names: Mapping[str, str] = field(default_factory=dict)


def counted_point(programme: Programme, point: ControlPoint, texts_of: Callable[[str], Iterable[str]]) -> CountedPoint:
    """Return who is counted at a control point. `texts_of` returns all texts that attendees have in a field, in their
    spelling: SQL compares letter by letter, and knows no programme.
    """
    session = programme.session(point.session)
    names = {each: programme.category_name(each) for each in texts_of("category")}
    meant = tuple(each for each in names if admits_category(programme, point, each)) if point.categories else None
    texts = [
        (required.field, tuple(text for text in texts_of(required.field) if meets(text, required)))
        for required in point.requires
    ]
    booked = session.id if session and session.is_booked else ""
    said = list(texts_of("days")) if not booked and len(programme_edits.event_days(programme.event)) > 1 else []
    coming = tuple(text for text in said if comes_to(text, programme, point))
    if len(coming) < len(said):
        texts.append(("days", coming))
    return CountedPoint(point.id, booked, meant, tuple(texts), names)


@dataclass(frozen=True, slots=True)
class Tally:
    """The counts at one control point. `per_minute` holds the arrivals of the last `len(per_minute)` minutes, oldest
    first.

    `waiting` people wait for a seat here, of which `seats` are left; None where there is no limit. `unexpected` of
    those who arrived are not among the `expected`: they are present, and do not reduce the number of missing.
    `capacity` are the seats of the room, 0 without a limit. Where something `is_handed_out`, `arrived` are those who
    had it, `inside` those who have it now, of `capacity` (0: unknown), `unnumbered` of them without a noted number.
    """

    arrived: int
    expected: int
    inside: int
    per_minute: tuple[int, ...] = ()
    waiting: int = 0
    seats: int | None = None
    unexpected: int = 0
    is_handed_out: bool = False
    unnumbered: int = 0
    capacity: int = 0

    @property
    def missing(self) -> int:
        return people_missing(self.arrived, self.expected, self.unexpected)

    @property
    def pace(self) -> float:
        return pace(self.per_minute)

    @property
    def share(self) -> float:
        """Return the share of the seats that are taken, or of a known stock that is out; without either that of the
        expected people who have come, 0 if nobody is expected.
        """
        if self.capacity:
            return min(1.0, self.inside / self.capacity)
        return 1 - self.missing / self.expected if self.expected else 0.0


def people_missing(arrived: int, expected: int, unexpected: int) -> int:
    """Return how many of the `expected` people have not come: who came `unexpected` is not counted against them."""
    return max(0, expected - (arrived - unexpected))


@dataclass(frozen=True, slots=True)
class ArrivalShare:
    """Of those who arrive: of one category, or through one desk, where nobody is `expected`. `unexpected` of those who
    arrived are not among the expected.
    """

    name: str
    arrived: int
    expected: int | None = None
    unexpected: int = 0

    @property
    def missing(self) -> int:
        return people_missing(self.arrived, self.expected or 0, self.unexpected)


@dataclass(frozen=True, slots=True)
class ColumnShares:
    """The counted values of one column of the list, numbers in their order and others by their people; people without
    a value do not count. `needs_name`: the values say little without the column's name.
    """

    name: str
    values: tuple[ArrivalShare, ...]
    needs_name: bool = True


RECENT = 5
"""The minutes over which the mean is taken, the running one included: a single minute fluctuates too much, and who has
come in the running one has come.
"""


def pace(per_minute: Sequence[int]) -> float:
    """Return the people a minute. The last of `per_minute` (oldest first) is still running."""
    return sum(per_minute[-RECENT:]) / RECENT


# Status of the programme's speakers: arrived, expected, or missing before their session.
# A speaker and an attendee are one person when they have the same name (`admission.speaker_for`): no link is stored.

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
    return next((p for p in others if p.opens and programme_edits.day_by_clock(programme, p.opens) == day), first)


def _is_of_earlier_day(programme: Programme, point: ControlPoint, day: date) -> bool:
    return point.closes is not None and programme_edits.day_by_clock(programme, point.closes) < day


def _line(speaker: Speaker, programme: Programme, namesakes: list[Namesake], now: datetime) -> SpeakerStatus:
    session = programme.session(speaker.session)
    counts = _sightings(speaker, programme, now)
    came = [(arrival, person) for person in namesakes if (arrival := _first(person, counts))]
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


def _sightings(speaker: Speaker, programme: Programme, now: datetime) -> Callable[[str, SpeakerArrival], bool]:
    """Return whether an arrival at a control point means that they are found: at the event's entry on the day of their
    session and at its door, and on that day wherever else people come in.
    """
    day = programme_edits.session_day(programme, speaker.session)
    that_day = day or programme_edits.day_at(programme, now)
    on_day = programme_edits.programme_on(programme, that_day)
    at_event = event_entry(on_day, day)
    ways_in = {p.id: p for p in on_day.control_points if p.mode is PointMode.ENTRY}
    own = {p.id for p in ways_in.values() if p is at_event or (p.session and p.session == speaker.session)}

    def counts(point: str, arrival: SpeakerArrival) -> bool:
        return point in own or (point in ways_in and programme_edits.day_by_clock(programme, arrival.at) == that_day)

    return counts


def _first(person: Namesake, counts: Callable[[str, SpeakerArrival], bool]) -> SpeakerArrival | None:
    through = (arrival for point, arrival in person.arrivals.items() if counts(point, arrival))
    return min(through, key=lambda arrival: arrival.at, default=None)


def _likeliest(namesakes: Iterable[Namesake]) -> Namesake | None:
    """Return, of several who have not arrived, one who is neither cancelled nor blocked."""
    return min(namesakes, key=lambda person: person.attendee.status in OFF_STATUSES, default=None)
