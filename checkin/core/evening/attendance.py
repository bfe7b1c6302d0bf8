# SPDX-License-Identifier: GPL-3.0-or-later
"""How long somebody was at each half-day and session, and whether that is enough. Pure (docs/attendance.md, adr/0028).

It judges stays, whatever proves them: scans (`stays`), or what a streaming platform has seen (`Stay.is_remote`). On
site and from afar together are their union: nobody is counted twice.
"""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from checkin.core import time_spans
from checkin.core.evening.stays import HALL, Occasions, Stay
from checkin.core.model import Presence
from checkin.core.programme.programme import Programme, Session
from checkin.core.time_spans import TimeSpan


@dataclass(frozen=True, slots=True)
class Rules:
    """No text fixes either number for a conference: both are ours, and told (docs/attendance.md).

    `late_after`: a quarter of an hour, which in France is still polite. `enough`: the share of a half-day or session
    that makes one present; at half of it one was not away for longer.
    """

    late_after: timedelta = timedelta(minutes=15)
    enough: float = 0.5


RULES = Rules()


@dataclass(frozen=True, slots=True)
class Attended:
    """One person at one half-day or session, `time` long. `came` is the first moment within it, None if there is none.

    `is_assumed`: no exit tells when they left. `by_door`: scanned at the door of a session, not just of the event.
    """

    time: TimeSpan
    on_site: timedelta = timedelta()
    remote: timedelta = timedelta()
    together: timedelta = timedelta()
    came: datetime | None = None
    is_present: bool = False
    is_late: bool = False
    is_assumed: bool = False
    by_door: bool = False

    @property
    def minutes(self) -> int:
        return time_spans.minutes(self.together)

    @property
    def way(self) -> Presence | None:
        """None of somebody who was not there at all."""
        if self.on_site and self.remote:
            return Presence.BOTH
        return Presence.ON_SITE if self.on_site else Presence.REMOTE if self.remote else None


@dataclass(frozen=True, slots=True)
class Attendance:
    """Of one person. `half_days` by their ids in the order of the event, `sessions` by theirs, those that have times.

    `total` is the time at half-days: breaks between them, and what lies before and after the programme, do not count.
    """

    stays: tuple[Stay, ...]
    half_days: Mapping[str, Attended]
    sessions: Mapping[str, Attended]
    total: timedelta

    @property
    def minutes(self) -> int:
        return time_spans.minutes(self.total)

    @property
    def was_there(self) -> bool:
        """At one half-day at least."""
        return any(half.is_present for half in self.half_days.values())

    @property
    def watched(self) -> frozenset[str]:
        """Where they were from afar, for the day's account: `HALL` if the stream has seen them during the programme, or
        at all where that has no times; and each session they followed for long enough.
        """
        times = (*self.half_days.values(), *self.sessions.values())
        is_seen = any(each.remote for each in times) if times else any(stay.is_remote for stay in self.stays)
        followed = (session for session, each in self.sessions.items() if each.remote and each.is_present)
        return frozenset([HALL, *followed] if is_seen else [])


def attendance(
    programme: Programme, occasions: Occasions, stays: Sequence[Stay], booked: Collection[str], rules: Rules = RULES
) -> Attendance:
    """`booked`: ids of the sessions for which the person is registered."""
    halves = {half.id: _attended(half.time, stays, rules) for half in occasions.half_days}
    sessions = {
        session.id: _attended(occasions.sessions[session.id], _proving(session, occasions, stays, booked), rules)
        for session in programme.sessions
        if session.id in occasions.sessions
    }
    total = sum((half.together for half in halves.values()), timedelta())
    return Attendance(tuple(stays), halves, sessions, total)


def _proving(session: Session, occasions: Occasions, stays: Iterable[Stay], booked: Collection[str]) -> list[Stay]:
    """Where a session has a door, who passed it; else whoever was at the event, if it needs no registration or they
    have one. From afar, what is streamed.
    """
    has_door = session.id in occasions.doors.values()
    is_open_to_all = not session.is_booked or session.id in booked
    where = session.id if has_door else HALL
    return [
        stay
        for stay in stays
        if (stay.is_remote and session.is_streamed and stay.session in (HALL, session.id))
        or (not stay.is_remote and stay.session == where and (has_door or is_open_to_all))
    ]


def _attended(time: TimeSpan, stays: Sequence[Stay], rules: Rules) -> Attended:
    here = [(stay, part) for stay in stays if (part := stay.time.within(time))]
    if not here:
        return Attended(time)
    together = time_spans.length(part for _, part in here)
    came = min(part.begins for _, part in here)
    last = max(here, key=lambda pair: (pair[1].ends, pair[0].left is not None))[0]
    return Attended(
        time,
        on_site=time_spans.length(part for stay, part in here if not stay.is_remote),
        remote=time_spans.length(part for stay, part in here if stay.is_remote),
        together=together,
        came=came,
        is_present=together >= time.length * rules.enough,
        is_late=came > time.begins + rules.late_after,
        is_assumed=last.left is None and not last.is_remote,
        by_door=any(stay.session != HALL for stay, _ in here),
    )
