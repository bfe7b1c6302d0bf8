# SPDX-License-Identifier: GPL-3.0-or-later
"""Proposes the control point where a desk should stand by the clock; the volunteer decides where there is a choice."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from checkin.core.access import is_open
from checkin.core.programme.daily_points import day_by_clock
from checkin.core.programme.programme import ControlPoint, PointMode, Programme

SOON = timedelta(minutes=10)
"""How long before its opening a control point is proposed, and how long after its session has begun: guests come early
and late, and volunteers need to walk.
"""


@dataclass(frozen=True, slots=True)
class Handover:
    """The control points that may need a desk now, in the order of the programme. `is_over`: this desk's own has
    closed, or has no closing hour and gives way to the last session of the day.
    """

    points: tuple[ControlPoint, ...]
    is_over: bool

    @property
    def only(self) -> ControlPoint | None:
        """The one control point to move to: the desk's own is over and one is left; else None."""
        return self.points[0] if self.is_over and len(self.points) == 1 else None


def handover(programme: Programme, here: ControlPoint, now: datetime) -> Handover | None:
    """Return the control points to propose; None while the desk can stay."""
    if last := _last_of_day(programme, here, now):
        return Handover(last, is_over=True)
    is_over = _is_over(programme, here, now)
    others = (p for p in programme.control_points if p.id != here.id and p.mode is PointMode.ENTRY)
    wanted = tuple(
        p for p in others if _is_wanted(programme, p, here, now) or (is_over and _follows(programme, p, here, now))
    )
    return Handover(wanted, is_over) if wanted else None


def latest_over(programme: Programme, here: ControlPoint, now: datetime) -> ControlPoint:
    """Return where a desk stands that is opened after everything: of the ways into the session of `here` the one that
    opened last, once all of them have closed; else `here`.
    """
    alike = (p for p in programme.control_points if p.mode is PointMode.ENTRY and p.session == here.session)
    since = [(p.opens, p) for p in alike if p.opens and (here.opens is None or p.opens > here.opens)]
    if here.closes is None or now < here.closes or any(opens > now or is_open(p, now) for opens, p in since):
        return here
    return max(since, key=lambda each: each[0], default=(now, here))[1]


def _last_of_day(programme: Programme, here: ControlPoint, now: datetime) -> tuple[ControlPoint, ...]:
    """Return the open control points of the day's last sessions, for a desk at an arrival without a closing hour: once
    nothing else goes on, people come for these. Empty before that.
    """
    today = day_by_clock(programme, now)
    begins = {s.id: s.starts for s in programme.sessions if s.starts and day_by_clock(programme, s.starts) == today}
    is_entrance = here.mode is PointMode.ENTRY and not (here.gives or here.closes or here.session)
    if not is_entrance or len({*begins.values()}) < 2:
        return ()
    last = {each for each, starts in begins.items() if starts == max(begins.values())}
    doors = tuple(
        p
        for p in programme.control_points
        if p.session in last and p.mode is PointMode.ENTRY and p.opens and is_open(p, now)
    )
    going_on = {s.id for s in programme.sessions if s.id in begins and now < (s.ends or begins[s.id])}
    return doors if going_on <= {p.session for p in doors} else ()


def _is_over(programme: Programme, here: ControlPoint, now: datetime) -> bool:
    """Whether this control point has closed, or without a closing hour is of a session of an earlier day."""
    if here.closes:
        return now >= here.closes
    session = programme.session(here.session)
    begins = session.starts if session else None
    return begins is not None and day_by_clock(programme, begins) < day_by_clock(programme, now)


def _is_wanted(programme: Programme, point: ControlPoint, here: ControlPoint, now: datetime) -> bool:
    """Whether people come to `point` about now. Never one that opened before the own one."""
    if point.opens is None or (here.opens and point.opens <= here.opens):
        return False
    session = programme.session(point.session)
    begins = session.starts if session and session.starts else point.opens
    return point.opens - SOON <= now < max(point.opens, begins) + SOON


def _follows(programme: Programme, point: ControlPoint, here: ControlPoint, now: datetime) -> bool:
    """Whether `point` is open and comes after the desk's own one, which is over: an arrival without hours does where
    the own one has no closing hour.
    """
    if not is_open(point, now) or _is_over(programme, point, now):
        return False
    if point.opens is None:
        return here.closes is None and not point.session
    return not (here.opens and point.opens <= here.opens)
