# SPDX-License-Identifier: GPL-3.0-or-later
"""Attendance rules: how long a person was at each half-day and session, and whether that is enough. Pure
(docs/attendance.md, adr/0028).

It judges stays, whatever proves them: scans (`stays`), or what a streaming platform has seen (`Stay.is_remote`). On
site and online time together are their union: no minute is counted twice. Nothing is counted past `EventOccasions.now`.
"""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import NamedTuple

from checkin.core import local_time
from checkin.core.attendance.stays import WHOLE_EVENT, EventOccasions, ExitProof, Stay
from checkin.core.attendee import Presence
from checkin.core.local_time import TimeSpan
from checkin.core.programme.programme import Programme, Session

LATE_AFTER = timedelta(minutes=15)
"""A quarter of an hour, which in France is still polite. No law fixes this number or `ENOUGH` for a conference: both
are our choice, and documented (docs/attendance.md).
"""
ENOUGH = 0.5
"""The share of a half-day or session after which a person counts as present."""


class OccasionAttendance(NamedTuple):
    """The attendance of one person at one half-day or session that lasts `time`. `came` is the first moment within it,
    None if there is none. A tuple: most of what an export makes are these, and tuples are made fastest.

    `exit` is the evidence for when they `left`, None for a person who was not there. `at_own_entrance`: scanned at
    the entrance of a session, not just of the event. `missed` are ids of the sessions whose time was subtracted.
    `is_assumed_hour`: the minutes rest on an hour that nobody wrote, such as the end of a session without one.
    """

    time: TimeSpan
    on_site: timedelta = timedelta()
    online: timedelta = timedelta()
    total: timedelta = timedelta()
    came: datetime | None = None
    is_present: bool = False
    is_late: bool = False
    is_over: bool = True
    exit: ExitProof | None = None
    left: datetime | None = None
    at_own_entrance: bool = False
    missed: tuple[str, ...] = ()
    is_assumed_hour: bool = False

    @property
    def minutes(self) -> int:
        return local_time.minutes(self.total)

    @property
    def is_assumed(self) -> bool:
        """Whether no scanned exit tells when they left."""
        return self.exit not in (None, ExitProof.READ)

    @property
    def way(self) -> Presence | None:
        """How they attended; None for a person who was not there at all."""
        if self.on_site and self.online:
            return Presence.BOTH
        return Presence.ON_SITE if self.on_site else Presence.REMOTE if self.online else None


_NO_TIME = timedelta()
_NOT_WATCHED: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Attendance:
    """One person's attendance of the whole event, as `judge_attendance` makes it: a value that sheets, certificates and
    the day report share, so that all reports agree.

    `half_days` are by id in the order of the event, `sessions` by id, those that have times. `minutes` are those at
    half-days: breaks between them, and time before and after the programme, do not count. It says nothing past
    `EventOccasions.now`, and never raises for odd entries:

        found = judge_attendance(programme, occasions, stays(occasions, entries, clocks), attendee.sessions)
        if found.was_there: ...  # a certificate is due
    """

    stays: tuple[Stay, ...]
    half_days: Mapping[str, OccasionAttendance]
    sessions: Mapping[str, OccasionAttendance]
    minutes: int

    @property
    def is_assumed_hour(self) -> bool:
        """Whether the minutes in all rest on an hour that nobody wrote."""
        return any(half.is_assumed_hour for half in self.half_days.values())

    @property
    def was_there(self) -> bool:
        """Whether the person was present at one half-day at least."""
        return any(half.is_present for half in self.half_days.values())

    @property
    def is_backwards(self) -> bool:
        """Whether an exit took place before its arrival, by the clocks of the desks: that time counts for nothing."""
        none = (stay for stay in self.stays if stay.left and stay.time.ends == stay.time.begins)
        return any(stay.left and stay.left.happened_at != stay.arrived.happened_at for stay in none)

    @property
    def watched(self) -> frozenset[str]:
        """The places of online attendance: `WHOLE_EVENT` if the stream saw them during the programme (or at any time,
        if the programme has no times), and each session they followed for long enough.
        """
        if not any(stay.is_online for stay in self.stays):
            return _NOT_WATCHED
        times = (*self.half_days.values(), *self.sessions.values())
        is_seen = not times or any(each.online for each in times)
        followed = (session for session, each in self.sessions.items() if each.online and each.is_present)
        return frozenset([WHOLE_EVENT, *followed]) if is_seen else _NOT_WATCHED


