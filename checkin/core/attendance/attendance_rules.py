# SPDX-License-Identifier: GPL-3.0-or-later
"""Attendance rules: how long a person was at each half-day and session, and whether that is enough. Pure
(docs/attendance.md, adr/0028).

It judges stays, whatever proves them: scans (`stays`), or what a streaming platform has seen (`Stay.is_remote`). On
site and online time together are their union: no minute is counted twice. Nothing is counted past `EventOccasions.now`.
"""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from checkin.core import time_spans
from checkin.core.attendance.confirmed_exits import ConfirmedExit, ExitProof
from checkin.core.attendance.stays import WHOLE_EVENT, EventOccasions, Stay
from checkin.core.attendee import Presence
from checkin.core.programme.programme import Programme, Session
from checkin.core.time_spans import TimeSpan


@dataclass(frozen=True, slots=True)
class AttendanceRules:
    """No law fixes either number for a conference: both are our choice, and documented (docs/attendance.md).

    `late_after`: a quarter of an hour, which in France is still polite. `enough`: the share of a half-day or session
    that makes one present; at half of it one was not away for longer. `needs_booked_door`: an attendee who booked a
    session with a control point and was not scanned there was away while it ran. `heeds_confirmed`: the exit hours that
    the organiser confirmed count. `needs_observation`: no attendee is absent from a session that goes on or at which
    nobody was seen. `awaits_end`: no attendee is absent from the event before it has ended. `expects_cancelled`: who
    was cancelled and came was expected. `sums_minutes`: the total is the sum of the whole minutes of the half-days,
    which a reader can add up; it was cut to whole minutes itself before. `confirms_breaks`: a time in the break between
    two half-days is final once the hour is confirmed that it was counted by; it stayed provisional before.
    `bounds_doors`: a door proves presence at its own session; for the rest of the day, who passed one is away from a
    session they booked and missed, as others are.
    """

    late_after: timedelta = timedelta(minutes=15)
    enough: float = 0.5
    needs_booked_door: bool = True
    heeds_confirmed: bool = True
    needs_observation: bool = True
    awaits_end: bool = True
    expects_cancelled: bool = False
    sums_minutes: bool = True
    confirms_breaks: bool = True
    bounds_doors: bool = True


RULES = AttendanceRules()
FOURTH_RULES = AttendanceRules(confirms_breaks=False, bounds_doors=False)
THIRD_RULES = replace(FOURTH_RULES, awaits_end=False, sums_minutes=False)
SECOND_RULES = replace(THIRD_RULES, needs_observation=False, expects_cancelled=True)
FIRST_RULES = replace(SECOND_RULES, needs_booked_door=False, heeds_confirmed=False)
"""The rules of earlier versions, by which their exports and certificates are recognised."""


