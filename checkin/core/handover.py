# SPDX-License-Identifier: GPL-3.0-or-later
"""Proposes the control point where a desk should stand by the clock; the volunteer decides where there is a choice."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from checkin.core.access import is_open
from checkin.core.programme.programme import ControlPoint, PointMode, Programme

SOON = timedelta(minutes=10)
"""How long before and after its opening a control point is proposed: guests come early and volunteers need to walk."""


@dataclass(frozen=True, slots=True)
class Handover:
    """The control points that may need a desk now, in the order of the programme. `is_over`: this desk's own has
    closed.
    """

    points: tuple[ControlPoint, ...]
    is_over: bool

    @property
    def only(self) -> ControlPoint | None:
        """The one control point to move to: the desk's own has closed and one is left; else None."""
        return self.points[0] if self.is_over and len(self.points) == 1 else None


def handover(programme: Programme, here: ControlPoint, now: datetime) -> Handover | None:
    """Return the control points to propose; None while the desk can stay."""
    is_over = here.closes is not None and now >= here.closes
    wanted = tuple(p for p in programme.control_points if p.id != here.id and _is_wanted(p, here, now, is_over))
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


def _is_wanted(point: ControlPoint, here: ControlPoint, now: datetime, is_over: bool) -> bool:
    """Whether `point` opens about now or, once the desk's own is over, is open. Never one that opened before the own
    one.
    """
    if point.mode is not PointMode.ENTRY or point.opens is None or (here.opens and point.opens <= here.opens):
        return False
    if is_over and is_open(point, now):
        return True
    return point.opens - SOON <= now < point.opens + SOON