def judge_attendance(
    programme: Programme, occasions: EventOccasions, stays: Sequence[Stay], booked: Collection[str]
) -> Attendance:
    """Return the attendance that these stays of one person prove. `booked`: ids of the sessions they are registered
    for.
    """
    return AttendanceJudge(programme, occasions).judge(stays, booked)


class AttendanceJudge:
    """Judges one person after the other by the rules of one moment: what is the same for all of them is computed once.

    judge = AttendanceJudge(programme, occasions)
    minutes = [judge.judge(stays, booked).minutes for stays, booked in everyone]
    """

    def __init__(self, programme: Programme, occasions: EventOccasions) -> None:
        self._occasions = occasions
        self._doors = frozenset(occasions.sessions_by_point.values())
        begun = {half.time.begins for half in occasions.half_days}
        self._halves = {
            half.id: _Timed.of(
                half.time,
                occasions.now,
                _AssumedHours(half.is_begin_assumed, half.is_end_assumed, half.time.ends in begun),
            )
            for half in occasions.half_days
        }
        timed_sessions = [session for session in programme.sessions if session.id in occasions.sessions]
        spans = {s.id: (occasions.sessions[s.id], s.id in occasions.assumed) for s in timed_sessions}
        times = {
            (span, is_assumed): _Timed.of(span, occasions.now, _AssumedHours(has_end=is_assumed))
            for span, is_assumed in spans.values()
        }
        self._times = {session: times[span] for session, span in spans.items()}
        self._with_door = self._doors.intersection(spans)
        self._streamed = [session for session in timed_sessions if session.is_streamed]
        at_event = [session for session in timed_sessions if session.id not in self._doors]
        of_time = [(timed, [s for s in at_event if spans[s.id] == span]) for span, timed in times.items()]
        self._at_event = [
            (timed, [s.id for s in sessions if not s.is_booked], [s.id for s in sessions if s.is_booked])
            for timed, sessions in of_time
            if sessions
        ]
        self._nowhere = Attendance(
            (),
            {half: timed.of_absent for half, timed in self._halves.items()},
            {session: timed.of_absent for session, timed in self._times.items()},
            0,
        )

    def judge(self, stays: Sequence[Stay], booked: Collection[str]) -> Attendance:
        """Return the attendance that these stays of one person prove. `booked`: ids of the sessions they are registered
        for.
        """
        if not stays:
            return self._nowhere
        missed = dict(self._missed(stays, booked)) if booked else {}
        counting = _TimeCount(self._occasions, missed)
        halves = {half: counting.attended(timed, stays) for half, timed in self._halves.items()}
        total = sum(half.minutes for half in halves.values())
        return Attendance(tuple(stays), halves, self._sessions(counting, stays, booked), total)

    def _sessions(
        self, counting: "_TimeCount", stays: Sequence[Stay], booked: Collection[str]
    ) -> Mapping[str, OccasionAttendance]:
        """Return the attendance of each session. Those of one time that the same stays prove are measured once."""
        places, found = _by_place(stays), {**self._nowhere.sessions}
        at_event = places.get((WHOLE_EVENT, False), ())
        for timed, anyone, booking in self._at_event if at_event else ():
            counted = [*anyone, *(session for session in booking if session in booked)] if booking else anyone
            if counted and (attended := counting.attended(timed, at_event)) is not timed.of_absent:
                for session in counted:
                    found[session] = attended
        for door, is_online in places:
            if door in self._with_door and not is_online:
                found[door] = counting.attended(self._times[door], places[door, False])
        if any(is_online for _, is_online in places):
            for streamed in self._streamed:
                proving = self._proving(streamed, places, booked)
                found[streamed.id] = counting.attended(self._times[streamed.id], proving)
        return found

    def _missed(self, stays: Sequence[Stay], booked: Collection[str]) -> Iterator[tuple[str, TimeSpan]]:
        """Yield the sessions with a control point that they booked and at which they were not scanned while these
        ran.
        """
        for session in sorted(self._doors.intersection(booked)):
            time = self._occasions.sessions.get(session)
            if time and not any(stay.session == session and stay.time.within(time) for stay in stays):
                yield session, time

    def _proving(self, session: Session, places: "_Places", booked: Collection[str]) -> Sequence[Stay]:
        """Return the stays that prove attendance of a streamed session. With a door: those through it; without: those
        at the event, if it needs no registration or they have one; and the online ones.
        """
        has_door = session.id in self._doors
        counts_here = has_door or not session.is_booked or session.id in booked
        here = places.get((session.id if has_door else WHOLE_EVENT, False), ()) if counts_here else ()
        online = [stay for where in (WHOLE_EVENT, session.id) for stay in places.get((where, True), ())]
        return sorted((*here, *online), key=lambda stay: (stay.time.begins, stay.arrived.id)) if online else here