@dataclass(frozen=True, slots=True)
class OccasionAttendance:
    """The attendance of one person at one half-day or session that lasts `time`. `came` is the first moment within it,
    None if there is none.

    `exit` is the evidence for when they `left`, None for a person who was not there. `at_own_entrance`: scanned at
    the entrance of a session, not just of the event. `missed` are ids of the sessions whose time was subtracted.
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

    @property
    def minutes(self) -> int:
        return time_spans.minutes(self.total)

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
    def was_there(self) -> bool:
        """Whether the person was present at one half-day at least."""
        return any(half.is_present for half in self.half_days.values())

    @property
    def watched(self) -> frozenset[str]:
        """The places of online attendance: `WHOLE_EVENT` if the stream saw them during the programme (or at any time,
        if the programme has no times), and each session they followed for long enough.
        """
        times = (*self.half_days.values(), *self.sessions.values())
        is_seen = any(each.online for each in times) if times else any(stay.is_online for stay in self.stays)
        followed = (session for session, each in self.sessions.items() if each.online and each.is_present)
        return frozenset([WHOLE_EVENT, *followed] if is_seen else [])


def judge_attendance(
    programme: Programme,
    occasions: EventOccasions,
    stays: Sequence[Stay],
    booked: Collection[str],
    rules: AttendanceRules = RULES,
) -> Attendance:
    """Return the attendance that these stays of one person prove. `booked`: ids of the sessions they are registered
    for.
    """
    return AttendanceJudge(programme, occasions, rules).judge(stays, booked)


class AttendanceJudge:
    """Judges one person after the other by the rules of one moment: what is the same for all of them is computed once.

    judge = AttendanceJudge(programme, occasions)
    minutes = [judge.judge(stays, booked).minutes for stays, booked in everyone]
    """

    def __init__(self, programme: Programme, occasions: EventOccasions, rules: AttendanceRules = RULES) -> None:
        self._occasions, self._rules = occasions, rules
        self._doors = frozenset(occasions.sessions_by_point.values())
        self._halves = [(half.id, _Timed.of(half.time, occasions.now, rules)) for half in occasions.half_days]
        spans = occasions.sessions
        times = {span: _Timed.of(span, occasions.now, rules) for span in spans.values()}
        self._sessions = [(session, times[spans[session.id]]) for session in programme.sessions if session.id in spans]

    def judge(self, stays: Sequence[Stay], booked: Collection[str]) -> Attendance:
        """Return the attendance that these stays of one person prove. `booked`: ids of the sessions they are registered
        for.
        """
        missed = dict(self._missed(stays, booked)) if self._rules.needs_booked_door else {}
        counting, places = _TimeCount(self._occasions, missed, self._rules), _by_place(stays)
        halves = {half: counting.attended(timed, stays) for half, timed in self._halves}
        sessions = {
            session.id: counting.attended(timed, self._proving(session, places, booked))
            for session, timed in self._sessions
        }
        if self._rules.sums_minutes:
            total = sum(half.minutes for half in halves.values())
        else:
            total = time_spans.minutes(sum((half.total for half in halves.values()), timedelta()))
        return Attendance(tuple(stays), halves, sessions, total)

    def _missed(self, stays: Sequence[Stay], booked: Collection[str]) -> Iterator[tuple[str, TimeSpan]]:
        """Yield the sessions with a control point that they booked and at which they were not scanned while these
        ran.
        """
        for session in sorted(self._doors.intersection(booked)):
            time = self._occasions.sessions.get(session)
            if time and not any(stay.session == session and stay.time.within(time) for stay in stays):
                yield session, time

    def _proving(self, session: Session, places: "_Places", booked: Collection[str]) -> Sequence[Stay]:
        """Return the stays that prove attendance of a session. With a door: those through it; without: those at the
        event, if it needs no registration or they have one. Online stays count where it is streamed.
        """
        has_door = session.id in self._doors
        counts_here = has_door or not session.is_booked or session.id in booked
        here = places.get((session.id if has_door else WHOLE_EVENT, False), ()) if counts_here else ()
        online = [stay for where in (WHOLE_EVENT, session.id) for stay in places.get((where, True), ())]
        if not (online and session.is_streamed):
            return here
        return sorted((*here, *online), key=lambda stay: (stay.time.begins, stay.arrived.id))


_Places = Mapping[tuple[str, bool], Sequence[Stay]]
"""The stays of one person by their session and whether they are online."""


def _by_place(stays: Iterable[Stay]) -> _Places:
    found: dict[tuple[str, bool], list[Stay]] = {}
    for stay in stays:
        found.setdefault((stay.session, stay.is_online), []).append(stay)
    return found


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

    @classmethod
    def of(cls, time: TimeSpan, now: datetime, rules: AttendanceRules) -> "_Timed":
        past, absent = TimeSpan(time.begins, min(time.ends, now)), OccasionAttendance(time, is_over=time.ends <= now)
        return cls(time, past, time.length * rules.enough, time.begins + rules.late_after, absent)


class _TimeCount:
    """Measures one person's stays within a half-day or session, none of them past now. Sessions of one time that the
    same stays prove are measured once.
    """

    def __init__(self, occasions: EventOccasions, missed: Mapping[str, TimeSpan], rules: AttendanceRules) -> None:
        self._occasions, self._missed, self._rules = occasions, missed, rules
        self._measured: dict[tuple[int, ...], OccasionAttendance] = {}

    def attended(self, timed: _Timed, stays: Sequence[Stay]) -> OccasionAttendance:
        past = timed.past
        if not any(stay.time.begins < past.ends and stay.time.ends > past.begins for stay in stays):
            return timed.of_absent
        same = (id(timed), *map(id, stays))  # all of them outlive this object
        if same not in self._measured:
            self._measured[same] = self._attended(timed, stays)
        return self._measured[same]

    def _attended(self, timed: _Timed, stays: Sequence[Stay]) -> OccasionAttendance:
        time, past = timed.time, timed.past
        here = [(stay, part) for stay in stays for part in self._parts(stay, past)]
        missed = tuple(self._missed_in(past, stays)) if self._missed else ()
        if not here:
            return replace(timed.of_absent, missed=missed) if missed else timed.of_absent
        online = [part for stay, part in here if stay.is_online]
        if len(here) == 1:  # most often
            [(last, only)] = here
            total, came = only.length, only.begins
        else:
            total, came = time_spans.length(part for _, part in here), min(part.begins for _, part in here)
            last = max(here, key=lambda pair: (pair[1].ends, pair[0].left is not None))[0]
        return OccasionAttendance(
            time,
            on_site=time_spans.length(part for stay, part in here if not stay.is_online) if online else total,
            online=time_spans.length(online) if online else timedelta(),
            total=total,
            came=came,
            is_present=total >= timed.enough,
            is_late=came > timed.late_from,
            is_over=timed.of_absent.is_over,
            exit=self._exit(last, time),
            left=min(last.time.ends, self._occasions.now),
            at_own_entrance=any(stay.session != WHOLE_EVENT for stay, _ in here),
            missed=missed,
        )

    def _parts(self, stay: Stay, past: TimeSpan) -> list[TimeSpan]:
        """Return the parts of a stay that count: those at the session at whose door it was scanned, and of the rest,
        for a stay on site, those that are not of a session they booked and missed.
        """
        part = stay.time.within(past)
        if part is None:
            return []
        if stay.is_online or (stay.session == WHOLE_EVENT and not self._missed):
            return [part]
        missed, elsewhere = self._missed.values(), self._elsewhere(stay, part)
        rest = [counted for other in elsewhere for counted in time_spans.without(other, missed)]
        return [*time_spans.without(part, elsewhere), *rest]

    def _missed_in(self, past: TimeSpan, stays: Iterable[Stay]) -> Iterator[str]:
        """Yield the ids of missed sessions that were subtracted from the person's time at the event."""
        here = [other for stay in stays if (part := stay.time.within(past)) for other in self._elsewhere(stay, part)]
        return (session for session, span in self._missed.items() if any(span.within(part) for part in here))

    def _elsewhere(self, stay: Stay, part: TimeSpan) -> list[TimeSpan]:
        """Return the time of a stay on site that is not at a session at whose door it was scanned."""
        if stay.is_online:
            return []
        if stay.session == WHOLE_EVENT:
            return [part]
        own = self._occasions.sessions.get(stay.session)
        return time_spans.without(part, [own]) if own and self._rules.bounds_doors else []

    def _exit(self, last: Stay, time: TimeSpan) -> ExitProof:
        now = self._occasions.now
        if min(last.time.ends, time.ends) > now:
            return ExitProof.ONGOING
        if last.left is not None or last.is_online:
            return ExitProof.READ
        confirmed = self._confirmed(last, time)
        if confirmed and confirmed.hour > now:
            return ExitProof.ONGOING
        if confirmed is None:
            return ExitProof.ASSUMED
        return ExitProof.CONFIRMED if last.time.ends == confirmed.hour else ExitProof.SESSION

    def _confirmed(self, last: Stay, time: TimeSpan) -> ConfirmedExit | None:
        if self._rules.confirms_breaks:
            return self._occasions.confirmed_for_arrival(last.session, last.time.begins)
        is_in_half_day = any(half.time.begins <= time.begins < half.time.ends for half in self._occasions.half_days)
        return self._occasions.confirmed_for(time) if is_in_half_day else None


def observed_sessions(everyone: Iterable[Attendance]) -> frozenset[str]:
    """Return the sessions at whose door a badge was scanned, whenever, and those for which time counts. At any other no
    absence is known.
    """
    return frozenset(session for each in everyone for session in _observed(each)) - {WHOLE_EVENT}


def _observed(attendance: Attendance) -> Iterator[str]:
    yield from (stay.session for stay in attendance.stays)
    yield from (session for session, attended in attendance.sessions.items() if attended.total)