_Places = Mapping[tuple[str, bool], Sequence[Stay]]
"""The stays of one person by their session and whether they are online."""


def _by_place(stays: Iterable[Stay]) -> _Places:
    found: dict[tuple[str, bool], list[Stay]] = {}
    for stay in stays:
        found.setdefault((stay.session, stay.is_online), []).append(stay)
    return found


@dataclass(frozen=True, slots=True)
class _AssumedHours:
    """What of the time of an occasion nobody wrote; `goes_on`: the next half-day begins at its end."""

    has_begin: bool = False
    has_end: bool = False
    goes_on: bool = False


@dataclass(frozen=True, slots=True)
class _Timed:
    """The time of a half-day or session, the part of it that is past, how long is `enough`, from when one is late, and
    what is said of who was not there.
    """

    time: TimeSpan
    past: TimeSpan
    enough: timedelta
    late_from: datetime
    of_absent: OccasionAttendance
    assumed: _AssumedHours

    @classmethod
    def of(cls, time: TimeSpan, now: datetime, assumed: _AssumedHours) -> "_Timed":
        past, absent = TimeSpan(time.begins, min(time.ends, now)), OccasionAttendance(time, is_over=time.ends <= now)
        return cls(time, past, time.length * ENOUGH, time.begins + LATE_AFTER, absent, assumed)


class _TimeCount:
    """Measures one person's stays within a half-day or session, none of them past now."""

    def __init__(self, occasions: EventOccasions, missed: Mapping[str, TimeSpan]) -> None:
        self._occasions, self._missed = occasions, missed

    def attended(self, timed: _Timed, stays: Sequence[Stay]) -> OccasionAttendance:
        """Return the attendance that these stays prove of the half-day or session."""
        if len(stays) == 1 and not self._missed:  # most often
            return self._attended_once(timed, stays[0])
        past = timed.past
        here = [(stay, part) for stay in stays if (part := stay.time.within(past))]
        missed = tuple(self._missed_in(here)) if self._missed and here else ()
        if missed:
            here = [(stay, counted) for stay, part in here for counted in self._counted(stay, part)]
        if not here:
            return timed.of_absent._replace(missed=missed) if missed else timed.of_absent
        online = [part for stay, part in here if stay.is_online]
        total = local_time.length(part for _, part in here)
        found = self._proved(
            timed,
            max(here, key=lambda pair: (pair[1].ends, pair[0].left is not None))[0],
            local_time.length(part for stay, part in here if not stay.is_online) if online else total,
            local_time.length(online) if online else _NO_TIME,
            total,
            min(part.begins for _, part in here),
            any(stay.session != WHOLE_EVENT for stay, _ in here),
            missed,
        )
        return self._marked(found, timed, [stay for stay, _ in here])

    def _attended_once(self, timed: _Timed, stay: Stay) -> OccasionAttendance:
        """Return the attendance that a single stay proves where no session was missed. It makes no spans."""
        past, span = timed.past, stay.time
        came = span.begins if span.begins > past.begins else past.begins
        ends = span.ends if span.ends < past.ends else past.ends
        if came >= ends:
            return timed.of_absent
        total = ends - came
        on_site, online = (_NO_TIME, total) if stay.is_online else (total, _NO_TIME)
        found = self._proved(timed, stay, on_site, online, total, came, stay.session != WHOLE_EVENT, ())
        return self._marked(found, timed, [stay])

    def _marked(self, found: OccasionAttendance, timed: _Timed, stays: Sequence[Stay]) -> OccasionAttendance:
        """Return `found`, marked if its minutes depend on an hour that the programme does not give."""
        at, known = timed.assumed, self._occasions
        if not (known.assumed or at.has_begin):
            return found
        time, until = timed.time, timed.past.ends
        open_ends = [
            s for s in stays if s.left is None and known.is_assumed_hour(s.session, s.time.begins, s.time.ends)
        ]
        last = max(stay.time.ends for stay in stays)
        confirmed = known.confirmed_for(time)
        is_to_end = at.has_end and until == time.ends and (last == time.ends if at.goes_on else last >= time.ends)
        rests = (
            any(stay.time.ends <= until for stay in open_ends)
            or (is_to_end and not (confirmed and confirmed.hour == time.ends == last))
            or (at.has_begin and found.came == time.begins)
            or not known.assumed.isdisjoint(found.missed)
        )
        return found._replace(is_assumed_hour=True) if rests else found

    def _proved(  # noqa: PLR0913 (what two ways measure)
        self,
        timed: _Timed,
        last: Stay,
        on_site: timedelta,
        online: timedelta,
        total: timedelta,
        came: datetime,
        at_own_entrance: bool,
        missed: tuple[str, ...],
    ) -> OccasionAttendance:
        return OccasionAttendance(
            timed.time,
            on_site,
            online,
            total,
            came,
            total >= timed.enough,
            came > timed.late_from,
            timed.of_absent.is_over,
            self._exit(last, timed),
            min(last.time.ends, self._occasions.now),
            at_own_entrance,
            missed,
        )

    def _counted(self, stay: Stay, part: TimeSpan) -> list[TimeSpan]:
        """Return what counts of a part of a stay: what was at the session at whose door it was scanned, and of the
        rest, for a stay on site, what is not of a session they booked and missed.
        """
        if stay.is_online:
            return [part]
        missed, elsewhere = self._missed.values(), self._elsewhere(stay, part)
        rest = [counted for other in elsewhere for counted in local_time.without(other, missed)]
        return [*local_time.without(part, elsewhere), *rest]

    def _missed_in(self, here: Iterable[tuple[Stay, TimeSpan]]) -> Iterator[str]:
        """Yield the ids of the missed sessions that are to be subtracted from these parts of stays."""
        elsewhere = [other for stay, part in here for other in self._elsewhere(stay, part)]
        return (session for session, span in self._missed.items() if any(span.within(part) for part in elsewhere))

    def _elsewhere(self, stay: Stay, part: TimeSpan) -> list[TimeSpan]:
        """Return the time of a stay on site that is not at a session at whose door it was scanned."""
        if stay.is_online:
            return []
        if stay.session == WHOLE_EVENT:
            return [part]
        own = self._occasions.sessions.get(stay.session)
        return local_time.without(part, [own]) if own else []

    def _exit(self, last: Stay, timed: _Timed) -> ExitProof:
        now = self._occasions.now
        if not timed.of_absent.is_over and last.time.ends > now:
            return ExitProof.ONGOING
        if last.left is not None or last.is_online:
            return ExitProof.READ
        confirmed = self._occasions.confirmed_for_arrival(last.session, last.time.begins)
        if confirmed and confirmed.hour > now:
            return ExitProof.ONGOING
        if confirmed is None:
            return ExitProof.ASSUMED
        return ExitProof.CONFIRMED if last.time.ends == confirmed.hour else ExitProof.SESSION


def observed_occasions(everyone: Iterable[Attendance]) -> frozenset[str]:
    """Return the half-days and sessions for which time counts, and the sessions at whose door a badge was scanned,
    whenever. At any other no absence is known.
    """
    found = set[str]()
    for each in everyone:
        found.update([stay.session for stay in each.stays])
        occasions = (*each.half_days.items(), *each.sessions.items()) if each.stays else ()
        found.update([occasion for occasion, attended in occasions if attended.total])
    return frozenset(found) - {WHOLE_EVENT}
